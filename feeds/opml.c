/*
 * opml.c - OPML 2.0: the published feeds, to subscribe to all at once; and
 * lists of sources, for other programs (cli/export.c says what is in them).
 */
#include "feeds/parts.h"

#include <string.h>

static void
indent(struct buf *out, int depth)
{
	buf_printf(out, "%*s", 4 + 2 * depth, "");
}

static void
put_attributes(struct buf *out, const struct opml_outline *outline)
{
	for (size_t i = 0; i < outline->nattributes; i++)
		feed_put_attribute(out, outline->attributes[i].name,
			outline->attributes[i].value);
}

/* How many of the groups around the one before are around this one too, and
 * how much of their paths that is. */
static int
shared_groups(const char *before, const char *now, size_t *length)
{
	int depth = 0;
	size_t i = 0;

	*length = 0;
	for (; before[i] != '\0' && before[i] == now[i]; i++) {
		if (before[i] != '/')
			continue;
		depth++;
		*length = i + 1;
	}
	if (i > 0 && (before[i] == '\0' || before[i] == '/') &&
		(now[i] == '\0' || now[i] == '/')) {
		depth++;
		*length = now[i] == '/' ? i + 1 : i;
	}
	return depth;
}

static int
close_groups(struct buf *out, int depth, int until)
{
	while (depth > until) {
		indent(out, --depth);
		buf_puts(out, "</outline>\n");
	}
	return depth;
}

static int
open_groups(struct buf *out, struct arena *arena, const char *rest, int depth)
{
	while (*rest != '\0') {
		size_t n = strcspn(rest, "/");

		indent(out, depth++);
		buf_puts(out, "<outline");
		feed_put_attribute(out, "text", arena_strndup(arena, rest, n));
		buf_puts(out, ">\n");
		rest += n + (rest[n] == '/');
	}
	return depth;
}

int
feed_write_outlines(struct buf *out, const char *title,
	const struct opml_outline *root, const struct opml_outline *outlines,
	size_t noutlines, struct err *err)
{
	const char *around = "";
	struct arena arena;
	int depth = 0;

	arena_init(&arena);
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<opml version=\"2.0\"");
	put_attributes(out, root);
	buf_puts(out, ">\n  <head>\n");
	feed_put_element(out, "    ", "title", title);
	buf_puts(out, "  </head>\n  <body>\n");
	for (size_t i = 0; i < noutlines; i++) {
		const char *group =
			outlines[i].group != NULL ? outlines[i].group : "";
		size_t shared;
		int until = shared_groups(around, group, &shared);

		depth = close_groups(out, depth, until);
		depth = open_groups(out, &arena, group + shared, depth);
		around = group;
		indent(out, depth);
		buf_puts(out, "<outline");
		put_attributes(out, &outlines[i]);
		buf_puts(out, "/>\n");
	}
	close_groups(out, depth, 0);
	buf_puts(out, "  </body>\n</opml>\n");
	arena_release(&arena);
	return feed_written(out, "the OPML list", err);
}

/* ------------------------------------------------------- published feeds */

/* The best of the formats that it has; FORMAT_COUNT: none. A calendar is nothing
 * that a feed reader can subscribe to. */
static enum feed_format
best_format(const struct feed *feed)
{
	static const enum feed_format order[] = {
		FORMAT_ATOM, FORMAT_RSS, FORMAT_JSON};

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
		if (feed_has_format(feed, order[i]))
			return order[i];
	return FORMAT_COUNT;
}

static void
describe(const struct feed *feed, enum feed_format format, struct arena *arena,
	struct opml_outline *outline)
{
	const char *file = feed_file_name(arena, feed, format);
	const char *url = feed_published_url(arena, feed, file);
	const struct opml_attribute attributes[] = {
		{"type", "rss"},
		{"text", feed->title},
		{"title", feed->title},
		{"description", feed->description},
		{"language", feed->language},
		{"xmlUrl", url != NULL ? url : file},
		{"htmlUrl", feed_published_url(arena, feed, "")},
	};

	*outline = (struct opml_outline){0};
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		*ARENA_PUSH(arena, &outline->attributes,
			&outline->nattributes) = attributes[i];
}

int
feed_write_opml(struct buf *out, const struct feed *feeds, size_t nfeeds,
	struct err *err)
{
	const struct opml_outline root = {0};
	struct opml_outline *outlines;
	size_t n = 0;
	struct arena arena;
	int result;

	arena_init(&arena);
	outlines = arena_array(&arena, nfeeds + 1, sizeof(*outlines));
	for (size_t i = 0; i < nfeeds; i++) {
		enum feed_format format = best_format(&feeds[i]);

		if (format != FORMAT_COUNT)
			describe(&feeds[i], format, &arena, &outlines[n++]);
	}
	result = feed_write_outlines(out, nfeeds > 0 ? feeds[0].title : "Feeds",
		&root, outlines, n, err);
	arena_release(&arena);
	return result;
}
