/*
 * document.h - what must hold of every document that a fuzz target parsed.
 */
#ifndef FUZZ_DOCUMENT_H
#define FUZZ_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/*
 * Parses n bytes as a feed. Aborts where what comes out is no UTF-8, an
 * address has a scheme that is not allowed, a body is not at rest under the
 * sanitiser, or the records do not survive the pipe between worker and parent.
 */
void fuzz_document(const char *bytes, size_t n);

#endif
