/*
 * xmlfix.c - between decoding and libxml2; see xmlfix.h.
 */
#include "parse/xmlfix.h"

#include "base/text.h"
#include "parse/charset.h"
#include "parse/doctype.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <string.h>

#define ENTITY_NAME_MAX 32

struct fixer {
	const char *s;
	size_t n;
	size_t at;
	struct buf *out;
	struct xml_repairs *repairs;
	struct err *err;
	struct slice open[XMLFIX_DEPTH_MAX]; /* names of open elements */
	size_t depth;
	bool has_doctype; /* it may declare HTML's entities */
	struct doctype doctype;
	bool rooted; /* the root element was opened */
	bool done;   /* and closed again */
};

const char *
xml_repair_text(enum xml_repair repair)
{
	static const char *const texts[REPAIR_COUNT] = {
		[REPAIR_JUNK] = "has text outside its root element",
		[REPAIR_AMPERSAND] = "has bare ampersands",
		[REPAIR_ENTITY] = "uses entities that XML does not know",
		[REPAIR_REFERENCE] =
			"refers to characters that XML cannot hold",
		[REPAIR_BRACKET] = "has bare \"<\" signs",
		[REPAIR_ATTRIBUTE] = "has attributes without quotes or value",
		[REPAIR_NESTING] = "has tags that do not match",
		[REPAIR_END] = "stops before its end",
		[REPAIR_DECLARED] = "uses entities that it declares itself",
	};

	return texts[repair];
}

bool
xml_repairs_none(const struct xml_repairs *repairs)
{
	/* What it declares it may use. */
	for (size_t i = 0; i < REPAIR_COUNT; i++)
		if (repairs->counts[i] > 0 && i != REPAIR_DECLARED)
			return false;
	return true;
}

static void
repaired(struct fixer *f, enum xml_repair repair)
{
	f->repairs->counts[repair]++;
}

static bool
looking_at(const struct fixer *f, const char *word)
{
	size_t k = strlen(word);

	return f->n - f->at >= k && memcmp(f->s + f->at, word, k) == 0;
}

/* The index behind the next `word`, or n. */
static size_t
behind(const struct fixer *f, size_t from, const char *word)
{
	const char *p = memmem(f->s + from, f->n - from, word, strlen(word));

	return p == NULL ? f->n : (size_t)(p - f->s) + strlen(word);
}

/* The bytes beyond ASCII may begin names: libxml2 knows which. */
static bool
is_name_start(char c)
{
	return isalpha((unsigned char)c) || c == '_' || c == ':' ||
	       (unsigned char)c >= 0x80;
}

static bool
is_name(char c)
{
	return is_name_start(c) || isdigit((unsigned char)c) || c == '-' ||
	       c == '.';
}

/* ------------------------------------------------------------ references */

static void
put_character(struct fixer *f, uint32_t cp)
{
	char utf8[4];

	buf_add(f->out, utf8, utf8_encode(charset_c1(cp), utf8));
}

static bool
is_xml_character(uint32_t cp)
{
	return cp == 9 || cp == 10 || cp == 13 || (cp >= 0x20 && cp < 0xD800) ||
	       (cp >= 0xE000 && cp < 0xFFFE) ||
	       (cp >= 0x10000 && cp < 0x110000);
}

/* "&#...;" at `at`: returns its length, 0 where it is none. */
static size_t
fix_numeric(struct fixer *f)
{
	size_t i = f->at + 2;
	bool hex = i < f->n && (f->s[i] == 'x' || f->s[i] == 'X');
	size_t first = i + hex;
	uint32_t cp = 0;

	for (i = first; i < f->n; i++) {
		unsigned char c = (unsigned char)f->s[i];

		if (hex ? !isxdigit(c) : !isdigit(c))
			break;
		if (cp < 0x110000)
			cp = cp * (hex ? 16 : 10) +
			     (uint32_t)(isdigit(c) ? c - '0'
						   : tolower(c) - 'a' + 10);
	}
	if (i == first || i == f->n || f->s[i] != ';')
		return 0;
	if (!is_xml_character(cp)) {
		repaired(f, REPAIR_REFERENCE);
		cp = TEXT_REPLACEMENT;
	}
	if (cp < 0x80)
		buf_printf(f->out, "&#%u;", (unsigned)cp);
	else
		put_character(f, cp);
	return i + 1 - f->at;
}

/* An entity of the document's own: its text, or nothing. */
static bool
fix_declared(struct fixer *f, struct slice name, bool is_html)
{
	const struct declared_entity *e = doctype_entity(&f->doctype, name);

	/* "&#160;" is what HTML has under that name. */
	if (e == NULL || (e->value.n == 0 && is_html))
		return false;
	repaired(f, e->value.n > 0 ? REPAIR_DECLARED : REPAIR_ENTITY);
	for (size_t i = 0; i < e->value.n; i++) {
		char c = e->value.p[i];

		if (c == '"')
			buf_puts(f->out, "&quot;");
		else if (c == '>')
			buf_puts(f->out, "&gt;");
		else
			buf_putc(f->out, c);
	}
	return true;
}

/* "&name;" at `at`: returns its length, 0 where it is none. */
static size_t
fix_named(struct fixer *f)
{
	static const char *const xml[] = {"amp", "lt", "gt", "quot", "apos"};
	const htmlEntityDesc *entity;
	char name[ENTITY_NAME_MAX];
	size_t i = f->at + 1, k = 0;

	while (i < f->n && k + 1 < sizeof(name) &&
		(isalnum((unsigned char)f->s[i]) || f->s[i] == '_' ||
			f->s[i] == '-' || f->s[i] == '.'))
		name[k++] = f->s[i++];
	name[k] = '\0';
	if (k == 0 || i == f->n || f->s[i] != ';')
		return 0;
	for (size_t j = 0; j < sizeof(xml) / sizeof(xml[0]); j++)
		if (strcmp(name, xml[j]) == 0) {
			buf_add(f->out, f->s + f->at, k + 2);
			return k + 2;
		}
	entity = htmlEntityLookup((const xmlChar *)name);
	if (fix_declared(f, (struct slice){name, k}, entity != NULL))
		return k + 2;
	if (!f->has_doctype || entity == NULL)
		repaired(f, REPAIR_ENTITY);
	if (entity != NULL)
		put_character(f, entity->value);
	else
		buf_printf(f->out, "&amp;%s;", name);
	return k + 2;
}

static void
fix_ampersand(struct fixer *f)
{
	bool numeric = f->at + 1 < f->n && f->s[f->at + 1] == '#';
	size_t k = numeric ? fix_numeric(f) : fix_named(f);

	if (k == 0) {
		repaired(f, REPAIR_AMPERSAND);
		buf_puts(f->out, "&amp;");
		k = 1;
	}
	f->at += k;
}

/* ------------------------------------------------------------------ tags */

static struct slice
take_name(struct fixer *f)
{
	size_t begin = f->at;

	while (f->at < f->n && is_name(f->s[f->at]))
		f->at++;
	return (struct slice){f->s + begin, f->at - begin};
}

static void
skip_space(struct fixer *f)
{
	while (f->at < f->n && isspace((unsigned char)f->s[f->at]))
		f->at++;
}

static void
put_slice(struct fixer *f, struct slice s)
{
	buf_add(f->out, s.p, s.n);
}

/* The value of an attribute up to `quote` (0: up to white space or ">"). */
static void
fix_value(struct fixer *f, char quote)
{
	while (f->at < f->n) {
		char c = f->s[f->at];

		if (quote != 0 ? c == quote
			       : isspace((unsigned char)c) || c == '>')
			break;
		if (c == '&') {
			fix_ampersand(f);
			continue;
		}
		if (c == '<') {
			repaired(f, REPAIR_BRACKET);
			buf_puts(f->out, "&lt;");
		} else if (c == '"') {
			buf_puts(f->out, "&quot;");
		} else {
			buf_putc(f->out, c);
		}
		f->at++;
	}
}

static void
fix_attribute(struct fixer *f)
{
	struct slice name = take_name(f);
	char quote = 0;

	if (name.n == 0 || !is_name_start(name.p[0])) {
		repaired(f, REPAIR_ATTRIBUTE);
		f->at += name.n == 0;
		return;
	}
	buf_putc(f->out, ' ');
	put_slice(f, name);
	buf_puts(f->out, "=\"");
	skip_space(f);
	if (f->at < f->n && f->s[f->at] == '=') {
		f->at++;
		skip_space(f);
		if (f->at < f->n && (f->s[f->at] == '"' || f->s[f->at] == '\''))
			quote = f->s[f->at++];
		else
			repaired(f, REPAIR_ATTRIBUTE);
		fix_value(f, quote);
		f->at += quote != 0 && f->at < f->n;
	} else {
		repaired(f, REPAIR_ATTRIBUTE);
	}
	buf_putc(f->out, '"');
}

static void
close_top(struct fixer *f)
{
	buf_puts(f->out, "</");
	put_slice(f, f->open[--f->depth]);
	buf_putc(f->out, '>');
	f->done = f->depth == 0;
}

static int
fix_start_tag(struct fixer *f)
{
	struct slice name;
	int attributes = 0;

	f->at++;
	name = take_name(f);
	if (f->depth == XMLFIX_DEPTH_MAX)
		return err_set(f->err, ERR_LIMIT,
			"elements are nested more than %d deep",
			XMLFIX_DEPTH_MAX);
	f->open[f->depth++] = name;
	f->rooted = true;
	buf_putc(f->out, '<');
	put_slice(f, name);
	for (;;) {
		skip_space(f);
		if (f->at == f->n || f->s[f->at] == '>' || f->s[f->at] == '<' ||
			looking_at(f, "/>"))
			break;
		if (++attributes > XMLFIX_ATTRIBUTES_MAX)
			return err_set(f->err, ERR_LIMIT,
				"element '%.*s' has more than %d attributes",
				(int)(name.n < 40 ? name.n : 40), name.p,
				XMLFIX_ATTRIBUTES_MAX);
		fix_attribute(f);
	}
	buf_putc(f->out, '>');
	if (looking_at(f, "/>")) {
		f->at += 2;
		close_top(f);
	} else if (f->at < f->n && f->s[f->at] == '>') {
		f->at++;
	} else if (f->at < f->n) {
		repaired(f, REPAIR_BRACKET);
	}
	return 0;
}

/* Closes what the end tag names, and all that was left open within. */
static void
fix_end_tag(struct fixer *f)
{
	struct slice name;
	size_t found;

	f->at += 2;
	name = take_name(f);
	skip_space(f);
	if (f->at == f->n)
		return; /* "</rss" and nothing more */
	f->at = behind(f, f->at, ">");
	for (found = f->depth; found > 0; found--)
		if (f->open[found - 1].n == name.n &&
			memcmp(f->open[found - 1].p, name.p, name.n) == 0)
			break;
	if (found == 0) {
		repaired(f, REPAIR_NESTING);
		return;
	}
	if (found < f->depth)
		repaired(f, REPAIR_NESTING);
	while (f->depth >= found)
		close_top(f);
}

/* ------------------------------------------------- what passes by unread */

static void
skip_doctype(struct fixer *f)
{
	f->has_doctype = true;
	f->at += doctype_read(f->s + f->at, f->n - f->at, &f->doctype);
	f->repairs->netscape = f->doctype.netscape;
}

static void
copy_cdata(struct fixer *f)
{
	size_t end = behind(f, f->at, "]]>");

	if (f->depth == 0) {
		repaired(f, REPAIR_JUNK);
	} else {
		buf_add(f->out, f->s + f->at, end - f->at);
		if (end == f->n && memcmp(f->s + end - 3, "]]>", 3) != 0)
			buf_puts(f->out, "]]>");
	}
	f->at = end;
}

static int
fix_markup(struct fixer *f)
{
	char next = f->at + 1 < f->n ? f->s[f->at + 1] : '\0';

	if (looking_at(f, "<!--")) {
		f->at = behind(f, f->at + 4, "-->");
	} else if (looking_at(f, "<![CDATA[")) {
		copy_cdata(f);
	} else if (next == '?') {
		f->at = behind(f, f->at, "?>");
	} else if (next == '!' && !f->rooted &&
		   strncasecmp(f->s + f->at, "<!doctype",
			   f->n - f->at < 9 ? f->n - f->at : 9) == 0) {
		skip_doctype(f);
	} else if (next == '/') {
		fix_end_tag(f);
	} else if (is_name_start(next) && !f->done) {
		return fix_start_tag(f);
	} else {
		repaired(f, REPAIR_BRACKET);
		if (f->depth > 0)
			buf_puts(f->out, "&lt;");
		f->at++;
	}
	return 0;
}

static void
fix_text(struct fixer *f)
{
	size_t run = f->at;

	if (f->s[f->at] == '&') {
		if (f->depth > 0) {
			fix_ampersand(f);
			return;
		}
		repaired(f, REPAIR_JUNK);
		f->at++;
		return;
	}
	while (run < f->n && f->s[run] != '<' && f->s[run] != '&') {
		/* "]]>" may stand in no text: XML 1.0, section 2.4. */
		if (f->s[run] == '>' && run >= f->at + 2 &&
			f->s[run - 1] == ']' && f->s[run - 2] == ']')
			break;
		run++;
	}
	if (f->depth > 0)
		buf_add(f->out, f->s + f->at, run - f->at);
	else
		for (size_t i = f->at; i < run; i++)
			if (!isspace((unsigned char)f->s[i])) {
				repaired(f, REPAIR_JUNK);
				break;
			}
	if (run < f->n && f->s[run] == '>') {
		repaired(f, REPAIR_BRACKET);
		if (f->depth > 0)
			buf_puts(f->out, "&gt;");
		run++;
	}
	f->at = run;
}

/* A blank before the XML declaration is an error of its own. */
static void
note_late_declaration(struct fixer *f)
{
	size_t at = behind(f, 0, "<?xml ");

	if (at < f->n && at > 6 && f->s[0] != '<')
		repaired(f, REPAIR_JUNK);
}

int
xml_fix(const char *utf8, size_t n, struct buf *out,
	struct xml_repairs *repairs, struct err *err)
{
	struct fixer f = {
		.s = utf8, .n = n, .out = out, .repairs = repairs, .err = err};

	memset(repairs, 0, sizeof(*repairs));
	note_late_declaration(&f);
	while (f.at < n) {
		if (utf8[f.at] != '<')
			fix_text(&f);
		else if (fix_markup(&f) != 0)
			return -1;
		if (out->full)
			return err_set(err, ERR_LIMIT,
				"more than %zu bytes of XML", out->limit);
	}
	if (!f.rooted)
		return err_set(err, ERR_INPUT, "no element in it");
	if (f.depth > 0)
		repaired(&f, REPAIR_END);
	while (f.depth > 0)
		close_top(&f);
	return 0;
}
