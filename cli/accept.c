/*
 * accept.c - whether to answer in gzip.
 */
#include "cli/accept.h"

#include <string.h>
#include <strings.h>

#define LEAST ((size_t)1024)

/* Is the weight after an encoding's name zero ("gzip;q=0.0")? */
static bool
is_refused(const char *parameters, size_t n)
{
	size_t i = strspn(parameters, " \t;");

	if (i + 2 >= n || strncasecmp(parameters + i, "q=", 2) != 0)
		return false;
	i += 2;
	return i + strspn(parameters + i, "0.") >= n;
}

bool
accept_gzip(const char *accept_encoding)
{
	const char *p = accept_encoding;
	bool any = false;

	while (p != NULL && *p != '\0') {
		size_t length, name;

		p += strspn(p, " \t,");
		length = strcspn(p, ",");
		while (length > 0 && strchr(" \t", p[length - 1]) != NULL)
			length--;
		name = strcspn(p, " \t;,");
		if (name > length)
			name = length;
		if (name == 4 && strncasecmp(p, "gzip", 4) == 0)
			return !is_refused(p + name, length - name);
		if (name == 1 && *p == '*')
			any = !is_refused(p + name, length - name);
		p += strcspn(p, ",");
	}
	return any;
}

bool
accept_gzip_worth_it(const char *media_type, size_t length)
{
	static const char *const types[] = {"text/", "application/atom+xml",
		"application/rss+xml", "application/feed+json",
		"application/xml", "image/svg+xml"};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strncmp(media_type, types[i], strlen(types[i])) == 0)
			return length >= LEAST;
	return false;
}
