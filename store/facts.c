/*
 * facts.c - binds and reads facts, and says them in words.
 */
#include "store/facts.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A part of a packed text: tabs and line ends in it become blanks. */
static void
put_part(struct buf *out, const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		buf_putc(out, *s == '\t' || *s == '\n' ? ' ' : *s);
}

static char *
finish(struct buf *buf, struct arena *arena)
{
	char *text = buf->len == 0 ? NULL : arena_strdup(arena, buf_str(buf));

	buf_release(buf);
	return text;
}

char *
facts_pack_organisers(const struct facts *facts, struct arena *arena)
{
	struct buf buf;

	buf_init(&buf, BUF_NO_LIMIT);
	for (size_t i = 0; i < facts->norganisers; i++) {
		const struct organiser *o = &facts->organisers[i];

		buf_printf(&buf, "%s\t", role_name(o->role));
		put_part(&buf, o->office);
		buf_putc(&buf, '\t');
		put_part(&buf, o->name);
		buf_putc(&buf, '\n');
	}
	return finish(&buf, arena);
}

char *
facts_pack_people(const struct facts *facts, struct arena *arena)
{
	struct buf buf;

	buf_init(&buf, BUF_NO_LIMIT);
	for (size_t i = 0; i < facts->npeople; i++) {
		put_part(&buf, facts->people[i].name);
		buf_putc(&buf, '\t');
		put_part(&buf, facts->people[i].office);
		buf_putc(&buf, '\n');
	}
	return finish(&buf, arena);
}

/* Takes the text up to `stop` off *text; NULL where it is empty. */
static const char *
take(const char **text, char stop, struct arena *arena)
{
	const char *end = strchr(*text, stop);
	size_t n = end == NULL ? strlen(*text) : (size_t)(end - *text);
	const char *part = n == 0 ? NULL : arena_strndup(arena, *text, n);

	*text += n + (end != NULL);
	return part;
}

static void
unpack_organisers(struct facts *facts, const char *text, struct arena *arena)
{
	while (text != NULL && *text != '\0') {
		const char *role = take(&text, '\t', arena);
		const char *office = take(&text, '\t', arena);
		struct organiser *o = ARENA_PUSH(
			arena, &facts->organisers, &facts->norganisers);

		o->role = role_from_name(role == NULL ? "" : role);
		o->office = office;
		o->name = take(&text, '\n', arena);
	}
}

static void
unpack_people(struct facts *facts, const char *text, struct arena *arena)
{
	while (text != NULL && *text != '\0') {
		const char *name = take(&text, '\t', arena);
		struct person *p =
			ARENA_PUSH(arena, &facts->people, &facts->npeople);

		p->name = name;
		p->office = take(&text, '\n', arena);
	}
}

/* "14:00 16:00 Europe/Paris"; "-" for what is not told. */
static char *
pack_times(const struct facts *facts, struct arena *arena)
{
	char from[DAYTIME_TEXT], to[DAYTIME_TEXT];

	if (daytime_format(facts->start_time, from)[0] == '\0')
		return NULL;
	daytime_format(facts->end_time, to);
	return arena_printf(arena, "%s %s %s", from, to[0] != '\0' ? to : "-",
		facts->timezone != NULL ? facts->timezone : "-");
}

static void
unpack_times(struct facts *facts, const char *text, struct arena *arena)
{
	const char *part;

	if (text == NULL)
		return;
	part = take(&text, ' ', arena);
	facts->start_time = part != NULL ? daytime_parse(part) : 0;
	part = take(&text, ' ', arena);
	facts->end_time = part != NULL ? daytime_parse(part) : 0;
	if (text[0] != '\0' && strcmp(text, "-") != 0)
		facts->timezone = arena_strdup(arena, text);
}

void
facts_values(const struct facts *facts, enum status told, struct arena *arena,
	struct db_value values[FACTS_COUNT])
{
	const struct db_value all[FACTS_COUNT] = {
		DB_TEXT(facts->name),
		DB_TEXT(facts->series),
		DB_TEXT(facts->kind),
		DB_TEXT(facts->venue),
		DB_TEXT(facts->district),
		DB_TEXT(facts->city),
		DB_TEXT(facts->city_local),
		DB_TEXT(facts->region),
		DB_TEXT(facts->country),
		DB_TEXT(facts->theme),
		DB_TEXT(facts->parent),
		DB_DATE(facts->start),
		DB_DATE(facts->end),
		DB_INT(facts->edition),
		facts->online_told ? DB_INT(facts->online)
				   : (struct db_value){0},
		DB_TEXT(facts_pack_organisers(facts, arena)),
		DB_TEXT(facts_pack_people(facts, arena)),
		DB_TEXT(pack_times(facts, arena)),
		DB_TEXT(told == STATUS_UNKNOWN ? NULL : status_name(told)),
	};

	memcpy(values, all, sizeof(all));
}

void
facts_read(
	sqlite3_stmt *row, int first, struct arena *arena, struct facts *facts)
{
	const char **texts[] = {&facts->name, &facts->series, &facts->kind,
		&facts->venue, &facts->district, &facts->city,
		&facts->city_local, &facts->region, &facts->country,
		&facts->theme, &facts->parent};
	const char *told;
	int column = first;

	*facts = (struct facts){0};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = db_text(row, column++, arena);
	facts->start = db_date(row, column++);
	facts->end = db_date(row, column++);
	facts->edition = sqlite3_column_int(row, column++);
	facts->online_told = sqlite3_column_type(row, column) != SQLITE_NULL;
	facts->online = sqlite3_column_int(row, column++) != 0;
	unpack_organisers(
		facts, (const char *)sqlite3_column_text(row, column++), arena);
	unpack_people(
		facts, (const char *)sqlite3_column_text(row, column++), arena);
	unpack_times(
		facts, (const char *)sqlite3_column_text(row, column++), arena);
	told = (const char *)sqlite3_column_text(row, column);
	facts->status = told == NULL ? STATUS_UNKNOWN : status_from_name(told);
}

char *
evidence_pack(const struct evidence evidence[FACT_COUNT], struct arena *arena)
{
	struct buf buf;
	char *text;

	buf_init(&buf, BUF_NO_LIMIT);
	for (int f = 0; f < FACT_COUNT; f++)
		if (evidence[f].in != EVIDENCE_NONE)
			buf_printf(&buf, "%s %s %u %u\n", fact_name(f),
				evidence_in_name(evidence[f].in),
				(unsigned)evidence[f].offset,
				(unsigned)evidence[f].length);
	text = arena_strdup(arena, buf_str(&buf));
	buf_release(&buf);
	return text;
}

static enum evidence_in
evidence_in_from_name(const char *name)
{
	for (int in = EVIDENCE_TEXT; in <= EVIDENCE_STRUCTURED; in++)
		if (strcmp(evidence_in_name((enum evidence_in)in), name) == 0)
			return (enum evidence_in)in;
	return EVIDENCE_NONE;
}

void
evidence_unpack(const char *text, struct evidence evidence[FACT_COUNT])
{
	char name[16], in[16];
	unsigned offset, length;
	int used;

	memset(evidence, 0, FACT_COUNT * sizeof(evidence[0]));
	while (text != NULL && sscanf(text, "%15s %15s %u %u%n", name, in,
				       &offset, &length, &used) == 4) {
		enum fact fact = fact_from_name(name);

		if (fact != FACT_COUNT)
			evidence[fact] = (struct evidence){
				.in = evidence_in_from_name(in),
				.offset = offset,
				.length = length,
			};
		text += used;
	}
}

enum status
facts_status(const struct facts *facts, enum status told, struct civil today)
{
	struct civil last = facts->end.y != 0 ? facts->end : facts->start;

	if (told == STATUS_MOVED)
		told = facts->start.y == 0 ? STATUS_POSTPONED
					   : STATUS_ANNOUNCED;
	if (told == STATUS_POSTPONED || told == STATUS_CANCELLED ||
		facts->start.y == 0)
		return told;
	if (civil_to_days(today) < civil_to_days(facts->start))
		return STATUS_ANNOUNCED;
	if (civil_to_days(today) > civil_to_days(civil_last_day(last)))
		return STATUS_HELD;
	/* Somewhere in a month or a year: the words know better. */
	if (civil_precision(facts->start) != PREC_DAY)
		return told;
	return STATUS_ONGOING;
}

static const char *
list_names(const struct facts *facts, enum fact fact, struct arena *arena)
{
	bool people = fact == FACT_PEOPLE;
	size_t n = people ? facts->npeople : facts->norganisers;
	struct buf buf;
	char *text;

	buf_init(&buf, BUF_NO_LIMIT);
	for (size_t i = 0; i < n; i++) {
		const char *name = people ? facts->people[i].name
					  : facts->organisers[i].name;

		if (name != NULL)
			buf_printf(&buf, "%s%s", buf.len > 0 ? "; " : "", name);
	}
	text = arena_strdup(arena, buf_str(&buf));
	buf_release(&buf);
	return text;
}

const char *
facts_value(const struct facts *facts, enum fact fact, struct arena *arena)
{
	char date[CIVIL_TEXT];
	const char *text = NULL;

	switch (fact) {
	case FACT_NAME:
		text = facts->name;
		break;
	case FACT_SERIES:
		text = facts->series;
		break;
	case FACT_EDITION:
		if (facts->edition != 0)
			text = arena_printf(arena, "%d", facts->edition);
		break;
	case FACT_KIND:
		text = facts->kind;
		break;
	case FACT_START:
		text = arena_strdup(arena, civil_format(facts->start, date));
		break;
	case FACT_END:
		text = arena_strdup(arena, civil_format(facts->end, date));
		break;
	case FACT_TIMES:
		text = facts_times(arena, facts);
		break;
	case FACT_STATUS:
		text = status_name(facts->status);
		break;
	case FACT_VENUE:
		text = facts->venue;
		break;
	case FACT_DISTRICT:
		text = facts->district;
		break;
	case FACT_CITY:
		text = facts->city;
		break;
	case FACT_REGION:
		text = facts->region;
		break;
	case FACT_COUNTRY:
		text = facts->country;
		break;
	case FACT_ONLINE:
		if (facts->online_told)
			text = facts->online ? "online" : "on site";
		break;
	case FACT_ORGANISERS:
	case FACT_PEOPLE:
		return list_names(facts, fact, arena);
	case FACT_THEME:
		text = facts->theme;
		break;
	case FACT_PARENT:
		text = facts->parent;
		break;
	case FACT_COUNT:
		break;
	}
	return text == NULL ? "" : text;
}
