/*
 * clock.c - a time of day, as notices and people write it. Used for typed
 * phrases (phrases.c) and for events (mention_times.c).
 */
#include "parse/clock.h"

#include "parse/date_forms.h"
#include "parse/phrase_days.h"

#include <string.h>

/* 点 时 시 behind an hour, 分 분 behind minutes */
static bool
is_hour_sign(uint32_t c)
{
	return c == 0x70B9 || c == 0x65F6 || c == 0xC2DC;
}

static bool
is_minute_sign(uint32_t c)
{
	return c == 0x5206 || c == 0xBD84;
}

/* "h30" of "15h30": the minutes; 0 for "h" alone; -1 = it is another word. */
static int
minutes_behind_h(const struct tokens *tokens, size_t i)
{
	const struct token *token = &tokens->items[i];
	const char *text = tokens->text.lower + token->begin;
	size_t n = token->end - token->begin;
	int minute = 0;

	if (i >= tokens->count || token->kind != TOKEN_WORD || n > 3 ||
		text[0] != 'h')
		return -1;
	for (size_t k = 1; k < n; k++) {
		if (text[k] < '0' || text[k] > '9')
			return -1;
		minute = minute * 10 + text[k] - '0';
	}
	return minute < 60 ? minute : -1;
}

/* "for 7 hours", 11/20, "12 of Nov" */
static bool
is_no_hour(const struct tokens *tokens, size_t i)
{
	return tokens_hit(tokens, i, WORD_UNIT) != NULL ||
	       tokens_hit(tokens, i, WORD_MONTH) != NULL ||
	       token_is(tokens, i, "of") ||
	       (token_mark(tokens, i, '/') && !tokens->items[i].blank);
}

/* "five-thirty" */
static int
spelled_minutes(const struct tokens *tokens, size_t i, size_t *end)
{
	size_t at = i + token_mark(tokens, i, '-');
	int value = tokens_hit(tokens, at, WORD_NUMBER) != NULL
			    ? date_spelled_number(tokens, at, end)
			    : 0;

	return value >= 10 && value <= 59 ? value : 0;
}

struct reading {
	const struct tokens *tokens;
	size_t at;
	int minute;
	bool sure; /* more than a bare number was read */
};

/* ":30", ".30", "h30", 点半, 시 30분 behind the hour; false = no time. */
static bool
read_minutes(struct reading *r)
{
	const struct tokens *tokens = r->tokens;
	int h = minutes_behind_h(tokens, r->at), value;
	size_t end;

	if (token_mark(tokens, r->at, ':') ||
		(token_mark(tokens, r->at, '.') &&
			!tokens->items[r->at].blank)) {
		bool colon = token_mark(tokens, r->at, ':');

		value = tokens_number(tokens, r->at + 1, &end);
		if (value < 0 || value > 59)
			return !colon;
		r->minute = value;
		r->sure = true;
		r->at = end;
		if (token_mark(tokens, r->at, ':') &&
			tokens_number(tokens, r->at + 1, &end) >= 0)
			r->at = end;
	} else if (is_hour_sign(token_char(tokens, r->at))) {
		r->sure = true;
		r->at++;
		value = tokens_number(tokens, r->at, &end);
		if (token_char(tokens, r->at) == 0x534A) { /* 半 */
			r->minute = 30;
			r->at++;
		} else if (value >= 0 && value < 60 &&
			   (is_minute_sign(token_char(tokens, end)) ||
				   token_char(tokens, r->at - 1) == 0x70B9)) {
			r->minute = value;
			r->at = end + is_minute_sign(token_char(tokens, end));
		}
	} else if (tokens->items[r->at - 1].kind == TOKEN_WORD &&
		   (value = spelled_minutes(tokens, r->at, &end)) > 0) {
		r->minute = value;
		r->sure = true;
		r->at = end;
	} else if (h >= 0) {
		r->sure = true;
		r->at++;
		value = tokens_number(tokens, r->at, &end);
		if (h == 0 && value >= 0 && value < 60 &&
			tokens->items[r->at].end - tokens->items[r->at].begin ==
				2) {
			h = value;
			r->at = end;
		}
		r->minute = h;
	}
	return true;
}

size_t
clock_joint(const struct tokens *tokens, size_t i)
{
	const struct hit *hit = tokens_hit(tokens, i, WORD_TILL);

	if (i >= tokens->count || tokens->items[i].line)
		return i;
	if (hit == NULL)
		hit = tokens_hit(tokens, i, WORD_RANGE);
	return hit != NULL ? hit->end : i;
}

int
clock_time(const struct tokens *tokens, size_t i, bool bare, size_t *end)
{
	const struct hit *part = tokens_hit(tokens, i, WORD_DAYPART), *half;
	struct reading r = {.tokens = tokens};
	size_t at = part != NULL ? part->end : i;
	int hour = phrase_count(tokens, at, end);

	/* "$12" */
	if (at > 0 && token_mark(tokens, at - 1, '$'))
		return -1;
	if (hour < 0 || hour > 24 || token_is(tokens, at, "a") ||
		token_is(tokens, at, "an"))
		return -1;
	r.at = *end;
	if (!read_minutes(&r))
		return -1;
	half = tokens_hit(tokens, r.at, WORD_HALF);
	if (half != NULL) {
		r.at = half->end;
		hour = hour % 12 + half->word->number;
	} else if (token_is(tokens, r.at, "o'clock") ||
		   token_is(tokens, r.at, "oclock") ||
		   token_is(tokens, r.at, "uhr")) {
		r.at++;
	} else if (!r.sure &&
		   ((!bare && part == NULL) || is_no_hour(tokens, r.at))) {
		return -1;
	}
	if (half == NULL && part != NULL && part->word->number >= 1200 &&
		hour < 12)
		hour += 12;
	*end = r.at;
	return hour * 60 + r.minute;
}
