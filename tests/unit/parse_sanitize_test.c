/*
 * parse_sanitize_test.c - what may stay in markup, and that the sanitiser's
 * output is its own sanitised form.
 */
#include "parse/sanitize.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *html, *clean, *text;
} samples[] = {
	{"plain", "plain", "plain"},
	{"a < b &amp; c", "a &lt; b &amp; c", "a < b & c"},
	{"<p>One<p>Two", "<p>One</p><p>Two</p>", "One\nTwo"},
	/* What runs goes, with what is in it. */
	{"a<script>alert(1)</script>b", "ab", "ab"},
	{"a<style>p{}</style><applet>x</applet>b", "ab", "ab"},
	{"<img src=x onerror=alert(1)>", "<img src=\"http://e.com/d/x\" />",
		""},
	{"<svg><script>alert(1)</script></svg>",
		"<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>", ""},
	{"<svg><path fill='URL(http://x/)' stroke='url(#a)' /></svg>",
		"<svg xmlns=\"http://www.w3.org/2000/svg\"><path "
		"stroke=\"url(#a)\"></path></svg>",
		""},
	{"<svg><path fill='u\\72l(http://x/)' /></svg>",
		"<svg xmlns=\"http://www.w3.org/2000/svg\"><path></path></svg>",
		""},
	/* CDATA within CDATA: its text is not lost in a comment. */
	{"<![CDATA[<b>x</b>]]>", "&lt;![CDATA[<b>x</b>]]&gt;", "<![CDATA[x]]>"},
	/* What is not known goes, and its content stays. */
	{"<blink>a</blink><iframe src=x></iframe>", "a", "a"},
	{"<!-- <b>x</b> -->y", "y", "y"},
	/* Addresses. */
	{"<a href='../x y'>t</a>", "<a href=\"http://e.com/x%20y\">t</a>", "t"},
	{"<a href=' java\tscript:alert(1)'>t</a>", "<a>t</a>", "t"},
	{"<a href='JAVASCRIPT:x'>t</a>", "<a>t</a>", "t"},
	{"<a href='data:text/html,x'>t</a>", "<a>t</a>", "t"},
	{"<a href='#note'>t</a>", "<a href=\"#note\">t</a>", "t"},
	{"<a href='mailto:a@b.c'>t</a>", "<a href=\"mailto:a@b.c\">t</a>", "t"},
	/* Styles. */
	{"<p style='color:red;position:fixed;background:url(x)'>t</p>",
		"<p style=\"color: red;\">t</p>", "t"},
	{"<p style='width:expression(alert(1))'>t</p>", "<p>t</p>", "t"},
	{"<p style='margin:0 15px; margin:calc(1)'>t</p>",
		"<p style=\"margin: 0 15px;\">t</p>", "t"},
	/* Parts of a table without the table. */
	{"<tr><td>x</td></tr>", "<tr><td>x</td></tr>", "x"},
	{"<pre>\n\na</pre>", "<pre>\n\na</pre>", "a"},
};

/* Known ways to make two parsers disagree. Only that the result rests, and
 * holds nothing that runs, is asked of them. */
static const char *const hard[] = {
	"<p title=\"a\x7F"
	"b\">\xC2\x81\xEF\xBF\xBF\xEF\xB7\x90\xF0\x9F\xBF\xBE</p>",
	"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
	"<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
	"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;"
	"&lt;img src=1 onerror=alert(1)&gt;\">",
	"<form><math><mtext></form><form><mglyph><style></math><img src "
	"onerror=alert(1)>",
	"<table><td><form><table><form><a><table><a>x",
	"<a><b><p></a>x<table><a>y</b></table>",
	"<textarea><script>alert(1)</script>",
	"<plaintext><script>alert(1)</script>",
	"<template><script>alert(1)</script></template></template>"
	"<script>alert(2)</script><b>x",
	"<select><option><p><script>alert(1)</script><b>",
	"<svg><title><style><img src=x onerror=alert(1)></style>",
	"<p><b><i><u><p><p></b></i>x<li><li></u><ul></p><table><tr><li>",
	"<frameset><frame src=javascript:alert(1)></frameset>x",
	"<body onload=alert(1)><html onclick=x><head onclick=y>t",
	"<a title='</a><script>alert(1)</script>'>x",
	"\n\n<pre>\n\n\n<textarea>\n\n",
};

/* Ways to have something run or fetched; nothing of them stays but the letters
 * "t", and what has no address. */
static const struct {
	const char *html, *clean;
} tricks[] = {
	/* Addresses that hide their scheme. */
	{"<a href='&#x6A;avascript&colon;f()'>t</a>", "<a>t</a>"},
	{"<a href='&#1;&#32;javascript:f()'>t</a>", "<a>t</a>"},
	{"<a href='java&Tab;script&NewLine;:f()'>t</a>", "<a>t</a>"},
	{"<a href='vbscript:f'>t</a>", "<a>t</a>"},
	{"<a href='view-source:javascript:f()'>t</a>", "<a>t</a>"},
	{"<a href='feed:javascript:f()'>t</a>", "<a>t</a>"},
	{"<a href='FEED:feed:javascript:f()'>t</a>", "<a>t</a>"},
	{"<a href='feed://e.com/f'>t</a>", "<a href=\"feed://e.com/f\">t</a>"},
	{"<a href='blob:http://e.com/1'>t</a>", "<a>t</a>"},
	{"<a href='file:///etc/passwd'>t</a>", "<a>t</a>"},
	{"<area href=JaVaScRiPt:f()>t", "<area />t"},
	{"<img src=`javascript:f()`>t", NULL},
	{"<img dynsrc='javascript:f()' lowsrc='javascript:f()'>t", "<img />t"},
	{"<video poster=javascript:f() onerror=f()>t</video>",
		"<video>t</video>"},
	{"<form action='javascript:f()'>t</form>", "<form>t</form>"},
	{"<button formaction='javascript:f()'>t</button>",
		"<button>t</button>"},
	{"<table background='javascript:f()'><tr><td>t</table>",
		"<table><tbody><tr><td>t</td></tr></tbody></table>"},
	/* Handlers, however they are parted from what is before them. */
	{"<p/onclick=f()>t</p>", "<p>t</p>"},
	{"<p \fONCLICK\n=\nf()>t</p>", "<p>t</p>"},
	{"<p id=a\"onclick=f()>t</p>", NULL},
	{"<p \"onclick=f()\" onfocus=f() autofocus tabindex=1>t</p>", NULL},
	{"<body onpageshow=f()><p>t", "<p>t</p>"},
	{"<details open ontoggle=f()>t</details>",
		"<details open=\"\">t</details>"},
	/* Elements that load or replace. */
	{"<base href='http://x/'><a href=y>t</a>",
		"<a href=\"http://e.com/d/y\">t</a>"},
	{"<meta http-equiv=refresh content='0;url=data:text/html,x'>t", "t"},
	{"<link rel=stylesheet href=http://x/>t", "t"},
	{"<object data=http://x/><embed src=http://x/></object>t", "t"},
	{"<iframe srcdoc='<script>f()</script>'></iframe>t", "t"},
	{"<img srcset='http://x/ 2x' alt=t>", "<img alt=\"t\" />"},
	{"<scr<script>ipt>f()</scr</script>ipt>t", NULL},
	{"<<script>f();//<</script>t", "&lt;t"},
	{"<!--[if gte IE 4]><script>f()</script><![endif]-->t", "t"},
	{"<?xml-stylesheet href='javascript:f()'?>t", "t"},
	{"<!DOCTYPE x [<!ENTITY y 'z'>]>t", NULL},
	/* Pictures that are programs. */
	{"<svg onload=f()>t</svg>",
		"<svg xmlns=\"http://www.w3.org/2000/svg\">t</svg>"},
	{"<svg><a xlink:href='javascript:f()'><text>t</text></a></svg>", NULL},
	{"<svg><animate attributeName=href values='javascript:f()' />t</svg>",
		"<svg xmlns=\"http://www.w3.org/2000/svg\">t</svg>"},
	{"<svg><use href='data:image/svg+xml,x#y' />t</svg>",
		"<svg xmlns=\"http://www.w3.org/2000/svg\">t</svg>"},
	{"<svg><foreignObject><iframe src=x></iframe>t</foreignObject></svg>",
		NULL},
	{"<math href='javascript:f()'><mi>t</mi></math>", NULL},
	{"<math><annotation-xml encoding='text/html'><script>f()</script>t",
		NULL},
	/* Styles that fetch, run, or cover the page. */
	{"<p style='background-image:url(javascript:f())'>t</p>", "<p>t</p>"},
	{"<p style='-moz-binding:url(http://x/#y)'>t</p>", "<p>t</p>"},
	{"<p style='behavior:url(x.htc)'>t</p>", "<p>t</p>"},
	{"<p style='color:\\65xpression(f())'>t</p>", "<p>t</p>"},
	{"<p style='width:exp/**/ression(f())'>t</p>", "<p>t</p>"},
	{"<p style='position:fixed;top:0;z-index:9'>t</p>", "<p>t</p>"},
};

static struct html_rules *rules;
static struct arena arena;

static int
set_up(void **state)
{
	(void)state;
	arena_init(&arena);
	rules = html_rules_new(NULL);
	return rules == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	html_rules_free(rules);
	arena_release(&arena);
	return 0;
}

static struct sanitized
sanitize(const char *html)
{
	struct sanitized out;

	sanitize_html(
		rules, html, strlen(html), "http://e.com/d/f", &arena, &out);
	return out;
}

static void
test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct sanitized out = sanitize(samples[i].html);

		assert_string_equal(out.html, samples[i].clean);
		assert_string_equal(out.text, samples[i].text);
		assert_string_equal(sanitize(out.html).html, out.html);
		assert_false(out.cut);
	}
}

static void
test_rests(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hard) / sizeof(hard[0]); i++) {
		const char *once = sanitize(hard[i]).html;

		assert_string_equal(sanitize(once).html, once);
		assert_null(strstr(once, "<script"));
		assert_null(strstr(once, "<style"));
		assert_null(strstr(once, "<img src=x onerror"));
		assert_null(strstr(once, "\"javascript"));
	}
}

static void
test_tricks(void **state)
{
	static const char *const never[] = {"script", "on", "style", "iframe",
		"object", "embed", "foreignobject", "animate", "use"};

	(void)state;
	for (size_t i = 0; i < sizeof(tricks) / sizeof(tricks[0]); i++) {
		struct sanitized out = sanitize(tricks[i].html);

		if (tricks[i].clean != NULL)
			assert_string_equal(out.html, tricks[i].clean);
		assert_string_equal(sanitize(out.html).html, out.html);
		/* Behind "<" and within a tag nothing of that name stands. */
		for (const char *p = out.html; (p = strchr(p, '<')) != NULL;
			p++)
			for (size_t k = 0; k < sizeof(never) / sizeof(never[0]);
				k++) {
				size_t n = strlen(never[k]);
				const char *end = strchr(p, '>');

				if (strncasecmp(p + 1, never[k], n) == 0)
					fail_msg("%s: %s", tricks[i].html,
						out.html);
				assert_non_null(end);
			}
		if (tricks[i].clean == NULL &&
			(strcasestr(out.html, " on") != NULL ||
				strcasestr(out.html, "\"javascript") != NULL))
			fail_msg("%s: %s", tricks[i].html, out.html);
	}
}

/* Each behind each other, so that one opens what the other stands in. */
static void
test_pairs_rest(void **state)
{
	const size_t nhard = sizeof(hard) / sizeof(hard[0]);
	const size_t n = nhard + sizeof(tricks) / sizeof(tricks[0]);

	(void)state;
	for (size_t i = 0; i < n * n; i++) {
		size_t a = i / n, b = i % n;
		const char *both = arena_printf(&arena, "%s%s",
			a < nhard ? hard[a] : tricks[a - nhard].html,
			b < nhard ? hard[b] : tricks[b - nhard].html);
		const char *once = sanitize(both).html;

		if (strcmp(sanitize(once).html, once) != 0)
			fail_msg("%s: %s", both, once);
	}
}

static void
test_deep_markup_is_cut(void **state)
{
	struct sanitized out;
	struct buf html;

	(void)state;
	buf_init(&html, BUF_NO_LIMIT);
	for (int i = 0; i < 50000; i++)
		buf_puts(&html, "<div>");
	out = sanitize(buf_str(&html));
	assert_true(out.cut);
	assert_true(strlen(out.html) < 20000);
	buf_reset(&html);
	for (int i = 0; i < 5000; i++)
		buf_puts(&html, "<p>text<br><b>x</b>");
	assert_false(sanitize(buf_str(&html)).cut);
	buf_release(&html);
}

static void
test_guessing(void **state)
{
	static const struct {
		const char *text;
		bool html;
	} texts[] = {
		{"a <b>bold</b> word", true},
		{"R&amp;D", true},
		{"R&D; a < b", false},
		{"use the <bogus> tag</bogus>", false},
		{"<br>", false},
		{"", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(sanitize_looks_html(rules, texts[i].text,
					 strlen(texts[i].text)),
			texts[i].html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_rests),
		cmocka_unit_test(test_tricks),
		cmocka_unit_test(test_pairs_rest),
		cmocka_unit_test(test_deep_markup_is_cut),
		cmocka_unit_test(test_guessing),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
