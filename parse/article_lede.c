/*
 * article_lede.c - the paragraph between the title and the body, where a site
 * keeps it in a place of its own ("spot", "lead", "chapeau", "standfirst").
 *
 * It often is the only one that says who held what and when. No class is
 * needed: it is the line that the page shows and describes itself by. It
 * becomes the first paragraph of a text that does not hold it.
 */
#include "parse/article.h"

#include "base/text.h"
#include "parse/article_tree.h"
#include "parse/html.h"

#include <string.h>

/* In bytes: of a line that may be it; how many letters it has, and how many of
 * these are looked for in the page's description and in the text. */
#define LINE_MAX_BYTES 1500
#define LETTERS_MIN 60
#define LETTERS_MAX 120
#define DESCRIPTION_MAX 4000

/* What is held against the lines of the page, in letters. */
struct lede {
	const char *description, *text, *title;
};

/* Other articles, and what is no part of one. */
static bool
is_elsewhere(const xmlNode *node)
{
	static const char *const names[] = {
		"a", "aside", "nav", "footer", "form", "head"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (html_is(node, names[i]))
			return true;
	return html_is_skipped(node);
}

/* One sentence is a subtitle. */
static bool
has_sentences(const char *line)
{
	size_t stops = 0;

	for (const char *p = line; *p; p++)
		stops += strncmp(p, "。", 3) == 0 ||
			 (strchr(".!?", *p) && (!p[1] || p[1] == ' '));
	return stops > 1;
}

static bool
is_lede(struct arena *arena, const struct lede *lede, const char *line)
{
	char *letters = tree_letters(arena, line, LINE_MAX_BYTES);
	size_t n = strlen(letters);

	if (n < LETTERS_MIN)
		return false;
	if (n > LETTERS_MAX)
		letters[utf8_floor(letters, LETTERS_MAX)] = '\0';
	return strstr(lede->description, letters) &&
	       !strstr(lede->text, letters) &&
	       strncmp(letters, lede->title, LETTERS_MIN) != 0;
}

static const char *
find(struct article *article, const struct lede *lede)
{
	xmlNode *root = html_find((xmlNode *)article->doc, "body");
	struct arena *arena = article->arena;
	const char *found = NULL;
	xmlNode *within = root;

	/* The innermost: around it may stand the date and the author. */
	for (xmlNode *node = root; node;) {
		char *line = NULL;

		if (is_elsewhere(node)) {
			node = html_next_over(node, within);
			continue;
		}
		if (html_is_block(node))
			line = html_short_line(arena, node, LINE_MAX_BYTES);
		if (line && has_sentences(line) && is_lede(arena, lede, line)) {
			found = line;
			within = node;
		}
		node = line && strlen(line) < LETTERS_MIN
			       ? html_next_over(node, within)
			       : html_next(node, within);
	}
	return found;
}

void
article_lede(struct article *article)
{
	struct arena *arena = article->arena;
	struct report *report = article->report;
	const char *summary =
		page_meta(article->rules, arena, article->doc, META_SUMMARY);
	const char *title = report->title.value ? report->title.value : "";
	struct lede lede = {
		.title = tree_letters(arena, title, DESCRIPTION_MAX)};
	const char *line;
	xmlChar *escaped;

	lede.description =
		summary ? tree_letters(arena, summary, DESCRIPTION_MAX) : "";
	if (strlen(lede.description) < LETTERS_MIN)
		return;
	lede.text = tree_letters(arena, report->text, PARSE_PAGE_MAX);
	line = find(article, &lede);
	if (!line)
		return;
	report->text = arena_printf(arena, "%s\n%s", line, report->text);
	escaped = xmlEncodeSpecialChars(article->doc, (const xmlChar *)line);
	if (!escaped)
		mem_die();
	report->html = arena_printf(
		arena, "<p>%s</p>%s", (const char *)escaped, report->html);
	xmlFree(escaped);
}
