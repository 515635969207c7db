/*
 * lexicon.c - reads the tables of data/ that mentions are found with.
 */
#include "parse/lexicon.h"

#include "base/mem.h"

#include <stdlib.h>

struct lexicon {
	struct arena arena;
};

struct lexicon *
lexicon_new(struct err *err)
{
	struct lexicon *lexicon = mem_zero(1, sizeof(*lexicon));

	(void)err;
	arena_init(&lexicon->arena);
	return lexicon;
}

void
lexicon_free(struct lexicon *lexicon)
{
	if (lexicon == NULL)
		return;
	arena_release(&lexicon->arena);
	free(lexicon);
}
