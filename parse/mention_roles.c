/*
 * mention_roles.c - who hosts, organises, guides and supports an event.
 *
 * The words of data/roles.tsv say the role and on which side the names stand;
 * mention_bodies.c reads the names.
 */
#include "parse/mention_bodies.h"
#include "parse/mention_names.h"
#include "parse/mention_where.h"

#include <string.h>

/* Words between "organized" and "by". */
#define AGENT_TOKENS 4
/* "TAGUIG CITY, Metro Manila, Dec. 10 (PNA) --" */
#define DATELINE_TOKENS 14
/* Sentences below an entry of a list. */
#define ENTRY_SENTENCES 2

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

		/* A与B将于某日，在某地合办: the clause begins before the place. */
		if (tokens->items[i].kind == TOKEN_CJK && c == ',' &&
			!where_ahead(tokens, begin))
			break;
		begin--;
	}
	return begin;
}

/* True for GABORONE: a word in capitals, as datelines have the town. */
static bool
in_capitals(const struct tokens *tokens, size_t i)
{
	const struct token *token = &tokens->items[i];

	for (uint32_t k = token->begin; k < token->end; k++)
		if (tokens->text.text[k] < 'A' || tokens->text.text[k] > 'Z')
			return false;
	return token->end > token->begin + 1;
}

/* A dash with a blank before it and behind it, or two. */
static bool
is_dash(const struct tokens *tokens, size_t i)
{
	return token_mark(tokens, i, '-') && tokens->items[i].blank &&
	       (tokens->items[i + 1].blank || token_mark(tokens, i + 1, '-'));
}

/* "EUIPO – together with the Office – held": where the subject ends, before what
 * stands between dashes; otherwise `verb`. */
static size_t
before_dashes(const struct tokens *tokens, size_t floor, size_t verb)
{
	size_t close = verb - 1;

	if (verb < floor + 3)
		return verb;
	if (token_mark(tokens, close, '-'))
		close -= token_mark(tokens, close - 1, '-');
	if (!is_dash(tokens, close))
		return verb;
	for (size_t i = close - 1; i > floor; i--)
		if (is_dash(tokens, i))
			return i;
	return verb;
}

/* "GABORONE – The Office held": the town that a report begins with is none of
 * the office's name. Behind it, or `floor`. */
static size_t
behind_dateline(const struct tokens *tokens, size_t floor, size_t ceiling)
{
	size_t after;

	if (!tokens->items[floor].line ||
		body_office(tokens, floor, floor + 1) != NULL ||
		(!in_capitals(tokens, floor) &&
			place_at(tokens, floor, &after) == NULL))
		return floor;
	for (size_t i = floor; i + 1 < ceiling && i < floor + DATELINE_TOKENS;
		i++) {
		const struct token *token = &tokens->items[i];

		/* "ARIPO – the regional office – held" has two. */
		if (is_dash(tokens, i))
			return before_dashes(tokens, floor, ceiling) == i
				       ? floor
				       : i + 1 + token_mark(tokens, i + 1, '-');
		if (token->kind == TOKEN_WORD && !token->capital)
			return floor;
	}
	return floor;
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
	size_t floor = behind_dateline(tokens, in->begin, verb->begin);
	size_t ceiling = before_dashes(tokens, floor, verb->begin);
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
	begin = clause_begin(tokens, floor, ceiling);
	while (begin < ceiling) {
		const struct told_date *date;

		if (name_is_date(r->story, begin, &date))
			begin = date->end;
		else if (tokens->items[begin].kind == TOKEN_WORD &&
			 begin + 1 < ceiling &&
			 name_is_date(r->story, begin + 1, &date))
			begin++; /* "On 6 December" */
		else if (body_filler(tokens, begin))
			begin++;
		else
			break;
	}
	end = bodies_without_rest(tokens, begin, bodies_end(r, begin, ceiling));
	while (end > begin && body_filler(tokens, end - 1))
		end--;
	/* 市场监管局组织召开: here 组织 is a verb. */
	if (end > begin + 2 && end == ceiling &&
		token_char(tokens, end - 2) == 0x7EC4 &&
		token_char(tokens, end - 1) == 0x7EC7)
		end -= 2;
	r->loose = false;
	if (end > begin && (body_word(tokens, end - 1) ||
				   token_mark(tokens, end - 1, ')') || !cjk))
		bodies_add(r, begin, end);
	/* "To mark the day, the Bureau will hold": what is right before the
	 * verb, where the clause begins with something else. */
	if (!cjk && r->mention->facts.norganisers == 0) {
		bool by;

		begin = bodies_list_begin(r, ceiling, floor, &by);
		bodies_add(r, begin, ceiling);
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
	bodies_add(r, by + 1, bodies_list_end(tokens, by + 1, in->end));
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
	end = bodies_list_end(r->tokens, verb->end, in->end);
	for (size_t i = 0; i < candidate->nreferences; i++) {
		const struct reference *ref = candidate->references[i];

		if (ref->begin >= verb->end && ref->begin < end)
			end = ref->begin;
	}
	r->loose = false;
	bodies_add(r, verb->end, end);
}

static void
read_role(struct roles *r, const struct candidate *candidate,
	const struct sentence *in, const struct hit *hit)
{
	const struct tokens *tokens = r->tokens;
	const char *where = strchr(hit->word->value, ' ');
	size_t begin, end;
	bool by;

	/* 指导中心 is a part of a body's name; "organizado por Universidad X"
	 * begins with such a word. */
	if (where == NULL ||
		(tokens->items[hit->begin].kind == TOKEN_CJK &&
			tokens_hit(tokens, hit->end, WORD_ORG) != NULL))
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
					tokens->items[k - 1].kind !=
						TOKEN_MARK && /* "Co., Ltd." */
					!tokens->items[k - 1].capital &&
					k + 1 < in->end))
				end = k + 1;
		bodies_add(r, end, bodies_list_end(tokens, end, in->end));
		return;
	}
	end = before_copula(tokens, in->begin, hit->begin);
	/* "China IP magazine, which organized the forum" */
	if (end > in->begin + 1 && (token_is(tokens, end - 1, "which") ||
					   token_is(tokens, end - 1, "who")))
		end--;
	end = before_aside(tokens, in->begin, end);
	end = bodies_without_rest(tokens, in->begin, end);
	begin = bodies_list_begin(r, end, in->begin, &by);
	r->loose = false;
	/* A与B共同举办X: without 由 they are the subject. */
	if (strcmp(where, "by") == 0 && !by) {
		read_subject(r, candidate, in, hit);
		return;
	}
	if (begin < end)
		bodies_add(r, begin, end);
	for (size_t k = hit->end; k < in->end; k++)
		if (token_mark(tokens, k, ':') &&
			bodies_named(tokens, k + 1, in->end)) {
			bodies_add(r, k + 1,
				bodies_list_end(tokens, k + 1, in->end));
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
		bodies_add(r, ref->end + 1,
			bodies_list_end(tokens, ref->end + 1, ceiling));
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
		bodies_add(r, i, bodies_list_end(tokens, i, in->end));
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
					bodies_add(r, from, i);
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
				bodies_named(tokens, ref->begin, k)) {
				bodies_add_one(r, ref->begin, k);
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
			bodies_add_one(r, body->begin, body->end);
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
