/*
 * sanitize.c - between a feed's or page's markup and everything that shows it.
 */
#include "parse/sanitize.h"

#include "base/buf.h"
#include "base/table.h"
#include "base/text.h"
#include "base/url.h"
#include "data/data.h"
#include "parse/html.h"
#include "parse/markup.h"
#include "parse/parse.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <string.h>

/* Passes until the output is its own sanitised form. Two are enough but for
 * nested forms and misplaced parts of tables. */
#define PASSES_MAX 4
#define NAME_MAX_BYTES 40
#define OPEN_MAX 1000

enum rule {
	RULE_ELEMENT = 1 << 0,
	RULE_VOID = 1 << 1,
	RULE_GONE = 1 << 2,
	RULE_ATTRIBUTE = 1 << 3,
	RULE_URL = 1 << 4,
	RULE_SCHEME = 1 << 5,
	RULE_PROPERTY = 1 << 6,
	RULE_FAMILY = 1 << 7,
	RULE_KEYWORD = 1 << 8,
	RULE_GRAPHIC = 1 << 9,
	RULE_GRAPHIC_ATTRIBUTE = 1 << 10,
};

static const struct {
	const char *name;
	unsigned rule;
} rule_names[] = {
	{"element", RULE_ELEMENT},
	{"void", RULE_VOID},
	{"gone", RULE_GONE},
	{"attribute", RULE_ATTRIBUTE},
	{"url", RULE_URL | RULE_ATTRIBUTE},
	{"scheme", RULE_SCHEME},
	{"property", RULE_PROPERTY},
	{"family", RULE_FAMILY},
	{"keyword", RULE_KEYWORD},
	{"graphic", RULE_GRAPHIC},
	{"graphic-attribute", RULE_GRAPHIC_ATTRIBUTE},
};

/* A name and all that it may be; open addressing, never more than half full. */
struct html_rules {
	struct slot {
		struct slice name;
		unsigned rules;
	} slots[2048];
};

static size_t
slot_of(const struct html_rules *rules, struct slice name)
{
	size_t count = sizeof(rules->slots) / sizeof(rules->slots[0]);
	size_t i = text_hash(name.p, name.n) % count;

	while (rules->slots[i].name.p != NULL &&
		(rules->slots[i].name.n != name.n ||
			memcmp(rules->slots[i].name.p, name.p, name.n) != 0))
		i = (i + 1) % count;
	return i;
}

static unsigned
rules_of(const struct html_rules *rules, struct slice name)
{
	return rules->slots[slot_of(rules, name)].rules;
}

static unsigned
rules_named(const struct html_rules *rules, const xmlChar *name)
{
	const char *s = (const char *)name;

	return rules_of(rules, (struct slice){s, strlen(s)});
}

struct html_rules *
html_rules_new(struct err *err)
{
	struct html_rules *rules = mem_zero(1, sizeof(*rules));
	size_t limit = sizeof(rules->slots) / sizeof(rules->slots[0]) / 2;
	size_t used = 0;
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find("html-allowed.tsv", &file) != 0) {
		err_set(err, ERR_SYSTEM, "no table 'html-allowed.tsv'");
		goto fail;
	}
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		struct slice names = row.cell[1], name;
		unsigned rule = 0;

		for (size_t i = 0;
			i < sizeof(rule_names) / sizeof(rule_names[0]); i++)
			if (slice_is(row.cell[0], rule_names[i].name))
				rule = rule_names[i].rule;
		while (rule != 0 && table_value(&names, &name)) {
			struct slot *slot = &rules->slots[slot_of(rules, name)];

			used += slot->name.p == NULL;
			slot->name = name;
			slot->rules |= rule;
		}
		if (rule == 0 || used > limit) {
			err_set(err, ERR_SYSTEM,
				"html-allowed.tsv:%d: no such rule '%.*s', or "
				"too many names",
				table.line, (int)row.cell[0].n, row.cell[0].p);
			goto fail;
		}
	}
	return rules;
fail:
	html_rules_free(rules);
	return NULL;
}

void
html_rules_free(struct html_rules *rules)
{
	free(rules);
}

/* ---------------------------------------------------------------- URLs */

bool
sanitize_url_ok(const struct html_rules *rules, const char *url)
{
	char scheme[NAME_MAX_BYTES];
	size_t n = strcspn(url, ":/?#");

	if (url[n] != ':')
		return true;
	if (n >= sizeof(scheme))
		return false;
	for (size_t i = 0; i < n; i++)
		scheme[i] = (char)tolower((unsigned char)url[i]);
	return (rules_of(rules, (struct slice){scheme, n}) & RULE_SCHEME) != 0;
}

/* -------------------------------------------------------------- styles */

/* Characters that a plain value is made of; no brackets, no escapes, so that
 * nothing is fetched and nothing is computed. */
static bool
is_plain_value(struct slice value)
{
	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];

		if (!isalnum(c) && strchr(" \t\r\n,#%.!'\"-_", c) == NULL)
			return false;
	}
	return true;
}

/* A length or a colour: "15px", ".5em", "#008", "80%". */
static bool
is_measure(struct slice word)
{
	size_t digits = 0, i = 0;

	if (word.n > 1 && word.p[0] == '#') {
		for (i = 1; i < word.n; i++)
			if (!isxdigit((unsigned char)word.p[i]))
				return false;
		return true;
	}
	for (i = word.p[0] == '-'; i < word.n; i++, digits++)
		if (!isdigit((unsigned char)word.p[i]) && word.p[i] != '.')
			break;
	if (digits == 0 || digits > 6)
		return false;
	for (; i < word.n; i++)
		if (!isalpha((unsigned char)word.p[i]) && word.p[i] != '%')
			return false;
	return true;
}

/* Shorthands may hold anything: each word must be one that is known. */
static bool
are_known_words(const struct html_rules *rules, struct slice value)
{
	size_t i = 0;

	while (i < value.n) {
		size_t begin = i;
		struct slice word;

		while (i < value.n && !isspace((unsigned char)value.p[i]))
			i++;
		word = (struct slice){value.p + begin, i - begin};
		if (word.n > 0 && (rules_of(rules, word) & RULE_KEYWORD) == 0 &&
			!is_measure(word))
			return false;
		while (i < value.n && isspace((unsigned char)value.p[i]))
			i++;
	}
	return value.n > 0;
}

static bool
is_style_ok(
	const struct html_rules *rules, struct slice name, struct slice value)
{
	char lower[NAME_MAX_BYTES];
	unsigned found;
	size_t n;

	if (name.n == 0 || name.n >= sizeof(lower) || value.n == 0 ||
		!is_plain_value(value))
		return false;
	for (n = 0; n < name.n; n++)
		lower[n] = (char)tolower((unsigned char)name.p[n]);
	lower[n] = '\0';
	found = rules_of(rules, (struct slice){lower, n});
	if (found & RULE_PROPERTY)
		return true;
	n = strcspn(lower, "-");
	return (rules_of(rules, (struct slice){lower, n}) & RULE_FAMILY) != 0 &&
	       are_known_words(rules, value);
}

/* Writes the allowed declarations of a style attribute. */
static void
put_style(const struct html_rules *rules, const char *style, struct buf *out)
{
	struct buf kept;

	buf_init(&kept, strlen(style) * 2 + 16);
	while (*style != '\0') {
		size_t n = strcspn(style, ";"), colon = 0;
		struct slice name, value;

		while (colon < n && style[colon] != ':')
			colon++;
		if (colon < n) {
			name = slice_trim((struct slice){style, colon});
			value = slice_trim((struct slice){
				style + colon + 1, n - colon - 1});
			if (is_style_ok(rules, name, value))
				buf_printf(&kept, "%s%.*s: %.*s;",
					kept.len > 0 ? " " : "", (int)name.n,
					name.p, (int)value.n, value.p);
		}
		style += n + (style[n] == ';');
	}
	if (kept.len > 0) {
		buf_puts(out, " style=\"");
		text_put_xml(out, buf_str(&kept));
		buf_putc(out, '"');
	}
	buf_release(&kept);
}

/* --------------------------------------------------------------- writing */

struct writer {
	const struct html_rules *rules;
	const char *base;
	struct arena *scratch;
	struct buf *out;
	int graphics; /* svg and math elements that the walk is inside of */
};

static void
put_url(struct writer *w, const char *name, const char *value)
{
	const char *url = value;

	/* An address within the page stays one. */
	if (value[0] != '#' && value[0] != '\0')
		url = url_resolve(w->scratch, w->base, value);
	if (url == NULL || !sanitize_url_ok(w->rules, url))
		return;
	buf_printf(w->out, " %s=\"", name);
	text_put_xml(w->out, url);
	buf_putc(w->out, '"');
}

/* Attributes of svg are read as CSS: fill="url(http://...)" fetches, and a
 * backslash hides any letter of "url". What is in the picture itself is fine. */
static bool
loads_something(const char *value)
{
	if (strchr(value, '\\') != NULL)
		return true;
	for (const char *p = value; (p = strcasestr(p, "url(")) != NULL; p++)
		if (p[4] != '#')
			return true;
	return false;
}

static void
put_attributes(struct writer *w, const xmlNode *node, unsigned wanted)
{
	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		const char *name = (const char *)a->name;
		const char *value = html_attr(node, name);
		unsigned rules = rules_named(w->rules, a->name);

		if ((rules & wanted) == 0 || value == NULL ||
			strcmp(name, "xmlns") == 0 ||
			((wanted & RULE_GRAPHIC_ATTRIBUTE) != 0 &&
				loads_something(value)))
			continue;
		if (strcmp(name, "style") == 0) {
			put_style(w->rules, value, w->out);
		} else if ((rules & RULE_URL) != 0) {
			put_url(w, name, value);
		} else {
			buf_printf(w->out, " %s=\"", name);
			text_put_xml(w->out, value);
			buf_putc(w->out, '"');
		}
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
	return (rules_named(w->rules, node->name) &
		       (graphic ? RULE_GRAPHIC : RULE_ELEMENT)) != 0;
}

static void
open_element(struct writer *w, const xmlNode *node)
{
	bool graphic = is_in_graphic(w, node);

	if (!is_kept(w, node, graphic))
		return;
	buf_putc(w->out, '<');
	buf_puts(w->out, (const char *)node->name);
	put_attributes(w, node,
		graphic ? RULE_ATTRIBUTE | RULE_GRAPHIC_ATTRIBUTE
			: RULE_ATTRIBUTE);
	if (html_is(node, "svg"))
		buf_puts(w->out, " xmlns=\"http://www.w3.org/2000/svg\"");
	if (html_is(node, "math"))
		buf_puts(w->out,
			" xmlns=\"http://www.w3.org/1998/Math/MathML\"");
	buf_puts(w->out,
		!graphic && (rules_named(w->rules, node->name) & RULE_VOID)
			? " />"
			: ">");
	/* The parser drops one line end here; a second one must survive. */
	if ((html_is(node, "pre") || html_is(node, "textarea")) &&
		node->children != NULL && node->children->content != NULL &&
		node->children->content[0] == '\n')
		buf_putc(w->out, '\n');
}

static void
close_element(struct writer *w, const xmlNode *node)
{
	bool graphic = is_in_graphic(w, node);

	if (!is_kept(w, node, graphic) ||
		(!graphic && (rules_named(w->rules, node->name) & RULE_VOID)))
		return;
	buf_puts(w->out, "</");
	buf_puts(w->out, (const char *)node->name);
	buf_putc(w->out, '>');
}

static bool
is_gone(const struct writer *w, const xmlNode *node)
{
	return (rules_named(w->rules, node->name) & RULE_GONE) != 0;
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
			text_put_xml(w->out, (const char *)node->content);
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
		bool end = s[i + 1] == '/';
		size_t name = i + 1 + end, k = name;

		if (s[i] != '<')
			continue;
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
	return memchr(s, '<', n) != NULL || memchr(s, '&', n) != NULL ||
	       memchr(s, '>', n) != NULL || memchr(s, '"', n) != NULL ||
	       memchr(s, '\'', n) != NULL || memchr(s, '\r', n) != NULL ||
	       memchr(s, 0, n) != NULL;
}

/* One reading by the HTML standard, written to w->out. */
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

/* Most bodies of feeds: see parse/markup.h. What is written of such a tree is
 * plain again, and so at rest. */
static bool
sanitize_plain(struct writer *w, const char *html, size_t n,
	struct arena *arena, struct sanitized *out)
{
	xmlDoc *doc = markup_parse(html, n);

	if (doc == NULL)
		return false;
	put_tree(w, (const xmlNode *)doc);
	out->text = plain_text(arena, doc);
	xmlFreeDoc(doc);
	return true;
}

/* Reads and writes until what is written reads as itself. */
static void
sanitize_hard(struct writer *w, const char *html, size_t n, struct arena *arena,
	struct sanitized *out)
{
	struct buf *now = w->out, next;
	bool rests = false;

	buf_init(&next, now->limit);
	one_pass(w, html, n);
	w->base = NULL;
	w->out = &next;
	for (int pass = 0; pass < PASSES_MAX && !rests; pass++) {
		struct buf swap;

		buf_reset(&next);
		one_pass(w, buf_str(now), now->len);
		rests = now->len == next.len &&
			memcmp(buf_str(now), buf_str(&next), next.len) == 0;
		swap = *now;
		*now = next;
		next = swap;
	}
	out->text = text_of_html(arena, buf_str(now), now->len);
	if (!rests) {
		buf_reset(now);
		text_put_xml(now, out->text);
	}
	buf_release(&next);
}

void
sanitize_html(const struct html_rules *rules, const char *html, size_t n,
	const char *base, struct arena *arena, struct sanitized *out)
{
	struct arena scratch;
	struct buf written;
	struct writer w = {rules, base, &scratch, &written, 0};
	size_t whole = n;

	if (n > PARSE_PAGE_MAX - 64)
		n = utf8_floor(html, PARSE_PAGE_MAX - 64);
	n = reasonable_length(html, n);
	out->cut = n < whole;
	if (!is_markup(html, n)) {
		out->html = arena_strndup(arena, html, n);
		out->text = text_collapse(arena, html, n);
		return;
	}
	arena_init(&scratch);
	buf_init(&written, PARSE_PAGE_MAX - 64);
	if (!sanitize_plain(&w, html, n, arena, out))
		sanitize_hard(&w, html, n, arena, out);
	out->cut = out->cut || written.full;
	out->html = arena_strndup(arena, buf_str(&written), written.len);
	buf_release(&written);
	arena_release(&scratch);
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
		if (k == 0 || (rules_of(rules, (struct slice){lower, k}) &
				      RULE_ELEMENT) == 0)
			return false;
	}
	return told;
}
