/*
 * parse_sniff_test.c - what a document is, by its first bytes.
 */
#include "parse/sniff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *text, *content_type;
	enum sniffed sniffed;
} samples[] = {
	{"", NULL, SNIFF_EMPTY},
	{" \n\t", "text/html", SNIFF_EMPTY},
	{"<rss version='2.0'>", "text/html", SNIFF_XML_FEED},
	{"\n<?xml version='1.0'?>\n<!-- <html> --><?a b?><RSS>", NULL,
		SNIFF_XML_FEED},
	{"<!DOCTYPE rss [ <!ELEMENT a (b)> ]><rss>", NULL, SNIFF_XML_FEED},
	{"<atom:feed xmlns:atom='x'>", NULL, SNIFF_XML_FEED},
	{"<rdf:RDF>", NULL, SNIFF_XML_FEED},
	{"<CHANNEL HREF='x'>", NULL, SNIFF_XML_FEED},
	{"Notice: undefined index\n<?xml version='1.0'?><rss>", NULL,
		SNIFF_XML_FEED},
	{"<br /><b>Warning</b>: x<br /><rss version='2.0'>", "text/xml",
		SNIFF_XML_FEED},
	{"<!DOCTYPE html><rss>", "application/rss+xml", SNIFF_HTML},
	{"<html><pre>&lt;rss> <rss></pre>", NULL, SNIFF_HTML},
	{"<div>", NULL, SNIFF_HTML},
	{"just words", "text/plain", SNIFF_HTML},
	{"<feedback>", NULL, SNIFF_HTML},
	{"<?xml version='1.0'?><datastore>", NULL, SNIFF_XML},
	{"<datastore>", "application/xml", SNIFF_XML},
	{"{\"version\": \"https://jsonfeed.org/version/1.1\"}", NULL,
		SNIFF_JSON_FEED},
	{"{\"version\":\"https:\\/\\/jsonfeed.org\\/version\\/1\"}", NULL,
		SNIFF_JSON_FEED},
	{"{\"data\":{\"html\":\"\"}}", NULL, SNIFF_JSON},
	{"[1]", NULL, SNIFF_JSON},
	{"<!--", NULL, SNIFF_EMPTY},
	{"<", NULL, SNIFF_HTML},
};

static void
test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		if (sniff_text(samples[i].text, strlen(samples[i].text),
			    samples[i].content_type) != samples[i].sniffed)
			fail_msg("'%s' is read as something else",
				samples[i].text);
}

/* A long page that names no feed near its head is a page. */
static void
test_long_page(void **state)
{
	char page[4096];

	(void)state;
	memset(page, ' ', sizeof(page));
	memcpy(page, "<div>", 5);
	memcpy(page + 3000, "<rss >", 6);
	assert_int_equal(sniff_text(page, sizeof(page), NULL), SNIFF_HTML);
	memcpy(page + 1000, "<rss >", 6);
	assert_int_equal(sniff_text(page, sizeof(page), NULL), SNIFF_XML_FEED);
}

static void
binary_is_named(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *is;
	} binaries[] = {
		{"%PDF-1.7\n", 9, "a PDF document"},
		{"\x1f\x8b\x08\0", 4, "compressed with gzip"},
		{"\x01\x02\x03\x04\x05\x06", 6, "no text"},
		{"<p>\x0b plain \t text\r\n", 19, NULL},
		{"\x1b$BF|K\\\x1b(B", 10, NULL}, /* ISO-2022-JP */
		{"<\0p\0>\0", 6, NULL},
		{"", 0, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(binaries) / sizeof(binaries[0]); i++) {
		const char *is = sniff_binary(binaries[i].bytes, binaries[i].n);

		if (binaries[i].is == NULL)
			assert_null(is);
		else
			assert_string_equal(is, binaries[i].is);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_long_page),
		cmocka_unit_test(binary_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
