/*
 * parse_markup_test.c - the sanitiser's short way tells what the long one does.
 */
#include "parse/markup.h"

#include "base/buf.h"
#include "parse/sanitize.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define BASE "http://e.com/d/f"

/* Every element that the short way knows. */
static const char *const names[] = {"a", "abbr", "address", "article", "aside",
	"b", "big", "blockquote", "br", "center", "cite", "code", "dd", "del",
	"dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font",
	"footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i",
	"img", "ins", "kbd", "li", "mark", "ol", "p", "q", "s", "section",
	"small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
	"ul", "var"};

static const char *const attributes[] = {"", "", "",
	" title=\"a 'b' > &amp;c\"", " href='../x y?a=1&amp;b=2'",
	" HREF=\"javascript:f()\"", " style=\"color:red;position:fixed\"",
	" onclick='f()'", " ismap", " width=640", " data-x='&lt;b>'",
	" xml:lang=\"en\" xmlns=\"x\"", " src=\"http://e.com/\xE4\xB8\xAD\"",
	" alt=\"a\nb\xC2\xA0\"", " class=\"\"", " title='AT&T'", " lang='zh' ",
	" align=\"left\""};

static const char *const odd_attributes[] = {" title='&copyb=1'", " /",
	" title='<'", " id=a id=b", " align = 'x'", " title='&#1;'"};

static const char *const texts[] = {"text", " ", "\n", "a  b\n c", "&amp;",
	"&lt;b&gt;", "&nbsp;", "&#x4E2D;", "&#8217;s", "AT&T, R&D &c. & so",
	"\xE4\xB8\xAD\xE6\x96\x87", "\xE4\xB8\xAD\n\xE6\x96\x87",
	"\xE3\x80\x82\xEF\xBC\x8C\n", "\xEC\xA4\x91\n\xEC\xA4\x91", "\"it's\"",
	"\xE2\x80\x8B", "\xC2\xA0", "\xE3\x80\x80\n", "a>b", "<!-- x -->",
	"<!--more-->", "\xF0\x9F\x98\x80", "\xEF\xBF\xBD", "\t", "&#10;",
	"&copy;", "\xE4\xBF\xBF\xE4\xB8\xAD"};

static const char *const odd_texts[] = {"&notit;", "&rang;", "\x7F", "\xC2\x81",
	"<!-- a -- b -->", "&hellip", "\xEF\xB7\x8F\xEF\xB7\x90", "&#13;",
	"&#x110000;", "&#xFFFE;", "<![CDATA[x]]>", "<table><tr><td>x", "</br>",
	"<", "&#128;", "<!-->", "<?x?>"};

static const char *const ends[] = {"", "", "", "<", "</", "<a href=\"htt",
	"</p", "<p class='x", "&am", "&amp", "&", "<b", "<br /", "<a title='>",
	"<!", "<1", "</1", "&#3", "&#39"};

#define PICK(list, random) \
	((list)[next(random) % (sizeof(list) / sizeof(*(list)))])

static struct html_rules *rules;

static int
set_up(void **state)
{
	(void)state;
	rules = html_rules_new(NULL);
	return rules == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	html_rules_free(rules);
	return 0;
}

static bool
is_plain(const char *html)
{
	struct html_writer w = {.rules = rules, .base = BASE};
	struct arena scratch;
	struct buf out;
	bool plain;

	arena_init(&scratch);
	buf_init(&out, BUF_NO_LIMIT);
	w.scratch = &scratch;
	w.out = &out;
	plain = markup_sanitize(&w, html, strlen(html), NULL);
	buf_release(&out);
	arena_release(&scratch);
	return plain;
}

static void
check_both(const char *html)
{
	struct sanitized shorter, longer;
	struct arena arena;
	size_t n = strlen(html);

	arena_init(&arena);
	sanitize_html(rules, html, n, BASE, &arena, &shorter);
	sanitize_by_standard(rules, html, n, BASE, &arena, &longer);
	if (strcmp(shorter.html, longer.html) != 0 ||
		strcmp(shorter.text, longer.text) != 0 ||
		shorter.cut != longer.cut)
		fail_msg("of %s\n%s\n%s\n%s\n%s", html, shorter.html,
			longer.html, shorter.text, longer.text);
	if (is_plain(html) && !is_plain(shorter.html))
		fail_msg("of %s\n%s", html, shorter.html);
	arena_release(&arena);
}

static unsigned
next(unsigned *random)
{
	*random = *random * 1664525 + 1013904223;
	return *random >> 12;
}

/* Tags at random are never plain for long: most end tags are those of what is
 * open, and most of what would close a p comes where none is. */
static void
write_markup(struct buf *html, unsigned *random)
{
	const char *open[40];
	size_t depth = 0, pieces = 1 + next(random) % 24;
	/* Few elements in one text, so that they meet. */
	const char *few[] = {PICK(names, random), PICK(names, random), "p",
		PICK(names, random), "li", "b"};

	while (pieces-- > 0) {
		unsigned what = next(random) % 100;
		const char *name = PICK(few, random);

		if (what < 40) {
			buf_puts(html, next(random) % 32 > 0
					       ? PICK(texts, random)
					       : PICK(odd_texts, random));
		} else if (what < 65 && depth < 40) {
			buf_printf(html, "<%s%s>", name,
				next(random) % 32 > 0
					? PICK(attributes, random)
					: PICK(odd_attributes, random));
			if (strcmp(name, "br") != 0 &&
				strcmp(name, "img") != 0 &&
				strcmp(name, "hr") != 0)
				open[depth++] = name;
		} else if (what < 96 && depth > 0) {
			size_t skipped = next(random) % 8 == 0 && depth > 1;

			depth -= skipped;
			buf_printf(html, "</%s>", open[--depth]);
		} else {
			buf_printf(html, "</%s>", name);
		}
	}
	while (depth > 0 && next(random) % 4 > 0)
		buf_printf(html, "</%s>", open[--depth]);
	buf_puts(html, PICK(ends, random));
}

static void
test_both_ways_tell_the_same(void **state)
{
	unsigned random = 1, plain = 0;
	struct buf html;

	(void)state;
	buf_init(&html, BUF_NO_LIMIT);
	for (int i = 0; i < 12000; i++) {
		buf_reset(&html);
		write_markup(&html, &random);
		check_both(buf_str(&html));
		plain += is_plain(buf_str(&html));
	}
	buf_release(&html);
	/* Or the two are one, and nothing was compared. */
	assert_in_range(plain, 3000, 12000);
}

/* "1" and "2" stand for names. */
static void
put_form(struct buf *html, const char *form, const char *one, const char *two)
{
	for (; *form != '\0'; form++)
		if (*form == '1' || *form == '2')
			buf_puts(html, *form == '1' ? one : two);
		else
			buf_putc(html, *form);
}

/* One element in another, closed and not, and one after the other. */
static void
test_pairs(void **state)
{
	const size_t n = sizeof(names) / sizeof(*names);
	struct buf html;

	(void)state;
	buf_init(&html, BUF_NO_LIMIT);
	for (size_t i = 0; i < n * n; i++) {
		static const char *const forms[] = {"<1>x<2>y</2>z</1>",
			"<1>x<2>y</1>z", "<1>x<2>y", "<1>x</2>y</1>",
			"</1>x<2>y</1>z", "<1><p>x<2>y</1>z"};

		for (size_t k = 0; k < sizeof(forms) / sizeof(*forms); k++) {
			buf_reset(&html);
			put_form(&html, forms[k], names[i / n], names[i % n]);
			check_both(buf_str(&html));
		}
	}
	buf_release(&html);
}

static void
test_what_is_plain(void **state)
{
	static const struct {
		const char *html;
		bool plain;
	} cases[] = {
		{"<p>a</p><p>b <a href=\"x\">c</a><br/></p>", true},
		{"<p>a<p>b", true},
		{"<ul><li>a<li><p>b</ul>", true},
		{"<dl><dt>a<dd>b</dl>", true},
		{"<li>a</li><li>b <a hr", true},
		{"a</p><p>b", true},
		{"AT&T &amp; R&D", true},
		{"<img src=x width=1 ismap>", true},
		{"\xE4\xBF\xBF\xE4\xB8\xAD", true},
		{"<!-- more -->", true},
		/* One element moves or opens again. */
		{"<b><p>a</b>b</p>", false},
		{"<p><b>a<p>b", false},
		{"<a>x<a>y", false},
		{"<h1>x<h2>y", false},
		{"<div><li>a<div><li>b", false},
		{"<table><b>x</table>", false},
		/* The parser changes characters. */
		{"\xEF\xBF\xBE", false},
		{"\xC2\x81", false},
		{"a\r\nb", false},
		{"&copy 2020", false},
		{"&#128;", false},
		/* No UTF-8. */
		{"\xE4\xB8<b>", false},
		{"<b title='\xE4\xB8'>", false},
		/* Others could read it otherwise. */
		{"<a title='<b>'>x</a>", false},
		{"<a title=x/>", false},
		{"<p/>", false},
		{"<p title=x title=y>", false},
		{"<!-- <b> -->", false},
		{"<!--> x -->", false},
		{"<script>x</script>", false},
		{"<svg></svg>", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (is_plain(cases[i].html) != cases[i].plain)
			fail_msg("%s", cases[i].html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_plain),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_both_ways_tell_the_same),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
