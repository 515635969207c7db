/*
 * loose.c - JavaScript's way to write data; see loose.h.
 */
#include "parse/loose.h"

#include "base/buf.h"
#include "base/text.h"
#include "parse/parse.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LEVELS 64
#define NUMBER_TEXT 40

struct loose {
	const char *p, *end;
};

static json_t *take_value(struct loose *in, int levels);

/* White space and comments. */
static void
skip_blanks(struct loose *in)
{
	while (in->p < in->end) {
		size_t left = (size_t)(in->end - in->p);
		const char *close = NULL;
		if (strchr(" \t\r\n", *in->p) && *in->p) {
			in->p++;
			continue;
		}
		if (left > 1 && memcmp(in->p, "//", 2) == 0) {
			close = memchr(in->p, '\n', left);
			in->p = close ? close + 1 : in->end;
		} else if (left > 3 && memcmp(in->p, "/*", 2) == 0) {
			close = memmem(in->p + 2, left - 2, "*/", 2);
			in->p = close ? close + 2 : in->end;
		} else {
			return;
		}
	}
}

static bool
take_mark(struct loose *in, char mark)
{
	skip_blanks(in);
	if (in->p >= in->end || *in->p != mark)
		return false;
	in->p++;
	return true;
}

static uint32_t
take_hex(struct loose *in, int digits)
{
	uint32_t cp = 0;

	for (; digits > 0 && in->p < in->end; digits--, in->p++) {
		const char *hex = "0123456789abcdef0123456789ABCDEF";
		const char *at = *in->p ? strchr(hex, *in->p) : NULL;
		if (!at)
			break;
		cp = cp * 16 + (uint32_t)((at - hex) % 16);
	}
	return digits ? 0xFFFD : cp;
}

/* \u4E00, and two of them for what lies beyond. */
static void
take_code(struct loose *in, struct buf *buf)
{
	uint32_t cp = take_hex(in, 4), low;
	char utf8[4];

	if (cp >= 0xD800 && cp < 0xDC00 && in->end - in->p > 6 &&
		in->p[0] == '\\' && in->p[1] == 'u') {
		in->p += 2;
		low = take_hex(in, 4);
		cp = low >= 0xDC00 && low < 0xE000
			     ? 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00)
			     : 0xFFFD;
	}
	if ((cp >= 0xD800 && cp < 0xE000) || !cp)
		cp = 0xFFFD;
	buf_add(buf, utf8, utf8_encode(cp, utf8));
}

static void
take_escape(struct loose *in, struct buf *buf)
{
	char c = *in->p++;
	char utf8[4];

	switch (c) {
	case 'n':
	case 'r':
	case 't':
	case 'b':
	case 'f':
	case 'v':
		buf_putc(buf, ' ');
		break;
	case 'u':
		take_code(in, buf);
		break;
	case 'x':
		buf_add(buf, utf8, utf8_encode(take_hex(in, 2), utf8));
		break;
	case '\n': /* the string goes on */
		break;
	default:
		buf_putc(buf, c);
	}
}

/* The string at in->p into buf. False where it has no end. */
static bool
take_string(struct loose *in, struct buf *buf)
{
	char quote = *in->p++;

	while (in->p < in->end && *in->p != quote) {
		const char *plain = in->p;
		while (in->p < in->end && *in->p != quote && *in->p != '\\')
			in->p++;
		buf_add(buf, plain, (size_t)(in->p - plain));
		if (in->p + 1 < in->end && *in->p == '\\') {
			in->p++;
			take_escape(in, buf);
		} else if (in->p < in->end && *in->p != quote) {
			return false;
		}
	}
	if (in->p >= in->end)
		return false;
	in->p++;
	return true;
}

static json_t *
string_value(struct loose *in)
{
	struct buf buf;
	json_t *value = NULL;

	buf_init(&buf, PARSE_PAGE_MAX);
	if (take_string(in, &buf))
		value = json_stringn(buf_str(&buf), buf.len);
	buf_release(&buf);
	return value;
}

static size_t
name_length(const struct loose *in)
{
	const char *p = in->p;

	while (p < in->end &&
		(((unsigned char)*p & 0x80) || *p == '$' || *p == '_' ||
			text_is_word((unsigned char)*p)))
		p++;
	return (size_t)(p - in->p);
}

/* The name of a member; a string that the caller frees. */
static char *
take_key(struct loose *in)
{
	struct buf buf;
	char *key = NULL;
	size_t n;

	skip_blanks(in);
	buf_init(&buf, PARSE_PAGE_MAX);
	n = name_length(in);
	if (n) {
		buf_add(&buf, in->p, n);
		in->p += n;
	} else if (in->p >= in->end || (*in->p != '"' && *in->p != '\'') ||
		   !take_string(in, &buf)) {
		buf_release(&buf);
		return NULL;
	}
	if (utf8_valid(buf_str(&buf), buf.len))
		key = mem_strdup(buf_str(&buf));
	buf_release(&buf);
	return key;
}

static json_t *
take_object(struct loose *in, int levels)
{
	json_t *object = json_object();

	in->p++;
	while (!take_mark(in, '}')) {
		char *key = take_key(in);
		json_t *value = NULL;
		if (key && take_mark(in, ':'))
			value = take_value(in, levels - 1);
		if (!value) {
			free(key);
			json_decref(object);
			return NULL;
		}
		json_object_set_new(object, key, value);
		free(key);
		if (!take_mark(in, ',') &&
			(skip_blanks(in), in->p >= in->end || *in->p != '}')) {
			json_decref(object);
			return NULL;
		}
	}
	return object;
}

static json_t *
take_array(struct loose *in, int levels)
{
	json_t *array = json_array();

	in->p++;
	while (!take_mark(in, ']')) {
		json_t *value = take_value(in, levels - 1);
		if (!value) {
			json_decref(array);
			return NULL;
		}
		json_array_append_new(array, value);
		if (!take_mark(in, ',') &&
			(skip_blanks(in), in->p >= in->end || *in->p != ']')) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

static json_t *
number_value(struct loose *in)
{
	char text[NUMBER_TEXT], *end;
	size_t n = 0;
	long long whole;
	double real;

	while (in->p < in->end && n + 1 < sizeof(text) && *in->p &&
		strchr("0123456789+-.eE", *in->p))
		text[n++] = *in->p++;
	text[n] = '\0';
	whole = strtoll(text, &end, 10);
	if (n && !*end)
		return json_integer(whole);
	real = strtod(text, &end);
	return n && !*end ? json_real(real) : NULL;
}

/* true, null, !0, and variables. */
static json_t *
word_value(struct loose *in)
{
	size_t left = (size_t)(in->end - in->p), n;

	if (left > 1 &&
		(memcmp(in->p, "!0", 2) == 0 || memcmp(in->p, "!1", 2) == 0)) {
		in->p += 2;
		return json_boolean(in->p[-1] == '0');
	}
	n = name_length(in);
	if (!n || (n == 8 && memcmp(in->p, "function", 8) == 0))
		return NULL;
	in->p += n;
	return n == 4 && memcmp(in->p - 4, "true", 4) == 0    ? json_true()
	       : n == 5 && memcmp(in->p - 5, "false", 5) == 0 ? json_false()
							      : json_null();
}

/* NULL where there is none, or where it ends in the middle. */
static json_t *
take_value(struct loose *in, int levels)
{
	skip_blanks(in);
	if (in->p >= in->end || levels == 0)
		return NULL;
	switch (*in->p) {
	case '{':
		return take_object(in, levels);
	case '[':
		return take_array(in, levels);
	case '"':
	case '\'':
	case '`':
		return string_value(in);
	case '-':
	case '+':
		return number_value(in);
	default:
		return *in->p >= '0' && *in->p <= '9' ? number_value(in)
						      : word_value(in);
	}
}

json_t *
loose_json(const char *s, size_t n, size_t *used)
{
	struct loose in = {s, s + n};
	json_t *value = NULL;

	if (n && strchr("{[\"'", *s) && *s)
		value = take_value(&in, LEVELS);
	*used = (size_t)(in.p - s);
	return value;
}
