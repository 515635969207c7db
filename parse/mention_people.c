/*
 * mention_people.c - who was at an event: names beside what the persons are.
 *
 * A name in the Latin alphabet is two to four capitals beside an office or an
 * honorific ("Shen Changyu, Commissioner of the CNIPA"; "Mr Chan Kwok-ki").
 * Chinese names are mention_people_zh.c's.
 */
#include "parse/mention_people.h"

#include "base/text.h"

#include <string.h>

#define PEOPLE_MAX 64
#define NAME_WORDS 4
#define OFFICE_TOKENS 24
#define APPOSITION_TOKENS 12

/* The first character behind the first that is a capital, counted from there;
 * 0 = none. */
static size_t
second_capital(const struct tokens *tokens, const struct token *token)
{
	size_t at = token->begin, n = 0;

	while (at < token->end) {
		uint32_t cp;
		size_t size = utf8_decode(
			tokens->text.text + at, token->end - at, &cp);

		if (n > 0 && memcmp(tokens->text.text + at,
				     tokens->text.lower + at, size) != 0)
			return n;
		at += size;
		n++;
	}
	return 0;
}

static bool
is_name_word(const struct tokens *tokens, size_t i)
{
	static const enum word_class others[] = {WORD_ORG, WORD_ACRONYM,
		WORD_BODY, WORD_OFFICE, WORD_HEAD, WORD_DETERMINER,
		WORD_HONORIFIC, WORD_LINK};
	const struct token *token = &tokens->items[i];

	if (i >= tokens->count || token->kind != TOKEN_WORD ||
		!token->capital || token->end - token->begin < 2)
		return false;
	for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++)
		if (tokens_over(tokens, i, others[k]) != NULL)
			return false;
	/* All capitals is an acronym. */
	return second_capital(tokens, token) != 1;
}

static bool
is_family_in_capitals(const struct tokens *tokens, size_t i)
{
	const struct token *token = &tokens->items[i];

	if (token->kind != TOKEN_WORD || token->end - token->begin < 2 ||
		tokens_over(tokens, i, WORD_ACRONYM) != NULL ||
		tokens_over(tokens, i, WORD_ORG) != NULL ||
		tokens_over(tokens, i, WORD_PLACE) != NULL)
		return false;
	for (size_t at = token->begin; at < token->end; at++)
		if (tokens->text.text[at] == tokens->text.lower[at])
			return false;
	return true;
}

/* "Ms Virginia Melgar": behind an honorific no name is a town's. */
static bool
follows_honorific(const struct tokens *tokens, size_t i)
{
	if (i > 0 && token_mark(tokens, i - 1, '.'))
		i--;
	return i > 0 && tokens_over(tokens, i - 1, WORD_HONORIFIC) != NULL;
}

/* How many tokens at i stand inside of names: "de", "bin"; the initial in
 * "Rowel S. Barba". */
static size_t
small_words(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {"de", "van", "von", "bin", "al",
		"el", "der", "da", "dos", "di", "du", "ter"};
	const struct token *token = &tokens->items[i];
	size_t dot = i + 1;

	if (i + 2 >= tokens->count || token->kind != TOKEN_WORD)
		return 0;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]) &&
			is_name_word(tokens, i + 1))
			return 1;
	if (!token->capital || token->end - token->begin != 1)
		return 0;
	dot += token_mark(tokens, dot, '.');
	return is_name_word(tokens, dot) && !tokens->items[dot].line ? dot - i
								     : 0;
}

/* The end of a person's name that begins at token i, or i. Words joined by a
 * hyphen count as one; small words ("de", "van") may stand inside. */
static size_t
name_end_of(const struct tokens *tokens, size_t i)
{
	const struct hit *place = tokens_over(tokens, i, WORD_PLACE);
	size_t at = i, words = 0;

	/* Family names are names of towns, too; first names of persons are
	 * told first in "Chen Jining", never in "Beijing Deputy Mayor". */
	if ((place != NULL && !place->word->place->listed &&
		    !follows_honorific(tokens, i)) ||
		(i > 0 && tokens_boundary(tokens, i) &&
			tokens->items[i - 1].sentence !=
				tokens->items[i].sentence))
		return i;
	while (words < NAME_WORDS && is_name_word(tokens, at) &&
		!(words > 0 && tokens->items[at].line) &&
		!(words > 0 && tokens_boundary(tokens, at))) {
		words++;
		at++;
		while (token_mark(tokens, at, '-') && at + 1 < tokens->count &&
			!tokens->items[at].blank &&
			tokens->items[at + 1].kind == TOKEN_WORD)
			at += 2;
		at += small_words(tokens, at);
	}
	/* "National Intellectual Property Administration" goes on. */
	if (at < tokens->count && at > i && tokens->items[at].capital &&
		!tokens->items[at].line &&
		tokens->items[at].kind == TOKEN_WORD &&
		!tokens_boundary(tokens, at))
		return i;
	return words >= 2 ? at : i;
}

/* "HAMANO Koichi", "Daren TANG": the family name in capitals, where an office
 * stands behind or an honorific before. */
static size_t
name_end(const struct tokens *tokens, size_t i, bool office)
{
	size_t end = name_end_of(tokens, i);

	if (end > i || !office || i + 1 >= tokens->count ||
		tokens->items[i + 1].line)
		return end;
	if (is_family_in_capitals(tokens, i) && is_name_word(tokens, i + 1))
		end = i + 2;
	else if (is_name_word(tokens, i) &&
		 is_family_in_capitals(tokens, i + 1))
		end = i + 2;
	else
		return i;
	return end < tokens->count && tokens->items[end].capital ? i : end;
}

void
person_add(struct story *story, size_t begin, size_t end, size_t office_begin,
	size_t office_end, struct mention *mention)
{
	struct facts *facts = &mention->facts;
	char *name = tokens_value(story->arena, &story->tokens, begin, end);
	struct person *person;

	if (name == NULL || facts->npeople >= PEOPLE_MAX)
		return;
	for (size_t i = 0; i < facts->npeople; i++)
		if (strcmp(facts->people[i].name, name) == 0)
			return;
	person = ARENA_PUSH(story->arena, &facts->people, &facts->npeople);
	person->name = name;
	person->office = tokens_value(
		story->arena, &story->tokens, office_begin, office_end);
	if (facts->npeople == 1)
		mention->evidence[FACT_PEOPLE] =
			story_evidence(story, begin, end);
}

/* "and Miao Qingwang, Vice Chairman": at "and", the next person. */
static bool
joins_person(const struct tokens *tokens, size_t i)
{
	size_t end;

	if (!token_is(tokens, i, "and"))
		return false;
	end = name_end(tokens, i + 1, false);
	return end > i + 1 && token_mark(tokens, end, ',');
}

/* Where the office that begins at token i is told to its end: a comma, "and",
 * a verb. "Secretary, DPIIT" goes on to whose it is. */
static size_t
office_end(const struct tokens *tokens, size_t i, size_t ceiling)
{
	const struct hit *body;
	size_t at = i;
	int depth = 0;

	while (at < ceiling && at - i < OFFICE_TOKENS &&
		!token_mark(tokens, at, ',') && !token_mark(tokens, at, '.') &&
		!token_mark(tokens, at, ';') && !tokens_boundary(tokens, at) &&
		!joins_person(tokens, at) &&
		!(tokens_hit(tokens, at, WORD_SPEECH) != NULL &&
			!tokens->items[at].capital)) {
		depth += token_mark(tokens, at, '(');
		if (token_mark(tokens, at, ')') && --depth < 0)
			return at;
		at++;
	}
	/* A bracket that something cut is no part of it. */
	for (; depth > 0 && at > i + 1; at--)
		depth -= token_mark(tokens, at - 1, '(');
	if (at + 1 >= ceiling || !token_mark(tokens, at, ','))
		return at;
	body = tokens_hit(tokens, at + 1, WORD_BODY);
	if (body == NULL)
		body = tokens_hit(tokens, at + 1, WORD_ACRONYM);
	if (body == NULL || !tokens->items[body->begin].capital ||
		(body->end < ceiling &&
			tokens->items[body->end].kind != TOKEN_MARK &&
			!token_is(tokens, body->end, "and")))
		return at;
	return body->end;
}

/* "Shen Changyu, [former] Commissioner of the CNIPA" */
static size_t
name_then_office(
	struct story *story, size_t i, size_t ceiling, struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	size_t end = name_end(tokens, i, true), at;

	/* "Debra Cohn (Commissioner for Trademarks)" */
	if (end == i || end >= ceiling ||
		!(token_mark(tokens, end, ',') || token_mark(tokens, end, '(')))
		return i;
	for (at = end + 1; at < ceiling && at < end + 5; at++) {
		if (tokens_hit(tokens, at, WORD_OFFICE) != NULL) {
			person_add(story, i, end, end + 1,
				office_end(tokens, at, ceiling), mention);
			return end;
		}
		if (tokens->items[at].kind == TOKEN_MARK)
			break;
	}
	return i;
}

/* A name may follow the body or country that the office is of. */
static bool
follows_body(const struct tokens *tokens, size_t i)
{
	return tokens_over(tokens, i - 1, WORD_PLACE) != NULL ||
	       tokens_over(tokens, i - 1, WORD_ORG) != NULL ||
	       tokens_over(tokens, i - 1, WORD_ACRONYM) != NULL ||
	       tokens_over(tokens, i - 1, WORD_BODY) != NULL ||
	       token_mark(tokens, i - 1, ')') ||
	       (tokens->items[i - 1].capital &&
		       is_family_in_capitals(tokens, i - 1));
}

/* "the instructions of General Secretary X", "noted that President X": the
 * person is spoken of, and was not there. */
static bool
quoted_by(const struct tokens *tokens, size_t office)
{
	for (size_t i = office; i > 0 && office - i < 3; i--) {
		if (token_is(tokens, i - 1, "of") ||
			token_is(tokens, i - 1, "that"))
			return true;
		if (!tokens->items[i - 1].capital)
			return false;
	}
	return false;
}

/* "commissioner Mr. Shen Changyu": behind "Mr.", or i where there is none. */
static size_t
behind_honorific(const struct tokens *tokens, size_t i, size_t ceiling)
{
	const struct hit *mr;

	while (i < ceiling &&
		(mr = tokens_hit(tokens, i, WORD_HONORIFIC)) != NULL &&
		tokens->items[i].capital) {
		i = mr->end;
		i += token_mark(tokens, i, '.');
	}
	return i;
}

/* "SIPO Commissioner Shen Changyu"; "Deputy Minister of Justice of the
 * Republic of Kazakhstan Elvira Azimova"; "Mr Chan Kwok-ki" */
static size_t
office_then_name(struct story *story, const struct hit *office, size_t ceiling,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	size_t at = office->end, end;

	if (token_mark(tokens, at, '.') && at < ceiling)
		at++;
	for (size_t k = at; k < ceiling && k - office->end < 10; k++) {
		size_t mr = behind_honorific(tokens, k, ceiling);

		end = name_end(tokens, mr,
			mr > k || (office->word->class == WORD_HONORIFIC &&
					  k == at));
		if (end > mr &&
			(k == at || mr > k || follows_body(tokens, k))) {
			if (token_is(tokens, end, "'s") ||
				token_is(tokens, end, "sent") ||
				quoted_by(tokens, office->begin))
				return end;
			/* "Mr" is no office; it may stand behind the name. */
			if (office->word->class != WORD_OFFICE) {
				if (name_then_office(
					    story, mr, ceiling, mention) == mr)
					person_add(
						story, mr, end, 0, 0, mention);
				return end;
			}
			person_add(story, mr, end, office->begin, k, mention);
			return end;
		}
		if (!tokens->items[k].capital &&
			tokens_hit(tokens, k, WORD_LINK) == NULL &&
			!token_is(tokens, k, "the"))
			break;
		if (token_is(tokens, k, "and") || token_is(tokens, k, "to") ||
			token_is(tokens, k, "with"))
			break;
	}
	return office->end;
}

static size_t
read_eastern(struct story *story, size_t i, const struct sentence *in,
	struct mention *mention)
{
	uint32_t c = token_char(&story->tokens, i);
	size_t next;

	if (c >= 0xAC00 && c <= 0xD7A3)
		return person_read_korean(story, i, in->end, mention);
	next = person_read_japanese(story, i, in, mention);
	return next > i ? next
			: person_read_chinese(story, i, in->begin, mention);
}

/* "Mayor of B", "former Director of C" */
static bool
begins_office(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {
		"former", "then", "acting", "honorary", "the"};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]))
			return tokens_hit(tokens, i + 1, WORD_OFFICE) != NULL;
	return tokens_hit(tokens, i, WORD_OFFICE) != NULL;
}

/* "La présidente de l'Institut, Anne Lac, ouvrira": a name between commas
 * behind the office and whose it is. */
static size_t
office_comma_name(struct story *story, const struct hit *office, size_t ceiling,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	size_t comma = office->end, begin, end;

	while (comma < ceiling && comma - office->end < APPOSITION_TOKENS &&
		(tokens->items[comma].kind != TOKEN_MARK ||
			token_mark(tokens, comma, '\'') ||
			token_mark(tokens, comma, '-')) &&
		tokens_hit(tokens, comma, WORD_TRIGGER) == NULL &&
		tokens_hit(tokens, comma, WORD_SPEECH) == NULL)
		comma++;
	if (comma >= ceiling || !token_mark(tokens, comma, ',') ||
		quoted_by(tokens, office->begin))
		return office->end;
	begin = behind_honorific(tokens, comma + 1, ceiling);
	end = name_end(tokens, begin, begin > comma + 1);
	if (end <= begin ||
		(end < ceiling && !token_mark(tokens, end, ',') &&
			!token_mark(tokens, end, '.')) ||
		/* "Commissioner of A, Ann Lake, [former] Mayor of B" */
		begins_office(tokens, end + 1))
		return office->end;
	person_add(story, begin, end, office->begin, comma, mention);
	return end;
}

static void
read_people(
	struct story *story, const struct sentence *in, struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;

	for (size_t i = in->begin; i < in->end;) {
		const struct hit *office = tokens_hit(tokens, i, WORD_OFFICE);
		size_t next;

		if (office == NULL)
			office = tokens_hit(tokens, i, WORD_HONORIFIC);
		if (tokens->items[i].kind == TOKEN_CJK)
			next = read_eastern(story, i, in, mention);
		else if (office != NULL) {
			next = office_then_name(
				story, office, in->end, mention);
			if (next == office->end &&
				office->word->class == WORD_OFFICE)
				next = office_comma_name(
					story, office, in->end, mention);
		} else
			next = name_then_office(story, i, in->end, mention);
		i = next > i ? next : i + 1;
	}
}

void
people_tell(struct story *story, const struct candidate *candidate, bool alone,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;

	for (size_t s = story->title_sentences; s < tokens->nsentences; s++) {
		const struct label *label =
			label_over(story, tokens->sentences[s].begin);

		/* "Speakers:" of one entry of several */
		if (label != NULL && label->owner != SIZE_MAX) {
			if (label->owner == candidate->index)
				read_people(
					story, &tokens->sentences[s], mention);
			continue;
		}
		if (candidate_in(candidate, s) ||
			(alone && (story->owners[s] == NULL ||
					  story->owners[s] == candidate)))
			read_people(story, &tokens->sentences[s], mention);
	}
}
