/*
 * selector.c - CSS to XPath, and XPath on the trees of html.c.
 */
#include "parse/selector.h"

#include "base/buf.h"
#include "base/text.h"
#include "parse/html.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <string.h>

#define SELECTOR_MAX 2000
/* Steps of libxml2's evaluator: enough for any page, and an end for "//*/ /*". */
#define STEPS_MAX 20000000u

/* The reading of one CSS selector. */
struct css {
	const char *start;
	const char *p;
	struct buf out;
	struct err *err;
};

static int
css_fail(struct css *css, const char *what)
{
	return err_set(css->err, ERR_USAGE,
		"selector 'css:%s': %s at '%s'; the manual lists what is "
		"known; XPath knows more",
		css->start, what, *css->p ? css->p : "the end");
}

static bool
name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	       (c & 0x80) != 0;
}

static size_t
css_name(const struct css *css)
{
	size_t n = 0;

	while (name_char(css->p[n]))
		n++;
	return n;
}

static void
css_blanks(struct css *css)
{
	css->p += strspn(css->p, " \t\r\n");
}

/* A string as XPath writes it; it has no escapes, only two kinds of quotes. */
static int
put_literal(struct css *css, const char *s, size_t n)
{
	char quote = memchr(s, '\'', n) ? '"' : '\'';

	if (memchr(s, quote, n))
		return css_fail(css, "both kinds of quotes");
	buf_putc(&css->out, quote);
	buf_add(&css->out, s, n);
	buf_putc(&css->out, quote);
	return 0;
}

/* "contains(concat(' ', normalize-space(@A), ' '), ' WORD ')" */
static int
put_word_test(struct css *css, const char *attribute, size_t an,
	const char *word, size_t n)
{
	char spaced[SELECTOR_MAX + 2];

	snprintf(spaced, sizeof(spaced), " %.*s ", (int)n, word);
	buf_printf(&css->out,
		"contains(concat(' ',normalize-space(@%.*s),' '),", (int)an,
		attribute);
	if (put_literal(css, spaced, n + 2) == -1)
		return -1;
	return buf_puts(&css->out, ")");
}

/* The value in "[name=value]": a name or a quoted string. */
static int
css_value(struct css *css, struct slice *value)
{
	char quote = *css->p;
	const char *end;

	if (quote == '"' || quote == '\'') {
		end = strchr(css->p + 1, quote);
		if (!end)
			return css_fail(css, "a quote that is not closed");
		*value = (struct slice){css->p + 1, (size_t)(end - css->p) - 1};
		css->p = end + 1;
		return 0;
	}
	*value = (struct slice){css->p, css_name(css)};
	if (!value->n)
		return css_fail(css, "no value");
	css->p += value->n;
	return 0;
}

/* The test that an operator means, with the attribute's name and the value. */
static int
put_attribute_test(
	struct css *css, char operator, struct slice name, struct slice value)
{
	int n = (int)name.n;

	switch (operator) {
	case '~':
		return put_word_test(css, name.p, name.n, value.p, value.n);
	case '^':
		buf_printf(&css->out, "starts-with(@%.*s,", n, name.p);
		break;
	case '*':
		buf_printf(&css->out, "contains(@%.*s,", n, name.p);
		break;
	case '$':
		buf_printf(&css->out,
			"substring(@%.*s,string-length(@%.*s)-%zu)=(", n,
			name.p, n, name.p, utf8_count(value.p, value.n) - 1);
		break;
	case '|':
		buf_printf(&css->out, "starts-with(concat(@%.*s,'-'),concat(",
			n, name.p);
		if (put_literal(css, value.p, value.n) == -1)
			return -1;
		return buf_puts(&css->out, ",'-'))");
	default:
		buf_printf(&css->out, "@%.*s=(", n, name.p);
	}
	if (put_literal(css, value.p, value.n) == -1)
		return -1;
	return buf_puts(&css->out, ")");
}

static int
css_attribute(struct css *css)
{
	struct slice name, value = {"", 0};
	char operator= '=';

	css->p++;
	css_blanks(css);
	name = (struct slice){css->p, css_name(css)};
	if (!name.n)
		return css_fail(css, "no name of an attribute");
	css->p += name.n;
	css_blanks(css);
	if (*css->p == ']') {
		css->p++;
		return buf_printf(&css->out, "@%.*s", (int)name.n, name.p);
	}
	if (*css->p && strchr("~^$*|", *css->p))
		operator= * css->p++;
	if (*css->p != '=')
		return css_fail(css, "no '=' or ']'");
	css->p++;
	css_blanks(css);
	if (css_value(css, &value) == -1)
		return -1;
	css_blanks(css);
	if (*css->p != ']')
		return css_fail(css, "no ']'");
	css->p++;
	return put_attribute_test(css, operator, name, value);
}

static int css_test(struct css *css);

/* The "(2n+1)" of :nth-child, as a test of the element's place. */
static int
css_nth(struct css *css)
{
	static const char place[] = "(count(preceding-sibling::*)+1)";
	const char *close = strchr(css->p, ')');
	char word[32] = "", *n, *end;
	size_t used = 0;
	long a = 0, b;

	for (; close && css->p < close && used < sizeof(word) - 1; css->p++) {
		if (*css->p != ' ')
			word[used++] = *css->p;
	}
	if (!close || css->p != close)
		return css_fail(css, "no ')'");
	css->p++;
	n = strchr(word, 'n');
	if (strcmp(word, "odd") == 0) {
		a = 2, b = 1;
	} else if (strcmp(word, "even") == 0) {
		a = 2, b = 0;
	} else if (n) {
		a = n == word                       ? 1
		    : *word == '-' && n == word + 1 ? -1
						    : strtol(word, NULL, 10);
		b = strtol(n + 1, &end, 10);
	} else {
		b = strtol(word, &end, 10);
		if (end == word || *end)
			return css_fail(css, "no number");
	}
	if (a == 0)
		return buf_printf(&css->out, "%s=%ld", place, b);
	return buf_printf(&css->out,
		"(%s - (%ld)) mod %ld=0 and (%s - (%ld)) "
		"div %ld >= 0",
		place, b, a, place, b, a);
}

static int
css_pseudo(struct css *css)
{
	static const struct {
		const char *name, *test;
	} tests[] = {{"first-child", "not(preceding-sibling::*)"},
		{"last-child", "not(following-sibling::*)"},
		{"only-child",
			"not(preceding-sibling::* or following-sibling::*)"},
		{"empty", "not(node())"}};
	size_t n;

	css->p++;
	n = css_name(css);
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		if (strlen(tests[i].name) != n ||
			memcmp(tests[i].name, css->p, n) != 0)
			continue;
		css->p += n;
		return buf_puts(&css->out, tests[i].test);
	}
	if (strncmp(css->p, "nth-child(", 10) == 0) {
		css->p += 10;
		return css_nth(css);
	}
	if (strncmp(css->p, "not(", 4) != 0)
		return css_fail(css, "a pseudo-class that is not known");
	css->p += 4;
	css_blanks(css);
	buf_puts(&css->out, "not(");
	if (css_test(css) == -1)
		return -1;
	css_blanks(css);
	if (*css->p != ')')
		return css_fail(css, "no ')' behind one simple selector");
	css->p++;
	return buf_puts(&css->out, ")");
}

/* One simple selector as an XPath test. */
static int
css_test(struct css *css)
{
	size_t n;

	switch (*css->p) {
	case '#':
	case '.':
		n = strlen(css->p);
		if (n > SELECTOR_MAX)
			return css_fail(css, "too long a name");
		css->p++;
		n = css_name(css);
		if (!n)
			return css_fail(css, "no name");
		css->p += n;
		if (css->p[-(ptrdiff_t)n - 1] == '.')
			return put_word_test(css, "class", 5, css->p - n, n);
		buf_puts(&css->out, "@id=");
		return put_literal(css, css->p - n, n);
	case '[':
		return css_attribute(css);
	case ':':
		return css_pseudo(css);
	default:
		n = css_name(css);
		if (!n)
			return css_fail(css, "no selector");
		buf_printf(&css->out, "self::%.*s", (int)n, css->p);
		css->p += n;
		return 0;
	}
}

/* tag.class#id[...]:... as "tag[test][test]". */
static int
css_compound(struct css *css)
{
	size_t n = css_name(css);
	bool any = n > 0;

	if (n) {
		buf_add(&css->out, css->p, n);
		css->p += n;
	} else {
		buf_putc(&css->out, '*');
		if (*css->p == '*') {
			css->p++;
			any = true;
		}
	}
	while (*css->p && strchr("#.[:", *css->p)) {
		buf_putc(&css->out, '[');
		if (css_test(css) == -1)
			return -1;
		buf_putc(&css->out, ']');
		any = true;
	}
	return any ? 0 : css_fail(css, "no selector");
}

/* Compounds with combinators between them, up to a comma or the end. */
static int
css_complex(struct css *css)
{
	buf_puts(&css->out, "descendant::");
	for (;;) {
		if (css_compound(css) == -1)
			return -1;
		css_blanks(css);
		switch (*css->p) {
		case '\0':
		case ',':
			return 0;
		case '@':
			css->p++;
			buf_printf(&css->out, "/@%.*s", (int)css_name(css),
				css->p);
			css->p += css_name(css);
			css_blanks(css);
			if (*css->p && *css->p != ',')
				return css_fail(
					css, "more behind an attribute");
			return 0;
		case '>':
			css->p++;
			buf_puts(&css->out, "/child::");
			break;
		case '~':
			css->p++;
			buf_puts(&css->out, "/following-sibling::");
			break;
		case '+':
			css->p++;
			css_blanks(css);
			buf_puts(&css->out, "/following-sibling::*[1]/self::");
			continue;
		default:
			buf_puts(&css->out, "/descendant::");
		}
		css_blanks(css);
	}
}

bool
selector_is_json(const char *selector)
{
	return strncmp(selector, SELECTOR_JSON, strlen(SELECTOR_JSON)) == 0;
}

/* Names and numbers with single dots between them. */
static int
check_path(const char *selector, struct err *err)
{
	const char *path = selector + strlen(SELECTOR_JSON);
	size_t n = strlen(path);

	if (n > SELECTOR_MAX || (n && (*path == '.' || path[n - 1] == '.')) ||
		strstr(path, ".."))
		return err_set(err, ERR_USAGE,
			"selector '%.200s': names with dots between them are "
			"expected, such as json:data.items",
			selector);
	return 0;
}

char *
selector_xpath(struct arena *arena, const char *selector, struct err *err)
{
	struct css css = {.err = err};
	char *xpath = NULL;

	if (strlen(selector) > SELECTOR_MAX) {
		err_set(err, ERR_USAGE, "a selector of more than %d bytes",
			SELECTOR_MAX);
		return NULL;
	}
	if (selector_is_json(selector)) {
		err_set(err, ERR_USAGE,
			"selector '%s': finds nothing in a page, only in JSON",
			selector);
		return NULL;
	}
	if (strncmp(selector, "css:", 4) != 0)
		return arena_strdup(arena, selector);
	css.start = css.p = selector + 4;
	buf_init(&css.out, SELECTOR_MAX * 64);
	css_blanks(&css);
	for (;;) {
		if (css_complex(&css) == -1)
			goto out;
		if (*css.p != ',')
			break;
		css.p++;
		css_blanks(&css);
		buf_puts(&css.out, " | ");
	}
	xpath = arena_strdup(arena, buf_str(&css.out));
out:
	buf_release(&css.out);
	return xpath;
}

/* libxml2 prints errors on stderr unless it is given somewhere to put them. */
static void
keep_error(void *userdata, xmlError *error)
{
	char *message = userdata;

	if (error->message && !*message)
		snprintf(message, ERR_MESSAGE_MAX / 2, "%s", error->message);
}

static xmlXPathObject *
evaluate(struct arena *arena, const char *selector, xmlNode *context,
	struct err *err)
{
	char *xpath = selector_xpath(arena, selector, err);
	char message[ERR_MESSAGE_MAX / 2] = "";
	xmlXPathObject *result;
	xmlXPathContext *xc;

	if (!xpath)
		return NULL;
	xc = xmlXPathNewContext(context->type == XML_DOCUMENT_NODE
					? (xmlDoc *)context
					: context->doc);
	if (!xc)
		mem_die();
	xc->error = keep_error;
	xc->userData = message;
	xc->opLimit = STEPS_MAX;
	xc->node = context;
	result = xmlXPathEvalExpression(BAD_CAST xpath, xc);
	xmlXPathFreeContext(xc);
	if (!result) {
		message[strcspn(message, "\n")] = '\0';
		err_set(err, ERR_USAGE, "selector '%s': %s", selector,
			*message ? message : "no XPath 1.0");
	}
	return result;
}

int
selector_check(const char *selector, struct err *err)
{
	struct arena arena;
	xmlXPathObject *object;
	xmlDoc *doc;
	int result;

	if (selector_is_json(selector))
		return check_path(selector, err);
	doc = xmlNewDoc(BAD_CAST "1.0");
	if (!doc)
		mem_die();
	arena_init(&arena);
	object = evaluate(&arena, selector, (xmlNode *)doc, err);
	result = object ? 0 : -1;
	xmlXPathFreeObject(object);
	arena_release(&arena);
	xmlFreeDoc(doc);
	return result;
}

int
selector_nodes(struct arena *arena, const char *selector, xmlNode *context,
	xmlNode ***nodes, size_t *count, struct err *err)
{
	xmlXPathObject *object = evaluate(arena, selector, context, err);
	int result = -1;

	*nodes = NULL;
	*count = 0;
	if (!object)
		return -1;
	if (object->type != XPATH_NODESET) {
		err_set(err, ERR_USAGE,
			"selector '%s': it finds no elements, but a value",
			selector);
		goto out;
	}
	if (object->nodesetval) {
		xmlXPathNodeSetSort(object->nodesetval);
		for (int i = 0; i < object->nodesetval->nodeNr &&
				i < SELECTOR_NODES_MAX;
			i++)
			*ARENA_PUSH(arena, nodes, count) =
				object->nodesetval->nodeTab[i];
	}
	result = 0;
out:
	xmlXPathFreeObject(object);
	return result;
}

char *
selector_text(struct arena *arena, const char *selector, xmlNode *context,
	xmlNode **node, struct err *err)
{
	xmlXPathObject *object = evaluate(arena, selector, context, err);
	xmlNode *first = NULL;
	xmlChar *value;
	char *text;

	if (node)
		*node = NULL;
	if (!object)
		return NULL;
	if (object->type == XPATH_NODESET && object->nodesetval &&
		object->nodesetval->nodeNr > 0) {
		xmlXPathNodeSetSort(object->nodesetval);
		first = object->nodesetval->nodeTab[0];
	}
	if (first && first->type == XML_ELEMENT_NODE) {
		text = html_line(arena, first);
		if (node)
			*node = first;
	} else {
		value = xmlXPathCastToString(object);
		text = text_collapse(arena, (const char *)value,
			strlen((const char *)value));
		xmlFree(value);
	}
	xmlXPathFreeObject(object);
	return text;
}
