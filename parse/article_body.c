/*
 * article_body.c - the text of an article, out of its page.
 *
 * A container of a known content system is taken at its word; otherwise the
 * paragraphs decide (article_grab.c), at first after a thorough cleaning, then
 * after ever lighter ones, until there is enough text.
 */
#include "parse/article.h"

#include "base/text.h"
#include "parse/article_measure.h"
#include "parse/article_tree.h"
#include "parse/html.h"
#include "parse/sanitize.h"

#include <libxml/HTMLtree.h>
#include <string.h>

/* A known container with less text is a template's, or holds a picture. */
#define CONTAINER_TEXT_MIN 60
/* Less text than this calls for another attempt. */
#define TEXT_ENOUGH 500
/* A thorough attempt with this share of the longest one's text is preferred:
 * what the others add is menus. */
#define THOROUGH_SHARE 0.5

/* How much an attempt takes out before and after it looks for paragraphs. */
struct attempt {
	bool strip, weigh, shape;
};

static const struct attempt attempts[] = {
	{true, true, true},
	{false, true, true},
	{false, false, true},
	{false, false, false},
};
#define ATTEMPTS (sizeof(attempts) / sizeof(attempts[0]))

static const char *
serialised(struct arena *arena, xmlNode *node)
{
	xmlBuffer *buffer = xmlBufferCreate();
	const char *html;

	if (!buffer || htmlNodeDump(buffer, node->doc, node) < 0)
		mem_die();
	html = arena_strdup(arena, (const char *)xmlBufferContent(buffer));
	xmlBufferFree(buffer);
	return html;
}

/* Keeps the content as the report's text and markup. */
static void
keep(struct article *article, xmlNode *content)
{
	struct sanitized clean;
	const char *html = serialised(article->arena, content);

	sanitize_html(article->html_rules, html, strlen(html), article->base,
		article->arena, &clean);
	article->report->html = clean.html;
	article->report->text = html_text(article->arena, content);
}

static bool
by_container(struct article *article, const char *title)
{
	struct tree tree;
	xmlNode *content;
	const struct measure *m;
	bool enough = false;

	if (!page_has_body(article->rules, (xmlNode *)article->doc))
		return false;
	tree_init(&tree, article->rules, article->doc, title);
	page_drop_parts(article->rules, tree.body);
	content = page_body(article->rules, tree.body);
	if (!content)
		goto out;
	tree_prepare(&tree);
	tree_clean(&tree, content, false);
	m = measured(content);
	enough =
		m->chars >= CONTAINER_TEXT_MIN && measure_link_density(m) < 0.5;
	if (enough)
		keep(article, content);
out:
	tree_release(&tree);
	return enough;
}

/* One attempt's content in its own tree; its length, 0 = nothing found. */
static size_t
try_grab(struct article *article, const char *title,
	const struct attempt *attempt, struct tree *tree, xmlNode **content)
{
	tree_init(tree, article->rules, article->doc, title);
	page_drop_parts(article->rules, tree->body);
	tree_prepare(tree);
	*content = tree_grab(tree, attempt->strip, attempt->weigh);
	if (!*content)
		return 0;
	tree_clean(tree, *content, attempt->shape);
	return measured(*content)->chars;
}

static bool
by_paragraphs(struct article *article, const char *title)
{
	struct tree trees[ATTEMPTS];
	xmlNode *contents[ATTEMPTS];
	size_t lengths[ATTEMPTS], longest = 0, tried = 0, best = 0;

	for (; tried < ATTEMPTS; tried++) {
		lengths[tried] = try_grab(article, title, &attempts[tried],
			&trees[tried], &contents[tried]);
		if (lengths[tried] > longest)
			longest = lengths[tried];
		if (lengths[tried] >= TEXT_ENOUGH) {
			tried++;
			break;
		}
	}
	while (best + 1 < tried &&
		(double)lengths[best] < THOROUGH_SHARE * (double)longest)
		best++;
	if (longest)
		keep(article, contents[best]);
	for (size_t i = 0; i < tried; i++)
		tree_release(&trees[i]);
	return longest > 0;
}

int
article_body(struct article *article, struct err *err)
{
	const char *title = article->report->title.value;

	title = title ? text_fold(article->arena, title) : "";
	if (by_container(article, title) || by_paragraphs(article, title))
		return 0;
	return err_set(err, ERR_INPUT, "the page holds no text");
}
