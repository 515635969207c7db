/*
 * cli_json_test.c - records as JSON: unknown is null, evidence counts
 * characters, and bytes that are no UTF-8 do no harm.
 */
#include "cli/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Compares a member with its JSON text; releases neither. */
static void
assert_member(const json_t *object, const char *key, const char *expected)
{
	json_t *value = json_object_get(object, key);
	char *text;

	assert_non_null(value);
	text = json_dumps(
		value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(6));
	assert_string_equal(text, expected);
	free(text);
}

static void
test_text(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{NULL, "null"},
		{"", "\"\""},
		{"知识 \"x\"", "\"知识 \\\"x\\\"\""},
		{"a\xff"
		 "b\xe7\x9f",
			"\"a\xef\xbf\xbd"
			"b\xef\xbf\xbd\xef\xbf\xbd\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *object = json_object();

		json_put_text(object, "a", cases[i].in);
		assert_member(object, "a", cases[i].out);
		json_decref(object);
	}
}

static void
test_mention(void **state)
{
	static const char text[] = "第三届论坛将在珠海举行。";
	struct organiser organiser = {.name = "X", .role = ROLE_GUIDE};
	struct mention mention = {.facts = {.name = "第三届论坛",
					  .edition = 3,
					  .start = {2025, 10, 0},
					  .status = STATUS_ANNOUNCED,
					  .city = "Zhuhai",
					  .organisers = &organiser,
					  .norganisers = 1},
		.confidence = 0.55};
	const struct report report = {.text = text,
		.title.value = "论坛",
		.url = "http://a.example/2025"};
	json_t *object, *evidence;

	(void)state;
	mention.evidence[FACT_NAME] = (struct evidence){
		.in = EVIDENCE_TEXT, .offset = 0, .length = 15};
	mention.evidence[FACT_CITY] = (struct evidence){
		.in = EVIDENCE_TEXT, .offset = 21, .length = 6};
	mention.evidence[FACT_KIND] = (struct evidence){
		.in = EVIDENCE_TITLE, .offset = 0, .length = 6};
	mention.evidence[FACT_START] = (struct evidence){
		.in = EVIDENCE_URL, .offset = 17, .length = 4};
	/* What points behind the text is cut, not read. */
	mention.evidence[FACT_VENUE] = (struct evidence){
		.in = EVIDENCE_TEXT, .offset = 30, .length = 4000};
	mention.evidence[FACT_END] =
		(struct evidence){.in = EVIDENCE_PUBLISHED};
	object = json_mention(&mention, &report);
	assert_member(object, "start", "\"2025-10\"");
	assert_member(object, "end", "null");
	assert_member(object, "precision", "\"month\"");
	assert_member(object, "edition", "3");
	assert_member(object, "status", "\"announced\"");
	assert_member(object, "venue", "null");
	assert_member(object, "online", "false");
	assert_member(object, "confidence", "0.55");
	assert_member(object, "people", "[]");
	assert_member(object, "organisers",
		"[{\"name\":\"X\",\"role\":\"guide\",\"office\":null}]");
	evidence = json_object_get(object, "evidence");
	assert_member(evidence, "name", "[0,5]");
	assert_member(evidence, "city", "[7,2]");
	assert_member(evidence, "kind", "[0,2,\"title\"]");
	assert_member(evidence, "start", "[17,4,\"url\"]");
	assert_member(evidence, "venue", "[10,2]");
	assert_member(evidence, "end", "[0,0,\"published\"]");
	assert_null(json_object_get(evidence, "theme"));
	json_decref(object);
}

static void
test_node(void **state)
{
	struct extra extras[] = {
		{.name = "ttl", .value = "60", .literal = true},
		{.name = "image.height", .value = "15", .literal = true},
		{.name = "cloud.path", .value = "/rpc"},
		{.name = "docs", .value = "http://a.example/rss"},
	};
	struct author authors[] = {{.name = "A", .email = "a@a.example"}};
	const struct report report = {.guid = "g",
		.url = "http://a.example/",
		.title = {.value = "T", .type = "text/plain"},
		.published = {.raw = "yesterday"},
		.image = "http://a.example/i.png",
		.authors = authors,
		.nauthors = 1,
		.extras = extras,
		.nextras = 4,
		.permalink = true};
	json_t *node = json_node(&report);

	(void)state;
	assert_member(node, "id", "\"g\"");
	assert_member(node, "permalink", "true");
	assert_member(node, "title",
		"{\"value\":\"T\",\"type\":\"text/plain\",\"language\":null,"
		"\"base\":null}");
	assert_member(node, "summary", "null");
	assert_member(
		node, "published", "{\"raw\":\"yesterday\",\"utc\":null}");
	assert_member(node, "updated", "null");
	assert_member(node, "authors",
		"[{\"name\":\"A\",\"email\":\"a@a.example\",\"uri\":null}]");
	assert_member(node, "ttl", "60");
	assert_member(node, "docs", "\"http://a.example/rss\"");
	assert_member(node, "image",
		"{\"href\":\"http://a.example/i.png\",\"height\":15}");
	assert_member(node, "ext", "{\"cloud\":{\"path\":\"/rpc\"}}");
	json_decref(node);
}

static void
test_article_day(void **state)
{
	static const struct {
		struct when when;
		const char *day;
	} cases[] = {
		{{.utc = 0}, "null"},
		/* The day as written, in the source's own zone. */
		{{.utc = 1745800200, .day = {2025, 4, 28}}, "\"2025-04-28\""},
		{{.utc = 1745800200}, "\"2025-04-28\""},
		{{.day = {2025, 4, 0}}, "null"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct report report = {.published = cases[i].when};
		struct document document = {.kind = DOCUMENT_ARTICLE,
			.reports = &report,
			.nreports = 1};
		json_t *object = json_document(&document);

		assert_member(object, "kind", "\"article\"");
		assert_member(object, "date", cases[i].day);
		json_decref(object);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_mention),
		cmocka_unit_test(test_node),
		cmocka_unit_test(test_article_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
