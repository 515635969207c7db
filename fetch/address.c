/*
 * address.c - which addresses are on the public internet; see address.h.
 */
#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct range {
	uint8_t prefix[16];
	int bits;
	const char *is;
};

static const struct range ranges4[] = {
	{{0}, 8, "this network"},
	{{10}, 8, "private network"},
	{{100, 64}, 10, "carrier's network"},
	{{127}, 8, "loopback"},
	{{169, 254}, 16, "link-local"},
	{{172, 16}, 12, "private network"},
	{{192, 0, 0}, 24, "reserved"},
	{{192, 0, 2}, 24, "documentation"},
	{{192, 88, 99}, 24, "reserved"},
	{{192, 168}, 16, "private network"},
	{{198, 18}, 15, "benchmarking"},
	{{198, 51, 100}, 24, "documentation"},
	{{203, 0, 113}, 24, "documentation"},
	{{224}, 4, "multicast"},
	{{240}, 4, "reserved"},
};

/* Only 2000::/3 is given out to the public; the first rows name what people
 * meet outside of it, the others what is reserved inside. No resolver answers
 * with v4-mapped addresses, only those who want to slip past a guard. */
static const struct range ranges6[] = {
	{{[15] = 1}, 128, "loopback"},
	{{[10] = 0xff, 0xff}, 96, "v4-mapped"},
	{{0xfc}, 7, "private network"},
	{{0xfe, 0x80}, 10, "link-local"},
	{{0xff}, 8, "multicast"},
	{{0x20, 0x01}, 23, "reserved"},
	{{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation"},
	{{0x20, 0x02}, 16, "6to4"},
	{{0x3f, 0xff}, 20, "documentation"},
};

static const uint8_t global_unicast[] = {0x20};
/* RFC 6052: networks without IPv4 reach it through these, legitimately. */
static const uint8_t nat64[] = {0x00, 0x64, 0xff, 0x9b, [11] = 0};

static bool
begins(const uint8_t *bytes, const uint8_t *prefix, int bits)
{
	size_t whole = (size_t)bits / 8;
	int mask = 0xff00 >> (bits % 8) & 0xff;

	if (memcmp(bytes, prefix, whole) != 0)
		return false;
	return mask == 0 || (bytes[whole] & mask) == (prefix[whole] & mask);
}

static const char *
find(const struct range *ranges, size_t n, const uint8_t *bytes)
{
	for (size_t i = 0; i < n; i++) {
		if (begins(bytes, ranges[i].prefix, ranges[i].bits))
			return ranges[i].is;
	}
	return NULL;
}

static const char *
reserved4(const uint8_t *bytes)
{
	return find(ranges4, sizeof(ranges4) / sizeof(ranges4[0]), bytes);
}

static const char *
reserved6(const uint8_t *bytes)
{
	const char *is;

	if (begins(bytes, nat64, 96))
		return reserved4(bytes + 12);
	is = find(ranges6, sizeof(ranges6) / sizeof(ranges6[0]), bytes);
	if (is == NULL && !begins(bytes, global_unicast, 3))
		is = "reserved";
	return is;
}

const char *
address_reserved(const struct sockaddr *address)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	/* Copies: a sockaddr need not be aligned for its family. */
	switch (address->sa_family) {
	case AF_INET:
		memcpy(&in, address, sizeof(in));
		return reserved4((const uint8_t *)&in.sin_addr);
	case AF_INET6:
		memcpy(&in6, address, sizeof(in6));
		return reserved6(in6.sin6_addr.s6_addr);
	default:
		return "no internet address";
	}
}

static bool
is_this_machine(const char *host)
{
	static const char name[] = "localhost";
	size_t n = strlen(host), length = sizeof(name) - 1;

	if (n > 0 && host[n - 1] == '.')
		n--;
	if (n < length || strncasecmp(host + n - length, name, length) != 0)
		return false;
	return n == length || host[n - length - 1] == '.';
}

const char *
address_reserved_host(const char *host)
{
	char text[ADDRESS_TEXT];
	uint8_t bytes[16];
	struct in_addr in;
	size_t n = strlen(host);

	if (n > 2 && host[0] == '[' && host[n - 1] == ']' && n < sizeof(text)) {
		memcpy(text, host + 1, n - 2);
		text[n - 2] = '\0';
		host = text;
	}
	/* inet_aton, since libcurl too reads "127.1" and "0x7f000001". */
	if (inet_aton(host, &in) != 0)
		return reserved4((const uint8_t *)&in);
	if (inet_pton(AF_INET6, host, bytes) == 1)
		return reserved6(bytes);
	/* "fe80::1%eth0": a zone is always one of this machine's links. */
	if (strchr(host, ':') != NULL)
		return "link-local";
	return is_this_machine(host) ? "loopback" : NULL;
}

const char *
address_format(const struct sockaddr *address, char text[ADDRESS_TEXT])
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	const char *done = NULL;

	if (address->sa_family == AF_INET) {
		memcpy(&in, address, sizeof(in));
		done = inet_ntop(AF_INET, &in.sin_addr, text, ADDRESS_TEXT);
	} else if (address->sa_family == AF_INET6) {
		memcpy(&in6, address, sizeof(in6));
		done = inet_ntop(AF_INET6, &in6.sin6_addr, text, ADDRESS_TEXT);
	}
	if (done == NULL)
		snprintf(text, ADDRESS_TEXT, "?");
	return text;
}
