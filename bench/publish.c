/*
 * publish.c - what publishing costs as the store grows: all of it, nothing new,
 * one event changed, a new day.
 *
 *	build/bench/publish [-k FOLDER] [EVENTS...]
 *	build/bench/publish --atom STORE...
 *
 * Without figures: 10,000 and 100,000. Events are made up, the same in every
 * run: ten years of them, half of them editions of yearly series, every third
 * told by two sources, half of the sources in Chinese; each announced up to
 * ninety days before. ./ipherald publishes them, once for each line that is
 * printed: CPU seconds (user and system), the memory that it took at most, and
 * what it wrote. -k keeps the store and what is published in FOLDER/EVENTS, and
 * takes a store that is there.
 *
 * Measured on two cores of a shared machine that had much else to do,
 * 2026-11-22:
 *
 *	  10000  first publication 18.97 s 39 MiB 10916 files 111894265 bytes
 *	  10000  nothing new 0.07 s 19 MiB 0 files 0 bytes
 *	  10000  one changed 0.49 s 28 MiB 16 files 490656 bytes
 *	  10000  a new day 0.55 s 30 MiB 22 files 2274198 bytes
 *	 100000  first publication 225.35 s 174 MiB 108756 files 1103696172 bytes
 *	 100000  nothing new 0.50 s 48 MiB 0 files 0 bytes
 *	 100000  one changed 2.98 s 59 MiB 20 files 1048416 bytes
 *	 100000  a new day 2.55 s 53 MiB 95 files 4831850 bytes
 *
 * Before only what was touched was made again, at 10,000 events: 15.1 s, 8.2 s,
 * 9.6 s and 8.8 s.
 *
 * The store of 100,000 was a kept one (-k) of an older schema, which its first
 * publication brought up to date: the 174 MiB hold that, too. Later that day, on
 * a store of today's schema in a file system in memory, with less to do beside:
 *
 *	  99892  first publication 117.4 s 74 MiB 108761 files
 *	  99892  nothing new 0.25 s 49 MiB 0 files
 *	  99892  one changed 1.53 s 60 MiB 3 files
 *
 * 32 MiB of it are the cache of SQLite.
 *
 * --atom, medians of nine beside a bare publisher (a query, a buffer, escaping)
 * that writes as many bytes from 10,000 rows in 0.0125 s: 1,000 entries 0.0173 s
 * of 2,000 events, 0.0185 s of 4,700; 0.0204 s of 10,000 by itself.
 */
#include "feeds/feeds.h"
#include "store/store.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "./ipherald"
#define IN_TRANSACTION 30
#define SOURCES 400
#define DAY 86400
#define ATOM_ENTRIES 1000
#define BEGIN INT64_C(1452816000) /* 2016-01-15 */
#define YEARS 10
#define SPAN (INT64_C(365) * YEARS * DAY)
#define CHANGED (BEGIN + SPAN + 27000) /* half past seven */
#define AHEAD 90 /* days at most between announcement and event */

static const char *const topics[][2] = {
	{"Patent Law", "专利法"},
	{"Trademark Protection", "商标保护"},
	{"Copyright", "版权"},
	{"Trade Secret", "商业秘密"},
	{"Technology Transfer", "技术转移"},
	{"Licensing", "许可"},
	{"Valuation", "价值评估"},
	{"Plant Variety", "植物新品种"},
};
static const char *const kinds[][3] = {
	{"Forum", "论坛", "forum"},
	{"Conference", "大会", "conference"},
	{"Seminar", "研讨会", "seminar"},
	{"Training Course", "培训班", "training"},
	{"Exhibition", "博览会", "exhibition"},
};
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Numbers that look like chance, and are the same in every run (SplitMix64). */
static uint64_t
chance(uint64_t of, uint64_t what)
{
	uint64_t x = of * 0x9e3779b97f4a7c15U + what * 0xd1b54a32d192ed03U;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
	return x ^ (x >> 31);
}

static void
stop(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

/* ------------------------------------------------------------------ store */

/* A report with all that it borrows. */
struct made {
	struct source source;
	struct report report;
	struct mention mention;
	struct organiser host;
	char id[16], town[32], name[256], host_name[64], url[96], title[320];
	char text[1024];
	int64_t now;
};

/* Where the n-th event's name comes from: every second is an edition. */
static uint64_t
name_of(uint64_t n, uint64_t events, int *edition)
{
	uint64_t yearly = events / YEARS / 2;

	*edition = 0;
	if (n % 2 == 0 || yearly == 0)
		return n;
	*edition = (int)(n / 2 / yearly) + 1;
	return n / 2 % yearly * 2 + 1;
}

static void
make_report(struct made *m, uint64_t n, uint64_t events, unsigned teller)
{
	struct facts *f = &m->mention.facts;
	int edition;
	uint64_t name = name_of(n, events, &edition);
	uint64_t source = chance(n, 9 + teller) % SOURCES;
	size_t topic = chance(name, 1) % COUNT(topics);
	size_t kind = chance(name, 2) % COUNT(kinds);
	bool chinese = source % 2 == 0;

	*m = (struct made){.now = BEGIN + SPAN / (int64_t)events * (int64_t)n};
	snprintf(m->town, sizeof(m->town), "Town%u",
		(unsigned)(chance(name, 3) % 300));
	snprintf(m->name, sizeof(m->name), "%s Club%llu %s %s", m->town,
		(unsigned long long)name, topics[topic][chinese],
		kinds[kind][chinese]);
	snprintf(m->host_name, sizeof(m->host_name), "Institute %u of %s",
		(unsigned)(chance(name, 8) % 900), m->town);
	m->host = (struct organiser){m->host_name, NULL, ROLE_HOST};
	f->kind = kinds[kind][2];
	f->city = m->town;
	f->edition = edition;
	f->name = f->series = m->name;
	f->organisers = &m->host;
	f->norganisers = 1;
	f->start = civil_add_days(
		instant_day(m->now), (int)(chance(n, 10) % AHEAD));
	f->end = civil_add_days(f->start, (int)(chance(n, 11) % 3));
	m->mention.status_told = STATUS_ANNOUNCED;
	m->mention.confidence = 0.9;
	snprintf(m->id, sizeof(m->id), "s%03u", (unsigned)source);
	snprintf(m->url, sizeof(m->url), "https://%s.example/news/%llu-%u",
		m->id, (unsigned long long)n, teller);
	snprintf(m->title, sizeof(m->title), "%s %s", m->name,
		chinese ? "将举行" : "to be held");
	for (size_t i = 0, at = 0; i < 6 && at < sizeof(m->text); i++)
		at += (size_t)snprintf(m->text + at, sizeof(m->text) - at,
			"%s speaks of %s, number %llu of them.\n", m->title,
			topics[chance(n, 12 + i) % COUNT(topics)][chinese],
			(unsigned long long)(chance(n, 20 + i) % 10000));
	m->source = (struct source){
		.id = m->id, .url = m->id, .office = m->id, .enabled = true};
	m->report = (struct report){
		.url = m->url,
		.title = {.value = m->title, .type = "text/plain"},
		.language = chinese ? "zh" : "en",
		.text = m->text,
		.published = {.utc = m->now, .day = instant_day(m->now)},
		.mentions = &m->mention,
		.nmentions = 1,
	};
}

static void
fill(struct store *store, uint64_t events)
{
	struct put_result result = {0};
	struct err err = ERR_INIT;

	for (uint64_t n = 0; n < events; n++) {
		if (n % IN_TRANSACTION == 0 && store_begin(store, &err) < 0)
			stop(err.message);
		for (unsigned teller = 0; teller < (n % 3 == 0 ? 2 : 1);
			teller++) {
			struct made made;

			make_report(&made, n, events, teller);
			if (store_put_report(store, &made.source, &made.report,
				    made.now, &result, &err) < 0)
				stop(err.message);
		}
		if (n + 1 == events &&
			store_tick(store, BEGIN + SPAN, &result, &err) < 0)
			stop(err.message);
		if ((n % IN_TRANSACTION == IN_TRANSACTION - 1 ||
			    n + 1 == events) &&
			store_commit(store, &err) < 0)
			stop(err.message);
	}
}

/* The town of an event that was in the middle of all of them. */
static void
change_one(const char *path)
{
	struct store *store;
	struct arena arena;
	struct put_result result = {0};
	struct err err = ERR_INIT;
	const char **ids;
	size_t nids;
	char town[32];

	/* Of a store that is kept it must not be the one of the last time. */
	snprintf(town, sizeof(town), "Newtown %d", (int)getpid());
	arena_init(&arena);
	store = store_open(path, STORE_CHANGE, &err);
	if (store == NULL ||
		store_get_ids(store, &arena, &ids, &nids, &err) < 0 ||
		store_set(store, ids[nids / 2], FACT_CITY, town, "bench",
			CHANGED, &result, &err) < 0)
		stop(err.message);
	store_close(store);
	arena_release(&arena);
}

/* ---------------------------------------------------------------- program */

/* What a walk finds that is new since then: nftw() takes no context. */
static struct {
	struct timespec since;
	long files;
	long long bytes;
} fresh;

static int
look(const char *path, const struct stat *info, int type, struct FTW *place)
{
	(void)path;
	(void)place;
	if (type != FTW_F || info->st_mtim.tv_sec < fresh.since.tv_sec ||
		(info->st_mtim.tv_sec == fresh.since.tv_sec &&
			info->st_mtim.tv_nsec < fresh.since.tv_nsec))
		return 0;
	fresh.files++;
	fresh.bytes += info->st_size;
	return 0;
}

static double
seconds(const struct rusage *usage)
{
	return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
	       (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) /
		       1e6;
}

static void
publish(const char *folder, const char *what, const char *command,
	const char *now)
{
	char conf[256], site[256];
	struct rusage usage;
	struct stat mark;
	int status;
	pid_t child;
	FILE *file;

	snprintf(conf, sizeof(conf), "%s/conf", folder);
	snprintf(site, sizeof(site), "%s/public", folder);
	file = fopen(conf, "w");
	if (file == NULL ||
		fprintf(file,
			"[ipherald]\nstore = %s/store.sqlite\npublish = %s\n"
			"base-url = https://ip.example/\n"
			"[feed forums]\nquery = kind:forum\n",
			folder, site) < 0 ||
		fclose(file) != 0 || stat(conf, &mark) != 0)
		stop("cannot write the configuration");
	child = fork();
	if (child == 0) {
		if (freopen("/dev/null", "w", stdout) == NULL)
			_exit(1);
		/* Of a run what is read again is nothing; the clock counts. */
		execl(PROGRAM, PROGRAM, "--config", conf, "--now", now, command,
			strcmp(command, "run") == 0 ? "--reparse" : NULL,
			(char *)NULL);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child ||
		!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		stop(PROGRAM " failed");
	memset(&fresh, 0, sizeof(fresh));
	fresh.since = mark.st_mtim;
	if (nftw(site, look, 32, FTW_PHYS) != 0)
		stop("cannot look at what is published");
	printf("  %-18s %8.2f s %6ld MiB %8ld files %12lld bytes\n", what,
		seconds(&usage), usage.ru_maxrss / 1024, fresh.files,
		fresh.bytes);
	fflush(stdout);
}

static int
drop(const char *path, const struct stat *info, int type, struct FTW *place)
{
	(void)info;
	(void)type;
	(void)place;
	return remove(path);
}

static void
measure(const char *keep, const char *events)
{
	char folder[128] = "/tmp/ipherald-bench-XXXXXX", path[160], site[160];
	struct err err = ERR_INIT;
	struct store *store;

	if (keep != NULL)
		snprintf(folder, sizeof(folder), "%s/%s", keep, events);
	if (keep != NULL ? access(folder, F_OK) != 0 && mkdir(folder, 0777) != 0
			 : mkdtemp(folder) == NULL)
		stop("cannot make a folder");
	snprintf(path, sizeof(path), "%s/store.sqlite", folder);
	snprintf(site, sizeof(site), "%s/public", folder);
	(void)nftw(site, drop, 32, FTW_DEPTH | FTW_PHYS);
	if (access(path, F_OK) != 0) {
		store = store_open(path, STORE_WRITE, &err);
		if (store == NULL)
			stop(err.message);
		fill(store, strtoull(events, NULL, 10));
		store_close(store);
	}
	printf("%s events\n", events);
	fflush(stdout);
	publish(folder, "first publication", "publish", "2026-01-12T06:00:00Z");
	publish(folder, "nothing new", "publish", "2026-01-12T07:00:00Z");
	change_one(path);
	publish(folder, "one changed", "publish", "2026-01-12T08:00:00Z");
	publish(folder, "a new day", "run", "2026-01-13T08:00:00Z");
	if (keep == NULL)
		(void)nftw(folder, drop, 32, FTW_DEPTH | FTW_PHYS);
}

/* ------------------------------------------------------------------- Atom */

static double
cpu(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_SELF, &usage) != 0)
		stop("no clock");
	return seconds(&usage);
}

/* The newest 1,000 events as one Atom document, the best of seven times. */
static void
measure_atom(const char *path, struct arena *arena)
{
	const struct feed feed = {.id = "events",
		.places = feed_places_read(arena),
		.words = feed_words_read(arena),
		.title = "Events",
		.base_url = "https://ip.example/",
		.authority = "ip.example",
		.year = "2026",
		.language = "en",
		.version = "0"};
	const struct event_query query = {.order = ORDER_BY_CHANGE,
		.limit = ATOM_ENTRIES,
		.now = BEGIN + SPAN};
	struct err err = ERR_INIT;
	struct store *store = store_open(path, STORE_READ, &err);
	double best = 1e9;
	struct buf out;

	buf_init(&out, BUF_NO_LIMIT);
	for (int round = 0; round < 7 && store != NULL; round++) {
		struct event_reader events;
		double begin = cpu();

		buf_reset(&out);
		if (store_events(store, &query, &events, &err) != 0 ||
			feed_write_atom(&out, &feed, &events, &err) != 0)
			stop(err.message);
		store_events_close(&events);
		if (cpu() - begin < best)
			best = cpu() - begin;
	}
	if (store == NULL)
		stop(err.message);
	printf("%s: %d newest as Atom: %.4f s, %zu bytes\n", path, ATOM_ENTRIES,
		best, out.len);
	buf_release(&out);
	store_close(store);
}

int
main(int argc, char **argv)
{
	static const char *const usual[] = {"10000", "100000"};
	bool kept = argc > 2 && strcmp(argv[1], "-k") == 0;
	int first = kept ? 3 : 1;

	if (argc > 2 && strcmp(argv[1], "--atom") == 0) {
		struct arena arena;

		arena_init(&arena);
		for (int i = 2; i < argc; i++)
			measure_atom(argv[i], &arena);
		arena_release(&arena);
		return 0;
	}

	for (int i = first; i < argc; i++)
		measure(kept ? argv[2] : NULL, argv[i]);
	for (size_t i = 0; argc == first && i < COUNT(usual); i++)
		measure(kept ? argv[2] : NULL, usual[i]);
	return 0;
}
