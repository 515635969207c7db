/*
 * url.h - URLs as RFC 3986 reads them, and as web pages write them.
 *
 * Every result is in the given arena. Input is UTF-8 from outside: blanks
 * around it are cut, tabs and line ends inside dropped, blanks and non-ASCII
 * bytes percent-encoded, but in hosts, which DNS knows in ASCII (base/idna.h),
 * backslashes after the scheme read as slashes (the
 * WHATWG URL standard's habits, which real pages rely on).
 */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "base/mem.h"

#include <stdbool.h>

/* A longer URL is no URL. */
#define URL_MAX 8192

/* Parts are NULL where absent; host is lower case ASCII, port 0 where not given. */
struct url {
	const char *scheme; /* lower case */
	const char *userinfo;
	const char *host;
	int port;
	const char *path;  /* never NULL; "" or begins with "/" after a host */
	const char *query; /* without "?" */
	const char *fragment; /* without "#" */
};

/* Splits a URL reference (RFC 3986 section 4.1). Returns 0, or -1 where it is
 * none (too long, control characters, a bad port, a host with ASCII in percent
 * encoding, or one in another script that has no ASCII form). */
int url_split(struct arena *arena, const char *ref, struct url *url);

/* The absolute URL of `ref` seen from `base` (RFC 3986 section 5.2); base NULL
 * or "" leaves `ref` as it is. NULL where ref, or what they make together, is
 * no URL. */
char *url_resolve(struct arena *arena, const char *base, const char *ref);

/* The form under which two addresses of one page are equal: https for http,
 * host in lower case without "www.", no default port, no fragment, no
 * tracking parameter (utm_*, fbclid, gclid, spm, ...), no trailing slash
 * behind a path. For comparing and hashing only: never shown, never fetched. */
char *url_canonical(struct arena *arena, const char *url);

/* "scheme://host[:port]" of an absolute URL, or NULL. */
char *url_origin(struct arena *arena, const char *url);

/* The host in lower case, or NULL. */
char *url_host(struct arena *arena, const char *url);

/* True for an absolute http or https URL with a host. */
bool url_is_http(const char *url);

#endif
