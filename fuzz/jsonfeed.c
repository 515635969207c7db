/*
 * jsonfeed.c - fuzz target: bytes as the items of a JSON feed.
 */
#include "base/buf.h"
#include "fuzz/document.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct buf json;

	buf_init(&json, BUF_NO_LIMIT);
	buf_puts(&json, "{\"version\":\"https://jsonfeed.org/version/1.1\","
			"\"items\":[");
	buf_add(&json, bytes, n);
	fuzz_document(PARSE_FEED, json.data, json.len);
	buf_puts(&json, "]}");
	fuzz_document(PARSE_FEED, json.data, json.len);
	buf_release(&json);
	return 0;
}
