/*
 * base_hash_test.c - marks tell texts apart, and stay what they are.
 */
#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* Wherever one bit of it changes, at any length and alignment. */
static void
every_bit_counts(void **state)
{
	char text[40];

	(void)state;
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 37);
	for (size_t n = 1; n < 32; n++) {
		const char *at = text + n % 8;
		uint64_t mark = hash_bytes(0, at, n);

		assert_int_not_equal(mark, hash_bytes(0, at, n - 1));
		assert_int_not_equal(mark, hash_bytes(1, at, n));
		for (size_t bit = 0; bit < n * 8; bit++) {
			char other[32];

			memcpy(other, at, n);
			other[bit / 8] ^= (char)(1 << bit % 8);
			assert_int_not_equal(mark, hash_bytes(0, other, n));
		}
	}
}

static void
ends_of_texts_count(void **state)
{
	uint64_t one = hash_bytes(hash_bytes(0, "ab", 2), "c", 1);

	(void)state;
	assert_int_not_equal(one, hash_bytes(hash_bytes(0, "a", 1), "bc", 2));
	assert_int_not_equal(one, hash_bytes(hash_bytes(0, "c", 1), "ab", 2));
	assert_int_not_equal(hash_bytes(0, "", 0), hash_bytes(0, "\0", 1));
	assert_int_equal(hash_bytes(0, "", 0), hash_bytes(0, NULL, 0));
}

/* They are stored: another way to reckon them has everything read again. */
static void
marks_stay(void **state)
{
	const uint32_t order = 1;

	(void)state;
	if (*(const char *)&order != 1)
		skip();
	assert_int_equal(hash_word(0, 1), UINT64_C(0xce96bfd67e15f5e4));
	assert_int_equal(hash_bytes(0, "It was opened in Geneva.", 24),
		UINT64_C(0x5d0d1b1b8b5c1cfe));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_bit_counts),
		cmocka_unit_test(ends_of_texts_count),
		cmocka_unit_test(marks_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
