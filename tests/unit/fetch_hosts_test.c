/*
 * fetch_hosts_test.c - whose turn it is.
 */
#include "fetch/hosts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define HOSTS 100

static struct transfer *
transfer(const char *url)
{
	struct fetch_request request = {.url = url};

	return transfer_new(&request, NULL);
}

static struct host *
queue(struct hosts *hosts, const char *name, const char *url, bool first)
{
	struct host *host = hosts_get(hosts, name);

	hosts_queue(hosts, host, transfer(url), first);
	return host;
}

static void
hosts_come_in_the_order_of_their_time(void **state)
{
	struct hosts *hosts = mem_zero(1, sizeof(*hosts));
	struct host *all[HOSTS];
	int64_t last = 0;
	char name[16];

	(void)state;
	hosts_init(hosts);
	for (int i = 0; i < HOSTS; i++) {
		snprintf(name, sizeof(name), "host%d", i);
		all[i] = queue(hosts, name, "http://a/", false);
	}
	/* 37 and 100 have no common divisor: a permutation of 1..100. */
	for (int i = 0; i < HOSTS; i++)
		hosts_delay(hosts, all[i], 1 + i * 37 % HOSTS);
	for (int i = 0; i < HOSTS; i++) {
		struct host *host = hosts_next(hosts, HOSTS_NEVER - 1);

		assert_non_null(host);
		assert_int_equal(host->ready_at, last + 1);
		last = host->ready_at;
	}
	assert_null(hosts_next(hosts, HOSTS_NEVER));
	assert_int_equal(hosts_next_at(hosts), HOSTS_NEVER);
	/* Given back in another order, they come by time again. */
	for (int i = 0; i < HOSTS; i++)
		hosts_settle(hosts, all[i], 1000 - i);
	for (int i = HOSTS - 1; i >= 0; i--)
		assert_ptr_equal(hosts_next(hosts, HOSTS_NEVER), all[i]);
	hosts_release(hosts);
	free(hosts);
}

static void
a_host_waits_for_its_time(void **state)
{
	struct hosts *hosts = mem_zero(1, sizeof(*hosts));
	struct host *a, *b;

	(void)state;
	hosts_init(hosts);
	a = queue(hosts, "a", "http://a/", false);
	b = queue(hosts, "b", "http://b/", false);
	assert_ptr_equal(hosts_get(hosts, "a"), a);
	/* First come, first served. */
	assert_ptr_equal(hosts_next(hosts, 0), a);
	hosts_settle(hosts, a, 500);
	hosts_delay(hosts, b, 300);
	assert_int_equal(hosts_next_at(hosts), 300);
	assert_null(hosts_next(hosts, 299));
	assert_ptr_equal(hosts_next(hosts, 300), b);
	/* A pause that was asked for is not shortened by the usual gap. */
	hosts_delay(hosts, b, 900);
	hosts_settle(hosts, b, 302);
	assert_ptr_equal(hosts_next(hosts, 899), a);
	assert_null(hosts_next(hosts, 899));
	hosts_release(hosts);
	free(hosts);
}

static void
a_queue_keeps_its_order(void **state)
{
	static const char *const expected[] = {
		"http://h/0", "http://h/1", "http://h/2", "http://h/3"};
	struct hosts *hosts = mem_zero(1, sizeof(*hosts));
	struct host *host;

	(void)state;
	hosts_init(hosts);
	host = queue(hosts, "h", "http://h/1", true);
	queue(hosts, "h", "http://h/2", false);
	queue(hosts, "h", "http://h/0", true);
	queue(hosts, "h", "http://h/3", false);
	for (int i = 0; i < 4; i++) {
		struct transfer *next = hosts_take(host);

		assert_string_equal(next->url, expected[i]);
		transfer_free(next);
	}
	assert_null(hosts_take(host));
	hosts_release(hosts);
	free(hosts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_come_in_the_order_of_their_time),
		cmocka_unit_test(a_host_waits_for_its_time),
		cmocka_unit_test(a_queue_keeps_its_order),
	};

	return cmocka_run_group_tests_name("fetch hosts", tests, NULL, NULL);
}
