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

/* Room for a text of which every byte may need percent-encoding. */
static size_t
encoded_size(const char *s)
{
	return 3 * strlen(s) + 1;
}

/* Copies with all but letters, digits and `allowed` percent-encoded; returns
 * where the NUL stands. */
static char *
put_encoded(char *to, const char *s, const char *allowed)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (is_alphanumeric(*s) || strchr(allowed, *s) != NULL) {
			*to++ = *s;
			continue;
		}
		*to++ = '%';
		*to++ = digits[c >> 4];
		*to++ = digits[c & 0xF];
	}
	*to = '\0';
	return to;
}

char *
feed_tag_uri(struct arena *arena, const struct feed *feed, const char *kind,
	const char *id)
{
	/* Of what RFC 4151 section 2.1 allows in the specific part. */
	static const char allowed[] = "-._~";
	const char *parts[] = {"tag:", feed->authority, ",", feed->year, ":"};
	size_t size = encoded_size(kind) + encoded_size(id == NULL ? "" : id);
	char *tag, *end;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		size += strlen(parts[i]);
	tag = end = arena_alloc(arena, size);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		end = stpcpy(end, parts[i]);
	end = put_encoded(end, kind, allowed);
	if (id != NULL) {
		*end++ = '/';
		put_encoded(end, id, allowed);
	}
	return tag;
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

char *
feed_archive_name(struct arena *arena, const struct feed *feed, int page)
{
	return arena_printf(arena, "%s-archive-%d%s", feed->id, page,
		feed_format_info(FORMAT_ATOM)->extension);
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
	const char *host, *at;
	char *link;

	if (!url_is_http(url))
		return NULL;
	/* The last "@" of the authority ends a user's name and password. */
	host = strstr(url, "//") + 2;
	at = host;
	for (size_t i = 0, n = strcspn(host, "/?#"); i < n; i++)
		if (host[i] == '@')
			at = host + i + 1;
	if (at != host)
		url = arena_printf(arena, "%.*s%s", (int)(host - url), url, at);
	link = arena_alloc(arena, encoded_size(url));
	put_encoded(link, url, allowed);
	return link;
}

int64_t
feed_birth(const struct feed *feed)
{
	struct civil year;

	/* The first second of 1970 is how we write "not known". */
	if (civil_parse(feed->year, &year) != 0 || year.y <= 1970)
		year = (struct civil){1970, 1, 2};
	return instant_at(year, 0, 0, 0);
}
