/*
 * record.c - the names of the records' values; see record.h.
 */
#include "base/record.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The index of `name` in a table of names, or `otherwise`. */
static size_t
find_name(
	const char *const *names, size_t n, const char *name, size_t otherwise)
{
	for (size_t i = 0; name != NULL && i < n; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return otherwise;
}

static const char *const statuses[] = {
	[STATUS_UNKNOWN] = "",
	[STATUS_ANNOUNCED] = "announced",
	[STATUS_ONGOING] = "ongoing",
	[STATUS_HELD] = "held",
	[STATUS_POSTPONED] = "postponed",
	[STATUS_CANCELLED] = "cancelled",
	[STATUS_MOVED] = "moved",
};

const char *
status_name(enum status status)
{
	return statuses[status];
}

enum status
status_from_name(const char *name)
{
	return (enum status)find_name(
		statuses, COUNT(statuses), name, STATUS_UNKNOWN);
}

static const char *const roles[] = {
	[ROLE_HOST] = "host",
	[ROLE_ORGANISER] = "organiser",
	[ROLE_COORGANISER] = "co-organiser",
	[ROLE_GUIDE] = "guide",
	[ROLE_SUPPORTER] = "supporter",
};

const char *
role_name(enum role role)
{
	return roles[role];
}

enum role
role_from_name(const char *name)
{
	return (enum role)find_name(roles, COUNT(roles), name, ROLE_ORGANISER);
}

static const char *const fact_names[] = {
	[FACT_NAME] = "name",
	[FACT_SERIES] = "series",
	[FACT_EDITION] = "edition",
	[FACT_KIND] = "kind",
	[FACT_START] = "start",
	[FACT_END] = "end",
	[FACT_TIMES] = "times",
	[FACT_STATUS] = "status",
	[FACT_VENUE] = "venue",
	[FACT_DISTRICT] = "district",
	[FACT_CITY] = "city",
	[FACT_REGION] = "region",
	[FACT_COUNTRY] = "country",
	[FACT_ONLINE] = "online",
	[FACT_ORGANISERS] = "organisers",
	[FACT_THEME] = "theme",
	[FACT_PEOPLE] = "people",
	[FACT_PARENT] = "parent",
};

const char *
fact_name(enum fact fact)
{
	return fact_names[fact];
}

enum fact
fact_from_name(const char *name)
{
	return (enum fact)find_name(
		fact_names, COUNT(fact_names), name, FACT_COUNT);
}

const char *
facts_times(struct arena *arena, const struct facts *facts)
{
	char from[DAYTIME_TEXT], to[DAYTIME_TEXT];

	if (daytime_format(facts->start_time, from)[0] == '\0')
		return NULL;
	daytime_format(facts->end_time, to);
	return arena_printf(arena, "%s%s%s%s%s%s", from,
		to[0] != '\0' ? "-" : "", to,
		facts->timezone != NULL ? " (" : "",
		facts->timezone != NULL ? facts->timezone : "",
		facts->timezone != NULL ? ")" : "");
}

static const char *const changes[] = {
	[CHANGE_FACT] = "fact",
	[CHANGE_REPORT] = "report",
	[CHANGE_MERGED] = "merged",
	[CHANGE_PARTED] = "parted",
	[CHANGE_HIDDEN] = "hidden",
	[CHANGE_SHOWN] = "shown",
};

const char *
change_name(enum happening change)
{
	return changes[change];
}

enum happening
change_from_name(const char *name)
{
	return (enum happening)find_name(
		changes, COUNT(changes), name, CHANGE_FACT);
}

static const char *const places[] = {
	[EVIDENCE_NONE] = "",
	[EVIDENCE_TEXT] = "text",
	[EVIDENCE_TITLE] = "title",
	[EVIDENCE_URL] = "url",
	[EVIDENCE_PUBLISHED] = "published",
	[EVIDENCE_STRUCTURED] = "structured",
};

const char *
evidence_in_name(enum evidence_in in)
{
	return places[in];
}

const char *
document_kind_name(enum document_kind kind)
{
	static const char *const names[] = {
		[DOCUMENT_UNKNOWN] = "unknown",
		[DOCUMENT_FEED] = "feed",
		[DOCUMENT_LIST] = "list",
		[DOCUMENT_ARTICLE] = "article",
		[DOCUMENT_OPML] = "opml",
	};

	return names[kind];
}

const char *
list_method_name(enum list_method method)
{
	static const char *const names[] = {
		[LIST_NONE] = "none",
		[LIST_SELECTOR] = "selector",
		[LIST_CMS] = "cms",
		[LIST_STRUCTURED] = "structured",
		[LIST_SCRIPT] = "script",
		[LIST_AUTO] = "auto",
	};

	return names[method];
}
