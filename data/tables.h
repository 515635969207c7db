/*
 * tables.h - the list of the files that are compiled in, for data.c (which
 * finds them) and tables.S (which puts them into the program). To add a table,
 * add a line: a label for the linker, and the file's name.
 */
/* clang-format reads the hyphens of file names as minus. */
/* clang-format off */
#define EACH_TABLE(X)                           \
	X(heads, heads.tsv)                     \
	X(concepts, concepts.tsv)               \
	X(countries, countries.tsv)             \
	X(languages, languages.tsv)             \
	X(sources, sources.ini)                 \
	X(site_css, site.css)                   \
	X(site_js, site.js)                     \
	X(texts, texts.tsv)                     \
	X(charsets, charsets.tsv)               \
	X(code_pages, code-pages.tsv)           \
	X(html_allowed, html-allowed.tsv)       \
	X(date_words, date-words.tsv)           \
	X(common_words, common-words.tsv)       \
	X(page_classes, page-classes.tsv)       \
	X(page_containers, page-containers.tsv) \
	X(page_labels, page-labels.tsv)         \
	X(page_meta, page-meta.tsv)             \
	X(page_months, page-months.tsv)         \
	X(triggers, triggers.tsv)               \
	X(roles, roles.tsv)                     \
	X(calendar, calendar.tsv)               \
	X(grammar, grammar.tsv)                 \
	X(organisations, organisations.tsv)     \
	X(persons, persons.tsv)                 \
	X(labels, labels.tsv)                   \
	X(offices, offices.tsv)                 \
	X(times, times.tsv)                     \
	X(cities, cities.tsv)                   \
	X(zones, zones.tsv)                     \
	X(divisions, divisions.tsv)             \
	X(country_names, country-names.tsv)     \
	X(block_pages, block-pages.tsv)         \
	X(namesakes, namesakes.tsv)             \
	X(simplified, simplified.tsv)           \
	X(weights, weights.tsv)                 \
	X(traits, traits.tsv)                   \
	X(places, places.tsv)                   \
	X(page_ago, page-ago.tsv)
/* clang-format on */
