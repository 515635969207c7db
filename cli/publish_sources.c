/*
 * publish_sources.c - the page of the sources.
 *
 * Most of what it costs is to count what each source told, and most runs change
 * nothing that it shows: so what it was made of is noted as one number, and
 * where that is the same the page is not made again.
 */
#include "cli/publishing.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
compare(const void *key, const void *member)
{
	return strcmp(key, ((const struct health *)member)->source);
}

static struct feed_source
describe(const struct source *source, const struct health *health)
{
	struct feed_source shown = {
		.id = source->id,
		.office = source->office,
		.url = source->url,
		.enabled = source->enabled,
		.last_success = INSTANT_NONE,
	};

	if (health == NULL)
		return shown;
	shown.tried = true;
	shown.problem = health->problem;
	shown.since = health->problem_since;
	shown.last_success = health->last_success;
	shown.reports = health->reports;
	shown.events = health->events;
	return shown;
}

/* What is configured, with how it does; the health is sorted by source. */
static struct feed_source *
describe_all(struct publishing *publishing, const struct health *health,
	size_t nhealth)
{
	const struct config *config = publishing->config;
	struct feed_source *sources = arena_array(
		publishing->arena, config->nsources + 1, sizeof(*sources));

	for (size_t i = 0; i < config->nsources; i++) {
		const struct source *source = &config->sources[i];

		sources[i] = describe(source,
			nhealth == 0 ? NULL
				     : bsearch(source->id, health, nhealth,
					       sizeof(*health), compare));
	}
	return sources;
}

static void
add_text(struct buf *all, const char *text)
{
	buf_putc(all, text != NULL ? '+' : '-');
	if (text != NULL)
		buf_add(all, text, strlen(text) + 1);
}

/* All that the page shows but the counts. */
static uint64_t
reckon_mark(
	const struct publishing *publishing, const struct feed_source *sources)
{
	uint64_t mark;
	struct buf all;

	buf_init(&all, BUF_NO_LIMIT);
	for (size_t i = 0; i < publishing->config->nsources; i++) {
		const struct feed_source *source = &sources[i];
		/* Days, as the page has them. */
		int32_t day = civil_to_days(instant_day(source->last_success));

		add_text(&all, source->id);
		add_text(&all, source->office);
		add_text(&all, source->url);
		add_text(&all, source->problem);
		buf_add(&all, &day, sizeof(day));
		buf_putc(&all, source->tried ? 't' : '-');
		buf_putc(&all, source->enabled ? 'e' : '-');
	}
	mark = text_hash(buf_str(&all), all.len);
	buf_release(&all);
	return mark;
}

static bool
stands(struct publishing *publishing, uint64_t mark)
{
	const struct unpublished *old = &publishing->unpublished;

	return publishing->known && !old->touched && !old->told &&
	       publishing->sources == mark &&
	       access(arena_printf(publishing->arena, "%s/" FEED_SOURCES_NAME,
			      publishing->config->publish),
		       F_OK) == 0;
}

int
publish_sources(struct publishing *publishing, struct err *err)
{
	const struct config *config = publishing->config;
	struct feed_source *sources;
	struct health *health = NULL;
	size_t nhealth = 0;
	uint64_t mark;
	struct buf out;
	int result;

	if (store_get_health(publishing->store, publishing->arena, &health,
		    &nhealth, err) != 0)
		return -1;
	sources = describe_all(publishing, health, nhealth);
	mark = reckon_mark(publishing, sources);
	if (stands(publishing, mark)) {
		publishing->published->files++;
		return 0;
	}
	publishing->sources = mark;
	if (store_count_health(publishing->store, health, nhealth, err) != 0)
		return -1;
	sources = describe_all(publishing, health, nhealth);
	buf_init(&out, BUF_NO_LIMIT);
	result = feed_write_sources(
		&out, &publishing->feeds[0], sources, config->nsources, err);
	if (result == 0)
		result = publish_put(publishing, FEED_SOURCES_NAME,
			buf_str(&out), out.len, err);
	buf_release(&out);
	return result;
}
