/*
 * article_body.c - the text of an article, out of its page.
 *
 * A container of a known content system is taken at its word; otherwise the
 * paragraphs decide (article_grab.c), at first after a thorough cleaning, then
 * after ever lighter ones, until there is enough text.
 */
#include "parse/article.h"

#include "base/buf.h"
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

/* So much of the page's description is looked for in its text. */
#define LEAD_BYTES 60
#define LEAD_BYTES_MIN 24
/* A list of other articles has a link in so many paragraphs. */
#define LEAD_LINKS 4
/* An article that begins with it has so many paragraphs. */
#define LEAD_PARAGRAPHS 3

/* A text that the page states for machines: bytes of letters of one that says
 * something, and so many of it are looked at. Where less of it than this share
 * is in what was found, a script would put it there. */
#define STATED_MIN 250
#define STATED_MAX 60000
#define STATED_SHARE 0.4

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
keep(struct article *article, xmlNode *content, const char *from)
{
	xmlNode *own = article->said ? said_drop(article->said, content) : NULL;
	const char *html;

	if (own)
		content = own;
	html = serialised(article->arena, content);
	article->report->html = sanitize_markup(article->html_rules, html,
		strlen(html), article->base, article->arena);
	article->report->text = html_text(article->arena, content);
	article->report->text_from = from;
	xmlFreeNode(own);
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
		keep(article, content, "container of a content system");
out:
	tree_release(&tree);
	return enough;
}

/* How the page's description begins: it often is the first sentence of the
 * article. */
static const char *
lead_of(struct article *article)
{
	const char *summary = page_meta(
		article->rules, article->arena, article->doc, META_SUMMARY);
	char *lead = summary ? tree_letters(article->arena, summary, LEAD_BYTES)
			     : NULL;

	return lead && strlen(lead) >= LEAD_BYTES_MIN ? lead : "";
}

/* One attempt's content in its own tree; its length, 0 = nothing found. */
static size_t
try_grab(struct article *article, const char *title, const char *lead,
	const struct attempt *attempt, struct tree *tree, xmlNode **content)
{
	tree_init(tree, article->rules, article->doc, title);
	tree->lead = lead;
	tree->stated = article->ld_letters;
	page_drop_parts(article->rules, tree->body);
	tree_prepare(tree);
	tree_drop_junk(tree);
	*content = tree_grab(tree, attempt->strip, attempt->weigh);
	if (!*content)
		return 0;
	tree_clean(tree, *content, attempt->shape);
	tree_narrow(tree, *content);
	measure_tree(tree->arena, *content);
	tree_trim(tree, *content);
	return measured(*content)->chars;
}

/* Of a short article beside a long list of others the list has the more points.
 * Where the text does not say what the page says of itself, and every few of
 * its paragraphs hold a link, the search goes out from the paragraph that does
 * say it; a paragraph alone is only the one over an article. */
static void
by_lead(struct article *article, const char *title, const struct measure *found)
{
	const char *lead = lead_of(article);
	const char *text = article->report->text;
	struct tree tree;
	xmlNode *content;

	if (!*lead || found->links * LEAD_LINKS < found->p ||
		strstr(tree_letters(article->arena, text, strlen(text) + 4),
			lead))
		return;
	try_grab(article, title, lead, &attempts[0], &tree, &content);
	if (content && measured(content)->p >= LEAD_PARAGRAPHS &&
		strstr(tree_letters(tree.arena, html_text(tree.arena, content),
			       PARSE_PAGE_MAX),
			lead))
		keep(article, content,
			"paragraphs around the page's description");
	tree_release(&tree);
}

/* The text that the page states for machines, read as HTML, since some state it
 * so and others write its paragraphs as lines; NULL = none. */
static xmlDoc *
stated_doc(const char *stated)
{
	struct buf html;
	struct err err = {0};
	xmlDoc *doc;

	if (!stated)
		return NULL;
	buf_init(&html, PARSE_PAGE_MAX);
	for (const char *p = stated; *p; p++) {
		if (*p == '\n')
			buf_puts(&html, "<p>");
		else
			buf_putc(&html, *p);
	}
	doc = html.full ? NULL : html_parse(buf_str(&html), html.len, &err);
	buf_release(&html);
	return doc;
}

/* Takes its letters, which the found text is held against. */
static xmlNode *
take_statement(struct article *article, xmlDoc *doc)
{
	xmlNode *body = doc ? html_find((xmlNode *)doc, "body") : NULL;

	article->ld_letters =
		body ? tree_letters(article->arena,
			       html_text(article->arena, body), STATED_MAX)
		     : "";
	if (strlen(article->ld_letters) < STATED_MIN)
		article->ld_letters = "";
	return body;
}

static bool
by_paragraphs(struct article *article, const char *title)
{
	struct tree trees[ATTEMPTS];
	xmlNode *contents[ATTEMPTS];
	size_t lengths[ATTEMPTS], longest = 0, tried = 0, best = 0;
	xmlDoc *doc = stated_doc(article->ld_body);
	xmlNode *stated = take_statement(article, doc);

	for (; tried < ATTEMPTS; tried++) {
		lengths[tried] = try_grab(article, title, "", &attempts[tried],
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
	if (longest) {
		keep(article, contents[best],
			trees[best].named
				? "paragraphs, in what the page calls its body"
				: "paragraphs");
		by_lead(article, title, measured(contents[best]));
	}
	if (*article->ld_letters &&
		(!longest || tree_stated_share(&trees[0],
				     article->report->text) < STATED_SHARE)) {
		keep(article, stated, "JSON-LD");
		longest = 1;
	}
	for (size_t i = 0; i < tried; i++)
		tree_release(&trees[i]);
	xmlFreeDoc(doc);
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
