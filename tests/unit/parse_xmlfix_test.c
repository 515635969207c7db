/*
 * parse_xmlfix_test.c - what is repaired, and that it does not depend on where
 * the pieces of a text end.
 */
#include "base/buf.h"
#include "parse/xmlfix.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void
take(void *context, const char *xml, size_t n)
{
	buf_add(context, xml, n);
}

static void
take_cdata(void *context, const char *text, size_t n)
{
	buf_printf(context, "<![CDATA[%.*s]]>", (int)n, text);
}

/* Repairs `xml` in pieces of `step` bytes; returns xml_fixer_push()'s status. */
static int
fix(const char *xml, size_t step, struct buf *out, struct xml_repairs *repairs)
{
	const struct xml_sink sink = {take, take_cdata, out};
	struct xml_fixer *fixer = xml_fixer_new(&sink);
	size_t n = strlen(xml);
	struct err err = ERR_INIT;
	int status = 0;

	buf_reset(out);
	for (size_t at = 0; at < n && status == 0; at += step) {
		size_t k = n - at < step ? n - at : step;

		status = xml_fixer_push(fixer, xml + at, k, false, &err);
	}
	if (status == 0)
		status = xml_fixer_push(fixer, "", 0, true, &err);
	*repairs = *xml_fixer_repairs(fixer);
	xml_fixer_free(fixer);
	return status;
}

/* What goes in, what comes out, and the one kind of repair that it took. */
static const struct {
	const char *in, *out;
	enum xml_repair repair; /* REPAIR_COUNT: none */
} texts[] = {
	{"<a b='1' c=\"&amp;\">x &lt; &#8217; y<d /></a>",
		"<a b='1' c=\"&amp;\">x &lt; &#8217; y<d /></a>", REPAIR_COUNT},
	{"<?xml version='1.0'?><!-- > --><a>x<!-- - -- ->-->y</a>", "<a>xy</a>",
		REPAIR_COUNT},
	{"<a><![CDATA[ <b> & ]] ]> ]]></a>", "<a><![CDATA[ <b> & ]] ]> ]]></a>",
		REPAIR_COUNT},
	{"<a><![CDATA[ x</a>", "<a><![CDATA[ x</a>]]></a>", REPAIR_END},
	{"<a>x]]>y]]]>z]]</a>", "<a>x]]&gt;y]]]&gt;z]]</a>", REPAIR_BRACKET},
	{"<a>AT&T &copy; 2 < 3</a>", NULL, REPAIR_AMPERSAND},
	{"<a>&nbsp;&hellip;</a>", "<a>\u00A0\u2026</a>", REPAIR_ENTITY},
	{"<a>&#146;&#x80;&#0;</a>", "<a>\u2019\u20AC\uFFFD</a>",
		REPAIR_REFERENCE},
	{"<a href=x y z='<&'>t</a>",
		"<a href=\"x\" y=\"\" z=\"&lt;&amp;\">t</a>", REPAIR_ATTRIBUTE},
	{"<a b='1'c='2'>t</a>", "<a b=\"1\" c=\"2\">t</a>", REPAIR_COUNT},
	{"<a><b><c>x</b></d ></a >", "<a><b><c>x</c></b></a >", REPAIR_NESTING},
	{"<a><b>x", "<a><b>x</b></a>", REPAIR_END},
	{"<a><b>x</b></a", "<a><b>x</b></a>", REPAIR_END},
	{"<a><b c='", "<a><b c=\"\"></b></a>", REPAIR_END},
	{" \n<?xml version='1.0'?><a/>", "<a/>", REPAIR_JUNK},
	{"Warning: x & y<a/><b/>", "<a/>", REPAIR_JUNK},
	{"<a/><![CDATA[ x ]]>", "<a/>", REPAIR_JUNK},
	{"<!DOCTYPE a [<!ENTITY e 'E'><!ENTITY f '&e;'>]><a>&e;&f;</a>",
		"<a>E</a>", REPAIR_DECLARED},
};

#define TEXTS (sizeof(texts) / sizeof(texts[0]))

static void
test_repairs(void **state)
{
	struct xml_repairs repairs;
	struct buf out;

	(void)state;
	buf_init(&out, BUF_NO_LIMIT);
	for (size_t i = 0; i < TEXTS; i++) {
		assert_int_equal(fix(texts[i].in, 1000, &out, &repairs), 0);
		if (texts[i].out != NULL)
			assert_string_equal(buf_str(&out), texts[i].out);
		if (texts[i].repair == REPAIR_COUNT)
			assert_true(xml_repairs_none(&repairs));
		else
			assert_int_not_equal(
				repairs.counts[texts[i].repair], 0);
	}
	buf_release(&out);
}

static void
test_pieces(void **state)
{
	struct xml_repairs whole, cut;
	struct buf one, many;

	(void)state;
	buf_init(&one, BUF_NO_LIMIT);
	buf_init(&many, BUF_NO_LIMIT);
	for (size_t i = 0; i < TEXTS; i++) {
		assert_int_equal(fix(texts[i].in, 1000, &one, &whole), 0);
		for (size_t step = 1; step < strlen(texts[i].in); step++) {
			assert_int_equal(
				fix(texts[i].in, step, &many, &cut), 0);
			assert_string_equal(buf_str(&many), buf_str(&one));
			assert_memory_equal(&cut, &whole, sizeof(cut));
		}
	}
	buf_release(&one);
	buf_release(&many);
}

/* What never ends is not kept for ever, nor what grows without end. */
static void
test_caps(void **state)
{
	struct xml_repairs repairs;
	struct buf xml, out;

	(void)state;
	buf_init(&xml, BUF_NO_LIMIT);
	buf_init(&out, BUF_NO_LIMIT);
	buf_puts(&xml, "<a b='");
	while (xml.len <= XMLFIX_TOKEN_MAX)
		buf_puts(&xml, "0123456789abcdef");
	assert_int_equal(fix(buf_str(&xml), 1 << 20, &out, &repairs), -1);
	buf_reset(&xml);
	buf_puts(&xml, "<!DOCTYPE a [<!ENTITY e '");
	for (int i = 0; i < 16; i++)
		buf_puts(&xml, "0123456789abcdef");
	buf_puts(&xml, "'>]><a>");
	for (int i = 0; i < 500000; i++)
		buf_puts(&xml, "&e;");
	assert_int_equal(fix(buf_str(&xml), 1 << 20, &out, &repairs), -1);
	/* No more is put together at once, in a text or in a value. */
	assert_true(out.len < (size_t)42 << 20);
	xml.data[strlen("<!DOCTYPE a [<!ENTITY e '") + 16 * 16 + 3] = '\0';
	xml.len = strlen(xml.data);
	buf_puts(&xml, "<a b=\"");
	for (int i = 0; i < 500000; i++)
		buf_puts(&xml, "&e;");
	buf_puts(&xml, "\">");
	assert_int_equal(fix(buf_str(&xml), 1 << 20, &out, &repairs), -1);
	assert_true(out.len < (size_t)42 << 20);
	buf_release(&xml);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_repairs),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_caps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
