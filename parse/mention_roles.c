/*
 * mention_roles.c - who hosts, organises, guides and supports an event.
 *
 * The words of data/roles.tsv say the role and on which side the names stand.
 * A list of names is split at commas and at those "and" behind which a body's
 * name is complete ("Ministry of Science and Technology" is one).
 */
#include "parse/mention_names.h"

#include "base/text.h"

#include <string.h>

#define ORGANISERS_MAX 24
#define LIST_TOKENS 120
/* Words between "organized" and "by". */
#define AGENT_TOKENS 4
/* Sentences below an entry of a list. */
#define ENTRY_SENTENCES 2
/* From "University" to the "at" behind it. */
#define SEAT_TOKENS 4

struct roles {
	struct story *story;
	const struct tokens *tokens;
	struct mention *mention;
	enum role role;
	bool loose; /* a role's own words introduce the list */
};

static bool
is_body_word(const struct tokens *tokens, size_t i)
{
	return tokens_over(tokens, i, WORD_ORG) != NULL ||
	       tokens_over(tokens, i, WORD_BODY) != NULL ||
	       tokens_over(tokens, i, WORD_ACRONYM) != NULL;
}

static bool
has_body_word(const struct tokens *tokens, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++)
		if (is_body_word(tokens, i))
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
static bool
is_filler(const struct tokens *tokens, size_t i)
{
	static const char *const words[] = {"the", "and", "by", "or", "both",
		"jointly", "together", "also", "a", "two", "-", "namely"};
	static const uint32_t chars[] = {
		0x7531, 0x548C, 0x4E0E, 0x53CA, 0x5728, 0x3001, 0x5171};
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
roles_office(const struct tokens *tokens, size_t begin, size_t end)
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

static void
add_name(struct roles *r, size_t begin, size_t end)
{
	const struct tokens *tokens = r->tokens;
	struct facts *facts = &r->mention->facts;
	struct organiser *organiser;
	const char *office;
	char *name;

	if (token_is(tokens, begin, "or"))
		return; /* "the X Administration, or SIPA," */
	/* "LES Japan": what is "les" elsewhere begins an office's name here. */
	while (begin < end && is_filler(tokens, begin) &&
		tokens_hit(tokens, begin, WORD_BODY) == NULL)
		begin++;
	while (end > begin &&
		(is_filler(tokens, end - 1) || is_left_open(tokens, end - 1)) &&
		!(token_mark(tokens, end - 1, '.') &&
			tokens_over(tokens, end - 2, WORD_ABBREVIATION) !=
				NULL))
		end--;
	/* "HKIPX (Shenzhen)" is one name. */
	if (end > begin && roles_office(tokens, begin, end) == NULL)
		end = without_brackets(tokens, begin, end);
	end = balanced_end(tokens, begin, end);
	if (begin >= end || end - begin > 40 ||
		facts->norganisers >= ORGANISERS_MAX)
		return;
	/* Many scripts have no capitals. */
	if (tokens->items[begin].kind != TOKEN_CJK &&
		!has_capital(tokens, begin, end) &&
		roles_office(tokens, begin, end) == NULL)
		return;
	if (!has_body_word(tokens, begin, end) && !r->loose)
		return;
	/* "District Mayor" is a person. */
	if (!r->loose && tokens_over(tokens, end - 1, WORD_OFFICE) != NULL)
		return;
	name = tokens_value(r->story->arena, tokens, begin, end);
	office = roles_office(tokens, begin, end);
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
	if (c == 0x548C || c == 0x4E0E || c == 0x53CA) /* 和 与 及 */
		return i > begin && (is_body_word(tokens, i - 1) ||
					    token_mark(tokens, i - 1, ')'));
	if (!joins_names(tokens, i))
		return false;
	if (i == begin || tokens_hit(tokens, i + 1, WORD_DETERMINER) != NULL)
		return true;
	return is_body_word(tokens, i - 1) ||
	       tokens_over(tokens, i - 1, WORD_PLACE) != NULL ||
	       token_mark(tokens, i - 1, ')');
}

static void
add_list(struct roles *r, size_t begin, size_t end)
{
	size_t from = begin;
	int depth = 0;

	for (size_t i = begin; i < end; i++) {
		uint32_t c = token_char(r->tokens, i);

		depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
		if (depth > 0 || !cuts(r->tokens, from, i))
			continue;
		add_name(r, from, i);
		from = i + 1;
	}
	add_name(r, from, end);
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

/* True where token i can stand in a list of names. */
static bool
lists_on(const struct tokens *tokens, size_t i)
{
	static const char *const small[] = {"of", "for", "and", "the", "or",
		"'s", "by", "on", "to", "both", "in", "municipal", "provincial",
		"magazine", "jointly", "de", "la", "le", "les", "des", "du",
		"del", "d", "l", "et", "y", "e", "für", "und", "der", "die",
		"и"};
	const struct token *token = &tokens->items[i];
	uint32_t c = token_char(tokens, i);

	if (token->kind == TOKEN_CJK ||
		tokens_over(tokens, i, WORD_BODY) != NULL)
		return true;
	if (token->kind == TOKEN_MARK)
		return c == ',' || c == '(' || c == ')' || c == '&' ||
		       c == '-' || c == '\'' || c == '.' || c == '/' ||
		       c == 0x3001 || c == '"';
	if (token->kind == TOKEN_NUMBER)
		return false;
	if (token->capital || tokens_hit(tokens, i, WORD_ORG) != NULL ||
		is_seat(tokens, i))
		return true;
	for (size_t k = 0; k < sizeof(small) / sizeof(small[0]); k++)
		if (token_is(tokens, i, small[k]))
			return true;
	return false;
}

static size_t
list_end(const struct tokens *tokens, size_t begin, size_t ceiling)
{
	size_t i = begin;

	while (i < ceiling && i - begin < LIST_TOKENS && lists_on(tokens, i) &&
		tokens_hit(tokens, i, WORD_TRIGGER) == NULL &&
		!(i > begin && tokens_hit(tokens, i, WORD_ROLE) != NULL)) {
		if (token_is(tokens, i, "in") && i > begin &&
			tokens_hit(tokens, i + 1, WORD_PLACE) != NULL)
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

static size_t
list_begin(const struct roles *r, size_t end, size_t floor, bool *by)
{
	const struct tokens *tokens = r->tokens;
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
		i--;
	}
	return i;
}

/* 是论坛的共同主办单位: the names stand before 是. */
static size_t
before_copula(const struct tokens *tokens, size_t floor, size_t end)
{
	for (size_t i = end; i > floor && end - i < 6; i--)
		if (token_char(tokens, i - 1) == 0x662F)
			return i - 1;
	return end;
}

/* "A and B, supported by C and by D, jointly held": who does it stands before
 * the aside that tells the role of others. */
static size_t
before_aside(const struct tokens *tokens, size_t floor, size_t end)
{
	size_t i = end - 1;

	if (end <= floor || !token_mark(tokens, i, ','))
		return end;
	for (size_t k = i; k > floor && i - k < LIST_TOKENS; k--) {
		const struct hit *role;

		if (!token_mark(tokens, k - 1, ','))
			continue;
		role = tokens_hit(tokens, k, WORD_ROLE);
		if (role != NULL && strstr(role->word->value, " after"))
			return k - 1;
	}
	return end;
}

/* True where the verb at i tells what is done to its subject: "was held". */
static bool
is_passive(const struct tokens *tokens, size_t floor, size_t i)
{
	static const char *const words[] = {
		"is", "are", "was", "were", "be", "been", "being", "and"};

	for (size_t k = i; k > floor && i - k < 3; k--)
		for (size_t n = 0; n < sizeof(words) / sizeof(words[0]); n++)
			if (token_is(tokens, k - 1, words[n]))
				return true;
	return false;
}

/* "The Office (IPO), in cooperation with the Institute, held a seminar":
 * where the clause of the verb at i begins. */
static size_t
clause_begin(const struct tokens *tokens, size_t floor, size_t i)
{
	size_t begin = i;

	while (begin > floor && i - begin < LIST_TOKENS) {
		uint32_t c = token_char(tokens, begin - 1);

		if (tokens->items[i].kind == TOKEN_CJK && c == ',')
			break;
		begin--;
	}
	return begin;
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

/* The end of the bodies that begin at token i: before a verb, a date, a word
 * of place, or whatever stands in no list. */
static size_t
bodies_end(const struct roles *r, size_t i, size_t ceiling)
{
	const struct told_date *date;
	size_t at = i;

	while (at < ceiling && lists_on(r->tokens, at) &&
		!name_is_date(r->story, at, &date) &&
		!ends_subject(r->tokens, at) &&
		tokens_hit(r->tokens, at, WORD_TRIGGER) == NULL &&
		(r->tokens->items[at].kind != TOKEN_CJK ||
			!tokens_boundary(r->tokens, at)) &&
		(at == i || tokens_hit(r->tokens, at, WORD_ROLE) == NULL))
		at++;
	return at;
}

/* The subject of an active verb hosts, where the event is what it holds: "WIPO
 * held the X Forum", 国家知识产权局在京举办X论坛. */
static void
read_subject(struct roles *r, const struct candidate *candidate,
	const struct sentence *in, const struct hit *verb)
{
	const struct tokens *tokens = r->tokens;
	bool object = false, cjk = tokens->items[verb->begin].kind == TOKEN_CJK;
	bool behind = verb->word->lower || verb->word->last;
	size_t begin, end;

	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct reference *ref = candidate->references[i];

		if (ref->sentence != tokens->items[verb->begin].sentence)
			continue;
		object = object ||
			 (behind ? ref->end <= verb->begin ||
						 ref->begin >= verb->end
				 : ref->begin >= verb->end);
	}
	if (!object || (!cjk && is_passive(tokens, in->begin, verb->begin)))
		return;
	begin = clause_begin(tokens, in->begin, verb->begin);
	while (begin < verb->begin) {
		const struct told_date *date;

		if (name_is_date(r->story, begin, &date))
			begin = date->end;
		else if (tokens->items[begin].kind == TOKEN_WORD &&
			 begin + 1 < verb->begin &&
			 name_is_date(r->story, begin + 1, &date))
			begin++; /* "On 6 December" */
		else if (is_filler(tokens, begin))
			begin++;
		else
			break;
	}
	end = bodies_end(r, begin, verb->begin);
	while (end > begin && is_filler(tokens, end - 1))
		end--;
	/* 市场监管局组织召开: here 组织 is a verb. */
	if (end > begin + 2 && end == verb->begin &&
		token_char(tokens, end - 2) == 0x7EC4 &&
		token_char(tokens, end - 1) == 0x7EC7)
		end -= 2;
	r->loose = false;
	if (end > begin && (is_body_word(tokens, end - 1) ||
				   token_mark(tokens, end - 1, ')') || !cjk))
		add_list(r, begin, end);
	/* "To mark the day, the Bureau will hold": what is right before the
	 * verb, where the clause begins with something else. */
	if (!cjk && r->mention->facts.norganisers == 0) {
		bool by;

		begin = list_begin(r, verb->begin, in->begin, &by);
		add_list(r, begin, verb->begin);
	}
}

/* "is organized every year by X": what stands between is no body. */
static bool
read_agent(struct roles *r, const struct sentence *in, const struct hit *verb)
{
	const struct tokens *tokens = r->tokens;
	size_t by = verb->end;

	while (by < in->end && by < verb->end + AGENT_TOKENS &&
		tokens->items[by].kind == TOKEN_WORD &&
		!tokens->items[by].capital && !token_is(tokens, by, "by"))
		by++;
	if (by >= in->end || !token_is(tokens, by, "by") ||
		!is_passive(tokens, in->begin, verb->begin))
		return false;
	r->loose = true;
	add_list(r, by + 1, list_end(tokens, by + 1, in->end));
	return true;
}

/* "Im Mai veranstaltet das Amt die Tagung": what stands between the verb and
 * the event, where nobody stands before it. */
static void
read_inverted(struct roles *r, const struct candidate *candidate,
	const struct sentence *in, const struct hit *verb)
{
	size_t end;

	if (r->mention->facts.norganisers > 0)
		return;
	end = list_end(r->tokens, verb->end, in->end);
	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct reference *ref = candidate->references[i];

		if (ref->begin >= verb->end && ref->begin < end)
			end = ref->begin;
	}
	r->loose = false;
	add_list(r, verb->end, end);
}

static void
read_role(struct roles *r, const struct candidate *candidate,
	const struct sentence *in, const struct hit *hit)
{
	const struct tokens *tokens = r->tokens;
	const char *where = strchr(hit->word->value, ' ');
	size_t begin, end;
	bool by;

	/* 指导中心 is a part of a body's name. */
	if (where == NULL || tokens_hit(tokens, hit->end, WORD_ORG) != NULL)
		return;
	if (strncmp(hit->word->value, "same", 4) != 0) {
		char name[32];
		size_t n = (size_t)(where - hit->word->value);

		if (n >= sizeof(name))
			return;
		memcpy(name, hit->word->value, n);
		name[n] = '\0';
		r->role = role_from_name(name);
	}
	where++;
	if (strcmp(where, "inverted") == 0) {
		read_subject(r, candidate, in, hit);
		read_inverted(r, candidate, in, hit);
		return;
	}
	/* "China IP magazine, which organized the forum" */
	if (strcmp(where, "active") == 0 && hit->begin > in->begin &&
		!token_is(tokens, hit->begin - 1, "which") &&
		!token_is(tokens, hit->begin - 1, "who")) {
		if (!read_agent(r, in, hit))
			read_subject(r, candidate, in, hit);
		return;
	}
	if (strcmp(where, "after") == 0) {
		end = hit->end;
		if (token_mark(tokens, end, ':'))
			end++;
		r->loose = true;
		/* "by three partners: the X and the Y" */
		for (size_t k = end; k < in->end && k < end + 5; k++)
			if (token_mark(tokens, k, ':') ||
				(token_mark(tokens, k, ',') && k > end &&
					!tokens->items[k - 1].capital &&
					k + 1 < in->end))
				end = k + 1;
		add_list(r, end, list_end(tokens, end, in->end));
		return;
	}
	end = before_copula(tokens, in->begin, hit->begin);
	/* "China IP magazine, which organized the forum" */
	if (end > in->begin + 1 && (token_is(tokens, end - 1, "which") ||
					   token_is(tokens, end - 1, "who")))
		end--;
	end = before_aside(tokens, in->begin, end);
	begin = list_begin(r, end, in->begin, &by);
	r->loose = false;
	/* A与B共同举办X: without 由 they are the subject. */
	if (strcmp(where, "by") == 0 && !by) {
		read_subject(r, candidate, in, hit);
		return;
	}
	if (begin < end)
		add_list(r, begin, end);
	for (size_t k = hit->end; k < in->end; k++)
		if (token_mark(tokens, k, ':') &&
			has_body_word(tokens, k + 1, in->end)) {
			add_list(r, k + 1, list_end(tokens, k + 1, in->end));
			break;
		}
}

/* "the Annual Meeting of the International Trademark Association": whose it
 * is organises it, where nothing else is said. */
static void
read_owner(struct roles *r, const struct candidate *candidate)
{
	const struct tokens *tokens = r->tokens;

	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct reference *ref = candidate->references[i];
		size_t ceiling = tokens->sentences[ref->sentence].end;

		if (ref->anaphor || ref->end + 1 >= ceiling ||
			!token_is(tokens, ref->end, "of"))
			continue;
		r->role = ROLE_ORGANISER;
		r->loose = false;
		add_list(r, ref->end + 1,
			list_end(tokens, ref->end + 1, ceiling));
		return;
	}
}

/* "Invention-Con 2022 / 10 August / A free conference of the Patent Office": in
 * a list the line below an entry tells whose it is. */
static void
read_entry_owner(struct roles *r, const struct candidate *candidate)
{
	const struct tokens *tokens = r->tokens;
	size_t stated = candidate->best.reference->sentence;

	if (!candidate->best.listed)
		return;
	for (size_t s = stated + 1;
		s < tokens->nsentences && s <= stated + ENTRY_SENTENCES; s++) {
		const struct sentence *in = &tokens->sentences[s];
		const struct candidate *owner = r->story->owners[s];
		const struct hit *head;
		size_t i;

		if (owner != NULL && owner != candidate)
			return;
		head = tokens_next(tokens, in->begin, in->end, WORD_HEAD);
		if (head == NULL || head->end + 2 >= in->end ||
			!token_is(tokens, head->end, "of"))
			continue;
		i = head->end + 1;
		i += token_is(tokens, i, "the");
		if (tokens_hit(tokens, i, WORD_BODY) == NULL)
			continue;
		r->role = ROLE_ORGANISER;
		r->loose = false;
		add_list(r, i, list_end(tokens, i, in->end));
		return;
	}
}

/* 主办单位: and the bodies behind it or on the lines below. */
static void
read_labels(struct roles *r, const struct candidate *candidate)
{
	static const enum role roles[] = {ROLE_HOST, ROLE_ORGANISER,
		ROLE_COORGANISER, ROLE_GUIDE, ROLE_SUPPORTER};
	const struct label *label;

	r->loose = true;
	for (size_t k = 0; k < sizeof(roles) / sizeof(roles[0]); k++) {
		size_t at = 0;

		r->role = roles[k];
		while ((label = labels_next(r->story, candidate,
				role_name(roles[k]), &at)) != NULL) {
			size_t from = label->begin;

			for (size_t i = from + 1; i <= label->end; i++)
				if (i == label->end ||
					r->tokens->items[i].line) {
					add_list(r, from, i);
					from = i;
				}
		}
	}
}

/* "ECTA Annual Conference", "the Group's Annual Conference": who is in front of
 * what it does every year holds it, where nothing else is said. */
static void
read_namesake(struct roles *r, const struct candidate *candidate)
{
	const struct tokens *tokens = r->tokens;

	r->role = ROLE_ORGANISER;
	r->loose = true;
	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct reference *ref = candidate->references[i];
		const struct hit *body;

		if (ref->anaphor)
			continue;
		for (size_t k = ref->begin + 1; k < ref->head; k++)
			if (token_is(tokens, k, "'s") &&
				has_body_word(tokens, ref->begin, k)) {
				add_name(r, ref->begin, k);
				return;
			}
		body = tokens_hit(tokens,
			ref->begin + (ref->year != 0 || ref->edition != 0),
			WORD_ACRONYM);
		if (body == NULL)
			body = tokens_hit(tokens, ref->begin, WORD_ACRONYM);
		/* "Конференция Роспатента" */
		if (body == NULL) {
			body = tokens_hit(tokens, ref->head_end, WORD_BODY);
			if (body != NULL && body->end != ref->end)
				body = NULL;
		}
		if (body != NULL && tokens->items[body->begin].capital) {
			add_name(r, body->begin, body->end);
			return;
		}
	}
}

void
roles_tell(struct story *story, const struct candidate *candidate, bool alone,
	struct mention *mention)
{
	const struct tokens *tokens = &story->tokens;
	struct roles r = {.story = story, .tokens = tokens, .mention = mention};

	read_labels(&r, candidate);
	r.role = ROLE_HOST;
	for (size_t s = story->title_sentences;
		(s = candidate_next(story, candidate, s)) != SIZE_MAX; s++) {
		const struct sentence *in = &tokens->sentences[s];
		const struct hit *hit;

		if (!alone && !candidate_in(candidate, s))
			continue;
		for (size_t i = in->begin; i < in->end; i = hit->end) {
			hit = tokens_next(tokens, i, in->end, WORD_ROLE);
			if (hit == NULL)
				break;
			read_role(&r, candidate, in, hit);
		}
	}
	if (mention->facts.norganisers == 0)
		read_owner(&r, candidate);
	if (mention->facts.norganisers == 0)
		read_entry_owner(&r, candidate);
	if (mention->facts.norganisers == 0 && candidate->parent == SIZE_MAX)
		read_namesake(&r, candidate);
}
