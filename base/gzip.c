/*
 * gzip.c - one member from bytes that are all in memory; see gzip.h. For that
 * libdeflate takes half of zlib's time, and packs smaller.
 */
#include "base/gzip.h"

#include "base/mem.h"

#include <libdeflate.h>
#include <stdlib.h>

int
gzip_add(struct buf *out, const struct buf *bytes, enum gzip_level level)
{
	struct libdeflate_compressor *packer =
		libdeflate_alloc_compressor((int)level);
	size_t room, length;
	char *packed;
	int result;

	if (packer == NULL)
		mem_die();
	room = libdeflate_gzip_compress_bound(packer, bytes->len);
	packed = mem_alloc(room);
	length = libdeflate_gzip_compress(
		packer, buf_str(bytes), bytes->len, packed, room);
	result = buf_add(out, packed, length);
	libdeflate_free_compressor(packer);
	free(packed);
	return result;
}
