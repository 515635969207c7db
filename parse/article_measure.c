/*
 * article_measure.c - one walk over a page, and the counts of all its parts.
 */
#include "parse/article_measure.h"

#include "base/text.h"
#include "parse/html.h"

#include <string.h>

/* Of a line with fewer counted characters nobody knows whether it is running
 * text. */
#define PROSE_MIN 60
/* Running text has more of it, and a smaller share of all in links. */
#define RUN_PROSE 80
#define RUN_LINKS 0.4

/* What is kept at an element. */
struct note {
	struct measure measure;
	uint32_t line; /* characters of the lines that it holds itself,
			  outside links */
	double points;
	bool candidate;  /* points were given */
	bool data_table; /* is one itself */
	bool marked;
};

static bool
is_comma(uint32_t cp)
{
	switch (cp) {
	case ',':
	case 0x060C: /* Arabic */
	case 0x3001: /* 、 */
	case 0x3002: /* 。 */
	case 0xFE10:
	case 0xFE11:
	case 0xFE50:
	case 0xFF0C: /* ， */
	case 0xFF1B: /* ； */
		return true;
	default:
		return false;
	}
}

static bool
is_stop(uint32_t cp)
{
	switch (cp) {
	case '.':
	case '!':
	case '?':
	case 0x3002: /* 。 */
	case 0xFF01: /* ！ */
	case 0xFF1F: /* ？ */
		return true;
	default:
		return false;
	}
}

/* Most characters: one of ASCII that is no sign. */
static bool
is_letter(uint32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
}

/* `blank`: the character before was white space. */
static void
count_text(struct measure *m, const char *s, bool *blank)
{
	size_t n = strlen(s), used;
	uint32_t cp;

	for (; n; s += used, n -= used) {
		used = utf8_decode(s, n, &cp);
		if (is_letter(cp)) {
			*blank = false;
			m->chars++;
			continue;
		}
		if (text_is_space(cp)) {
			m->chars += !*blank;
			*blank = true;
			continue;
		}
		*blank = false;
		m->chars += text_is_cjk(cp) ? 2 : 1;
		m->commas += is_comma(cp);
		m->sentences += is_stop(cp);
	}
}

/* Is the table one of data, not of layout? Mozilla's rules. */
static bool
is_data_table(const xmlNode *table)
{
	const char *role = html_attr(table, "role");
	const char *flag = html_attr(table, "datatable");
	size_t rows = 0, cells = 0, columns;
	const xmlNode *node = table;

	if (role && strcmp(role, "presentation") == 0)
		return false;
	if (flag && strcmp(flag, "0") == 0)
		return false;
	if (html_attr(table, "summary"))
		return true;
	while ((node = html_next(node, table))) {
		if (html_is(node, "col") || html_is(node, "colgroup") ||
			html_is(node, "tfoot") || html_is(node, "thead") ||
			html_is(node, "th") ||
			(html_is(node, "caption") && node->children))
			return true;
		if (html_is(node, "table"))
			return false;
		rows += html_is(node, "tr");
		cells += html_is(node, "td");
	}
	columns = rows ? cells / rows : 0;
	if (rows <= 1 || columns <= 1)
		return false;
	return rows >= 10 || columns > 4 || rows * columns > 10;
}

static void
count_element(struct note *note, const xmlNode *node)
{
	const char *name = (const char *)node->name;
	struct measure *m = &note->measure;

	m->p += strcmp(name, "p") == 0;
	m->img += strcmp(name, "img") == 0;
	m->li += strcmp(name, "li") == 0;
	m->input += strcmp(name, "input") == 0;
	m->embed += strcmp(name, "object") == 0 || strcmp(name, "embed") == 0 ||
		    strcmp(name, "iframe") == 0;
	m->links += strcmp(name, "a") == 0;
	note->data_table = strcmp(name, "table") == 0 && is_data_table(node);
	m->data_tables += note->data_table;
}

static bool
is_heading(const char *name)
{
	return name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2];
}

/* Adds the counts of a child to those of the element around it. */
static void
add_child(struct measure *to, const struct measure *m, const xmlNode *child)
{
	const char *name = (const char *)child->name, *href;
	bool link = strcmp(name, "a") == 0;
	bool list = strcmp(name, "ul") == 0 || strcmp(name, "ol") == 0;
	uint32_t link_chars = m->link_chars;

	if (link) {
		href = html_attr(child, "href");
		link_chars =
			href && *href == '#' ? m->chars * 3 / 10 : m->chars;
	}
	to->chars += m->chars;
	to->commas += m->commas;
	to->sentences += m->sentences;
	to->link_chars += link_chars;
	to->heading_chars += is_heading(name) ? m->chars : m->heading_chars;
	to->list_chars += list ? m->chars : m->list_chars;
	to->textish_chars +=
		html_traits(child) & HTML_TEXTISH ? m->chars : m->textish_chars;
	to->prose += m->prose;
	to->p += m->p;
	to->img += m->img;
	to->li += m->li;
	to->input += m->input;
	to->embed += m->embed;
	to->links += m->links;
	to->data_tables += m->data_tables;
}

static struct note *
make_note(struct arena *arena, xmlNode *node)
{
	return node->_private = arena_alloc(arena, sizeof(struct note));
}

/* Leaves an element: its counts are complete. */
static void
leave(xmlNode *node, const xmlNode *root)
{
	struct note *note = node->_private, *up;
	bool lines = html_is_block(node) || html_is(node, "td") || node == root;

	count_element(note, node);
	if (lines && note->line >= PROSE_MIN &&
		!is_heading((const char *)node->name))
		note->measure.prose += note->line;
	if (node == root)
		return;
	up = node->parent->_private;
	if (!lines && !html_is(node, "a"))
		up->line += note->line;
	add_child(&up->measure, &note->measure, node);
}

void
measure_tree(struct arena *arena, xmlNode *root)
{
	xmlNode *at = root;
	bool blank = true;

	while (at) {
		bool element = at->type == XML_ELEMENT_NODE;
		struct note *note =
			element ? make_note(arena, at) : at->parent->_private;
		if (at->type == XML_TEXT_NODE && at->content) {
			uint32_t before = note->measure.chars;
			count_text(&note->measure, (const char *)at->content,
				&blank);
			note->line += note->measure.chars - before;
		}
		if (element && at->children && !html_is_skipped(at)) {
			at = at->children;
			continue;
		}
		if (element)
			leave(at, root);
		while (at != root && !at->next) {
			at = at->parent;
			leave(at, root);
		}
		at = at == root ? NULL : at->next;
	}
}

const struct measure *
measured(const xmlNode *node)
{
	static const struct measure nothing;
	const struct note *note =
		node && node->type == XML_ELEMENT_NODE ? node->_private : NULL;

	return note ? &note->measure : &nothing;
}

void
measure_discard(const xmlNode *node)
{
	struct measure gone = {0};

	if (!node->_private || node->type != XML_ELEMENT_NODE)
		return;
	add_child(&gone, measured(node), node);
	for (const xmlNode *up = node->parent;
		up && up->type == XML_ELEMENT_NODE && up->_private;
		up = up->parent) {
		struct measure *m = &((struct note *)up->_private)->measure;
		struct measure next = {0};
		m->chars -= gone.chars;
		m->commas -= gone.commas;
		m->sentences -= gone.sentences;
		m->link_chars -= gone.link_chars;
		m->heading_chars -= gone.heading_chars;
		m->list_chars -= gone.list_chars;
		m->textish_chars -= gone.textish_chars;
		m->prose -= gone.prose;
		m->p -= gone.p;
		m->img -= gone.img;
		m->li -= gone.li;
		m->input -= gone.input;
		m->embed -= gone.embed;
		m->links -= gone.links;
		m->data_tables -= gone.data_tables;
		add_child(&next, &gone, up);
		gone = next;
	}
}

bool
measure_is_data_table(const xmlNode *node)
{
	const struct note *note = node->_private;

	return node->type == XML_ELEMENT_NODE && note && note->data_table;
}

double
measure_link_density(const struct measure *m)
{
	return m->chars ? (double)m->link_chars / m->chars : 0;
}

bool
measure_is_run(const struct measure *m)
{
	return m->prose > RUN_PROSE && m->sentences > 1 &&
	       m->heading_chars == 0 && measure_link_density(m) < RUN_LINKS;
}

bool
measure_is_empty(const xmlNode *node)
{
	const xmlNode *at = node;
	struct measure m = {0};
	bool blank = true;

	while ((at = html_next(at, node))) {
		if (at->type == XML_ELEMENT_NODE && !html_is(at, "br") &&
			!html_is(at, "hr"))
			return false;
		if (at->type == XML_TEXT_NODE && at->content)
			count_text(&m, (const char *)at->content, &blank);
		if (m.chars > 1)
			return false;
	}
	return true;
}

void
measure_mark(const xmlNode *node)
{
	for (; node && node->type == XML_ELEMENT_NODE; node = node->parent) {
		struct note *note = node->_private;
		if (!note || note->marked)
			return;
		note->marked = true;
	}
}

bool
measure_is_marked(const xmlNode *node)
{
	const struct note *note = node->_private;

	return note && note->marked;
}

double *
measure_points(const xmlNode *node)
{
	struct note *note =
		node && node->type == XML_ELEMENT_NODE ? node->_private : NULL;

	return note && note->candidate ? &note->points : NULL;
}

double *
measure_start_points(struct arena *arena, xmlNode *node)
{
	struct note *note = node->_private;

	if (!note)
		note = make_note(arena, node);
	note->points = 0;
	note->candidate = true;
	return &note->points;
}
