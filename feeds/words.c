/*
 * words.c - names for codes: countries, languages, roles.
 */
#include "base/table.h"
#include "data/data.h"
#include "feeds/parts.h"

#include <string.h>
#include <strings.h>

/* Codes are ASCII, and case means nothing in them (RFC 5646 section 2.1.1). */
static int
compare(struct slice a, struct slice b)
{
	int order = strncasecmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	if (order != 0)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

/* The beginning of the line that `at` is in. */
static size_t
line_start(const char *bytes, size_t at)
{
	while (at > 0 && bytes[at - 1] != '\n')
		at--;
	return at;
}

static size_t
next_line(const struct data_file *data, size_t at)
{
	const char *end = memchr(data->bytes + at, '\n', data->length - at);

	return end == NULL ? data->length : (size_t)(end - data->bytes) + 1;
}

/* The second cell of the row whose first cell is `code`; the code itself where
 * there is none. The tables are sorted by code: a feed of a thousand entries
 * asks some thousand times. */
static const char *
look_up(struct arena *arena, const char *file, struct slice code)
{
	struct data_file data = {0};
	size_t low = 0, high;

	data_find(file, &data);
	high = data.length;
	while (low < high) {
		size_t mid = line_start(data.bytes, low + (high - low) / 2);
		struct table table =
			table_open(data.bytes + mid, data.length - mid);
		struct row row;
		int order = -1;

		if (data.bytes[mid] != '#' && table_next(&table, &row))
			order = compare(row.cell[0], code);
		if (order == 0)
			return arena_strndup(
				arena, row.cell[1].p, row.cell[1].n);
		if (order < 0)
			low = next_line(&data, mid);
		else
			high = mid;
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
