/*
 * weights.c - reads data/weights.tsv for parse_mentions().
 */
#include "parse/weights.h"

#include "base/mem.h"
#include "base/table.h"
#include "data/data.h"

#include <stddef.h>
#include <stdlib.h>

#define SCORE(feature) \
	(offsetof(struct weights, score) + (feature) * sizeof(double))
#define STATEMENT(member) offsetof(struct weights, statement.member)

/* The features come first, in their order. */
static const struct {
	const char *group, *name;
	size_t offset;
} members[] = {
	{"score", "trigger", SCORE(FEATURE_TRIGGER)},
	{"score", "weak", SCORE(FEATURE_WEAK)},
	{"score", "title", SCORE(FEATURE_TITLE)},
	{"score", "position", SCORE(FEATURE_POSITION)},
	{"score", "near", SCORE(FEATURE_NEAR)},
	{"score", "repeated", SCORE(FEATURE_REPEATED)},
	{"score", "often", SCORE(FEATURE_OFTEN)},
	{"score", "stated", SCORE(FEATURE_STATED)},
	{"score", "named", SCORE(FEATURE_NAMED)},
	{"score", "accept", offsetof(struct weights, accept)},
	{"statement", "day", STATEMENT(day)},
	{"statement", "month", STATEMENT(month)},
	{"statement", "year", STATEMENT(year)},
	{"statement", "range", STATEMENT(range)},
	{"statement", "relative", STATEMENT(relative)},
	{"statement", "trigger", STATEMENT(trigger)},
	{"statement", "weak", STATEMENT(weak)},
	{"statement", "per_token", STATEMENT(per_token)},
	{"statement", "label", STATEMENT(label)},
	{"statement", "anaphor", STATEMENT(anaphor)},
	{"name", "alike", offsetof(struct weights, alike)},
};

#define MEMBERS (sizeof(members) / sizeof(members[0]))

const char *
feature_name(enum feature feature)
{
	return members[feature].name;
}

static bool
read_number(struct slice cell, double *value)
{
	char text[32], *end;

	if (cell.n == 0 || cell.n >= sizeof(text))
		return false;
	memcpy(text, cell.p, cell.n);
	text[cell.n] = '\0';
	*value = strtod(text, &end);
	return *end == '\0';
}

static int
read_row(struct weights *out, const struct row *row, bool *seen)
{
	for (size_t i = 0; i < MEMBERS; i++) {
		double *to =
			(double *)(void *)((char *)out + members[i].offset);

		if (!slice_is(row->cell[0], members[i].group) ||
			!slice_is(row->cell[1], members[i].name))
			continue;
		if (seen[i])
			return -1;
		seen[i] = true;
		return read_number(row->cell[2], to) ? 0 : -1;
	}
	return -1;
}

int
weights_read(struct weights *out, struct err *err)
{
	bool seen[MEMBERS] = {false};
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find("weights.tsv", &file) != 0)
		return err_set(err, ERR_SYSTEM, "no table 'weights.tsv'");
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row))
		if (read_row(out, &row, seen) != 0)
			return err_set(err, ERR_SYSTEM,
				"weights.tsv:%d: expected: group, name, "
				"number; each known name once",
				table.line);
	for (size_t i = 0; i < MEMBERS; i++)
		if (!seen[i])
			return err_set(err, ERR_SYSTEM,
				"weights.tsv: no row for '%s' of '%s'",
				members[i].name, members[i].group);
	return 0;
}
