/*
 * mention_bodies.c - names of bodies, one and in lists, for mention_roles.c.
 *
 * A list of names is split at commas and at those "and" behind which a body's
 * name is complete ("Ministry of Science and Technology" is one).
 */
#include "parse/mention_bodies.h"
#include "parse/mention_names.h"

#include <string.h>

#define ORGANISERS_MAX 24
/* From 等 to the end of 等二十余家有关单位. */
#define REST_TOKENS 9
/* From "University" to the "at" behind it. */
#define SEAT_TOKENS 4

bool
body_word(const struct tokens *tokens, size_t i)
{
	return tokens_over(tokens, i, WORD_ORG) != NULL ||
	       tokens_over(tokens, i, WORD_BODY) != NULL ||
	       tokens_over(tokens, i, WORD_ACRONYM) != NULL;
}

bool
bodies_named(const struct tokens *tokens, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		if (body_word(tokens, i))
			return true;
	return false;
}

static bool
has_capital(const struct tokens *tokens, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		if (tokens->items[i].capital)
			return true;
	return false;
}

/* Words around a name that are none of it. */
bool
body_filler(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {"the", "and", "by", "or", "both",
		"jointly", "together", "also", "a", "two", "-", "namely"};
	/* 由 和 与 及 在 、 共; と び で す, of と, 及び and です */
	static const uint32_t chars[] = {0x7531, 0x548C, 0x4E0E, 0x53CA, 0x5728,
		0x3001, 0x5171, 0x3068, 0x3073, 0x3067, 0x3059};
	uint32_t c = token_char(tokens, i);

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]))
			return true;
	for (size_t k = 0; k < sizeof(chars) / sizeof(chars[0]); k++)
		if (c == chars[k])
			return true;
	return c == ',' || c == ':' || c == '.' || c == '\'' ||
	       tokens_hit(tokens, i, WORD_DETERMINER) != NULL;
}

const char *
body_office(const struct tokens *tokens, size_t begin, size_t end)
{
	const struct hit *hit = tokens_over(tokens, begin, WORD_BODY);

	while (end > begin && token_mark(tokens, end - 1, '.'))
		end--;
	return hit != NULL && hit->begin == begin && hit->end == end
		       ? hit->word->value
		       : NULL;
}

/* True where the body is told already, by that name or by another. */
static bool
has_organiser(const struct facts *facts, const char *name, const char *office)
{
	for (size_t i = 0; i < facts->norganisers; i++) {
		const struct organiser *one = &facts->organisers[i];

		if (strcmp(one->name, name) == 0 ||
			(office != NULL && one->office != NULL &&
				strcmp(one->office, office) == 0))
			return true;
	}
	return false;
}

/* "the Patent Office for" inventors: no name ends so. */
static bool
is_left_open(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {"for", "of", "in", "on", "to"};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]))
			return !tokens->items[i].capital;
	return false;
}

/* "China ... Administration (CNIPA)": the brackets are another name. */
static size_t
without_brackets(const struct tokens *tokens, size_t begin, size_t end)
{
	if (end > begin + 3 && token_mark(tokens, end - 1, ')') &&
		tokens->items[end - 1].kind == TOKEN_MARK)
		for (size_t i = end - 1; i-- > begin + 1;)
			if (token_mark(tokens, i, '(') && end - i <= 6 &&
				tokens->items[i].blank)
				return i;
	return end;
}

/* A list may be cut inside of brackets: they are no part of the name then. */
static size_t
balanced_end(const struct tokens *tokens, size_t begin, size_t end)
{
	size_t open = end;
	int depth = 0;

	for (size_t i = begin; i < end; i++) {
		if (token_mark(tokens, i, '(') && depth++ == 0)
			open = i;
		else if (token_mark(tokens, i, ')') && depth-- == 0)
			return i;
	}
	return depth > 0 ? open : end;
}

/* 과 와 behind a name: "and". */
static bool
is_joining_particle(uint32_t c)
{
	return c == 0xACFC || c == 0xC640;
}

/* 은 는 이 가 at the end of a Korean word: it is the subject. */
static bool
ends_subject(const struct tokens *tokens, size_t i)
{
	static const uint32_t particles[] = {0xC740, 0xB294, 0xC774, 0xAC00};
	uint32_t c = token_char(tokens, i);

	if (i + 1 >= tokens->count || !tokens->items[i + 1].blank)
		return false;
	for (size_t k = 0; k < sizeof(particles) / sizeof(particles[0]); k++)
		if (particles[k] == c)
			return true;
	return false;
}

static size_t
without_particle(const struct tokens *tokens, size_t begin, size_t end)
{
	return end > begin + 2 && ends_subject(tokens, end - 1) ? end - 1 : end;
}

/* 联合, 携手, 会同: with whom, or a part of a name. */
static bool
says_with(const struct tokens *tokens, size_t i)
{
	static const uint32_t pairs[][2] = {
		{0x8054, 0x5408}, {0x643A, 0x624B}, {0x4F1A, 0x540C}};

	for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++)
		if (token_char(tokens, i) == pairs[k][0] &&
			token_char(tokens, i + 1) == pairs[k][1])
			return true;
	return false;
}

/* A联合B; but 联合会 and 联合国 are words of names. */
static bool
is_together(const struct tokens *tokens, size_t i)
{
	uint32_t next = token_char(tokens, i + 2);

	return says_with(tokens, i) && next != 0x4F1A && next != 0x56FD;
}

/* 为做好国家知识产权局…: what is done for an office is none of its name. */
static size_t
behind_purpose(const struct tokens *tokens, size_t begin, size_t end)
{
	const struct hit *body = tokens_over(tokens, end - 1, WORD_BODY);

	return begin < end && token_char(tokens, begin) == 0x4E3A &&
			       body != NULL && body->begin > begin
		       ? body->begin
		       : begin;
}

/* 我局, 我中心, 本局: who writes the page, and no name. (本田 is one.) */
#define OWN_TOKENS 4
static bool
is_own(const struct tokens *tokens, size_t begin, size_t end)
{
	uint32_t c = token_char(tokens, begin);

	if (end < begin + 2 || end - begin > OWN_TOKENS)
		return false;
	return c == 0x6211 ||
	       (c == 0x672C && tokens_over(tokens, end - 1, WORD_ORG) != NULL);
}

size_t
bodies_without_rest(const struct tokens *tokens, size_t floor, size_t end)
{
	for (size_t i = end; i > floor + 1 && end - i < REST_TOKENS; i--) {
		/* 高等法院 has it in its name. */
		if (token_char(tokens, i - 1) == 0x7B49 &&
			!body_word(tokens, i - 1) &&
			(body_word(tokens, i - 2) ||
				token_mark(tokens, i - 2, ')')))
			return i - 1;
	}
	return end;
}

void
bodies_add_one(struct roles *r, size_t begin, size_t end)
{
	const struct tokens *tokens = r->tokens;
	struct facts *facts = &r->mention->facts;
	struct organiser *organiser;
	const char *office;
	char *name;

	if (token_is(tokens, begin, "or"))
		return; /* "the X Administration, or SIPA," */
	/* "LES Japan": what is "les" elsewhere begins an office's name here. */
	while (begin < end && body_filler(tokens, begin) &&
		tokens_hit(tokens, begin, WORD_BODY) == NULL)
		begin++;
	if (begin + 2 < end && is_together(tokens, begin))
		begin += 2;
	else if (begin > 0 && begin < end && is_together(tokens, begin - 1))
		begin++;
	begin = behind_purpose(tokens, begin, end);
	end = without_particle(tokens, begin, end);
	while (end > begin &&
		(body_filler(tokens, end - 1) ||
			is_left_open(tokens, end - 1)) &&
		!(token_mark(tokens, end - 1, '.') &&
			tokens_over(tokens, end - 2, WORD_ABBREVIATION) !=
				NULL))
		end--;
	/* "HKIPX (Shenzhen)" is one name. */
	if (end > begin && body_office(tokens, begin, end) == NULL)
		end = without_brackets(tokens, begin, end);
	end = balanced_end(tokens, begin, end);
	end = bodies_without_rest(tokens, begin, end);
	if (begin >= end || end - begin > 40 || is_own(tokens, begin, end) ||
		facts->norganisers >= ORGANISERS_MAX)
		return;
	/* Many scripts have no capitals. */
	if (tokens->items[begin].kind != TOKEN_CJK &&
		!has_capital(tokens, begin, end) &&
		body_office(tokens, begin, end) == NULL)
		return;
	if (!bodies_named(tokens, begin, end) && !r->loose)
		return;
	/* "District Mayor" is a person. */
	if (!r->loose && tokens_over(tokens, end - 1, WORD_OFFICE) != NULL)
		return;
	name = tokens_value(r->story->arena, tokens, begin, end);
	office = body_office(tokens, begin, end);
	if (has_organiser(facts, name, office))
		return;
	organiser = ARENA_PUSH(
		r->story->arena, &facts->organisers, &facts->norganisers);
	organiser->name = name;
	organiser->office = office;
	organiser->role = r->role;
	if (facts->norganisers == 1)
		r->mention->evidence[FACT_ORGANISERS] =
			story_evidence(r->story, begin, end);
}

static bool
joins_names(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {
		"and", "with", "et", "und", "y", "e", "и"};

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i, words[k]))
			return true;
	return false;
}

/* True where the list may be cut before the joining word at i. */
static bool
cuts(const struct tokens *tokens, size_t begin, size_t i)
{
	uint32_t c = token_char(tokens, i);

	const struct hit *body = tokens_over(tokens, i, WORD_BODY);

	/* "United States Patent and Trademark Office" */
	if (body != NULL && body->begin >= begin && body->begin < i)
		return false;
	if (c == 0x3001) /* 、 */
		return true;
	if (c == ',')
		return !(token_is(tokens, i + 1, "ltd") ||
			 token_is(tokens, i + 1, "inc"));
	if (c == 0x3068 ||
		(is_joining_particle(c) && i > begin + 1 &&
			i + 1 < tokens->count && tokens->items[i + 1].blank))
		return i > begin && body_word(tokens, i - 1);
	if (is_together(tokens, i))
		return i > begin && body_word(tokens, i - 1);
	if (c == 0x548C || c == 0x4E0E || c == 0x53CA) /* 和 与 及 */
		return i > begin && (body_word(tokens, i - 1) ||
					    token_mark(tokens, i - 1, ')'));
	if (!joins_names(tokens, i))
		return false;
	if (i == begin || tokens_hit(tokens, i + 1, WORD_DETERMINER) != NULL)
		return true;
	return body_word(tokens, i - 1) ||
	       tokens_over(tokens, i - 1, WORD_PLACE) != NULL ||
	       token_mark(tokens, i - 1, ')');
}

void
bodies_add(struct roles *r, size_t begin, size_t end)
{
	size_t from = begin;
	int depth = 0;

	for (size_t i = begin; i < end; i++) {
		uint32_t c = token_char(r->tokens, i);

		depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
		if (depth > 0 || !cuts(r->tokens, from, i))
			continue;
		bodies_add_one(r, from, i);
		from = i + 1;
	}
	bodies_add_one(r, from, end);
}

/* "at" in "the University of Texas at Austin" */
static bool
is_seat(const struct tokens *tokens, size_t i)
{
	if (!token_is(tokens, i, "at") || i < SEAT_TOKENS ||
		tokens_hit(tokens, i + 1, WORD_PLACE) == NULL)
		return false;
	for (size_t k = i - SEAT_TOKENS; k + 1 < i; k++)
		if (tokens_hit(tokens, k, WORD_ORG) != NULL &&
			tokens->items[k].capital &&
			token_is(tokens, k + 1, "of"))
			return true;
	return false;
}

/* "Inter-regional", "Sino-German": a hyphen without blanks, and what is behind
 * it. */
static bool
is_hyphened(const struct tokens *tokens, size_t i)
{
	const struct token *items = tokens->items;
	size_t mark = token_mark(tokens, i, '-') ? i : i - 1;

	return i > 0 && mark + 1 < tokens->count &&
	       token_mark(tokens, mark, '-') && !items[mark].blank &&
	       !items[mark + 1].blank && items[mark + 1].kind == TOKEN_WORD &&
	       !items[mark + 1].line;
}

/* "Office des lacs", "Ministère de la mer": what a body is for, in languages that
 * write it small. */
static bool
is_purview(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {"des", "du", "dei", "degli"};

	if (i < 2 || tokens->items[i].kind != TOKEN_WORD)
		return false;
	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
		if (token_is(tokens, i - 1, words[k]))
			return true;
	return token_is(tokens, i - 2, "de") && token_is(tokens, i - 1, "la");
}

/* True where token i can stand in a list of names. */
static bool
lists_on(const struct tokens *tokens, size_t i)
{
	static const char *const small[] = {"of", "for", "and", "the", "or",
		"'s", "by", "on", "to", "both", "in", "municipal", "provincial",
		"magazine", "jointly", "de", "la", "le", "les", "des", "du",
		"del", "los", "las", "d", "l", "di", "do", "da", "dei", "delle",
		"et", "y", "e", "für", "und", "der", "die", "das", "dem", "den",
		"и"};
	const struct token *token = &tokens->items[i];
	uint32_t c = token_char(tokens, i);

	if (token->kind == TOKEN_CJK ||
		tokens_over(tokens, i, WORD_BODY) != NULL)
		return true;
	if (is_hyphened(tokens, i))
		return true;
	if (token->kind == TOKEN_MARK)
		return c == ',' || c == '(' || c == ')' || c == '&' ||
		       c == '-' || c == '\'' || c == '.' || c == '/' ||
		       c == 0x3001 || c == '"';
	if (token->kind == TOKEN_NUMBER)
		return false;
	if (token->capital || tokens_hit(tokens, i, WORD_ORG) != NULL ||
		is_seat(tokens, i) || is_purview(tokens, i))
		return true;
	for (size_t k = 0; k < sizeof(small) / sizeof(small[0]); k++)
		if (token_is(tokens, i, small[k]))
			return true;
	return false;
}

static bool
is_day(const struct tokens *tokens, size_t i)
{
	return i < tokens->count &&
	       (tokens->items[i].kind == TOKEN_NUMBER ||
		       tokens_hit(tokens, i, WORD_MONTH) != NULL ||
		       tokens_hit(tokens, i, WORD_WEEKDAY) != NULL);
}

size_t
bodies_list_end(const struct tokens *tokens, size_t begin, size_t ceiling)
{
	size_t i = begin;

	while (i < ceiling && i - begin < LIST_TOKENS && lists_on(tokens, i) &&
		tokens_hit(tokens, i, WORD_TRIGGER) == NULL &&
		!(i > begin && tokens_hit(tokens, i, WORD_ROLE) != NULL)) {
		if (token_is(tokens, i, "in") && i > begin &&
			tokens_hit(tokens, i + 1, WORD_PLACE) != NULL)
			break;
		/* "by the Office on September 14" */
		if (token_is(tokens, i, "on") && i > begin &&
			is_day(tokens, i + 1))
			break;
		i++;
	}
	return i;
}

/* True where a role's word covers token i: names before it have that role.
 * 指导中心 is a part of a body's name instead. */
static bool
ends_with_role(const struct tokens *tokens, size_t i)
{
	const struct hit *role = tokens_over(tokens, i, WORD_ROLE);

	return role != NULL && tokens_hit(tokens, role->end, WORD_ORG) == NULL;
}

size_t
bodies_list_begin(const struct roles *r, size_t end, size_t floor, bool *by)
{
	const struct tokens *tokens = r->tokens;
	const struct told_date *date;
	size_t i = end;

	*by = false;
	while (i > floor && end - i < LIST_TOKENS && lists_on(tokens, i - 1)) {
		uint32_t c = token_char(tokens, i - 1);

		/* 由, 是; and after a clause's comma in Chinese */
		if (c == 0x7531) {
			*by = true;
			break;
		}
		if (c == 0x662F || c == 0x5728 || c == 0x7684)
			break;
		if (c == ',' && tokens->items[end].kind == TOKEN_CJK)
			break;
		if (ends_with_role(tokens, i - 1))
			break;
		/* 이번 포럼은: what the sentence is about ends here. */
		if (i < end && ends_subject(tokens, i - 1))
			break;
		if (name_is_date(r->story, i - 1, &date))
			break;
		i--;
	}
	return i;
}

size_t
bodies_end(const struct roles *r, size_t i, size_t ceiling)
{
	const struct told_date *date;
	size_t at = i;

	while (at < ceiling && lists_on(r->tokens, at) &&
		!name_is_date(r->story, at, &date) &&
		!ends_subject(r->tokens, at) &&
		/* 以线上方式: how, not who */
		token_char(r->tokens, at) != 0x4EE5 &&
		tokens_hit(r->tokens, at, WORD_TRIGGER) == NULL &&
		(r->tokens->items[at].kind != TOKEN_CJK ||
			says_with(r->tokens, at) ||
			(at > i && says_with(r->tokens, at - 1)) ||
			!tokens_boundary(r->tokens, at)) &&
		(at == i || tokens_hit(r->tokens, at, WORD_ROLE) == NULL))
		at++;
	return at;
}
