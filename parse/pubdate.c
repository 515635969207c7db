/*
 * pubdate.c - the forms in which pages write dates, and dates in URLs.
 */
#include "parse/pubdate.h"

#include <string.h>

/* Pages older than the web are none; newer ones than this are misread. */
#define YEAR_FIRST 1991
#define YEAR_LAST 2099
/* Thailand counts from 543 years earlier: 2564 is 2021. */
#define BUDDHIST_AHEAD 543
#define BUDDHIST_FIRST (YEAR_FIRST + BUDDHIST_AHEAD)
#define BUDDHIST_LAST (YEAR_LAST + BUDDHIST_AHEAD)
/* Of a year's two digits, smaller ones are of this century. */
#define SHORT_YEAR_PIVOT 70

/*
 * Forms, longest first. Y: four digits. M, D: one or two digits (D with an
 * ordinal's letters behind it); m, d, y: two digits. N: a month's name. w: "de",
 * "del" or "of". A blank: white space or none. Everything else stands for itself.
 */
struct form {
	const char *pattern;
	bool full; /* tells year, month and day */
	/* ... with digits behind it ("2019-10-2530 Views") */
	bool glued;
};

static const struct form forms[] = {
	{"Y - m - d", true, true},
	{"Y - M - D", true, false},
	{"Y / M / D", true, false},
	{"Y . M . D", true, false},
	{"Y 年 M 月 D 日", true, false},
	{"Y 年 M 月 D 號", true, false},
	{"Y 년 M 월 D 일", true, false},
	{"Y N D", true, false},
	{"Y . N D", true, false},
	{"N D , Y", true, false},
	{"N D Y", true, false},
	{"D - N - Y", true, false},
	{"D . N Y", true, false},
	{"D / N / Y", true, false},
	{"D w N w Y", true, false},
	{"D w N Y", true, false},
	{"D N w Y", true, false},
	{"D w N , Y", true, false},
	{"D N , Y", true, false},
	{"D N Y", true, false},
	{"m d ,Y", true, false},
	{"D . M . Y", true, false},
	/* The two readings of 3/4/2022; see find_at(). */
	{"M / D / Y", true, false},
	{"D / M / Y", true, false},
	{"M - D - Y", true, false},
	{"D - M - Y", true, false},
	/* Two digits of the year: in bylines. */
	{"m . d . y", true, false},
	{"D . m . y", true, false},
	{"M / D / y", true, false},
	{"D / M / y", true, false},
	{"y - m - d", true, false},
	/* Calendars put the day into one box and the rest into another. */
	{"d Y - m", true, false},
	{"d Y / m", true, false},
	{"d Y . m", true, false},
	{"d Y 年 M 月", true, false},
	{"m - d Y", true, false},
	{"Y m - d", true, false},
	{"Y 年 M 月", false, false},
	{"M 月 D 日", false, false},
	{"N D", false, false},
	{"D . N", false, false},
	{"D N", false, false},
	{"N , Y", false, false},
	{"N Y", false, false},
	{"Y - m", false, false},
	{"Y / M", false, false},
	{"Y . m", false, false},
	{"m - d", false, false},
	{"m / d", false, false},
	{"m . d", false, false},
};

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Reads at least `least` and at most `most` digits. Returns how many. */
static size_t
number(struct slice s, size_t least, size_t most, int *value)
{
	size_t n = 0;

	*value = 0;
	while (n < s.n && n < most && digit(s.p[n]))
		*value = *value * 10 + (s.p[n++] - '0');
	return n >= least ? n : 0;
}

/* Bytes of white space at s, U+00A0 and U+3000 included. */
static size_t
blanks(struct slice s)
{
	size_t n = 0, used;
	uint32_t cp;

	while (n < s.n) {
		used = utf8_decode(s.p + n, s.n - n, &cp);
		if (!text_is_space(cp))
			break;
		n += used;
	}
	return n;
}

/* An ordinal's ending: 1st, 2nd, 3rd, 4th, 1er, 2º. */
static size_t
ordinal(struct slice s)
{
	static const char *const ends[] = {"st", "nd", "rd", "th", "er", "º"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t n = strlen(ends[i]);
		if (s.n >= n && memcmp(s.p, ends[i], n) == 0 &&
			(s.n == n || !letter(s.p[n])))
			return n;
	}
	return 0;
}

/* One letter of a pattern. Returns the bytes read, 0 = it is not there. */
static size_t
field(const struct page_rules *rules, char what, struct slice s,
	struct civil *day)
{
	int value;
	size_t n;

	switch (what) {
	case 'Y':
		n = number(s, 4, 4, &value);
		if (value > BUDDHIST_FIRST && value < BUDDHIST_LAST)
			value -= BUDDHIST_AHEAD;
		if (value < YEAR_FIRST || value > YEAR_LAST)
			return 0;
		day->y = (int16_t)value;
		return n;
	case 'y':
		n = number(s, 2, 2, &value);
		day->y = (int16_t)(value +
				   (value < SHORT_YEAR_PIVOT ? 2000 : 1900));
		return n;
	case 'M':
	case 'm':
		n = number(s, what == 'm' ? 2 : 1, 2, &value);
		if (value < 1 || value > 12)
			return 0;
		day->m = (uint8_t)value;
		return n;
	case 'D':
	case 'd':
		n = number(s, what == 'd' ? 2 : 1, 2, &value);
		if (value < 1 || value > 31)
			return 0;
		day->d = (uint8_t)value;
		s.p += n, s.n -= n;
		return n ? n + ordinal(s) : 0;
	case 'w':
		if (s.n > 3 && memcmp(s.p, "del", 3) == 0)
			return 3;
		return s.n > 2 && (memcmp(s.p, "de", 2) == 0 ||
					  memcmp(s.p, "of", 2) == 0)
			       ? 2
			       : 0;
	default:
		value = page_month(rules, s, &n);
		if (!value)
			return 0;
		day->m = (uint8_t)value;
		/* "Sept. 19" */
		return n + (n < s.n && s.p[n] == '.');
	}
}

/* Can a pattern that begins with this letter match where so many digits are?
 * Behind the one or two digits of D and M another never follows. */
static bool
may_begin(char what, size_t ndigits)
{
	switch (what) {
	case 'N':
		return ndigits == 0;
	case 'Y':
		return ndigits >= 4;
	case 'D':
	case 'M':
		return ndigits == 1 || ndigits == 2;
	default:
		return ndigits >= 2;
	}
}

/* Bytes of the pattern's match at the start of s; 0 = none. */
static size_t
match(const struct page_rules *rules, const struct form *form, struct slice s,
	struct civil *day)
{
	const char *start = s.p;
	size_t n;

	*day = (struct civil){0};
	for (const char *p = form->pattern; *p; p++) {
		if (*p == ' ') {
			n = blanks(s);
		} else if (strchr("YyMmDdNw", *p)) {
			n = field(rules, *p, s, day);
			if (!n)
				return 0;
		} else {
			n = 1;
			if (!s.n || s.p[0] != *p)
				return 0;
		}
		s.p += n, s.n -= n;
	}
	/* A number that goes on was another number: 12-31999. */
	if (s.n && digit(s.p[0]) && !form->glued)
		return 0;
	/* A piece of a longer number: 08-24-15, 10-20.5. */
	if (!form->glued && s.n > 1 && strchr("-/.", s.p[0]) && digit(s.p[1]))
		return 0;
	if (!civil_valid((struct civil){
		    (int16_t)(day->y ? day->y : 2024), day->m, day->d}))
		return 0;
	return (size_t)(s.p - start);
}

/* "Z", "+08:00", "+0800", " GMT": minutes east of Greenwich. Returns the bytes
 * read, 0 = no zone. */
static size_t
zone(struct slice s, int *minutes)
{
	size_t n = 0, h, m;
	int hour, minute, sign;

	*minutes = 0;
	while (n < s.n && s.p[n] == ' ')
		n++;
	if (n < s.n && s.p[n] == 'Z' && (n + 1 == s.n || !letter(s.p[n + 1])))
		return n + 1;
	if (s.n - n >= 3 && (memcmp(s.p + n, "GMT", 3) == 0 ||
				    memcmp(s.p + n, "UTC", 3) == 0)) {
		n += 3;
		if (n == s.n || (s.p[n] != '+' && s.p[n] != '-'))
			return n;
	}
	if (n >= s.n || (s.p[n] != '+' && s.p[n] != '-'))
		return 0;
	sign = s.p[n++] == '-' ? -1 : 1;
	h = number((struct slice){s.p + n, s.n - n}, 1, 2, &hour);
	n += h;
	if (!h || hour > 14)
		return 0;
	if (n < s.n && s.p[n] == ':')
		n++;
	m = number((struct slice){s.p + n, s.n - n}, 2, 2, &minute);
	*minutes = sign * (hour * 60 + (m ? minute : 0));
	return n + m;
}

/* The time behind a date, "T09:30:00.000+08:00", " 10:29". Returns its bytes,
 * and sets *utc where a zone is told. */
static size_t
time_after(struct slice s, struct civil day, int64_t *utc)
{
	size_t n = 0, used, bracket;
	int hour, minute, second = 0, east;

	if (s.n && strchr("T ,", s.p[0]))
		n = 1;
	n += blanks((struct slice){s.p + n, s.n - n});
	used = number((struct slice){s.p + n, s.n - n}, 1, 2, &hour);
	n += used;
	if (!used || n == 0 || hour > 23 || n >= s.n || s.p[n] != ':')
		return 0;
	n++;
	used = number((struct slice){s.p + n, s.n - n}, 2, 2, &minute);
	n += used;
	if (!used || minute > 59)
		return 0;
	if (n + 2 < s.n && s.p[n] == ':') {
		used = number((struct slice){s.p + n + 1, s.n - n - 1}, 2, 2,
			&second);
		if (used && second < 60)
			n += 1 + used;
		else
			second = 0;
	}
	if (n < s.n && s.p[n] == '.') {
		size_t f = 1;
		while (n + f < s.n && digit(s.p[n + f]))
			f++;
		n += f > 1 ? f : 0;
	}
	bracket = s.n - n > 2 && memcmp(s.p + n, " (", 2) == 0 ? 2 : 0;
	used = zone(
		(struct slice){s.p + n + bracket, s.n - n - bracket}, &east);
	if (used)
		used += bracket;
	if (used)
		*utc = instant_at(day, hour, minute, second) - east * 60;
	return n + used;
}

static bool
find_at(const struct page_rules *rules, struct slice s,
	enum pubdate_forms wanted, bool day_first, struct pubdate *found)
{
	bool short_years =
		wanted == PUBDATE_BYLINES || wanted == PUBDATE_YEAR_FIRST;
	size_t ndigits = 0, n;
	struct civil day;

	while (ndigits < s.n && digit(s.p[ndigits]))
		ndigits++;
	/* Most words of a text are no months. */
	if (ndigits == 0 && !page_month(rules, s, &n))
		return false;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (!may_begin(forms[i].pattern[0], ndigits))
			continue;
		const char *pattern = forms[i].pattern;
		bool month_first = forms[i].full &&
				   (pattern[0] == 'M' ||

					   strcmp(pattern, "m . d . y") == 0);
		if (wanted != PUBDATE_ALL && !forms[i].full)
			continue;
		if (pattern[0] == 'y' ? wanted != PUBDATE_YEAR_FIRST
				      : !short_years && strchr(pattern, 'y'))
			continue;
		n = match(rules, &forms[i], s, &day);
		if (!n)
			continue;
		/* 3/4/2022: the next form but one swaps the two. */
		if (month_first && day_first && day.d <= 12)
			continue;
		if (day.y && (day.y < YEAR_FIRST || day.y > YEAR_LAST))
			continue;
		found->day = day;
		found->length = n;
		found->utc = INSTANT_NONE;
		if (day.y && day.d)
			found->length +=
				time_after((struct slice){s.p + n, s.n - n},
					day, &found->utc);
		return true;
	}
	return false;
}

bool
pubdate_find(const struct page_rules *rules, struct slice text,
	enum pubdate_forms wanted, bool day_first, struct pubdate *found)
{
	bool in_number = false, in_word = false;
	size_t used, end = text.n;
	uint32_t cp;

	/* Every form has digits: none begins behind the last. */
	while (end > 0 && !digit(text.p[end - 1]))
		end--;
	for (size_t i = 0; i < end; i += used) {
		struct slice rest = {text.p + i, text.n - i};
		bool number_here, word_here;
		used = utf8_decode(rest.p, rest.n, &cp);
		number_here = cp >= '0' && cp <= '9';
		word_here =
			!number_here && text_is_word(cp) && !text_is_cjk(cp);
		if ((number_here && !in_number) || (word_here && !in_word)) {
			if (find_at(rules, rest, wanted, day_first, found)) {
				found->offset = i;
				return true;
			}
		}
		in_number = number_here;
		in_word = word_here;
	}
	return false;
}

bool
pubdate_order(struct slice text, bool *day_first)
{
	for (size_t i = 0; i < text.n; i++) {
		struct slice s = {text.p + i, text.n - i};
		int first, second, year;
		size_t n, more;
		if (!digit(s.p[0]) || (i && (digit(s.p[-1]) || s.p[-1] == '/')))
			continue;
		n = number(s, 1, 2, &first);
		if (n == s.n || s.p[n++] != '/')
			continue;
		more = number((struct slice){s.p + n, s.n - n}, 1, 2, &second);
		n += more;
		if (!more || n == s.n || s.p[n++] != '/' ||
			!number((struct slice){s.p + n, s.n - n}, 4, 4, &year))
			continue;
		if (first > 31 || second > 31 || (first > 12) == (second > 12))
			continue;
		*day_first = first > 12;
		return true;
	}
	return false;
}

/* Year, month and day at s, with the same separator twice, or with none and
 * then a number of 8 digits, or 12 and more that go on with a time. */
static bool
url_day(struct slice s, struct civil *day)
{
	int y, m, d, hour, minute;
	bool compact, joined;
	size_t n = number(s, 4, 4, &y), used;

	if (!n || y < YEAR_FIRST || y > YEAR_LAST)
		return false;
	joined = n < s.n && digit(s.p[n]);
	if (!joined && (n >= s.n || !strchr("/-_.", s.p[n])))
		return false;
	n += !joined;
	used = number((struct slice){s.p + n, s.n - n}, joined ? 2 : 1, 2, &m);
	n += used;
	if (!used || n >= s.n)
		return false;
	compact = digit(s.p[n]);
	if (!compact && !strchr("/-_.", s.p[n]))
		return false;
	n += !compact;
	used = number((struct slice){s.p + n, s.n - n}, compact ? 2 : 1, 2, &d);
	n += used;
	if (!used)
		return false;
	if (n < s.n && digit(s.p[n])) {
		used = number((struct slice){s.p + n, s.n - n}, 2, 2, &hour);
		n += used;
		if (!joined || !compact || !used || hour > 23 ||
			!number((struct slice){s.p + n, s.n - n}, 2, 2,
				&minute) ||
			minute > 59)
			return false;
	}
	*day = (struct civil){
		(int16_t)y, (uint8_t)(m < 100 ? m : 0), (uint8_t)d};
	return m >= 1 && d >= 1 && civil_valid(*day);
}

struct civil
pubdate_in_url(const char *url, struct civil latest)
{
	const char *p = url ? strstr(url, "://") : NULL;
	struct civil day;

	p = p ? strchr(p + 3, '/') : url;
	for (; p && *p; p++) {
		if (!digit(*p) || (p > url && digit(p[-1])))
			continue;
		if (url_day((struct slice){p, strlen(p)}, &day) &&
			civil_cmp(day, latest) <= 0)
			return day;
	}
	return (struct civil){0};
}

struct civil
pubdate_with_year(struct civil day, struct civil latest)
{
	if (day.y || !day.m)
		return day;
	day.y = latest.y;
	if (civil_cmp(day, latest) > 0)
		day.y--;
	/* The 29th of February is in the last leap year. */
	for (int i = 0; i < 8 && !civil_valid(day); i++)
		day.y--;
	return day;
}

struct when
pubdate_when(
	struct arena *arena, struct slice text, const struct pubdate *found)
{
	struct when when = {0};

	when.raw = arena_strndup(arena, text.p + found->offset, found->length);
	when.day = found->day;
	when.utc = found->utc;
	return when;
}
