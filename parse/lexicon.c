/*
 * lexicon.c - reads the tables of data/ that mentions are found with.
 *
 * One hash table for all words of all classes and languages, keyed by the
 * first token: a text is looked up once, token by token, however many words
 * there are.
 */
#include "parse/lexicon.h"

#include "base/mem.h"
#include "base/table.h"
#include "base/text.h"
#include "data/data.h"
#include "parse/lexicon_rows.h"
#include "parse/tokens.h"
#include "parse/weights.h"
#include "parse/words.h"

#include <stdlib.h>
#include <string.h>

static const char *const tables[] = {
	"heads.tsv",
	"triggers.tsv",
	"roles.tsv",
	"calendar.tsv",
	"grammar.tsv",
	"organisations.tsv",
	"persons.tsv",
	"labels.tsv",
	"times.tsv",
};

static const char *const class_names[WORD_CLASSES] = {
	[WORD_HEAD] = "head",
	[WORD_SITTING] = "sitting",
	[WORD_SUB] = "sub",
	[WORD_TRIGGER] = "trigger",
	[WORD_TENSE] = "tense",
	[WORD_ROLE] = "role",
	[WORD_THEME] = "theme",
	[WORD_ONLINE] = "online",
	[WORD_STATUS] = "status",
	[WORD_MONTH] = "month",
	[WORD_WEEKDAY] = "weekday",
	[WORD_NUMBER] = "number",
	[WORD_ORDINAL] = "ordinal",
	[WORD_RELATIVE] = "relative",
	[WORD_RANGE] = "range",
	[WORD_DURATION] = "duration",
	[WORD_UNCOUNTED] = "uncounted",
	[WORD_VENUE] = "venue",
	[WORD_ORG] = "org",
	[WORD_ACRONYM] = "acronym",
	[WORD_BODY] = "body",
	[WORD_OFFICE] = "office",
	[WORD_HONORIFIC] = "honorific",
	[WORD_SURNAME] = "surname",
	[WORD_SPEECH] = "speech",
	[WORD_BOUNDARY] = "boundary",
	[WORD_LINK] = "link",
	[WORD_DETERMINER] = "determiner",
	[WORD_INTRODUCE] = "introduce",
	[WORD_ANAPHOR] = "anaphor",
	[WORD_ABBREVIATION] = "abbreviation",
	[WORD_DEADLINE] = "deadline",
	[WORD_SAID] = "said",
	[WORD_MATTER] = "matter",
	[WORD_WHERE] = "where",
	[WORD_THERE] = "there",
	[WORD_LABEL] = "label",
	[WORD_UNIT] = "unit",
	[WORD_AWAY] = "away",
	[WORD_OPEN] = "open",
	[WORD_DAYPART] = "daypart",
	[WORD_HALF] = "half",
	[WORD_CLOCK] = "clock",
	[WORD_TILL] = "till",
	[WORD_UNTIL] = "until",
	[WORD_ONTO] = "onto",
	[WORD_ZONE] = "zone",
	[WORD_FEAST] = "feast",
	[WORD_TODAY] = "today",
	[WORD_JOINT] = "joint",
	[WORD_BETWEEN] = "between",
	[WORD_WITHIN] = "within",
	[WORD_PERIOD] = "period",
	[WORD_SEASON] = "season",
	[WORD_ERA] = "era",
	[WORD_YEAR] = "year",
	[WORD_WEEKSIGN] = "weeksign",
	[WORD_PLACE] = "place",
	[WORD_SHORT_PLACE] = "short place",
};

uint32_t
lexicon_simplified(const struct lexicon *lexicon, uint32_t cp)
{
	if (cp < HAN_FIRST || cp > HAN_LAST)
		return cp;
	if (lexicon->simplified[cp - HAN_FIRST] == 0)
		return cp;
	return lexicon->simplified[cp - HAN_FIRST];
}

static bool
has_trait(
	const struct lexicon *lexicon, struct slice language, const char *trait)
{
	for (size_t i = 0; i < lexicon->ntraits; i++)
		if (slice_is(language, lexicon->traits[i].language) &&
			strcmp(lexicon->traits[i].trait, trait) == 0)
			return true;
	return false;
}

bool
lexicon_is(
	const struct lexicon *lexicon, const char *language, const char *trait)
{
	return language != NULL &&
	       has_trait(lexicon,
		       (struct slice){language, strcspn(language, "-_")},
		       trait);
}

const struct weights *
lexicon_weights(const struct lexicon *lexicon)
{
	return &lexicon->weights;
}

const struct word_index *
lexicon_words(const struct lexicon *lexicon)
{
	return &lexicon->words;
}

const struct word *
lexicon_compound(const struct lexicon *lexicon, const char *token, size_t n)
{
	for (size_t i = 0; i < lexicon->ncompounds; i++) {
		const struct word *word = lexicon->compounds[i];

		if (n > word->length + 2 &&
			memcmp(token + n - word->length, word->text,
				word->length) == 0)
			return word;
	}
	return NULL;
}

static int
read_simplified(struct lexicon *lexicon, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find("simplified.tsv", &file) != 0)
		return err_set(err, ERR_SYSTEM, "no table 'simplified.tsv'");
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		uint32_t from = 0, to = 0;

		if (row.ncells == 2 && row.cell[0].n > 0 && row.cell[1].n > 0) {
			utf8_decode(row.cell[0].p, row.cell[0].n, &from);
			utf8_decode(row.cell[1].p, row.cell[1].n, &to);
		}
		if (from < HAN_FIRST || from > HAN_LAST || to > UINT16_MAX)
			return err_set(err, ERR_SYSTEM,
				"simplified.tsv:%d: expected: character, "
				"simplified form",
				table.line);
		lexicon->simplified[from - HAN_FIRST] = (uint16_t)to;
	}
	return 0;
}

/* Two places of one name are one word, which leads from the first on to the
 * others: the rows above are meant where nothing says otherwise. */
static bool
is_namesake(struct word *first, struct word *word)
{
	struct word *last = first;

	if ((word->class != WORD_PLACE && word->class != WORD_SHORT_PLACE) ||
		first->class != word->class ||
		strcmp(first->text, word->text) != 0)
		return false;
	for (; last->place != word->place; last = last->namesake)
		if (last->namesake == NULL) {
			last->namesake = word;
			break;
		}
	return true;
}

/* As fold_text() makes it, in lower case. */
static const char *
fold_word(struct lexicon *lexicon, struct slice spelling, size_t *length)
{
	struct arena *arena = &lexicon->arena, scratch;
	struct folded folded;
	const char *text;
	char *copy = arena_strndup(arena, spelling.p, spelling.n);
	unsigned char bits = 0;

	for (size_t i = 0; i < spelling.n; i++) {
		bits |= (unsigned char)copy[i];
		if (copy[i] >= 'A' && copy[i] <= 'Z')
			copy[i] = (char)(copy[i] - 'A' + 'a');
	}
	*length = spelling.n;
	if (bits < 0x80 || fold_is_plain(lexicon, copy, spelling.n))
		return copy;
	arena_init(&scratch);
	fold_text(&scratch, lexicon, spelling.p, spelling.n, &folded);
	text = arena_strndup(arena, folded.lower, folded.length);
	*length = folded.length;
	arena_release(&scratch);
	return text;
}

static struct word_entry
make_entry(struct word *word)
{
	static const char all[] = "\xff\xff\xff\xff";
	const char *behind = word->text + word->first;
	bool spaced = *behind == ' ';
	/* A blank stands for any white space. */
	size_t n = strcspn(behind + spaced, " ");

	return (struct word_entry){.hash = words_hash(word->text, word->first),
		.behind = words_behind(behind + spaced, n),
		.mask = words_behind(all, n),
		.class = (uint8_t)word->class,
		.spaced = spaced,
		.length = (uint16_t)word->length,
		.word = word};
}

int
lexicon_add_word(
	struct lexicon *lexicon, struct slice spelling, struct word proto)
{
	struct arena *arena = &lexicon->arena;
	struct word *word = arena_alloc(arena, sizeof(*word));

	if (spelling.n > 1 && spelling.p[0] == '~') {
		spelling.p++;
		spelling.n--;
		*ARENA_PUSH(arena, &lexicon->compounds, &lexicon->ncompounds) =
			word;
	}
	*word = proto;
	word->text = fold_word(lexicon, spelling, &word->length);
	word->first = tokens_first(word->text, word->length);
	if (word->first == 0 || word->length > UINT16_MAX)
		return -1;
	*ARENA_PUSH(&lexicon->reading, &lexicon->added, &lexicon->nadded) =
		make_entry(word);
	return 0;
}

static int
class_from_name(struct slice name)
{
	for (int i = 0; i < WORD_CLASSES; i++)
		if (slice_is(name, class_names[i]))
			return i;
	return -1;
}

static int
slice_number(struct slice s, int *number)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	int value = 0;

	for (size_t i = minus ? 1 : 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || value > 100000)
			return -1;
		value = value * 10 + (s.p[i] - '0');
	}
	*number = minus ? -value : value;
	return 0;
}

/* A row of traits.tsv: language, traits. */
static int
add_traits(struct lexicon *lexicon, struct row *row)
{
	struct arena *arena = &lexicon->arena;
	struct slice one;

	if (row->ncells < 2 || row->cell[0].n == 0)
		return -1;
	while (table_value(&row->cell[1], &one))
		*ARENA_PUSH(arena, &lexicon->traits,
			&lexicon->ntraits) = (struct trait){
			arena_strndup(arena, row->cell[0].p, row->cell[0].n),
			arena_strndup(arena, one.p, one.n)};
	return 0;
}

static int
read_words(struct lexicon *lexicon, const char *name, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find(name, &file) != 0)
		return err_set(err, ERR_SYSTEM, "no table '%s'", name);
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		struct word proto = {.class = WORD_CLASSES};
		struct slice one;
		int class = class_from_name(row.cell[0]);

		if (class < 0 || row.ncells < 3 || row.cell[2].n == 0 ||
			slice_number(row.cell[4], &proto.number) != 0)
			return err_set(err, ERR_SYSTEM,
				"%s:%d: expected: class, language, words, "
				"value, number",
				name, table.line);
		proto.class = (enum word_class) class;
		proto.value = arena_strndup(
			&lexicon->arena, row.cell[3].p, row.cell[3].n);
		proto.lower = has_trait(lexicon, row.cell[1], "lower");
		proto.last = has_trait(lexicon, row.cell[1], "last");
		while (table_value(&row.cell[2], &one))
			if (lexicon_add_word(lexicon, one, proto) != 0)
				return err_set(err, ERR_SYSTEM,
					"%s:%d: an empty word", name,
					table.line);
	}
	return 0;
}

/* A table whose rows `add` takes; `columns` says what it expects. */
static int
read_rows(struct lexicon *lexicon, const char *name,
	int (*add)(struct lexicon *lexicon, struct row *row),
	const char *columns, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find(name, &file) != 0)
		return err_set(err, ERR_SYSTEM, "no table '%s'", name);
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row))
		if (add(lexicon, &row) != 0)
			return err_set(err, ERR_SYSTEM, "%s:%d: expected: %s",
				name, table.line, columns);
	return 0;
}

/* "WIPO", ROSPATENT: a word of capitals is a body wherever it stands. */
static bool
is_short_name(struct slice name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] < 'A' || name.p[i] > 'Z')
			return false;
	return true;
}

static int
add_office(struct lexicon *lexicon, struct row *row)
{
	struct word proto = {.class = WORD_BODY,
		.place = lexicon_country(lexicon, row->cell[1])};
	struct slice one;

	if (row->ncells < 3 || row->cell[0].n == 0 || row->cell[2].n == 0)
		return -1;
	proto.value =
		arena_strndup(&lexicon->arena, row->cell[0].p, row->cell[0].n);
	while (table_value(&row->cell[2], &one)) {
		struct word acronym = {.class = WORD_ACRONYM, .value = ""};

		if (lexicon_add_word(lexicon, one, proto) != 0 ||
			(is_short_name(one) &&
				lexicon_add_word(lexicon, one, acronym) != 0))
			return -1;
	}
	return 0;
}

/* Puts an entry among the n of its bucket: longest first, so that the first
 * match of a class is the longest. Returns how many they are then. */
static size_t
insert(struct word_entry *entries, size_t n, const struct word_entry *entry)
{
	size_t at = n;

	while (at > 0 && entries[at - 1].length <= entry->length)
		at--;
	for (size_t i = at; i < n && entries[i].length == entry->length; i++)
		if (entries[i].hash == entry->hash &&
			is_namesake(entries[i].word, entry->word))
			return n;
	memmove(&entries[at + 1], &entries[at], (n - at) * sizeof(*entries));
	entries[at] = *entry;
	return n + 1;
}

/* Puts the words of each bucket side by side. */
static void
index_words(struct lexicon *lexicon)
{
	struct word_index *index = &lexicon->words;
	uint32_t *counts =
		arena_array(&lexicon->reading, WORD_BUCKETS, sizeof(*counts));
	uint32_t begin = 0;

	for (size_t i = 0; i < lexicon->nadded; i++)
		counts[lexicon->added[i].hash % WORD_BUCKETS]++;
	for (size_t i = 0; i < WORD_BUCKETS; i++) {
		index->begins[i] = begin;
		begin += counts[i];
		counts[i] = 0;
	}
	index->entries = arena_array(
		&lexicon->arena, lexicon->nadded + 1, sizeof(*index->entries));
	for (size_t i = 0; i < lexicon->nadded; i++) {
		const struct word_entry *entry = &lexicon->added[i];
		size_t bucket = entry->hash % WORD_BUCKETS;
		uint32_t bit = entry->hash % WORD_FILTER;

		index->filter[bit / 64] |= (uint64_t)1 << bit % 64;
		counts[bucket] =
			(uint32_t)insert(index->entries + index->begins[bucket],
				counts[bucket], entry);
	}
	/* Namesakes left gaps. */
	begin = 0;
	for (size_t i = 0; i < WORD_BUCKETS; i++) {
		memmove(&index->entries[begin],
			&index->entries[index->begins[i]],
			counts[i] * sizeof(*index->entries));
		index->begins[i] = begin;
		begin += counts[i];
	}
	index->begins[WORD_BUCKETS] = begin;
}

struct lexicon *
lexicon_new(struct err *err)
{
	struct lexicon *lexicon = mem_zero(1, sizeof(*lexicon));

	arena_init(&lexicon->arena);
	arena_init(&lexicon->reading);
	if (read_simplified(lexicon, err) != 0 ||
		weights_read(&lexicon->weights, err) != 0 ||
		read_rows(lexicon, "traits.tsv", add_traits, "language, traits",
			err) != 0)
		goto fail;
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (read_words(lexicon, tables[i], err) != 0)
			goto fail;
	if (read_rows(lexicon, "places.tsv", lexicon_add_place,
		    "kind, name, ISO code or a parent from a row above, "
		    "names",
		    err) != 0 ||
		read_rows(lexicon, "divisions.tsv", lexicon_add_division,
			"kind, name, a parent from a row above, names",
			err) != 0 ||
		read_rows(lexicon, "cities.tsv", lexicon_add_city,
			"name, ISO code, spellings", err) != 0 ||
		read_rows(lexicon, "country-names.tsv",
			lexicon_add_country_names, "ISO code, names",
			err) != 0 ||
		read_rows(lexicon, "zones.tsv", lexicon_add_zone,
			"zone, ISO code, main, city, names", err) != 0 ||
		read_rows(lexicon, "namesakes.tsv", lexicon_add_namesake,
			"kind, name, a parent from a row above, names",
			err) != 0 ||
		read_rows(lexicon, "offices.tsv", add_office,
			"id, country, names", err) != 0)
		goto fail;
	index_words(lexicon);
	arena_release(&lexicon->reading);
	return lexicon;
fail:
	lexicon_free(lexicon);
	return NULL;
}

void
lexicon_free(struct lexicon *lexicon)
{
	if (lexicon == NULL)
		return;
	arena_release(&lexicon->reading);
	arena_release(&lexicon->arena);
	free(lexicon);
}
