/*
 * document.c - shared by the targets for feeds and pages; see document.h.
 */
#include "fuzz/document.h"

#include "base/buf.h"
#include "base/text.h"
#include "parse/pack.h"
#include "parse/parse.h"
#include "parse/parser.h"
#include "parse/sanitize.h"

#include <stdlib.h>
#include <string.h>

static const struct parser *parser;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct err err = ERR_INIT;

	(void)argc;
	(void)argv;
	parser = parser_new(&err);
	return parser != NULL ? 0 : -1;
}

const struct parser *
fuzz_parser(void)
{
	return parser;
}

static void
check_text(const char *s)
{
	if (s != NULL && !utf8_valid(s, strlen(s)))
		abort();
}

static void
check_url(const char *url)
{
	check_text(url);
	if (url != NULL && !sanitize_url_ok(parser->html, url))
		abort();
}

static void
check_rich(const struct rich *rich)
{
	struct sanitized again;
	struct arena arena;

	check_text(rich->value);
	if (rich->value == NULL || strcmp(rich->type, "text/html") != 0)
		return;
	arena_init(&arena);
	sanitize_html(parser->html, rich->value, strlen(rich->value), NULL,
		&arena, &again);
	if (strlen(again.html) != strlen(rich->value))
		abort();
	arena_release(&arena);
}

static void
check_report(const struct report *report)
{
	check_text(report->guid);
	check_text(report->title.value);
	check_text(report->html);
	check_text(report->text);
	check_url(report->url);
	check_url(report->image);
	check_rich(&report->summary);
	for (size_t i = 0; i < report->ncontents; i++)
		check_rich(&report->contents[i]);
	for (size_t i = 0; i < report->nlinks; i++)
		check_url(report->links[i].href);
	for (size_t i = 0; i < report->nenclosures; i++)
		check_url(report->enclosures[i].href);
}

static void
check_list(const struct document *document)
{
	for (size_t i = 0; i < document->ncandidates; i++) {
		check_text(document->candidates[i].where);
		check_text(document->candidates[i].first);
	}
	for (size_t i = 0; i < document->ndropped; i++) {
		check_text(document->dropped[i].title);
		check_url(document->dropped[i].url);
	}
	/* An item is a title and an address. */
	for (size_t i = 0; i < document->nreports; i++)
		if (document->kind == DOCUMENT_LIST &&
			(document->reports[i].url == NULL ||
				document->reports[i].title.value == NULL ||
				document->reports[i].title.value[0] == '\0'))
			abort();
}

static void
check_packed(const struct document *document)
{
	struct document back;
	struct arena arena;
	struct buf block;

	arena_init(&arena);
	buf_init(&block, (size_t)64 << 20);
	if (pack_document(&block, document) == 0 &&
		unpack_document(&arena, buf_str(&block), block.len, &back) != 0)
		abort();
	buf_release(&block);
	arena_release(&arena);
}

static int
by_mark(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	return x->mark < y->mark ? -1 : x->mark > y->mark;
}

static void
check_same(const struct report *before, const struct report *again)
{
	struct document documents[] = {
		{.reports = (struct report *)before, .nreports = 1},
		{.reports = (struct report *)again, .nreports = 1},
	};
	struct buf blocks[2];

	for (int i = 0; i < 2; i++) {
		buf_init(&blocks[i], (size_t)64 << 20);
		(void)pack_document(&blocks[i], &documents[i]);
	}
	if (blocks[0].len != blocks[1].len ||
		memcmp(buf_str(&blocks[0]), buf_str(&blocks[1]),
			blocks[0].len) != 0)
		abort();
	buf_release(&blocks[0]);
	buf_release(&blocks[1]);
}

/* Where every other entry was read before, what is told of the rest is what was
 * told when all were new. */
static void
check_known(struct parse_input input)
{
	struct document before, again;
	struct err err = ERR_INIT;
	struct known *known;
	struct arena arena;

	arena_init(&arena);
	input.settings = 1;
	if (parse_document(parser, &input, &arena, &before, &err) != 0)
		goto out;
	known = arena_array(&arena, before.nreports + 1, sizeof(*known));
	for (size_t i = 0; i < before.nreports; i += 2)
		if (before.reports[i].mark != 0)
			known[input.nknown++].mark = before.reports[i].mark;
	if (input.nknown == 0)
		goto out;
	qsort(known, input.nknown, sizeof(*known), by_mark);
	input.known = known;
	if (parse_document(parser, &input, &arena, &again, &err) != 0 ||
		again.nreports != before.nreports)
		abort();
	for (size_t i = 0; i < again.nreports; i++) {
		if (again.reports[i].known &&
			again.reports[i].mark != before.reports[i].mark)
			abort();
		if (!again.reports[i].known)
			check_same(&before.reports[i], &again.reports[i]);
	}
out:
	arena_release(&arena);
}

void
fuzz_document(enum parse_kind kind, const char *bytes, size_t n)
{
	struct parse_input input = {.bytes = bytes,
		.length = n,
		.kind = kind,
		.url = "http://e.com/d/feed",
		.now = 1660000000};
	struct document document;
	struct err err = ERR_INIT;
	struct arena arena;

	if (parser == NULL)
		abort();
	arena_init(&arena);
	if (parse_document(parser, &input, &arena, &document, &err) == 0) {
		check_report(&document.feed);
		for (size_t i = 0; i < document.nreports; i++)
			check_report(&document.reports[i]);
		check_list(&document);
		check_packed(&document);
		if (document.kind == DOCUMENT_FEED)
			check_known(input);
	}
	arena_release(&arena);
}
