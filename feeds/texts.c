/*
 * texts.c - what pages and bodies say, in the language of the feed: from
 * data/texts.tsv, and from the user's own table before it.
 */
#include "base/table.h"
#include "feeds/parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define KEY_MAX 64

/* Columns of the table. */
enum {
	COLUMN_EN = 1,
	COLUMN_ZH = 2,
};

struct text_row {
	struct slice cell[COLUMN_ZH + 1];
	int line; /* of the file */
};

struct feed_texts {
	struct text_row *rows; /* by key */
	size_t nrows;
};

bool
feed_speaks(const struct feed *feed, const char *language)
{
	const char *tag = feed == NULL ? NULL : feed->language;
	size_t n = strlen(language);

	return tag != NULL && strncasecmp(tag, language, n) == 0 &&
	       (tag[n] == '\0' || tag[n] == '-');
}

bool
feed_is_chinese(const struct feed *feed)
{
	return feed_speaks(feed, "zh");
}

int
feed_column(const struct feed *feed)
{
	return feed_is_chinese(feed) ? COLUMN_ZH : COLUMN_EN;
}

const char *
feed_page_language(const struct feed *feed)
{
	const char *tag = feed->language;
	bool english = feed_speaks(feed, "en");

	/* Who writes the texts anew may do so in any language. */
	if (tag != NULL && (english || feed->texts != NULL))
		return tag;
	if (!feed_is_chinese(feed))
		return "en";
	return tag[2] == '\0' ? "zh-Hans" : tag;
}

static int
compare_rows(const void *left, const void *right)
{
	const struct text_row *a = left;
	const struct text_row *b = right;

	return slice_compare(a->cell[0], b->cell[0]);
}

/* The text of a key; p is NULL where nobody has it. */
static struct slice
find(const struct feed *feed, const char *key)
{
	struct text_row wanted = {.cell = {{key, strlen(key)}}};
	int column = feed_column(feed);
	struct slice text;

	if (feed != NULL && feed->texts != NULL) {
		const struct text_row *own = bsearch(&wanted, feed->texts->rows,
			feed->texts->nrows, sizeof(wanted), compare_rows);

		if (own != NULL && own->cell[column].n > 0)
			return own->cell[column];
	}
	if (feed_find_word(feed, FEED_TEXTS, wanted.cell[0], column, &text))
		return text;
	return (struct slice){NULL, 0};
}

const char *
feed_word(struct arena *arena, const struct feed *feed, const char *key)
{
	struct slice text = find(feed, key);

	return text.p == NULL ? arena_strdup(arena, key)
			      : arena_strndup(arena, text.p, text.n);
}

const char *
feed_word_of(struct arena *arena, const struct feed *feed, const char *group,
	const char *name)
{
	char key[KEY_MAX];
	struct slice text = {NULL, 0};

	if (name == NULL || strlen(group) + strlen(name) + 2 > sizeof(key))
		return name;
	stpcpy(stpcpy(stpcpy(key, group), "."), name);
	text = find(feed, key);
	return text.p == NULL ? name : arena_strndup(arena, text.p, text.n);
}

void
feed_put_word(struct buf *out, const struct feed *feed, const char *key)
{
	struct slice text = find(feed, key);

	if (text.p == NULL)
		feed_put_text(out, key);
	else
		feed_put_text_n(out, text.p, text.n);
}

const char *
feed_phrase(struct arena *arena, const struct feed *feed, const char *key,
	const char *first, const char *second, const char *third)
{
	const char *values[] = {first, second, third};
	const char *text = feed_word(arena, feed, key);
	const char *filled;
	struct buf out;

	buf_init(&out, BUF_NO_LIMIT);
	for (const char *s = text; *s != '\0'; s++) {
		if (s[0] == '{' && s[1] >= '1' && s[1] <= '3' && s[2] == '}') {
			buf_puts(&out, values[s[1] - '1']);
			s += 2;
		} else {
			buf_putc(&out, *s);
		}
	}
	filled = arena_strdup(arena, buf_str(&out));
	buf_release(&out);
	return filled;
}

void
feed_put_phrase(struct buf *out, const struct feed *feed, const char *key,
	const char *first)
{
	struct arena arena;

	arena_init(&arena);
	feed_put_text(out, feed_phrase(&arena, feed, key, first, NULL, NULL));
	arena_release(&arena);
}

/* ------------------------------------------------------ the user's table */

static int
check_row(const char *path, const struct row *row, int line,
	struct arena *arena, struct err *err)
{
	struct slice key = row->cell[0];
	struct slice text;

	if (row->ncells < 2)
		return err_set(err, ERR_USAGE,
			"%s:%d: expected a key, a tab and a text", path, line);
	if (!feed_find_row(FEED_TEXTS, key, COLUMN_EN, &text))
		return err_set(err, ERR_USAGE, "%s:%d: unknown text '%s'", path,
			line, arena_strndup(arena, key.p, key.n));
	return 0;
}

static int
check_twice(const char *path, const struct feed_texts *texts,
	struct arena *arena, struct err *err)
{
	for (size_t i = 1; i < texts->nrows; i++) {
		struct text_row *a = &texts->rows[i - 1];
		struct text_row *b = &texts->rows[i];

		if (compare_rows(a, b) == 0)
			return err_set(err, ERR_USAGE,
				"%s:%d: text '%s' is given twice", path,
				a->line > b->line ? a->line : b->line,
				arena_strndup(
					arena, a->cell[0].p, a->cell[0].n));
	}
	return 0;
}

/* Without the CRs of those who write files on Windows. */
static struct table
copy_lines(struct arena *arena, const char *bytes, size_t length)
{
	char *copy = arena_strndup(arena, bytes, length);
	size_t n = 0;

	for (size_t i = 0; i < length; i++)
		if (copy[i] != '\r')
			copy[n++] = copy[i];
	return table_open(copy, n);
}

int
feed_texts_read(struct arena *arena, const char *path, const char *bytes,
	size_t length, const struct feed_texts **result, struct err *err)
{
	struct table table = {{NULL, 0}, 0};
	struct feed_texts *texts = arena_alloc(arena, sizeof(*texts));
	struct row row;

	*texts = (struct feed_texts){0};
	if (memchr(bytes, '\0', length) != NULL || !utf8_valid(bytes, length))
		return err_set(err, ERR_USAGE, "%s: not UTF-8 text", path);
	table = copy_lines(arena, bytes, length);
	while (table_next(&table, &row)) {
		struct text_row *own;

		if (check_row(path, &row, table.line, arena, err) != 0)
			return -1;
		own = ARENA_PUSH(arena, &texts->rows, &texts->nrows);
		own->line = table.line;
		for (int i = 0; i <= COLUMN_ZH; i++)
			own->cell[i] = row.cell[i];
	}
	if (texts->nrows > 1)
		qsort(texts->rows, texts->nrows, sizeof(texts->rows[0]),
			compare_rows);
	*result = texts;
	return check_twice(path, texts, arena, err);
}
