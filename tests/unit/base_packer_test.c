/*
 * base_packer_test.c - what a thread packs is what would be packed here.
 */
#include "base/packer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define COUNT 200

static void
fill(struct buf *bytes, size_t n)
{
	buf_init(bytes, BUF_NO_LIMIT);
	for (size_t i = 0; i < n * n; i++)
		buf_putc(bytes, (char)(i * n >> 5));
}

static void
take_and_compare(struct packer *packer, struct packing *packing, size_t n)
{
	struct buf bytes, expected, member;

	fill(&bytes, n);
	buf_init(&expected, BUF_NO_LIMIT);
	assert_int_equal(gzip_add(&expected, &bytes, GZIP_FAST), 0);
	packer_take(packer, packing, &member);
	assert_int_equal(member.len, expected.len);
	assert_memory_equal(member.data, expected.data, member.len);
	buf_release(&bytes);
	buf_release(&expected);
	buf_release(&member);
}

/* Taken in any order: the thread has come to some, to others not yet. One of
 * no bytes is among them. */
static void
each_is_what_it_was(void **state)
{
	static const size_t steps[] = {1, 7, COUNT - 1};
	struct packing *all[COUNT];
	struct buf bytes;

	(void)state;
	for (int round = 0; round < 6; round++) {
		struct packer *packer = packer_new(GZIP_FAST, round % 2 == 0);
		size_t sum = 0;

		for (size_t i = 0; i < COUNT; i++) {
			fill(&bytes, i);
			sum += bytes.len;
			all[i] = packer_add(packer, &bytes);
			assert_int_equal(bytes.len, 0);
		}
		assert_int_equal(packer_bytes(packer), sum);
		for (size_t i = 0, k = 0; i < COUNT; i++) {
			take_and_compare(packer, all[k], k);
			k = (k + steps[round / 2]) % COUNT;
		}
		assert_int_equal(packer_bytes(packer), 0);
		packer_free(packer);
	}
}

/* A run that is ended takes no more; the sanitizers see what would be left. */
static void
what_is_not_taken_is_forgotten(void **state)
{
	struct buf bytes;

	(void)state;
	for (int threaded = 0; threaded < 2; threaded++) {
		struct packer *packer = packer_new(GZIP_FAST, threaded == 1);
		struct packing *second = NULL;

		for (size_t i = 0; i < COUNT; i++) {
			struct packing *packing;

			fill(&bytes, i);
			packing = packer_add(packer, &bytes);
			second = i == 1 ? packing : second;
		}
		take_and_compare(packer, second, 1);
		assert_int_not_equal(packer_bytes(packer), 0);
		packer_free(packer);
	}
	packer_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_what_it_was),
		cmocka_unit_test(what_is_not_taken_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
