/*
 * store.c - what a new report costs as the store grows.
 *
 *	build/bench/store [REPORTS...]
 *	build/bench/store --one-event REPORTS...
 *
 * Without figures: 10,000 and 100,000. Reports are made up, the same in every
 * run: events of many names, cities and dates, each told by one to six sources
 * in wordings of their own, half of them in Chinese; and as many news that tell
 * of no event. At each size the next thousand reports are timed (CPU time), in
 * transactions of thirty as a run of the program makes them; then the memory
 * that the process took at most, and the store's bytes for each report.
 *
 * --one-event: that many reports of one and the same event.
 *
 * Measured on two cores of a shared, busy machine, 2026-11-22, one run; the last
 * line, the store in a file system in memory, before the first two were
 * measured anew (975 and 1,352 us by the program of before, in the same go):
 *
 *	  reports   each of 1,000 more   memory   store
 *	   10,000          786 us        53 MiB   2,605 bytes a report
 *	  100,000          916 us        78 MiB   2,533 bytes a report
 *	1,000,000        1,481 us        79 MiB   2,564 bytes a report
 *
 * That program took 1.6 times as much for a report in a store of 1,000,000 as in
 * one of 10,000: more of the pages are read from the file, and more candidates from
 * blocks that are of no time (an edition and two words). Memory is the two
 * caches of 32 MiB (SQLite's pages, store/cache.c) and what a transaction
 * touches. --one-event 1000: 5 ms each, where it was 10 when all ties, blocks
 * and words were written anew with each report.
 */
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TIMED 1000
#define IN_TRANSACTION 30
#define SOURCES 500
#define DAY 86400
#define BEGIN INT64_C(1577836800) /* 2020-01-01 */
#define APART 1000                /* seconds between two reports: 86 a day */
#define TOWNS 300

static const char *const topics[][2] = {
	{"Patent Law", "专利法"},
	{"Trademark Protection", "商标保护"},
	{"Copyright", "版权"},
	{"Trade Secret", "商业秘密"},
	{"Geographical Indications", "地理标志"},
	{"Technology Transfer", "技术转移"},
	{"Standard Essential Patents", "标准必要专利"},
	{"Biotechnology", "生物技术"},
	{"Artificial Intelligence", "人工智能"},
	{"Licensing", "许可"},
	{"Valuation", "价值评估"},
	{"Pledge Financing", "质押融资"},
	{"Customs Protection", "海关保护"},
	{"Plant Variety", "植物新品种"},
	{"Open Source", "开源"},
	{"Design", "外观设计"},
};
static const char *const kinds[][3] = {
	{"Forum", "论坛", "forum"},
	{"Conference", "大会", "conference"},
	{"Seminar", "研讨会", "seminar"},
	{"Training Course", "培训班", "training"},
	{"Summit", "峰会", "summit"},
	{"Exhibition", "博览会", "exhibition"},
};
static const char *const scopes[][2] = {
	{"International", "国际"},
	{"Asia-Pacific", "亚太"},
	{"National", "全国"},
	{"World", "世界"},
	{"Regional", "区域"},
	{"Annual", "年度"},
	{"Youth", "青年"},
	{"Enterprise", "企业"},
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

/* Two ideographs, as names of parks and companies have. */
static const char *
put_word(uint64_t number, char word[8])
{
	for (size_t i = 0; i < 2; i++) {
		unsigned cp = 0x4e00 + (unsigned)(chance(number, i) % 4000);

		word[3 * i] = (char)(0xe0 | (cp >> 12));
		word[3 * i + 1] = (char)(0x80 | ((cp >> 6) & 0x3f));
		word[3 * i + 2] = (char)(0x80 | (cp & 0x3f));
	}
	word[6] = '\0';
	return word;
}

static void
make_name(struct made *m, uint64_t event, bool chinese)
{
	size_t topic = chance(event, 1) % COUNT(topics);
	size_t kind = chance(event, 2) % COUNT(kinds);
	unsigned town = (unsigned)(chance(event, 3) % TOWNS);
	size_t scope = chance(event, 4) % COUNT(scopes);
	unsigned club = (unsigned)(chance(event, 5) % 5000);
	struct facts *f = &m->mention.facts;
	char park[8], place[8];

	snprintf(m->town, sizeof(m->town), "Town%u", town);
	if (chinese)
		snprintf(m->name, sizeof(m->name), "%s%s%s知识产权%s%s",
			put_word(town + 7, place), put_word(club, park),
			scopes[scope][1], topics[topic][1], kinds[kind][1]);
	else
		snprintf(m->name, sizeof(m->name), "%s Club%u %s %s %s",
			m->town, club, scopes[scope][0], topics[topic][0],
			kinds[kind][0]);
	f->kind = kinds[kind][2];
	f->city = m->town;
	f->edition = chance(event, 6) % 3 == 0
			     ? (int)(chance(event, 7) % 30) + 1
			     : 0;
	snprintf(m->host_name, sizeof(m->host_name), "Institute %llu of %s",
		(unsigned long long)(chance(event, 8) % 900), m->town);
}

static void
make_report(struct made *m, uint64_t number, uint64_t event, bool told)
{
	struct facts *f = &m->mention.facts;
	uint64_t source = chance(number, 9) % SOURCES;
	bool chinese = source % 2 == 0;
	struct civil day;

	*m = (struct made){.now = BEGIN + (int64_t)number * APART};
	day = civil_add_days(
		instant_day(m->now), (int)(chance(event, 10) % 90));
	make_name(m, event, chinese);
	m->host = (struct organiser){m->host_name, NULL, ROLE_HOST};
	f->name = f->series = m->name;
	f->organisers = &m->host;
	f->norganisers = 1;
	f->start = f->end = day;
	m->mention.status_told = STATUS_ANNOUNCED;
	m->mention.confidence = 0.9;
	snprintf(m->id, sizeof(m->id), "s%03u", (unsigned)source);
	snprintf(m->url, sizeof(m->url), "https://%s.example/news/%llu", m->id,
		(unsigned long long)number);
	snprintf(m->title, sizeof(m->title), "%s %s %llu", m->name,
		chinese ? "将举行" : "to be held",
		(unsigned long long)(chance(number, 11) % 100000));
	for (size_t i = 0, n = 0; i < 8 && n < sizeof(m->text); i++)
		n += (size_t)snprintf(m->text + n, sizeof(m->text) - n,
			"%s speaks of %s, number %llu of them.\n", m->title,
			topics[chance(number, 12 + i) % COUNT(topics)][chinese],
			(unsigned long long)(chance(number, 20 + i) % 10000));
	m->source = (struct source){
		.id = m->id, .url = m->id, .office = m->id, .enabled = true};
	m->report = (struct report){
		.url = m->url,
		.title = {.value = m->title, .type = "text/plain"},
		.language = chinese ? "zh" : "en",
		.text = m->text,
		.published = {.utc = m->now, .day = instant_day(m->now)},
		.mentions = &m->mention,
		.nmentions = told,
	};
}

/* Report `number` of a store like others: half of the reports tell of events,
 * each event is told by up to six of those that come one after the other. */
static void
make_usual(struct made *m, uint64_t number)
{
	uint64_t event = number / 12 * 4 + chance(number, 13) % 4;

	make_report(m, number, event, number % 2 == 0);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
stop(const struct err *err)
{
	fprintf(stderr, "bench: %s\n", err->message);
	exit(1);
}

static void
put(struct store *store, uint64_t first, uint64_t upto, bool one_event,
	struct put_result *result)
{
	struct err err = ERR_INIT;

	for (uint64_t i = first; i < upto; i++) {
		struct made made;

		if (one_event)
			make_report(&made, i, 1, true);
		else
			make_usual(&made, i);
		if (one_event)
			made.mention.facts.start = made.mention.facts.end =
				instant_day(BEGIN + 90 * DAY);
		if ((i % IN_TRANSACTION == 0 || i == first) &&
			store_begin(store, &err) < 0)
			stop(&err);
		if (store_put_report(store, &made.source, &made.report,
			    made.now, result, &err) < 0)
			stop(&err);
		if ((i % IN_TRANSACTION == IN_TRANSACTION - 1 ||
			    i == upto - 1) &&
			store_commit(store, &err) < 0)
			stop(&err);
	}
}

static void
measure(const char *path, uint64_t reports, bool one_event)
{
	struct put_result result = {0};
	struct store_counts counts;
	struct err err = ERR_INIT;
	struct store *store;
	struct rusage usage;
	struct stat file;
	double begin, half, end;

	unlink(path);
	store = store_open(path, STORE_WRITE, &err);
	if (store == NULL)
		stop(&err);
	begin = seconds();
	put(store, 0, reports, one_event, &result);
	half = seconds();
	put(store, reports, reports + TIMED, one_event, &result);
	end = seconds();
	if (store_count(store, &counts, &err) < 0 || stat(path, &file) < 0 ||
		getrusage(RUSAGE_SELF, &usage) < 0)
		stop(&err);
	printf("%9llu reports  %7.1f s to fill  %6.0f us for each of %d more"
	       "  %lld events  %ld MiB memory  %lld bytes a report\n",
		(unsigned long long)reports, half - begin,
		(end - half) / TIMED * 1e6, TIMED, (long long)counts.events,
		usage.ru_maxrss / 1024,
		(long long)(file.st_size / counts.reports));
	fflush(stdout);
	store_close(store);
	unlink(path);
}

int
main(int argc, char **argv)
{
	static const char *const usual[] = {"10000", "100000"};
	bool one_event = argc > 1 && strcmp(argv[1], "--one-event") == 0;
	char path[] = "/tmp/ipherald-bench-XXXXXX";
	int fd = mkstemp(path), first = one_event ? 2 : 1;

	if (fd < 0)
		return 1;
	close(fd);
	for (int i = first; i < argc; i++)
		measure(path, strtoull(argv[i], NULL, 10), one_event);
	for (size_t i = 0; argc == first && i < COUNT(usual); i++)
		measure(path, strtoull(usual[i], NULL, 10), one_event);
	return 0;
}
