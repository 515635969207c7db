/*
 * query.c - reads queries: words, FIELD:VALUE, "-" to exclude, "..." phrases.
 *
 * Every term is a condition of its own, and all must hold:
 *   words, "a phrase"  in names, themes, places, organisers, titles, or the
 *           offices that report
 *   kind:   forum, training, ...: a word of any language for one, with those
 *           that are as good as the same ("course" for "training")
 *   place:  venue, district, city, region or country; "online"
 *   org:    an organiser
 *   lang:   some report is in it ("zh" finds zh-CN)
 *   status: announced, ongoing, held, postponed, cancelled
 *   source: some report is from it
 *   after:  not over before that day, month or year begins
 *   before: begins before it does; so after:A before:B is what touches [A, B)
 *   edition: 19 or 19th
 *
 * News have no facts. Of them, words are in a report's title or at the
 * beginning of its text, org: is the office that reports, and after: and
 * before: are about the day on which it was published.
 */
#include "store/query.h"

#include "base/buf.h"
#include "base/record.h"
#include "base/text.h"
#include "store/concepts.h"
#include "store/facts.h"
#include "store/index.h"
#include "store/kinds.h"
#include "store/words.h"

#include <stdlib.h>
#include <string.h>

struct reading {
	struct store *store;
	enum query_of of;
	struct arena *arena;
	int64_t now;
	struct buf where;
	struct query *query;
};

struct term {
	const char *whole; /* as typed, for messages */
	const char *field; /* "" = words */
	const char *value;
	bool exclude;
};

static void
bind(struct reading *r, struct db_value value)
{
	*ARENA_PUSH(r->arena, &r->query->values, &r->query->nvalues) = value;
}

/* ------------------------------------------------------------- fields */

static int
read_words(struct reading *r, const char *columns, const struct term *term,
	struct err *err)
{
	struct buf match;
	int result;

	buf_init(&match, BUF_NO_LIMIT);
	result = words_put_query(&match, columns, term->value);
	if (result < 0)
		err_set(err, ERR_USAGE,
			"\"%s\" holds no word to search for: use letters or "
			"digits",
			term->whole);
	buf_puts(&r->where,
		"e.key IN (SELECT rowid FROM words WHERE words MATCH ?)");
	bind(r, DB_TEXT(arena_strdup(r->arena, buf_str(&match))));
	buf_release(&match);
	return result;
}

static int
read_word(struct reading *r, const struct term *term, struct err *err)
{
	return read_words(r, "name place org title", term, err);
}

static int
read_place(struct reading *r, const struct term *term, struct err *err)
{
	/* As lists of events show it. */
	if (strcasecmp(term->value, "online") == 0) {
		buf_puts(&r->where, "coalesce(e.online, 0) <> 0");
		return 0;
	}
	return read_words(r, "place", term, err);
}

static int
read_org(struct reading *r, const struct term *term, struct err *err)
{
	return read_words(r, "org org_forms", term, err);
}

static int
read_kind(struct reading *r, const struct term *term, struct err *err)
{
	const struct concepts *concepts = db_concepts(r->store, err);
	struct kinds kinds;
	uint64_t concept;

	if (concepts == NULL ||
		kinds_find(r->arena, term->value, &kinds, err) < 0)
		return -1;
	if (kinds.found == NULL)
		return err_set(err, ERR_USAGE,
			"\"%s\": no such kind; kinds are %s", term->whole,
			kinds_list(r->arena, &kinds));
	concept = concepts_find(concepts, kinds.found);
	buf_puts(&r->where, "e.kind IN (?");
	bind(r, DB_TEXT(kinds.found));
	for (size_t i = 0; i < kinds.n; i++) {
		if (kinds.names[i] == kinds.found || concept == 0 ||
			concepts_find(concepts, kinds.names[i]) != concept)
			continue;
		buf_puts(&r->where, ", ?");
		bind(r, DB_TEXT(kinds.names[i]));
	}
	buf_puts(&r->where, ")");
	return 0;
}

#define OF_SOME_REPORT                                  \
	"EXISTS (SELECT 1 FROM mention m JOIN report r" \
	" ON r.key = m.report WHERE m.event = e.key AND "

static int
read_lang(struct reading *r, const struct term *term, struct err *err)
{
	const char *value = text_fold(r->arena, term->value);

	(void)err;
	buf_puts(&r->where,
		OF_SOME_REPORT "(lower(r.language) = ? OR"
			       " substr(lower(r.language), 1, length(?) + 1)"
			       " = ? || '-'))");
	for (int i = 0; i < 3; i++)
		bind(r, DB_TEXT(value));
	return 0;
}

static int
read_source(struct reading *r, const struct term *term, struct err *err)
{
	(void)err;
	buf_puts(&r->where, "EXISTS (SELECT 1 FROM mention m JOIN telling t"
			    " ON t.report = m.report WHERE m.event = e.key"
			    " AND t.source = ?)");
	bind(r, DB_TEXT(term->value));
	return 0;
}

static int
read_status(struct reading *r, const struct term *term, struct err *err)
{
	const char *list = "";

	for (int s = STATUS_ANNOUNCED; s <= STATUS_CANCELLED; s++) {
		const char *name = status_name((enum status)s);

		if (strcasecmp(name, term->value) == 0) {
			buf_puts(&r->where,
				"status_at(e.told, e.starts, e.ends, ?) = ?");
			bind(r, DB_INT(civil_to_days(instant_day(r->now))));
			bind(r, DB_TEXT(name));
			return 0;
		}
		list = arena_printf(r->arena, "%s%s%s", list,
			*list != '\0' ? ", " : "", name);
	}
	return err_set(err, ERR_USAGE,
		"\"%s\": no such status; statuses are %s", term->whole, list);
}

static int
read_day(struct reading *r, const struct term *term, const char *sql,
	struct err *err)
{
	struct civil date;

	if (civil_parse(term->value, &date) < 0)
		return err_set(err, ERR_USAGE,
			"\"%s\": not a date; dates are like 2025-03-27, "
			"2025-03 or 2025",
			term->whole);
	buf_puts(&r->where, sql);
	bind(r, DB_INT(civil_to_days(date)));
	return 0;
}

static int
read_after(struct reading *r, const struct term *term, struct err *err)
{
	return read_day(r, term, "coalesce(e.last_day >= ?, 0)", err);
}

static int
read_before(struct reading *r, const struct term *term, struct err *err)
{
	return read_day(r, term, "coalesce(e.first_day < ?, 0)", err);
}

static int
read_edition(struct reading *r, const struct term *term, struct err *err)
{
	static const char *const ends[] = {"", "st", "nd", "rd", "th"};
	char *rest;
	long n = strtol(term->value, &rest, 10);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (n < 1 || n > 9999 || strcasecmp(rest, ends[i]) != 0)
			continue;
		buf_puts(&r->where, "e.edition = ?");
		bind(r, DB_INT(n));
		return 0;
	}
	return err_set(err, ERR_USAGE,
		"\"%s\": not an edition; editions are like 19 or 19th",
		term->whole);
}

/* ---------------------------------------------------- fields of news */

/* Of a report's text that is searched. */
#define NEWS_CHARACTERS "1000"

#define OF_SOME_NEWS                                                      \
	"EXISTS (SELECT 1 FROM report r JOIN source s ON s.id = r.source" \
	" WHERE r.story = e.key AND "

/* The words as words_put() cuts them, which has_words() looks for. */
static int
bind_words(struct reading *r, const struct term *term, struct err *err)
{
	struct buf words;
	int result = 0;

	buf_init(&words, BUF_NO_LIMIT);
	words_put_phrase(&words, term->value);
	if (words.len == 0)
		result = err_set(err, ERR_USAGE,
			"\"%s\" holds no word to search for: use letters or "
			"digits",
			term->whole);
	bind(r, DB_TEXT(arena_strdup(r->arena, buf_str(&words))));
	buf_release(&words);
	return result;
}

static int
read_news_word(struct reading *r, const struct term *term, struct err *err)
{
	buf_puts(&r->where,
		OF_SOME_NEWS "has_words(coalesce(r.title, '') || char(10) ||"
			     " coalesce((SELECT substr(coalesce(text, summary),"
			     "  1, " NEWS_CHARACTERS ") FROM report_text"
			     "  WHERE report = r.key), ''), ?))");
	return bind_words(r, term, err);
}

static int
read_news_org(struct reading *r, const struct term *term, struct err *err)
{
	buf_puts(&r->where,
		OF_SOME_NEWS "has_words(coalesce(s.office, s.id), ?))");
	return bind_words(r, term, err);
}

static int
read_news_lang(struct reading *r, const struct term *term, struct err *err)
{
	const char *value = text_fold(r->arena, term->value);

	(void)err;
	buf_puts(&r->where, OF_SOME_NEWS
		"lower(coalesce(r.language, s.language, '')) || '-'"
		" LIKE replace(?, '%', '') || '-%')");
	bind(r, DB_TEXT(value));
	return 0;
}

static int
read_news_source(struct reading *r, const struct term *term, struct err *err)
{
	(void)err;
	buf_puts(&r->where, "EXISTS (SELECT 1 FROM report r JOIN telling t"
			    " ON t.report = r.key WHERE r.story = e.key"
			    " AND t.source = ?)");
	bind(r, DB_TEXT(term->value));
	return 0;
}

/* A report without a day counts as of that on which it came; one that tells a
 * month or a year, as of its first. */
#define NEWS_DAY                                                       \
	OF_SOME_NEWS "substr(coalesce(r.published_day, date(iif("      \
		     "  r.published <> 0, r.published, r.first_seen)," \
		     "  'unixepoch')) || '-01-01', 1, 10) "

static int
read_news_day(struct reading *r, const struct term *term, const char *sql,
	struct err *err)
{
	char first[CIVIL_TEXT];

	if (read_day(r, term, sql, err) < 0)
		return -1;
	/* Days are text there. */
	r->query->values[r->query->nvalues - 1] = DB_TEXT(arena_strdup(r->arena,
		civil_format(
			civil_from_days(
				(int32_t)r->query->values[r->query->nvalues - 1]
					.integer),
			first)));
	return 0;
}

static int
read_news_after(struct reading *r, const struct term *term, struct err *err)
{
	return read_news_day(r, term, NEWS_DAY ">= ?)", err);
}

static int
read_news_before(struct reading *r, const struct term *term, struct err *err)
{
	return read_news_day(r, term, NEWS_DAY "< ?)", err);
}

/* What reads the value of a field; NULL where there is no such field. */
static const struct {
	const char *name;
	int (*read[2])(/* by enum query_of */
		struct reading *r, const struct term *term, struct err *err);
} fields[] = {
	{"", {read_word, read_news_word}},
	{"kind", {read_kind, NULL}},
	{"place", {read_place, NULL}},
	{"org", {read_org, read_news_org}},
	{"lang", {read_lang, read_news_lang}},
	{"status", {read_status, NULL}},
	{"source", {read_source, read_news_source}},
	{"after", {read_after, read_news_after}},
	{"before", {read_before, read_news_before}},
	{"edition", {read_edition, NULL}},
};

static int
read_term(struct reading *r, const struct term *term, struct err *err)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		int result;

		if (strcmp(fields[i].name, term->field) != 0 ||
			fields[i].read[r->of] == NULL)
			continue;
		if (*term->value == '\0')
			return err_set(err, ERR_USAGE,
				"\"%s\": nothing to search for behind it",
				term->whole);
		buf_puts(&r->where, r->where.len > 0 ? " AND " : "");
		buf_puts(&r->where, term->exclude ? "NOT coalesce(" : "(");
		result = fields[i].read[r->of](r, term, err);
		buf_puts(&r->where, term->exclude ? ", 0)" : ")");
		return result;
	}
	return err_set(err, ERR_USAGE,
		"\"%s\": no such field%s; fields are %s: (or put it in quotes)",
		term->whole, r->of == QUERY_NEWS ? " of news" : "",
		r->of == QUERY_NEWS ? "org: lang: source: after: before"
				    : "kind: place: org: lang: status: "
				      "source: after: before: edition");
}

/* -------------------------------------------------------------- terms */

/* Takes the next term off *text: [-][FIELD:]WORD or [-][FIELD:]"WORDS".
 * 1 = a term, 0 = no more, -1 = a quote that does not end. */
static int
next_term(struct arena *arena, const char **text, struct term *term,
	struct err *err)
{
	const char *p = *text + strspn(*text, " \t\n\r"), *begin = p, *end;
	size_t name;

	if (*p == '\0')
		return 0;
	*term = (struct term){.field = "", .exclude = *p == '-'};
	if (*p == '-')
		p++;
	name = strspn(p, "abcdefghijklmnopqrstuvwxyz"
			 "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if (name > 0 && p[name] == ':') {
		term->field = text_fold(arena, arena_strndup(arena, p, name));
		p += name + 1;
	}
	if (*p == '"') {
		end = strchr(++p, '"');
		if (end == NULL) {
			err_set(err, ERR_USAGE, "%s: the quote does not end",
				begin);
			return -1;
		}
		term->value = arena_strndup(arena, p, (size_t)(end - p));
		end++;
	} else {
		end = p + strcspn(p, " \t\n\r");
		term->value = arena_strndup(arena, p, (size_t)(end - p));
	}
	term->whole = arena_strndup(arena, begin, (size_t)(end - begin));
	*text = end;
	return 1;
}

/* Other search engines have them; as words they would find nothing, and nobody
 * would know why. */
static bool
is_operator(const struct term *term)
{
	static const char *const operators[] = {"OR", "AND", "NOT", "|", "||"};

	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (strcmp(term->whole, operators[i]) == 0)
			return true;
	return false;
}

int
query_read(struct store *store, enum query_of of, const char *text, int64_t now,
	struct arena *arena, struct query *query, struct err *err)
{
	struct reading r = {.store = store,
		.of = of,
		.arena = arena,
		.now = now,
		.query = query};
	struct term term;
	size_t nterms = 0;
	int more = 0;

	*query = (struct query){.where = NULL};
	buf_init(&r.where, BUF_NO_LIMIT);
	while (text != NULL &&
		(more = next_term(arena, &text, &term, err)) == 1) {
		if (is_operator(&term))
			more = err_set(err, ERR_USAGE,
				"\"%s\": there is no such operator, all terms "
				"must hold; ask twice, or put the word in "
				"quotes to search for it",
				term.whole);
		else if (++nterms > QUERY_TERMS)
			more = err_set(err, ERR_USAGE,
				"\"%s\": more than %d terms in a query",
				term.whole, QUERY_TERMS);
		else
			more = read_term(&r, &term, err);
		if (more < 0)
			break;
	}
	query->where = arena_printf(arena, "%s%s%s",
		of == QUERY_EVENTS ? "e.hidden = 0" : "1",
		r.where.len > 0 ? " AND " : "", buf_str(&r.where));
	buf_release(&r.where);
	return more;
}

sqlite3_stmt *
query_select(struct store *store, const struct query *query, const char *sql,
	size_t times, struct err *err)
{
	sqlite3_stmt *row;

	if (index_flush(store, err) < 0)
		return NULL;
	if (sqlite3_prepare_v2(store->db, sql, -1, &row, NULL) != SQLITE_OK) {
		db_fail(store, err);
		return NULL;
	}
	for (size_t i = 0; i < times * query->nvalues; i++)
		db_bind(row, (int)i + 1, &query->values[i % query->nvalues]);
	return row;
}

int
query_keys(struct store *store, const struct query *query, const char *sql,
	size_t times, struct arena *arena, int64_t **keys, size_t *nkeys,
	struct err *err)
{
	sqlite3_stmt *row = query_select(store, query, sql, times, err);
	int more;

	if (row == NULL)
		return -1;
	while ((more = db_row(store, row, err)) == 1)
		*ARENA_PUSH(arena, keys, nkeys) = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	return more;
}

static void
status_at(sqlite3_context *context, int n, sqlite3_value **v)
{
	const char *told = (const char *)sqlite3_value_text(v[0]);
	const char *starts = (const char *)sqlite3_value_text(v[1]);
	const char *ends = (const char *)sqlite3_value_text(v[2]);
	struct facts facts = {0};
	enum status status;

	(void)n;
	if (starts != NULL && civil_parse(starts, &facts.start) < 0)
		facts.start = (struct civil){0};
	if (ends != NULL && civil_parse(ends, &facts.end) < 0)
		facts.end = (struct civil){0};
	status = facts_status(&facts,
		told == NULL ? STATUS_UNKNOWN : status_from_name(told),
		civil_from_days(sqlite3_value_int(v[3])));
	sqlite3_result_text(context, status_name(status), -1, SQLITE_STATIC);
}

static void
has_words(sqlite3_context *context, int n, sqlite3_value **v)
{
	const char *text = (const char *)sqlite3_value_text(v[0]);
	const char *words = (const char *)sqlite3_value_text(v[1]);
	bool found = false;
	struct buf cut;

	(void)n;
	buf_init(&cut, BUF_NO_LIMIT);
	words_put(&cut, text);
	found = words != NULL && words_found(buf_str(&cut), words);
	buf_release(&cut);
	sqlite3_result_int(context, found);
}

int
query_add_functions(struct store *store, struct err *err)
{
	static const struct {
		const char *name;
		int arguments;
		void (*call)(sqlite3_context *, int, sqlite3_value **);
	} functions[] = {
		{"status_at", 4, status_at}, {"has_words", 2, has_words}};

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (sqlite3_create_function(store->db, functions[i].name,
			    functions[i].arguments,
			    SQLITE_UTF8 | SQLITE_DETERMINISTIC |
				    SQLITE_DIRECTONLY,
			    NULL, functions[i].call, NULL, NULL) != SQLITE_OK)
			return db_fail(store, err);
	return 0;
}
