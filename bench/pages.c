/*
 * pages.c - what reading pages costs, beside the least that it can cost.
 *
 *	build/bench/pages FILE...
 *
 * For each page, over the same bytes and in one run: gumbo alone, which builds
 * the tree of the HTML standard (the least); the page as a list; the page as an
 * article, with the events that it tells of. Told is CPU time on one core, the
 * shortest of several rounds, since whatever else the machine does only adds;
 * then over all pages the time for 200 KB, and its ratio to the least.
 */
#include "base/buf.h"
#include "parse/charset.h"
#include "parse/parse.h"
#include "parse/parser.h"

#include <gumbo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 7
#define FILES_MAX 4096
#define PAGE_BYTES 200e3

enum way { WAY_TREE, WAY_LIST, WAY_ARTICLE, WAYS };

struct page {
	const char *path;
	char *bytes;
	size_t n;
	struct buf utf8; /* its text, as far as pages are read */
	double best[WAYS];
};

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
read_page(const struct parser *parser, const char *path, struct page *page)
{
	FILE *f = fopen(path, "rb");
	struct charset_found found;
	struct slice text;
	long size;

	if (f == NULL)
		return -1;
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	page->path = path;
	page->bytes = size < 0 ? NULL : malloc((size_t)size + 1);
	if (page->bytes != NULL)
		page->n = fread(page->bytes, 1, (size_t)size, f);
	fclose(f);
	if (page->bytes == NULL)
		return -1;
	buf_init(&page->utf8, page->n * 4 + 16);
	text = charset_text(parser->charsets, page->bytes, page->n, NULL,
		CONTROLS_AS_MEANT, &page->utf8, &found);
	if (page->utf8.len == 0)
		buf_add(&page->utf8, text.p, text.n);
	return 0;
}

static void
build_tree(struct page *page)
{
	GumboOptions options = kGumboDefaultOptions;
	size_t n = page->utf8.len;

	if (n > PARSE_PAGE_MAX)
		n = PARSE_PAGE_MAX;
	options.max_errors = 0;
	gumbo_destroy_output(&options,
		gumbo_parse_with_options(&options, buf_str(&page->utf8), n));
}

/* Returns how many reports and events were read. */
static size_t
read_as(const struct parser *parser, const struct page *page,
	enum parse_kind kind)
{
	struct parse_input input = {.bytes = page->bytes,
		.length = page->n,
		.kind = kind,
		.url = "http://bench.example/news/1.html",
		.now = 1704067200};
	struct document document;
	struct err err = ERR_INIT;
	struct arena arena;
	size_t found = 0;

	arena_init(&arena);
	if (parse_document(parser, &input, &arena, &document, &err) == 0)
		for (size_t i = 0; i < document.nreports; i++)
			found += 1 + document.reports[i].nmentions;
	arena_release(&arena);
	return found;
}

static size_t
run_way(const struct parser *parser, struct page *page, enum way way)
{
	double begin = cpu_seconds(), took;
	size_t found = 0;

	if (way == WAY_TREE)
		build_tree(page);
	else
		found = read_as(parser, page,
			way == WAY_LIST ? PARSE_LIST : PARSE_ARTICLE);
	took = cpu_seconds() - begin;
	if (page->best[way] == 0 || took < page->best[way])
		page->best[way] = took;
	return found;
}

static void
tell(const struct page *pages, size_t npages, size_t found)
{
	static const char *const names[WAYS] = {
		"gumbo alone", "to a list", "to an article"};
	double all[WAYS] = {0}, bytes = 0;

	for (size_t i = 0; i < npages; i++) {
		const struct page *page = &pages[i];

		printf("%8zu %8.2f %8.2f %8.2f  %.2f %.2f  %s\n", page->n,
			page->best[0] * 1e3, page->best[1] * 1e3,
			page->best[2] * 1e3, page->best[1] / page->best[0],
			page->best[2] / page->best[0], page->path);
		bytes += (double)page->n;
		for (int way = 0; way < WAYS; way++)
			all[way] += page->best[way];
	}
	printf("%zu pages, %.1f MB, %zu items and events\n", npages,
		bytes / 1e6, found);
	for (int way = 0; way < WAYS; way++)
		printf("%-14s %7.2f ms a 200 KB  %.2f\n", names[way],
			all[way] * 1e3 * PAGE_BYTES / bytes,
			all[way] / all[WAY_TREE]);
}

int
main(int argc, char **argv)
{
	static struct page pages[FILES_MAX];
	struct err err = ERR_INIT;
	struct parser *parser = parser_new(&err);
	size_t n = 0, found = 0;

	if (parser == NULL || argc < 2) {
		fprintf(stderr, "usage: pages PAGE...\n%s\n", err.message);
		return 2;
	}
	for (int i = 1; i < argc && n < FILES_MAX; i++) {
		if (read_page(parser, argv[i], &pages[n]) == 0)
			n++;
		else
			fprintf(stderr, "%s: cannot be read\n", argv[i]);
	}
	for (int round = 0; round < ROUNDS; round++) {
		found = 0;
		for (size_t i = 0; i < n; i++)
			for (int way = 0; way < WAYS; way++)
				found += run_way(
					parser, &pages[i], (enum way)way);
	}
	tell(pages, n, found);
	for (size_t i = 0; i < n; i++) {
		buf_release(&pages[i].utf8);
		free(pages[i].bytes);
	}
	parser_free(parser);
	return 0;
}
