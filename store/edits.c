/*
 * edits.c - what people set by hand; see edits.h.
 */
#include "store/edits.h"

#include "base/table.h"
#include "base/text.h"
#include "data/data.h"
#include "store/kinds.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 500 /* characters of one value */
#define LIST_MAX 50  /* organisers, people */
#define EDITION_MAX 9999

/* ----------------------------------------------------------- reading */

struct typed {
	enum fact fact;
	const char *text; /* one line, trimmed, not empty */
	struct arena *arena;
};

static int
read_text(const struct typed *t, const char **value, struct err *err)
{
	(void)err;
	*value = t->text;
	return 0;
}

static int
read_edition(const struct typed *t, const char **value, struct err *err)
{
	char *rest;
	long n = strtol(t->text, &rest, 10);

	if (*rest != '\0' || n < 1 || n > EDITION_MAX)
		return err_set(err, ERR_USAGE,
			"edition \"%s\": expected a number such as 19",
			t->text);
	*value = arena_printf(t->arena, "%ld", n);
	return 0;
}

static int
read_kind(const struct typed *t, const char **value, struct err *err)
{
	struct kinds kinds;

	if (kinds_find(t->arena, t->text, &kinds, err) < 0)
		return -1;
	if (kinds.found == NULL)
		return err_set(err, ERR_USAGE,
			"kind \"%s\": no such kind; kinds are %s", t->text,
			kinds_list(t->arena, &kinds));
	*value = kinds.found;
	return 0;
}

static int
read_date(const struct typed *t, const char **value, struct err *err)
{
	char text[CIVIL_TEXT];
	struct civil date;

	if (civil_parse(t->text, &date) < 0)
		return err_set(err, ERR_USAGE,
			"%s \"%s\": not a date; dates are like 2025-03-27, "
			"2025-03 or 2025",
			fact_name(t->fact), t->text);
	*value = arena_strdup(t->arena, civil_format(date, text));
	return 0;
}

static int
read_status(const struct typed *t, const char **value, struct err *err)
{
	const char *list = "";

	for (int s = STATUS_ANNOUNCED; s <= STATUS_CANCELLED; s++) {
		const char *name = status_name((enum status)s);

		if (strcasecmp(name, t->text) == 0) {
			*value = name;
			return 0;
		}
		list = arena_printf(t->arena, "%s%s%s", list,
			*list != '\0' ? ", " : "", name);
	}
	return err_set(err, ERR_USAGE,
		"status \"%s\": no such status; statuses are %s", t->text,
		list);
}

/* By code or by English name. */
static int
read_country(const struct typed *t, const char **value, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find("countries.tsv", &file) < 0)
		return err_set(
			err, ERR_SYSTEM, "\"countries.tsv\" is not built in");
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		if (!slice_is_nocase(row.cell[0], t->text) &&
			!slice_is_nocase(row.cell[1], t->text))
			continue;
		*value = arena_strndup(t->arena, row.cell[0].p, row.cell[0].n);
		return 0;
	}
	return err_set(err, ERR_USAGE,
		"country \"%s\": no such country; give its code (CN, DE: ISO "
		"3166-1) or its English name",
		t->text);
}

static int
read_online(const struct typed *t, const char **value, struct err *err)
{
	bool yes = strcasecmp(t->text, "yes") == 0;

	if (!yes && strcasecmp(t->text, "no") != 0)
		return err_set(err, ERR_USAGE,
			"online \"%s\": expected yes or no", t->text);
	*value = yes ? "yes" : "no";
	return 0;
}

/* "9:30" is 09:30. */
static int
parse_time(const char *text, size_t n, struct arena *arena)
{
	bool short_hour = n == strlen("9:30") && text[1] == ':';

	return daytime_parse(arena_printf(
		arena, "%s%.*s", short_hour ? "0" : "", (int)n, text));
}

/* "14:00", "14:00-16:00", and a zone behind it: "14:00 Europe/Paris". */
static void
parse_times(const char *text, struct arena *arena, struct facts *facts)
{
	size_t n = strcspn(text, "- ("), zone;

	facts->start_time = parse_time(text, n, arena);
	facts->end_time = 0;
	facts->timezone = NULL;
	text += n;
	if (*text == '-') {
		n = strcspn(++text, " (");
		facts->end_time = parse_time(text, n, arena);
		/* What is no time must not pass for one that is not told. */
		if (facts->end_time == 0)
			facts->start_time = 0;
		text += n;
	}
	text += strspn(text, " (");
	zone = strcspn(text, " )");
	if (zone > 0)
		facts->timezone = arena_strndup(arena, text, zone);
	if (text[zone + strspn(text + zone, " )")] != '\0')
		facts->start_time = 0;
}

static int
read_times(const struct typed *t, const char **value, struct err *err)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_+-/";
	struct facts facts = {0};

	parse_times(t->text, t->arena, &facts);
	if (facts.start_time == 0 ||
		(facts.timezone != NULL &&
			(strchr(facts.timezone, '/') == NULL ||
				facts.timezone[strspn(
					facts.timezone, letters)] != '\0')))
		return err_set(err, ERR_USAGE,
			"times \"%s\": expected times such as 14:00-16:00, or "
			"14:00-16:00 Europe/Paris",
			t->text);
	*value = facts_times(t->arena, &facts);
	return 0;
}

/* Takes the next part up to ";" off *text, trimmed; false at the end. */
static bool
next_part(const char **text, struct slice *part)
{
	size_t n = strcspn(*text, ";");

	if (**text == '\0')
		return false;
	*part = slice_trim((struct slice){*text, n});
	*text += n + ((*text)[n] == ';');
	return true;
}

static int
read_list(const struct typed *t, const char **value, struct err *err)
{
	const char *text = t->text;
	struct slice part;
	size_t n = 0;

	while (next_part(&text, &part)) {
		if (part.n == 0)
			return err_set(err, ERR_USAGE,
				"%s \"%s\": nothing between two \";\"",
				fact_name(t->fact), t->text);
		if (++n > LIST_MAX)
			return err_set(err, ERR_USAGE,
				"%s: more than %d of them", fact_name(t->fact),
				LIST_MAX);
	}
	*value = t->text;
	return 0;
}

static const struct {
	int (*read)(
		const struct typed *typed, const char **value, struct err *err);
} readers[FACT_COUNT] = {
	[FACT_NAME] = {read_text},
	[FACT_SERIES] = {read_text},
	[FACT_EDITION] = {read_edition},
	[FACT_KIND] = {read_kind},
	[FACT_START] = {read_date},
	[FACT_END] = {read_date},
	[FACT_TIMES] = {read_times},
	[FACT_STATUS] = {read_status},
	[FACT_VENUE] = {read_text},
	[FACT_DISTRICT] = {read_text},
	[FACT_CITY] = {read_text},
	[FACT_REGION] = {read_text},
	[FACT_COUNTRY] = {read_country},
	[FACT_ONLINE] = {read_online},
	[FACT_ORGANISERS] = {read_list},
	[FACT_THEME] = {read_text},
	[FACT_PEOPLE] = {read_list},
	[FACT_PARENT] = {read_text},
};

int
edits_read(enum fact fact, const char *typed, struct arena *arena,
	const char **value, struct err *err)
{
	struct typed t = {.fact = fact, .arena = arena};

	if (!utf8_valid(typed, strlen(typed)))
		return err_set(err, ERR_USAGE, "%s: the value is no UTF-8",
			fact_name(fact));
	t.text = text_collapse(arena, typed, strlen(typed));
	if (*t.text == '\0')
		return err_set(err, ERR_USAGE,
			"%s: the value is empty ('unset' takes back what was "
			"set)",
			fact_name(fact));
	if (strlen(t.text) > TEXT_MAX)
		return err_set(err, ERR_USAGE,
			"%s: the value is longer than %d bytes",
			fact_name(fact), TEXT_MAX);
	return readers[fact].read(&t, value, err);
}

/* ----------------------------------------------------------- loading */

int
edits_load(struct store *store, int64_t event, struct arena *arena,
	struct edit **edits, size_t *nedits, struct err *err)
{
	/* The newest of a fact comes first. */
	sqlite3_stmt *row = db_select(store, err,
		"SELECT c.fact, c.value, c.by, c.at FROM " OWN_IDS " own"
		" CROSS JOIN correction c ON c.event = own.id"
		" WHERE c.what = 'set' ORDER BY c.key DESC",
		DB_INT(event));
	int more;

	*edits = NULL;
	*nedits = 0;
	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1) {
		enum fact fact = fact_from_name(db_text(row, 0, arena));

		if (fact == FACT_COUNT ||
			edits_of(*edits, *nedits, fact) != NULL)
			continue;
		*ARENA_PUSH(arena, edits, nedits) = (struct edit){
			.fact = fact,
			.value = db_text(row, 1, arena),
			.by = db_text(row, 2, arena),
			.at = sqlite3_column_int64(row, 3),
		};
	}
	return more;
}

const struct edit *
edits_of(const struct edit *edits, size_t nedits, enum fact fact)
{
	for (size_t i = 0; i < nedits; i++)
		if (edits[i].fact == fact)
			return &edits[i];
	return NULL;
}

/* ---------------------------------------------------------- applying */

/* "Name (role)"; what stands in other brackets is of the name. */
static void
add_organiser(struct arena *arena, struct slice part, struct facts *facts)
{
	struct organiser *o =
		ARENA_PUSH(arena, &facts->organisers, &facts->norganisers);
	const char *open = NULL;

	for (size_t i = 0; i < part.n; i++)
		if (part.p[i] == '(')
			open = part.p + i;
	*o = (struct organiser){.role = ROLE_ORGANISER};
	if (open != NULL && part.p[part.n - 1] == ')') {
		const char *role = arena_strndup(
			arena, open + 1, (size_t)(part.p + part.n - open) - 2);
		enum role known = role_from_name(role);

		if (strcmp(role_name(known), role) == 0) {
			o->role = known;
			part = slice_trim((struct slice){
				part.p, (size_t)(open - part.p)});
		}
	}
	o->name = arena_strndup(arena, part.p, part.n);
}

/* "Name, office". */
static void
add_person(struct arena *arena, struct slice part, struct facts *facts)
{
	struct person *p = ARENA_PUSH(arena, &facts->people, &facts->npeople);
	const char *comma = memchr(part.p, ',', part.n);
	size_t n = comma == NULL ? part.n : (size_t)(comma - part.p);

	*p = (struct person){.name = arena_strndup(arena, part.p, n)};
	if (comma != NULL) {
		part = slice_trim((struct slice){comma + 1, part.n - n - 1});
		if (part.n > 0)
			p->office = arena_strndup(arena, part.p, part.n);
	}
}

static void
apply_list(struct facts *facts, enum fact fact, const char *text,
	struct arena *arena)
{
	struct slice part;

	if (fact == FACT_PEOPLE) {
		facts->people = NULL;
		facts->npeople = 0;
	} else {
		facts->organisers = NULL;
		facts->norganisers = 0;
	}
	while (next_part(&text, &part)) {
		if (fact == FACT_PEOPLE)
			add_person(arena, part, facts);
		else
			add_organiser(arena, part, facts);
	}
}

static const char **
text_of(struct facts *facts, enum fact fact)
{
	switch (fact) {
	case FACT_NAME:
		return &facts->name;
	case FACT_SERIES:
		return &facts->series;
	case FACT_KIND:
		return &facts->kind;
	case FACT_VENUE:
		return &facts->venue;
	case FACT_DISTRICT:
		return &facts->district;
	case FACT_CITY:
		return &facts->city;
	case FACT_REGION:
		return &facts->region;
	case FACT_COUNTRY:
		return &facts->country;
	case FACT_THEME:
		return &facts->theme;
	default:
		return &facts->parent;
	}
}

static void
apply(struct facts *facts, const struct edit *edit, struct arena *arena)
{
	const char *value = edit->value;

	switch (edit->fact) {
	case FACT_START:
		civil_parse(value, &facts->start);
		break;
	case FACT_END:
		civil_parse(value, &facts->end);
		break;
	case FACT_TIMES:
		parse_times(value, arena, facts);
		break;
	case FACT_EDITION:
		facts->edition = (int)strtol(value, NULL, 10);
		break;
	case FACT_STATUS:
		facts->status = status_from_name(value);
		break;
	case FACT_ONLINE:
		facts->online_told = true;
		facts->online = strcmp(value, "yes") == 0;
		break;
	case FACT_ORGANISERS:
	case FACT_PEOPLE:
		apply_list(facts, edit->fact, value, arena);
		break;
	default:
		*text_of(facts, edit->fact) = value;
		if (edit->fact == FACT_CITY)
			facts->city_local = NULL;
		break;
	}
}

void
edits_apply(const struct edit *edits, size_t nedits, struct arena *arena,
	struct facts *facts, size_t given_by[FACT_COUNT])
{
	for (size_t i = 0; i < nedits; i++) {
		apply(facts, &edits[i], arena);
		given_by[edits[i].fact] = SIZE_MAX;
	}
	/* The reports' last day, of a start that a person moved behind it. */
	if (nedits > 0 && facts->end.y != 0 &&
		civil_cmp(civil_last_day(facts->end), facts->start) < 0) {
		facts->end = (struct civil){0};
		given_by[FACT_END] = SIZE_MAX;
	}
}
