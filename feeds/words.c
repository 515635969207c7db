/*
 * words.c - names for codes: countries, languages, kinds, statuses, roles.
 */
#include "base/table.h"
#include "data/data.h"
#include "feeds/parts.h"

#include <string.h>
#include <strings.h>

#define COUNTRIES "countries.tsv"
#define LANGUAGES "languages.tsv"
#define COLUMNS 2 /* of texts: English, Chinese */

/* Codes are ASCII, and case means nothing in them (RFC 5646 section 2.1.1). */
static int
compare(struct slice a, struct slice b)
{
	int order = strncasecmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	if (order != 0)
		return order;
	return a.n < b.n ? -1 : a.n > b.n;
}

/* The beginning of the line that `at` is in. */
static size_t
line_start(const char *bytes, size_t at)
{
	while (at > 0 && bytes[at - 1] != '\n')
		at--;
	return at;
}

static size_t
next_line(const struct data_file *data, size_t at)
{
	const char *end = memchr(data->bytes + at, '\n', data->length - at);

	return end == NULL ? data->length : (size_t)(end - data->bytes) + 1;
}

/* The tables are sorted by code: a feed of a thousand entries asks some
 * thousand times. */
static bool
read_cell(const char *line, size_t length, int column, struct slice *text)
{
	struct table table = table_open(line, length);
	struct row row;

	if (!table_next(&table, &row))
		return false;
	*text = row.cell[column];
	return true;
}

bool
feed_find_row(
	const char *file, struct slice code, int column, struct slice *text)
{
	struct data_file data = {0};
	size_t low = 0, high;

	data_find(file, &data);
	high = data.length;
	while (low < high) {
		size_t mid = line_start(data.bytes, low + (high - low) / 2);
		const char *line = data.bytes + mid;
		const char *tab = memchr(line, '\t', data.length - mid);
		int order = -1;

		if (*line != '#' && tab != NULL)
			order = compare(
				(struct slice){line, (size_t)(tab - line)},
				code);
		if (order == 0)
			return read_cell(line, data.length - mid, column, text);
		if (order < 0)
			low = next_line(&data, mid);
		else
			high = mid;
	}
	return false;
}

/* ------------------------------------------------------ read beforehand */

struct word {
	const char *file;
	struct slice code;
	struct slice text[COLUMNS];
};

struct feed_words {
	struct word *words;
	size_t nwords;
	uint16_t *slots; /* indexes of words, from 1; 0 = free */
	size_t nslots;   /* a power of two, twice as many as words */
};

static void
read_words(struct feed_words *words, const char *file, struct arena *arena)
{
	struct data_file data = {0};
	struct table table;
	struct row row;

	data_find(file, &data);
	table = table_open(data.bytes, data.length);
	while (table_next(&table, &row)) {
		struct word *word =
			ARENA_PUSH(arena, &words->words, &words->nwords);

		word->file = file;
		word->code = row.cell[0];
		for (int i = 0; i < COLUMNS; i++)
			word->text[i] = row.cell[1 + i];
	}
}

/* FNV-1a, of capitals as of small letters. */
static size_t
slot_of(const struct feed_words *words, const char *file, struct slice code)
{
	uint64_t hash = 0xcbf29ce484222325U ^ (unsigned char)file[0];

	for (size_t i = 0; i < code.n; i++)
		hash = (hash ^ ((unsigned char)code.p[i] | 0x20)) *
		       0x100000001b3U;
	return (size_t)(hash ^ hash >> 32) & (words->nslots - 1);
}

/* The slot that has the code, or the free one where it would be. */
static uint16_t *
find_slot(const struct feed_words *words, const char *file, struct slice code)
{
	size_t at = slot_of(words, file, code);

	while (words->slots[at] != 0) {
		const struct word *word = &words->words[words->slots[at] - 1];

		if (strcmp(word->file, file) == 0 &&
			compare(word->code, code) == 0)
			break;
		at = (at + 1) & (words->nslots - 1);
	}
	return &words->slots[at];
}

const struct feed_words *
feed_words_read(struct arena *arena)
{
	struct feed_words *words = arena_alloc(arena, sizeof(*words));

	read_words(words, FEED_TEXTS, arena);
	read_words(words, COUNTRIES, arena);
	read_words(words, LANGUAGES, arena);
	words->nslots = 1;
	while (words->nslots < 2 * words->nwords)
		words->nslots *= 2;
	words->slots = arena_array(arena, words->nslots, sizeof(*words->slots));
	for (size_t i = 0; i < words->nwords && i < UINT16_MAX; i++)
		*find_slot(words, words->words[i].file, words->words[i].code) =
			(uint16_t)(i + 1);
	return words;
}

bool
feed_find_word(const struct feed *feed, const char *file, struct slice code,
	int column, struct slice *text)
{
	const struct feed_words *words = feed == NULL ? NULL : feed->words;
	uint16_t found;

	if (words == NULL)
		return feed_find_row(file, code, column, text);
	found = *find_slot(words, file, code);
	if (found == 0)
		return false;
	*text = words->words[found - 1].text[column - 1];
	return true;
}

/* The code itself where it is not in the table. */
static const char *
look_up(struct arena *arena, const struct feed *feed, const char *file,
	struct slice code)
{
	struct slice text = code;

	feed_find_word(feed, file, code, feed_column(feed), &text);
	return arena_strndup(arena, text.p, text.n);
}

const char *
feed_country_name(
	struct arena *arena, const struct feed *feed, const char *code)
{
	if (code == NULL)
		return NULL;
	return look_up(
		arena, feed, COUNTRIES, (struct slice){code, strlen(code)});
}

const char *
feed_language_name(
	struct arena *arena, const struct feed *feed, const char *tag)
{
	/* Script and region say how it is written, not what it is. */
	if (tag == NULL)
		return NULL;
	return look_up(arena, feed, LANGUAGES,
		(struct slice){tag, strcspn(tag, "-_")});
}

const char *
feed_report_language(const struct event_report *report)
{
	const char *tag = report->language;
	size_t subtag = 0;

	for (const char *s = tag; s != NULL && *s != '\0'; s++) {
		bool letter =
			(*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
		bool digit = *s >= '0' && *s <= '9' &&
			     memchr(tag, '-', (size_t)(s - tag)) != NULL;

		if (*s == '-' && subtag > 0)
			subtag = 0;
		else if ((letter || digit) && subtag < 8)
			subtag++;
		else
			return NULL;
	}
	return subtag > 0 ? tag : NULL;
}

const char *
feed_role_label(struct arena *arena, const struct feed *feed, enum role role)
{
	static const char *const keys[ROLE_COUNT] = {
		[ROLE_HOST] = "role.host",
		[ROLE_ORGANISER] = "role.organiser",
		[ROLE_COORGANISER] = "role.coorganiser",
		[ROLE_GUIDE] = "role.guide",
		[ROLE_SUPPORTER] = "role.supporter",
	};

	return feed_word(arena, feed, keys[role]);
}

const char *
feed_kind_name(struct arena *arena, const struct feed *feed, const char *kind)
{
	return feed_word_of(arena, feed, "kind", kind);
}

const char *
feed_status_label(
	struct arena *arena, const struct feed *feed, enum status status)
{
	return feed_word_of(arena, feed, "status", status_name(status));
}
