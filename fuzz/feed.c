/*
 * feed.c - fuzz target: bytes as a feed of any kind; and as XML that is
 * repaired, which must not depend on where its pieces end.
 */
#include "base/buf.h"
#include "fuzz/document.h"
#include "parse/xmlfix.h"

#include <stdlib.h>
#include <string.h>

static void
take(void *context, const char *xml, size_t n)
{
	buf_add(context, xml, n);
}

static void
take_cdata(void *context, const char *text, size_t n)
{
	buf_puts(context, "<![CDATA[");
	buf_add(context, text, n);
	buf_puts(context, "]]>");
}

static int
fix(const char *xml, size_t n, size_t step, struct buf *out)
{
	const struct xml_sink sink = {take, take_cdata, out};
	struct xml_fixer *fixer = xml_fixer_new(&sink);
	struct err err = ERR_INIT;
	int status = 0;

	buf_init(out, BUF_NO_LIMIT);
	for (size_t at = 0; at < n && status == 0; at += step)
		status = xml_fixer_push(fixer, xml + at,
			n - at < step ? n - at : step, false, &err);
	if (status == 0)
		status = xml_fixer_push(fixer, "", 0, true, &err);
	xml_fixer_free(fixer);
	return status;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *xml = (const char *)bytes;
	struct buf whole, pieces;
	int status = fix(xml, n, n + 1, &whole);

	if (fix(xml, n, 1 + (n > 0 ? bytes[n / 2] % 17 : 0), &pieces) !=
			status ||
		(status == 0 &&
			(pieces.len != whole.len ||
				memcmp(buf_str(&pieces), buf_str(&whole),
					whole.len) != 0)))
		abort();
	buf_release(&whole);
	buf_release(&pieces);
	fuzz_document(PARSE_FEED, xml, n);
	return 0;
}
