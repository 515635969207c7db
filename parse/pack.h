/*
 * pack.h - records to one flat block of bytes and back, for pipes.
 *
 * What a worker answers is as untrusted as the document that it read, so
 * unpacking checks everything: lengths, counts, depth, enums, UTF-8, dates, and
 * that evidence lies inside the string that it points into. The format is for two
 * processes of one binary: native byte order, no version.
 */
#ifndef PARSE_PACK_H
#define PARSE_PACK_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/record.h"
#include "parse/parse.h"

/* Appends the block to `out`; -1 where it does not fit out's limit. */
int pack_document(struct buf *out, const struct document *document);
int pack_input(struct buf *out, const struct parse_input *input);
int pack_err(struct buf *out, const struct err *err);

/* Reads a block of n bytes. Records go into `arena`; strings stay where they
 * are, so the block must outlive *out. -1: the bytes are no such block, *out is
 * unusable. */
int unpack_document(
	struct arena *arena, const char *bytes, size_t n, struct document *out);
int unpack_input(struct arena *arena, const char *bytes, size_t n,
	struct parse_input *out);
int unpack_err(const char *bytes, size_t n, struct err *out);

#endif
