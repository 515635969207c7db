/*
 * mention_alphabet.c - the names of events in alphabets: the noun phrase
 * around a head, by capitals and small linking words.
 */
#include "parse/mention_names.h"

#include <string.h>

/* "Sixty-" before an ordinal word: 60 and its token; 0 = none. */
static int
tens_before(const struct tokens *tokens, size_t i, size_t *begin)
{
	const struct hit *word;

	if (i < 2 || !token_mark(tokens, i - 1, '-'))
		return 0;
	word = tokens_hit(tokens, i - 2, WORD_NUMBER);
	if (word == NULL || word->word->number < 20)
		return 0;
	*begin = i - 2;
	return word->word->number;
}

/* An ordinal at token i: "19th", "Second", XXIII; 0 = none, or it counts
 * something else ("40th Anniversary"). */
static int
ordinal_at(const struct tokens *tokens, size_t i)
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

/* Linking words that a name may have on the left of its head. */
static bool
links_left(const struct tokens *tokens, size_t i)
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
	return !token->capital || i < f->story->title_tokens || i == f->floor;
}

static bool
widen_left_mark(struct finder *f, size_t *i, size_t *start)
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
	(void)start;
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
		int edition = ordinal_at(f->tokens, k);

		if (f->tokens->items[i].line)
			break;
		if (edition > 0 && !name_is_date(f->story, k, &date)) {
			const struct hit *word =
				tokens_over(f->tokens, k, WORD_ORDINAL);

			start = i = word != NULL ? word->begin : k;
			if (word != NULL && edition < 10)
				edition += tens_before(f->tokens, i, &start);
			f->ref->edition = edition;
			i = start;
			if (i > f->floor && dates_year(f->tokens, i - 1) > 0)
				start = i - 1;
			break;
		}
		if (token->kind == TOKEN_MARK) {
			if (!widen_left_mark(f, &i, &start))
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
		else if (!links_left(f->tokens, k))
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
		int edition = ordinal_at(f->tokens, i - 1);

		if (f->tokens->items[i].line)
			break;
		if (edition > 0 && !name_is_date(f->story, i - 1, &date))
			f->ref->edition = edition;
		if (dates_year(f->tokens, i - 1) > 0)
			f->ref->year = token->number;
		if (tokens_hit(f->tokens, i - 1, WORD_DETERMINER) != NULL) {
			*indefinite = token_is(f->tokens, i - 1, "a") ||
				      token_is(f->tokens, i - 1, "an") ||
				      token_is(f->tokens, i - 1, "un") ||
				      token_is(f->tokens, i - 1, "une") ||
				      token_is(f->tokens, i - 1, "its");
			*indefinite = *indefinite || f->ref->edition == 1;
			return i;
		}
		if (token->kind == TOKEN_MARK &&
			!token_mark(f->tokens, i - 1, '-'))
			break;
		if (tokens_boundary(f->tokens, i - 1) ||
			links_left(f->tokens, i - 1))
			if (!token_mark(f->tokens, i - 1, '-'))
				break;
		i--;
	}
	return i;
}

/* "(CIPAC)", "(Futian)" and "2019" directly behind a name belong to it. */
static size_t
widen_suffix(struct finder *f, size_t end)
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

/* "of the X Annual Conference": X is what the event is a part of. */
static bool
take_parent(struct finder *f, size_t i)
{
	size_t k = i + 1;

	/* "the Annual Meeting of the X Forum": here the forum is a body. */
	if (token_is(f->tokens, f->ref->head, "annual") ||
		token_is(f->tokens, f->ref->head, "general"))
		return false;
	if (!token_is(f->tokens, i, "of") && !token_is(f->tokens, i, "under"))
		return false;
	if (k < f->ceiling && token_is(f->tokens, k, "the"))
		k++;
	for (size_t at = k; at < f->ceiling && at < k + 10; at++) {
		const struct hit *head = tokens_hit(f->tokens, at, WORD_HEAD);

		if (head != NULL && head->word->value[0] != '-' &&
			f->tokens->items[at].capital && at > k) {
			const struct hit *more =
				tokens_hit(f->tokens, head->end, WORD_HEAD);

			f->ref->parent_begin = (uint32_t)k;
			f->ref->parent_end = more ? more->end : head->end;
			if (f->ref->parent_end < f->ceiling &&
				dates_year(f->tokens, f->ref->parent_end) > 0)
				f->ref->parent_end++;
			return true;
		}
		if (!f->tokens->items[at].capital &&
			dates_year(f->tokens, at) == 0 &&
			!links_left(f->tokens, at))
			return false;
	}
	return false;
}

/* Widens over "on X and Y", "of X for Z" behind the head. */
static size_t
widen_right(struct finder *f, size_t end, bool lower)
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
			(ordinal_at(f->tokens, i + 1) > 0 ||
				(token_is(f->tokens, i + 1, "the") &&
					ordinal_at(f->tokens, i + 2) > 0)))
			break;
		if (name_is_date(f->story, i, &date) || is_where(f, i) ||
			take_parent(f, i) ||
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
			if (i == f->ref->head_end &&
				(token_is(f->tokens, i, "and") ||
					token_is(f->tokens, i, "'s") ||
					token_is(f->tokens, i, "to") ||
					token_is(f->tokens, i, "with")))
				break;
			i++;
			continue;
		}
		if (!lower || tokens_boundary(f->tokens, i) ||
			tokens_hit(f->tokens, i, WORD_TRIGGER) != NULL)
			break;
		end = ++i;
	}
	return end;
}

/* Where the name stands in quotation marks, they say where it ends. */
static void
take_quotes(struct finder *f)
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
		f->ref->end = (uint32_t)close;
}

/* "the 14th edition of the X Forum", "X Conference, fourth edition" */
static void
edition_beside(struct finder *f)
{
	size_t i = f->ref->begin;

	if (i > f->floor && token_is(f->tokens, i - 1, "the"))
		i--;
	if (i >= f->floor + 3 && token_is(f->tokens, i - 1, "of") &&
		token_is(f->tokens, i - 2, "edition"))
		f->ref->edition = ordinal_at(f->tokens, i - 3);
	i = f->ref->end;
	if (i < f->ceiling && token_mark(f->tokens, i, ','))
		i++;
	if (i + 1 < f->ceiling && token_is(f->tokens, i + 1, "edition"))
		f->ref->edition = ordinal_at(f->tokens, i);
}

/* "Seminar on trade secrets": with a capital the head begins a name, which
 * may go on in lower case. */
static bool
is_about(const struct finder *f, size_t i)
{
	return f->tokens->items[f->ref->head].capital && i < f->ceiling &&
	       (token_is(f->tokens, i, "on") || token_is(f->tokens, i, "for"));
}

/* What may stand between "a webinar" and its title. */
bool
name_introduces(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {"on", "entitled", "titled",
		"called", "named", "about", "sur", "sobre", "zu", "zum"};

	if (token_mark(tokens, i, ':') || token_mark(tokens, i, ','))
		return true;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]))
			return true;
	return false;
}

/* "the webinar 'One Year On'": a head without a name of its own, and behind
 * it the title in quotation marks. */
static void
take_title(struct finder *f)
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
	f->ref->end = (uint32_t)close;
	f->ref->quoted = true;
	f->ref->anaphor = f->ref->indefinite = false;
}

/* "the seventeenth meeting of the IP5 Heads", "the annual meeting of the
 * Madrid Union", "the award ceremony of the Essay Contest": counted and told of
 * whom or of what, it has a name without capitals. */
static bool
is_counted(const struct finder *f, size_t start)
{
	const struct tokens *tokens = f->tokens;
	size_t i = f->ref->head_end;
	bool annual = start < f->ref->head &&
		      token_is(tokens, f->ref->head - 1, "annual");
	bool award = strcmp(f->ref->kind, "award") == 0;
	const struct told_date *date;

	if (i + 2 >= f->ceiling || (f->ref->edition == 0 && !annual && !award))
		return false;
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

static size_t
widen_counted(struct finder *f)
{
	size_t i = f->ref->head_end;
	bool lower = f->lower || token_is(f->tokens, i, "on") ||
		     token_is(f->tokens, i, "for");

	/* "between" ends names elsewhere. */
	if (token_is(f->tokens, i, "between"))
		i++;
	return widen_right(f, i, lower);
}

/* "the training course on PCT Procedures", "el taller sobre patentes": what it is
 * about is its name. */
static bool
is_told_about(const struct finder *f)
{
	static const char *const words[] = {
		"sobre", "sur", "sulla", "по", "zu"};
	size_t i = f->ref->head_end;
	const struct told_date *date;

	if (i + 1 >= f->ceiling || name_is_date(f->story, i + 1, &date) ||
		name_is_date(f->story, i, &date))
		return false;
	if (token_is(f->tokens, i, "on"))
		return f->tokens->items[i + 1].capital &&
		       tokens_hit(f->tokens, i + 1, WORD_WEEKDAY) == NULL &&
		       tokens_hit(f->tokens, i + 1, WORD_MONTH) == NULL;
	for (size_t k = 0; f->lower && k < sizeof(words) / sizeof(words[0]);
		k++)
		if (token_is(f->tokens, i, words[k]))
			return true;
	return false;
}

/* 'the "Music and the Law" seminar' */
static bool
take_quoted_before(struct finder *f)
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
static bool
take_heading(struct finder *f)
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

void
name_widen_alphabetic(struct finder *f)
{
	size_t start = widen_left(f), end = f->ref->head_end;
	bool named = false;

	for (size_t i = start; i < f->ref->head; i++)
		named = named || (f->tokens->items[i].capital &&
					 tokens_over(f->tokens, i,
						 WORD_ORDINAL) == NULL &&
					 name_roman(f->tokens, i) == 0);
	f->ref->begin = (uint32_t)start;
	end = widen_suffix(f, end);
	if (named || f->tokens->items[f->ref->head].capital) {
		size_t right =
			widen_right(f, end, f->lower || is_about(f, end));

		named = named || right > end;
		end = widen_suffix(f, right);
	}
	if (!named) {
		bool indefinite, counted;

		if (take_heading(f) || take_quoted_before(f))
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
		counted = is_counted(f, start) ||
			  (!f->ref->indefinite && is_told_about(f));
		if (counted)
			f->ref->indefinite = f->ref->anaphor = false;
		end = counted ? widen_counted(f)
		      : f->ref->indefinite
			      ? widen_right(f, f->ref->head_end, true)
			      : f->ref->head_end;
	}
	f->ref->end = (uint32_t)end;
	if (named)
		take_quotes(f);
	else
		take_title(f);
	edition_beside(f);
}

/* "a sub-forum of the X Fair" tells what the event named before is a part
 * of. */
void
name_take_whole(struct finder *f)
{
	const struct hit *sub = tokens_over(f->tokens, f->ref->head, WORD_SUB);
	size_t i = f->ref->head_end;
	struct reference whole;
	struct finder inner = *f;
	const struct hit *head;

	if (sub == NULL || f->tokens->items[sub->begin].capital)
		return;
	f->ref->anaphor = true;
	f->ref->indefinite = false;
	if (!take_parent(f, i))
		return;
	head = tokens_before(
		f->tokens, f->ref->parent_begin, f->ref->parent_end, WORD_HEAD);
	if (head == NULL)
		return;
	whole = (struct reference){.head = head->begin,
		.head_end = head->end,
		.begin = f->ref->parent_begin};
	inner.ref = &whole;
	f->ref->parent_end = (uint32_t)widen_suffix(&inner,
		widen_right(&inner, widen_suffix(&inner, f->ref->parent_end),
			false));
	f->ref->end = f->ref->parent_end;
}
