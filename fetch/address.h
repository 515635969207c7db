/*
 * address.h - which addresses are on the public internet.
 *
 * A page or a redirect may name any host, and any name may resolve to the
 * inside of a network. So the address itself is judged, when the socket opens.
 * Sources: the IANA special-purpose address registries (RFC 6890 and what it
 * lists), RFC 6052 for addresses inside addresses.
 */
#ifndef FETCH_ADDRESS_H
#define FETCH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

#define ADDRESS_TEXT 64

/* NULL for a public address, else what it is: "loopback", "private", ... */
const char *address_reserved(const struct sockaddr *address);

/* The same of a literal as URLs and libcurl write it, "127.0.0.1", "::1" or
 * "[::1]", and of the names that mean this machine (RFC 6761 section 6.3).
 * Any other name is NULL: only its address can tell. */
const char *address_reserved_host(const char *host);

/* "127.0.0.1" into text; returns text. */
const char *address_format(
	const struct sockaddr *address, char text[ADDRESS_TEXT]);

#endif
