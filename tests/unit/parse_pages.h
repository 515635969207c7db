/*
 * parse_pages.h - what the tests of lists and pages share: a parser for each
 * test, and one document that it reads.
 */
#ifndef TESTS_UNIT_PARSE_PAGES_H
#define TESTS_UNIT_PARSE_PAGES_H

#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
	struct parser *parser;
	struct arena arena;
	struct document document;
	struct err err;
};

static inline int
set_up(void **state)
{
	struct fixture *f = mem_zero(1, sizeof(*f));

	*state = f;
	arena_init(&f->arena);
	f->parser = parser_new(&f->err);
	return f->parser ? 0 : -1;
}

static inline int
tear_down(void **state)
{
	struct fixture *f = *state;

	parser_free(f->parser);
	arena_release(&f->arena);
	free(f);
	return 0;
}

/* Reads a text as `input` says, on 4 May 2024 where that has no clock. */
static inline int
read_bytes(struct fixture *f, const char *text, struct parse_input input)
{
	input.bytes = text;
	input.length = strlen(text);
	if (input.now == 0)
		input.now = instant_at((struct civil){2024, 5, 4}, 0, 0, 0);
	f->document = (struct document){0};
	return parse_document(
		f->parser, &input, &f->arena, &f->document, &f->err);
}

#endif
