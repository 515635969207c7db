/*
 * words.c - names for codes: countries, languages, roles.
 */
#include "base/table.h"
#include "data/data.h"
#include "feeds/parts.h"

#include <string.h>
#include <strings.h>

/* The second cell of the row whose first cell is `code`; the code itself
 * where there is none. */
static const char *
look_up(struct arena *arena, const char *file, struct slice code)
{
	struct data_file data;
	struct table table;
	struct row row;

	if (data_find(file, &data) != 0)
		return arena_strndup(arena, code.p, code.n);
	table = table_open(data.bytes, data.length);
	while (table_next(&table, &row)) {
		struct slice cell = row.cell[0];

		if (cell.n == code.n && row.ncells > 1 &&
			strncasecmp(cell.p, code.p, code.n) == 0)
			return arena_strndup(
				arena, row.cell[1].p, row.cell[1].n);
	}
	return arena_strndup(arena, code.p, code.n);
}

const char *
feed_country_name(struct arena *arena, const char *code)
{
	if (code == NULL)
		return NULL;
	return look_up(
		arena, "countries.tsv", (struct slice){code, strlen(code)});
}

const char *
feed_language_name(struct arena *arena, const char *tag)
{
	/* Script and region say how it is written, not what it is. */
	if (tag == NULL)
		return NULL;
	return look_up(arena, "languages.tsv",
		(struct slice){tag, strcspn(tag, "-_")});
}

const char *
feed_report_language(const struct event_report *report)
{
	const char *tag = report->language;
	size_t subtag = 0;

	for (const char *s = tag; s != NULL && *s != '\0'; s++) {
		bool letter =
			(*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
		bool digit = *s >= '0' && *s <= '9' &&
			     memchr(tag, '-', (size_t)(s - tag)) != NULL;

		if (*s == '-' && subtag > 0)
			subtag = 0;
		else if ((letter || digit) && subtag < 8)
			subtag++;
		else
			return NULL;
	}
	return subtag > 0 ? tag : NULL;
}

const char *
feed_role_label(enum role role)
{
	static const char *const labels[ROLE_COUNT] = {
		[ROLE_HOST] = "Host",
		[ROLE_ORGANISER] = "Organiser",
		[ROLE_COORGANISER] = "Co-organiser",
		[ROLE_GUIDE] = "Guidance",
		[ROLE_SUPPORTER] = "Support",
	};

	return labels[role];
}
