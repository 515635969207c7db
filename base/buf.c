/*
 * buf.c - a growing byte buffer with a cap; see buf.h.
 */
#include "base/buf.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
buf_init(struct buf *buf, size_t limit)
{
	*buf = (struct buf){.limit = limit};
}

void
buf_release(struct buf *buf)
{
	free(buf->data);
	buf_init(buf, buf->limit);
}

void
buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf->full = false;
	if (buf->data != NULL)
		buf->data[0] = '\0';
}

int
buf_reserve(struct buf *buf, size_t n)
{
	size_t need, cap;

	if (buf->full || n > buf->limit - buf->len) {
		buf->full = true;
		return -1;
	}
	need = buf->len + n + 1;
	if (need <= buf->cap)
		return 0;
	cap = buf->cap ? buf->cap : 64;
	while (cap < need)
		cap *= 2;
	if (cap > buf->limit + 1)
		cap = buf->limit + 1;
	buf->data = mem_resize(buf->data, cap, 1);
	buf->cap = cap;
	return 0;
}

int
buf_add(struct buf *buf, const void *bytes, size_t n)
{
	/* Nearly always there is room, for the NUL too. */
	if ((n >= buf->cap - buf->len || buf->full) && buf_reserve(buf, n) != 0)
		return -1;
	if (n != 0)
		memcpy(buf->data + buf->len, bytes, n);
	buf->len += n;
	buf->data[buf->len] = '\0';
	return 0;
}

int
buf_puts(struct buf *buf, const char *s)
{
	return s == NULL ? 0 : buf_add(buf, s, strlen(s));
}

int
buf_putc(struct buf *buf, char c)
{
	return buf_add(buf, &c, 1);
}

int
buf_printf(struct buf *buf, const char *format, ...)
{
	/* Where it fits into what is there, it is formatted once. */
	size_t room = buf->cap > buf->len ? buf->cap - buf->len : 0;
	va_list args, again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(
		room > 0 ? buf->data + buf->len : NULL, room, format, args);
	if (n < 0)
		mem_die();
	if (buf_reserve(buf, (size_t)n) == 0) {
		if ((size_t)n >= room)
			vsnprintf(buf->data + buf->len, (size_t)n + 1, format,
				again);
		buf->len += (size_t)n;
		n = 0;
	} else {
		if (room > 0)
			buf->data[buf->len] = '\0';
		n = -1;
	}
	va_end(again);
	va_end(args);
	return n;
}

void
buf_grew(struct buf *buf, size_t n)
{
	buf->len += n;
	buf->data[buf->len] = '\0';
}

const char *
buf_str(const struct buf *buf)
{
	return buf->data == NULL ? "" : buf->data;
}

char *
buf_steal(struct buf *buf)
{
	char *data = buf->data == NULL ? mem_strdup("") : buf->data;

	buf->data = NULL;
	buf_init(buf, buf->limit);
	return data;
}
