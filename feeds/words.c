/*
 * words.c - names for codes: countries, languages, kinds, statuses, roles.
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

/* The tables are sorted by code: a feed of a thousand entries asks some
 * thousand times. */
static bool
read_cell(const char *line, size_t length, int column, struct slice *text)
{
	struct table table = table_open(line, length);
	struct row row;

	if (!table_next(&table, &row))
		return false;
	*text = row.cell[column];
	return true;
}

bool
feed_find_row(
	const char *file, struct slice code, int column, struct slice *text)
{
	struct data_file data = {0};
	size_t low = 0, high;

	data_find(file, &data);
	high = data.length;
	while (low < high) {
		size_t mid = line_start(data.bytes, low + (high - low) / 2);
		const char *line = data.bytes + mid;
		const char *tab = memchr(line, '\t', data.length - mid);
		int order = -1;

		if (*line != '#' && tab != NULL)
			order = compare(
				(struct slice){line, (size_t)(tab - line)},
				code);
		if (order == 0)
			return read_cell(line, data.length - mid, column, text);
		if (order < 0)
			low = next_line(&data, mid);
		else
			high = mid;
	}
	return false;
}

/* The code itself where it is not in the table. */
static const char *
look_up(struct arena *arena, const struct feed *feed, const char *file,
	struct slice code)
{
	struct slice text = code;

	feed_find_row(file, code, feed_column(feed), &text);
	return arena_strndup(arena, text.p, text.n);
}

const char *
feed_country_name(
	struct arena *arena, const struct feed *feed, const char *code)
{
	if (code == NULL)
		return NULL;
	return look_up(arena, feed, "countries.tsv",
		(struct slice){code, strlen(code)});
}

const char *
feed_language_name(
	struct arena *arena, const struct feed *feed, const char *tag)
{
	/* Script and region say how it is written, not what it is. */
	if (tag == NULL)
		return NULL;
	return look_up(arena, feed, "languages.tsv",
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
feed_role_label(struct arena *arena, const struct feed *feed, enum role role)
{
	static const char *const keys[ROLE_COUNT] = {
		[ROLE_HOST] = "role.host",
		[ROLE_ORGANISER] = "role.organiser",
		[ROLE_COORGANISER] = "role.coorganiser",
		[ROLE_GUIDE] = "role.guide",
		[ROLE_SUPPORTER] = "role.supporter",
	};

	return feed_word(arena, feed, keys[role]);
}

const char *
feed_kind_name(struct arena *arena, const struct feed *feed, const char *kind)
{
	return feed_word_of(arena, feed, "kind", kind);
}

const char *
feed_status_label(
	struct arena *arena, const struct feed *feed, enum status status)
{
	return feed_word_of(arena, feed, "status", status_name(status));
}
