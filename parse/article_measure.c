/*
 * article_measure.c - one walk over a part of a page, and all counts.
 */
#include "parse/article_measure.h"

#include "base/text.h"
#include "parse/html.h"

#include <string.h>

/* How deep the walk is in elements of a sort. */
struct inside {
	int link, page_link, heading, list, textish;
};

/* +1 when an element is entered, -1 when it is left. */
static void
cross(struct inside *in, const xmlNode *node, int step)
{
	static const char *const textish[] = {"span", "li", "td", "blockquote",
		"dl", "div", "ol", "p", "pre", "table", "ul"};
	const char *name = (const char *)node->name, *href;

	if (strcmp(name, "a") == 0) {
		href = html_attr(node, "href");
		if (href && *href == '#')
			in->page_link += step;
		else
			in->link += step;
	} else if (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' &&
		   !name[2]) {
		in->heading += step;
	} else if (strcmp(name, "ul") == 0 || strcmp(name, "ol") == 0) {
		in->list += step;
	}
	for (size_t i = 0; i < sizeof(textish) / sizeof(textish[0]); i++) {
		if (strcmp(name, textish[i]) == 0)
			in->textish += step;
	}
}

static void
count_element(struct measure *m, const xmlNode *node)
{
	const char *name = (const char *)node->name;

	m->tags++;
	m->p += strcmp(name, "p") == 0;
	m->img += strcmp(name, "img") == 0;
	m->li += strcmp(name, "li") == 0;
	m->input += strcmp(name, "input") == 0;
	m->embed += strcmp(name, "object") == 0 || strcmp(name, "embed") == 0 ||
		    strcmp(name, "iframe") == 0;
	m->links += strcmp(name, "a") == 0;
}

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

/* `blank`: the character before was white space. */
static void
count_text(
	struct measure *m, const struct inside *in, const char *s, bool *blank)
{
	size_t n = strlen(s), used, chars = 0;
	uint32_t cp;

	for (; n; s += used, n -= used) {
		used = utf8_decode(s, n, &cp);
		if (text_is_space(cp)) {
			chars += !*blank;
			*blank = true;
			continue;
		}
		*blank = false;
		chars += text_is_cjk(cp) ? 2 : 1;
		m->commas += is_comma(cp);
		m->sentences += is_stop(cp);
	}
	m->chars += chars;
	if (in->link > 0)
		m->link_chars += (double)chars;
	else if (in->page_link > 0)
		m->link_chars += 0.3 * (double)chars;
	if (in->heading > 0)
		m->heading_chars += chars;
	if (in->list > 0)
		m->list_chars += chars;
	if (in->textish > 0)
		m->textish_chars += chars;
}

struct measure
measure(const xmlNode *node)
{
	struct measure m = {0};
	struct inside in = {0};
	const xmlNode *at = node;
	bool blank = true;

	while (at) {
		bool element = at->type == XML_ELEMENT_NODE;
		bool skip = element && html_is_skipped(at);
		if (element) {
			count_element(&m, at);
			if (at != node)
				cross(&in, at, 1);
		}
		if (at->type == XML_TEXT_NODE && at->content)
			count_text(&m, &in, (const char *)at->content, &blank);
		if (element && !skip && at->children) {
			at = at->children;
			continue;
		}
		if (element && at != node)
			cross(&in, at, -1);
		while (at != node && !at->next) {
			at = at->parent;
			if (at != node && at->type == XML_ELEMENT_NODE)
				cross(&in, at, -1);
		}
		at = at == node ? NULL : at->next;
	}
	return m;
}

double
measure_link_density(const struct measure *m)
{
	return m->chars ? m->link_chars / (double)m->chars : 0;
}

bool
measure_is_empty(const xmlNode *node)
{
	const xmlNode *at = node;
	struct measure m = measure(node);

	if (m.chars > 1)
		return false;
	while ((at = html_next(at, node))) {
		if (at->type == XML_ELEMENT_NODE && !html_is(at, "br") &&
			!html_is(at, "hr"))
			return false;
	}
	return true;
}
