/*
 * sniff.c - between decoding and the readers: which of them is to read this?
 */
#include "parse/sniff.h"

#include "base/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Warnings of PHP and blank lines come before a feed, not whole pages. */
#define JUNK_MAX 2048
#define JSON_WINDOW 4096

static bool
begins(const char *s, size_t n, const char *word)
{
	size_t k = strlen(word);

	return n >= k && strncasecmp(s, word, k) == 0;
}

static size_t
find(const char *s, size_t n, const char *word)
{
	const char *at = memmem(s, n, word, strlen(word));

	return at == NULL ? n : (size_t)(at - s);
}

/* The length of a declaration, comment or instruction at s; 0 = none. */
static size_t
prolog_length(const char *s, size_t n)
{
	size_t end, bracket;

	if (begins(s, n, "<!--")) {
		end = find(s, n, "-->");
		return end == n ? n : end + 3;
	}
	if (begins(s, n, "<?")) {
		end = find(s, n, "?>");
		return end == n ? n : end + 2;
	}
	if (!begins(s, n, "<!doctype"))
		return 0;
	end = find(s, n, ">");
	bracket = find(s, n, "[");
	if (bracket < end) {
		bracket = find(s, n, "]");
		end = bracket + find(s + bracket, n - bracket, ">");
	}
	return end >= n ? n : end + 1;
}

/* The local name of the start tag at s is `name`, whatever its case. */
static bool
is_root(const char *s, size_t n, const char *name)
{
	size_t i = 1, local = 1;

	while (i < n && (isalnum((unsigned char)s[i]) || s[i] == ':' ||
				s[i] == '-' || s[i] == '_')) {
		if (s[i] == ':')
			local = i + 1;
		i++;
	}
	return i - local == strlen(name) &&
	       strncasecmp(s + local, name, i - local) == 0;
}

static enum sniffed
sniff_root(const char *s, size_t n, bool declared, const char *content_type)
{
	static const char *const feeds[] = {"rss", "feed", "rdf", "channel"};

	for (size_t i = 0; i < sizeof(feeds) / sizeof(feeds[0]); i++)
		if (is_root(s, n, feeds[i]))
			return SNIFF_XML_FEED;
	if (is_root(s, n, "html"))
		return SNIFF_HTML;
	if (declared ||
		(content_type != NULL && strstr(content_type, "xml") != NULL &&
			strstr(content_type, "xhtml") == NULL))
		return SNIFF_XML;
	return SNIFF_HTML;
}

static enum sniffed
sniff_json(const char *s, size_t n)
{
	size_t window = n < JSON_WINDOW ? n : JSON_WINDOW;

	if (find(s, window, "jsonfeed.org/version") < window ||
		find(s, window, "jsonfeed.org\\/version") < window)
		return SNIFF_JSON_FEED;
	return SNIFF_JSON;
}

/* A feed that begins late, behind what a script printed by mistake. */
static bool
is_late_feed(const char *s, size_t n)
{
	static const char *const starts[] = {
		"<?xml", "<rss", "<rdf:RDF", "<feed"};
	size_t window = n < JUNK_MAX ? n : JUNK_MAX;

	if (begins(s, n, "<html"))
		return false;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		size_t at = find(s, window, starts[i]);
		size_t behind = at + strlen(starts[i]);

		if (at < window && behind < n &&
			!isalnum((unsigned char)s[behind]) &&
			find(s, at, "<html") == at &&
			find(s, at, "<body") == at)
			return true;
	}
	return false;
}

enum sniffed
sniff_text(const char *utf8, size_t n, const char *content_type)
{
	const char *s = utf8;
	bool declared = false;
	size_t skip;

	for (;;) {
		while (n > 0 && (isspace((unsigned char)*s) || *s == '\0')) {
			s++;
			n--;
		}
		if (n == 0)
			break;
		skip = prolog_length(s, n);
		if (skip == 0)
			break;
		if (begins(s, n, "<!doctype html"))
			return SNIFF_HTML;
		declared = declared || begins(s, n, "<?xml ");
		s += skip;
		n -= skip;
	}
	if (n == 0)
		return declared ? SNIFF_XML : SNIFF_EMPTY;
	if (*s == '{' || *s == '[')
		return sniff_json(s, n);
	if (*s == '<' && n > 1 && isalpha((unsigned char)s[1])) {
		enum sniffed root = sniff_root(s, n, declared, content_type);

		if (declared || root == SNIFF_XML_FEED || !is_late_feed(s, n))
			return root;
	}
	return is_late_feed(s, n) ? SNIFF_XML_FEED : SNIFF_HTML;
}
