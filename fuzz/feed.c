/*
 * feed.c - fuzz target: bytes as a feed of any kind.
 */
#include "fuzz/document.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	fuzz_document(PARSE_FEED, (const char *)bytes, n);
	return 0;
}
