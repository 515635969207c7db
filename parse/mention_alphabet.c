/*
 * mention_alphabet.c - the names of events in alphabets: the noun phrase
 * around a head, by capitals and small linking words.
 */
#include "parse/mention_names.h"

#include <string.h>

/* Linking words that a name may have on the left of its head. */
bool
name_links_left(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {
		"of", "and", "&", "for", "on", "'s", "-", "/", "de", "+"};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]))
			return true;
	return false;
}

/* A word that ends a name. A capital makes "Open" or "Off" a part of a name,
 * but not where every word has one, or the first of a sentence. */
static bool
ends_name(struct finder *f, size_t i)
{
	const struct token *token = &f->tokens->items[i];

	if (tokens_hit(f->tokens, i, WORD_DETERMINER) != NULL &&
		(!token->capital || i == f->floor ||
			i < f->story->title_tokens ||
			/* "BEIJING (Xinhua) -- The" */
			token_mark(f->tokens, i - 1, '-')))
		return true;
	if (!tokens_boundary(f->tokens, i))
		return false;
	/* "of Designs and Marks": no verb stands behind these. */
	if (token->capital && i > f->floor && name_links_left(f->tokens, i - 1))
		return false;
	return !token->capital || i < f->story->title_tokens || i == f->floor;
}

static bool
widen_left_mark(struct finder *f, size_t *i)
{
	size_t k = *i - 1;
	uint32_t c = token_char(f->tokens, k);
	const struct token *next = &f->tokens->items[k + 1];

	if (c == ')') {
		size_t open = name_opened_at(f, k);

		if (open == k || k - open > BRACKET_TOKENS)
			return false;
		*i = open;
		return true;
	}
	if (c == '-' || c == '\'' || c == '/' || c == '&' || c == '+' ||
		c == '@') {
		if (c == '-' && next->blank && f->tokens->items[k].blank)
			return false;
		*i = k;
		return true;
	}
	if (c == '.' && k > f->floor &&
		tokens_over(f->tokens, k - 1, WORD_ABBREVIATION) != NULL &&
		f->tokens->items[k - 1].capital &&
		tokens_hit(f->tokens, k - 1, WORD_MONTH) == NULL) {
		*i = k;
		return true;
	}
	return false;
}

/* Widens a head in an alphabet leftwards over capitals. */
static size_t
widen_left(struct finder *f)
{
	size_t start = f->ref->head, i = start;

	while (i > f->floor && f->ref->head - i < NAME_TOKENS) {
		size_t k = i - 1;
		const struct token *token = &f->tokens->items[k];
		const struct told_date *date;
		size_t first;
		int edition = name_edition_at(f->tokens, k, &first);

		if (f->tokens->items[i].line)
			break;
		if (edition > 0 && !name_is_date(f->story, k, &date)) {
			f->ref->edition = edition;
			start = i = first;
			if (i > f->floor && dates_year(f->tokens, i - 1) > 0)
				start = i - 1;
			break;
		}
		if (token_mark(f->tokens, k, '.') && k > f->floor &&
			tokens_counts(f->tokens, k - 1) &&
			!name_is_date(f->story, k - 1, &date)) {
			start = k - 1;
			f->ref->edition = f->tokens->items[start].number;
			break;
		}
		if (token->kind == TOKEN_MARK) {
			if (!widen_left_mark(f, &i))
				break;
			continue;
		}
		if (dates_year(f->tokens, k) > 0) {
			f->ref->year = token->number;
			start = i = k;
			if (k == f->floor || !f->tokens->items[k - 1].capital)
				break;
			continue;
		}
		if (token->kind != TOKEN_WORD || ends_name(f, k) ||
			name_is_date(f->story, k, &date) ||
			tokens_over(f->tokens, k, WORD_OFFICE) != NULL)
			break;
		/* "... Ltd. and Symposium on": a name ended before "and". */
		if (token_is(f->tokens, k, "and") && k > f->floor &&
			f->tokens->items[k - 1].kind == TOKEN_MARK)
			break;
		if (token->capital)
			start = k;
		else if (!name_links_left(f->tokens, k))
			break;
		i = k;
	}
	return start;
}

/* Descriptive names have no capitals: "an intellectual property high-level
 * conference". Back to the determiner that opens the phrase. */
static size_t
widen_descriptive(struct finder *f, bool *indefinite)
{
	size_t i = f->ref->head;
	const struct told_date *date;

	*indefinite = false;
	while (i > f->floor && f->ref->head - i < 10) {
		const struct token *token = &f->tokens->items[i - 1];
		const struct hit *determiner;
		size_t first;
		int edition = name_edition_at(f->tokens, i - 1, &first);

		if (f->tokens->items[i].line ||
			(f->lower && (name_is_date(f->story, i - 1, &date) ||
					     tokens_over(f->tokens, i - 1,
						     WORD_TRIGGER) != NULL)))
			break;
		if (edition > 0 && !name_is_date(f->story, i - 1, &date)) {
			f->ref->edition = edition;
			i = first;
			continue;
		}
		if (dates_year(f->tokens, i - 1) > 0)
			f->ref->year = token->number;
		determiner = tokens_hit(f->tokens, i - 1, WORD_DETERMINER);
		if (determiner != NULL) {
			*indefinite =
				strcmp(determiner->word->value, "one") == 0 ||
				f->ref->edition == 1;
			return i;
		}
		if (token->kind == TOKEN_MARK &&
			!token_mark(f->tokens, i - 1, '-'))
			break;
		if (tokens_boundary(f->tokens, i - 1) ||
			name_links_left(f->tokens, i - 1))
			if (!token_mark(f->tokens, i - 1, '-'))
				break;
		i--;
	}
	return i;
}

/* "(CIPAC)", "(Futian)" and "2019" directly behind a name belong to it. */
size_t
name_widen_suffix(struct finder *f, size_t end)
{
	if (end < f->ceiling && token_mark(f->tokens, end, '(')) {
		size_t close = name_closed_at(f, end, BRACKET_TOKENS);
		const struct told_date *date;

		if (close > end && f->tokens->items[end + 1].capital &&
			!name_is_date(f->story, end + 1, &date))
			end = close + 1;
	}
	if (end < f->ceiling && dates_year(f->tokens, end) > 0 &&
		!f->tokens->items[end].line) {
		const struct told_date *date;

		if (!name_is_date(f->story, end, &date)) {
			f->ref->year = f->tokens->items[end].number;
			end++;
		}
	}
	return end;
}

/* True where "in X" behind a name says where it was, not what it is. */
static bool
is_where(struct finder *f, size_t i)
{
	size_t k = i + 1;
	const struct hit *place;

	const struct hit *where = tokens_hit(f->tokens, i, WORD_WHERE);

	if (where == NULL || where->word->value[0] != 'b' || k >= f->ceiling ||
		token_mark(f->tokens, k, '-'))
		return token_is(f->tokens, i, "at");
	if (token_is(f->tokens, k, "the"))
		k++;
	place = tokens_hit(f->tokens, k, WORD_PLACE);
	return place != NULL && place->word->place->kind >= PLACE_CITY;
}

/* "a forum to discuss X" tells its purpose, "a seminar on how to file" and "on
 * the right to use" what it is about. */
static bool
is_purpose(const struct finder *f, size_t i)
{
	if (!token_is(f->tokens, i, "to") || i + 1 >= f->ceiling ||
		f->tokens->items[i + 1].capital)
		return false;
	for (size_t k = f->ref->head_end; k < i; k++)
		if (tokens_hit(f->tokens, k, WORD_INTRODUCE) != NULL)
			return false;
	return true;
}

/* Widens over "on X and Y", "of X for Z" behind the head. */
size_t
name_widen_right(struct finder *f, size_t end, bool lower)
{
	size_t i = end;

	while (i < f->ceiling && i - f->ref->head < NAME_TOKENS) {
		const struct token *token = &f->tokens->items[i];
		uint32_t c = token_char(f->tokens, i);
		const struct told_date *date;

		if (token->line && i > f->floor)
			break;
		if (name_opens_quote(c) || c == '"') {
			size_t close = name_closed_at(f, i, BRACKET_TOKENS);

			if (close == i || (end == i && !f->lower))
				break;
			end = i = close + 1;
			continue;
		}
		if (token->kind == TOKEN_MARK) {
			if (c != '-' && c != '&' && c != '/' && c != '\'' &&
				c != '@')
				break;
			if (i == end &&
				((c == '&' && i == f->ref->head_end) ||
					(token->blank && c != '@' && c != '&')))
				break;
			i++;
			continue;
		}
		/* "and the 22nd Liaison Meeting" is another. */
		if (token_is(f->tokens, i, "and") && i + 2 < f->ceiling &&
			(name_ordinal_at(f->tokens, i + 1) > 0 ||
				(token_is(f->tokens, i + 1, "the") &&
					name_ordinal_at(f->tokens, i + 2) > 0)))
			break;
		if (name_is_date(f->story, i, &date) || is_where(f, i) ||
			name_take_parent(f, i) ||
			tokens_hit(f->tokens, i, WORD_THEME) != NULL)
			break;
		if (dates_year(f->tokens, i) > 0 && i > f->ref->head_end &&
			i + 1 < f->ceiling && f->tokens->items[i + 1].capital) {
			i++;
			continue;
		}
		if (token->capital && !ends_name(f, i)) {
			if (i == f->ref->head_end && !f->lower &&
				tokens_hit(f->tokens, i, WORD_HEAD) == NULL &&
				(unsigned char)f->tokens->text
						.text[token->begin] < 0x80)
				break;
			end = ++i;
			continue;
		}
		if (tokens_hit(f->tokens, i, WORD_LINK) != NULL) {
			if (lower && is_purpose(f, i))
				break;
			if (i == f->ref->head_end &&
				(token_is(f->tokens, i, "and") ||
					token_is(f->tokens, i, "'s") ||
					token_is(f->tokens, i, "to") ||
					token_is(f->tokens, i, "with")))
				break;
			i++;
			continue;
		}
		/* "In-house" */
		if (!token->blank && token_mark(f->tokens, i - 1, '-') &&
			end + 1 == i && token->kind == TOKEN_WORD) {
			end = ++i;
			continue;
		}
		if (!lower || tokens_boundary(f->tokens, i) ||
			tokens_hit(f->tokens, i, WORD_TRIGGER) != NULL)
			break;
		end = ++i;
	}
	return end;
}

/* "Seminar on trade secrets": with a capital the head begins a name, which
 * may go on in lower case. */
static bool
is_about(const struct finder *f, size_t i)
{
	return f->tokens->items[f->ref->head].capital && i < f->ceiling &&
	       (token_is(f->tokens, i, "on") || token_is(f->tokens, i, "for"));
}

/* "Trade mark training course in Geneva": a title in sentence case begins with
 * a name, where nothing stands before its head but what may be in one. */
static bool
take_line(struct finder *f)
{
	const struct tokens *tokens = f->tokens;
	size_t i = f->ref->head, end;

	if (f->ref->head >= f->story->title_tokens)
		return false;
	while (i > f->floor && !tokens->items[i].line) {
		const struct told_date *date;
		int edition = name_ordinal_at(tokens, --i);

		if (edition > 0)
			f->ref->edition = edition;
		if (dates_year(tokens, i) > 0)
			f->ref->year = dates_year(tokens, i);
		else if (name_is_date(f->story, i, &date) ||
			 tokens_hit(tokens, i, WORD_DETERMINER) != NULL ||
			 tokens_boundary(tokens, i) ||
			 tokens_hit(tokens, i, WORD_TRIGGER) != NULL)
			return false;
		if (tokens->items[i].kind == TOKEN_MARK
				? !token_mark(tokens, i, '-') &&
					  !token_mark(tokens, i, '&')
				: tokens_hit(tokens, i, WORD_LINK) != NULL &&
					  !token_is(tokens, i, "and") &&
					  !token_is(tokens, i, "'s"))
			return false;
	}
	if (f->ref->head < i + 2 || !tokens->items[i].capital)
		return false;
	end = name_widen_suffix(f, f->ref->head_end);
	end = name_widen_suffix(
		f, name_widen_right(f, end,
			   f->lower || token_is(tokens, end, "on") ||
				   token_is(tokens, end, "for")));
	f->ref->begin = (uint32_t)i;
	f->ref->end = (uint32_t)end;
	f->ref->described = true;
	return true;
}

void
name_widen_alphabetic(struct finder *f)
{
	size_t start = widen_left(f), end = f->ref->head_end;
	bool named = name_is_counted_compound(f);

	for (size_t i = start; i < f->ref->head; i++)
		named = named || (f->tokens->items[i].capital &&
					 tokens_over(f->tokens, i,
						 WORD_ORDINAL) == NULL &&
					 name_roman(f->tokens, i) == 0);
	f->ref->begin = (uint32_t)start;
	end = name_widen_suffix(f, end);
	if (named || f->tokens->items[f->ref->head].capital) {
		size_t right =
			name_widen_right(f, end, f->lower || is_about(f, end));

		named = named || right > end;
		end = name_widen_suffix(f, right);
	}
	if (!named) {
		bool indefinite, counted;

		if (name_take_heading(f) || name_take_quoted_before(f) ||
			take_line(f))
			return;
		start = widen_descriptive(f, &indefinite);
		/* "a workshop on patent drafting", "un atelier régional" */
		f->ref->indefinite =
			indefinite &&
			(start < f->ref->head || f->lower ||
				token_is(f->tokens, f->ref->head_end, "on") ||
				token_is(f->tokens, f->ref->head_end, "about"));
		f->ref->anaphor = !f->ref->indefinite;
		f->ref->begin = (uint32_t)start;
		counted = name_is_counted(f, start) ||
			  (!f->ref->indefinite && name_is_told_about(f));
		if (counted)
			f->ref->indefinite = f->ref->anaphor = false;
		end = counted ? name_widen_counted(f)
		      : f->ref->indefinite
			      ? name_widen_right(f, f->ref->head_end, true)
			      : f->ref->head_end;
	}
	f->ref->end = (uint32_t)end;
	if (named)
		name_take_quotes(f);
	else
		name_take_title(f);
	name_edition_beside(f);
}
