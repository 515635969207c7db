/*
 * parse_code_pages_test.c - data/code-pages.tsv says what iconv says.
 */
#include "base/text.h"
#include "parse/charset_label.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static int
setup(void **state)
{
	*state = charsets_new(NULL);
	return *state == NULL;
}

static int
teardown(void **state)
{
	charsets_free(*state);
	return 0;
}

/* What the byte is; U+FFFD = nothing. */
static uint32_t
ask_iconv(iconv_t cd, unsigned byte)
{
	char in = (char)byte, out[16], *from = &in, *to = out;
	size_t left = 1, room = sizeof(out);
	uint32_t cp = TEXT_REPLACEMENT;
	size_t failed = iconv(cd, &from, &left, &to, &room);

	/* What a page with combining characters held back. */
	if (failed != (size_t)-1)
		failed = iconv(cd, NULL, NULL, &to, &room);
	if (failed != (size_t)-1)
		assert_int_equal(utf8_decode(out, sizeof(out) - room, &cp),
			sizeof(out) - room);
	iconv(cd, NULL, NULL, NULL, NULL);
	return cp;
}

static void
each_byte_is_what_iconv_makes_of_it(void **state)
{
	const struct charsets *charsets = *state;
	size_t compared = 0;

	for (size_t i = 0; i < charsets->npages; i++) {
		const struct code_page *page = &charsets->pages[i];
		char name[32];
		iconv_t cd;

		assert_in_range(page->converter.n, 1, sizeof(name) - 1);
		memcpy(name, page->converter.p, page->converter.n);
		name[page->converter.n] = '\0';
		cd = iconv_open("UTF-8", name);
		if (cd == (iconv_t)-1)
			continue;
		for (unsigned byte = 0; byte < 256; byte++) {
			uint32_t here =
				byte < 0x80 ? byte : page->high[byte - 0x80];

			if (ask_iconv(cd, byte) != here)
				fail_msg("%s: %02X is not U+%04X", name, byte,
					here);
		}
		iconv_close(cd);
		compared++;
	}
	/* Where the C library has none, this test tells nothing. */
	assert_in_range(compared, 40, charsets->npages);
}

/* A page that no label leads to would be dead, and one that stands twice
 * unseen. */
static void
each_page_is_one_that_labels_lead_to(void **state)
{
	const struct charsets *charsets = *state;

	for (size_t i = 0; i < charsets->npages; i++) {
		size_t leading = 0;

		for (size_t k = 0; k < charsets->n; k++)
			leading += charsets->all[k].high ==
				   charsets->pages[i].high;
		assert_true(leading > 0);
	}
}

/* No one byte may be two characters, or half of one: what iconv alone reads. */
static void
others_are_iconvs(void **state)
{
	static const char *const others[] = {"utf-8", "gb18030", "big5",
		"windows-1255", "windows-1258", "tcvn", "cp037"};
	const struct charsets *charsets = *state;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		for (size_t k = 0; k < charsets->n; k++)
			if (slice_is(charsets->all[k].name, others[i]))
				assert_null(charsets->all[k].high);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_byte_is_what_iconv_makes_of_it),
		cmocka_unit_test(each_page_is_one_that_labels_lead_to),
		cmocka_unit_test(others_are_iconvs),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
