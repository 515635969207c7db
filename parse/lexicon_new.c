/*
 * lexicon_new.c - makes pointers of the numbers that the tables in the program
 * hold; declared in parse/lexicon.h.
 */
#include "parse/lexicon.h"

#include "base/mem.h"
#include "parse/lexicon_tables.h"
#include "parse/words.h"

#include <stdlib.h>

static void
point_to_places(struct lexicon *lexicon)
{
	const struct lexicon_tables *tables = lexicon->tables;

	lexicon->places = mem_zero(tables->nplaces, sizeof(*lexicon->places));
	for (size_t i = 1; i < tables->nplaces; i++) {
		const struct place_row *row = &tables->places[i];

		lexicon->places[i] = (struct place){
			.kind = (enum place_kind)row->kind,
			.name = tables->texts + row->name,
			.country = tables->texts + row->country,
			.parent = row->parent != 0
					  ? &lexicon->places[row->parent]
					  : NULL,
			.listed = row->listed,
			.zone = row->zone != 0 ? tables->texts + row->zone
					       : NULL};
	}
}

static void
point_to_words(struct lexicon *lexicon)
{
	const struct lexicon_tables *tables = lexicon->tables;

	lexicon->words = mem_zero(tables->nwords, sizeof(*lexicon->words));
	for (size_t i = 1; i < tables->nwords; i++) {
		const struct word_row *row = &tables->words[i];

		lexicon->words[i] = (struct word){
			.text = tables->texts + row->text,
			.value = tables->texts + row->value,
			.place = row->place != 0 ? &lexicon->places[row->place]
						 : NULL,
			.namesake = row->namesake != 0
					    ? &lexicon->words[row->namesake]
					    : NULL,
			.number = row->number,
			.length = row->length,
			.first = row->first,
			.class = (enum word_class)row->class,
			.lower = row->lower,
			.last = row->last};
	}
}

struct lexicon *
lexicon_new(struct err *err)
{
	struct lexicon *lexicon = mem_zero(1, sizeof(*lexicon));

	lexicon->tables = &lexicon_tables;
	if (weights_read(&lexicon->weights, err) != 0) {
		lexicon_free(lexicon);
		return NULL;
	}
	point_to_places(lexicon);
	point_to_words(lexicon);
	lexicon->index = lexicon_tables.index;
	lexicon->index.words = lexicon->words;
	lexicon->heads = lexicon_tables.heads;
	lexicon->heads.words = lexicon->words;
	return lexicon;
}

void
lexicon_free(struct lexicon *lexicon)
{
	if (lexicon == NULL)
		return;
	free(lexicon->words);
	free(lexicon->places);
	free(lexicon);
}
