/*
 * feedtext.c - shared by the XML and JSON feed readers: from the characters of
 * an element to a text that may be shown.
 */
#include "parse/feedtext.h"

#include "base/buf.h"

#include <ctype.h>
#include <string.h>

const char *
feed_text_type(struct arena *arena, const char *type, const char *fallback)
{
	static const struct {
		const char *name, *type;
	} types[] = {
		{"text", FEED_PLAIN},
		{"plain", FEED_PLAIN},
		{"html", FEED_HTML},
		{"xhtml", FEED_XHTML},
		{"xml", FEED_XHTML},
		{"application/xhtml+xml", FEED_XHTML},
	};
	char *lower;
	struct slice s;

	if (type == NULL)
		return fallback;
	s = slice_trim((struct slice){type, strcspn(type, ";")});
	if (s.n == 0)
		return fallback;
	lower = arena_strndup(arena, s.p, s.n);
	for (char *p = lower; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(lower, types[i].name) == 0)
			return types[i].type;
	return lower;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && strcmp(s + n - k, end) == 0;
}

static bool
is_markup_type(const char *type)
{
	return strcmp(type, FEED_HTML) == 0 || ends_with(type, "/xml") ||
	       ends_with(type, "+xml");
}

/* Other types than text and XML are base64: RFC 4287, section 4.1.3.3. */
static bool
is_binary_type(const char *type)
{
	return strchr(type, '/') != NULL && strncmp(type, "text/", 5) != 0 &&
	       !is_markup_type(type);
}

static int
base64_digit(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* -1 where s is not base64 of UTF-8 text. */
static int
base64_decode(struct slice s, struct buf *out)
{
	unsigned bits = 0, n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int digit = base64_digit(s.p[i]);

		if (isspace((unsigned char)s.p[i]) || s.p[i] == '=')
			continue;
		if (digit < 0)
			return -1;
		bits = bits << 6 | (unsigned)digit;
		n += 6;
		if (n >= 8) {
			n -= 8;
			buf_putc(out, (char)(bits >> n & 0xFF));
		}
	}
	if (out->len == 0 || !utf8_valid(out->data, out->len) ||
		memchr(out->data, '\0', out->len) != NULL)
		return -1;
	return 0;
}

/* The one div that holds everything, and nothing beside it: taken off. */
static struct slice
without_wrapper(struct slice s)
{
	const char *end;
	int depth = 0;

	s = slice_trim(s);
	if (s.n < 11 || strncmp(s.p, "<div", 4) != 0 ||
		strncmp(s.p + s.n - 6, "</div>", 6) != 0)
		return s;
	for (size_t i = 0; i + 4 <= s.n; i++) {
		if (strncmp(s.p + i, "<div", 4) == 0)
			depth++;
		else if (i + 6 <= s.n && strncmp(s.p + i, "</div>", 6) == 0 &&
			 --depth == 0 && i + 6 < s.n)
			return s;
	}
	end = memchr(s.p, '>', s.n);
	return (struct slice){end + 1, (size_t)(s.p + s.n - 6 - (end + 1))};
}

const char *
feed_text_read(const struct html_rules *rules, const struct feed_text *text,
	struct arena *arena, struct rich *rich, bool *cut)
{
	struct slice value = slice_trim(text->value);
	const char *type = text->type, *plain;
	struct buf decoded;

	buf_init(&decoded, value.n + 1);
	if ((text->base64 || is_binary_type(type)) &&
		base64_decode(value, &decoded) == 0) {
		value = (struct slice){decoded.data, decoded.len};
		if (is_binary_type(type))
			type = FEED_HTML;
	}
	if (text->guess && strcmp(type, FEED_PLAIN) == 0 &&
		sanitize_looks_html(rules, value.p, value.n))
		type = FEED_HTML;
	if (text->wrapped && strcmp(type, FEED_XHTML) == 0)
		value = without_wrapper(value);
	rich->type = type;
	rich->base = text->base;
	rich->language = text->language;
	if (is_markup_type(type)) {
		struct sanitized clean;
		struct slice trimmed;

		sanitize_html(
			rules, value.p, value.n, text->base, arena, &clean);
		*cut = *cut || clean.cut;
		trimmed = slice_trim(
			(struct slice){clean.html, strlen(clean.html)});
		rich->value =
			trimmed.p[trimmed.n] == '\0'
				? trimmed.p
				: arena_strndup(arena, trimmed.p, trimmed.n);
		plain = clean.text;
	} else {
		rich->value = arena_strndup(arena, value.p, value.n);
		plain = rich->value;
	}
	buf_release(&decoded);
	return plain;
}

/* ---------------------------------------------------------------- people */

static bool
is_mail_character(char c)
{
	return isalnum((unsigned char)c) ||
	       (c != '\0' && strchr(".+-_%@", c) != NULL);
}

/* The longest run around the first "@" that has a dot behind it. */
static struct slice
find_mail(const char *text)
{
	for (const char *at = strchr(text, '@'); at != NULL;
		at = strchr(at + 1, '@')) {
		const char *begin = at, *end = at + 1;

		while (begin > text && is_mail_character(begin[-1]))
			begin--;
		while (is_mail_character(*end) && *end != '@')
			end++;
		if (begin < at && memchr(at, '.', (size_t)(end - at)) != NULL)
			return (struct slice){begin, (size_t)(end - begin)};
	}
	return (struct slice){NULL, 0};
}

struct author
feed_person_read(struct arena *arena, const char *text)
{
	struct author person = {NULL, NULL, NULL};
	struct slice mail = find_mail(text), name;
	struct buf rest;

	buf_init(&rest, strlen(text) + 1);
	if (mail.p != NULL) {
		person.email = arena_strndup(arena, mail.p, mail.n);
		buf_add(&rest, text, (size_t)(mail.p - text));
		buf_puts(&rest, mail.p + mail.n);
	} else {
		buf_puts(&rest, text);
	}
	name = slice_trim((struct slice){buf_str(&rest), rest.len});
	if (mail.p != NULL) {
		/* What held the address, or holds the name beside it. */
		static const char *const wraps[] = {
			"mailto:", "()", "<>", "(", "<"};

		for (size_t i = 0; i < sizeof(wraps) / sizeof(wraps[0]); i++) {
			size_t k = strlen(wraps[i]);

			if (name.n >= k && memcmp(name.p, wraps[i], k) == 0) {
				name.p += k;
				name.n -= k;
			}
			if (k == 2 && name.n >= 2 &&
				memcmp(name.p + name.n - 2, wraps[i], 2) == 0)
				name.n -= 2;
			name = slice_trim(name);
		}
		if (name.n > 0 && name.p[name.n - 1] == ')' &&
			memchr(name.p, '(', name.n) == NULL)
			name.n--;
		name = slice_trim(name);
	}
	if (name.n > 0)
		person.name = text_collapse(arena, name.p, name.n);
	buf_release(&rest);
	return person;
}
