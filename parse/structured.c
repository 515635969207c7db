/*
 * structured.c - between the feed readers and the mentions of a report.
 */
#include "parse/structured.h"

#include "base/text.h"
#include "base/url.h"
#include "parse/mention_names.h"
#include "parse/parse.h"
#include "parse/places.h"

#include <string.h>

/* No word of it says that it is a forum, but somebody made it an event. */
#define CONFIDENCE_FIELDS 0.5
/* Fields and words agree. */
#define CONFIDENCE_BOTH 0.9
/* Names of one event are so much alike from here on; 0..1. */
#define LIKE_NAME 0.5
/* No Chinese name of a venue is shorter; characters. */
#define VENUE_CJK 3
/* Who fills fields with more fills them with something else. */
#define ORGANISERS_MAX 16
#define PEOPLE_MAX 32

static void
set(struct mention *mention, enum fact fact)
{
	mention->evidence[fact] = (struct evidence){EVIDENCE_STRUCTURED, 0, 0};
}

static void
set_place(struct arena *arena, const struct tokens *tokens, size_t begin,
	size_t end, const struct place *place, struct mention *mention)
{
	const struct {
		enum place_kind kind;
		enum fact fact;
		const char **value;
	} levels[] = {
		{PLACE_DISTRICT, FACT_DISTRICT, &mention->facts.district},
		{PLACE_CITY, FACT_CITY, &mention->facts.city},
		{PLACE_REGION, FACT_REGION, &mention->facts.region},
	};

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		const struct place *level = place_within(place, levels[i].kind);

		if (level != NULL && level == place &&
			levels[i].kind == PLACE_CITY &&
			mention->facts.city_local == NULL)
			mention->facts.city_local =
				tokens_value(arena, tokens, begin, end);
		if (level == NULL || *levels[i].value != NULL)
			continue;
		*levels[i].value = level->name;
		set(mention, levels[i].fact);
	}
	if (mention->facts.country == NULL && place->country != NULL) {
		mention->facts.country = place->country;
		set(mention, FACT_COUNTRY);
	}
}

/* Is the place that ends there the beginning of a longer name, as in "Shanghai
 * Hotel"? */
static bool
begins_name(const struct tokens *tokens, size_t end)
{
	size_t behind;

	return end < tokens->count && tokens->items[end].kind == TOKEN_WORD &&
	       tokens->items[end].capital &&
	       place_at(tokens, end, &behind) == NULL;
}

/* ... or, at token i, the end of one: "Palais des Congrès de Paris"? */
static bool
ends_name(const struct tokens *tokens, size_t i, size_t behind)
{
	return i > behind && tokens->items[i - 1].kind == TOKEN_WORD &&
	       tokens->items[i].kind == TOKEN_WORD;
}

static void
read_online(const struct tokens *tokens, size_t i, struct mention *mention)
{
	const struct hit *online = tokens_hit(tokens, i, WORD_ONLINE);

	if (online == NULL)
		return;
	mention->facts.online_told = true;
	mention->facts.online = strcmp(online->word->value, "online") == 0;
	set(mention, FACT_ONLINE);
}

/* The words of a venue behind the places: 北京市海淀区国家会议中心. Right behind
 * a single one they are one name with it: 深圳会展中心. */
static size_t
venue_behind(const struct tokens *tokens, size_t places, size_t behind)
{
	if (behind + VENUE_CJK > tokens->count ||
		tokens->items[behind].kind != TOKEN_CJK)
		return tokens->count;
	return places > 1 ? behind : 0;
}

/* "Hall 3, Futian, Shenzhen, China": the smallest places are named first, and
 * the words before them are the venue. */
static void
read_location(const struct parser *parser, struct arena *arena,
	const char *location, struct mention *mention)
{
	struct folded folded;
	struct tokens tokens;
	size_t venue = 0, venue_end = SIZE_MAX, end, behind = 0, places = 0;

	if (url_is_http(location)) {
		mention->facts.online = mention->facts.online_told = true;
		set(mention, FACT_ONLINE);
		return;
	}
	fold_text(arena, parser->lexicon, location, strlen(location), &folded);
	tokens_read(arena, parser->lexicon, &folded, &tokens);
	for (size_t i = 0; i < tokens.count; i++) {
		const struct place *place = place_at(&tokens, i, &end);

		read_online(&tokens, i, mention);
		if (place == NULL || begins_name(&tokens, end))
			continue;
		set_place(arena, &tokens, i, end, place, mention);
		if (venue_end == SIZE_MAX && !ends_name(&tokens, i, behind))
			venue_end = i;
		behind = end;
		places++;
	}
	if (venue_end == SIZE_MAX)
		venue_end = mention->facts.online ? 0 : tokens.count;
	while (venue_end > 0 &&
		tokens.items[venue_end - 1].kind == TOKEN_MARK &&
		!token_mark(&tokens, venue_end - 1, ')'))
		venue_end--;
	if (venue_end == 0 && places > 0) {
		venue = venue_behind(&tokens, places, behind);
		venue_end = tokens.count;
	}
	if (venue == venue_end)
		return;
	mention->facts.venue = tokens_value(arena, &tokens, venue, venue_end);
	set(mention, FACT_VENUE);
}

static const char *
office_of(const struct parser *parser, struct arena *arena, const char *name)
{
	struct folded folded;
	struct tokens tokens;

	fold_text(arena, parser->lexicon, name, strlen(name), &folded);
	tokens_read(arena, parser->lexicon, &folded, &tokens);
	return tokens.count > 0 ? body_office(&tokens, 0, tokens.count) : NULL;
}

/* The time behind the day in ISO 8601; *zone is behind it. 0 = none. */
static int
iso_time(const char *s, const char **zone)
{
	const char *t = s != NULL ? strpbrk(s, "T ") : NULL;
	char text[DAYTIME_TEXT];

	*zone = "";
	if (t == NULL || strlen(t) < 6)
		return 0;
	memcpy(text, t + 1, 5);
	text[5] = '\0';
	*zone = t + 6;
	*zone += strspn(*zone, ":0123456789.");
	return daytime_parse(text);
}

/* "+08:00" has a name where it is of whole hours (and IANA counts westwards). */
static const char *
iso_zone(struct arena *arena, const char *s)
{
	int hours;

	if (s[0] == 'Z')
		return "Etc/UTC";
	if ((s[0] != '+' && s[0] != '-') || strspn(s + 1, "0123456789") < 2)
		return NULL;
	hours = (s[1] - '0') * 10 + s[2] - '0';
	if (hours > 14 || strspn(s + 3, ":0") != strlen(s + 3))
		return NULL;
	return hours == 0 ? "Etc/UTC"
			  : arena_printf(arena, "Etc/GMT%c%d",
				    s[0] == '+' ? '-' : '+', hours);
}

/* The day of "2022-09-14T20:00-04:00". */
static struct civil
iso_day(const char *s)
{
	char day[11];
	struct civil date = {0};
	size_t n = 0;

	for (; s != NULL && n < 10 && strchr("0123456789-", s[n]) && s[n]; n++)
		day[n] = s[n];
	day[n] = '\0';
	if (n == 0 || civil_parse(day, &date) != 0)
		return (struct civil){0};
	return date;
}

void
structured_times(struct arena *arena, const char *start, const char *end,
	struct told_event *told)
{
	const char *zone, *unused;
	int from = iso_time(start, &zone), to = iso_time(end, &unused);

	if (told->start.y == 0)
		told->start = iso_day(start);
	if (told->end.y == 0)
		told->end = iso_day(end);
	if (from <= daytime_at(0, 0))
		return;
	if (to == daytime_at(0, 0) && civil_cmp(told->end, told->start) > 0 &&
		civil_precision(told->end) == PREC_DAY)
		told->end = civil_add_days(told->end, -1);
	told->start_time = from;
	told->end_time = to;
	told->timezone = iso_zone(arena, zone);
}

void
structured_add_organiser(
	struct arena *arena, struct told_event *told, const char *name)
{
	if (name == NULL || name[0] == '\0' || url_is_http(name) ||
		told->norganisers == ORGANISERS_MAX)
		return;
	for (size_t i = 0; i < told->norganisers; i++)
		if (strcmp(told->organisers[i], name) == 0)
			return;
	*ARENA_PUSH(arena, &told->organisers, &told->norganisers) = name;
}

void
structured_add_person(struct arena *arena, struct told_event *told,
	const char *name, const char *post, const char *body)
{
	struct person *person;

	if (name == NULL || name[0] == '\0' || told->npeople == PEOPLE_MAX)
		return;
	for (size_t i = 0; i < told->npeople; i++)
		if (strcmp(told->people[i].name, name) == 0)
			return;
	person = ARENA_PUSH(arena, &told->people, &told->npeople);
	person->name = name;
	person->office = post;
	if (post == NULL)
		person->office = body;
	else if (body != NULL && strstr(post, body) == NULL)
		person->office = arena_printf(arena, "%s, %s", post, body);
}

void
structured_add_place(
	struct arena *arena, struct told_event *told, const char *part)
{
	if (part == NULL || part[0] == '\0')
		return;
	/* No text names a country so; a field does. */
	if (strlen(part) == 2 && part[0] >= 'A' && part[0] <= 'Z' &&
		part[1] >= 'A' && part[1] <= 'Z')
		told->country = part;
	if (told->location == NULL)
		told->location = part;
	else if (strstr(told->location, part) == NULL)
		told->location =
			arena_printf(arena, "%s, %s", told->location, part);
}

static void
tell_people(struct arena *arena, const struct parser *parser,
	const struct told_event *told, struct mention *mention)
{
	for (size_t i = 0; i < told->norganisers; i++) {
		struct organiser *organiser =
			ARENA_PUSH(arena, &mention->facts.organisers,
				&mention->facts.norganisers);
		organiser->name = told->organisers[i];
		organiser->office =
			office_of(parser, arena, told->organisers[i]);
		organiser->role = ROLE_ORGANISER;
		set(mention, FACT_ORGANISERS);
	}
	mention->facts.people = told->people;
	mention->facts.npeople = told->npeople;
	if (told->npeople > 0)
		set(mention, FACT_PEOPLE);
}

/* The address is the surer one of the town: a hotel is called after another.
 */
static void
tell_place(struct arena *arena, const struct parser *parser,
	const struct told_event *told, struct mention *mention)
{
	struct facts *facts = &mention->facts;

	if (told->location != NULL)
		read_location(parser, arena, told->location, mention);
	if (told->venue != NULL)
		read_location(parser, arena, told->venue, mention);
	if (facts->country == NULL && told->country != NULL) {
		facts->country = told->country;
		set(mention, FACT_COUNTRY);
	}
	if (told->attendance != ATTENDANCE_UNKNOWN) {
		facts->online = told->attendance == ATTENDANCE_ONLINE;
		facts->online_told = true;
		set(mention, FACT_ONLINE);
	}
}

void
structured_tell(const struct parser *parser, struct arena *arena,
	const struct told_event *told, struct report *report)
{
	struct mention *mention;

	if (told->start.y == 0 || report_title_text(report) == NULL ||
		report_title_text(report)[0] == '\0')
		return;
	mention = ARENA_PUSH(arena, &report->mentions, &report->nmentions);
	if (told->name != NULL) {
		mention->facts.name = told->name;
		set(mention, FACT_NAME);
	}
	mention->facts.start = told->start;
	set(mention, FACT_START);
	if (told->end.y != 0 && civil_cmp(told->end, told->start) > 0) {
		mention->facts.end = told->end;
		set(mention, FACT_END);
	}
	if (told->start_time != 0) {
		mention->facts.start_time = told->start_time;
		mention->facts.end_time = told->end_time;
		mention->facts.timezone = told->timezone;
		set(mention, FACT_TIMES);
	}
	tell_place(arena, parser, told, mention);
	tell_people(arena, parser, told, mention);
	/* Wholes refer to themselves, here and there. */
	if (told->parent != NULL &&
		(told->name == NULL || strcmp(told->parent, told->name) != 0)) {
		mention->facts.parent = told->parent;
		set(mention, FACT_PARENT);
	}
	mention->status_told = told->status;
}

double
structured_likeness(const struct parser *parser, struct arena *arena,
	const char *a, const char *b)
{
	const char *names[] = {a, b != NULL ? b : ""};
	struct tokens tokens[2];
	struct reference refs[2] = {0};

	for (int i = 0; i < 2; i++) {
		struct folded folded;

		fold_text(arena, parser->lexicon, names[i], strlen(names[i]),
			&folded);
		tokens_read(arena, parser->lexicon, &folded, &tokens[i]);
		refs[i].end = (uint32_t)tokens[i].count;
		refs[i].kind = "";
		name_read_concepts(&tokens[i], &refs[i]);
	}
	return names_dice(&refs[0], &refs[1]);
}

/* ---------------------------------------------------------------- joining */

/* Is the mention the told event by its name, too? What has no name is called
 * like its report. */
static bool
named_alike(const struct parser *parser, struct arena *arena,
	const struct mention *mention, const struct mention *told)
{
	return told->facts.name != NULL && mention->facts.name != NULL &&
	       structured_likeness(parser, arena, mention->facts.name,
		       told->facts.name) >= LIKE_NAME;
}

/* One of that day, best one of that name; else the one that the title names.
 * A mention that fields told already is that of another name no more. */
static struct mention *
same_event(const struct parser *parser, struct arena *arena,
	struct report *report, const struct mention *told)
{
	struct mention *dated = NULL, *named = NULL;

	for (size_t i = 0; i < report->nmentions; i++) {
		struct mention *m = &report->mentions[i];
		bool day = m->facts.start.y != 0 &&
			   civil_cmp(m->facts.start, told->facts.start) == 0;

		if (day && named_alike(parser, arena, m, told))
			return m;
		if (m->evidence[FACT_START].in == EVIDENCE_STRUCTURED)
			continue;
		if (dated == NULL && day)
			dated = m;
		if (named == NULL &&
			m->evidence[FACT_NAME].in == EVIDENCE_TITLE)
			named = m;
	}
	return dated != NULL ? dated : named;
}

/* The title with its date as a sentence: then the words tell the kind, the
 * series and the edition that a bare title does not. */
static void
read_title(const struct parser *parser, struct arena *arena, int64_t now,
	const struct report *report, struct mention *mention)
{
	struct civil day = mention->facts.start;
	const char *title = mention->facts.name;
	struct report sentence = {
		.published = report->published, .language = report->language};
	struct evidence at = mention->evidence[FACT_NAME];
	const struct facts *facts;
	uint32_t first = 0;

	utf8_decode(title, strlen(title), &first);
	sentence.text = arena_printf(arena,
		text_is_cjk(first) ? "%s将于%d年%d月%d日举行。"
				   : "The %s will be held on %04d-%02d-%02d.",
		title, day.y, day.m, day.d);
	parse_mentions(parser, now, arena, &sentence);
	if (sentence.nmentions != 1)
		return;
	facts = &sentence.mentions[0].facts;
	mention->facts.kind = facts->kind;
	mention->facts.series = facts->series;
	mention->facts.edition = facts->edition;
	if (facts->kind != NULL)
		mention->evidence[FACT_KIND] = at;
	if (facts->series != NULL)
		mention->evidence[FACT_SERIES] = at;
	if (facts->edition != 0)
		mention->evidence[FACT_EDITION] = at;
	mention->confidence = CONFIDENCE_BOTH;
}

static struct mention *
new_mention(const struct parser *parser, struct arena *arena, int64_t now,
	const struct mention *told, struct report *report)
{
	const char *title = report_title_text(report);
	struct mention *mention =
		ARENA_PUSH(arena, &report->mentions, &report->nmentions);

	mention->facts.start = told->facts.start;
	if (told->facts.name != NULL) {
		mention->facts.name = told->facts.name;
		set(mention, FACT_NAME);
	} else {
		mention->facts.name =
			text_collapse(arena, title, strlen(title));
		mention->evidence[FACT_NAME] = (struct evidence){
			EVIDENCE_TITLE, 0, (uint32_t)strlen(title)};
	}
	mention->confidence = CONFIDENCE_FIELDS;
	if (civil_precision(mention->facts.start) == PREC_DAY)
		read_title(parser, arena, now, report, mention);
	return mention;
}

static void
join_facts(struct mention *mention, const struct mention *told)
{
	struct facts *to = &mention->facts;
	const struct facts *from = &told->facts;

#define TAKE(fact, member)                                      \
	do {                                                    \
		if (told->evidence[fact].in != EVIDENCE_NONE) { \
			to->member = from->member;              \
			set(mention, fact);                     \
		}                                               \
	} while (0)
	/* Fields that tell the first day alone do not deny what words tell of
	 * the last. */
	if (from->end.y != 0 || civil_cmp(to->start, from->start) != 0) {
		to->end = from->end;
		mention->evidence[FACT_END] = told->evidence[FACT_END];
	}
	TAKE(FACT_START, start);
	TAKE(FACT_TIMES, start_time);
	TAKE(FACT_TIMES, end_time);
	TAKE(FACT_TIMES, timezone);
	TAKE(FACT_VENUE, venue);
	TAKE(FACT_COUNTRY, country);
	TAKE(FACT_REGION, region);
	TAKE(FACT_CITY, city);
	TAKE(FACT_CITY, city_local);
	TAKE(FACT_DISTRICT, district);
	TAKE(FACT_ONLINE, online);
	TAKE(FACT_ONLINE, online_told);
	TAKE(FACT_PARENT, parent);
#undef TAKE
	/* Words name the hosts and their roles; a calendar one address. */
	if (to->norganisers == 0 && from->norganisers > 0) {
		to->organisers = from->organisers;
		to->norganisers = from->norganisers;
		set(mention, FACT_ORGANISERS);
	}
	if (to->npeople == 0 && from->npeople > 0) {
		to->people = from->people;
		to->npeople = from->npeople;
		set(mention, FACT_PEOPLE);
	}
}

static enum status
status_at(int64_t now, const struct facts *facts, enum status told)
{
	struct civil last = facts->end.y != 0 ? facts->end : facts->start;
	struct civil today = instant_day(now);

	if (told == STATUS_CANCELLED || told == STATUS_POSTPONED)
		return told;
	if (civil_cmp(civil_last_day(last), today) < 0)
		return STATUS_HELD;
	if (civil_cmp(facts->start, today) > 0)
		return STATUS_ANNOUNCED;
	return civil_precision(facts->start) == PREC_DAY ? STATUS_ONGOING
							 : told;
}

/* The items of a programme are told as parts of the event, too: what is on one
 * of its days and is no kind of event by its words is no event of its own. */
static bool
is_programme(const struct report *report, const struct mention *part)
{
	if (part->facts.parent == NULL || part->facts.kind != NULL)
		return false;
	for (size_t i = 0; i < report->nmentions; i++) {
		const struct facts *whole = &report->mentions[i].facts;

		if (&report->mentions[i] != part && whole->name != NULL &&
			strcmp(whole->name, part->facts.parent) == 0 &&
			civil_cmp(part->facts.start, whole->start) >= 0 &&
			civil_cmp(part->facts.start,
				whole->end.y != 0 ? whole->end
						  : whole->start) <= 0)
			return true;
	}
	return false;
}

void
structured_join(const struct parser *parser, struct arena *arena, int64_t now,
	const struct mention *told, struct report *report)
{
	struct mention *mention = same_event(parser, arena, report, told);
	bool joins = mention != NULL;

	if (!joins)
		mention = new_mention(parser, arena, now, told, report);
	else if (mention->confidence < CONFIDENCE_BOTH)
		mention->confidence = CONFIDENCE_BOTH;
	join_facts(mention, told);
	if (!joins && is_programme(report, mention)) {
		report->nmentions--;
		return;
	}
	if (told->status_told != STATUS_UNKNOWN) {
		mention->status_told = told->status_told;
		set(mention, FACT_STATUS);
	}
	mention->facts.status =
		status_at(now, &mention->facts, mention->status_told);
}
