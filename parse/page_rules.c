/*
 * page_rules.c - reads the page-* tables.
 */
#include "parse/page_rules.h"

#include "base/table.h"
#include "data/data.h"

#include <stdlib.h>
#include <string.h>

static const char *const class_names[CLASS_COUNT] = {"unlikely", "maybe",
	"positive", "negative", "share", "byline", "date", "crumb", "menu",
	"junk", "body", "beside", "aside", "title", "place", "events"};
static const char *const meta_names[META_COUNT] = {"title", "published",
	"updated", "author", "source", "site", "image", "summary", "script",
	"item-title", "item-url", "item-date", "item-start", "item-end",
	"item-place", "item-summary", "item-value", "month-first", "day-first"};
static const char *const label_names[LABEL_COUNT] = {"published", "updated",
	"source", "author", "junk", "owner", "related", "named", "next",
	"whole", "pager", "more", "notice", "events", "terms", "beside",
	"today", "dated", "section"};
static const char *const ago_names[AGO_COUNT] = {"back", "unit", "one", "day"};

/* Splits "tag#id.class.class[attribute=value]". Returns 0 or -1. */
static int
read_container(struct arena *arena, struct slice s, struct container *c)
{
	size_t classes = 0;

	while (s.n) {
		char kind = s.p[0];
		size_t skip = strchr("#.[", kind) != NULL, n = skip;
		char *word;

		while (n < s.n && !strchr("#.[", s.p[n]))
			n++;
		word = arena_strndup(arena, s.p + skip, n - skip);
		if (kind == '#') {
			c->id = word;
		} else if (kind == '.') {
			if (classes == 2)
				return -1;
			c->class[classes++] = word;
		} else if (kind == '[') {
			char *equals = strchr(word, '=');
			char *end = strchr(word, ']');
			if (!equals || !end)
				return -1;
			*equals = *end = '\0';
			c->attribute = word;
			c->value = equals + 1;
		} else {
			c->tag = word;
		}
		s.p += n;
		s.n -= n;
	}
	return 0;
}

static int
container_row(struct page_rules *rules, const struct row *row)
{
	struct container c = {0};

	if (slice_is(row->cell[0], "comment")) {
		*ARENA_PUSH(&rules->arena, &rules->comments,
			&rules->ncomments) = arena_strndup(&rules->arena,
			row->cell[1].p, row->cell[1].n);
		return 0;
	}
	if (read_container(&rules->arena, row->cell[1], &c) == -1)
		return -1;
	if (slice_is(row->cell[0], "body"))
		*ARENA_PUSH(&rules->arena, &rules->bodies, &rules->nbodies) = c;
	else if (slice_is(row->cell[0], "drop"))
		*ARENA_PUSH(&rules->arena, &rules->drops, &rules->ndrops) = c;
	else
		return -1;
	return 0;
}

static int
words_row(struct arena *arena, struct words *groups, const char *const *names,
	size_t n, const struct row *row, size_t cell)
{
	struct slice values = row->cell[cell], value;
	size_t g;

	for (g = 0; g < n && !slice_is(row->cell[0], names[g]); g++)
		continue;
	if (g == n)
		return -1;
	while (table_value(&values, &value)) {
		*ARENA_PUSH(arena, &groups[g].word, &groups[g].count) = value;
		if (value.n)
			groups[g].first[(unsigned char)value.p[0]] = true;
	}
	return 0;
}

static int
class_row(struct page_rules *rules, const struct row *row)
{
	struct slice values = row->cell[1], value;
	size_t g = 0;

	while (g < CLASS_COUNT && !slice_is(row->cell[0], class_names[g]))
		g++;
	if (g == CLASS_COUNT)
		return -1;
	while (table_value(&values, &value)) {
		struct class_word *word =
			arena_alloc(&rules->arena, sizeof(*word));
		struct class_word **first;

		word->whole = value.n > 1 && value.p[0] == '=';
		value.p += word->whole;
		value.n -= word->whole;
		if (value.n == 0)
			return -1;
		first = &rules->classes[g].by_first[(unsigned char)value.p[0]];
		word->text = value;
		word->next = *first;
		*first = word;
	}
	return 0;
}

static int
meta_row(struct page_rules *rules, const struct row *row)
{
	return words_row(
		&rules->arena, rules->metas, meta_names, META_COUNT, row, 1);
}

static int
label_row(struct page_rules *rules, const struct row *row)
{
	return words_row(
		&rules->arena, rules->labels, label_names, LABEL_COUNT, row, 2);
}

static int
month_row(struct page_rules *rules, const struct row *row)
{
	struct slice names = row->cell[2], name;
	int number = 0;

	if (!slice_is(row->cell[0], "month"))
		return 0;
	for (size_t i = 0; i < row->cell[1].n; i++)
		number = number * 10 + (row->cell[1].p[i] - '0');
	if (number < 1 || number > 12)
		return -1;
	while (table_value(&names, &name)) {
		struct month *m = arena_alloc(&rules->arena, sizeof(*m));
		struct month **last;

		if (name.n == 0)
			return -1;
		last = &rules->months[(unsigned char)name.p[0]];
		while (*last)
			last = &(*last)->next;
		m->name = name;
		m->number = number;
		*last = m;
	}
	return 0;
}

static int
ago_row(struct page_rules *rules, const struct row *row)
{
	struct slice words = row->cell[3], word;
	int64_t value = 0;
	size_t g = 0;

	while (g < AGO_COUNT && !slice_is(row->cell[0], ago_names[g]))
		g++;
	if (g == AGO_COUNT)
		return -1;
	for (size_t i = 0; i < row->cell[2].n; i++) {
		if (row->cell[2].p[i] < '0' || row->cell[2].p[i] > '9')
			return -1;
		value = value * 10 + (row->cell[2].p[i] - '0');
	}
	while (table_value(&words, &word))
		*ARENA_PUSH(&rules->arena, &rules->agos[g].word,
			&rules->agos[g].count) = (struct ago_word){word, value};
	return 0;
}

static int
language_row(struct page_rules *rules, const struct row *row)
{
	struct slice words = row->cell[1], word;

	if (rules->nlanguages == LANGUAGES_MAX || words.n == 0)
		return -1;
	while (table_value(&words, &word)) {
		struct common_word *common =
			arena_alloc(&rules->arena, sizeof(*common));
		struct common_word **first;

		if (word.n == 0)
			return -1;
		first = &rules->common[(unsigned char)word.p[0]];
		*common = (struct common_word){word, rules->nlanguages, *first};
		*first = common;
	}
	rules->languages[rules->nlanguages++] =
		arena_strndup(&rules->arena, row->cell[0].p, row->cell[0].n);
	return 0;
}

static int
read_table(struct page_rules *rules, const char *name,
	int (*take)(struct page_rules *rules, const struct row *row),
	struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find(name, &file) == -1)
		return err_set(
			err, ERR_SYSTEM, "table '%s' is not compiled in", name);
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		if (take(rules, &row) == -1)
			return err_set(err, ERR_SYSTEM,
				"data/%s:%d: a row that means nothing", name,
				table.line);
	}
	return 0;
}

struct page_rules *
page_rules_new(struct err *err)
{
	static const struct {
		const char *name;
		int (*take)(struct page_rules *rules, const struct row *row);
	} tables[] = {{"page-classes.tsv", class_row},
		{"page-containers.tsv", container_row},
		{"page-meta.tsv", meta_row}, {"page-labels.tsv", label_row},
		{"date-words.tsv", month_row}, {"page-months.tsv", month_row},
		{"page-ago.tsv", ago_row}, {"common-words.tsv", language_row}};
	struct page_rules *rules = mem_zero(1, sizeof(*rules));

	arena_init(&rules->arena);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (read_table(rules, tables[i].name, tables[i].take, err) ==
			-1) {
			page_rules_free(rules);
			return NULL;
		}
	}
	return rules;
}

void
page_rules_free(struct page_rules *rules)
{
	if (!rules)
		return;
	arena_release(&rules->arena);
	free(rules);
}
