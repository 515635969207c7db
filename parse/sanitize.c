/*
 * sanitize.c - between a feed's or page's markup and everything that shows it.
 */
#include "parse/sanitize.h"

#include "base/buf.h"
#include "base/text.h"
#include "parse/html.h"
#include "parse/html_flow.h"
#include "parse/html_rules.h"
#include "parse/html_write.h"
#include "parse/markup.h"
#include "parse/parse.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <string.h>

/* Passes until the output is its own sanitised form. Two are enough but for
 * nested forms and misplaced parts of tables. */
#define PASSES_MAX 4
#define OPEN_MAX 1000

/* --------------------------------------------------------------- writing */

struct writer {
	struct html_writer to;
	int graphics;  /* svg and math elements that the walk is inside of */
	bool text;     /* what a reader sees is wanted too */
	bool standard; /* no short way is taken */
};

static void
put_attributes(struct writer *w, const xmlNode *node, unsigned wanted)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;
		const char *value = html_attr(node, name);

		if (value != NULL && strcmp(name, "xmlns") != 0)
			html_write_attribute(&w->to,
				(struct slice){name, strlen(name)}, value,
				wanted);
	}
}

static bool
is_graphic(const xmlNode *node)
{
	return html_is(node, "svg") || html_is(node, "math");
}

/* Names within svg and math mean other things than in HTML. */
static bool
is_in_graphic(const struct writer *w, const xmlNode *node)
{
	return w->graphics > 0 || is_graphic(node);
}

static bool
is_kept(const struct writer *w, const xmlNode *node, bool graphic)
{
	return (html_rules_named(w->to.rules, node->name) &
		       (graphic ? RULE_GRAPHIC : RULE_ELEMENT)) != 0;
}

static void
open_element(struct writer *w, const xmlNode *node)
{
	bool graphic = is_in_graphic(w, node);

	if (!is_kept(w, node, graphic))
		return;
	buf_putc(w->to.out, '<');
	buf_puts(w->to.out, (const char *)node->name);
	put_attributes(w, node,
		graphic ? RULE_ATTRIBUTE | RULE_GRAPHIC_ATTRIBUTE
			: RULE_ATTRIBUTE);
	if (html_is(node, "svg"))
		buf_puts(w->to.out, " xmlns=\"http://www.w3.org/2000/svg\"");
	if (html_is(node, "math"))
		buf_puts(w->to.out,
			" xmlns=\"http://www.w3.org/1998/Math/MathML\"");
	buf_puts(w->to.out,
		!graphic && (html_rules_named(w->to.rules, node->name) &
				    RULE_VOID)
			? " />"
			: ">");
	/* The parser drops one line end here; a second one must survive. */
	if ((html_is(node, "pre") || html_is(node, "textarea")) &&
		node->children != NULL && node->children->content != NULL &&
		node->children->content[0] == '\n')
		buf_putc(w->to.out, '\n');
}

static void
close_element(struct writer *w, const xmlNode *node)
{
	bool graphic = is_in_graphic(w, node);

	if (!is_kept(w, node, graphic) ||
		(!graphic && (html_rules_named(w->to.rules, node->name) &
				     RULE_VOID)))
		return;
	buf_puts(w->to.out, "</");
	buf_puts(w->to.out, (const char *)node->name);
	buf_putc(w->to.out, '>');
}

static bool
is_gone(const struct writer *w, const xmlNode *node)
{
	return (html_rules_named(w->to.rules, node->name) & RULE_GONE) != 0;
}

/* Everything below `root`, without recursion: depth is the input's choice. */
static void
put_tree(struct writer *w, const xmlNode *root)
{
	const xmlNode *node = root->children;

	while (node != NULL) {
		bool inside = false;

		if (node->type == XML_TEXT_NODE ||
			node->type == XML_CDATA_SECTION_NODE) {
			text_put_xml(w->to.out, (const char *)node->content);
		} else if (node->type == XML_ELEMENT_NODE &&
			   !is_gone(w, node)) {
			open_element(w, node);
			inside = node->children != NULL;
			if (!inside)
				close_element(w, node);
			else
				w->graphics += is_graphic(node);
		}
		if (inside) {
			node = node->children;
			continue;
		}
		while (node != root && node->next == NULL) {
			node = node->parent;
			if (node == root)
				break;
			w->graphics -= is_graphic(node);
			close_element(w, node);
		}
		node = node == root ? NULL : node->next;
	}
}

/* --------------------------------------------------------------- passes */

/* The contents of a template may begin with any element, a table's cell too
 * (HTML standard, 13.2.6.4.18); elsewhere the parser would drop it. */
static xmlDoc *
parse_fragment(const char *html, size_t n)
{
	static const char opening[] = "<!DOCTYPE html><template>";
	static const char cdata[] = "<![CDATA[";
	struct buf whole;
	xmlDoc *doc;

	buf_init(&whole, PARSE_PAGE_MAX);
	buf_puts(&whole, opening);
	/* CDATA within CDATA: HTML would read its text as a comment. */
	for (const char *end = html + n; html < end;) {
		const char *mark = memmem(
			html, (size_t)(end - html), cdata, sizeof(cdata) - 1);
		const char *to = mark != NULL ? mark : end;

		buf_add(&whole, html, (size_t)(to - html));
		if (mark != NULL)
			buf_puts(&whole, "&lt;");
		html = to + (mark != NULL);
	}
	doc = html_parse(whole.data, whole.len, NULL);
	buf_release(&whole);
	return doc;
}

static char *
plain_text(struct arena *arena, xmlDoc *doc)
{
	xmlNode *root = xmlDocGetRootElement(doc);
	xmlNode *inside = html_find(root, "template");

	return html_text(arena, inside != NULL ? inside : root);
}

/* Elements that the parser closes by itself, or that hold nothing. */
static bool
is_shallow(const char *name, size_t n)
{
	static const char *const names[] = {"br", "p", "img", "hr", "li", "td",
		"tr", "th", "dt", "dd", "input", "option", "wbr", "source",
		"area", "col", "meta", "link", "embed", "param"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == n &&
			strncasecmp(names[i], name, n) == 0)
			return true;
	return false;
}

/*
 * How much of the markup stays within OPEN_MAX open elements. gumbo looks
 * through all of them at each tag: 100,000 nested div took it minutes.
 */
static size_t
reasonable_length(const char *s, size_t n)
{
	size_t open = 0;

	for (size_t i = 0; i + 1 < n; i++) {
		const char *tag = memchr(s + i, '<', n - i);
		size_t name, k;
		bool end;

		if (tag == NULL)
			break;
		i = (size_t)(tag - s);
		if (i + 1 == n)
			break;
		end = s[i + 1] == '/';
		k = name = i + 1 + end;
		while (k < n && isalnum((unsigned char)s[k]))
			k++;
		if (k == name || is_shallow(s + name, k - name))
			continue;
		if (end)
			open -= open > 0;
		else if (++open > OPEN_MAX)
			return i;
	}
	return n;
}

/* Most of what feeds hold has no markup at all. */
static bool
is_markup(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] <= '>' && s[i] >= 0 &&
			(s[i] == '<' || s[i] == '&' || s[i] == '>' ||
				s[i] == '"' || s[i] == '\'' || s[i] == '\r' ||
				s[i] == '\0'))
			return true;
	return false;
}

/* One reading by the HTML standard, written to w->to.out. */
static void
one_pass(struct writer *w, const char *html, size_t n)
{
	xmlDoc *doc = parse_fragment(html, n);

	if (doc == NULL)
		return;
	put_tree(w, (const xmlNode *)doc);
	xmlFreeDoc(doc);
}

static char *
text_of_html(struct arena *arena, const char *html, size_t n)
{
	xmlDoc *doc = parse_fragment(html, n);
	char *text = doc != NULL ? plain_text(arena, doc) : NULL;

	if (doc != NULL)
		xmlFreeDoc(doc);
	return text != NULL ? text : arena_strdup(arena, "");
}

/* Most bodies of feeds: see parse/markup.h. */
static bool
sanitize_plain(struct writer *w, const char *html, size_t n,
	struct arena *arena, struct sanitized *out)
{
	struct flow text;
	bool plain;

	flow_begin(&text, true);
	plain = markup_sanitize(&w->to, html, n, w->text ? &text : NULL);
	if (plain && w->text)
		out->text =
			arena_strndup(arena, buf_str(&text.out), text.out.len);
	buf_release(&text.out);
	return plain;
}

static bool
is_same(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && memcmp(buf_str(a), buf_str(b), a->len) == 0;
}

/* Reads and writes until what is written reads as itself; mostly at once, and
 * what was written is plain: so the long way is gone once, not three times. */
static void
sanitize_hard(struct writer *w, const char *html, size_t n, struct arena *arena,
	struct sanitized *out)
{
	struct buf *now = w->to.out, next;
	bool rests = false;

	buf_init(&next, now->limit);
	one_pass(w, html, n);
	w->to.base = NULL;
	w->to.out = &next;
	if (!w->standard &&
		sanitize_plain(w, buf_str(now), now->len, arena, out) &&
		is_same(now, &next)) {
		w->to.out = now;
		buf_release(&next);
		return;
	}
	for (int pass = 0; pass < PASSES_MAX && !rests; pass++) {
		struct buf swap;

		buf_reset(&next);
		one_pass(w, buf_str(now), now->len);
		rests = is_same(now, &next);
		swap = *now;
		*now = next;
		next = swap;
	}
	w->to.out = now;
	if (w->text || !rests)
		out->text = text_of_html(arena, buf_str(now), now->len);
	if (!rests) {
		buf_reset(now);
		text_put_xml(now, out->text);
	}
	buf_release(&next);
}

static void
sanitize(struct writer *w, const char *html, size_t n, struct arena *arena,
	struct sanitized *out)
{
	struct arena scratch;
	struct buf written;
	size_t whole = n;

	if (n > PARSE_PAGE_MAX - 64)
		n = utf8_floor(html, PARSE_PAGE_MAX - 64);
	out->cut = n < whole;
	if (!is_markup(html, n)) {
		out->html = arena_strndup(arena, html, n);
		out->text = text_collapse(arena, html, n);
		return;
	}
	arena_init(&scratch);
	buf_init(&written, PARSE_PAGE_MAX - 64);
	w->to.scratch = &scratch;
	w->to.out = &written;
	if (w->standard || !sanitize_plain(w, html, n, arena, out)) {
		buf_reset(&written);
		n = reasonable_length(html, n);
		sanitize_hard(w, html, n, arena, out);
	}
	out->cut = n < whole || written.full;
	out->html = arena_strndup(arena, buf_str(&written), written.len);
	buf_release(&written);
	arena_release(&scratch);
	w->to.out = NULL;
	w->to.scratch = NULL;
}

void
sanitize_html(const struct html_rules *rules, const char *html, size_t n,
	const char *base, struct arena *arena, struct sanitized *out)
{
	struct writer w = {.to = {.rules = rules, .base = base}, .text = true};

	sanitize(&w, html, n, arena, out);
}

void
sanitize_by_standard(const struct html_rules *rules, const char *html, size_t n,
	const char *base, struct arena *arena, struct sanitized *out)
{
	struct writer w = {.to = {.rules = rules, .base = base},
		.text = true,
		.standard = true};

	sanitize(&w, html, n, arena, out);
}

const char *
sanitize_markup(const struct html_rules *rules, const char *html, size_t n,
	const char *base, struct arena *arena)
{
	struct writer w = {.to = {.rules = rules, .base = base}};
	struct sanitized out;

	sanitize(&w, html, n, arena, &out);
	return out.html;
}

/* ------------------------------------------------------------- guessing */

/* "&amp;", "&#8217;" at s; "&D;" is none. */
static bool
is_reference(const char *s, size_t n)
{
	char name[NAME_MAX_BYTES];
	size_t i = 1, k = 0;

	while (i < n && k + 1 < sizeof(name) &&
		(isalnum((unsigned char)s[i]) || s[i] == '#'))
		name[k++] = s[i++];
	name[k] = '\0';
	if (k == 0 || i == n || s[i] != ';')
		return false;
	return name[0] == '#' ? k > 1
			      : htmlEntityLookup((const xmlChar *)name) != NULL;
}

bool
sanitize_looks_html(const struct html_rules *rules, const char *text, size_t n)
{
	bool told = false;

	if (memchr(text, '<', n) == NULL && memchr(text, '&', n) == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		char lower[NAME_MAX_BYTES];
		size_t k = 0, at = i + 1;

		if (text[i] == '&' && is_reference(text + i, n - i))
			told = true;
		if (text[i] != '<' || at >= n)
			continue;
		if (text[at] == '/') {
			told = true;
			at++;
		}
		while (at < n && k < sizeof(lower) &&
			isalnum((unsigned char)text[at]))
			lower[k++] = (char)tolower((unsigned char)text[at++]);
		if (k == 0 || (html_rules_of(rules, (struct slice){lower, k}) &
				      RULE_ELEMENT) == 0)
			return false;
	}
	return told;
}
