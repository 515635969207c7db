/*
 * buf.h - a growing byte buffer that is born with a cap.
 *
 * Everything that comes from outside goes into a buffer with a limit. Writing
 * past it stores nothing more and sets `full`; so a writer may ignore the
 * results of single calls and look at `full` once, at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *data;   /* len bytes and a NUL behind them; NULL while empty */
	size_t len;   /* bytes stored */
	size_t cap;   /* bytes allocated */
	size_t limit; /* bytes that may ever be stored */
	bool full;    /* something did not fit: the content is incomplete */
};

/* No real document comes near it: for buffers that only we write. */
#define BUF_NO_LIMIT ((size_t)1 << 40)

void buf_init(struct buf *buf, size_t limit);
void buf_release(struct buf *buf);
void buf_reset(struct buf *buf); /* empty again, memory and limit kept */

/* Each returns 0, or -1 once the buffer is full. */
int buf_add(struct buf *buf, const void *bytes, size_t n);
int buf_puts(struct buf *buf, const char *s); /* NULL adds nothing */
int buf_putc(struct buf *buf, char c);
int buf_printf(struct buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Makes room for n more bytes: where it does not fail, they may be written at
 * data + len, and buf_grew() then counts those that were. */
int buf_reserve(struct buf *buf, size_t n);
void buf_grew(struct buf *buf, size_t n);

/* The bytes as a string; "" while nothing was stored. Borrowed. */
const char *buf_str(const struct buf *buf);

/* Hands the bytes to the caller (who frees them) and empties the buffer. */
char *buf_steal(struct buf *buf);

#endif
