/*
 * sniff.c - between decoding and the readers: which of them is to read this?
 */
#include "parse/sniff.h"

#include "base/text.h"
#include "parse/doctype.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* Warnings of PHP and blank lines come before a feed, not whole pages. */
#define JUNK_MAX 2048

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
	struct doctype doctype;
	size_t end;

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
	return doctype_read(s, n, &doctype);
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
	if (is_root(s, n, "opml"))
		return SNIFF_OPML;
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
	/* Members that no other JSON has beside "items", where a program forgot
	 * the version. */
	static const char *const members[] = {"\"content_html\"",
		"\"content_text\"", "\"date_published\"", "\"home_page_url\"",
		"\"feed_url\""};

	/* A program may sort the members by name: "version" comes last. */
	if (find(s, n, "jsonfeed.org/version") < n ||
		find(s, n, "jsonfeed.org\\/version") < n)
		return SNIFF_JSON_FEED;
	if (*s != '{' || find(s, n, "\"items\"") == n)
		return SNIFF_JSON;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		if (find(s, n, members[i]) < n)
			return SNIFF_JSON_FEED;
	return SNIFF_JSON;
}

/* Where a feed begins behind what a script printed by mistake; n = nowhere. */
static size_t
late_feed(const char *s, size_t n)
{
	static const char *const starts[] = {
		"<?xml", "<rss", "<rdf:RDF", "<feed"};
	size_t window = n < JUNK_MAX ? n : JUNK_MAX, first = n;

	if (find(s, window, "<html") < window ||
		find(s, window, "<body") < window)
		return n;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		size_t at = find(s, window, starts[i]);
		size_t behind = at + strlen(starts[i]);

		if (at < window && at < first && behind < n &&
			!isalnum((unsigned char)s[behind]))
			first = at;
	}
	return first;
}

/* The offset of the first element, or of text where none was to be. */
static size_t
skip_prolog(const char *s, size_t n, bool *declared, bool *html)
{
	size_t at = 0;

	*declared = *html = false;
	for (;;) {
		size_t skip;

		while (at < n && (isspace((unsigned char)s[at]) || !s[at]))
			at++;
		skip = at < n ? prolog_length(s + at, n - at) : 0;
		if (skip == 0)
			return at;
		*html = *html || begins(s + at, n - at, "<!doctype html");
		*declared = *declared || begins(s + at, n - at, "<?xml ");
		at += skip;
	}
}

size_t
sniff_feed_start(const char *utf8, size_t n)
{
	bool declared, html;
	size_t at = skip_prolog(utf8, n, &declared, &html), late;

	if (at == n || sniff_root(utf8 + at, n - at, true, NULL) != SNIFF_XML)
		return 0;
	late = late_feed(utf8 + at, n - at);
	return late < n - at ? at + late : 0;
}

enum sniffed
sniff_text(const char *utf8, size_t n, const char *content_type)
{
	bool declared, html;
	size_t at = skip_prolog(utf8, n, &declared, &html);
	const char *s = utf8 + at;
	enum sniffed root = SNIFF_HTML;

	n -= at;
	if (html)
		return SNIFF_HTML;
	if (n == 0)
		return declared ? SNIFF_XML : SNIFF_EMPTY;
	if (begins(s, n, "begin:vcalendar"))
		return SNIFF_CALENDAR;
	if (*s == '{' || *s == '[')
		return sniff_json(s, n);
	if (*s == '<' && n > 1 && isalpha((unsigned char)s[1]))
		root = sniff_root(s, n, declared, content_type);
	if (declared || root == SNIFF_XML_FEED || root == SNIFF_OPML)
		return root;
	return late_feed(s, n) < n ? SNIFF_XML_FEED : root;
}

/* ----------------------------------------------------------------- binary */

#define LOOKED_AT 4096
/* Of what is looked at: random bytes have 9 of 100, Chinese in UTF-16 has 5,
 * an encoding that is switched by control characters fewer. NUL is not counted:
 * UTF-16 is full of it. */
#define CONTROLS_MAX(n) (4 + (n)*7 / 100)

static bool
is_stray(unsigned char c)
{
	return c > 0 && c < ' ' &&
	       strchr("\t\n\v\f\r\x0e\x0f\x1a\x1b", c) == NULL;
}

const char *
sniff_binary(const char *bytes, size_t n)
{
	static const struct {
		const char *begin;
		const char *name;
	} kinds[] = {
		{"%PDF-", "a PDF document"},
		{"PK\x03\x04", "a ZIP archive, or a document of an office"},
		{"\x1f\x8b", "compressed with gzip"},
		{"\x89PNG", "a PNG image"},
		{"\xff\xd8\xff", "a JPEG image"},
		{"GIF8", "a GIF image"},
		{"\xd0\xcf\x11\xe0", "a document of an office"},
	};
	size_t controls = 0, looked = n < LOOKED_AT ? n : LOOKED_AT;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		size_t k = strlen(kinds[i].begin);

		if (n >= k && memcmp(bytes, kinds[i].begin, k) == 0)
			return kinds[i].name;
	}
	for (size_t i = 0; i < looked; i++)
		controls += is_stray((unsigned char)bytes[i]);
	return controls > CONTROLS_MAX(looked) ? "no text" : NULL;
}
