/*
 * document.h - what must hold of every document that a fuzz target parsed.
 */
#ifndef FUZZ_DOCUMENT_H
#define FUZZ_DOCUMENT_H

#include "parse/parse.h"

#include <stddef.h>
#include <stdint.h>

/* Loads the tables, which takes longer than any input may. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Those of all targets; lives till the end. */
const struct parser *fuzz_parser(void);

/*
 * Parses n bytes as what is asked for. Aborts where what comes out is no UTF-8, an
 * address has a scheme that is not allowed, a body is not at rest under the
 * sanitiser, the records do not survive the pipe between worker and parent, or
 * an entry of a feed is another one where those around it were read before.
 */
void fuzz_document(enum parse_kind kind, const char *bytes, size_t n);

#endif
