/*
 * layout.c - one table a record: every member that travels between processes.
 *
 * A member that is missing here does not reach the store:
 * tests/unit/parse_pack_test.c fills every byte of each record and compares.
 */
#include "parse/layout.h"

#include "base/record.h"
#include "parse/parse.h"

#define STRING(s, m)                                            \
	{                                                       \
		.type = MEMBER_STRING, .offset = offsetof(s, m) \
	}
#define NUMBER(s, m)                                             \
	{                                                        \
		.type = MEMBER_NUMBER, .offset = offsetof(s, m), \
		.size = sizeof(((s *)0)->m)                      \
	}
#define BOOL(s, m)                                            \
	{                                                     \
		.type = MEMBER_BOOL, .offset = offsetof(s, m) \
	}
#define ENUM(s, m, most)                                                     \
	{                                                                    \
		.type = MEMBER_ENUM, .offset = offsetof(s, m), .max = (most) \
	}
#define STRUCT(s, m, layout)                                                 \
	{                                                                    \
		.type = MEMBER_STRUCT, .offset = offsetof(s, m), .count = 1, \
		.of = &(layout)                                              \
	}
#define STRUCTS(s, m, n, layout)                                               \
	{                                                                      \
		.type = MEMBER_STRUCT, .offset = offsetof(s, m), .count = (n), \
		.of = &(layout)                                                \
	}
#define POINTER(s, m, layout)                                     \
	{                                                         \
		.type = MEMBER_POINTER, .offset = offsetof(s, m), \
		.of = &(layout)                                   \
	}
#define ARRAY(s, m, layout)                                        \
	{                                                          \
		.type = MEMBER_ARRAY, .offset = offsetof(s, m),    \
		.count_offset = offsetof(s, n##m), .of = &(layout) \
	}
#define STRINGS(s, m)                                             \
	{                                                         \
		.type = MEMBER_STRINGS, .offset = offsetof(s, m), \
		.count_offset = offsetof(s, n##m)                 \
	}
#define LAYOUT(name, s)                                       \
	static const struct layout name = {.size = sizeof(s), \
		.members = name##_members,                    \
		.nmembers = sizeof(name##_members) / sizeof(struct member)}
#define EXPORT(name, s)                                         \
	const struct layout layout_##name = {.size = sizeof(s), \
		.members = name##_members,                      \
		.nmembers = sizeof(name##_members) / sizeof(struct member)}

static const struct member organiser_members[] = {
	STRING(struct organiser, name),
	STRING(struct organiser, office),
	ENUM(struct organiser, role, ROLE_SUPPORTER),
};
LAYOUT(organiser, struct organiser);

static const struct member person_members[] = {
	STRING(struct person, name),
	STRING(struct person, office),
};
LAYOUT(person, struct person);

static const struct member facts_members[] = {
	STRING(struct facts, name),
	STRING(struct facts, series),
	STRING(struct facts, kind),
	STRING(struct facts, venue),
	STRING(struct facts, district),
	STRING(struct facts, city),
	STRING(struct facts, city_local),
	STRING(struct facts, region),
	STRING(struct facts, country),
	STRING(struct facts, theme),
	STRING(struct facts, parent),
	ARRAY(struct facts, organisers, organiser),
	ARRAY(struct facts, people, person),
	NUMBER(struct facts, start),
	NUMBER(struct facts, end),
	NUMBER(struct facts, start_time),
	NUMBER(struct facts, end_time),
	STRING(struct facts, timezone),
	NUMBER(struct facts, edition),
	ENUM(struct facts, status, STATUS_CANCELLED),
	BOOL(struct facts, online),
	BOOL(struct facts, online_told),
};
LAYOUT(facts, struct facts);

static const struct member evidence_members[] = {
	ENUM(struct evidence, in, EVIDENCE_STRUCTURED),
	NUMBER(struct evidence, offset),
	NUMBER(struct evidence, length),
};
LAYOUT(evidence, struct evidence);

static const struct member mention_members[] = {
	STRUCT(struct mention, facts, facts),
	ENUM(struct mention, status_told, STATUS_MOVED),
	STRUCTS(struct mention, evidence, FACT_COUNT, evidence),
	NUMBER(struct mention, confidence),
};
LAYOUT(mention, struct mention);

static const struct member rich_members[] = {
	STRING(struct rich, value),
	STRING(struct rich, type),
	STRING(struct rich, language),
	STRING(struct rich, base),
};
LAYOUT(rich, struct rich);

static const struct member when_members[] = {
	STRING(struct when, raw),
	NUMBER(struct when, utc),
	NUMBER(struct when, day),
};
LAYOUT(when, struct when);

static const struct member author_members[] = {
	STRING(struct author, name),
	STRING(struct author, email),
	STRING(struct author, uri),
};
LAYOUT(author, struct author);

static const struct member category_members[] = {
	STRING(struct category, term),
	STRING(struct category, scheme),
	STRING(struct category, label),
};
LAYOUT(category, struct category);

static const struct member link_members[] = {
	STRING(struct link, rel),
	STRING(struct link, href),
	STRING(struct link, type),
	STRING(struct link, title),
	STRING(struct link, hreflang),
	STRING(struct link, length),
};
LAYOUT(link, struct link);

static const struct member extra_members[] = {
	STRING(struct extra, name),
	STRING(struct extra, value),
	BOOL(struct extra, literal),
};
LAYOUT(extra, struct extra);

static const struct layout report; /* it has one of its kind inside */
static const struct member report_members[] = {
	STRING(struct report, guid),
	STRING(struct report, url),
	STRING(struct report, canonical),
	STRING(struct report, language),
	STRING(struct report, written_in),
	STRING(struct report, source),
	STRUCT(struct report, title, rich),
	STRUCT(struct report, subtitle, rich),
	STRUCT(struct report, summary, rich),
	STRUCT(struct report, rights, rich),
	STRUCT(struct report, info, rich),
	ARRAY(struct report, contents, rich),
	STRUCT(struct report, published, when),
	STRUCT(struct report, updated, when),
	STRUCT(struct report, created, when),
	STRUCT(struct report, expired, when),
	ARRAY(struct report, authors, author),
	ARRAY(struct report, contributors, author),
	STRUCT(struct report, publisher, author),
	ARRAY(struct report, categories, category),
	ARRAY(struct report, links, link),
	ARRAY(struct report, enclosures, link),
	STRING(struct report, image),
	STRING(struct report, title_text),
	STRING(struct report, title_from),
	STRING(struct report, published_from),
	STRING(struct report, text_from),
	STRING(struct report, next),
	STRING(struct report, generator),
	STRING(struct report, comments),
	STRING(struct report, html),
	STRING(struct report, text),
	POINTER(struct report, origin, report),
	ARRAY(struct report, extras, extra),
	ARRAY(struct report, mentions, mention),
	BOOL(struct report, permalink),
	NUMBER(struct report, mark),
	BOOL(struct report, known),
};
LAYOUT(report, struct report);

static const struct member pace_members[] = {
	NUMBER(struct pace, ttl),
	NUMBER(struct pace, skip_hours),
	NUMBER(struct pace, skip_days),
};
LAYOUT(pace, struct pace);

static const struct member candidate_members[] = {
	STRING(struct list_candidate, where),
	STRING(struct list_candidate, first),
	NUMBER(struct list_candidate, worth),
	NUMBER(struct list_candidate, items),
	BOOL(struct list_candidate, chosen),
};
LAYOUT(candidate, struct list_candidate);

static const struct member dropped_members[] = {
	STRING(struct list_dropped, title),
	STRING(struct list_dropped, url),
	STRING(struct list_dropped, why),
};
LAYOUT(dropped, struct list_dropped);

static const struct member document_members[] = {
	ENUM(struct document, kind, DOCUMENT_OPML),
	ENUM(struct document, method, LIST_AUTO),
	STRING(struct document, version),
	STRING(struct document, encoding),
	BOOL(struct document, wellformed),
	STRUCT(struct document, feed, report),
	STRUCT(struct document, pace, pace),
	ARRAY(struct document, reports, report),
	STRINGS(struct document, findings),
	STRING(struct document, suggested_feed),
	BOOL(struct document, cut),
	ARRAY(struct document, feeds, link),
	STRING(struct document, next),
	STRING(struct document, calendar),
	ARRAY(struct document, candidates, candidate),
	ARRAY(struct document, dropped, dropped),
};
EXPORT(document, struct document);

static const struct member selectors_members[] = {
	STRING(struct selectors, item),
	STRING(struct selectors, title),
	STRING(struct selectors, link),
	STRING(struct selectors, date),
	STRING(struct selectors, summary),
};
EXPORT(selectors, struct selectors);

static const struct member page_members[] = {
	NUMBER(struct parse_page, length),
	STRING(struct parse_page, url),
	STRING(struct parse_page, content_type),
};
LAYOUT(page, struct parse_page);

static const struct member known_members[] = {
	NUMBER(struct known, mark),
};
LAYOUT(known, struct known);

static const struct member input_members[] = {
	ENUM(struct parse_input, kind, PARSE_OPML),
	STRING(struct parse_input, url),
	STRING(struct parse_input, content_type),
	STRING(struct parse_input, language),
	STRING(struct parse_input, content_language),
	STRING(struct parse_input, list_title),
	NUMBER(struct parse_input, list_date),
	NUMBER(struct parse_input, now),
	ARRAY(struct parse_input, pages, page),
	NUMBER(struct parse_input, settings),
	ARRAY(struct parse_input, known, known),
};
EXPORT(input, struct parse_input);
