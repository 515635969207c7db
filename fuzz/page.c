/*
 * page.c - fuzz target: bytes as a page, read as a list, as an article, and as
 * whichever it is.
 */
#include "fuzz/document.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	fuzz_document(PARSE_LIST, (const char *)bytes, n);
	fuzz_document(PARSE_ARTICLE, (const char *)bytes, n);
	fuzz_document(PARSE_PAGE, (const char *)bytes, n);
	return 0;
}
