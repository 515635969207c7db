/*
 * fetch_address_test.c - which addresses are on the public internet.
 */
#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *
judge(const char *text)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		return address_reserved((struct sockaddr *)&in);
	assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
	return address_reserved((struct sockaddr *)&in6);
}

/* The first and last of each range, and their neighbours outside. */
static void
ranges_end_where_they_end(void **state)
{
	static const char *const reserved[] = {"0.0.0.0", "0.255.255.255",
		"10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
		"127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.0",
		"172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1",
		"192.168.0.0", "192.168.255.255", "198.18.0.0",
		"198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1",
		"239.255.255.255", "240.0.0.0", "255.255.255.255", "::", "::1",
		"::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
		"64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b:1::1",
		"100::1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1",
		"ff02::1", "2001::1", "2001:1ff:ffff::1", "2001:db8::1",
		"2002:7f00:1::", "3fff::1", "3fff:fff::1", "4000::1"};
	static const char *const open[] = {"1.0.0.0", "8.8.8.8",
		"9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
		"126.255.255.255", "128.0.0.0", "169.253.255.255",
		"169.255.0.0", "172.15.255.255", "172.32.0.0",
		"192.167.255.255", "192.169.0.0", "198.17.255.255",
		"198.20.0.0", "223.255.255.255", "2001:200::1",
		"2001:4860:4860::8888", "2003::1", "2606:4700::1111", "3ffe::1",
		"64:ff9b::8.8.8.8"};

	(void)state;
	for (size_t i = 0; i < COUNT(reserved); i++) {
		if (judge(reserved[i]) == NULL)
			fail_msg("%s is taken for public", reserved[i]);
	}
	for (size_t i = 0; i < COUNT(open); i++) {
		if (judge(open[i]) != NULL)
			fail_msg("%s is taken for %s", open[i], judge(open[i]));
	}
}

static void
reserved_ranges_have_names(void **state)
{
	struct sockaddr local = {.sa_family = AF_UNIX};

	(void)state;
	assert_string_equal(judge("127.0.0.1"), "loopback");
	assert_string_equal(judge("10.1.2.3"), "private network");
	assert_string_equal(judge("169.254.169.254"), "link-local");
	assert_string_equal(judge("::1"), "loopback");
	assert_string_equal(judge("::ffff:1.2.3.4"), "v4-mapped");
	assert_string_equal(judge("64:ff9b::a00:1"), "private network");
	assert_non_null(address_reserved(&local));
}

static void
hosts_are_judged_as_written(void **state)
{
	static const char *const reserved[] = {"127.0.0.1", "127.1",
		"2130706433", "0x7f000001", "017700000001", "[::1]", "::1",
		"[::ffff:7f00:1]", "fe80::1%eth0", "localhost", "LOCALHOST",
		"localhost.", "a.localhost", "[]:]"};
	static const char *const open[] = {"example.org", "8.8.8.8",
		"[2606:4700::1111]", "notlocalhost", "localhost.example.org",
		""};

	(void)state;
	for (size_t i = 0; i < COUNT(reserved); i++) {
		if (address_reserved_host(reserved[i]) == NULL)
			fail_msg("%s is taken for public", reserved[i]);
	}
	for (size_t i = 0; i < COUNT(open); i++) {
		if (address_reserved_host(open[i]) != NULL)
			fail_msg("'%s' is taken for reserved", open[i]);
	}
}

static void
addresses_are_written_as_people_know_them(void **state)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr local = {.sa_family = AF_UNIX};
	char text[ADDRESS_TEXT];

	(void)state;
	in.sin_addr.s_addr = htonl(0xc0a80001);
	assert_string_equal(
		address_format((struct sockaddr *)&in, text), "192.168.0.1");
	assert_string_equal(address_format(&local, text), "?");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_end_where_they_end),
		cmocka_unit_test(reserved_ranges_have_names),
		cmocka_unit_test(hosts_are_judged_as_written),
		cmocka_unit_test(addresses_are_written_as_people_know_them),
	};

	return cmocka_run_group_tests_name("fetch address", tests, NULL, NULL);
}
