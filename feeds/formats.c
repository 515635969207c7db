/*
 * formats.c - the table of what is published, and the writer for each format.
 */
#include "feeds/parts.h"

#include <string.h>

static const struct feed_format_info formats[FORMAT_COUNT] = {
	[FORMAT_ATOM] = {FORMAT_ATOM, "atom", ".atom",
		"application/atom+xml; charset=utf-8"},
	[FORMAT_RSS] = {FORMAT_RSS, "rss", ".rss",
		"application/rss+xml; charset=utf-8"},
	[FORMAT_JSON] = {FORMAT_JSON, "json", ".json",
		"application/feed+json; charset=utf-8"},
	[FORMAT_ICS] = {FORMAT_ICS, "ics", ".ics",
		"text/calendar; charset=utf-8"},
	[FORMAT_HTML] = {FORMAT_HTML, "html", ".html",
		"text/html; charset=utf-8"},
};

const struct feed_format_info *
feed_format_info(enum feed_format format)
{
	return &formats[format];
}

const struct feed_format_info *
feed_format_by_name(const char *name)
{
	for (int i = 0; i < FORMAT_COUNT; i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

bool
feed_has_format(const struct feed *feed, enum feed_format format)
{
	return feed->formats == 0 || (feed->formats >> format & 1) != 0;
}

const char *
feed_media_type(const char *file_name)
{
	/* Published beside the feeds. */
	static const struct {
		const char *extension;
		const char *media_type;
	} others[] = {
		{".css", "text/css; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"},
		{".opml", "text/x-opml; charset=utf-8"},
		{".xml", "application/xml; charset=utf-8"},
		{".txt", "text/plain; charset=utf-8"},
		{".svg", "image/svg+xml"},
	};
	const char *dot = strrchr(file_name, '.');

	if (dot == NULL || strchr(dot, '/') != NULL)
		return NULL;
	for (int i = 0; i < FORMAT_COUNT; i++)
		if (strcmp(formats[i].extension, dot) == 0)
			return formats[i].media_type;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(others[i].extension, dot) == 0)
			return others[i].media_type;
	return NULL;
}

int
feed_write(enum feed_format format, struct buf *out, const struct feed *feed,
	const struct event_reader *events, struct err *err)
{
	switch (format) {
	case FORMAT_ATOM:
		return feed_write_atom(out, feed, events, err);
	case FORMAT_RSS:
		return feed_write_rss(out, feed, events, err);
	case FORMAT_JSON:
		return feed_write_json(out, feed, events, err);
	case FORMAT_ICS:
		return feed_write_ics(out, feed, events, err);
	case FORMAT_HTML:
	case FORMAT_COUNT:
		break;
	}
	return err_set(err, ERR_USAGE,
		"a web page needs to know the day: use feed_write_site()");
}
