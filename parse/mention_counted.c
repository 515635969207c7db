/*
 * mention_counted.c - ordinals beside the names of events, and the names that
 * events have because they are counted: "the seventeenth meeting of the IP5
 * Heads".
 */
#include "parse/mention_names.h"

#include <string.h>

/* "Sixty-" before an ordinal word, "тридцать" and "trigésima" in front of one:
 * 60, 30 and their token; 0 = none. */
static int
tens_before(const struct tokens *tokens, size_t i, size_t *begin)
{
	const struct hit *word;
	size_t k = i - 1;

	if (i < 1 || (token_mark(tokens, k, '-') && i < 2))
		return 0;
	k -= token_mark(tokens, k, '-');
	word = tokens_hit(tokens, k, WORD_NUMBER);
	if (word == NULL)
		word = tokens_hit(tokens, k, WORD_ORDINAL);
	if (word == NULL || word->word->number < 20 ||
		word->word->number % 10 != 0)
		return 0;
	*begin = k;
	return word->word->number;
}

/* An ordinal at token i: "19th", "Second", XXIII; 0 = none, or it counts
 * something else ("40th Anniversary"). */
int
name_ordinal_at(const struct tokens *tokens, size_t i)
{
	const struct hit *word = tokens_over(tokens, i, WORD_ORDINAL);
	size_t next = i + 1;
	int value = 0;

	if (tokens->items[i].kind == TOKEN_NUMBER && tokens->items[i].ordinal)
		value = tokens->items[i].number;
	else if (word != NULL)
		value = word->word->number;
	else
		value = name_roman(tokens, i);
	if (word != NULL)
		next = word->end;
	if (value <= 0 || next >= tokens->count)
		return 0;
	if (token_mark(tokens, next, '-') && next + 1 < tokens->count)
		next++;
	return tokens_hit(tokens, next, WORD_UNCOUNTED) != NULL ? 0 : value;
}

int
name_edition_at(const struct tokens *tokens, size_t i, size_t *begin)
{
	int edition = name_ordinal_at(tokens, i);
	const struct hit *word;

	*begin = i;
	if (edition <= 0)
		return 0;
	word = tokens_over(tokens, i, WORD_ORDINAL);
	if (word == NULL)
		return edition;
	*begin = word->begin;
	return edition < 10 ? edition + tens_before(tokens, *begin, begin)
			    : edition;
}

/* "the 14th edition of the X Forum", "X Conference, fourth edition" */
void
name_edition_beside(struct finder *f)
{
	size_t i = f->ref->begin;

	if (i > f->floor && token_is(f->tokens, i - 1, "the"))
		i--;
	if (i >= f->floor + 3 && token_is(f->tokens, i - 1, "of") &&
		token_is(f->tokens, i - 2, "edition"))
		f->ref->edition = name_ordinal_at(f->tokens, i - 3);
	i = f->ref->end;
	if (i < f->ceiling && token_mark(f->tokens, i, ','))
		i++;
	if (i + 1 < f->ceiling && token_is(f->tokens, i + 1, "edition"))
		f->ref->edition = name_ordinal_at(f->tokens, i);
}

/* "the seventeenth meeting of the IP5 Heads", "the annual meeting of the
 * Madrid Union", "the award ceremony of the Essay Contest": counted and told of
 * whom or of what, it has a name without capitals. */
bool
name_is_counted(const struct finder *f, size_t start)
{
	const struct tokens *tokens = f->tokens;
	size_t i = f->ref->head_end;
	bool annual = start < f->ref->head &&
		      token_is(tokens, f->ref->head - 1, "annual");
	bool award = strcmp(f->ref->kind, "award") == 0;
	const struct told_date *date;

	if (i + 2 >= f->ceiling || (f->ref->edition == 0 && !annual && !award))
		return false;
	if (f->sitting)
		return true;
	if (f->lower && tokens_hit(tokens, i, WORD_LINK) != NULL)
		return !name_is_date(f->story, i + 1, &date);
	if (f->ref->edition > 0 &&
		(token_is(tokens, i, "on") || token_is(tokens, i, "for")))
		return !name_is_date(f->story, i + 1, &date) &&
		       tokens_hit(tokens, i + 1, WORD_WEEKDAY) == NULL;
	if (!token_is(tokens, i, "of") && !token_is(tokens, i, "between") &&
		!token_is(tokens, i, "for"))
		return false;
	i += token_is(tokens, i + 1, "the") ? 2 : 1;
	return (tokens->items[i].capital || dates_year(tokens, i) > 0 ||
		       tokens->items[i].ordinal) &&
	       tokens_hit(tokens, i, WORD_MONTH) == NULL;
}

bool
name_is_counted_compound(const struct finder *f)
{
	const struct token *token = &f->tokens->items[f->ref->head];
	const struct hit *head = tokens_hit(f->tokens, f->ref->head, WORD_HEAD);

	return f->ref->edition > 0 && head != NULL &&
	       head->end == head->begin + 1 && token->kind == TOKEN_WORD &&
	       token->capital && token->end - token->begin > head->word->length;
}

size_t
name_widen_counted(struct finder *f)
{
	size_t i = f->ref->head_end;
	bool lower = f->lower || token_is(f->tokens, i, "on") ||
		     token_is(f->tokens, i, "for");

	/* "between" ends names elsewhere. */
	if (token_is(f->tokens, i, "between"))
		i++;
	return name_widen_suffix(f, name_widen_right(f, i, lower));
}

/* "the training course on PCT Procedures", "el taller sobre patentes": what it is
 * about is its name. */
bool
name_is_told_about(struct finder *f)
{
	const struct tokens *tokens = f->tokens;
	size_t i = f->ref->head_end;
	const struct told_date *date;

	if (i + 1 >= f->ceiling || name_is_date(f->story, i + 1, &date) ||
		name_is_date(f->story, i, &date))
		return false;
	if (token_is(f->tokens, i, "on"))
		return f->tokens->items[i + 1].capital &&
		       tokens_hit(f->tokens, i + 1, WORD_WEEKDAY) == NULL &&
		       tokens_hit(f->tokens, i + 1, WORD_MONTH) == NULL;
	for (size_t end = f->lower ? name_widen_right(f, i, true) : i; i < end;
		i++)
		if (tokens_hit(tokens, i, WORD_INTRODUCE) != NULL ||
			name_opens_quote(token_char(tokens, i)) ||
			token_mark(tokens, i, '"'))
			return true;
	return false;
}
