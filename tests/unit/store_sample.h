/*
 * store_sample.h - reports to put into a store, for the tests of store/.
 */
#ifndef TESTS_UNIT_STORE_SAMPLE_H
#define TESTS_UNIT_STORE_SAMPLE_H

#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* 2022-08-01 and later days, 00:00 UTC. */
#define DAY 86400
#define NOW INT64_C(1659312000)

static inline struct store *
sample_store(void)
{
	struct err err = ERR_INIT;
	struct store *store = store_open(NULL, STORE_MEMORY, &err);

	if (store == NULL)
		fail_msg("%s", err.message);
	return store;
}

/* A report with one mention; `mention` is borrowed. */
static inline struct report
sample_report(const char *url, const char *title, const char *language,
	struct mention *mention)
{
	return (struct report){
		.url = url,
		.title = {.value = title, .type = "text/plain"},
		.language = language,
		.text = title,
		.published = {.raw = "2022-08-01",
			.utc = NOW,
			.day = {2022, 8, 1}},
		.mentions = mention,
		.nmentions = mention == NULL ? 0 : 1,
	};
}

static inline struct put_result
sample_put(struct store *store, const struct source *source,
	const struct report *report, int64_t now)
{
	struct put_result result = {0};
	struct err err = ERR_INIT;

	if (store_put_report(store, source, report, now, &result, &err) < 0)
		fail_msg("%s", err.message);
	return result;
}

static inline struct store_counts
sample_counts(struct store *store)
{
	struct store_counts counts = {0};
	struct err err = ERR_INIT;

	if (store_count(store, &counts, &err) < 0)
		fail_msg("%s", err.message);
	return counts;
}

/* How many events a query finds; the id of the first into `id`. */
static inline int
sample_query(struct store *store, const char *text, int64_t now, char id[32])
{
	const struct event_query query = {.text = text, .now = now};
	struct event_reader reader;
	const struct event *event;
	struct err err = ERR_INIT;
	int n = 0, more;

	if (store_events(store, &query, &reader, &err) < 0)
		fail_msg("%s: %s", text, err.message);
	while ((more = reader.next(reader.context, &event, &err)) == 1)
		if (n++ == 0 && id != NULL)
			snprintf(id, 32, "%s", event->id);
	store_events_close(&reader);
	if (more < 0)
		fail_msg("%s: %s", text, err.message);
	return n;
}

/* The only event there is, in `arena`. */
static inline struct event
sample_event(struct store *store, int64_t now, struct arena *arena)
{
	struct event event = {0};
	struct err err = ERR_INIT;
	char id[32] = "";

	assert_int_equal(sample_query(store, "", now, id), 1);
	if (store_event(store, id, now, arena, &event, &err) != 1)
		fail_msg("%s", err.message);
	return event;
}

/* ------------------------------------------------- the events told of */

static const struct source sample_hkipx = {.id = "hkipx",
	.url = "https://hkipx.example/list",
	.office = "HKIPX",
	.language = "en"};
static const struct source sample_szip = {.id = "szip",
	.url = "https://sz.example/list",
	.office = "Shenzhen IPA",
	.language = "zh"};
static const struct source sample_press = {.id = "press",
	.url = "https://press.example/feed",
	.office = NULL,
	.language = "en"};

static inline struct mention
sample_futian(void)
{
	static struct organiser organisers[] = {
		{"Hong Kong Intellectual Property Exchange", "HKIPX",
			ROLE_ORGANISER},
	};

	return (struct mention){
		.facts = {.name = "2022 Shenzhen Intellectual Property Chief "
				  "Operating Officer CIPO Forum (Futian)",
			.series = "Shenzhen Intellectual Property Chief "
				  "Operating Officer CIPO Forum (Futian)",
			.edition = 2,
			.kind = "forum",
			.start = {2022, 8, 8},
			.end = {2022, 8, 9},
			.venue = "Shenzhen Hong Kong International Science "
				 "and Technology Park",
			.district = "Futian",
			.city = "Shenzhen",
			.city_local = "Shenzhen",
			.region = "Guangdong",
			.country = "CN",
			.organisers = organisers,
			.norganisers = 1},
		.status_told = STATUS_HELD,
		.evidence = {[FACT_NAME] = {EVIDENCE_TITLE, 0, 20},
			[FACT_START] = {EVIDENCE_TEXT, 7, 12}},
		.confidence = 0.9,
	};
}

/* The same forum on the history page: no edition, no organiser. */
static inline struct mention
sample_futian_history(void)
{
	struct mention m = sample_futian();

	m.facts.name = m.facts.series;
	m.facts.edition = 0;
	m.facts.organisers = NULL;
	m.facts.norganisers = 0;
	return m;
}

static inline struct mention
sample_futian_chinese(void)
{
	struct mention m = sample_futian_history();

	m.facts.name = "2022深圳知识产权首席运营官CIPO论坛（福田）";
	m.facts.series = "深圳知识产权首席运营官CIPO论坛（福田）";
	m.facts.city_local = "深圳";
	m.facts.venue = NULL;
	return m;
}

/* The n-th of yearly editions of one forum, as told in one of two languages. */
static inline struct mention
sample_edition(int n, bool chinese)
{
	struct mention m = chinese ? sample_futian_chinese() : sample_futian();

	m.facts.edition = 2 + n;
	m.facts.start = m.facts.end = (struct civil){(int16_t)(2022 + n), 8, 8};
	if (!chinese)
		m.facts.name = m.facts.series;
	return m;
}

#endif
