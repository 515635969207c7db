/*
 * doctype.c - what xmlfix.c needs to know of a DOCTYPE, which it drops.
 */
#include "parse/doctype.h"

#include <ctype.h>
#include <string.h>

static size_t
skip_space(const char *s, size_t n, size_t at)
{
	while (at < n && isspace((unsigned char)s[at]))
		at++;
	return at;
}

/* The index behind the next `word`, or n. */
static size_t
behind(const char *s, size_t n, size_t at, const char *word)
{
	const char *p = memmem(s + at, n - at, word, strlen(word));

	return p == NULL ? n : (size_t)(p - s) + strlen(word);
}

static bool
looking_at(const char *s, size_t n, size_t at, const char *word)
{
	size_t k = strlen(word);

	return n - at >= k && memcmp(s + at, word, k) == 0;
}

/* The end of a declaration whose inside begins at `at`: its ">" outside of
 * quotes; the index behind it. */
static size_t
declaration_end(const char *s, size_t n, size_t at)
{
	char quote = '\0';

	for (; at < n; at++) {
		if (quote != '\0')
			quote = s[at] == quote ? '\0' : quote;
		else if (s[at] == '"' || s[at] == '\'')
			quote = s[at];
		else if (s[at] == '>')
			return at + 1;
	}
	return n;
}

static void
declare(struct doctype *doctype, struct slice name, struct slice value)
{
	struct declared_entity *entity;

	/* The first declaration holds: XML 1.0, section 4.2. */
	if (name.n == 0 || doctype->n == DOCTYPE_ENTITIES_MAX ||
		doctype_entity(doctype, name) != NULL)
		return;
	if (value.n > ENTITY_VALUE_MAX ||
		memchr(value.p, '&', value.n) != NULL ||
		memchr(value.p, '%', value.n) != NULL ||
		memchr(value.p, '<', value.n) != NULL)
		value.n = 0;
	entity = &doctype->entities[doctype->n++];
	entity->name = name;
	entity->value = value;
}

/* "<!ENTITY name "value">" with `at` behind the keyword. */
static void
read_entity(const char *s, size_t n, size_t at, struct doctype *doctype)
{
	struct slice name, value = {s, 0};
	size_t begin;

	begin = at = skip_space(s, n, at);
	while (at < n && !isspace((unsigned char)s[at]) && s[at] != '>')
		at++;
	name = (struct slice){s + begin, at - begin};
	at = skip_space(s, n, at);
	if (slice_is(name, "%"))
		return;
	if (at < n && (s[at] == '"' || s[at] == '\'')) {
		const char *end = memchr(s + at + 1, s[at], n - at - 1);

		if (end != NULL)
			value = (struct slice){
				s + at + 1, (size_t)(end - (s + at + 1))};
	}
	declare(doctype, name, value);
}

/* The internal subset up to its "]"; the index behind that. */
static size_t
read_subset(const char *s, size_t n, size_t at, struct doctype *doctype)
{
	while (at < n && s[at] != ']') {
		if (looking_at(s, n, at, "<!--")) {
			at = behind(s, n, at + 4, "-->");
		} else if (looking_at(s, n, at, "<?")) {
			at = behind(s, n, at, "?>");
		} else if (looking_at(s, n, at, "<!")) {
			size_t end = declaration_end(s, n, at + 2);

			if (looking_at(s, n, at, "<!ENTITY"))
				read_entity(s, end, at + 8, doctype);
			at = end;
		} else {
			at++;
		}
	}
	return at < n ? at + 1 : n;
}

/* The "[" or ">" behind the identifiers. Neither stands in one, so a quote that
 * is never closed does not swallow the feed. */
static size_t
subset_or_end(const char *s, size_t n)
{
	size_t at = 2;

	while (at < n && s[at] != '[' && s[at] != '>')
		at++;
	return at;
}

size_t
doctype_read(const char *s, size_t n, struct doctype *doctype)
{
	size_t at = subset_or_end(s, n);

	memset(doctype, 0, sizeof(*doctype));
	doctype->netscape = memmem(s, at, "netscape.com", 12) != NULL;
	if (at < n && s[at] == '[')
		at = behind(s, n, read_subset(s, n, at + 1, doctype), ">");
	else if (at < n)
		at++;
	return at;
}

const struct declared_entity *
doctype_entity(const struct doctype *doctype, struct slice name)
{
	for (size_t i = 0; i < doctype->n; i++) {
		const struct declared_entity *e = &doctype->entities[i];

		if (e->name.n == name.n &&
			memcmp(e->name.p, name.p, name.n) == 0)
			return e;
	}
	return NULL;
}
