/*
 * folder.c - the files of a folder as answers; see script.h.
 */
#include "base/date.h"
#include "base/text.h"
#include "tests/server/script.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *
type_of(const char *path)
{
	static const char *const types[][2] = {
		{".html", "text/html"},
		{".htm", "text/html"},
		{".xml", "application/xml"},
		{".rss", "application/rss+xml"},
		{".atom", "application/atom+xml"},
		{".json", "application/json"},
		{".ics", "text/calendar"},
		{".css", "text/css"},
		{".txt", "text/plain; charset=utf-8"},
	};
	size_t n = strlen(path);

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t length = strlen(types[i][0]);

		if (n > length && strcmp(path + n - length, types[i][0]) == 0)
			return types[i][1];
	}
	return strstr(path, ".php") != NULL ? "text/html"
					    : "application/octet-stream";
}

static int
try_file(struct answer *answer, const char *path)
{
	char date[INSTANT_TEXT];
	struct stat about;

	if (add_file(&answer->body, path) != 0 || stat(path, &about) != 0)
		return -1;
	buf_printf(&answer->header,
		"Content-Type: %s\r\nETag: \"%016llx\"\r\n"
		"Last-Modified: %s\r\n",
		type_of(path),
		(unsigned long long)text_hash(
			buf_str(&answer->body), answer->body.len),
		instant_format_http((int64_t)about.st_mtime, date));
	answer->status = 200;
	answer->conditional = true;
	return 0;
}

void
folder_answer(const char *folder, const char *target, struct answer *answer)
{
	int whole = (int)strlen(target), bare = (int)strcspn(target, "?");
	const int lengths[] = {whole, bare, bare};
	const char *const ends[] = {"", "", "index.html"};
	struct buf path;

	*answer = (struct answer){.status = 404};
	buf_init(&answer->header, BUF_NO_LIMIT);
	buf_init(&answer->body, BUF_NO_LIMIT);
	buf_init(&path, 4096);
	for (int i = 0; i < 3 && answer->status == 404; i++) {
		const char *slash = "";

		if (folder == NULL || strstr(target, "..") != NULL)
			break;
		if (i == 2 && (bare == 0 || target[bare - 1] != '/'))
			slash = "/";
		buf_reset(&path);
		buf_printf(&path, "%s%.*s%s%s", folder, lengths[i], target,
			slash, ends[i]);
		try_file(answer, buf_str(&path));
	}
	buf_release(&path);
	if (answer->status == 404)
		buf_puts(&answer->body, "no such page\n");
}
