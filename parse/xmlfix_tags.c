/*
 * xmlfix_tags.c - the tags of a feed's text, and which elements are open.
 */
#include "parse/xmlfix_state.h"

#include <string.h>

bool
xmlfix_is_name_start(char c)
{
	unsigned char letter = (unsigned char)c | 0x20;

	return (letter >= 'a' && letter <= 'z') || c == '_' || c == ':' ||
	       (unsigned char)c >= 0x80;
}

static bool
is_name(char c)
{
	return xmlfix_is_name_start(c) || (c >= '0' && c <= '9') || c == '-' ||
	       c == '.';
}

static struct slice
take_name(struct xml_fixer *f)
{
	size_t begin = f->at;

	while (f->at < f->n && is_name(f->s[f->at]))
		f->at++;
	return (struct slice){f->s + begin, f->at - begin};
}

static void
skip_space(struct xml_fixer *f)
{
	while (f->at < f->n && xmlfix_is_blank(f->s[f->at]))
		f->at++;
}

static void
put_slice(struct xml_fixer *f, struct slice s)
{
	buf_add(&f->out, s.p, s.n);
}

/* The value of an attribute up to `quote` (0: up to white space or ">"). */
static void
fix_value(struct xml_fixer *f, char quote)
{
	while (f->at < f->n && !xmlfix_is_overgrown(f)) {
		char c = f->s[f->at];

		if (quote != 0 ? c == quote : xmlfix_is_blank(c) || c == '>')
			break;
		if (c == '&') {
			xmlfix_put_reference(f);
			continue;
		}
		if (c == '<') {
			xmlfix_repaired(f, REPAIR_BRACKET);
			buf_puts(&f->out, "&lt;");
		} else if (c == '"') {
			buf_puts(&f->out, "&quot;");
		} else {
			buf_putc(&f->out, c);
		}
		f->at++;
	}
}

static void
fix_attribute(struct xml_fixer *f)
{
	struct slice name = take_name(f);
	char quote = 0;

	if (name.n == 0 || !xmlfix_is_name_start(name.p[0])) {
		xmlfix_repaired(f, REPAIR_ATTRIBUTE);
		f->at += name.n == 0;
		return;
	}
	buf_putc(&f->out, ' ');
	put_slice(f, name);
	buf_puts(&f->out, "=\"");
	skip_space(f);
	if (f->at < f->n && f->s[f->at] == '=') {
		f->at++;
		skip_space(f);
		if (f->at < f->n && (f->s[f->at] == '"' || f->s[f->at] == '\''))
			quote = f->s[f->at++];
		else
			xmlfix_repaired(f, REPAIR_ATTRIBUTE);
		fix_value(f, quote);
		f->at += quote != 0 && f->at < f->n;
	} else {
		xmlfix_repaired(f, REPAIR_ATTRIBUTE);
	}
	buf_putc(&f->out, '"');
}

/* -------------------------------------------------------- open elements */

static void
push_name(struct xml_fixer *f, struct slice name)
{
	f->open[f->depth++] = f->names.len;
	buf_add(&f->names, name.p, name.n);
	f->rooted = true;
}

static struct slice
name_of(const struct xml_fixer *f, size_t depth)
{
	size_t begin = f->open[depth - 1];
	size_t end = depth == f->depth ? f->names.len : f->open[depth];

	return (struct slice){f->names.data + begin, end - begin};
}

static bool
is_open(const struct xml_fixer *f, size_t depth, struct slice name)
{
	struct slice open = name_of(f, depth);

	return open.n == name.n && memcmp(open.p, name.p, name.n) == 0;
}

static void
pop_name(struct xml_fixer *f)
{
	f->names.len = f->open[--f->depth];
	f->done = f->depth == 0;
}

void
xmlfix_close_top(struct xml_fixer *f)
{
	buf_puts(&f->out, "</");
	put_slice(f, name_of(f, f->depth));
	buf_putc(&f->out, '>');
	pop_name(f);
}

/* ------------------------------------------------------------------ tags */

/* A start tag that needs no repair. */
struct tag {
	struct slice name;
	size_t end; /* the index behind it; 0 = it is none */
	bool empty; /* "/>" */
};

/* The index of the quote that ends a value without repair; 0 = none. */
static size_t
plain_value(const struct xml_fixer *f, size_t at, char quote)
{
	const char *s = f->s + at, *end = memchr(s, quote, f->n - at);

	if (end == NULL || memchr(s, '<', (size_t)(end - s)) != NULL)
		return 0;
	while ((s = memchr(s, '&', (size_t)(end - s))) != NULL) {
		size_t k = xmlfix_plain_reference(s, (size_t)(end - s));

		if (k == 0)
			return 0;
		s += k;
	}
	return (size_t)(end - f->s);
}

static struct tag
plain_tag(const struct xml_fixer *f)
{
	const struct tag none = {.end = 0};
	const char *s = f->s;
	size_t at = f->at + 1, n = f->n, attributes = 0;
	struct tag tag;

	while (at < n && is_name(s[at]))
		at++;
	tag.name = (struct slice){s + f->at + 1, at - f->at - 1};
	for (;;) {
		size_t before = at;

		while (at < n && xmlfix_is_blank(s[at]))
			at++;
		tag.empty = at < n && s[at] == '/';
		tag.end = at + tag.empty + 1;
		if (tag.end <= n && s[tag.end - 1] == '>')
			return tag;
		if (at == before || at == n || !xmlfix_is_name_start(s[at]) ||
			++attributes > XMLFIX_ATTRIBUTES_MAX)
			return none;
		while (at < n && is_name(s[at]))
			at++;
		if (n - at < 3 || s[at] != '=' ||
			(s[at + 1] != '"' && s[at + 1] != '\''))
			return none;
		at = plain_value(f, at + 2, s[at + 1]);
		if (at++ == 0)
			return none;
	}
}

/* What of a tag with faults is written in place of it, but for the ">". */
static enum step
put_start_tag(struct xml_fixer *f, struct slice *name)
{
	int attributes = 0;

	f->at++;
	*name = take_name(f);
	buf_putc(&f->out, '<');
	put_slice(f, *name);
	for (;;) {
		skip_space(f);
		if (f->at == f->n || f->s[f->at] == '>' || f->s[f->at] == '<' ||
			xmlfix_looking_at(f, "/>"))
			break;
		if (++attributes > XMLFIX_ATTRIBUTES_MAX)
			return err_set(f->err, ERR_LIMIT,
				"element '%.*s' has more than %d attributes",
				(int)(name->n < 40 ? name->n : 40), name->p,
				XMLFIX_ATTRIBUTES_MAX);
		fix_attribute(f);
		if (xmlfix_is_overgrown(f))
			return xmlfix_refuse_growth(f);
	}
	return f->at == f->n && !f->last ? STEP_WAIT : STEP_DONE;
}

static enum step
fix_start_tag(struct xml_fixer *f)
{
	struct xml_repairs before = f->repairs;
	size_t begin = f->at, written;
	struct slice name;
	enum step step;

	xmlfix_put_kept(f);
	written = f->out.len;
	step = put_start_tag(f, &name);
	if (step == STEP_WAIT) {
		f->repairs = before;
		f->out.len = written;
		f->at = begin;
	}
	if (step != STEP_DONE)
		return step;
	push_name(f, name);
	buf_putc(&f->out, '>');
	if (xmlfix_looking_at(f, "/>")) {
		f->at += 2;
		xmlfix_close_top(f);
	} else if (f->at < f->n && f->s[f->at] == '>') {
		f->at++;
	} else if (f->at < f->n) {
		xmlfix_repaired(f, REPAIR_BRACKET);
	}
	xmlfix_take_up(f, f->at);
	return STEP_DONE;
}

enum step
xmlfix_start_tag(struct xml_fixer *f)
{
	struct tag tag;

	if (f->depth == XMLFIX_DEPTH_MAX)
		return err_set(f->err, ERR_LIMIT,
			"elements are nested more than %d deep",
			XMLFIX_DEPTH_MAX);
	tag = plain_tag(f);
	if (tag.end == 0) {
		/* Most tags that are cut: not looked at for each piece. */
		if (!f->last && memchr(f->s + f->at, '>', f->n - f->at) == NULL)
			return STEP_WAIT;
		return fix_start_tag(f);
	}
	push_name(f, tag.name);
	if (tag.empty)
		pop_name(f);
	f->at = tag.end;
	return STEP_DONE;
}

/* Closes what the end tag names, and all that was left open within. */
enum step
xmlfix_end_tag(struct xml_fixer *f)
{
	size_t begin = f->at, found, end;
	struct slice name;
	const char *close;
	bool plain, bare;

	f->at += 2;
	name = take_name(f);
	skip_space(f);
	close = memchr(f->s + f->at, '>', f->n - f->at);
	plain = close == f->s + f->at;
	bare = f->at == f->n;
	end = close != NULL ? (size_t)(close - f->s) + 1 : f->n;
	f->at = begin;
	if (close == NULL && !f->last)
		return STEP_WAIT;
	for (found = f->depth; found > 0; found--)
		if (is_open(f, found, name))
			break;
	if (plain && found > 0 && found == f->depth) {
		pop_name(f);
		f->at = end;
		return STEP_DONE;
	}
	xmlfix_put_kept(f);
	xmlfix_take_up(f, end);
	/* "</rss" and nothing more is the end of the text, not a fault. */
	if (bare)
		return STEP_DONE;
	if (found < f->depth || found == 0)
		xmlfix_repaired(f, REPAIR_NESTING);
	while (found > 0 && f->depth >= found)
		xmlfix_close_top(f);
	return STEP_DONE;
}
