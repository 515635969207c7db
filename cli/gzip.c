/*
 * gzip.c - whether to answer in gzip, and the bytes.
 */
#include "cli/gzip.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define LEAST ((size_t)1024)

/* Is the weight after an encoding's name zero ("gzip;q=0.0")? */
static bool
is_refused(const char *parameters, size_t n)
{
	size_t i = strspn(parameters, " \t;");

	if (i + 2 >= n || strncasecmp(parameters + i, "q=", 2) != 0)
		return false;
	i += 2;
	return i + strspn(parameters + i, "0.") >= n;
}

bool
gzip_is_wanted(const char *accept_encoding)
{
	const char *p = accept_encoding;
	bool any = false;

	while (p != NULL && *p != '\0') {
		size_t length, name;

		p += strspn(p, " \t,");
		length = strcspn(p, ",");
		while (length > 0 && strchr(" \t", p[length - 1]) != NULL)
			length--;
		name = strcspn(p, " \t;,");
		if (name > length)
			name = length;
		if (name == 4 && strncasecmp(p, "gzip", 4) == 0)
			return !is_refused(p + name, length - name);
		if (name == 1 && *p == '*')
			any = !is_refused(p + name, length - name);
		p += strcspn(p, ",");
	}
	return any;
}

bool
gzip_is_worth_it(const char *media_type, size_t length)
{
	static const char *const types[] = {"text/", "application/atom+xml",
		"application/rss+xml", "application/feed+json",
		"application/xml", "image/svg+xml"};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strncmp(media_type, types[i], strlen(types[i])) == 0)
			return length >= LEAST;
	return false;
}

void
gzip_bytes(struct buf *out, const struct buf *bytes)
{
	z_stream z = {
		.next_in = (Bytef *)bytes->data, .avail_in = (uInt)bytes->len};
	unsigned char *packed;
	size_t bound;

	/* 15 + 16: a gzip header, with no time and no name in it. */
	if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) !=
		Z_OK)
		mem_die();
	bound = deflateBound(&z, (uLong)bytes->len);
	packed = mem_alloc(bound);
	z.next_out = packed;
	z.avail_out = (uInt)bound;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		mem_die();
	buf_add(out, packed, (size_t)z.total_out);
	deflateEnd(&z);
	free(packed);
}
