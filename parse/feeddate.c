/*
 * feeddate.c - a date element's text to what it means.
 *
 * The text is cut into numbers, words and signs. The time of day is found
 * first, by its colon, and what belongs to it (fraction, half of the day,
 * zone) is taken out; the numbers and the month name that are left, in their
 * order, are the date.
 */
#include "parse/feeddate.h"

#include "base/table.h"
#include "base/text.h"
#include "data/data.h"

#include <ctype.h>
#include <string.h>

#define TOKENS_MAX 32
#define RAW_MAX 200 /* longer is prose */
#define NUMBERS_MAX 3

enum word_kind { WORD_NONE, WORD_MONTH, WORD_HALF, WORD_ZONE };

static const struct {
	const char *name;
	enum word_kind kind;
} word_kinds[] = {
	{"month", WORD_MONTH},
	{"half", WORD_HALF},
	{"zone", WORD_ZONE},
};

struct date_words {
	struct date_word {
		struct slice text;
		enum word_kind kind;
		int value;
	} * all;
	size_t n;
	/* Those that begin with byte b: all[first[b]] up to all[first[b + 1]] */
	size_t first[257];
};

void
date_words_free(struct date_words *words)
{
	if (words == NULL)
		return;
	free(words->all);
	free(words);
}

static int
read_number(struct slice cell, int *value)
{
	bool minus = cell.n > 0 && cell.p[0] == '-';
	int n = 0;

	for (size_t i = minus; i < cell.n; i++) {
		if (!isdigit((unsigned char)cell.p[i]) || n > 9999)
			return -1;
		n = n * 10 + (cell.p[i] - '0');
	}
	*value = minus ? -n : n;
	return cell.n > (size_t)minus ? 0 : -1;
}

/* By their first bytes; else they keep their order. */
static void
group_words(struct date_words *words)
{
	struct date_word *grouped = mem_zero(words->n, sizeof(*words->all));
	size_t at = 0;

	for (unsigned byte = 0; byte < 256; byte++) {
		words->first[byte] = at;
		for (size_t i = 0; i < words->n; i++)
			if ((unsigned char)words->all[i].text.p[0] == byte)
				grouped[at++] = words->all[i];
	}
	words->first[256] = at;
	free(words->all);
	words->all = grouped;
}

struct date_words *
date_words_new(struct err *err)
{
	struct date_words *words = mem_zero(1, sizeof(*words));
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find("date-words.tsv", &file) != 0) {
		err_set(err, ERR_SYSTEM, "no table 'date-words.tsv'");
		goto fail;
	}
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		struct slice cell = row.cell[2], text;
		enum word_kind kind = WORD_NONE;
		int value;

		for (size_t i = 0;
			i < sizeof(word_kinds) / sizeof(word_kinds[0]); i++)
			if (slice_is(row.cell[0], word_kinds[i].name))
				kind = word_kinds[i].kind;
		if (kind == WORD_NONE ||
			read_number(row.cell[1], &value) != 0) {
			err_set(err, ERR_SYSTEM,
				"date-words.tsv:%d: expected a kind of word "
				"and a number",
				table.line);
			goto fail;
		}
		while (table_value(&cell, &text)) {
			words->all = mem_resize(
				words->all, words->n + 1, sizeof(*words->all));
			words->all[words->n++] =
				(struct date_word){text, kind, value};
		}
	}
	group_words(words);
	return words;
fail:
	date_words_free(words);
	return NULL;
}

/* ---------------------------------------------------------------- tokens */

enum token_kind { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD, TOKEN_SIGN };

struct token {
	enum token_kind kind;
	struct slice text;
	long number;                  /* of a number */
	const struct date_word *word; /* of a known word */
	bool used;
};

struct reading {
	struct token tokens[TOKENS_MAX + 1]; /* an END behind the last */
	size_t n;
};

static const struct date_word *
find_word(const struct date_words *words, struct slice text)
{
	unsigned char byte = (unsigned char)text.p[0];

	for (size_t i = words->first[byte]; i < words->first[byte + 1]; i++)
		if (words->all[i].text.n == text.n &&
			memcmp(words->all[i].text.p, text.p, text.n) == 0)
			return &words->all[i];
	return NULL;
}

/* Characters of one kind from s on: digits, or letters of any script. */
static size_t
run_length(const char *s, size_t n, bool digits)
{
	size_t i = 0;

	while (i < n) {
		uint32_t cp;
		size_t k = utf8_decode(s + i, n - i, &cp);

		if (digits ? !(cp >= '0' && cp <= '9')
			   : (cp >= '0' && cp <= '9') || !text_is_word(cp))
			break;
		i += k;
	}
	return i;
}

static int
cut_tokens(const struct date_words *words, const char *s, size_t n,
	struct reading *r)
{
	for (size_t i = 0; i < n;) {
		struct token *t = &r->tokens[r->n];
		size_t k;

		if (isspace((unsigned char)s[i])) {
			i++;
			continue;
		}
		if (r->n == TOKENS_MAX)
			return -1;
		if ((k = run_length(s + i, n - i, true)) > 0) {
			t->kind = TOKEN_NUMBER;
			if (k > 14)
				return -1;
			for (size_t j = 0; j < k; j++)
				t->number = t->number * 10 + (s[i + j] - '0');
		} else if ((k = run_length(s + i, n - i, false)) > 0) {
			t->kind = TOKEN_WORD;
			t->word = find_word(words, (struct slice){s + i, k});
		} else {
			t->kind = TOKEN_SIGN;
			k = 1;
		}
		t->text = (struct slice){s + i, k};
		i += k;
		r->n++;
	}
	r->tokens[r->n].kind = TOKEN_END;
	return 0;
}

static struct token *
token_at(struct reading *r, size_t i)
{
	return &r->tokens[i < r->n ? i : r->n];
}

static bool
is_sign(struct reading *r, size_t i, char sign)
{
	struct token *t = token_at(r, i);

	return t->kind == TOKEN_SIGN && t->text.p[0] == sign;
}

static bool
is_digits(struct reading *r, size_t i, size_t min, size_t max)
{
	struct token *t = token_at(r, i);

	return t->kind == TOKEN_NUMBER && t->text.n >= min && t->text.n <= max;
}

static bool
is_word_kind(struct reading *r, size_t i, enum word_kind kind)
{
	struct token *t = token_at(r, i);

	return t->kind == TOKEN_WORD && t->word != NULL &&
	       t->word->kind == kind;
}

static void
use_tokens(struct reading *r, size_t from, size_t to)
{
	for (size_t i = from; i < to && i < r->n; i++)
		r->tokens[i].used = true;
}

/* ------------------------------------------------------------------ time */

struct clock {
	int hour, minute, second;
	int zone; /* minutes east of UTC */
	bool told;
};

/* The number of hours that "pm" adds. */
static void
apply_half(struct clock *clock, int half)
{
	if (clock->hour <= 12)
		clock->hour = clock->hour % 12 + half;
}

/* "+0800", "+08:00", "-5" at i; returns the index behind it. */
static size_t
read_offset(struct reading *r, size_t i, struct clock *clock)
{
	int sign = is_sign(r, i, '-') ? -1 : 1;
	long n;

	if ((!is_sign(r, i, '+') && !is_sign(r, i, '-')) ||
		!is_digits(r, i + 1, 1, 4))
		return i;
	n = token_at(r, i + 1)->number;
	if (is_digits(r, i + 1, 3, 4)) {
		clock->zone = sign * (int)(n / 100 * 60 + n % 100);
		return i + 2;
	}
	clock->zone = sign * (int)n * 60;
	if (is_sign(r, i + 2, ':') && is_digits(r, i + 3, 2, 2)) {
		clock->zone += sign * (int)token_at(r, i + 3)->number;
		return i + 4;
	}
	return i + 2;
}

/* What may stand behind a time of day; returns the index behind it all. */
static size_t
read_zone(struct reading *r, size_t i, struct clock *clock)
{
	if (is_word_kind(r, i, WORD_HALF)) {
		apply_half(clock, token_at(r, i)->word->value);
		i++;
	}
	if (is_word_kind(r, i, WORD_ZONE)) {
		clock->zone = token_at(r, i)->word->value;
		i++;
	}
	return read_offset(r, i, clock);
}

/* "10:14:55.2 pm +0100" with the hour at i. */
static void
read_colon_time(struct reading *r, size_t i, struct clock *clock)
{
	size_t next = i + 3;

	clock->told = true;
	clock->hour = (int)token_at(r, i)->number;
	clock->minute = (int)token_at(r, i + 2)->number;
	if (is_sign(r, next, ':') && is_digits(r, next + 1, 1, 2)) {
		clock->second = (int)token_at(r, next + 1)->number;
		next += 2;
		if ((is_sign(r, next, '.') || is_sign(r, next, ',')) &&
			is_digits(r, next + 1, 1, 14))
			next += 2;
	}
	if (i > 0 && is_word_kind(r, i - 1, WORD_HALF)) {
		apply_half(clock, token_at(r, i - 1)->word->value);
		r->tokens[i - 1].used = true;
	}
	use_tokens(r, i, read_zone(r, next, clock));
}

/* "T101455", "T1014", "T10" of ISO 8601's basic form, with "t" at i. */
static void
read_basic_time(struct reading *r, size_t i, struct clock *clock)
{
	struct token *t = token_at(r, i + 1);
	long n = t->number;

	for (size_t k = t->text.n; k < 6; k += 2)
		n *= 100;
	clock->told = true;
	clock->hour = (int)(n / 10000);
	clock->minute = (int)(n / 100 % 100);
	clock->second = (int)(n % 100);
	use_tokens(r, i, read_zone(r, i + 2, clock));
}

static void
find_time(struct reading *r, struct clock *clock)
{
	for (size_t i = 0; i < r->n; i++) {
		struct token *t = token_at(r, i + 1);

		if (is_digits(r, i, 1, 2) && is_sign(r, i + 1, ':') &&
			is_digits(r, i + 2, 1, 2)) {
			read_colon_time(r, i, clock);
			return;
		}
		if (r->tokens[i].kind == TOKEN_WORD && i > 0 &&
			slice_is(r->tokens[i].text, "t") &&
			is_digits(r, i + 1, 2, 6) && t->text.n % 2 == 0 &&
			!is_sign(r, i + 2, ':')) {
			read_basic_time(r, i, clock);
			return;
		}
	}
}

/* ------------------------------------------------------------------ date */

/* What the time left over. */
struct parts {
	const struct token *numbers[NUMBERS_MAX];
	size_t n;
	int month;      /* by name; 0 = none */
	char separator; /* the sign between the first two numbers, or 0 */
};

static int
collect_parts(const struct reading *r, struct parts *parts)
{
	bool after_number = false;

	for (size_t i = 0; i < r->n; i++) {
		const struct token *t = &r->tokens[i];

		if (t->used)
			continue;
		if (t->kind == TOKEN_NUMBER) {
			if (parts->n == NUMBERS_MAX)
				return -1;
			parts->numbers[parts->n++] = t;
		} else if (t->kind == TOKEN_SIGN && parts->n == 1 &&
			   parts->separator == 0) {
			parts->separator = t->text.p[0];
		} else if (t->kind == TOKEN_WORD && t->word != NULL &&
			   t->word->kind == WORD_MONTH &&
			   (parts->month == 0 || !after_number)) {
			/* "mar. 13 juil.": a French Tuesday comes first. */
			after_number = parts->n > 0;
			parts->month = t->word->value;
		}
	}
	return 0;
}

/* RFC 2822 section 4.3: two digits below 50 are of this century, and three are
 * counted from 1900, as C's struct tm does. */
static int
full_year(const struct token *t)
{
	if (t->text.n == 3)
		return (int)t->number + 1900;
	if (t->text.n > 2)
		return (int)t->number;
	return (int)t->number + (t->number < 50 ? 2000 : 1900);
}

static struct civil
make_civil(long y, long m, long d)
{
	struct civil none = {0, 0, 0}, date;

	if (y < 1 || y > 9999 || m < 0 || m > 12 || d < 0 || d > 31)
		return none;
	date = (struct civil){(int16_t)y, (uint8_t)m, (uint8_t)d};
	return civil_valid(date) ? date : none;
}

/* "13 July 2004", "July 13, 2004", "2004-július-13", "July 2004". */
static struct civil
date_by_name(const struct parts *p)
{
	const struct token *const *n = p->numbers;

	if (p->n == 1 && n[0]->text.n == 4)
		return make_civil(n[0]->number, p->month, 0);
	if (p->n < 2)
		return make_civil(0, 0, 0);
	if (n[0]->text.n == 4)
		return make_civil(n[0]->number, p->month, n[1]->number);
	return make_civil(full_year(n[1]), p->month, n[0]->number);
}

/* A day of the year: "2004-195". */
static struct civil
date_by_ordinal(long y, long ordinal)
{
	struct civil first = make_civil(y, 1, 1), day;

	if (first.y == 0 || ordinal < 1 || ordinal > 366)
		return make_civil(0, 0, 0);
	day = civil_add_days(first, (int)ordinal - 1);
	return day.y == y ? day : make_civil(0, 0, 0);
}

static struct civil
date_of_one(const struct token *t)
{
	long n = t->number;

	switch (t->text.n) {
	case 4:
		return make_civil(n, 0, 0);
	case 6:
		return make_civil(n / 100, n % 100, 0);
	case 7:
		return date_by_ordinal(n / 1000, n % 1000);
	case 8:
		return make_civil(n / 10000, n / 100 % 100, n % 100);
	default:
		return make_civil(0, 0, 0);
	}
}

static struct civil
date_by_numbers(const struct parts *p)
{
	const struct token *const *n = p->numbers;

	if (p->n == 1)
		return date_of_one(n[0]);
	if (p->n == 2 && n[0]->text.n == 4 && n[1]->text.n == 3)
		return date_by_ordinal(n[0]->number, n[1]->number);
	if (p->n == 2 && n[0]->text.n == 4)
		return make_civil(n[0]->number, n[1]->number, 0);
	if (p->n < 3)
		return make_civil(0, 0, 0);
	if (n[0]->text.n == 4 || (p->separator == '-' && n[2]->text.n < 4))
		return make_civil(full_year(n[0]), n[1]->number, n[2]->number);
	/* Day first where the sign or the number says so, else American. */
	if (p->separator == '.' || n[0]->number > 12)
		return make_civil(full_year(n[2]), n[1]->number, n[0]->number);
	return make_civil(full_year(n[2]), n[0]->number, n[1]->number);
}

static int64_t
instant_of(struct civil day, const struct clock *clock)
{
	int second = clock->second > 59 ? 59 : clock->second;

	if (!clock->told || civil_precision(day) != PREC_DAY ||
		clock->hour > 24 || clock->minute > 59 || clock->second > 61 ||
		(clock->hour == 24 && clock->minute > 0) ||
		clock->zone > 15 * 60 || clock->zone < -15 * 60)
		return INSTANT_NONE;
	return instant_at(day, clock->hour, clock->minute, second) -
	       (int64_t)clock->zone * 60;
}

/* -------------------------------------------------------- the usual forms */

/* Reads k digits at *s and what must follow them; false where they are none. */
static bool
take_digits(const char **s, int k, const char *then, int *value)
{
	const char *p = *s;

	for (*value = 0; k > 0; k--, p++) {
		if (*p < '0' || *p > '9')
			return false;
		*value = *value * 10 + (*p - '0');
	}
	for (; *then != '\0'; then++, p++)
		if (*p != *then)
			return false;
	*s = p;
	return true;
}

/* "+08:00", "+0800" at the end of a date. */
static bool
take_offset(const char *s, const char *between, struct clock *clock)
{
	int sign = *s == '-' ? -1 : 1, hours, minutes;

	if (*s++ != '+' && sign > 0)
		return false;
	if (!take_digits(&s, 2, between, &hours) ||
		!take_digits(&s, 2, "", &minutes) || *s != '\0')
		return false;
	clock->zone = sign * (hours * 60 + minutes);
	return true;
}

/* "2004-07-13T10:14:55Z": RFC 3339. */
static bool
read_rfc3339(const char *s, struct civil *day, struct clock *clock)
{
	int y, m, d;

	if (!take_digits(&s, 4, "-", &y) || !take_digits(&s, 2, "-", &m) ||
		!take_digits(&s, 2, "T", &d) ||
		!take_digits(&s, 2, ":", &clock->hour) ||
		!take_digits(&s, 2, ":", &clock->minute) ||
		!take_digits(&s, 2, "", &clock->second) ||
		(strcmp(s, "Z") != 0 && !take_offset(s, ":", clock)))
		return false;
	clock->told = true;
	*day = make_civil(y, m, d);
	return true;
}

/* A word of English letters at *s and the blank behind it. */
static const struct date_word *
take_word(const struct date_words *words, const char **s, enum word_kind kind)
{
	const struct date_word *word;
	char lower[4];
	size_t n = 0;

	for (; n < sizeof(lower) && isalpha((unsigned char)(*s)[n]); n++)
		lower[n] = (char)tolower((unsigned char)(*s)[n]);
	if (n == 0 || n == sizeof(lower))
		return NULL;
	word = find_word(words, (struct slice){lower, n});
	if (word == NULL || word->kind != kind)
		return NULL;
	*s += n;
	return word;
}

/* "Tue, 13 Jul 2004 10:14:55 +0000": RFC 822 with four digits of a year. */
static bool
read_rfc822(const struct date_words *words, const char *s, struct civil *day,
	struct clock *clock)
{
	const struct date_word *month, *zone;
	int y, d;

	if (isalpha((unsigned char)s[0]) && strlen(s) > 5 && s[3] == ',' &&
		s[4] == ' ')
		s += 5;
	if (!take_digits(&s, s[0] != '\0' && s[1] == ' ' ? 1 : 2, " ", &d) ||
		(month = take_word(words, &s, WORD_MONTH)) == NULL ||
		*s++ != ' ' || !take_digits(&s, 4, " ", &y) ||
		!take_digits(&s, 2, ":", &clock->hour) ||
		!take_digits(&s, 2, ":", &clock->minute) ||
		!take_digits(&s, 2, " ", &clock->second))
		return false;
	if ((zone = take_word(words, &s, WORD_ZONE)) != NULL)
		clock->zone = zone->value;
	if (zone != NULL ? *s != '\0' : !take_offset(s, "", clock))
		return false;
	clock->told = true;
	*day = make_civil(y, month->value, d);
	return true;
}

void
feed_date_read(const struct date_words *words, const char *raw,
	struct arena *arena, struct when *when)
{
	struct reading reading = {0};
	struct parts parts = {0};
	struct clock clock = {0}, usual = {0};
	char *lower;

	when->raw = arena_strdup(arena, raw);
	when->utc = INSTANT_NONE;
	when->day = (struct civil){0, 0, 0};
	/* "-0001-11-30T00:00:00+00:00" is what PHP makes of no date. */
	if (strlen(raw) > RAW_MAX || raw[strspn(raw, " \t\r\n")] == '-')
		return;
	if (read_rfc3339(raw, &when->day, &usual) ||
		read_rfc822(words, raw, &when->day, &usual)) {
		when->utc = instant_of(when->day, &usual);
		return;
	}
	lower = text_fold(arena, raw);
	if (cut_tokens(words, lower, strlen(lower), &reading) != 0)
		return;
	find_time(&reading, &clock);
	if (collect_parts(&reading, &parts) != 0 || parts.n == 0)
		return;
	when->day = parts.month != 0 ? date_by_name(&parts)
				     : date_by_numbers(&parts);
	when->utc = instant_of(when->day, &clock);
}
