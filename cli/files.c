/*
 * files.c - finds files below a folder and says what they are.
 */
#include "cli/files.h"

#include "base/mem.h"
#include "base/text.h"
#include "cli/cli.h"
#include "feeds/feeds.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* The type of a file by its name, and, where that has a charset of UTF-8, by
 * its bytes: a page in another charset says so itself, and must not be
 * overruled. */
static const char *
media_type(const char *name, const char *bytes, size_t n)
{
	static const struct {
		const char *extension, *utf8, *other;
	} types[] = {
		{".html", "text/html; charset=utf-8", "text/html"},
		{".htm", "text/html; charset=utf-8", "text/html"},
		{".shtml", "text/html; charset=utf-8", "text/html"},
		{".php", "text/html; charset=utf-8", "text/html"},
		{".jsp", "text/html; charset=utf-8", "text/html"},
		{".xml", "application/xml", "application/xml"},
		{".css", "text/css; charset=utf-8", "text/css"},
		{".js", "text/javascript; charset=utf-8", "text/javascript"},
		{".txt", "text/plain; charset=utf-8", "text/plain"},
		{".png", "image/png", "image/png"},
		{".jpg", "image/jpeg", "image/jpeg"},
		{".gif", "image/gif", "image/gif"},
		{".svg", "image/svg+xml", "image/svg+xml"},
		{".ico", "image/x-icon", "image/x-icon"},
		{".pdf", "application/pdf", "application/pdf"},
	};
	size_t length = strcspn(name, "?");
	bool utf8 = utf8_valid(bytes, n);
	const char *published = feed_media_type(name);

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t tail = strlen(types[i].extension);

		if (length > tail && strncasecmp(name + length - tail,
					     types[i].extension, tail) == 0)
			return utf8 ? types[i].utf8 : types[i].other;
	}
	return published != NULL ? published : "application/octet-stream";
}

bool
files_etag_matches(const char *if_none_match, const char *etag)
{
	size_t n = strlen(etag);
	const char *at = if_none_match;

	if (strcmp(if_none_match, "*") == 0)
		return true;
	/* Both have their quotes, so a part of a longer tag cannot match. */
	while ((at = strstr(at, etag)) != NULL) {
		if (at[n] == '\0' || at[n] == ',' || at[n] == ' ')
			return true;
		at += n;
	}
	return false;
}

/* No "..", no hidden name, no empty one. */
static bool
is_clean(const char *path)
{
	for (const char *p = path; *p != '\0'; p++)
		if (*p == '/' && (p[1] == '.' || p[1] == '/'))
			return false;
	return path[0] == '/';
}

/* The real path of root + path, in `real`, if it is below root. */
static bool
is_below(const char *root, const char *path, char real[PATH_MAX])
{
	char full[PATH_MAX];
	size_t n = strlen(root);

	if ((size_t)snprintf(full, sizeof(full), "%s%s", root, path) >=
		sizeof(full))
		return false;
	if (realpath(full, real) == NULL || strncmp(real, root, n) != 0)
		return false;
	return real[n] == '/' || real[n] == '\0' || strcmp(root, "/") == 0;
}

static int
load(const char *real, const struct stat *meta, struct served *served)
{
	struct err err = ERR_INIT;

	if (file_read(real, &served->bytes, &err) != 0)
		return 404;
	if (served->bytes.full)
		return 500;
	served->media_type =
		media_type(real, buf_str(&served->bytes), served->bytes.len);
	served->modified = meta->st_mtim.tv_sec;
	snprintf(served->etag, sizeof(served->etag), "\"%llx-%llx\"",
		(unsigned long long)meta->st_mtim.tv_sec * 1000000000ULL +
			(unsigned long long)meta->st_mtim.tv_nsec,
		(unsigned long long)served->bytes.len);
	return 200;
}

/* Looks for one name; 404 where it is not there. */
static int
find_name(const char *root, const char *path, struct served *served)
{
	char real[PATH_MAX], index[PATH_MAX];
	struct stat meta;

	if (!is_below(root, path, real) || stat(real, &meta) != 0)
		return 404;
	if (S_ISREG(meta.st_mode))
		return path[strlen(path) - 1] == '/'
			       ? 404
			       : load(real, &meta, served);
	if (!S_ISDIR(meta.st_mode))
		return 404;
	if (path[strlen(path) - 1] != '/')
		return 301;
	if ((size_t)snprintf(index, sizeof(index), "%sindex.html", path) >=
		sizeof(index))
		return 404;
	if (!is_below(root, index, real) || stat(real, &meta) != 0 ||
		!S_ISREG(meta.st_mode))
		return 404;
	return load(real, &meta, served);
}

void
files_find(const char *root, const char *path, const char *query,
	struct served *served)
{
	char named[PATH_MAX];

	*served = (struct served){.status = 404};
	buf_init(&served->bytes, FILES_MAX);
	if (!is_clean(path))
		return;
	if (query != NULL &&
		(size_t)snprintf(named, sizeof(named), "%s?%s", path, query) <
			sizeof(named) &&
		strchr(query, '/') == NULL)
		served->status = find_name(root, named, served);
	if (served->status == 404)
		served->status = find_name(root, path, served);
}
