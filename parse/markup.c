/*
 * markup.c - the sanitiser's short way; see markup.h.
 *
 * What is accepted is chosen so that the tree construction of the HTML
 * standard (13.2.6, in the contents of a template) does nothing but push and
 * pop: no element is moved, none is reopened, and one that closes another
 * closes the innermost one. Whoever adds an element here adds it to the test
 * that compares both ways.
 */
#include "parse/markup.h"

#include "base/text.h"
#include "parse/plain_text.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

/* Below what html_guard() leaves alone: it takes out formatting elements beyond
 * 32, and long attributes of those that may be opened again. */
#define DEPTH_MAX 30
#define TAG_MAX 4000
#define ATTRIBUTES_MAX 20
#define NAME_BYTES 32

enum shape {
	SHAPE_INLINE = 1 << 0,
	SHAPE_BLOCK = 1 << 1,     /* closes an open p */
	SHAPE_HEADING = 1 << 2,   /* closes another one */
	SHAPE_ITEM = 1 << 3,      /* stands in a list only */
	SHAPE_LIST = 1 << 4,      /* what items and terms stand in */
	SHAPE_TERM = 1 << 5,      /* as an item, of a dl */
	SHAPE_LINK = 1 << 6,      /* none within another */
	SHAPE_VOID = 1 << 7,      /* has no content */
	SHAPE_PARAGRAPH = 1 << 8, /* p */
	SHAPE_BREAK = 1 << 9,     /* ends a line of what a reader sees */
	/* Ends where what it is in ends (13.2.6.3, implied end tags). */
	SHAPE_ENDS = SHAPE_ITEM | SHAPE_TERM | SHAPE_PARAGRAPH,
};

struct element {
	const char *name;
	unsigned shape;
};

/* The open element and whether it is written. */
struct open {
	const struct element *element;
	bool kept;
};

struct scan {
	const char *at, *end;
	struct html_writer *w;
	struct flow *text;               /* or NULL */
	struct open open[DEPTH_MAX + 1]; /* [0]: what all is in */
	size_t depth;
	bool paragraph; /* a p is open: never two */
	bool begun;     /* an element began: end tags mean something now */
	struct buf value;
};

/* In the order of strcmp(). */
static const struct element elements[] = {
	{"a", SHAPE_INLINE | SHAPE_LINK},
	{"abbr", SHAPE_INLINE},
	{"address", SHAPE_BLOCK},
	{"article", SHAPE_BLOCK},
	{"aside", SHAPE_BLOCK},
	{"b", SHAPE_INLINE},
	{"big", SHAPE_INLINE},
	{"blockquote", SHAPE_BLOCK},
	{"br", SHAPE_VOID | SHAPE_BREAK},
	{"center", SHAPE_BLOCK},
	{"cite", SHAPE_INLINE},
	{"code", SHAPE_INLINE},
	{"dd", SHAPE_BLOCK | SHAPE_TERM},
	{"del", SHAPE_INLINE},
	{"dfn", SHAPE_INLINE},
	{"div", SHAPE_BLOCK},
	{"dl", SHAPE_BLOCK | SHAPE_LIST},
	{"dt", SHAPE_BLOCK | SHAPE_TERM},
	{"em", SHAPE_INLINE},
	{"figcaption", SHAPE_BLOCK},
	{"figure", SHAPE_BLOCK},
	{"font", SHAPE_INLINE},
	{"footer", SHAPE_BLOCK},
	{"h1", SHAPE_BLOCK | SHAPE_HEADING},
	{"h2", SHAPE_BLOCK | SHAPE_HEADING},
	{"h3", SHAPE_BLOCK | SHAPE_HEADING},
	{"h4", SHAPE_BLOCK | SHAPE_HEADING},
	{"h5", SHAPE_BLOCK | SHAPE_HEADING},
	{"h6", SHAPE_BLOCK | SHAPE_HEADING},
	{"header", SHAPE_BLOCK},
	{"hr", SHAPE_BLOCK | SHAPE_VOID},
	{"i", SHAPE_INLINE},
	{"img", SHAPE_VOID},
	{"ins", SHAPE_INLINE},
	{"kbd", SHAPE_INLINE},
	{"li", SHAPE_BLOCK | SHAPE_ITEM},
	{"mark", SHAPE_INLINE},
	{"ol", SHAPE_BLOCK | SHAPE_LIST},
	{"p", SHAPE_BLOCK | SHAPE_PARAGRAPH},
	{"q", SHAPE_INLINE},
	{"s", SHAPE_INLINE},
	{"section", SHAPE_BLOCK},
	{"small", SHAPE_INLINE},
	{"span", SHAPE_INLINE},
	{"strike", SHAPE_INLINE},
	{"strong", SHAPE_INLINE},
	{"sub", SHAPE_INLINE},
	{"sup", SHAPE_INLINE},
	{"time", SHAPE_INLINE},
	{"tt", SHAPE_INLINE},
	{"u", SHAPE_INLINE},
	{"ul", SHAPE_BLOCK | SHAPE_LIST},
	{"var", SHAPE_INLINE},
};

static const struct element *
find_element(struct slice name)
{
	size_t low = 0, high = sizeof(elements) / sizeof(elements[0]);

	while (low < high) {
		const struct element *e = &elements[(low + high) / 2];
		int order =
			(unsigned char)name.p[0] - (unsigned char)e->name[0];

		if (order == 0)
			order = strncmp(name.p, e->name, name.n);
		if (order == 0 && e->name[name.n] == '\0')
			return e;
		if (order > 0)
			low = (size_t)(e - elements) + 1;
		else
			high = (size_t)(e - elements);
	}
	return NULL;
}

/* ------------------------------------------------------------------- text */

/* The text between two places; what is escaped in it is written already. */
static void
put_seen(struct scan *s, const char *from, const char *to)
{
	if (s->text != NULL)
		flow_text(s->text, from, (size_t)(to - from));
}

static void
put_text(struct scan *s, const char *text, size_t n)
{
	text_put_xml_n(s->w->out, text, n);
	put_seen(s, text, text + n);
}

/* A plain character that plain_text_end() stops at. */
static bool
is_escaped(char c)
{
	return c == '>' || c == '"' || c == '\'';
}

/* Text up to the next tag. */
static bool
take_text(struct scan *s)
{
	const char *from = s->at;

	while (s->at < s->end && *s->at != '<') {
		const char *run = s->at;
		uint32_t cp;
		char utf8[4];

		s->at = plain_text_end(run, s->end);
		buf_add(s->w->out, run, (size_t)(s->at - run));
		if (s->at == s->end || *s->at == '<')
			break;
		if (is_escaped(*s->at)) {
			text_put_xml_n(s->w->out, s->at++, 1);
			continue;
		}
		put_seen(s, from, s->at);
		if (*s->at != '&' ||
			(cp = plain_text_reference(&s->at, s->end)) == 0)
			return false;
		put_text(s, utf8, utf8_encode(cp, utf8));
		from = s->at;
	}
	put_seen(s, from, s->at);
	return true;
}

/* ------------------------------------------------------------------- tags */

/* In lower case, as long as it fits. */
static struct slice
take_name(struct scan *s, char name[NAME_BYTES])
{
	size_t k = 0;

	while (s->at < s->end && k < NAME_BYTES &&
		(ascii_is_letter(*s->at) || ascii_is_digit(*s->at) ||
			*s->at == '-' || *s->at == ':' || *s->at == '_')) {
		char c = *s->at++;

		name[k++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
	}
	if (k == NAME_BYTES || (k > 0 && !ascii_is_letter(name[0])))
		k = 0;
	return (struct slice){name, k};
}

static bool
skip_space(struct scan *s)
{
	const char *from = s->at;

	while (s->at < s->end &&
		(*s->at == ' ' || *s->at == '\n' || *s->at == '\t'))
		s->at++;
	return s->at > from;
}

/* Up to its quote, with its references decoded, into s->value. No "<" in it:
 * what counts tags before they are read would take it for one. */
static bool
take_quoted(struct scan *s)
{
	char quote = *s->at++;

	for (;;) {
		const char *run = s->at;
		uint32_t cp;
		char utf8[4];

		s->at = plain_text_end(run, s->end);
		buf_add(&s->value, run, (size_t)(s->at - run));
		if (s->at == s->end)
			return false;
		if (*s->at == quote)
			break;
		if (is_escaped(*s->at)) {
			buf_putc(&s->value, *s->at++);
			continue;
		}
		if (*s->at != '&' ||
			(cp = plain_text_reference(&s->at, s->end)) == 0)
			return false;
		buf_add(&s->value, utf8, utf8_encode(cp, utf8));
	}
	s->at++;
	return true;
}

/* What stands behind an attribute's name; nothing, often enough. */
static bool
take_value(struct scan *s)
{
	const char *run;

	buf_reset(&s->value);
	if (s->at == s->end || *s->at != '=')
		return true;
	run = ++s->at;
	if (run < s->end && (*run == '"' || *run == '\''))
		return take_quoted(s);
	while (s->at < s->end &&
		(ascii_is_letter(*s->at) || ascii_is_digit(*s->at) ||
			memchr("#%-._", *s->at, 5) != NULL))
		s->at++;
	buf_add(&s->value, run, (size_t)(s->at - run));
	return s->at > run && s->at < s->end &&
	       (*s->at == '>' || *s->at == ' ' || *s->at == '\n');
}

/* Attributes up to ">" or "/". */
static bool
take_attributes(struct scan *s, bool kept)
{
	char names[ATTRIBUTES_MAX][NAME_BYTES];
	struct slice known[ATTRIBUTES_MAX];

	for (size_t count = 0;; count++) {
		bool space = skip_space(s);
		struct slice name;

		if (s->at == s->end)
			return false;
		if (*s->at == '>' || *s->at == '/')
			return true;
		if (!space || count == ATTRIBUTES_MAX)
			return false;
		name = take_name(s, names[count]);
		if (name.n == 0)
			return false;
		/* Of two of one name the first counts. */
		for (size_t i = 0; i < count; i++)
			if (slice_compare(known[i], name) == 0)
				return false;
		known[count] = name;
		if (!take_value(s))
			return false;
		if (kept)
			html_write_attribute(
				s->w, name, buf_str(&s->value), RULE_ATTRIBUTE);
	}
}

static unsigned
innermost(const struct scan *s)
{
	return s->depth > 0 ? s->open[s->depth].element->shape : SHAPE_LIST;
}

static void
break_line(struct scan *s, const struct element *element)
{
	if (s->text != NULL && (element->shape & (SHAPE_BLOCK | SHAPE_BREAK)))
		s->text->line = true;
}

static void
close_innermost(struct scan *s)
{
	const struct open *open = &s->open[s->depth--];

	if (open->kept) {
		buf_add(s->w->out, "</", 2);
		buf_puts(s->w->out, open->element->name);
		buf_putc(s->w->out, '>');
	}
	break_line(s, open->element);
	if (open->element->shape & SHAPE_PARAGRAPH)
		s->paragraph = false;
}

/* Closes what an element of that shape closes; false where it may not stand
 * here, or changes more than that. */
static bool
make_room(struct scan *s, unsigned shape)
{
	const unsigned once = SHAPE_LINK | SHAPE_HEADING;

	if ((shape & SHAPE_BLOCK) && s->paragraph) {
		if (!(innermost(s) & SHAPE_PARAGRAPH))
			return false;
		close_innermost(s);
	}
	if (s->depth > 0 &&
		(shape & innermost(s) & (SHAPE_ITEM | SHAPE_TERM)) != 0)
		close_innermost(s);
	if ((shape & (SHAPE_ITEM | SHAPE_TERM)) && !(innermost(s) & SHAPE_LIST))
		return false;
	for (size_t i = 1; (shape & once) && i <= s->depth; i++)
		if (s->open[i].element->shape & shape & once)
			return false;
	return s->depth < DEPTH_MAX;
}

static void
begin_element(struct scan *s, const struct element *element, struct slice name)
{
	struct open *open = &s->open[++s->depth];

	open->element = element;
	open->kept = (html_rules_of(s->w->rules, name) & RULE_ELEMENT) != 0;
	if (open->kept) {
		buf_putc(s->w->out, '<');
		buf_add(s->w->out, name.p, name.n);
	}
	break_line(s, element);
	s->begun = true;
}

static bool
take_start(struct scan *s)
{
	char bytes[NAME_BYTES];
	const char *from = s->at++;
	struct slice name = take_name(s, bytes);
	const struct element *element = name.n ? find_element(name) : NULL;
	bool kept;

	if (element == NULL || !make_room(s, element->shape))
		return false;
	begin_element(s, element, name);
	kept = s->open[s->depth].kept;
	if (!take_attributes(s, kept))
		return false;
	if (*s->at == '/') {
		s->at++;
		if (!(element->shape & SHAPE_VOID) || s->at == s->end ||
			*s->at != '>')
			return false;
	}
	s->at++;
	if ((element->shape & SHAPE_INLINE) && s->at - from > TAG_MAX)
		return false;
	if (element->shape & SHAPE_VOID) {
		if (kept)
			buf_add(s->w->out, " />", 3);
		break_line(s, element);
		s->depth--;
		return true;
	}
	if (kept)
		buf_putc(s->w->out, '>');
	if (element->shape & SHAPE_PARAGRAPH)
		s->paragraph = true;
	return true;
}

/* An end tag of what is not open: it says nothing, but that of a p is one
 * without content (13.2.6.4.7), and that of a heading ends any heading. */
static bool
take_stray_end(struct scan *s, const struct element *element)
{
	if (element->shape & SHAPE_VOID)
		return false;
	for (size_t i = 1; i <= s->depth; i++)
		if (s->open[i].element == element ||
			(s->open[i].element->shape & element->shape &
				SHAPE_HEADING))
			return false;
	if ((element->shape & SHAPE_PARAGRAPH) && s->begun) {
		if (s->depth == DEPTH_MAX)
			return false;
		begin_element(s, element, (struct slice){"p", 1});
		if (s->open[s->depth].kept)
			buf_putc(s->w->out, '>');
		close_innermost(s);
	}
	return true;
}

static bool
take_end(struct scan *s)
{
	char bytes[NAME_BYTES];
	const struct element *element;
	struct slice name;
	size_t open = s->depth;

	s->at += 2;
	name = take_name(s, bytes);
	element = name.n ? find_element(name) : NULL;
	if (element == NULL || s->at == s->end || *s->at != '>')
		return false;
	s->at++;
	/* What ends by itself within it ends with it. */
	while (open > 0 && (element->shape & SHAPE_BLOCK) &&
		s->open[open].element != element &&
		(s->open[open].element->shape & SHAPE_ENDS))
		open--;
	if (open == 0 || s->open[open].element != element)
		return take_stray_end(s, element);
	while (s->depth >= open)
		close_innermost(s);
	return true;
}

/* "<!-- ... -->", which is seen nowhere. */
static bool
take_comment(struct scan *s)
{
	const char *from = s->at + 4, *dashes;

	if (s->end - s->at < 7 || memcmp(s->at, "<!--", 4) != 0 ||
		*from == '>' || *from == '-')
		return false;
	dashes = memmem(from, (size_t)(s->end - from), "--", 2);
	if (dashes == NULL || s->end - dashes < 3 || dashes[2] != '>' ||
		memchr(from, '<', (size_t)(dashes - from)) != NULL ||
		memchr(from, '\0', (size_t)(dashes - from)) != NULL)
		return false;
	s->at = dashes + 3;
	return true;
}

/* The text was cut within a tag, which is then none; before its name it is
 * text (13.2.5.6 and 7). */
static bool
is_cut_tag(struct scan *s)
{
	size_t left = (size_t)(s->end - s->at), name = 1;

	if (left > 1 && s->at[1] == '/')
		name = 2;
	if (left == name) {
		put_text(s, s->at, left);
		return true;
	}
	return left > name && ascii_is_letter(s->at[name]) &&
	       memchr(s->at + 1, '>', left - 1) == NULL &&
	       memchr(s->at + 1, '<', left - 1) == NULL &&
	       memchr(s->at + 1, '\0', left - 1) == NULL;
}

static bool
take_tag(struct scan *s)
{
	char next = s->end - s->at > 1 ? s->at[1] : '\0';

	if (next == '/')
		return take_end(s);
	return next == '!' ? take_comment(s) : take_start(s);
}

bool
markup_sanitize(
	struct html_writer *w, const char *html, size_t n, struct flow *text)
{
	struct scan s = {.at = html, .end = html + n, .w = w, .text = text};
	bool plain = true;

	/* No reference is shorter than the character it stands for. */
	buf_init(&s.value, n + 16);
	while (plain && s.at < s.end) {
		if (*s.at != '<')
			plain = take_text(&s);
		else if (is_cut_tag(&s))
			s.at = s.end;
		else
			plain = take_tag(&s);
	}
	/* The end closes everything. */
	while (plain && s.depth > 0)
		close_innermost(&s);
	buf_release(&s.value);
	return plain && !w->out->full && (text == NULL || !text->out.full);
}
