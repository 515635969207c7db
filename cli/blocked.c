/*
 * blocked.c - finds the words of data/block-pages.tsv in an answer; see
 * blocked.h.
 */
#include "cli/blocked.h"

#include "base/table.h"
#include "data/data.h"

#include <string.h>
#include <strings.h>

/* Such pages are small; a large one would cost time for nothing. */
#define LOOKED_AT ((size_t)64 << 10)
#define ROOT_WITHIN ((size_t)512)

static bool
has_words(const char *bytes, size_t n, struct slice words)
{
	char first = words.p[0];

	if (first >= 'A' && first <= 'Z')
		first = (char)(first - 'A' + 'a');
	for (size_t i = 0; words.n <= n && i <= n - words.n; i++) {
		char c = bytes[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c == first && strncasecmp(bytes + i, words.p, words.n) == 0)
			return true;
	}
	return false;
}

static const char *
name_of(struct slice kind)
{
	if (slice_is(kind, "login"))
		return "a log-in page";
	if (slice_is(kind, "check"))
		return "a check for robots";
	return "a page that denies access";
}

/* Where redirects to log-in pages usually lead. */
static bool
leads_to_login(const char *url, const char *final_url)
{
	static const char *const words[] = {
		"login", "signin", "sign-in", "/sso", "/cas/"};

	if (url == NULL || final_url == NULL || strcmp(url, final_url) == 0)
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasestr(final_url, words[i]) != NULL &&
			strcasestr(url, words[i]) == NULL)
			return true;
	return false;
}

/* A feed is none, whatever its items tell of log-ins: the root element stands
 * behind a prolog of some lines. */
static bool
is_feed(const char *bytes, size_t n)
{
	static const char *const roots[] = {"<rss", "<feed", "<rdf:RDF"};
	struct slice head = {bytes, n < ROOT_WITHIN ? n : ROOT_WITHIN};

	for (size_t i = 0; i < sizeof(roots) / sizeof(roots[0]); i++)
		if (memmem(head.p, head.n, roots[i], strlen(roots[i])) != NULL)
			return true;
	return false;
}

const char *
blocked_page(
	const char *bytes, size_t n, const char *url, const char *final_url)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (leads_to_login(url, final_url))
		return "a log-in page";
	if (n > LOOKED_AT || memchr(bytes, '<', n) == NULL ||
		is_feed(bytes, n) || data_find("block-pages.tsv", &file) != 0)
		return NULL;
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row))
		if (row.ncells >= 2 && row.cell[1].n > 0 &&
			has_words(bytes, n, row.cell[1]))
			return name_of(row.cell[0]);
	return NULL;
}
