/*
 * warc.c - writes and reads archives of answers; see warc.h.
 */
#include "fetch/warc.h"

#include "base/date.h"
#include "base/gzip.h"
#include "base/mem.h"
#include "base/url.h"
#include "fetch/header.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <unistd.h>
#include <zlib.h>

#define BODY_MAX ((size_t)32 << 20)
#define BLOCK_MAX (BODY_MAX + 65536)
#define LINE_BYTES 16384

/* ---------------------------------------------------------------- writing */

static void
put_head(struct buf *record, const char *type, const char *url, int64_t at,
	const char *content_type, size_t length)
{
	unsigned char id[16];
	char text[INSTANT_TEXT];

	if (getrandom(id, sizeof(id), 0) != (ssize_t)sizeof(id))
		memset(id, 0, sizeof(id));
	id[6] = (unsigned char)((id[6] & 0x0f) |
				0x40); /* RFC 4122: version 4 */
	id[8] = (unsigned char)((id[8] & 0x3f) | 0x80);
	buf_printf(record, "WARC/1.1\r\nWARC-Type: %s\r\n", type);
	if (url != NULL)
		buf_printf(record, "WARC-Target-URI: %s\r\n", url);
	buf_printf(record, "WARC-Date: %s\r\nWARC-Record-ID: <urn:uuid:",
		instant_format(at, text));
	for (size_t i = 0; i < sizeof(id); i++)
		buf_printf(record, "%s%02x",
			i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "",
			id[i]);
	buf_printf(record,
		">\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
		content_type, length);
}

#define TAIL "\r\n\r\n"

static void
put_field(struct buf *block, const char *name, const char *value)
{
	if (value != NULL && strpbrk(value, "\r\n") == NULL)
		buf_printf(block, "%s: %s\r\n", name, value);
}

int
warc_put_response(struct buf *out, const struct warc_response *response)
{
	struct buf head;
	int result = -1;

	if (response->length > BODY_MAX ||
		strpbrk(response->url, "\r\n") != NULL)
		return -1;
	buf_init(&head, BLOCK_MAX - BODY_MAX);
	buf_printf(&head, "HTTP/1.1 %d %s\r\n", response->status,
		response->status == 200 ? "OK" : "Answer");
	put_field(&head, "Content-Type", response->content_type);
	put_field(&head, "ETag", response->etag);
	put_field(&head, "Last-Modified", response->last_modified);
	buf_printf(&head, "Content-Length: %zu\r\n\r\n", response->length);
	put_head(out, "response", response->url, response->at,
		"application/http; msgtype=response",
		head.len + response->length);
	/* At once: a body is large, and grows step by step else. */
	if (!head.full && buf_reserve(out, head.len + response->length +
						   strlen(TAIL)) == 0) {
		buf_add(out, buf_str(&head), head.len);
		buf_add(out, response->body, response->length);
		result = buf_puts(out, TAIL);
	}
	buf_release(&head);
	return result;
}

int
warc_put_info(struct buf *out, int64_t at, const char *software)
{
	struct buf fields, record;
	int result;

	buf_init(&fields, LINE_BYTES);
	buf_init(&record, 2 * LINE_BYTES);
	buf_printf(&fields, "software: %s\r\nformat: WARC File Format 1.1\r\n",
		software);
	put_head(&record, "warcinfo", NULL, at, "application/warc-fields",
		fields.len);
	buf_add(&record, buf_str(&fields), fields.len);
	buf_puts(&record, TAIL);
	result = fields.full || record.full ? -1
					    : gzip_add(out, &record, GZIP_FAST);
	buf_release(&fields);
	buf_release(&record);
	return result;
}

/* ---------------------------------------------------------------- reading */

struct record {
	char type[32];
	char url[URL_MAX + 1];
	int64_t at;
	int64_t length; /* -1 = not told */
};

/* 1 = a line without its end; 0 = the end of the file; -1 = broken. */
static int
read_line(gzFile file, char line[LINE_BYTES])
{
	size_t n;
	int code;

	if (gzgets(file, line, LINE_BYTES) == NULL) {
		gzerror(file, &code);
		return code == Z_OK || code == Z_STREAM_END ? 0 : -1;
	}
	n = strlen(line);
	while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
		line[--n] = '\0';
	return 1;
}

static const char *
field_value(const char *line, const char *name)
{
	size_t n = strlen(name);

	if (strncasecmp(line, name, n) != 0 || line[n] != ':')
		return NULL;
	return line + n + 1 + strspn(line + n + 1, " \t");
}

static void
read_field(struct record *record, const char *line)
{
	const char *value;
	size_t n;

	if ((value = field_value(line, "WARC-Type")) != NULL) {
		snprintf(record->type, sizeof(record->type), "%s", value);
	} else if ((value = field_value(line, "WARC-Target-URI")) != NULL) {
		/* Older programs put it into angle brackets. */
		n = strlen(value);
		if (value[0] == '<' && n > 1 && value[n - 1] == '>')
			value++, n -= 2;
		if (n < sizeof(record->url))
			snprintf(record->url, sizeof(record->url), "%.*s",
				(int)n, value);
	} else if ((value = field_value(line, "WARC-Date")) != NULL) {
		if (instant_parse(value, &record->at) != 0)
			record->at = INSTANT_NONE;
	} else if ((value = field_value(line, "Content-Length")) != NULL) {
		record->length = strtoll(value, NULL, 10);
	}
}

/* Reads up to the block. 1, 0 at the end of the file, -1. */
static int
read_head(gzFile file, struct record *record)
{
	char line[LINE_BYTES];
	int more;

	*record = (struct record){.length = -1};
	while ((more = read_line(file, line)) == 1 && line[0] == '\0')
		continue;
	if (more != 1)
		return more;
	if (strncmp(line, "WARC/1.", 7) != 0)
		return -1;
	while ((more = read_line(file, line)) == 1 && line[0] != '\0')
		read_field(record, line);
	return more == 1 && record->length >= 0 ? 1 : -1;
}

static int
skip(gzFile file, int64_t n)
{
	char bytes[LINE_BYTES];

	while (n > 0) {
		unsigned part = n < LINE_BYTES ? (unsigned)n : LINE_BYTES;

		if (gzread(file, bytes, part) != (int)part)
			return -1;
		n -= part;
	}
	return 0;
}

static void
unchunk(struct buf *out, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		char *after;
		unsigned long size = strtoul(s, &after, 16);
		const char *line = memchr(after, '\n', (size_t)(end - after));

		if (after == s || size == 0 || line == NULL ||
			size > (size_t)(end - line - 1))
			return;
		buf_add(out, line + 1, size);
		s = line + 1 + size;
		while (s < end && (*s == '\r' || *s == '\n'))
			s++;
	}
}

static int
inflate_as(struct buf *out, const char *bytes, size_t n, int window_bits)
{
	z_stream z = {0};
	char part[LINE_BYTES];
	int code = Z_OK;

	if (inflateInit2(&z, window_bits) != Z_OK)
		mem_die();
	z.next_in = (Bytef *)(uintptr_t)bytes;
	z.avail_in = (uInt)n;
	while (code == Z_OK && !out->full) {
		z.next_out = (Bytef *)part;
		z.avail_out = sizeof(part);
		code = inflate(&z, Z_NO_FLUSH);
		buf_add(out, part, sizeof(part) - z.avail_out);
	}
	inflateEnd(&z);
	return code;
}

/* By "deflate" some servers mean zlib's format, as they should (RFC 9110 section
 * 8.4.1.2), others what is in it. */
static void
inflate_into(struct buf *out, const char *bytes, size_t n)
{
	if (inflate_as(out, bytes, n, 15 + 32) == Z_DATA_ERROR && out->len == 0)
		inflate_as(out, bytes, n, -15);
}

/* Takes header and body of an answer apart, and hands it on. */
static int
take_answer(const struct record *record, struct buf *block, warc_take *take,
	void *context, struct err *err)
{
	const char *head_end =
		memmem(buf_str(block), block->len, "\r\n\r\n", 4);
	bool chunked = false, gzipped = false;
	struct header header;
	struct buf plain, body;
	struct warc_response response = {.url = record->url, .at = record->at};
	int result;

	if (head_end == NULL)
		return 0;
	header_init(&header);
	buf_init(&plain, BODY_MAX);
	buf_init(&body, BODY_MAX);
	for (const char *line = block->data; line < head_end + 2;) {
		const char *end =
			memmem(line, (size_t)(head_end + 2 - line), "\r\n", 2);
		const char *value;

		header_line(&header, line, (size_t)(end - line), SIZE_MAX);
		if ((value = field_value(line, "Transfer-Encoding")) != NULL)
			chunked = strncasecmp(value, "chunked", 7) == 0;
		if ((value = field_value(line, "Content-Encoding")) != NULL)
			gzipped = strncasecmp(value, "gzip", 4) == 0 ||
				  strncasecmp(value, "x-gzip", 6) == 0 ||
				  strncasecmp(value, "deflate", 7) == 0;
		line = end + 2;
	}
	response.body = head_end + 4;
	response.length = block->len - (size_t)(response.body - block->data);
	if (chunked) {
		unchunk(&plain, response.body, response.length);
		response.body = buf_str(&plain);
		response.length = plain.len;
	}
	if (gzipped) {
		inflate_into(&body, response.body, response.length);
		response.body = buf_str(&body);
		response.length = body.len;
	}
	response.status = header.status;
	response.content_type = header_value(&header, HEADER_CONTENT_TYPE);
	response.etag = header_value(&header, HEADER_ETAG);
	response.last_modified = header_value(&header, HEADER_LAST_MODIFIED);
	result = take(context, &response, err);
	buf_release(&plain);
	buf_release(&body);
	header_release(&header);
	return result;
}

static int
read_block(gzFile file, const struct record *record, struct buf *block)
{
	char part[LINE_BYTES];
	int64_t left = record->length;

	buf_reset(block);
	while (left > 0) {
		unsigned n = left < LINE_BYTES ? (unsigned)left : LINE_BYTES;

		if (gzread(file, part, n) != (int)n)
			return -1;
		buf_add(block, part, n);
		left -= n;
	}
	return 0;
}

static int
read_records(gzFile file, const char *path, bool one, warc_take *take,
	void *context, struct err *err)
{
	struct record record;
	struct buf block;
	int more, result = 0;

	buf_init(&block, BLOCK_MAX);
	while (result == 0 && (more = read_head(file, &record)) != 0) {
		if (more < 0 ||
			(strcmp(record.type, "response") != 0 ||
						record.length >
							(int64_t)BLOCK_MAX
					? skip(file, record.length)
					: read_block(file, &record, &block)) !=
				0)
			result = err_set(err, ERR_INPUT,
				"'%s' is no WARC archive, or broken", path);
		else if (strcmp(record.type, "response") == 0 &&
			 record.length <= (int64_t)BLOCK_MAX)
			result = take_answer(
				&record, &block, take, context, err);
		if (one)
			break;
	}
	buf_release(&block);
	return result;
}

int
warc_read(const char *path, int64_t offset, bool one, warc_take *take,
	void *context, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), result;
	gzFile file = NULL;

	if (fd >= 0 && lseek(fd, (off_t)offset, SEEK_SET) == (off_t)offset)
		file = gzdopen(fd, "rb");
	if (file == NULL) {
		err_set(err, ERR_USAGE, "'%s' cannot be read: %s", path,
			strerror(errno));
		if (fd >= 0)
			close(fd);
		return -1;
	}
	result = read_records(file, path, one, take, context, err);
	gzclose(file);
	return result;
}
