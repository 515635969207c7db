/*
 * url.c - URLs; see url.h.
 */
#include "base/url.h"

#include "base/buf.h"
#include "base/idna.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What stands in a URL as it is written. */
static const char plain[] = "!#$%&'()*+,-./0123456789:;=?@[\\]_~"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "abcdefghijklmnopqrstuvwxyz";

/* Copies a reference as a URL may be written: ends trimmed, tabs and line ends
 * dropped, everything outside printable ASCII percent-encoded. NULL where it
 * is too long or holds control characters. */
static char *
clean(struct arena *arena, const char *ref)
{
	struct buf out;
	size_t n = strlen(ref);
	char *copy = NULL;

	while (n > 0 && (unsigned char)ref[n - 1] <= ' ')
		n--;
	while (n > 0 && (unsigned char)*ref <= ' ')
		ref++, n--;
	if (n <= URL_MAX && strspn(ref, plain) == n)
		return arena_strndup(arena, ref, n);
	buf_init(&out, URL_MAX);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)ref[i];

		if (c == '\t' || c == '\n' || c == '\r')
			continue;
		if (c < ' ' || c == 0x7f)
			goto out;
		if (strchr(plain, c) != NULL)
			buf_putc(&out, (char)c);
		else
			buf_printf(&out, "%%%02X", c);
	}
	if (!out.full)
		copy = arena_strdup(arena, buf_str(&out));
out:
	buf_release(&out);
	return copy;
}

static char *
lower(struct arena *arena, const char *s, size_t n)
{
	char *copy = arena_strndup(arena, s, n);

	for (char *c = copy; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return copy;
}

/* Length of "scheme" in "scheme:...", or 0. */
static size_t
scheme_length(const char *s)
{
	size_t n = 0;

	if (!ascii_is_letter(s[0]))
		return 0;
	while (ascii_is_letter(s[n]) || ascii_is_digit(s[n]) || s[n] == '+' ||
		s[n] == '-' || s[n] == '.')
		n++;
	return s[n] == ':' ? n : 0;
}

static bool
is_web(const char *scheme)
{
	return scheme != NULL &&
	       (strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0);
}

/* ":8080" to 8080; "" and ":" to 0; -1 where it is no port. */
static int
read_port(const char *s, size_t n)
{
	int port = 0;

	if (n == 0)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if (!ascii_is_digit(s[i]))
			return -1;
		port = port * 10 + (s[i] - '0');
		if (port > 65535)
			return -1;
	}
	return port;
}

static int
hex_digit(char c)
{
	return ascii_is_digit(c)      ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
				      : -1;
}

/* A host as it is compared and asked for: lower case, and in ASCII where it is
 * of another script, which clean() has percent-encoded by then. "%31" for "1"
 * is written only by those who want a host to be taken for another. */
static char *
read_host(struct arena *arena, const char *s, size_t n)
{
	char *host = lower(arena, s, n), *end = host;

	if (strchr(host, '%') == NULL)
		return host;
	for (const char *c = host; *c != '\0'; c++) {
		int high, low;

		if (*c != '%') {
			*end++ = *c;
			continue;
		}
		high = hex_digit(*++c);
		low = high < 0 ? -1 : hex_digit(*++c);
		if (high < 8 || low < 0)
			return NULL;
		*end++ = (char)(high * 16 + low);
	}
	return idna_ascii(arena, host, (size_t)(end - host));
}

/* "user@host:port" (n bytes) into *url. */
static int
split_authority(struct arena *arena, const char *s, size_t n, struct url *url)
{
	const char *at = NULL, *end = s + n, *colon;

	for (const char *c = s; c < end; c++) {
		if (*c == '@')
			at = c;
	}
	if (at != NULL) {
		url->userinfo = arena_strndup(arena, s, (size_t)(at - s));
		s = at + 1;
	}
	colon = s;
	if (s < end && *s == '[') { /* an IPv6 literal has colons itself */
		colon = memchr(s, ']', (size_t)(end - s));
		if (colon == NULL)
			return -1;
		colon++;
	} else {
		while (colon < end && *colon != ':')
			colon++;
	}
	if (colon < end && *colon != ':')
		return -1;
	url->port = read_port(colon, (size_t)(end - colon));
	url->host = read_host(arena, s, (size_t)(colon - s));
	return url->port < 0 || url->host == NULL ? -1 : 0;
}

int
url_split(struct arena *arena, const char *ref, struct url *url)
{
	char *s = clean(arena, ref);
	size_t n;

	*url = (struct url){.path = ""};
	if (s == NULL)
		return -1;
	n = scheme_length(s);
	if (n > 0) {
		url->scheme = lower(arena, s, n);
		s += n + 1;
	}
	/* Browsers read back slashes as slashes in web addresses, and pages
	 * made on Windows servers rely on it. */
	if (url->scheme == NULL || is_web(url->scheme)) {
		for (char *c = s; *c && *c != '?' && *c != '#'; c++) {
			if (*c == '\\')
				*c = '/';
		}
	}
	/* "http:///host/": more slashes mean no more than two. */
	while (is_web(url->scheme) && strncmp(s, "///", 3) == 0)
		s++;
	if (s[0] == '/' && s[1] == '/') {
		n = strcspn(s + 2, "/?#");
		if (split_authority(arena, s + 2, n, url) != 0)
			return -1;
		s += 2 + n;
	}
	n = strcspn(s, "?#");
	url->path = arena_strndup(arena, s, n);
	s += n;
	if (*s == '?') {
		n = strcspn(s + 1, "#");
		url->query = arena_strndup(arena, s + 1, n);
		s += 1 + n;
	}
	if (*s == '#')
		url->fragment = arena_strdup(arena, s + 1);
	if (is_web(url->scheme) && (url->host == NULL || !*url->host))
		return -1;
	return 0;
}

/* A part of a URL, where there is one. */
static void
put(struct buf *out, const char *before, const char *part, const char *after)
{
	if (part == NULL)
		return;
	buf_puts(out, before);
	buf_puts(out, part);
	buf_puts(out, after);
}

/* RFC 3986 section 5.3. NULL where it is longer than `max`. */
static char *
join(struct arena *arena, const struct url *url, size_t max)
{
	struct buf out;
	char *text;

	buf_init(&out, max);
	put(&out, "", url->scheme, ":");
	if (url->host != NULL) {
		buf_puts(&out, "//");
		put(&out, "", url->userinfo, "@");
		buf_puts(&out, url->host);
		if (url->port > 0)
			buf_printf(&out, ":%d", url->port);
		if (url->path[0] != '\0' && url->path[0] != '/')
			buf_putc(&out, '/');
	}
	buf_puts(&out, url->path);
	put(&out, "?", url->query, "");
	put(&out, "#", url->fragment, "");
	text = out.full ? NULL : arena_strdup(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

/* RFC 3986 section 5.2.4, segment by segment. */
static char *
remove_dots(struct arena *arena, const char *path)
{
	char *out = arena_alloc(arena, strlen(path) + 2), *end = out;

	while (*path) {
		size_t n = 1 + strcspn(path + 1, "/"); /* "/segment" */
		const char *segment = *path == '/' ? path + 1 : path;
		size_t length = n - (size_t)(segment - path);
		bool last = path[n] == '\0';

		if (length == 1 && segment[0] == '.') {
			if (last && *path == '/')
				*end++ = '/';
		} else if (length == 2 && memcmp(segment, "..", 2) == 0) {
			while (end > out && *--end != '/')
				;
			if (last && *path == '/')
				*end++ = '/';
		} else {
			memcpy(end, path, n);
			end += n;
		}
		path += n;
	}
	*end = '\0';
	return out;
}

/* RFC 3986 section 5.2.3: the base's path up to its last slash, and ref's. */
static char *
merge(struct arena *arena, const struct url *base, const char *path)
{
	const char *slash = strrchr(base->path, '/');
	int n = slash == NULL ? 0 : (int)(slash - base->path) + 1;

	if (base->host != NULL && base->path[0] == '\0')
		return arena_printf(arena, "/%s", path);
	return arena_printf(arena, "%.*s%s", n, base->path, path);
}

/* ":8443" as it is written anew; 0 = there is none, or it is to be read. */
static size_t
plain_port(const char *s)
{
	size_t n = s[0] == ':' && s[1] != '0' ? 1 : 0;

	while (n > 0 && n < 5 && ascii_is_digit(s[n]))
		n++;
	return n > 1 ? n : 0;
}

/* A web address that resolving would not change, as most in feeds are: the
 * length of its origin, "http://example.org"; 0 where it is another. */
static size_t
resolved_origin(const char *s)
{
	size_t host = strncmp(s, "http://", 7) == 0    ? 7
		      : strncmp(s, "https://", 8) == 0 ? 8
						       : 0;
	size_t n = host, path, origin;

	while ((s[n] >= 'a' && s[n] <= 'z') || ascii_is_digit(s[n]) ||
		s[n] == '.' || s[n] == '-')
		n++;
	if (host == 0 || n == host)
		return 0;
	n += plain_port(s + n);
	if (s[n] != '\0' && s[n] != '/')
		return 0;
	origin = n;
	path = n + strcspn(s + n, "?#");
	for (; s[n] > ' ' && s[n] < 0x7f; n++)
		if ((s[n] == '.' && s[n - 1] == '/' && n < path) ||
			strchr("\"<>\\^`{|}", s[n]) != NULL)
			return 0;
	return s[n] == '\0' && n <= URL_MAX ? origin : 0;
}

char *
url_resolve(struct arena *arena, const char *base_text, const char *ref_text)
{
	struct url base, ref;

	if (ref_text != NULL && resolved_origin(ref_text) > 0)
		return arena_strdup(arena, ref_text);
	if (ref_text == NULL || url_split(arena, ref_text, &ref) != 0)
		return NULL;
	if (ref.scheme != NULL) {
		if (is_web(ref.scheme))
			ref.path = remove_dots(arena, ref.path);
		return join(arena, &ref, URL_MAX);
	}
	if (base_text == NULL || *base_text == '\0' ||
		url_split(arena, base_text, &base) != 0)
		return join(arena, &ref, URL_MAX);
	if (ref.host == NULL) {
		if (ref.path[0] == '\0') {
			ref.path = base.path;
			if (ref.query == NULL)
				ref.query = base.query;
		} else if (ref.path[0] != '/') {
			ref.path = merge(arena, &base, ref.path);
		}
		ref.host = base.host;
		ref.userinfo = base.userinfo;
		ref.port = base.port;
	}
	ref.scheme = base.scheme;
	if (is_web(ref.scheme) && (ref.host == NULL || !*ref.host))
		return NULL;
	if (ref.host != NULL)
		ref.path = remove_dots(arena, ref.path);
	return join(arena, &ref, URL_MAX);
}

/* Parameters that say who sent a reader, not what the page is. */
static bool
is_tracking(const char *name, size_t n)
{
	static const char *const names[] = {"fbclid", "gclid", "dclid",
		"msclkid", "yclid", "mc_cid", "mc_eid", "igshid", "spm", "_ga",
		"_gl", "wt_mc", "ref_src", "from_source"};

	if (n >= 4 && strncasecmp(name, "utm_", 4) == 0)
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i]) == n &&
			strncasecmp(name, names[i], n) == 0)
			return true;
	}
	return false;
}

static const char *
strip_tracking(struct arena *arena, const char *query)
{
	struct buf out;
	const char *kept = NULL;

	buf_init(&out, URL_MAX);
	while (*query) {
		size_t n = strcspn(query, "&"), name = strcspn(query, "=&");

		if (n > 0 && !is_tracking(query, name)) {
			if (out.len > 0)
				buf_putc(&out, '&');
			buf_add(&out, query, n);
		}
		query += n + (query[n] == '&');
	}
	if (out.len > 0)
		kept = arena_strdup(arena, buf_str(&out));
	buf_release(&out);
	return kept;
}

char *
url_canonical(struct arena *arena, const char *text)
{
	struct url url;
	size_t n;

	if (text == NULL || url_split(arena, text, &url) != 0)
		return NULL;
	if (!is_web(url.scheme))
		return join(arena, &url, URL_MAX + 1);
	if (url.port == (strcmp(url.scheme, "http") == 0 ? 80 : 443))
		url.port = 0;
	url.scheme = "https";
	url.userinfo = NULL;
	if (strncmp(url.host, "www.", 4) == 0)
		url.host += 4;
	url.path = remove_dots(arena, url.path);
	n = strlen(url.path);
	if (n > 0 && url.path[n - 1] == '/')
		url.path = arena_strndup(arena, url.path, n - 1);
	if (url.query != NULL)
		url.query = strip_tracking(arena, url.query);
	url.fragment = NULL;
	/* One more, for the "s" that http may have got. */
	return join(arena, &url, URL_MAX + 1);
}

char *
url_origin(struct arena *arena, const char *text)
{
	struct url url;
	size_t n = text != NULL ? resolved_origin(text) : 0;

	if (n > 0)
		return arena_strndup(arena, text, n);
	if (text == NULL || url_split(arena, text, &url) != 0 ||
		url.scheme == NULL || url.host == NULL)
		return NULL;
	url.userinfo = url.query = url.fragment = NULL;
	url.path = "";
	return join(arena, &url, URL_MAX + 1);
}

char *
url_host(struct arena *arena, const char *text)
{
	struct url url;

	if (text == NULL || url_split(arena, text, &url) != 0 ||
		url.host == NULL)
		return NULL;
	return lower(arena, url.host, strlen(url.host));
}

bool
url_is_http(const char *text)
{
	const char *rest;

	if (text == NULL)
		return false;
	if (strncasecmp(text, "http://", 7) == 0)
		rest = text + 7;
	else if (strncasecmp(text, "https://", 8) == 0)
		rest = text + 8;
	else
		return false;
	return *rest != '\0' && strchr("/?#:", *rest) == NULL;
}
