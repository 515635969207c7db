/*
 * publish_state.c - what a publication leaves to know for the next: what it was
 * made with, on which day, whether its pages are all still there, and which
 * files are of which feed. So a run that changed nothing reads no event, and a
 * feed that leaves the configuration does not leave its files behind.
 *
 * The store keeps it as a text of lines: "made HASH DAY", "folder PATH", "pages
 * STAMPS", "sources HASH", and "feed FORMATS ARCHIVES ID" for each feed.
 */
#include "cli/publishing.h"

#include "base/text.h"
#include "cli/cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folders of pages. A file that comes or goes moves the time of its
 * folder, so that nobody needs to ask for each. */
static const char *const folders[] = {"event", "series", "past", "ahead"};

/* ------------------------------------------------------------------- parts */

/* All that lists and feeds show beside events, as one number. */
static uint64_t
made_with(struct publishing *publishing)
{
	struct buf text;
	uint64_t hash;

	buf_init(&text, BUF_NO_LIMIT);
	buf_puts(&text, publishing->edition);
	for (size_t i = 0; i < publishing->nfeeds; i++) {
		const struct feed *feed = &publishing->feeds[i];
		const struct feed_settings *settings = &publishing->settings[i];
		const char *const parts[] = {feed->id, feed->title,
			feed->description, feed->language, feed->hub,
			settings->query};

		for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
			buf_printf(&text, "\n%s",
				parts[k] != NULL ? parts[k] : "");
		buf_printf(&text, "\n%u %d", feed->formats, settings->news);
	}
	hash = text_hash(buf_str(&text), text.len);
	buf_release(&text);
	return hash;
}

static const char *
stamps(struct publishing *publishing)
{
	const char *text = "pages";

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		struct stat info = {0};

		/* One that is missing is all zeros. */
		(void)stat(arena_printf(publishing->arena, "%s/%s",
				   publishing->config->publish, folders[i]),
			&info);
		text = arena_printf(publishing->arena, "%s %llu:%lld.%09ld",
			text, (unsigned long long)info.st_ino,
			(long long)info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
	}
	return text;
}

/* News have neither archives nor changes beside them: a format of their own. */
#define NEWS_BIT (1u << FORMAT_COUNT)

static unsigned
formats_of(const struct publishing *publishing, size_t n)
{
	return publishing->settings[n].formats |
	       (publishing->settings[n].news ? NEWS_BIT : 0);
}

/* ----------------------------------------------------------- from and to */

const char *
publish_state_text(struct publishing *publishing)
{
	struct arena *arena = publishing->arena;
	const char *text = arena_printf(arena,
		"made %016" PRIx64 " %d\nfolder %s\n%s\n"
		"sources %016" PRIx64 "\n",
		made_with(publishing),
		(int)civil_to_days(instant_day(publishing->now)),
		publishing->config->publish, stamps(publishing),
		publishing->sources);

	for (size_t i = 0; i < publishing->nfeeds; i++)
		text = arena_printf(arena, "%sfeed %u %d %s\n", text,
			formats_of(publishing, i),
			publishing->feeds[i].archives, publishing->feeds[i].id);
	return text;
}

/* Takes a line off *text; NULL = no more. */
static char *
next_line(struct arena *arena, const char **text)
{
	size_t n = strcspn(*text, "\n");
	char *line;

	if (**text == '\0')
		return NULL;
	line = arena_strndup(arena, *text, n);
	*text += n + ((*text)[n] == '\n');
	return line;
}

static void
read_feed(struct publishing *publishing, char *line)
{
	struct left left = {0};
	char *rest = line;

	left.formats = (unsigned)strtoul(rest, &rest, 10);
	left.archives = (int)strtol(rest, &rest, 10);
	if (*rest != ' ')
		return;
	left.id = rest + 1;
	for (size_t i = 0; i < publishing->nfeeds; i++)
		if (strcmp(publishing->feeds[i].id, left.id) == 0)
			publishing->feeds[i].archives = left.archives;
	*ARENA_PUSH(publishing->arena, &publishing->left, &publishing->nleft) =
		left;
}

void
publish_state_read(struct publishing *publishing)
{
	const char *text = publishing->unpublished.state, *line;
	struct arena *arena = publishing->arena;
	const char *made = arena_printf(
		arena, "made %016" PRIx64 " ", made_with(publishing));
	const char *folder =
		arena_printf(arena, "folder %s", publishing->config->publish);
	bool same_make = false, same_folder = false, there = false;

	while ((line = next_line(arena, &text)) != NULL) {
		if (strncmp(line, made, strlen(made)) == 0) {
			same_make = true;
			publishing->last_day =
				(int32_t)strtol(line + strlen(made), NULL, 10);
		} else if (strcmp(line, folder) == 0) {
			same_folder = true;
		} else if (strncmp(line, "pages ", strlen("pages ")) == 0) {
			there = strcmp(line, stamps(publishing)) == 0;
		} else if (strncmp(line, "sources ", strlen("sources ")) == 0) {
			publishing->sources =
				strtoull(line + strlen("sources "), NULL, 16);
		} else if (strncmp(line, "feed ", strlen("feed ")) == 0) {
			read_feed(publishing,
				arena_strdup(arena, line + strlen("feed ")));
		}
	}
	/* What lies in another folder is nobody's any more, as far as we
	 * know. */
	if (!same_folder)
		publishing->nleft = 0;
	publishing->there = same_folder && there;
	publishing->known =
		publishing->there && same_make && !publishing->unpublished.all;
}

/* ---------------------------------------------------------- what remains */

/* One that was there; whoever subscribed learns by its absence. */
static int
drop(struct publishing *publishing, const char *name)
{
	return unlink(arena_printf(publishing->arena, "%s/%s",
		       publishing->config->publish, name)) == 0;
}

static const struct left *
find_now(const struct publishing *publishing, const char *id, struct left *now)
{
	for (size_t i = 0; i < publishing->nfeeds; i++) {
		if (strcmp(publishing->feeds[i].id, id) != 0)
			continue;
		*now = (struct left){.id = id,
			.formats = formats_of(publishing, i),
			.archives = publishing->feeds[i].archives};
		return now;
	}
	return NULL;
}

static int
drop_formats(
	struct publishing *publishing, const struct left *was, unsigned formats)
{
	int dropped = 0;

	/* That of the main feed has another name. */
	if (strcmp(was->id, publishing->feeds[0].id) == 0 &&
		(was->formats & ~formats) >> FORMAT_HTML & 1)
		dropped += drop(publishing, FEED_INDEX_NAME);
	for (int format = 0; format < FORMAT_COUNT; format++)
		if ((was->formats & ~formats) >> format & 1)
			dropped += drop(publishing,
				arena_printf(publishing->arena, "%s%s", was->id,
					feed_format_info(
						(enum feed_format)format)
						->extension));
	return dropped;
}

/* What stands beside an Atom feed of events. */
static bool
has_beside(unsigned formats)
{
	return (formats >> FORMAT_ATOM & 1) && !(formats & NEWS_BIT);
}

static int
drop_beside(struct publishing *publishing, const struct left *was)
{
	const struct feed feed = {.id = was->id};
	struct arena *arena = publishing->arena;
	int dropped = drop(publishing, feed_changes_name(arena, &feed));

	for (int page = 1; page <= was->archives; page++)
		dropped +=
			drop(publishing, feed_archive_name(arena, &feed, page));
	return dropped;
}

void
publish_drop_left(struct publishing *publishing)
{
	for (size_t i = 0; i < publishing->nleft; i++) {
		const struct left *was = &publishing->left[i];
		struct left place;
		const struct left *now = find_now(publishing, was->id, &place);
		unsigned formats = now != NULL ? now->formats : 0;
		int dropped = drop_formats(publishing, was, formats);

		if (has_beside(was->formats) && !has_beside(formats))
			dropped += drop_beside(publishing, was);
		if (dropped > 0)
			say("feed '%s' is not published %s any more: %d of its "
			    "files removed",
				was->id, now != NULL ? "so" : "at all",
				dropped);
	}
}
