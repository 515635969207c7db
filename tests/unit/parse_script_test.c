/*
 * parse_script_test.c - lists that pages hold as data: of scripts and of
 * attributes (parse/list_script.c), as JavaScript writes it (parse/loose.c), and
 * as JSON-LD and microdata.
 */
#include "tests/unit/parse_pages.h"

#include "base/buf.h"
#include "parse/loose.h"

#define A "Office opens a register of plant names"
#define B "Office closes its register of ship names"
#define C "Office keeps the register of street names"

static const struct document *
read_list(struct fixture *f, const char *text)
{
	assert_int_equal(
		read_bytes(f, text,
			(struct parse_input){
				.kind = PARSE_LIST,
				.url = "https://office.example/news/",
				.content_type = "text/html; charset=utf-8",
			}),
		0);
	return &f->document;
}

/* The three items above, at /news/1 to /news/3, of the first three of May. */
static void
assert_items(const struct document *d, enum list_method method)
{
	static const char *const titles[] = {A, B, C};
	static const char *const urls[] = {"https://office.example/news/1",
		"https://office.example/news/2",
		"https://office.example/news/3"};

	assert_int_equal(d->nreports, 3);
	assert_int_equal(d->method, method);
	for (int i = 0; i < 3; i++) {
		const struct report *r = &d->reports[i];
		assert_string_equal(r->title.value, titles[i]);
		assert_string_equal(r->url, urls[i]);
		assert_int_equal(
			civil_cmp(r->published.day,
				(struct civil){2024, 5, (uint8_t)(3 - i)}),
			0);
	}
}

static void
test_forms(void **state)
{
	static const char *const pages[] = {
		"<script type=application/json id=data>{\"props\":{\"menu\":["
		"{\"name\":\"Home\",\"url\":\"/\"},{\"name\":\"Us\",\"url\":"
		"\"/us\"},{\"name\":\"Go\",\"url\":\"/go\"}],\"items\":["
		"{\"title\":\"" A "\",\"url\":\"/news/1\",\"publishedAt\":"
		"\"2024-05-03T08:00:00Z\"},{\"title\":\"" B "\",\"url\":"
		"\"/news/2\",\"publishedAt\":\"2024-05-02T08:00:00Z\"},"
		"{\"title\":\"" C "\",\"url\":\"/news/3\",\"publishedAt\":"
		"\"2024-05-01T08:00:00Z\"}]}}</script>",
		"<script>if (a == 1) { b(); } /* a list */ var list = [ // x\n"
		"{title: '" A "', url: './1', time: '2024-05-03',},"
		"{title: '" B "', url: './2', time: '2024-05-02',},"
		"{title: '" C "', url: './3', time: '2024-05-01', n: a},];"
		"draw(list);</script>",
		"<script>var l = new Array();l.push({\"bt\":\"" A
		"\",\"link\":\"./1\",\"fbsj\":\"2024-05-03\"});"
		"l.push({\"bt\":\"" B
		"\",\"link\":\"/news/2\",\"fbsj\":\"2024-05-02\"});"
		"l.push({\"bt\":\"" C
		"\",\"link\":\"/news/3\",\"fbsj\":\"2024-05-01\"})"
		"</script>",
		"<script>window.S = JSON.parse('{\"edges\":[{\"node\":{"
		"\"title\":\"" A "\",\"uri\":\"/news/1\",\"date\":1714723200}"
		"},{\"node\":{\"title\":\"" B "\",\"uri\":\"/news/2\","
		"\"date\":1714636800000}},{\"node\":{\"title\":\"" C
		"\",\"uri\":\"/news/3\",\"date\":\"1 May 2024\"}}]}');"
		"</script>",
		"<news-list data-items='[{\"headline\":\"" A
		"\",\"link\":{\"url\":\"/news/1\"},\"date\":\"2024-05-03\"},"
		"{\"headline\":\"" B
		"\",\"link\":{\"url\":\"/news/2\"},\"date\":\"2024-05-02\"},"
		"{\"headline\":\"" C "\",\"link\":{\"url\":\"/news/3\"},"
		"\"date\":\"2024-05-01\"}]'></news-list>",
		"{\"code\":0,\"data\":[{\"title\":\"" A
		"\",\"url\":\"/news/1\",\"date\":\"2024-05-03\"},"
		"{\"title\":\"" B
		"\",\"url\":\"/news/2\",\"date\":\"2024-05-02\"},"
		"{\"title\":\"" C
		"\",\"url\":\"/news/3\",\"date\":\"2024-05-01\"}]}",
	};

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		assert_items(read_list(*state, pages[i]), LIST_SCRIPT);
}

/* What the page shows is what people read; its script tells the dates. */
static void
test_shown(void **state)
{
	const struct document *d = read_list(*state,
		"<ul><li><a href=1>" A "</a><li><a href=2>" B
		"</a><li><a href=3>" C "</a></ul><script>var x = [{title:\"" A
		"!\",url:\"./1\",date:\"2024-05-03\"},{title:\"" B
		"!\",url:\"./2\",date:\"2024-05-02\"},{title:\"" C
		"!\",url:\"./3\",date:\"2024-05-01\"}]</script>");

	assert_items(d, LIST_AUTO);
}

/* Settings and menus are no list. */
static void
test_none(void **state)
{
	const struct document *d = read_list(*state,
		"<p>Nothing here.</p><script>var menu = [{name:'Home',url:'/'},"
		"{name:'About the office',url:'/us'},{name:'Contact',"
		"url:'/contact'},{name:'Site map',url:'/map'}], t = {a:1};"
		"f({x:function(){return [1,2,3]}});</script>");

	assert_int_equal(d->nreports, 0);
	assert_non_null(strstr(
		d->findings[d->nfindings - 1], "no list of links was found"));
}

static void
test_events(void **state)
{
	const struct document *d = read_list(*state,
		"<script>var events = [{title:'" A
		"',url:'/news/1',startDate:'2024-06-03T09:00',endDate:"
		"'2024-06-05',venue:'Vienna'},{title:'" B
		"',url:'/news/2',startDate:'2024-06-04'},{title:'" C
		"',url:'/news/3',startDate:'2024-06-07'}]</script>");
	const struct facts *facts;

	assert_int_equal(d->nreports, 3);
	assert_int_equal(d->reports[0].nmentions, 1);
	facts = &d->reports[0].mentions[0].facts;
	assert_int_equal(facts->start.d, 3);
	assert_int_equal(facts->end.d, 5);
	assert_string_equal(facts->city, "Vienna");
	assert_string_equal(
		d->reports[0].canonical, "https://office.example/news/");
	assert_string_not_equal(d->reports[0].guid, d->reports[1].guid);
}

static void
test_linked(void **state)
{
	static const char *const pages[] = {
		/* Addresses alone; the page has the rest. */
		"<script type=application/ld+json>{\"@graph\":[{\"@type\":"
		"\"BreadcrumbList\",\"itemListElement\":[{\"name\":\"Home\","
		"\"item\":\"/\"}]},{\"@type\":[\"ItemList\"],"
		"\"itemListElement\":[{\"@type\":\"ListItem\",\"url\":"
		"\"/news/1\"},\"/news/2\",{\"@type\":\"ListItem\",\"item\":"
		"\"/news/3\"}]}]}</script><p><a href=1>" A
		"</a> 3 May 2024<p><a href=2>" B
		"</a> 2 May 2024<p><a href=3>" C "</a> 1 May 2024",
		/* Posts of a blog; another list is shorter. */
		"<script type=application/ld+json>[{\"@type\":\"ItemList\","
		"\"itemListElement\":[{\"url\":\"/x\",\"name\":\"Some other "
		"thing to read\"}]},{\"@type\":\"Blog\",\"blogPost\":[{"
		"\"@type\":\"BlogPosting\",\"headline\":\"" A
		"\",\"url\":\"1\",\"datePublished\":\"2024-05-03\"},{"
		"\"@type\":\"BlogPosting\",\"headline\":\"" B
		"\",\"url\":\"2\",\"datePublished\":\"2024-05-02\"},{"
		"\"@type\":\"BlogPosting\",\"headline\":\"" C
		"\",\"url\":\"3\",\"datePublished\":\"2024-05-01\"}]}]"
		"</script>",
		/* Microdata, with authors who have names and pages too. */
		"<div itemscope itemtype=https://schema.org/NewsArticle><i "
		"itemprop=author itemscope itemtype=http://schema.org/Person>"
		"<a itemprop=url href=/ann><b itemprop=name>Ann</b></a></i>"
		"<a itemprop=url href=1><b itemprop=headline>" A
		"</b></a><meta itemprop=datePublished content=2024-05-03>"
		"</div><div itemscope itemtype=https://schema.org/NewsArticle>"
		"<a itemprop=url href=2><b itemprop=headline>" B
		"</b></a><meta itemprop=datePublished content=2024-05-02>"
		"</div><div itemscope itemtype=https://schema.org/NewsArticle>"
		"<a itemprop=url href=3><b itemprop=headline>" C
		"</b></a><time itemprop=datePublished datetime=2024-05-01>"
		"</time></div>",
	};

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		assert_items(read_list(*state, pages[i]), LIST_STRUCTURED);
}

static void
test_linked_events(void **state)
{
	const struct document *d = read_list(*state,
		"<script type=application/ld+json>[{\"@type\":"
		"\"EducationEvent\",\"name\":\"Course on searching\",\"url\":"
		"\"/e/1\",\"startDate\":\"2024-06-03\",\"endDate\":"
		"\"2024-06-04\",\"location\":{\"@type\":\"Place\",\"name\":"
		"\"Hall 3\",\"address\":{\"addressLocality\":\"Tokyo\"}}},"
		"{\"@type\":\"Event\",\"name\":\"Forum of young inventors\","
		"\"url\":\"/e/2\",\"startDate\":\"2024-06-05\"},{\"@type\":"
		"\"Event\",\"name\":\"Seminar on trade secrets\",\"url\":"
		"\"/e/3\",\"startDate\":\"2024-06-06\"}]</script>");

	assert_int_equal(d->nreports, 3);
	assert_int_equal(d->method, LIST_STRUCTURED);
	assert_int_equal(d->reports[0].nmentions, 1);
	assert_string_equal(d->reports[0].mentions[0].facts.city, "Tokyo");
	assert_int_equal(d->reports[2].mentions[0].facts.start.d, 6);
}

static void
assert_loose(const char *text, const char *json)
{
	size_t used;
	json_t *value = loose_json(text, strlen(text), &used);
	char *dump = value ? json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY)
			   : NULL;

	if (json)
		assert_string_equal(dump, json);
	else
		assert_null(value);
	assert_true(used <= strlen(text));
	free(dump);
	json_decref(value);
}

static void
test_loose(void **state)
{
	(void)state;
	assert_loose("{a:1,'b':\"x\",$c:[true,!1,null,undefined,],}rest",
		"{\"a\":1,\"b\":\"x\",\"$c\":[true,false,null,null]}");
	assert_loose("['\\u4e13\\x41\\'\\/', `t`, -1.5e1]",
		"[\"\xE4\xB8\x93"
		"A'/\",\"t\",-15.0]");
	assert_loose("[\"\\ud83d\\ude00\",\"\\ud83d\"]",
		"[\"\xF0\x9F\x98\x80\",\"\xEF\xBF\xBD\"]");
	assert_loose("{/* c */ a /* d */ : // e\n 2 }", "{\"a\":2}");
	assert_loose("{a:function(){}}", NULL);
	assert_loose("{a:1", NULL);
	assert_loose("[\"a", NULL);
	assert_loose("{a:f(1)}", NULL);
	assert_loose("[1 2]", NULL);
	assert_loose("x", NULL);
	assert_loose("", NULL);
}

/* Nothing is as deep as this, and nobody's stack is to find out. */
static void
test_deep(void **state)
{
	struct buf buf;
	size_t used;

	(void)state;
	buf_init(&buf, BUF_NO_LIMIT);
	for (int i = 0; i < 100000; i++)
		buf_puts(&buf, "[{a:");
	assert_null(loose_json(buf_str(&buf), buf.len, &used));
	buf_release(&buf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_forms, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_shown, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_events, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_linked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_linked_events, set_up, tear_down),
		cmocka_unit_test(test_loose),
		cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
