/*
 * date.c - civil dates and instants; see date.h.
 */
#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DAY_SECONDS 86400

static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May",
	"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const day_names[] = {
	"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

enum precision
civil_precision(struct civil date)
{
	if (date.y == 0)
		return PREC_NONE;
	if (date.m == 0)
		return PREC_YEAR;
	return date.d == 0 ? PREC_MONTH : PREC_DAY;
}

const char *
precision_name(enum precision precision)
{
	static const char *const names[] = {
		[PREC_NONE] = "",
		[PREC_YEAR] = "year",
		[PREC_MONTH] = "month",
		[PREC_DAY] = "day",
	};

	return names[precision];
}

int
civil_month_days(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (month < 1 || month > 12)
		return 0;
	return days[month - 1] + (month == 2 && leap);
}

bool
civil_valid(struct civil date)
{
	if (date.y < 1 || date.y > 9999)
		return false;
	if (date.m == 0)
		return date.d == 0;
	return date.m <= 12 && date.d <= civil_month_days(date.y, date.m);
}

int32_t
civil_to_days(struct civil date)
{
	int m = date.m ? date.m : 1, d = date.d ? date.d : 1;
	int y = date.y - (m <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

struct civil
civil_from_days(int32_t days)
{
	int32_t z = days + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t doe = z - era * 146097;
	int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int32_t mp = (5 * doy + 2) / 153;
	int32_t m = mp < 10 ? mp + 3 : mp - 9;
	int32_t y = yoe + era * 400 + (m <= 2);

	return (struct civil){.y = (int16_t)y,
		.m = (uint8_t)m,
		.d = (uint8_t)(doy - (153 * mp + 2) / 5 + 1)};
}

struct civil
civil_add_days(struct civil date, int days)
{
	return civil_from_days(civil_to_days(date) + days);
}

int
civil_weekday(struct civil date)
{
	int day = (civil_to_days(date) + 4) % 7; /* day 0 was a Thursday */

	return day < 0 ? day + 7 : day;
}

int
civil_cmp(struct civil a, struct civil b)
{
	if (a.y != b.y)
		return a.y < b.y ? -1 : 1;
	if (a.m != b.m)
		return a.m < b.m ? -1 : 1;
	return (a.d > b.d) - (a.d < b.d);
}

struct civil
civil_last_day(struct civil date)
{
	if (date.y == 0)
		return date;
	if (date.m == 0)
		date.m = 12;
	if (date.d == 0)
		date.d = (uint8_t)civil_month_days(date.y, date.m);
	return date;
}

int
daytime_at(int hour, int minute)
{
	if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > 1440)
		return 0;
	return hour * 60 + minute + 1;
}

const char *
daytime_format(int time, char text[DAYTIME_TEXT])
{
	text[0] = '\0';
	if (time > 0 && time <= 1441)
		snprintf(text, DAYTIME_TEXT, "%02u:%02u",
			(unsigned)(time - 1) / 60 % 25,
			(unsigned)(time - 1) % 60);
	return text;
}

int
daytime_parse(const char *text)
{
	for (int i = 0; i < 5; i++)
		if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9')
			return 0;
	if (text[5] != '\0')
		return 0;
	return daytime_at((text[0] - '0') * 10 + text[1] - '0',
		(text[3] - '0') * 10 + text[4] - '0');
}

/* Two digits, and what stands behind them. */
static char *
put_two(char *p, int number, char behind)
{
	p[0] = (char)('0' + number / 10);
	p[1] = (char)('0' + number % 10);
	p[2] = behind;
	return p + 3;
}

/* Four digits; none of the years that are read is longer. */
static char *
put_year(char *p, int year)
{
	if (year < 0 || year > 9999)
		return p + snprintf(p, CIVIL_TEXT / 2, "%04d", year);
	put_two(p, year / 100, '\0');
	return put_two(p + 2, year % 100, '\0') - 1;
}

/* Without printf(): each event that is published has ten of them. */
const char *
civil_format(struct civil date, char text[CIVIL_TEXT])
{
	enum precision precision = civil_precision(date);
	char *p = text;

	text[0] = '\0';
	if (precision == PREC_NONE)
		return text;
	p = put_year(p, date.y);
	if (precision >= PREC_MONTH) {
		*p++ = '-';
		p = put_two(p, date.m, '\0') - 1;
	}
	if (precision == PREC_DAY) {
		*p++ = '-';
		put_two(p, date.d, '\0');
	}
	return text;
}

/* Reads exactly n digits; -1 where there are others. */
static int
digits(const char **at, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		char c = (*at)[i];

		if (c < '0' || c > '9')
			return -1;
		value = value * 10 + (c - '0');
	}
	*at += n;
	return value;
}

/* Takes c if it is next. */
static bool
skip(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

/* "2022[-08[-08]]" at *at; what follows is the caller's. */
static int
read_civil(const char **at, struct civil *date)
{
	struct civil read = {0};
	int y, m = 0, d = 0;

	if ((y = digits(at, 4)) < 1)
		return -1;
	if (skip(at, '-') && (m = digits(at, 2)) < 1)
		return -1;
	if (m > 0 && skip(at, '-') && (d = digits(at, 2)) < 1)
		return -1;
	read.y = (int16_t)y;
	read.m = (uint8_t)m;
	read.d = (uint8_t)d;
	if (!civil_valid(read))
		return -1;
	*date = read;
	return 0;
}

int
civil_parse(const char *text, struct civil *date)
{
	struct civil read;

	if (read_civil(&text, &read) != 0 || *text != '\0')
		return -1;
	*date = read;
	return 0;
}

int64_t
instant_at(struct civil day, int hour, int minute, int second)
{
	return (int64_t)civil_to_days(day) * DAY_SECONDS + hour * 3600 +
	       minute * 60 + second;
}

/* Splits an instant into its UTC day and the seconds of that day. */
static struct civil
split(int64_t utc, int *seconds)
{
	/* Years 1 to 9999: what a civil date can hold. */
	const int64_t least = -62135596800, most = 253402300799;
	int64_t day;

	if (utc < least)
		utc = least;
	if (utc > most)
		utc = most;
	day = utc / DAY_SECONDS;
	if (utc % DAY_SECONDS < 0)
		day--;
	*seconds = (int)(utc - day * DAY_SECONDS);
	return civil_from_days((int32_t)day);
}

struct civil
instant_day(int64_t utc)
{
	int seconds;

	return split(utc, &seconds);
}

/* Without printf(): a feed of a thousand entries has five thousand of them. */
const char *
instant_format(int64_t utc, char text[INSTANT_TEXT])
{
	int s;
	struct civil day = split(utc, &s);
	char *p = text;

	text[0] = '\0';
	if (utc == INSTANT_NONE)
		return text;
	p = put_year(p, day.y);
	*p++ = '-';
	p = put_two(p, day.m, '-');
	p = put_two(p, day.d, 'T');
	p = put_two(p, s / 3600, ':');
	p = put_two(p, s / 60 % 60, ':');
	*put_two(p, s % 60, 'Z') = '\0';
	return text;
}

const char *
instant_format_http(int64_t utc, char text[INSTANT_TEXT])
{
	int s;
	struct civil day = split(utc, &s);

	if (utc == INSTANT_NONE)
		text[0] = '\0';
	else
		snprintf(text, INSTANT_TEXT,
			"%s, %02d %s %04d %02d:%02d:%02d GMT",
			day_names[civil_weekday(day)], day.d,
			month_names[day.m - 1], day.y, s / 3600, s / 60 % 60,
			s % 60);
	return text;
}

const char *
instant_format_ical(int64_t utc, char text[INSTANT_TEXT])
{
	int s;
	struct civil day = split(utc, &s);
	char *p = text;

	text[0] = '\0';
	if (utc == INSTANT_NONE)
		return text;
	p = put_year(p, day.y);
	p = put_two(p, day.m, '\0') - 1;
	p = put_two(p, day.d, 'T');
	p = put_two(p, s / 3600, '\0') - 1;
	p = put_two(p, s / 60 % 60, '\0') - 1;
	*put_two(p, s % 60, 'Z') = '\0';
	return text;
}

/* "HH:MM[:SS]" to seconds of the day; -1 where it is none. A leap second
 * counts as the one before it. */
static int
read_clock(const char **at)
{
	int h, m, s = 0;

	if ((h = digits(at, 2)) < 0 || !skip(at, ':') ||
		(m = digits(at, 2)) < 0)
		return -1;
	if (skip(at, ':') && (s = digits(at, 2)) < 0)
		return -1;
	if (h > 23 || m > 59 || s > 60)
		return -1;
	return h * 3600 + m * 60 + (s == 60 ? 59 : s);
}

/* "Z" or "+08:00" to seconds east; *ok is false where it is none. */
static int
read_offset(const char **at, bool *ok)
{
	int sign = **at == '-' ? -1 : 1, h, m;

	*ok = true;
	if (skip(at, 'Z') || skip(at, 'z'))
		return 0;
	*ok = skip(at, '+') || skip(at, '-');
	if (!*ok)
		return 0;
	h = digits(at, 2);
	skip(at, ':');
	m = digits(at, 2);
	*ok = h >= 0 && h <= 23 && m >= 0 && m <= 59;
	return *ok ? sign * (h * 3600 + m * 60) : 0;
}

static int
read_seconds(const char *text, int64_t *utc)
{
	int64_t value = 0;

	if (*text == '\0')
		return -1;
	for (; *text; text++) {
		if (*text < '0' || *text > '9' || value > 253402300799)
			return -1;
		value = value * 10 + (*text - '0');
	}
	*utc = value;
	return 0;
}

int
instant_parse(const char *text, int64_t *utc)
{
	struct civil day;
	int clock, offset;
	bool ok;

	if (*text == '@')
		return read_seconds(text + 1, utc);
	if (read_civil(&text, &day) != 0 || day.d == 0)
		return -1;
	if (*text == '\0') {
		*utc = instant_at(day, 0, 0, 0);
		return 0;
	}
	if (!skip(&text, 'T') && !skip(&text, 't') && !skip(&text, ' '))
		return -1;
	if ((clock = read_clock(&text)) < 0)
		return -1;
	if (skip(&text, '.')) {
		while (*text >= '0' && *text <= '9')
			text++;
	}
	offset = read_offset(&text, &ok);
	if (!ok || *text != '\0')
		return -1;
	*utc = instant_at(day, 0, 0, clock) - offset;
	return 0;
}

/* 1..12, or 0. */
static int
read_month(const char **at)
{
	for (int i = 0; i < 12; i++) {
		if (strncasecmp(*at, month_names[i], 3) == 0) {
			*at += 3;
			return i + 1;
		}
	}
	return 0;
}

/* Skips "Mon", "Monday" and a comma behind it. */
static void
skip_weekday(const char **at)
{
	while ((**at >= 'A' && **at <= 'Z') || (**at >= 'a' && **at <= 'z'))
		(*at)++;
	skip(at, ',');
	while (skip(at, ' '))
		;
}

/* "Nov 6 08:49:37 1994", the rest of C's asctime(). */
static int
read_asctime(const char **at, struct civil *day, int *clock)
{
	int y, m, d;

	m = read_month(at);
	if (m == 0 || !skip(at, ' '))
		return -1;
	d = skip(at, ' ') ? digits(at, 1) : digits(at, 2);
	if (d < 1 || !skip(at, ' ') || (*clock = read_clock(at)) < 0 ||
		!skip(at, ' ') || (y = digits(at, 4)) < 1)
		return -1;
	*day = (struct civil){(int16_t)y, (uint8_t)m, (uint8_t)d};
	return 0;
}

/* "06 Nov 1994 08:49:37 GMT" or RFC 850's "06-Nov-94 08:49:37 GMT". */
static int
read_imf(const char **at, struct civil *day, int *clock)
{
	int y, m, d = digits(at, 2);
	bool dashed;

	if (d < 1)
		return -1;
	dashed = **at == '-';
	if (!skip(at, dashed ? '-' : ' ') || (m = read_month(at)) == 0 ||
		!skip(at, dashed ? '-' : ' '))
		return -1;
	y = digits(at, dashed ? 2 : 4);
	if (y < 0 || (!dashed && y < 1))
		return -1;
	/* RFC 9110: a two-digit year is the one not far in the future. */
	if (dashed)
		y += y < 70 ? 2000 : 1900;
	if (!skip(at, ' ') || (*clock = read_clock(at)) < 0)
		return -1;
	*day = (struct civil){(int16_t)y, (uint8_t)m, (uint8_t)d};
	return strcasecmp(*at, " GMT") == 0 || strcasecmp(*at, " UTC") == 0
		       ? (*at += 4, 0)
		       : -1;
}

int
instant_parse_http(const char *text, int64_t *utc)
{
	struct civil day;
	int clock, failed;

	while (*text == ' ')
		text++;
	skip_weekday(&text);
	failed = *text >= '0' && *text <= '9'
			 ? read_imf(&text, &day, &clock)
			 : read_asctime(&text, &day, &clock);
	if (failed || *text != '\0' || !civil_valid(day))
		return -1;
	*utc = instant_at(day, 0, 0, clock);
	return 0;
}
