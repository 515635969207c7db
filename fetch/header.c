/*
 * header.c - reads the header of an HTTP answer; see header.h.
 */
#include "fetch/header.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

/* One value; what does not fit is treated as absent. */
#define VALUE_MAX ((size_t)16 << 10)

static const char *const names[HEADER_COUNT] = {
	[HEADER_ETAG] = "ETag",
	[HEADER_LAST_MODIFIED] = "Last-Modified",
	[HEADER_CONTENT_TYPE] = "Content-Type",
	[HEADER_CONTENT_LANGUAGE] = "Content-Language",
	[HEADER_LOCATION] = "Location",
	[HEADER_CACHE_CONTROL] = "Cache-Control",
	[HEADER_AGE] = "Age",
	[HEADER_EXPIRES] = "Expires",
	[HEADER_DATE] = "Date",
	[HEADER_RETRY_AFTER] = "Retry-After",
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

void
header_init(struct header *header)
{
	*header = (struct header){.last = HEADER_COUNT};
	for (int i = 0; i < HEADER_COUNT; i++)
		buf_init(&header->value[i], VALUE_MAX);
}

void
header_release(struct header *header)
{
	for (int i = 0; i < HEADER_COUNT; i++)
		buf_release(&header->value[i]);
	header_init(header);
}

static void
forget_fields(struct header *header)
{
	for (int i = 0; i < HEADER_COUNT; i++) {
		buf_reset(&header->value[i]);
		header->present[i] = false;
	}
	header->last = HEADER_COUNT;
	header->status = 0;
	header->ended = false;
}

void
header_reset(struct header *header)
{
	forget_fields(header);
	header->bytes = 0;
}

/* "HTTP/1.1 200 OK", "HTTP/2 200": the three digits, or 0. */
static int
read_status(const char *line, size_t n)
{
	const char *space = memchr(line, ' ', n);
	size_t left = space == NULL ? 0 : n - (size_t)(space - line);

	if (left < 4 || !ascii_is_digit(space[1]) ||
		!ascii_is_digit(space[2]) || !ascii_is_digit(space[3]))
		return 0;
	return (space[1] - '0') * 100 + (space[2] - '0') * 10 +
	       (space[3] - '0');
}

static enum header_field
find_field(const char *name, size_t n)
{
	for (int i = 0; i < HEADER_COUNT; i++) {
		if (strlen(names[i]) == n &&
			strncasecmp(names[i], name, n) == 0)
			return (enum header_field)i;
	}
	return HEADER_COUNT;
}

static void
append_value(struct header *header, enum header_field field, const char *value,
	size_t n, const char *join)
{
	struct buf *out = &header->value[field];

	while (n > 0 && is_blank(*value))
		value++, n--;
	while (n > 0 && is_blank(value[n - 1]))
		n--;
	if (out->len > 0 && n > 0)
		buf_puts(out, join);
	buf_add(out, value, n);
	header->present[field] = true;
}

static void
read_field(struct header *header, const char *line, size_t n)
{
	const char *colon = memchr(line, ':', n);
	enum header_field field;
	size_t length;

	header->last = HEADER_COUNT;
	if (colon == NULL)
		return;
	length = (size_t)(colon - line);
	field = find_field(line, length);
	if (field == HEADER_COUNT)
		return;
	if (header->present[field] && field != HEADER_CACHE_CONTROL)
		return;
	append_value(header, field, colon + 1, n - length - 1, ", ");
	header->last = field;
}

int
header_line(struct header *header, const char *line, size_t n, size_t max)
{
	header->bytes += n;
	if (header->bytes > max)
		return -1;
	while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
		n--;
	if (n >= 5 && memcmp(line, "HTTP/", 5) == 0) {
		forget_fields(header);
		header->status = read_status(line, n);
	} else if (header->ended) {
		return 0;
	} else if (n == 0) {
		header->ended = true;
	} else if (!is_blank(line[0])) {
		read_field(header, line, n);
	} else if (header->last != HEADER_COUNT) {
		append_value(header, header->last, line, n, " ");
	}
	return 0;
}

const char *
header_value(const struct header *header, enum header_field field)
{
	const struct buf *value = &header->value[field];

	return value->len == 0 || value->full ? NULL : value->data;
}

const char *
header_validator(const struct header *header, enum header_field field)
{
	const char *value = header_value(header, field);

	if (value == NULL || header->value[field].len > HEADER_VALIDATOR_MAX ||
		strlen(value) != header->value[field].len)
		return NULL;
	/* A control character would be refused by every server, or taken for
	 * the end of the line. */
	for (const char *c = value; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return NULL;
	}
	return value;
}

/* Digits alone, at most HEADER_LONGEST; -1 for anything else. */
static int64_t
read_seconds(const char *s, size_t n)
{
	int64_t seconds = 0;

	if (n == 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (!ascii_is_digit(s[i]))
			return -1;
		seconds = seconds * 10 + (s[i] - '0');
		if (seconds > HEADER_LONGEST)
			seconds = HEADER_LONGEST;
	}
	return seconds;
}

/* Takes the next directive off *list: its name, and its value without quotes
 * ("" where it has none). False at the end. */
static bool
next_directive(const char **list, const char **name, size_t *name_length,
	const char **value, size_t *value_length)
{
	const char *s = *list + strspn(*list, " \t,");

	if (*s == '\0')
		return false;
	*name = s;
	*name_length = strcspn(s, " \t,=");
	s += *name_length;
	*value = "";
	*value_length = 0;
	if (*s == '=') {
		bool quoted = s[1] == '"';

		*value = s + 1 + quoted;
		*value_length = strcspn(*value, quoted ? "\"" : " \t,");
		s = *value + *value_length;
		if (quoted && *s == '"')
			s++;
	}
	*list = s;
	return true;
}

/* The first max-age in whole seconds; 0 where the answer may not be reused
 * without asking and no max-age says when; -1 where nothing is told. */
static int64_t
read_max_age(const char *list)
{
	const char *name, *value;
	size_t name_length, value_length;
	int64_t age = -1;
	bool ask_always = false;

	while (next_directive(
		&list, &name, &name_length, &value, &value_length)) {
		if (name_length == 7 && strncasecmp(name, "max-age", 7) == 0) {
			if (age < 0)
				age = read_seconds(value, value_length);
		} else if (name_length == 8 &&
			   (strncasecmp(name, "no-cache", 8) == 0 ||
				   strncasecmp(name, "no-store", 8) == 0)) {
			ask_always = true;
		}
	}
	return age < 0 && ask_always ? 0 : age;
}

static int64_t
clamp(int64_t seconds)
{
	if (seconds < 0)
		return 0;
	return seconds > HEADER_LONGEST ? HEADER_LONGEST : seconds;
}

int64_t
header_fresh_for(const struct header *header, int64_t at)
{
	const char *control = header_value(header, HEADER_CACHE_CONTROL);
	const char *age = header_value(header, HEADER_AGE);
	const char *expires = header_value(header, HEADER_EXPIRES);
	const char *date = header_value(header, HEADER_DATE);
	int64_t until, from, seconds;

	seconds = control == NULL ? -1 : read_max_age(control);
	if (seconds >= 0) {
		from = age == NULL ? 0 : read_seconds(age, strlen(age));
		return from > 0 ? clamp(seconds - from) : seconds;
	}
	if (expires == NULL)
		return -1;
	if (instant_parse_http(expires, &until) != 0)
		return 0;
	if (date == NULL || instant_parse_http(date, &from) != 0)
		from = at;
	return clamp(until - from);
}

int64_t
header_retry_at(const struct header *header, int64_t at)
{
	const char *value = header_value(header, HEADER_RETRY_AFTER);
	int64_t seconds, when;

	if (value == NULL)
		return INSTANT_NONE;
	seconds = read_seconds(value, strlen(value));
	if (seconds >= 0)
		return at + seconds;
	if (instant_parse_http(value, &when) != 0 || when < at)
		return INSTANT_NONE;
	return at + clamp(when - at);
}
