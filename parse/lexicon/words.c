/*
 * words.c - reads the tables of data/ that mentions are found with.
 */
#include "parse/lexicon/reading.h"

#include "data/data.h"
#include "parse/fold.h"
#include "parse/tokens.h"

#include <stdlib.h>
#include <string.h>

#define WORD_COLUMNS "class, language, words, value, number"

static const char *const class_names[WORD_CLASSES] = {
	[WORD_HEAD] = "head",
	[WORD_SITTING] = "sitting",
	[WORD_SUB] = "sub",
	[WORD_TRIGGER] = "trigger",
	[WORD_TENSE] = "tense",
	[WORD_ROLE] = "role",
	[WORD_THEME] = "theme",
	[WORD_ONLINE] = "online",
	[WORD_STATUS] = "status",
	[WORD_MONTH] = "month",
	[WORD_WEEKDAY] = "weekday",
	[WORD_NUMBER] = "number",
	[WORD_ORDINAL] = "ordinal",
	[WORD_RELATIVE] = "relative",
	[WORD_RANGE] = "range",
	[WORD_DURATION] = "duration",
	[WORD_UNCOUNTED] = "uncounted",
	[WORD_VENUE] = "venue",
	[WORD_ORG] = "org",
	[WORD_ACRONYM] = "acronym",
	[WORD_BODY] = "body",
	[WORD_OFFICE] = "office",
	[WORD_HONORIFIC] = "honorific",
	[WORD_SURNAME] = "surname",
	[WORD_SPEECH] = "speech",
	[WORD_BOUNDARY] = "boundary",
	[WORD_LINK] = "link",
	[WORD_DETERMINER] = "determiner",
	[WORD_INTRODUCE] = "introduce",
	[WORD_ANAPHOR] = "anaphor",
	[WORD_ABBREVIATION] = "abbreviation",
	[WORD_DEADLINE] = "deadline",
	[WORD_SAID] = "said",
	[WORD_MATTER] = "matter",
	[WORD_WHERE] = "where",
	[WORD_THERE] = "there",
	[WORD_LABEL] = "label",
	[WORD_UNIT] = "unit",
	[WORD_AWAY] = "away",
	[WORD_OPEN] = "open",
	[WORD_DAYPART] = "daypart",
	[WORD_HALF] = "half",
	[WORD_CLOCK] = "clock",
	[WORD_TILL] = "till",
	[WORD_UNTIL] = "until",
	[WORD_ONTO] = "onto",
	[WORD_ZONE] = "zone",
	[WORD_FEAST] = "feast",
	[WORD_TODAY] = "today",
	[WORD_JOINT] = "joint",
	[WORD_BETWEEN] = "between",
	[WORD_WITHIN] = "within",
	[WORD_PERIOD] = "period",
	[WORD_SEASON] = "season",
	[WORD_ERA] = "era",
	[WORD_YEAR] = "year",
	[WORD_WEEKSIGN] = "weeksign",
	[WORD_PLACE] = "place",
	[WORD_SHORT_PLACE] = "short place",
};

/* ----------------------------------------------------------------- words */

uint32_t
reading_text(struct reading *reading, struct slice text)
{
	uint32_t at = (uint32_t)reading->texts.len;

	if (text.n == 0)
		return 0;
	buf_add(&reading->texts, text.p, text.n);
	buf_putc(&reading->texts, '\0');
	return at;
}

/* As fold_text() makes it, in lower case. Returns its bytes. */
static size_t
fold_word(struct reading *reading, struct slice spelling, uint32_t *text)
{
	struct arena scratch;
	struct folded folded;

	arena_init(&scratch);
	fold_text(&scratch, &reading->lexicon, spelling.p, spelling.n, &folded);
	*text = reading_text(
		reading, (struct slice){folded.lower, folded.length});
	arena_release(&scratch);
	return folded.length;
}

static struct word_entry
make_entry(const struct reading *reading, uint32_t number)
{
	static const char all[] = "\xff\xff\xff\xff";
	const struct word_row *word = &reading->words[number];
	const char *text = reading_at(reading, word->text);
	const char *behind = text + word->first;
	bool spaced = *behind == ' ';
	/* A blank stands for any white space. */
	size_t n = strcspn(behind + spaced, " ");

	return (struct word_entry){.hash = words_hash(text, word->first),
		.behind = words_behind(behind + spaced, n),
		.mask = words_behind(all, n),
		.class = word->class,
		.spaced = spaced,
		.length = word->length,
		.word = number};
}

int
reading_word(
	struct reading *reading, struct slice spelling, struct word_row proto)
{
	struct arena *arena = &reading->arena;
	uint32_t number = (uint32_t)reading->nwords;
	size_t length, first;

	if (spelling.n > 1 && spelling.p[0] == '~') {
		spelling.p++;
		spelling.n--;
		*ARENA_PUSH(arena, &reading->compounds, &reading->ncompounds) =
			number;
	}
	length = fold_word(reading, spelling, &proto.text);
	first = tokens_first(reading_at(reading, proto.text), length);
	if (first == 0 || length > UINT16_MAX)
		return -1;
	proto.length = (uint16_t)length;
	proto.first = (uint16_t)first;
	*ARENA_PUSH(arena, &reading->words, &reading->nwords) = proto;
	*ARENA_PUSH(arena, &reading->added, &reading->nadded) =
		make_entry(reading, number);
	return 0;
}

int
reading_words(struct reading *reading, struct slice cell, struct word_row proto)
{
	struct slice one;

	while (table_value(&cell, &one))
		if (reading_word(reading, one, proto) != 0)
			return -1;
	return 0;
}

/* ------------------------------------------------------------------ rows */

/* A row of simplified.tsv: character, simplified form. */
static int
add_simplified(struct reading *reading, struct row *row)
{
	uint32_t from = 0, to = 0;

	if (row->ncells == 2 && row->cell[0].n > 0 && row->cell[1].n > 0) {
		utf8_decode(row->cell[0].p, row->cell[0].n, &from);
		utf8_decode(row->cell[1].p, row->cell[1].n, &to);
	}
	if (from < HAN_FIRST || from > HAN_LAST || to > UINT16_MAX)
		return -1;
	reading->simplified[from - HAN_FIRST] = (uint16_t)to;
	return 0;
}

static bool
has_trait(
	const struct reading *reading, struct slice language, const char *trait)
{
	for (size_t i = 0; i < reading->ntraits; i++) {
		const struct trait_row *row = &reading->traits[i];

		if (slice_is(language, reading_at(reading, row->language)) &&
			strcmp(reading_at(reading, row->trait), trait) == 0)
			return true;
	}
	return false;
}

/* A row of traits.tsv: language, traits. */
static int
add_traits(struct reading *reading, struct row *row)
{
	struct slice one;

	if (row->ncells < 2 || row->cell[0].n == 0)
		return -1;
	while (table_value(&row->cell[1], &one))
		*ARENA_PUSH(
			&reading->arena, &reading->traits, &reading->ntraits) =
			(struct trait_row){reading_text(reading, row->cell[0]),
				reading_text(reading, one)};
	return 0;
}

static int
class_from_name(struct slice name)
{
	for (int i = 0; i < WORD_CLASSES; i++)
		if (slice_is(name, class_names[i]))
			return i;
	return -1;
}

static int
slice_number(struct slice s, int *number)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	int value = 0;

	for (size_t i = minus ? 1 : 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || value > 100000)
			return -1;
		value = value * 10 + (s.p[i] - '0');
	}
	*number = minus ? -value : value;
	return 0;
}

/* A row of most tables: class, language, words, value, number. */
static int
add_words(struct reading *reading, struct row *row)
{
	struct word_row proto = {0};
	int class = class_from_name(row->cell[0]), number;

	if (class < 0 || row->ncells < 3 || row->cell[2].n == 0 ||
		slice_number(row->cell[4], &number) != 0)
		return -1;
	proto.class = (uint8_t) class;
	proto.number = number;
	proto.value = reading_text(reading, row->cell[3]);
	proto.lower = has_trait(reading, row->cell[1], "lower");
	proto.last = has_trait(reading, row->cell[1], "last");
	return reading_words(reading, row->cell[2], proto);
}

/* "WIPO", ROSPATENT: a word of capitals is a body wherever it stands. */
static bool
is_short_name(struct slice name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] < 'A' || name.p[i] > 'Z')
			return false;
	return true;
}

/* A row of offices.tsv: id, country, names. */
static int
add_office(struct reading *reading, struct row *row)
{
	struct word_row proto = {.class = WORD_BODY,
		.place = reading_country(reading, row->cell[1])};
	struct word_row acronym = {.class = WORD_ACRONYM};
	struct slice one;

	if (row->ncells < 3 || row->cell[0].n == 0 || row->cell[2].n == 0)
		return -1;
	proto.value = reading_text(reading, row->cell[0]);
	while (table_value(&row->cell[2], &one))
		if (reading_word(reading, one, proto) != 0 ||
			(is_short_name(one) &&
				reading_word(reading, one, acronym) != 0))
			return -1;
	return 0;
}

/* ----------------------------------------------------------------- index */

/* Two places of one name are one word, which leads from the first on to the
 * others: the rows above are meant where nothing says otherwise. */
static bool
is_namesake(struct reading *reading, uint32_t first, uint32_t number)
{
	const struct word_row *word = &reading->words[number];
	struct word_row *last = &reading->words[first];

	if ((word->class != WORD_PLACE && word->class != WORD_SHORT_PLACE) ||
		last->class != word->class ||
		strcmp(reading_at(reading, last->text),
			reading_at(reading, word->text)) != 0)
		return false;
	while (last->place != word->place && last->namesake != 0)
		last = &reading->words[last->namesake];
	if (last->place != word->place)
		last->namesake = number;
	return true;
}

/* "-" is for what only looks like one. */
static bool
is_head(const struct reading *reading, uint32_t number)
{
	const struct word_row *word = &reading->words[number];

	return word->class == WORD_HEAD &&
	       reading_at(reading, word->value)[0] != '-';
}

/* Puts an entry among the n of its bucket: longest first, so that the first
 * match of a class is the longest. Returns how many they are then. */
static uint32_t
insert(struct reading *reading, struct word_entry *entries, uint32_t n,
	const struct word_entry *entry)
{
	uint32_t at = n;

	while (at > 0 && entries[at - 1].length <= entry->length)
		at--;
	for (uint32_t i = at; i < n && entries[i].length == entry->length; i++)
		if (entries[i].hash == entry->hash &&
			is_namesake(reading, entries[i].word, entry->word))
			return n;
	memmove(&entries[at + 1], &entries[at], (n - at) * sizeof(*entries));
	entries[at] = *entry;
	return n + 1;
}

/* Puts the words of each bucket side by side, or only those that are heads of
 * names. */
static void
index_words(struct reading *reading, bool heads, struct made_index *index)
{
	uint32_t *counts =
		arena_array(&reading->arena, WORD_BUCKETS, sizeof(*counts));
	uint32_t begin = 0;

	for (size_t i = 0; i < reading->nadded; i++)
		counts[reading->added[i].hash % WORD_BUCKETS]++;
	for (size_t i = 0; i < WORD_BUCKETS; i++) {
		index->begins[i] = begin;
		begin += counts[i];
		counts[i] = 0;
	}
	index->entries = arena_array(
		&reading->arena, reading->nadded + 1, sizeof(*index->entries));
	for (size_t i = 0; i < reading->nadded; i++) {
		const struct word_entry *entry = &reading->added[i];
		size_t bucket = entry->hash % WORD_BUCKETS;
		uint32_t bit = entry->hash % WORD_FILTER;

		if (heads && !is_head(reading, entry->word))
			continue;
		index->filter[bit / 64] |= (uint64_t)1 << bit % 64;
		counts[bucket] =
			insert(reading, index->entries + index->begins[bucket],
				counts[bucket], entry);
	}
	/* Namesakes and others left gaps. */
	begin = 0;
	for (size_t i = 0; i < WORD_BUCKETS; i++) {
		memmove(&index->entries[begin],
			&index->entries[index->begins[i]],
			counts[i] * sizeof(*index->entries));
		index->begins[i] = begin;
		begin += counts[i];
	}
	index->begins[WORD_BUCKETS] = begin;
}

/* ------------------------------------------------------------------- all */

/* In this order: rows lean on those above. */
static const struct {
	const char *file;
	int (*add)(struct reading *reading, struct row *row);
	const char *columns;
} tables[] = {
	{"simplified.tsv", add_simplified, "character, simplified form"},
	{"traits.tsv", add_traits, "language, traits"},
	{"heads.tsv", add_words, WORD_COLUMNS},
	{"triggers.tsv", add_words, WORD_COLUMNS},
	{"roles.tsv", add_words, WORD_COLUMNS},
	{"calendar.tsv", add_words, WORD_COLUMNS},
	{"grammar.tsv", add_words, WORD_COLUMNS},
	{"organisations.tsv", add_words, WORD_COLUMNS},
	{"persons.tsv", add_words, WORD_COLUMNS},
	{"labels.tsv", add_words, WORD_COLUMNS},
	{"times.tsv", add_words, WORD_COLUMNS},
	{"places.tsv", reading_place,
		"kind, name, ISO code or a parent from a row above, names"},
	{"divisions.tsv", reading_division,
		"kind, name, a parent from a row above, names"},
	{"cities.tsv", reading_city, "name, ISO code, spellings"},
	{"country-names.tsv", reading_country_names, "ISO code, names"},
	{"zones.tsv", reading_zone, "zone, ISO code, main, city, names"},
	{"namesakes.tsv", reading_namesake,
		"kind, name, a parent from a row above, names"},
	{"offices.tsv", add_office, "id, country, names"},
};

static int
read_table(struct reading *reading, size_t i, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find(tables[i].file, &file) != 0)
		return err_set(
			err, ERR_SYSTEM, "no table '%s'", tables[i].file);
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row))
		if (tables[i].add(reading, &row) != 0)
			return err_set(err, ERR_SYSTEM, "%s:%d: expected: %s",
				tables[i].file, table.line, tables[i].columns);
	return 0;
}

int
reading_read(struct reading *reading, struct err *err)
{
	*reading = (struct reading){0};
	arena_init(&reading->arena);
	buf_init(&reading->texts, BUF_NO_LIMIT);
	reading->tables.simplified = reading->simplified;
	reading->lexicon.tables = &reading->tables;
	/* What has the number 0 is none. */
	buf_putc(&reading->texts, '\0');
	ARENA_PUSH(&reading->arena, &reading->words, &reading->nwords);
	ARENA_PUSH(&reading->arena, &reading->places, &reading->nplaces);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (read_table(reading, i, err) != 0)
			return -1;
	index_words(reading, false, &reading->words_index);
	index_words(reading, true, &reading->heads_index);
	return 0;
}

void
reading_release(struct reading *reading)
{
	buf_release(&reading->texts);
	arena_release(&reading->arena);
}
