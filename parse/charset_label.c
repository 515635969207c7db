/*
 * charset_label.c - see charset_label.h.
 */
#include "parse/charset_label.h"

#include "base/mem.h"
#include "base/table.h"
#include "data/data.h"

#include <ctype.h>
#include <string.h>

#define LABEL_MAX 40

void
charsets_free(struct charsets *charsets)
{
	if (charsets == NULL)
		return;
	for (size_t i = 0; i < charsets->n; i++) {
		struct charset *c = &charsets->all[i];

		if (c->held != (iconv_t)-1)
			iconv_close(c->held);
		if (c->pairs_held != (iconv_t)-1)
			iconv_close(c->pairs_held);
		free(c->converter);
		free(c->pairs);
		free((void *)(uintptr_t)c->name.p);
	}
	free(charsets->all);
	free(charsets->pages);
	free(charsets);
}

static char *
slice_dup(struct slice s)
{
	char *copy = mem_zero(s.n + 1, 1);

	memcpy(copy, s.p, s.n);
	return copy;
}

/* Returns 0, or -1 where the page has neither 128 nor 96 characters. */
static int
read_page(const struct row *row, struct code_page *page)
{
	struct slice text = row->cell[1];
	size_t n = utf8_count(text.p, text.n), i = 0;

	if (row->cell[0].n == 0 || (n != 128 && n != 96))
		return -1;
	page->converter = row->cell[0];
	for (; i < 128 - n; i++)
		page->high[i] = 0x80 + (uint32_t)i;
	for (size_t at = 0; at < text.n; i++)
		at += utf8_decode(text.p + at, text.n - at, &page->high[i]);
	return 0;
}

static int
read_pages(struct charsets *charsets, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find("code-pages.tsv", &file) != 0)
		return err_set(err, ERR_SYSTEM, "no table 'code-pages.tsv'");
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		charsets->pages = mem_resize(charsets->pages,
			charsets->npages + 1, sizeof(*charsets->pages));
		if (read_page(&row, &charsets->pages[charsets->npages++]) != 0)
			return err_set(err, ERR_SYSTEM,
				"code-pages.tsv:%d: expected: name, 128 or 96 "
				"characters",
				table.line);
	}
	return 0;
}

static const uint32_t *
find_page(const struct charsets *charsets, const char *converter)
{
	for (size_t i = 0; i < charsets->npages; i++)
		if (slice_is(charsets->pages[i].converter, converter))
			return charsets->pages[i].high;
	return NULL;
}

/* Returns 0, or -1 where iconv cannot do what the row says. */
static int
read_charset(const struct charsets *charsets, const struct row *row,
	struct charset *c)
{
	*c = (struct charset){.name = {slice_dup(row->cell[0]), row->cell[0].n},
		.converter = slice_dup(row->cell[1]),
		.labels = row->cell[2],
		.hz = slice_is(row->cell[0], "hz"),
		.held = (iconv_t)-1,
		.pairs_held = (iconv_t)-1};
	c->high = find_page(charsets, c->converter);
	if (c->high != NULL)
		return 0;
	c->held = iconv_open("UTF-8", c->converter);
	if (row->cell[3].n > 0) {
		c->pairs = slice_dup(row->cell[3]);
		c->pairs_held = iconv_open("UTF-8", c->pairs);
	}
	return c->held == (iconv_t)-1 || (c->pairs != NULL &&
						 c->pairs_held == (iconv_t)-1)
		       ? -1
		       : 0;
}

static int
read_charsets(struct charsets *charsets, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find("charsets.tsv", &file) != 0)
		return err_set(err, ERR_SYSTEM, "no table 'charsets.tsv'");
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		charsets->all = mem_resize(
			charsets->all, charsets->n + 1, sizeof(*charsets->all));
		if (read_charset(
			    charsets, &row, &charsets->all[charsets->n++]) != 0)
			return err_set(err, ERR_SYSTEM,
				"charsets.tsv:%d: neither code-pages.tsv nor "
				"iconv has such a converter",
				table.line);
	}
	return 0;
}

struct charsets *
charsets_new(struct err *err)
{
	struct charsets *charsets = mem_zero(1, sizeof(*charsets));

	if (read_pages(charsets, err) == 0 && read_charsets(charsets, err) == 0)
		return charsets;
	charsets_free(charsets);
	return NULL;
}

/* Case and punctuation of labels mean nothing: "ISO_8859-1" is "iso8859-1"
 * (Unicode Technical Standard 22, section 1.4). */
static bool
is_label(struct slice told, struct slice known)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < told.n && !isalnum((unsigned char)told.p[i]))
			i++;
		while (k < known.n && !isalnum((unsigned char)known.p[k]))
			k++;
		if (i == told.n || k == known.n)
			return i == told.n && k == known.n;
		if (tolower((unsigned char)told.p[i++]) !=
			tolower((unsigned char)known.p[k++]))
			return false;
	}
}

static const struct charset *
charset_by_label(const struct charsets *charsets, struct slice label)
{
	if (label.n == 0 || label.n > LABEL_MAX)
		return NULL;
	for (size_t i = 0; i < charsets->n; i++) {
		const struct charset *c = &charsets->all[i];
		struct slice labels = c->labels, one;

		if (is_label(label, c->name))
			return c;
		while (table_value(&labels, &one))
			if (is_label(label, one))
				return c;
	}
	return NULL;
}

const struct charset *
charset_by_name(const struct charsets *charsets, const char *name)
{
	return charset_by_label(charsets, (struct slice){name, strlen(name)});
}

/* The first `word` of s without regard to case, or NULL. */
static const char *
find_word(const char *s, size_t n, const char *word)
{
	size_t k = strlen(word);

	for (size_t i = 0; i + k <= n; i++)
		if (strncasecmp(s + i, word, k) == 0)
			return s + i;
	return NULL;
}

/* The value behind "charset=" or "encoding=", quoted or not. */
static struct slice
label_behind(const char *s, size_t n, const char *word)
{
	const char *p = find_word(s, n, word), *end = s + n, *begin;

	if (p == NULL)
		return (struct slice){NULL, 0};
	p += strlen(word);
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	if (p == end || *p != '=')
		return (struct slice){NULL, 0};
	for (p++; p < end && strchr(" \t\r\n\"'", *p) != NULL; p++)
		;
	for (begin = p; p < end && strchr(" \t\r\n\"';>?/", *p) == NULL; p++)
		;
	return (struct slice){begin, (size_t)(p - begin)};
}

const struct charset *
charset_http_label(const struct charsets *charsets, const char *content_type)
{
	if (content_type == NULL)
		return NULL;
	return charset_by_label(charsets,
		label_behind(content_type, strlen(content_type), "charset"));
}

const struct charset *
charset_inner_label(const struct charsets *charsets, const char *s, size_t n)
{
	const struct charset *c = NULL;
	const char *decl, *end;

	if (n > LABEL_WINDOW)
		n = LABEL_WINDOW;
	decl = find_word(s, n, "<?xml");
	if (decl != NULL) {
		end = memchr(decl, '>', n - (size_t)(decl - s));
		if (end == NULL)
			end = s + n;
		c = charset_by_label(charsets,
			label_behind(decl, (size_t)(end - decl), "encoding"));
	}
	for (const char *p = s; c == NULL; p++) {
		p = find_word(p, n - (size_t)(p - s), "<meta");
		if (p == NULL)
			break;
		end = memchr(p, '>', n - (size_t)(p - s));
		if (end == NULL)
			end = s + n;
		c = charset_by_label(charsets,
			label_behind(p, (size_t)(end - p), "charset"));
	}
	return c;
}

const struct charset *
charset_signature(
	const struct charsets *charsets, const char *s, size_t n, size_t *skip)
{
	static const struct {
		const char *bytes;
		size_t n, skip;
		const char *name;
	} signatures[] = {
		{"\0\0\xFE\xFF", 4, 4, "utf-32be"},
		{"\xFF\xFE\0\0", 4, 4, "utf-32le"},
		{"\xEF\xBB\xBF", 3, 3, "utf-8"},
		{"\xFE\xFF", 2, 2, "utf-16be"},
		{"\xFF\xFE", 2, 2, "utf-16le"},
		{"\0\0\0<", 4, 0, "utf-32be"},
		{"<\0\0\0", 4, 0, "utf-32le"},
		{"\0<\0", 3, 0, "utf-16be"},
		{"<\0", 2, 0, "utf-16le"},
	};

	*skip = 0;
	for (size_t i = 0; i < sizeof(signatures) / sizeof(signatures[0]); i++)
		if (n >= signatures[i].n &&
			memcmp(s, signatures[i].bytes, signatures[i].n) == 0) {
			*skip = signatures[i].skip;
			return charset_by_name(charsets, signatures[i].name);
		}
	return NULL;
}
