/*
 * metrics.c - writes numbers about sources; see metrics.h. The format is the
 * Prometheus text exposition format 0.0.4.
 */
#include "cli/metrics.h"

#include "feeds/feeds.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

/* A number of every source. Instants are seconds since 1970, 0 = never. */
struct metric {
	const char *name, *help;
	int64_t (*value)(const struct health *health);
};

static int64_t
is_up(const struct health *health)
{
	return health->problem == NULL;
}

static int64_t
last_try(const struct health *health)
{
	return health->last_try;
}

static int64_t
last_success(const struct health *health)
{
	return health->last_success;
}

static int64_t
next_due(const struct health *health)
{
	return health->next_due;
}

static int64_t
newest(const struct health *health)
{
	return health->newest;
}

static int64_t
failures(const struct health *health)
{
	return health->failures;
}

static int64_t
http_status(const struct health *health)
{
	return health->http_status;
}

static int64_t
items(const struct health *health)
{
	return health->items;
}

static int64_t
reports(const struct health *health)
{
	return health->reports;
}

static int64_t
events(const struct health *health)
{
	return health->events;
}

static const struct metric metrics[] = {
	{"up", "1 where nothing is wrong with the source", is_up},
	{"last_try_timestamp_seconds", "when it was asked last", last_try},
	{"last_success_timestamp_seconds", "when it was well last",
		last_success},
	{"next_due_timestamp_seconds", "not asked again before", next_due},
	{"newest_item_timestamp_seconds", "publication of its newest item",
		newest},
	{"failures", "failed requests in a row", failures},
	{"http_status", "of the newest answer, 0 where none came", http_status},
	{"items", "entries when it was well last", items},
	{"reports", "stored so far", reports},
	{"events", "that these tell of", events},
};

/* A label's value: backslash, quote and line end are escaped. */
static void
put_label(struct buf *out, const char *value)
{
	for (const char *c = value; *c != '\0'; c++) {
		if (*c == '\n') {
			buf_puts(out, "\\n");
			continue;
		}
		if (*c == '"' || *c == '\\')
			buf_putc(out, '\\');
		buf_putc(out, *c);
	}
}

static void
put_metric(struct buf *out, const struct metric *metric,
	const struct health *health, size_t n)
{
	buf_printf(out,
		"# HELP ipherald_source_%s %s\n# TYPE ipherald_source_%s "
		"gauge\n",
		metric->name, metric->help, metric->name);
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "ipherald_source_%s{source=\"", metric->name);
		put_label(out, health[i].source);
		buf_printf(out, "\"} %" PRId64 "\n", metric->value(&health[i]));
	}
}

static void
put_alarms(struct buf *out, const struct alarm *alarms, size_t n)
{
	buf_puts(out, "# HELP ipherald_source_alarm 1 while it is so\n"
		      "# TYPE ipherald_source_alarm gauge\n");
	for (size_t i = 0; i < n; i++) {
		buf_puts(out, "ipherald_source_alarm{source=\"");
		put_label(out, alarms[i].source);
		buf_puts(out, "\",cause=\"");
		put_label(out, alarms[i].cause);
		buf_puts(out, "\"} 1\n");
	}
}

static int
put_file(const char *path, const struct buf *text, struct err *err)
{
	struct arena arena;
	const char *slash = strrchr(path, '/');
	const char *folder;
	bool changed;
	int result;

	arena_init(&arena);
	folder = slash == NULL ? "."
		 : slash == path
			 ? "/"
			 : arena_strndup(&arena, path, (size_t)(slash - path));
	result = feed_put_file(folder, slash == NULL ? path : slash + 1,
		buf_str(text), text->len, &changed, err);
	arena_release(&arena);
	return result;
}

static int
by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* Only of sources that are configured and on: others would be reported as well
 * or broken for ever. */
static size_t
keep_configured(const struct config *config, struct arena *arena,
	struct health *health, size_t nhealth)
{
	const char **ids = arena_array(arena, config->nsources, sizeof(*ids));
	size_t nids = 0, kept = 0;

	for (size_t i = 0; i < config->nsources; i++)
		if (config->sources[i].enabled)
			ids[nids++] = config->sources[i].id;
	if (nids > 0)
		qsort(ids, nids, sizeof(*ids), by_name);
	for (size_t i = 0; nids > 0 && i < nhealth; i++)
		if (bsearch(&health[i].source, ids, nids, sizeof(*ids),
			    by_name) != NULL)
			health[kept++] = health[i];
	return kept;
}

int
metrics_write(const struct config *config, struct store *store, int64_t now,
	struct err *err)
{
	struct health *health = NULL;
	struct alarm *alarms = NULL;
	size_t nhealth = 0, nalarms = 0;
	struct arena arena;
	struct buf text;
	int result = -1;

	if (config->metrics == NULL)
		return 0;
	arena_init(&arena);
	buf_init(&text, BUF_NO_LIMIT);
	if (store_get_health(store, &arena, &health, &nhealth, err) != 0 ||
		store_count_health(store, health, nhealth, err) != 0 ||
		store_get_alarms(store, NULL, true, 0, &arena, &alarms,
			&nalarms, err) != 0)
		goto out;
	nhealth = keep_configured(config, &arena, health, nhealth);
	buf_printf(&text,
		"# HELP ipherald_last_run_timestamp_seconds when a run ended\n"
		"# TYPE ipherald_last_run_timestamp_seconds gauge\n"
		"ipherald_last_run_timestamp_seconds %" PRId64 "\n",
		now);
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		put_metric(&text, &metrics[i], health, nhealth);
	put_alarms(&text, alarms, nalarms);
	result = put_file(config->metrics, &text, err);
out:
	buf_release(&text);
	arena_release(&arena);
	return result;
}
