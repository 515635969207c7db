/*
 * feeds_sample.h - events made up for the tests of feeds/: every status and
 * precision, Chinese, markup and control characters where text is expected,
 * and an event of which nothing is known.
 */
#ifndef TESTS_FEEDS_SAMPLE_H
#define TESTS_FEEDS_SAMPLE_H

#include "feeds/feeds.h"

#include <string.h>

#define SAMPLE_COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct feed sample_feed = {
	.id = "events",
	.title = "Forums & trainings",
	.description = "What the offices announce, each event once.",
	.base_url = "https://ip.example/news/",
	.authority = "ip.example",
	.year = "2024",
	.language = "en",
	.version = "0.1.0",
};

#define SAMPLE_TEXT_ZH                                                                                    \
	"本报讯\n由示范知识产权局主办的第三届南湖知识产权论坛于2025年3月4日" \
	"至6日在深圳市福田区举行，主题为“数据与发明”。\n来源：示范报"
#define SAMPLE_TEXT_EN                                                        \
	"NANHU, March 7 - The 3rd South Lake IP Forum was held in Futian, "   \
	"Shenzhen from March 4 to 6, 2025, with delegates of nine offices.\n" \
	"Ann Lee, Director of the Sample Office, spoke first."

/* Evidence of words in a text: their first place in it. */
static inline struct evidence
sample_words(const char *text, const char *words)
{
	const char *hit = strstr(text, words);

	if (hit == NULL)
		return (struct evidence){EVIDENCE_NONE, 0, 0};
	return (struct evidence){
		EVIDENCE_TEXT, (uint32_t)(hit - text), (uint32_t)strlen(words)};
}

struct sample {
	struct event events[8];
	size_t count;
	size_t next; /* of the reader */
	int fail_at; /* the reader fails before this event; -1 = never */
	struct mention mentions[2];
	struct event_report reports[4];
	const char *names[1];
};

static inline void
sample_held(struct sample *s, struct event *event)
{
	static struct organiser organisers[] = {
		{"示范知识产权局", "SIPO", ROLE_HOST},
		{"Sample University <Law>", NULL, ROLE_COORGANISER},
		{"World Body & Co", NULL, ROLE_SUPPORTER},
	};
	static struct person people[] = {
		{"Ann Lee", "Director of the Sample Office"},
		{"Bo \"B\" O'Neil", NULL},
	};
	static struct conflict conflicts[] = {{FACT_END, "5 Mar 2025", 1}};
	static struct revision revisions[] = {
		{.at = 1740787200,
			.fact = FACT_VENUE,
			.from = "",
			.to = "Nanhu Hall"},
		{.at = 1741392000,
			.fact = FACT_STATUS,
			.from = "announced",
			.to = "held"},
	};

	s->mentions[0].evidence[FACT_NAME] =
		sample_words(SAMPLE_TEXT_ZH, "第三届南湖知识产权论坛");
	s->mentions[0].evidence[FACT_START] =
		sample_words(SAMPLE_TEXT_ZH, "2025年3月4日至6日");
	s->mentions[0].evidence[FACT_END] = s->mentions[0].evidence[FACT_START];
	s->mentions[0].evidence[FACT_EDITION] =
		(struct evidence){EVIDENCE_TITLE, 0, 9};
	s->mentions[0].evidence[FACT_THEME] = /* outside the text */
		(struct evidence){EVIDENCE_TEXT, 1 << 20, 4};
	s->mentions[1].evidence[FACT_CITY] =
		sample_words(SAMPLE_TEXT_EN, "Shenzhen");
	s->reports[0] = (struct event_report){.source = "sipo-zh",
		.office = "SIPO",
		.url = "https://sipo.example/art/2025/3/7/art_1_2.html?a=1&b=2",
		.title = "第三届南湖知识产权论坛举行",
		.language = "zh",
		.first_seen = 1740700800,
		.founder = true,
		.mention = &s->mentions[0],
		.text = SAMPLE_TEXT_ZH,
		.published = {"2025-03-07", 0, {2025, 3, 7}}};
	s->reports[1] = (struct event_report){.source = "lake-press",
		.url = "javascript:alert(1)",
		.title = "3rd <b>South Lake</b> IP Forum held",
		.language = "en",
		.mention = &s->mentions[1],
		.text = SAMPLE_TEXT_EN,
		.published = {"x", 1741392000, {0, 0, 0}}};
	s->names[0] = "2025南湖IP论坛";
	event->facts = (struct facts){.name = "第三届南湖知识产权论坛",
		.series = "南湖知识产权论坛",
		.kind = "forum",
		.venue = "Nanhu Hall",
		.district = "Futian",
		.city = "Shenzhen",
		.city_local = "深圳",
		.region = "Guangdong",
		.country = "CN",
		.theme = "数据与发明",
		.parent = "South Lake <Week>",
		.organisers = organisers,
		.norganisers = SAMPLE_COUNT(organisers),
		.people = people,
		.npeople = SAMPLE_COUNT(people),
		.start = {2025, 3, 4},
		.end = {2025, 3, 6},
		.edition = 3,
		.status = STATUS_HELD};
	event->given_by[FACT_NAME] = 0;
	event->given_by[FACT_START] = 0;
	event->given_by[FACT_END] = 0;
	event->given_by[FACT_EDITION] = 0;
	event->given_by[FACT_THEME] = 0;
	event->given_by[FACT_CITY] = 1;
	event->names = s->names;
	event->nnames = 1;
	event->reports = s->reports;
	event->nreports = 2;
	event->conflicts = conflicts;
	event->nconflicts = SAMPLE_COUNT(conflicts);
	event->revisions = revisions;
	event->nrevisions = SAMPLE_COUNT(revisions);
	event->sequence = 2;
	event->last_changed = 1741392000;
}

static inline void
sample_others(struct sample *s)
{
	static const char longest[] =
		"International Symposium on the Examination of Applications "
		"关于人工智能相关发明专利申请审查的国际研讨会暨数据知识产权"
		"登记试点经验交流活动, with Breaks; and \\ Backslashes, 2026";

	s->reports[2] = (struct event_report){.source = "ukipo",
		.office = "UK IPO",
		.url = "https://ukipo.example/<a>\"x",
		.title = "Call for papers",
		.language = "en_GB\"",
		.founder = true};
	s->events[1].facts = (struct facts){.name = longest,
		.kind = "symposium",
		.city = "Singapore",
		.country = "SG",
		.start = {2026, 8, 30},
		.end = {2026, 9, 2},
		.status = STATUS_ANNOUNCED};
	s->events[1].reports = &s->reports[2];
	s->events[1].nreports = 1;
	s->events[2].facts = (struct facts){
		.name = "Cancelled </script><script>alert(1)</script> Day",
		.country = "GB",
		.start = {2026, 1, 15},
		.status = STATUS_CANCELLED};
	s->events[2].reports = &s->reports[2];
	s->events[2].nreports = 1;
	s->events[2].sequence = 4;
	s->events[3].facts = (struct facts){.name = "Patent Fair]]>\x01\x0b "
						    "\xEF\xBF\xBE\xff!",
		.kind = "fair",
		.venue = "Hall\r\nSeven\x7f,\tEast",
		.city = "Berlin",
		.country = "DE",
		.start = {2025, 12, 31},
		.status = STATUS_POSTPONED};
	s->events[3].previous_start = (struct civil){2025, 11, 5};
	s->events[4].facts = (struct facts){.name = "Training of 2017",
		.kind = "training",
		.country = "KR",
		.start = {2017, 0, 0},
		.status = STATUS_HELD};
	s->events[5].facts = (struct facts){.name = "Webinar on Seals",
		.kind = "webinar",
		.online = true,
		.online_told = true,
		.start = {2026, 2, 0},
		.status = STATUS_ANNOUNCED};
	s->events[6].facts = (struct facts){0};
	s->events[7].facts = (struct facts){.name = "Week of Marks",
		.city = "Tokyo",
		.country = "JP",
		.start = {2025, 11, 18},
		.end = {2025, 11, 25},
		.status = STATUS_ONGOING};
}

static inline void
sample_make(struct sample *s)
{
	static const char *const ids[] = {"aaaabbbbccccdddd",
		"bbbbccccddddeeee", "ccccddddeeeeffff", "ddddeeeeffffgggg",
		"eeeeffffgggghhhh", "ffffgggghhhhiiii", "gggghhhhiiiijjjj",
		"hhhhiiiijjjjkkkk"};

	memset(s, 0, sizeof(*s));
	s->count = SAMPLE_COUNT(ids);
	s->fail_at = -1;
	for (size_t i = 0; i < s->count; i++) {
		struct event *event = &s->events[i];

		for (size_t f = 0; f < FACT_COUNT; f++)
			event->given_by[f] = SIZE_MAX;
		event->id = ids[i];
		event->first_seen = 1740700800 + (int64_t)i * 86400;
		event->last_changed = event->first_seen;
	}
	sample_others(s);
	sample_held(s, &s->events[0]);
}

static inline int
sample_next(void *context, const struct event **event, struct err *err)
{
	struct sample *s = context;

	if ((int)s->next == s->fail_at)
		return err_set(err, ERR_STORE, "the reader broke");
	if (s->next >= s->count)
		return 0;
	*event = &s->events[s->next++];
	return 1;
}

/* A reader from the first event on. */
static inline struct event_reader
sample_reader(struct sample *s)
{
	s->next = 0;
	return (struct event_reader){sample_next, s};
}

#endif
