/*
 * html_guard.c - counts open elements and attributes before the tree is built.
 */
#include "parse/html_guard.h"

#include "base/mem.h"
#include "base/text.h"

#include <gumbo.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* How the end of an element is found. */
enum sort {
	SORT_BLOCK,  /* by its end tag, or with an element around it */
	SORT_FORMAT, /* by its end tag alone: it is opened again */
	SORT_WALL,   /* as a block; end tags within do not reach out of it */
	SORT_SHORT,  /* it has none, or needs none */
	SORT_RAW,    /* by its end tag: there are no tags in it */
};

struct guard {
	const char *in;
	size_t n;
	char *out; /* NULL until something is taken out */
	GumboTag open[HTML_OPEN_MAX];
	size_t nopen;
	size_t nformats;
	/* By tag: formatting elements open, and elements that were taken out
	 * and whose end tags are still to come. */
	unsigned formats[GUMBO_TAG_LAST + 1];
	unsigned dropped[GUMBO_TAG_LAST + 1];
	bool foreign; /* in svg or math, where "/>" closes */
};

static enum sort
sort_of(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_B:
	case GUMBO_TAG_BIG:
	case GUMBO_TAG_CODE:
	case GUMBO_TAG_EM:
	case GUMBO_TAG_FONT:
	case GUMBO_TAG_I:
	case GUMBO_TAG_NOBR:
	case GUMBO_TAG_S:
	case GUMBO_TAG_SMALL:
	case GUMBO_TAG_STRIKE:
	case GUMBO_TAG_STRONG:
	case GUMBO_TAG_TT:
	case GUMBO_TAG_U:
		return SORT_FORMAT;
	case GUMBO_TAG_TABLE:
	case GUMBO_TAG_OBJECT:
	case GUMBO_TAG_APPLET:
	case GUMBO_TAG_MARQUEE:
	case GUMBO_TAG_TEMPLATE:
	case GUMBO_TAG_SVG:
	case GUMBO_TAG_MATH:
		return SORT_WALL;
	case GUMBO_TAG_SCRIPT:
	case GUMBO_TAG_STYLE:
	case GUMBO_TAG_TEXTAREA:
	case GUMBO_TAG_TITLE:
	case GUMBO_TAG_XMP:
	case GUMBO_TAG_IFRAME:
	case GUMBO_TAG_NOEMBED:
	case GUMBO_TAG_NOFRAMES:
		return SORT_RAW;
	/* One of these closes the one before it, or they have no content. */
	case GUMBO_TAG_A:
	case GUMBO_TAG_AREA:
	case GUMBO_TAG_BASE:
	case GUMBO_TAG_BODY:
	case GUMBO_TAG_BR:
	case GUMBO_TAG_CAPTION:
	case GUMBO_TAG_COL:
	case GUMBO_TAG_COLGROUP:
	case GUMBO_TAG_DD:
	case GUMBO_TAG_DT:
	case GUMBO_TAG_EMBED:
	case GUMBO_TAG_HEAD:
	case GUMBO_TAG_HR:
	case GUMBO_TAG_HTML:
	case GUMBO_TAG_IMAGE:
	case GUMBO_TAG_IMG:
	case GUMBO_TAG_INPUT:
	case GUMBO_TAG_LI:
	case GUMBO_TAG_LINK:
	case GUMBO_TAG_META:
	case GUMBO_TAG_OPTGROUP:
	case GUMBO_TAG_OPTION:
	case GUMBO_TAG_P:
	case GUMBO_TAG_PARAM:
	case GUMBO_TAG_RP:
	case GUMBO_TAG_RT:
	case GUMBO_TAG_SELECT:
	case GUMBO_TAG_SOURCE:
	case GUMBO_TAG_TBODY:
	case GUMBO_TAG_TD:
	case GUMBO_TAG_TFOOT:
	case GUMBO_TAG_TH:
	case GUMBO_TAG_THEAD:
	case GUMBO_TAG_TR:
	case GUMBO_TAG_TRACK:
	case GUMBO_TAG_WBR:
		return SORT_SHORT;
	default:
		return SORT_BLOCK;
	}
}

static void
blank_out(struct guard *guard, size_t from, size_t to)
{
	if (!guard->out) {
		guard->out = mem_alloc(guard->n + 1);
		memcpy(guard->out, guard->in, guard->n);
		guard->out[guard->n] = '\0';
	}
	memset(guard->out + from, ' ', to - from);
}

/* The ">" that ends the tag whose name ends at `at`, or the end of the bytes;
 * takes out the attributes after HTML_ATTRIBUTES_MAX, or `most` bytes. */
static size_t
tag_end(struct guard *guard, size_t at, size_t most)
{
	const char *s = guard->in;
	size_t n = guard->n, count = 0, cut = 0, begin = at, last = at;

	while (at < n && s[at] != '>') {
		if (ascii_is_blank(s[at]) || s[at] == '/') {
			at++;
			continue;
		}
		if (!cut && at - begin > most)
			cut = last;
		last = at;
		if (!cut && ++count == HTML_ATTRIBUTES_MAX + 1)
			cut = at;
		do
			at++;
		while (at < n && !ascii_is_blank(s[at]) &&
			!strchr("/>=", s[at]));
		while (at < n && ascii_is_blank(s[at]))
			at++;
		if (at >= n || s[at] != '=')
			continue;
		do
			at++;
		while (at < n && ascii_is_blank(s[at]));
		if (at < n && (s[at] == '"' || s[at] == '\'')) {
			const char *close =
				memchr(s + at + 1, s[at], n - at - 1);
			at = close ? (size_t)(close - s) + 1 : n;
		} else {
			while (at < n && !ascii_is_blank(s[at]) && s[at] != '>')
				at++;
		}
	}
	if (!cut && at - begin > most)
		cut = last;
	if (cut)
		blank_out(guard, cut, at);
	return at;
}

/* Is the last open element svg, math, or one of theirs? */
static void
set_foreign(struct guard *guard)
{
	GumboTag last =
		guard->nopen ? guard->open[guard->nopen - 1] : GUMBO_TAG_BODY;

	if (last == GUMBO_TAG_SVG || last == GUMBO_TAG_MATH)
		guard->foreign = true;
	else if (last != GUMBO_TAG_UNKNOWN)
		guard->foreign = false;
}

static void
begin_tag(struct guard *guard, GumboTag tag, size_t from, size_t to)
{
	enum sort sort = sort_of(tag);
	bool closed = guard->foreign && to > 0 && guard->in[to - 1] == '/';

	if (sort == SORT_SHORT || sort == SORT_RAW || closed)
		return;
	if (sort == SORT_FORMAT && guard->nformats < HTML_FORMAT_MAX) {
		guard->formats[tag]++;
		guard->nformats++;
	} else if (sort != SORT_FORMAT && guard->nopen < HTML_OPEN_MAX) {
		guard->open[guard->nopen++] = tag;
		set_foreign(guard);
	} else {
		guard->dropped[tag]++;
		blank_out(guard, from, to < guard->n ? to + 1 : to);
	}
}

static void
end_tag(struct guard *guard, GumboTag tag, size_t from, size_t to)
{
	enum sort sort = sort_of(tag);
	size_t i = guard->nopen;

	if (sort == SORT_SHORT || sort == SORT_RAW)
		return;
	if (guard->dropped[tag]) {
		guard->dropped[tag]--;
		blank_out(guard, from, to < guard->n ? to + 1 : to);
		return;
	}
	if (sort == SORT_FORMAT) {
		if (guard->formats[tag]) {
			guard->formats[tag]--;
			guard->nformats--;
		}
		return;
	}
	while (i > 0 && guard->open[i - 1] != tag) {
		if (sort != SORT_WALL &&
			sort_of(guard->open[i - 1]) == SORT_WALL)
			return;
		i--;
	}
	if (i > 0)
		guard->nopen = i - 1;
	set_foreign(guard);
}

/* Behind the text of a script, which ends with its own end tag. */
static size_t
raw_end(const struct guard *guard, size_t at, const char *name, size_t n)
{
	const char *p = guard->in + at, *end = guard->in + guard->n;

	while ((p = memchr(p, '<', (size_t)(end - p)))) {
		if ((size_t)(end - p) > n + 2 && p[1] == '/' &&
			strncasecmp(p + 2, name, n) == 0)
			return (size_t)(p - guard->in);
		p++;
	}
	return guard->n;
}

size_t
html_comment(const char *s, size_t n, size_t *text)
{
	const char *p = s + 4, *end = s + n;

	*text = 0;
	if (n > 4 && *p == '>')
		return 5;
	if (n > 5 && p[0] == '-' && p[1] == '>')
		return 6;
	for (; (p = memmem(p, (size_t)(end - p), "--", 2)); p++) {
		size_t bang = end - p > 2 && p[2] == '!';

		if ((size_t)(end - p) <= 2 + bang || p[2 + bang] != '>')
			continue;
		*text = (size_t)(p - s) - 4;
		return (size_t)(p - s) + 3 + bang;
	}
	return n;
}

/* Behind the tag, comment or bare "<" at `at`. */
static size_t
pass_tag(struct guard *guard, size_t at)
{
	const char *s = guard->in, *name;
	bool end = at + 1 < guard->n && s[at + 1] == '/', again;
	size_t n = 0, to, left = guard->n - at;
	GumboTag tag;

	if (left > 4 && memcmp(s + at, "<!--", 4) == 0)
		return at + html_comment(s + at, left, &n);
	name = s + at + 1 + end;
	/* First of all: in a row of a million "<" each would look for the end
	 * of a name. */
	if (name >= s + guard->n || !ascii_is_letter(*name))
		return at + 1;
	while (name + n < s + guard->n && !ascii_is_blank(name[n]) &&
		name[n] != '>' && name[n] != '/')
		n++;
	tag = gumbo_tagn_enum(name, n > 64 ? 64 : (unsigned)n);
	again = tag == GUMBO_TAG_A || sort_of(tag) == SORT_FORMAT;
	to = tag_end(guard, (size_t)(name - s) + n,
		again ? HTML_AGAIN_MAX : SIZE_MAX);
	if (end)
		end_tag(guard, tag, at, to);
	else
		begin_tag(guard, tag, at, to);
	if (!end && !guard->foreign && sort_of(tag) == SORT_RAW)
		return raw_end(guard, to, name, n);
	return to;
}

char *
html_guard(const char *utf8, size_t n)
{
	struct guard *guard = mem_zero(1, sizeof(*guard));
	const char *p;
	char *out;
	size_t at = 0;

	guard->in = utf8;
	guard->n = n;
	while (at < n && (p = memchr(utf8 + at, '<', n - at)))
		at = pass_tag(guard, (size_t)(p - utf8));
	out = guard->out;
	free(guard);
	return out;
}
