/*
 * mention_titles.c - the names of events that quotation marks and colons give:
 * 'the webinar "One Year On"', "Webinar: Trade secrets in China".
 */
#include "parse/mention_names.h"

#include <string.h>

/* What may stand between "a webinar" and its title. */
bool
name_introduces(const struct tokens *tokens, size_t i)
{
	return token_mark(tokens, i, ':') || token_mark(tokens, i, ',') ||
	       tokens_hit(tokens, i, WORD_INTRODUCE) != NULL;
}

/* The end of what is quoted before token close: "X." ends its sentence. */
static uint32_t
quoted_end(const struct finder *f, size_t close)
{
	while (token_mark(f->tokens, close - 1, '.') ||
		token_mark(f->tokens, close - 1, ','))
		close--;
	return (uint32_t)close;
}

/* Where the name stands in quotation marks, they say where it ends. */
void
name_take_quotes(struct finder *f)
{
	size_t begin = f->ref->begin, close;
	uint32_t c;

	if (begin > f->floor && token_is(f->tokens, begin - 1, "the"))
		begin--;
	if (begin == f->floor)
		return;
	c = token_char(f->tokens, begin - 1);
	if (c != '"' && !name_opens_quote(c))
		return;
	close = name_closed_at(f, begin - 1, QUOTE_TOKENS);
	if (close <= f->ref->head)
		return;
	f->ref->quoted = true;
	if (close > f->ref->end)
		f->ref->end = quoted_end(f, close);
}

/* "the webinar 'One Year On'": a head without a name of its own, and behind
 * it the title in quotation marks. */
void
name_take_title(struct finder *f)
{
	size_t i = f->ref->head_end, close;
	uint32_t c;

	if (i < f->ceiling && name_introduces(f->tokens, i))
		i++;
	c = token_char(f->tokens, i);
	if (i >= f->ceiling || (c != '"' && !name_opens_quote(c)))
		return;
	close = name_closed_at(f, i, QUOTE_TOKENS);
	if (close < i + 3)
		return;
	f->ref->begin = (uint32_t)i + 1;
	f->ref->end = quoted_end(f, close);
	f->ref->quoted = true;
	f->ref->anaphor = f->ref->indefinite = false;
}

/* 'the "Music and the Law" seminar' */
bool
name_take_quoted_before(struct finder *f)
{
	size_t k = f->ref->head - 1, open;

	if (f->ref->head == f->floor ||
		(!name_closes_quote(token_char(f->tokens, k)) &&
			!token_mark(f->tokens, k, '"')))
		return false;
	open = name_opened_at(f, k);
	if (open + 3 > k || k - open > QUOTE_TOKENS ||
		!f->tokens->items[open + 1].capital)
		return false;
	f->ref->begin = (uint32_t)open;
	f->ref->end = f->ref->head_end;
	f->ref->anaphor = f->ref->indefinite = false;
	return true;
}

/* "Webinar: Trade secrets in China": the line that a head begins, and a colon
 * behind it. */
bool
name_take_heading(struct finder *f)
{
	const struct tokens *tokens = f->tokens;
	size_t begin = f->ref->head_end + 1, end = begin;
	size_t line = f->ref->head;
	const struct told_date *date;

	while (line > f->floor && !tokens->items[line].line &&
		f->ref->head - line < 3)
		line--;
	if (!tokens->items[line].line || !tokens->items[line].capital ||
		begin >= f->ceiling ||
		!(token_mark(tokens, begin - 1, ':') ||
			(token_mark(tokens, begin - 1, '-') &&
				tokens->items[begin - 1].blank &&
				tokens->items[begin].blank)))
		return false;
	if (!tokens->items[begin].capital || tokens->items[begin].line ||
		tokens_hit(tokens, begin, WORD_LABEL) != NULL)
		return false;
	while (end < f->ceiling && end - begin < NAME_TOKENS &&
		!tokens->items[end].line && !name_is_date(f->story, end, &date))
		end++;
	while (end > begin && tokens->items[end - 1].kind == TOKEN_MARK &&
		!token_mark(tokens, end - 1, ')') &&
		!name_closes_quote(token_char(tokens, end - 1)))
		end--;
	if (end < begin + 2)
		return false;
	f->ref->begin = (uint32_t)begin;
	f->ref->end = (uint32_t)end;
	f->ref->anaphor = f->ref->indefinite = false;
	return true;
}
