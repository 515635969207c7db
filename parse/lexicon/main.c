/*
 * main.c - a program that `make` runs: reads the tables of words and places in
 * data/ and writes them to stdout as C (parse/lexicon_tables.h).
 */
#include "parse/lexicon/reading.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void
put_text(const char *s)
{
	fputs("\t\"", stdout);
	for (; *s != '\0'; s++) {
		/* "?" might begin a trigraph. */
		if (*s == '"' || *s == '\\' || *s == '?')
			fputc('\\', stdout);
		fputc(*s, stdout);
	}
	fputs("\\0\"\n", stdout);
}

static void
put_texts(const struct buf *texts)
{
	fputs("static const char texts[] =\n", stdout);
	for (size_t at = 0; at < texts->len; at += strlen(texts->data + at) + 1)
		put_text(texts->data + at);
	fputs("\t;\n", stdout);
}

static void
put_words(const struct reading *reading)
{
	fputs("static const struct word_row words[] = {\n", stdout);
	for (size_t i = 0; i < reading->nwords; i++) {
		const struct word_row *w = &reading->words[i];

		fprintf(stdout, "\t{%u, %u, %u, %d, %u, %u, %u, %u, %d, %d},\n",
			w->text, w->value, w->namesake, w->number, w->place,
			w->length, w->first, w->class, w->lower, w->last);
	}
	fputs("};\n", stdout);
}

static void
put_places(const struct reading *reading)
{
	fputs("static const struct place_row places[] = {\n", stdout);
	for (size_t i = 0; i < reading->nplaces; i++) {
		const struct place_row *p = &reading->places[i];

		fprintf(stdout, "\t{%u, %u, %u, %u, %u, %d},\n", p->name,
			p->country, p->zone, p->parent, p->kind, p->listed);
	}
	fputs("};\n", stdout);
}

static void
put_traits(const struct reading *reading)
{
	fputs("static const struct trait_row traits[] = {\n", stdout);
	for (size_t i = 0; i < reading->ntraits; i++)
		fprintf(stdout, "\t{%u, %u},\n", reading->traits[i].language,
			reading->traits[i].trait);
	fputs("};\n", stdout);
}

static void
put_numbers(const char *name, const uint32_t *numbers, size_t n)
{
	fprintf(stdout, "static const uint32_t %s[] = {\n", name);
	for (size_t i = 0; i < n; i++)
		fprintf(stdout, "\t%u,\n", numbers[i]);
	fputs("};\n", stdout);
}

static void
put_simplified(const struct reading *reading)
{
	fputs("static const uint16_t simplified[HAN_COUNT] = {\n", stdout);
	for (size_t i = 0; i < HAN_COUNT; i++)
		if (reading->simplified[i] != 0)
			fprintf(stdout, "\t[%zu] = %u,\n", i,
				reading->simplified[i]);
	fputs("};\n", stdout);
}

static void
put_index(const char *name, const struct made_index *index)
{
	char begins[32];

	fprintf(stdout, "static const uint64_t %s_filter[] = {\n", name);
	for (size_t i = 0; i < WORD_FILTER / 64; i++)
		fprintf(stdout, "\t0x%" PRIx64 "u,\n", index->filter[i]);
	fputs("};\n", stdout);
	fprintf(stdout, "static const struct word_entry %s_entries[] = {\n",
		name);
	for (size_t i = 0; i < index->begins[WORD_BUCKETS]; i++) {
		const struct word_entry *e = &index->entries[i];

		fprintf(stdout, "\t{%uu, %uu, %uu, %u, %d, %u, %u},\n", e->hash,
			e->behind, e->mask, e->class, e->spaced, e->length,
			e->word);
	}
	fputs("};\n", stdout);
	snprintf(begins, sizeof(begins), "%s_begins", name);
	put_numbers(begins, index->begins, WORD_BUCKETS + 1);
}

static void
put_all(const struct reading *reading)
{
	fputs("/* Made of data/ by parse/lexicon/ in the course of `make`. */\n"
	      "#include \"parse/lexicon_tables.h\"\n"
	      "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n",
		stdout);
	put_texts(&reading->texts);
	put_words(reading);
	put_places(reading);
	put_traits(reading);
	put_index("words", &reading->words_index);
	put_index("heads", &reading->heads_index);
	put_numbers("compounds", reading->compounds, reading->ncompounds);
	put_simplified(reading);
	fprintf(stdout,
		"const struct lexicon_tables lexicon_tables = {\n"
		"\ttexts, words, places, traits, compounds,\n"
		"\t%zu, %zu, %zu, %zu,\n"
		"\tsimplified,\n"
		"\t{words_filter, words_begins, words_entries, 0},\n"
		"\t{heads_filter, heads_begins, heads_entries, 0}};\n",
		reading->nwords, reading->nplaces, reading->ntraits,
		reading->ncompounds);
}

int
main(void)
{
	struct reading *reading = mem_alloc(sizeof(*reading));
	struct err err = ERR_INIT;
	int status = 0;

	if (reading_read(reading, &err) == 0) {
		put_all(reading);
		status = fflush(stdout) != 0 || ferror(stdout) != 0;
	} else {
		fprintf(stderr, "%s\n", err.message);
		status = 1;
	}
	reading_release(reading);
	free(reading);
	return status;
}
