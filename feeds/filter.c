/*
 * filter.c - the form above a list of events, and how it filters without a
 * script.
 */
#include "feeds/filter.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What the choices may add to a page, so that it stays below 100 KB with its
 * rows. Nobody looks through more. */
#define CHOICES_BYTES ((size_t)24 << 10)
/* An option and its rule, besides the value. */
#define CHOICE_BYTES ((size_t)65)

static const struct {
	char letter; /* of its classes */
	const char *name;
	const char *label; /* its text's key */
} fields[FILTER_FIELDS] = {
	[FILTER_PLACE] = {'p', "place", "filter.place"},
	[FILTER_KIND] = {'k', "kind", "filter.kind"},
	[FILTER_OFFICE] = {'o', "office", "filter.office"},
	[FILTER_LANGUAGE] = {'l', "language", "filter.language"},
};

/* ------------------------------------------------------------ values of rows */

/* Values end in a line end each, which no value has inside. */
static bool
has_value(const char *values, char letter, const char *value, size_t n)
{
	const char *end;

	for (const char *p = values; (end = strchr(p, '\n')) != NULL;
		p = end + 1)
		if (p[0] == letter && (size_t)(end - p) == n + 1 &&
			memcmp(p + 1, value, n) == 0)
			return true;
	return false;
}

void
filter_add_value(struct buf *values, enum filter_field field, const char *value)
{
	char letter = fields[field].letter;
	size_t n = value == NULL ? 0 : strlen(value);

	if (n == 0 || memchr(value, '\n', n) != NULL ||
		has_value(buf_str(values), letter, value, n))
		return;
	buf_putc(values, letter);
	buf_add(values, value, n);
	buf_putc(values, '\n');
}

/* Six characters of 32: two values of a page share them once in a hundred
 * thousand pages, and then a choice shows a few rows too many. */
static void
put_class(struct buf *out, char letter, const char *value, size_t n)
{
	static const char digits[] = "abcdefghijkmnpqrstuvwxyz23456789";
	uint64_t hash = text_hash(value, n);

	buf_putc(out, letter);
	for (int i = 0; i < 6; i++, hash >>= 5)
		buf_putc(out, digits[hash & 31]);
}

void
filter_put_classes(struct buf *out, const char *values)
{
	for (const char *p = values; *p != '\0';) {
		size_t n = strcspn(p, "\n");

		buf_putc(out, ' ');
		put_class(out, p[0], p + 1, n - 1);
		p += n + (p[n] == '\n');
	}
}

/* ----------------------------------------------------------------- choices */

static enum filter_field
field_of(char letter)
{
	enum filter_field field = 0;

	while (field + 1 < FILTER_FIELDS && fields[field].letter != letter)
		field++;
	return field;
}

void
filter_add_choices(
	struct choices *choices, const char *values, struct arena *arena)
{
	for (const char *p = values; *p != '\0';) {
		size_t n = strcspn(p, "\n");

		*ARENA_PUSH(arena, &choices->choices, &choices->count) =
			(struct choice){field_of(p[0]),
				arena_strndup(arena, p + 1, n - 1), 1};
		p += n + (p[n] == '\n');
	}
}

static int
compare(const void *left, const void *right)
{
	const struct choice *a = left;
	const struct choice *b = right;

	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	return strcmp(a->value, b->value);
}

static void
unite(struct choices *choices)
{
	size_t kept = 0;

	for (size_t i = 0; i < choices->count; i++) {
		struct choice *last =
			kept > 0 ? &choices->choices[kept - 1] : NULL;

		if (last != NULL && compare(last, &choices->choices[i]) == 0)
			last->count++;
		else
			choices->choices[kept++] = choices->choices[i];
	}
	choices->count = kept;
}

static void
drop_rare(struct choices *choices, size_t most)
{
	size_t kept = 0;

	for (size_t i = 0; i < choices->count; i++)
		if (choices->choices[i].count > most)
			choices->choices[kept++] = choices->choices[i];
	choices->count = kept;
}

/* Escaped, a value may be longer by a few bytes. */
static size_t
bytes_of(const struct choices *choices)
{
	size_t bytes = 0;

	for (size_t i = 0; i < choices->count; i++)
		bytes += CHOICE_BYTES + strlen(choices->choices[i].value);
	return bytes;
}

static size_t
count_of(const struct choices *choices, enum filter_field field)
{
	size_t count = 0;

	for (size_t i = 0; i < choices->count; i++)
		count += choices->choices[i].field == field;
	return count;
}

void
filter_settle(struct choices *choices)
{
	size_t kept = 0;

	if (choices->count > 1)
		qsort(choices->choices, choices->count,
			sizeof(choices->choices[0]), compare);
	unite(choices);
	for (size_t most = 1; bytes_of(choices) > CHOICES_BYTES; most++)
		drop_rare(choices, most);
	for (enum filter_field field = 0; field < FILTER_FIELDS; field++) {
		size_t n = count_of(choices, field);
		const struct choice *first = choices->choices;

		while (n > 0 && first->field != field)
			first++;
		if (n > 1) {
			memmove(&choices->choices[kept], first,
				n * sizeof(*first));
			kept += n;
		}
	}
	choices->count = kept;
}

/* -------------------------------------------------------------- what is put */

/* What a choice hides: the rows that it does not fit, and headings over lists of
 * nothing but such. The pieces stand around the class of the choice. */
static const char *const hidden[] = {
	":has(#", ":checked) :is(.row:not(.", "),h3:not(:has(+* .", ")))"};

const char *
filter_style(const struct choices *choices, struct arena *arena)
{
	const char *style;
	struct buf out;

	if (choices->count == 0)
		return NULL;
	buf_init(&out, BUF_NO_LIMIT);
	for (size_t i = 0; i < choices->count; i++) {
		const struct choice *choice = &choices->choices[i];
		char letter = fields[choice->field].letter;
		size_t n = strlen(choice->value);

		if (i > 0)
			buf_puts(&out, ",\n");
		for (size_t k = 0; k < sizeof(hidden) / sizeof(hidden[0]);
			k++) {
			if (k > 0)
				put_class(&out, letter, choice->value, n);
			buf_puts(&out, hidden[k]);
		}
	}
	buf_puts(&out, "{display:none}");
	style = arena_strdup(arena, buf_str(&out));
	buf_release(&out);
	return style;
}

static void
put_select(struct buf *out, const struct feed *feed,
	const struct choices *choices, enum filter_field field)
{
	if (count_of(choices, field) == 0)
		return;
	buf_puts(out, "<label><span>");
	feed_put_word(out, feed, fields[field].label);
	buf_printf(out,
		"</span>\n<select name=\"%s\" autocomplete=\"off\">"
		"<option value=\"\">",
		fields[field].name);
	feed_put_word(out, feed, "filter.all");
	for (size_t i = 0; i < choices->count; i++) {
		const struct choice *choice = &choices->choices[i];

		if (choice->field != field)
			continue;
		buf_puts(out, "\n<option id=\"");
		put_class(out, fields[field].letter, choice->value,
			strlen(choice->value));
		buf_puts(out, "\">");
		feed_put_text(out, choice->value);
	}
	buf_puts(out, "</select></label>\n");
}

void
filter_put_form(struct buf *out, const struct feed *feed,
	const struct choices *choices, bool leads)
{
	struct arena arena;

	arena_init(&arena);
	buf_printf(out, "<form class=\"filter\" role=\"search\"%s",
		choices->count == 0 ? " hidden" : "");
	feed_put_attribute(
		out, "aria-label", feed_word(&arena, feed, "filter.title"));
	feed_put_attribute(
		out, "data-count", feed_word(&arena, feed, "filter.count"));
	feed_put_attribute(
		out, "data-none", feed_word(&arena, feed, "filter.none"));
	buf_puts(out, ">\n<label class=\"words\" hidden><span>");
	feed_put_word(out, feed, "filter.words");
	buf_puts(out, "</span>\n<input type=\"search\" name=\"q\""
		      " autocomplete=\"off\"></label>\n");
	for (enum filter_field field = 0; field < FILTER_FIELDS; field++)
		put_select(out, feed, choices, field);
	buf_puts(out, "<button type=\"reset\">");
	feed_put_word(out, feed, "filter.clear");
	buf_puts(out, "</button>\n");
	if (leads) {
		buf_puts(out, "<button type=\"button\" class=\"more\" hidden");
		feed_put_attribute(out, "data-title",
			feed_word(&arena, feed, "filter.found"));
		feed_put_attribute(out, "data-reading",
			feed_word(&arena, feed, "filter.reading"));
		feed_put_attribute(out, "data-failed",
			feed_word(&arena, feed, "filter.failed"));
		feed_put_attribute(out, "data-further",
			feed_word(&arena, feed, "filter.further"));
		feed_put_attribute(out, "data-left",
			feed_word(&arena, feed, "filter.left"));
		buf_putc(out, '>');
		feed_put_word(out, feed, "filter.more");
		buf_puts(out, "</button>\n");
	}
	buf_puts(out, "<p role=\"status\"></p>\n</form>\n");
	arena_release(&arena);
}
