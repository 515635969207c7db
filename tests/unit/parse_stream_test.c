/*
 * parse_stream_test.c - feeds larger than the window: what is handed on is what
 * a reading of the whole finds, wherever the pieces end.
 */
#include "base/buf.h"
#include "base/text.h"
#include "parse/pack.h"
#include "parse/parse.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct parser *parser;

/* What a sink saw. */
struct seen {
	size_t entries, most; /* more than `most` are refused; 0 = none is */
	uint64_t hash;
	char last[100]; /* guid */
};

static int
set_up(void **state)
{
	(void)state;
	parser = parser_new(NULL);
	return parser != NULL ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	parser_free(parser);
	return 0;
}

/* All that an entry has, as one number. */
static uint64_t
hash_of(const struct report *entry)
{
	struct report copy = *entry;
	struct document document = {
		.kind = DOCUMENT_FEED, .reports = &copy, .nreports = 1};
	struct buf block;
	uint64_t hash;

	buf_init(&block, BUF_NO_LIMIT);
	pack_document(&block, &document);
	hash = text_hash(block.data, block.len);
	buf_release(&block);
	return hash;
}

static void
see(struct seen *seen, const struct report *entry)
{
	seen->entries++;
	seen->hash = seen->hash * 31 + hash_of(entry);
	snprintf(seen->last, sizeof(seen->last), "%s",
		entry->guid != NULL ? entry->guid : "");
}

static int
take(void *context, const struct report *entry, struct err *err)
{
	struct seen *seen = context;

	if (seen->most > 0 && seen->entries == seen->most)
		return err_set(err, ERR_STORE, "no more");
	see(seen, entry);
	return 0;
}

static const struct parse_input settings = {
	.kind = PARSE_FEED, .url = "http://e.com/d/feed", .now = 1660000000};

/* Pushes `xml` in pieces of `step` bytes. */
static int
stream(const struct buf *xml, size_t step, struct seen *seen,
	struct arena *arena, struct document *out, struct err *err)
{
	const struct parse_sink sink = {take, seen};
	struct parse_stream *s =
		parse_stream_new(parser, &settings, &sink, arena, out);
	int status = 0;

	*err = (struct err)ERR_INIT;
	for (size_t at = 0; at < xml->len && status == 0; at += step)
		status = parse_stream_push(s, xml->data + at,
			xml->len - at < step ? xml->len - at : step, err);
	if (status == 0)
		status = parse_stream_end(s, err);
	parse_stream_free(s);
	return status;
}

static void
put_head(struct buf *xml, const char *encoding)
{
	buf_printf(xml,
		"<?xml version='1.0' encoding='%s'?>\n"
		"<!DOCTYPE rss [<!ENTITY own 'Own'>]>"
		"<rss version='2.0' xmlns:x='http://e.com/x'>"
		"<channel><title>T</title><language>en</language>"
		"<x:item kept='1'>foreign</x:item>",
		encoding);
}

/* Entries with what a piece may end in: characters of several bytes,
 * references, CDATA, tags with faults; mostly larger than CDATA needs to be to
 * go a way of its own. */
static void
put_entries(struct buf *xml, size_t bytes)
{
	for (int i = 0; xml->len < bytes; i++) {
		buf_printf(xml,
			"<item rdf:about='a%d'><guid>g%d</guid>"
			"<title>AT&T &amp; \u4E2D\u6587 &own; &hellip;</title>"
			"<link>/post/%d</link><category>c%d</category>"
			"<pubDate>Tue, 13 Jul 2004 10:14:%02d GMT</pubDate>"
			"<description><![CDATA[<p>",
			i, i, i, i % 7, i % 60);
		for (int k = 0; k < i % 40; k++)
			buf_puts(xml, "The Forum \u5728\u5317\u4EAC ]] > ");
		buf_printf(xml,
			"</p>]]></description><enclosure url=x%d.mp3 "
			"type='audio/mpeg'/></item>\n",
			i);
	}
}

/* What a reading of the whole finds. */
static struct seen
whole(const struct buf *xml, struct arena *arena, struct document *out)
{
	struct parse_input input = settings;
	struct seen seen = {0};
	struct err err = ERR_INIT;

	input.bytes = buf_str(xml);
	input.length = xml->len;
	assert_int_equal(parse_document(parser, &input, arena, out, &err), 0);
	for (size_t i = 0; i < out->nreports; i++)
		see(&seen, &out->reports[i]);
	return seen;
}

static void
assert_same(const struct document *a, const struct document *b)
{
	assert_string_equal(a->version, b->version);
	assert_string_equal(a->encoding, b->encoding);
	assert_int_equal(a->wellformed, b->wellformed);
	assert_int_equal(hash_of(&a->feed), hash_of(&b->feed));
	assert_int_equal(a->nfindings, b->nfindings);
	for (size_t i = 0; i < a->nfindings; i++)
		assert_string_equal(a->findings[i], b->findings[i]);
}

/* In pieces of some lengths; the last one is 0. */
static void
compare(const struct buf *xml, const size_t *steps)
{
	struct document all, out;
	struct arena arena;
	struct err err;
	struct seen expected;

	arena_init(&arena);
	expected = whole(xml, &arena, &all);
	assert_true(expected.entries > 100);
	for (size_t i = 0; steps[i] > 0; i++) {
		struct seen seen = {0};

		assert_int_equal(
			stream(xml, steps[i], &seen, &arena, &out, &err), 0);
		assert_int_equal(out.nreports, 0);
		assert_int_equal(seen.entries, expected.entries);
		assert_int_equal(seen.hash, expected.hash);
		assert_same(&out, &all);
	}
	arena_release(&arena);
}

static void
test_pieces(void **state)
{
	static const size_t many[] = {61, 65536, 3 << 20, 0}, one[] = {4093, 0};
	struct buf xml;

	(void)state;
	buf_init(&xml, BUF_NO_LIMIT);
	put_head(&xml, "utf-8");
	put_entries(&xml, PARSE_STREAM_WINDOW + 50000);
	buf_puts(&xml, "</channel></rss>");
	compare(&xml, many);
	/* The end is missing, in the middle of an entry. */
	xml.len -= 300;
	compare(&xml, one);
	buf_release(&xml);
}

static void
test_encodings(void **state)
{
	static const char *const names[] = {"gb18030", "utf-16", "big5"};
	static const size_t steps[] = {4093, 0};
	struct buf xml, coded;

	(void)state;
	buf_init(&xml, BUF_NO_LIMIT);
	buf_init(&coded, BUF_NO_LIMIT);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		iconv_t cd = iconv_open(names[i], "utf-8");
		size_t room, left;
		char *from, *out, *to;

		buf_reset(&xml);
		buf_reset(&coded);
		put_head(&xml, names[i]);
		put_entries(&xml, PARSE_STREAM_WINDOW * 4 / 3);
		from = xml.data;
		left = xml.len;
		room = xml.len * 4;
		out = to = mem_alloc(room);
		assert_int_equal(iconv(cd, &from, &left, &to, &room), 0);
		buf_add(&coded, out, (size_t)(to - out));
		free(out);
		iconv_close(cd);
		compare(&coded, steps);
	}
	buf_release(&xml);
	buf_release(&coded);
}

static void
test_ends(void **state)
{
	struct document out;
	struct arena arena;
	struct seen seen = {0};
	struct err err;
	struct buf xml;
	size_t cut;

	(void)state;
	arena_init(&arena);
	buf_init(&xml, BUF_NO_LIMIT);
	put_head(&xml, "utf-8");
	put_entries(&xml, PARSE_STREAM_WINDOW + 200000);
	cut = xml.len;
	buf_puts(&xml, "<item><guid>last</guid><title>Cut he");
	assert_int_equal(stream(&xml, 65536, &seen, &arena, &out, &err), 0);
	assert_string_equal(seen.last, "last");
	assert_false(out.wellformed);
	/* A sink that wants no more ends it. */
	xml.len = cut;
	seen = (struct seen){.most = 5};
	assert_int_equal(stream(&xml, 65536, &seen, &arena, &out, &err), -1);
	assert_int_equal(seen.entries, 5);
	assert_int_equal(err.kind, ERR_STORE);
	/* A tag that never ends: what came before it was handed on. */
	buf_puts(&xml, "<item a='");
	while (xml.len < cut + (5u << 20))
		buf_puts(&xml, "0123456789abcdef");
	seen = (struct seen){0};
	assert_int_equal(stream(&xml, 65536, &seen, &arena, &out, &err), -1);
	assert_int_equal(err.kind, ERR_LIMIT);
	assert_true(seen.entries > 100);
	buf_release(&xml);
	arena_release(&arena);
}

/* What cannot be a stream is read whole, or refused. */
static void
test_others(void **state)
{
	struct document out;
	struct arena arena;
	struct seen seen = {0};
	struct err err;
	struct buf text;

	(void)state;
	arena_init(&arena);
	buf_init(&text, BUF_NO_LIMIT);
	buf_puts(&text, "<rss><channel><item><title>small</title></item>");
	assert_int_equal(stream(&text, 3, &seen, &arena, &out, &err), 0);
	assert_int_equal(seen.entries, 0);
	assert_int_equal(out.nreports, 1);
	buf_reset(&text);
	buf_puts(&text, "{\"version\":\"https://jsonfeed.org/version/1\","
			"\"items\":[{\"id\":1,\"content_text\":\"");
	while (text.len < PARSE_STREAM_WINDOW * 2)
		buf_puts(&text, "0123456789abcdef");
	buf_puts(&text, "\"}]}");
	assert_int_equal(stream(&text, 65536, &seen, &arena, &out, &err), 0);
	assert_int_equal(out.nreports, 1);
	while (text.len <= PARSE_FEED_MAX)
		buf_puts(&text, "                ");
	assert_int_equal(stream(&text, 65536, &seen, &arena, &out, &err), -1);
	assert_int_equal(err.kind, ERR_LIMIT);
	buf_release(&text);
	arena_release(&arena);
}

static void
test_entries_max(void **state)
{
	struct document out;
	struct arena arena;
	struct seen seen = {0};
	struct err err;
	struct buf xml;

	(void)state;
	arena_init(&arena);
	buf_init(&xml, BUF_NO_LIMIT);
	buf_puts(&xml, "<rss><channel>");
	for (int i = 0; i < PARSE_STREAM_ITEMS_MAX + 7; i++)
		buf_puts(&xml, "<item></item>");
	buf_puts(&xml, "</channel></rss>");
	assert_int_equal(stream(&xml, 65536, &seen, &arena, &out, &err), 0);
	assert_int_equal(seen.entries, PARSE_STREAM_ITEMS_MAX);
	assert_int_equal(out.nfindings, 1);
	assert_non_null(strstr(out.findings[0], "7 entries more"));
	buf_release(&xml);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_entries_max),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
