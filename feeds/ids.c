/*
 * ids.c - the names that published things keep for ever, and where they are
 * served.
 *
 * All come from the event's own id: titles, dates and source URLs change, and
 * a reader that sees a new id shows an old event as new.
 */
#include "base/url.h"
#include "feeds/parts.h"

#include <stdio.h>
#include <string.h>

/* In ASCII, whatever the locale. */
static bool
is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

/* Appends what RFC 4151 section 2.1 allows in the specific part of a tag and
 * percent-encodes the rest. */
static void
put_tag_part(struct buf *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (is_alphanumeric(*s) || strchr("-._~", *s) != NULL)
			buf_putc(out, *s);
		else
			buf_printf(out, "%%%02X", (unsigned char)*s);
	}
}

char *
feed_tag_uri(struct arena *arena, const struct feed *feed, const char *kind,
	const char *id)
{
	struct buf tag;
	char *copy;

	buf_init(&tag, BUF_NO_LIMIT);
	buf_printf(&tag, "tag:%s,%s:", feed->authority, feed->year);
	put_tag_part(&tag, kind);
	if (id != NULL) {
		buf_putc(&tag, '/');
		put_tag_part(&tag, id);
	}
	copy = arena_strdup(arena, buf_str(&tag));
	buf_release(&tag);
	return copy;
}

char *
feed_calendar_uid(
	struct arena *arena, const struct feed *feed, const char *event_id)
{
	/* An authority may be a mail address; a UID has one "@". */
	const char *at = strrchr(feed->authority, '@');
	const char *host = at == NULL ? feed->authority : at + 1;

	return arena_printf(arena, "%s@%s", event_id, host);
}

char *
feed_published_url(
	struct arena *arena, const struct feed *feed, const char *name)
{
	if (feed->base_url == NULL || feed->base_url[0] == '\0')
		return NULL;
	return arena_printf(arena, "%s%s", feed->base_url, name);
}

char *
feed_file_name(
	struct arena *arena, const struct feed *feed, enum feed_format format)
{
	return arena_printf(
		arena, "%s%s", feed->id, feed_format_info(format)->extension);
}

const char *
feed_event_path(const char *event_id, char path[FEED_PATH_MAX])
{
	snprintf(path, FEED_PATH_MAX, "event/%s.html", event_id);
	return path;
}

char *
feed_link(struct arena *arena, const char *url)
{
	static const char allowed[] = "-._~:/?#[]@!$&'()*+,;=%";
	struct buf link;
	char *copy;

	if (!url_is_http(url))
		return NULL;
	buf_init(&link, BUF_NO_LIMIT);
	for (const char *s = url; *s != '\0'; s++) {
		if (is_alphanumeric(*s) || strchr(allowed, *s) != NULL)
			buf_putc(&link, *s);
		else
			buf_printf(&link, "%%%02X", (unsigned char)*s);
	}
	copy = arena_strdup(arena, buf_str(&link));
	buf_release(&link);
	return copy;
}

int64_t
feed_birth(const struct feed *feed)
{
	struct civil year;

	if (civil_parse(feed->year, &year) != 0 || !civil_valid(year))
		return instant_at((struct civil){1970, 1, 2}, 0, 0, 0);
	year.m = year.m == 0 ? 1 : year.m;
	year.d = year.d == 0 ? 1 : year.d;
	return instant_at(year, 0, 0, 0);
}
