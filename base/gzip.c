/*
 * gzip.c - one member from bytes that are all in memory; see gzip.h. For that
 * libdeflate takes half of zlib's time, and packs smaller.
 */
#include "base/gzip.h"

#include "base/mem.h"

#include <libdeflate.h>
#include <stdlib.h>

const char *
gzip_press(struct gzip_press *press, const struct buf *bytes,
	enum gzip_level level, size_t *length)
{
	size_t most;

	if (press->compressor == NULL)
		press->compressor = libdeflate_alloc_compressor((int)level);
	if (press->compressor == NULL)
		mem_die();
	most = libdeflate_gzip_compress_bound(press->compressor, bytes->len);
	if (most > press->size) {
		free(press->room);
		press->room = mem_alloc(most);
		press->size = most;
	}
	*length = libdeflate_gzip_compress(press->compressor, buf_str(bytes),
		bytes->len, press->room, press->size);
	return press->room;
}

void
gzip_press_release(struct gzip_press *press)
{
	libdeflate_free_compressor(press->compressor);
	free(press->room);
	*press = (struct gzip_press){0};
}

int
gzip_add(struct buf *out, const struct buf *bytes, enum gzip_level level)
{
	struct gzip_press press = {0};
	size_t length;
	const char *member = gzip_press(&press, bytes, level, &length);
	int result = buf_add(out, member, length);

	gzip_press_release(&press);
	return result;
}
