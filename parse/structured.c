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

/* "Hall 3, Futian, Shenzhen, China": the smallest places are named first, and
 * the words before them are the venue. */
static void
read_location(const struct parser *parser, struct arena *arena,
	const char *location, struct mention *mention)
{
	struct folded folded;
	struct tokens tokens;
	size_t venue_end = SIZE_MAX, end;

	if (url_is_http(location)) {
		mention->facts.online = mention->facts.online_told = true;
		set(mention, FACT_ONLINE);
		return;
	}
	fold_text(arena, parser->lexicon, location, strlen(location), &folded);
	tokens_read(arena, parser->lexicon, &folded, &tokens);
	for (size_t i = 0; i < tokens.count; i++) {
		const struct hit *online = tokens_hit(&tokens, i, WORD_ONLINE);
		const struct place *place = place_at(&tokens, i, &end);

		if (online != NULL) {
			mention->facts.online_told = true;
			mention->facts.online =
				strcmp(online->word->value, "online") == 0;
			set(mention, FACT_ONLINE);
		}
		if (place == NULL)
			continue;
		/* "Shanghai Hotel" is a hotel. */
		if (end < tokens.count && !token_mark(&tokens, end, ',') &&
			tokens.items[end].kind == TOKEN_WORD &&
			tokens.items[end].capital &&
			place_at(&tokens, end, &end) == NULL)
			continue;
		set_place(arena, &tokens, i, end, place, mention);
		if (venue_end == SIZE_MAX)
			venue_end = i;
	}
	if (venue_end == SIZE_MAX)
		venue_end = mention->facts.online ? 0 : tokens.count;
	while (venue_end > 0 &&
		tokens.items[venue_end - 1].kind == TOKEN_MARK &&
		!token_mark(&tokens, venue_end - 1, ')'))
		venue_end--;
	if (venue_end == 0)
		return;
	mention->facts.venue = tokens_value(arena, &tokens, 0, venue_end);
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

void
structured_times(struct arena *arena, const char *start, const char *end,
	struct told_event *told)
{
	const char *zone, *unused;
	int from = iso_time(start, &zone);

	if (from <= daytime_at(0, 0))
		return;
	told->start_time = from;
	told->end_time = iso_time(end, &unused);
	told->timezone = iso_zone(arena, zone);
}

void
structured_tell(const struct parser *parser, struct arena *arena,
	const struct told_event *told, struct report *report)
{
	struct mention *mention;
	struct organiser *organiser;

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
	if (told->location != NULL)
		read_location(parser, arena, told->location, mention);
	if (told->organiser != NULL) {
		organiser = ARENA_PUSH(arena, &mention->facts.organisers,
			&mention->facts.norganisers);
		organiser->name = told->organiser;
		organiser->office = office_of(parser, arena, told->organiser);
		organiser->role = ROLE_ORGANISER;
		set(mention, FACT_ORGANISERS);
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

static struct mention *
same_event(struct report *report, const struct mention *told)
{
	struct mention *named = NULL;

	for (size_t i = 0; i < report->nmentions; i++) {
		struct mention *m = &report->mentions[i];

		if (m->facts.start.y != 0 &&
			civil_cmp(m->facts.start, told->facts.start) == 0)
			return m;
		if (named == NULL &&
			m->evidence[FACT_NAME].in == EVIDENCE_TITLE)
			named = m;
	}
	return named;
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
#undef TAKE
	/* Words name the hosts and their roles; a calendar one address. */
	if (to->norganisers == 0 && from->norganisers > 0) {
		to->organisers = from->organisers;
		to->norganisers = from->norganisers;
		set(mention, FACT_ORGANISERS);
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

void
structured_join(const struct parser *parser, struct arena *arena, int64_t now,
	const struct mention *told, struct report *report)
{
	struct mention *mention = same_event(report, told);

	if (mention == NULL)
		mention = new_mention(parser, arena, now, told, report);
	else if (mention->confidence < CONFIDENCE_BOTH)
		mention->confidence = CONFIDENCE_BOTH;
	join_facts(mention, told);
	if (told->status_told != STATUS_UNKNOWN) {
		mention->status_told = told->status_told;
		set(mention, FACT_STATUS);
	}
	mention->facts.status =
		status_at(now, &mention->facts, mention->status_told);
}
