/*
 * parse.c - what reading feeds costs, beside the least that it can cost.
 *
 *	build/bench/parse FILE...
 *
 * In one run, over the same bytes, CPU time of: libxml2's push parser with
 * handlers that do nothing (the least); feeds to items with all fields, dates
 * and hashes, but texts taken as they are; the same with the sanitiser. Each
 * is the median of several rounds, told as a ratio to the first: figures in
 * seconds differ between machines, ratios less so.
 *
 * The sanitiser is taken out by the linker (--wrap): what remains is the very
 * code that runs otherwise.
 */
#include "parse/parse.h"
#include "base/text.h"
#include "parse/charset.h"
#include "parse/feeddate.h"
#include "parse/parser.h"
#include "parse/sanitize.h"
#include "parse/xmlfeed.h"

#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 7
#define FILES_MAX 4096
#define CHUNK 65536

struct input {
	char *bytes;
	size_t n;
};

struct bench {
	struct input inputs[FILES_MAX];
	size_t n;
	size_t bytes;
	struct parser parser;
	size_t items;
	uint64_t hash;
};

/* Set while the sanitiser is left out. */
static bool plain;

void __real_sanitize_html(const struct html_rules *rules, const char *html,
	size_t n, const char *base, struct arena *arena, struct sanitized *out);
void __wrap_sanitize_html(const struct html_rules *rules, const char *html,
	size_t n, const char *base, struct arena *arena, struct sanitized *out);

void
__wrap_sanitize_html(const struct html_rules *rules, const char *html, size_t n,
	const char *base, struct arena *arena, struct sanitized *out)
{
	if (!plain) {
		__real_sanitize_html(rules, html, n, base, arena, out);
		return;
	}
	out->html = out->text = arena_strndup(arena, html, n);
	out->cut = false;
}

static double
cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
read_input(struct bench *bench, const char *path)
{
	FILE *f = fopen(path, "rb");
	struct input *input = &bench->inputs[bench->n];
	long size;

	if (f == NULL)
		return -1;
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	input->bytes = size < 0 ? NULL : malloc((size_t)size + 1);
	if (input->bytes != NULL)
		input->n = fread(input->bytes, 1, (size_t)size, f);
	fclose(f);
	if (input->bytes == NULL)
		return -1;
	bench->bytes += input->n;
	bench->n++;
	return 0;
}

static void
push_bare(const struct bench *bench)
{
	for (size_t i = 0; i < bench->n; i++) {
		xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC};
		xmlParserCtxt *xml =
			xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
		const struct input *input = &bench->inputs[i];

		xmlCtxtUseOptions(xml, XML_PARSE_NONET | XML_PARSE_NOERROR |
					       XML_PARSE_NOWARNING);
		for (size_t at = 0; at < input->n; at += CHUNK)
			xmlParseChunk(xml, input->bytes + at,
				(int)(input->n - at < CHUNK ? input->n - at
							    : CHUNK),
				0);
		xmlParseChunk(xml, NULL, 0, 1);
		xmlFreeDoc(xml->myDoc);
		xmlFreeParserCtxt(xml);
	}
}

/* Any mark that tells of a change will do: eight bytes at a time. */
static uint64_t
hash_text(const char *text)
{
	size_t n = text != NULL ? strlen(text) : 0;
	uint64_t hash = n, word = 0;

	for (; n >= sizeof(word); n -= sizeof(word), text += sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		hash = (hash ^ word) * 0x9E3779B97F4A7C15;
		hash ^= hash >> 32;
	}
	word = 0;
	if (n > 0)
		memcpy(&word, text, n);
	return (hash ^ word) * 0x9E3779B97F4A7C15;
}

static void
read_feeds(struct bench *bench)
{
	bench->items = 0;
	for (size_t i = 0; i < bench->n; i++) {
		const struct input *input = &bench->inputs[i];
		const struct parse_input from = {
			.url = "http://bench.example/feed"};
		struct document out = {0};
		struct charset_found found;
		struct arena arena;
		struct err err = ERR_INIT;
		struct buf own;
		struct slice text;

		arena_init(&arena);
		buf_init(&own, input->n * 4 + 16);
		text = charset_text(bench->parser.charsets, input->bytes,
			input->n, NULL, CONTROLS_AS_MEANT, &own, &found);
		if (xmlfeed_parse(&bench->parser, &from, text.p, text.n, NULL,
			    &arena, &out, &err) != 0)
			fprintf(stderr, "%zu: %s\n", i, err.message);
		for (size_t k = 0; k < out.nreports; k++)
			bench->hash ^= hash_text(out.reports[k].title.value) ^
				       hash_text(out.reports[k].url) ^
				       hash_text(out.reports[k].text);
		bench->items += out.nreports;
		buf_release(&own);
		arena_release(&arena);
	}
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

int
main(int argc, char **argv)
{
	static struct bench bench;
	static double bare[ROUNDS], items[ROUNDS], clean[ROUNDS];
	struct err err = ERR_INIT;

	for (int i = 1; i < argc && bench.n < FILES_MAX; i++)
		if (read_input(&bench, argv[i]) != 0)
			fprintf(stderr, "%s: cannot be read\n", argv[i]);
	bench.parser.charsets = charsets_new(&err);
	bench.parser.dates = date_words_new(&err);
	bench.parser.html = html_rules_new(&err);
	if (bench.n == 0 || err.kind != ERR_NONE) {
		fprintf(stderr, "usage: parse FEED...\n%s\n", err.message);
		return 2;
	}
	for (int i = 0; i < ROUNDS; i++) {
		double start = cpu_seconds(), next;

		push_bare(&bench);
		next = cpu_seconds();
		bare[i] = next - start;
		plain = true;
		read_feeds(&bench);
		start = cpu_seconds();
		items[i] = start - next;
		plain = false;
		read_feeds(&bench);
		clean[i] = cpu_seconds() - start;
	}
	qsort(bare, ROUNDS, sizeof(*bare), compare);
	qsort(items, ROUNDS, sizeof(*items), compare);
	qsort(clean, ROUNDS, sizeof(*clean), compare);
	printf("%zu feeds, %.1f MB, %zu items (hash %016llx)\n", bench.n,
		(double)bench.bytes / 1e6, bench.items,
		(unsigned long long)bench.hash);
	printf("bare push parser   %7.3f s  1.00  (%.0f MB/s)\n",
		bare[ROUNDS / 2], (double)bench.bytes / 1e6 / bare[ROUNDS / 2]);
	printf("to items           %7.3f s  %.2f\n", items[ROUNDS / 2],
		items[ROUNDS / 2] / bare[ROUNDS / 2]);
	printf("and sanitised      %7.3f s  %.2f  (the sanitiser: %.2f)\n",
		clean[ROUNDS / 2], clean[ROUNDS / 2] / bare[ROUNDS / 2],
		(clean[ROUNDS / 2] - items[ROUNDS / 2]) / bare[ROUNDS / 2]);
	for (size_t i = 0; i < bench.n; i++)
		free(bench.inputs[i].bytes);
	html_rules_free(bench.parser.html);
	date_words_free(bench.parser.dates);
	charsets_free(bench.parser.charsets);
	return 0;
}
