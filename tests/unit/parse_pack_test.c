/*
 * parse_pack_test.c - every member of a record travels, and no block of bytes
 * from a worker is believed.
 */
#include "parse/layout.h"
#include "parse/pack.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- the tables cover the structs ---- */

/* Marks the bytes [from, from + n) of a record as covered, once. */
static void
cover(char *covered, size_t size, size_t from, size_t n)
{
	assert_true(from + n <= size);
	for (size_t i = from; i < from + n; i++) {
		assert_int_equal(covered[i], 0);
		covered[i] = 1;
	}
}

static void
check_layout(const struct layout *layout, int depth)
{
	char *covered = calloc(layout->size, 1);
	size_t gap = 0;

	for (size_t i = 0; i < layout->nmembers; i++) {
		const struct member *m = &layout->members[i];
		size_t n = sizeof(void *);

		if (m->type == MEMBER_NUMBER)
			n = m->size;
		else if (m->type == MEMBER_BOOL)
			n = sizeof(bool);
		else if (m->type == MEMBER_ENUM)
			n = sizeof(unsigned);
		else if (m->type == MEMBER_STRUCT)
			n = m->count * m->of->size;
		cover(covered, layout->size, m->offset, n);
		if (m->type == MEMBER_ARRAY || m->type == MEMBER_STRINGS)
			cover(covered, layout->size, m->count_offset,
				sizeof(size_t));
		if (m->of != NULL && depth < 4)
			check_layout(m->of, depth + 1);
	}
	/* What is left is padding: never as long as a pointer. */
	for (size_t i = 0; i < layout->size; i++) {
		gap = covered[i] ? 0 : gap + 1;
		assert_true(gap < sizeof(void *));
	}
	free(covered);
}

static void
tables_cover_the_records(void **state)
{
	(void)state;
	check_layout(&layout_document, 0);
	check_layout(&layout_selectors, 0);
}

/* ---- round trips ---- */

static struct document
sample(struct arena *arena)
{
	struct document doc = {.kind = DOCUMENT_ARTICLE,
		.version = "rss20",
		.encoding = "gb18030",
		.wellformed = true,
		.pace = {.ttl = 3600, .skip_hours = 5, .skip_days = 2}};
	struct report *report = ARENA_PUSH(arena, &doc.reports, &doc.nreports);
	struct mention *mention;
	struct organiser *organiser;

	report->url = "https://example.org/a";
	report->title.value = "第19届论坛";
	report->text = "The forum was held on 18 November.";
	report->published = (struct when){
		.raw = "2022-12-09", .utc = 1670544000, .day = {2022, 12, 9}};
	report->origin = arena_alloc(arena, sizeof(*report->origin));
	report->origin->guid = "tag:origin";
	report->permalink = true;
	ARENA_PUSH(arena, &report->authors, &report->nauthors)->name = "A";
	mention = ARENA_PUSH(arena, &report->mentions, &report->nmentions);
	mention->facts.name = "19th forum";
	mention->facts.start = (struct civil){2022, 11, 18};
	mention->facts.edition = 19;
	mention->facts.status = STATUS_HELD;
	mention->facts.online_told = true;
	mention->confidence = 0.75;
	mention->evidence[FACT_START] = (struct evidence){
		.in = EVIDENCE_TEXT, .offset = 22, .length = 11};
	organiser = ARENA_PUSH(
		arena, &mention->facts.organisers, &mention->facts.norganisers);
	organiser->name = "CNIPA";
	organiser->role = ROLE_GUIDE;
	*ARENA_PUSH(arena, &doc.findings, &doc.nfindings) = "a bare ampersand";
	return doc;
}

static void
documents_go_round(void **state)
{
	struct arena arena, second;
	struct document doc, back;
	const struct mention *m;
	struct buf block;

	(void)state;
	arena_init(&arena);
	arena_init(&second);
	buf_init(&block, 1 << 20);
	doc = sample(&arena);
	assert_int_equal(pack_document(&block, &doc), 0);
	assert_int_equal(
		unpack_document(&second, block.data, block.len, &back), 0);
	assert_int_equal(back.kind, DOCUMENT_ARTICLE);
	assert_string_equal(back.version, "rss20");
	assert_null(back.suggested_feed);
	assert_int_equal(back.pace.skip_days, 2);
	assert_int_equal(back.nreports, 1);
	assert_string_equal(back.reports[0].title.value, "第19届论坛");
	assert_int_equal(back.reports[0].published.utc, 1670544000);
	assert_string_equal(back.reports[0].origin->guid, "tag:origin");
	assert_true(back.reports[0].permalink);
	assert_string_equal(back.reports[0].authors[0].name, "A");
	assert_string_equal(back.findings[0], "a bare ampersand");
	m = &back.reports[0].mentions[0];
	assert_int_equal(m->facts.edition, 19);
	assert_int_equal(m->facts.start.y, 2022);
	assert_int_equal(m->facts.organisers[0].role, ROLE_GUIDE);
	assert_true(m->confidence > 0.74 && m->confidence < 0.76);
	assert_int_equal(m->evidence[FACT_START].length, 11);
	buf_release(&block);
	arena_release(&arena);
	arena_release(&second);
}

static void
inputs_go_round(void **state)
{
	static const struct selectors selectors = {.item = "//li"};
	static const struct parse_page pages[] = {
		{.bytes = "<c\0d>", .length = 5, .url = "http://example.org/2"},
		{.url = "http://example.org/3", .content_type = "text/html"}};
	static const struct known known[] = {{7}, {UINT64_MAX}};
	static const struct parse_input input = {.bytes = "<a\0b>",
		.settings = 3,
		.known = known,
		.nknown = 2,
		.length = 5,
		.kind = PARSE_LIST,
		.url = "http://example.org/",
		.selectors = &selectors,
		.list_date = {2020, 4, 21},
		.now = 99,
		.pages = pages,
		.npages = 2};
	struct parse_input back;
	struct arena arena;
	struct buf block;

	(void)state;
	arena_init(&arena);
	buf_init(&block, 1 << 20);
	assert_int_equal(pack_input(&block, &input), 0);
	assert_int_equal(unpack_input(&arena, block.data, block.len, &back), 0);
	assert_int_equal(back.length, 5);
	assert_memory_equal(back.bytes, "<a\0b>", 5);
	assert_int_equal(back.kind, PARSE_LIST);
	assert_string_equal(back.selectors->item, "//li");
	assert_null(back.selectors->date);
	assert_null(back.content_type);
	assert_int_equal(back.list_date.d, 21);
	assert_int_equal(back.now, 99);
	assert_int_equal(back.settings, 3);
	assert_int_equal(back.nknown, 2);
	assert_true(back.known[1].mark == UINT64_MAX);
	assert_int_equal(back.npages, 2);
	assert_int_equal(back.pages[0].length, 5);
	assert_memory_equal(back.pages[0].bytes, "<c\0d>", 5);
	assert_string_equal(back.pages[0].url, "http://example.org/2");
	assert_int_equal(back.pages[1].length, 0);
	assert_string_equal(back.pages[1].content_type, "text/html");
	/* A NUL stands behind the bytes of a document and of a page. */
	assert_int_equal(back.bytes[back.length], '\0');
	assert_int_equal(back.pages[0].bytes[5], '\0');
	for (size_t cut = 1; cut <= 12; cut++)
		assert_int_equal(unpack_input(&arena, block.data,
					 block.len - cut, &back),
			block.data[block.len - cut - 1] == '\0' && cut < 6
				? 0
				: -1);
	buf_release(&block);
	arena_release(&arena);
}

static void
errors_go_round(void **state)
{
	struct err err = ERR_INIT, back = ERR_INIT;
	struct buf block;

	(void)state;
	buf_init(&block, 4096);
	err_set(&err, ERR_INPUT, "this is a page");
	assert_int_equal(pack_err(&block, &err), 0);
	assert_int_equal(unpack_err(block.data, block.len, &back), 0);
	assert_int_equal(back.kind, ERR_INPUT);
	assert_string_equal(back.message, "this is a page");
	assert_int_equal(unpack_err(block.data, block.len - 1, &back), -1);
	buf_release(&block);
}

/* ---- hostile blocks ---- */

static int
unpack_bytes(const char *bytes, size_t n)
{
	/* Exactly n bytes on the heap, so that a sanitizer sees one more. */
	char *copy = malloc(n ? n : 1);
	struct document doc;
	struct arena arena;
	int result;

	memcpy(copy, bytes, n);
	arena_init(&arena);
	result = unpack_document(&arena, copy, n, &doc);
	arena_release(&arena);
	free(copy);
	return result;
}

static void
broken_blocks_are_refused(void **state)
{
	struct arena arena;
	struct document doc;
	struct buf block;
	uint32_t seed = 1;

	(void)state;
	arena_init(&arena);
	buf_init(&block, 1 << 20);
	doc = sample(&arena);
	pack_document(&block, &doc);
	for (size_t n = 0; n < block.len; n++)
		assert_int_equal(unpack_bytes(block.data, n), -1);
	/* Any byte changed: refused or read, but never out of bounds. */
	for (size_t i = 0; i < block.len * 4; i++) {
		char saved = block.data[i % block.len];

		seed = seed * 1664525u + 1013904223u;
		block.data[i % block.len] = (char)(seed >> 24);
		(void)unpack_bytes(block.data, block.len);
		block.data[i % block.len] = saved;
	}
	assert_int_equal(unpack_bytes(block.data, block.len), 0);
	buf_release(&block);
	arena_release(&arena);
}

/* They are used where they lie in the block. */
static void
strings_end_where_they_say(void **state)
{
	const struct document doc = {.version = "rss20", .next = "http://a/"};
	struct buf block;
	char *version;

	(void)state;
	buf_init(&block, 1 << 20);
	pack_document(&block, &doc);
	assert_int_equal(unpack_bytes(block.data, block.len), 0);
	version = memmem(block.data, block.len, "rss20", 6);
	assert_non_null(version);
	version[5] = 'x';
	assert_int_equal(unpack_bytes(block.data, block.len), -1);
	version[5] = '\0';
	version[2] = '\0';
	assert_int_equal(unpack_bytes(block.data, block.len), -1);
	version[2] = 's';
	assert_int_equal(unpack_bytes(block.data, block.len), 0);
	buf_release(&block);
}

static int
repack(const struct document *doc)
{
	struct buf block;
	int result;

	buf_init(&block, 1 << 20);
	pack_document(&block, doc);
	result = unpack_bytes(block.data, block.len);
	buf_release(&block);
	return result;
}

static void
lies_are_refused(void **state)
{
	struct arena arena;
	struct document doc;
	struct mention *mention;

	(void)state;
	arena_init(&arena);
	doc = sample(&arena);
	mention = &doc.reports[0].mentions[0];
	assert_int_equal(repack(&doc), 0);

	mention->evidence[FACT_START].length = 1000;
	assert_int_equal(repack(&doc), -1);
	mention->evidence[FACT_START].length = 11;
	mention->evidence[FACT_START].offset = UINT32_MAX - 5;
	assert_int_equal(repack(&doc), -1);
	mention->evidence[FACT_START].offset = 0;

	mention->facts.status = (enum status)99;
	assert_int_equal(repack(&doc), -1);
	mention->facts.status = STATUS_HELD;

	mention->facts.end = (struct civil){2022, 77, 1};
	assert_int_equal(repack(&doc), -1);
	mention->facts.end = (struct civil){0};

	mention->confidence = 1.5;
	assert_int_equal(repack(&doc), -1);
	mention->confidence = NAN;
	assert_int_equal(repack(&doc), -1);
	mention->confidence = 1;

	mention->facts.edition = -1;
	assert_int_equal(repack(&doc), -1);
	mention->facts.edition = 0;

	mention->evidence[FACT_NAME] =
		(struct evidence){.in = EVIDENCE_STRUCTURED, .offset = 1};
	assert_int_equal(repack(&doc), -1);
	mention->evidence[FACT_NAME] = (struct evidence){0};

	doc.reports[0].updated.day = (struct civil){2022, 2, 30};
	assert_int_equal(repack(&doc), -1);
	doc.reports[0].updated.day = (struct civil){0};

	doc.reports[0].source = "not \xff UTF-8";
	assert_int_equal(repack(&doc), -1);
	doc.reports[0].source = NULL;

	doc.reports[0].origin->origin = &doc.feed;
	assert_int_equal(repack(&doc), -1);
	doc.reports[0].origin->origin = NULL;
	assert_int_equal(repack(&doc), 0);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_cover_the_records),
		cmocka_unit_test(documents_go_round),
		cmocka_unit_test(inputs_go_round),
		cmocka_unit_test(errors_go_round),
		cmocka_unit_test(broken_blocks_are_refused),
		cmocka_unit_test(strings_end_where_they_say),
		cmocka_unit_test(lies_are_refused),
	};

	return cmocka_run_group_tests_name("parse_pack", tests, NULL, NULL);
}
