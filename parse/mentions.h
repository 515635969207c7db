/*
 * mentions.h - what the parts of parse_mentions() share.
 *
 *	title and text -> tokens, dates, labelled lines (mention_story.c,
 *	mention_labels.c)
 *	-> references to events (mention_names.c; _alphabet.c, _cjk.c), also
 *	by the shape of lists (mention_entries.c) and as titles alone (mention_headline.c)
 *	-> candidates: references to one event (mention_merge.c)
 *	-> facts of each: its name (mention_called.c), when (mention_when.c),
 *	where (mention_where.c), who (mention_roles.c, mention_bodies.c,
 *	mention_people.c and _zh.c), what about (mention_theme.c), what became
 *	of it (mention_status.c)
 *	-> scores and parents (mentions.c)
 */
#ifndef PARSE_MENTIONS_H
#define PARSE_MENTIONS_H

#include "base/record.h"
#include "parse/dates.h"
#include "parse/tokens.h"
#include "parse/weights.h"

struct candidate;
struct parser;

/* A line that tells a fact behind its label. */
struct label {
	uint32_t at;         /* token of the label itself */
	uint32_t begin, end; /* tokens of what it tells */
	const char *value;   /* "when", "time", "where", "theme", a role,
				"other" */
	size_t owner;        /* index of a candidate, or SIZE_MAX */
};

struct labels {
	struct label *items; /* in the order of the text */
	size_t count;
};

/* A report as tokens. The title comes first, then a blank line, then the
 * text: an offset below title_bytes is one into the title. */
struct story {
	struct arena *arena; /* of the report: what is told of events */
	/* What is read for that. A text of as many bytes takes fifty times as
	 * many: the next report takes the same memory, warm. */
	struct arena *scratch;
	struct report *report;
	const struct weights *weights;
	struct tokens tokens;
	struct told_dates dates;
	struct labels labels;
	size_t title_bytes;
	size_t title_tokens;
	size_t title_sentences;
	struct civil published; /* zero = unknown */
	struct civil today;     /* of the clock that the parse was given */
	/* Of each sentence: the accepted event that it names, or NULL. */
	const struct candidate **owners;
	int title_year;
	int url_year;
	bool lower; /* its language has names in lower case */
	bool titled; /* ... gives them a capital where they stand by themselves */
	/* Where the mention is that is being told; NULL = not known yet. */
	const struct place *place;
};

#define CONCEPTS_MAX 48
/* A text that names more is a catalogue: the rest of it is not read. */
#define REFERENCES_MAX 200
#define MENTIONS_MAX 64

/* A place where the text speaks of an event. */
struct reference {
	uint32_t begin, end; /* tokens of the name */
	uint32_t head, head_end;
	uint32_t sentence;
	const char *kind;
	int edition;
	int year;        /* in the name */
	bool anaphor;    /* "the forum": which, the text before says */
	bool indefinite; /* "an annual conference" */
	bool quoted;
	bool described; /* a title's words for it, in sentence case */
	bool joint;     /* A论坛暨B大会: one event with two names */
	bool whole;     /* only spoken of as what others are a part of */
	bool press;     /* only spoken of by a press conference */
	uint32_t parent_begin, parent_end; /* "of the X Annual Conference" */
	uint32_t concepts[CONCEPTS_MAX];   /* hashes of the name's words */
	size_t nconcepts;
	size_t candidate; /* index; SIZE_MAX = none yet */
};

struct references {
	struct reference *items; /* in the order of the text */
	size_t count;
};

/* A sentence that says when: a date that belongs to a reference. */
struct statement {
	const struct reference *reference;
	const struct told_date *date; /* NULL = a trigger without a date */
	const struct hit *trigger;    /* NULL = none */
	struct civil start, end;
	bool listed;   /* an entry of a list: no verb is to be expected */
	bool reckoned; /* the year came from publication or from elsewhere */
	double weight;
};

struct candidate {
	const struct reference *name; /* the best one */
	const struct reference **references;
	size_t nreferences;
	/* The sentences that its references stand in, each once, in order:
	 * of accepted candidates, when facts are told. */
	uint32_t *sentences;
	size_t nsentences;
	int edition;
	int year;
	struct statement best; /* date NULL: no date was told */
	enum status told;
	size_t first_sentence;
	double features[FEATURES];
	double score;
	bool accepted;
	size_t index;
	size_t mention; /* index into report->mentions, if accepted */
	size_t parent;  /* index of a candidate, or SIZE_MAX */
};

struct candidates {
	struct candidate *items;
	size_t count;
};

/* mentions.c: all candidates of a report, scored; what is accepted is said.
 * Returns the index of the main one, or SIZE_MAX. For parse_mentions() and for
 * those who fit the weights. */
size_t mentions_weigh(const struct parser *parser, int64_t now,
	struct story *story, struct candidates *all);

/* mention_called.c */
void name_tell(struct story *story, const struct candidates *all,
	const struct candidate *candidate, struct mention *mention);

/* mention_names.c */
void names_find(struct story *story, struct references *out);

/* mention_entries.c: the headings of dated lists, as names. */
void entries_find(struct story *story, struct references *references);

/* mention_headline.c: the title as a name, where nothing else is one and a line
 * below it tells place and day, or the text "the award ceremony". */
void headline_find(struct story *story, struct references *references);
/* True where the title may be a name, by its words alone; it has fewer tokens
 * then. */
#define HEADLINE_TOKENS 21
bool headline_is_name(const struct story *story);
/* False where headline_day() would find none, as no line there is so short.
 * Lines are enough for it. */
bool headline_may_have_day(const struct story *story);
/* The day in the line of place and day below the title, or NULL. */
const struct told_date *headline_day(const struct story *story);
/* Gives it to the event that the title names. */
void headline_own(struct story *story, const struct references *references,
	struct candidates *all);

/* mention_merge.c */
void candidates_group(struct story *story, struct references *references,
	struct candidates *out);
/* The share of words that two names have in common: 0..1. */
double names_dice(const struct reference *a, const struct reference *b);
double names_alike(const struct story *story, const struct reference *a,
	const struct reference *b);

/* mention_labels.c */
void labels_read(struct story *story);
/* Gives each label its event, and events the days that labels tell. */
void labels_own(struct story *story, const struct references *references,
	struct candidates *all);
/* The next of the candidate's labels with that value, from *at on; NULL = no
 * more. *at is 0 at first. */
const struct label *labels_next(const struct story *story,
	const struct candidate *candidate, const char *value, size_t *at);
/* The label that tells token i, or NULL. */
const struct label *label_over(const struct story *story, size_t i);

/* mention_when.c */
/* What a label tells is the candidate's day, unless it has a better one. */
void when_labelled(const struct story *story, struct candidate *candidate,
	const struct told_date *date);
void when_tell(struct story *story, const struct candidate *candidate,
	struct mention *mention);
/* The best statement of one reference; weight 0 = it makes none. */
struct statement when_stated(const struct story *story,
	const struct references *references, const struct reference *reference,
	int name_year);

/* mention_times.c, behind when_tell() and where_tell() */
void times_tell(struct story *story, const struct candidate *candidate,
	struct mention *mention);

/* mention_where.c */
void where_tell(struct story *story, const struct candidate *candidate,
	bool alone, struct mention *mention);

/* mention_stops.c: more mentions of an event that is held in several towns, each
 * on a day of its own; its own is the report's last one. */
void stops_tell(struct story *story, const struct candidate *candidate,
	struct report *report);

/* mention_status.c */
/* True for the day that an event is moved to: "postponed to 14 January",
 * 延期至1月14日. */
bool status_moved_to(const struct tokens *tokens, const struct told_date *date);
/* True for "postponed from 25 November to 14 January", which reads as a range,
 * but only its end is the new day. */
bool status_moved_within(
	const struct tokens *tokens, const struct told_date *date);
/* True for a day that a new one follows in the sentence: it is the old one. */
bool status_moved_away(const struct story *story, const struct told_date *date);
enum status status_told(const struct story *story,
	const struct candidate *candidate, struct evidence *evidence);
enum status status_now(
	const struct story *story, const struct facts *facts, enum status told);

/* mention_bodies.c */
/* The id of the office whose name the tokens are, all of them; NULL = none. A
 * part of an office's name makes no office: "EUIPO Boards of Appeal". */
const char *body_office(const struct tokens *tokens, size_t begin, size_t end);

/* mention_roles.c, mention_people.c, mention_theme.c */
void roles_tell(struct story *story, const struct candidate *candidate,
	bool alone, struct mention *mention);
void people_tell(struct story *story, const struct candidate *candidate,
	bool alone, struct mention *mention);
void theme_tell(struct story *story, const struct candidate *candidate,
	bool alone, struct mention *mention);

/* Notes in what sentences an accepted candidate is spoken of: before any of
 * the three below. */
void candidate_settle(struct story *story, struct candidate *candidate);

/* True where the sentence speaks of the candidate, by name or otherwise. */
bool candidate_in(const struct candidate *candidate, size_t sentence);

/* True where the sentence may be read for the candidate: it speaks of it, or
 * follows one that does and names no other event. */
bool candidate_near(const struct story *story,
	const struct candidate *candidate, size_t sentence);

/* The first sentence from `from` on that candidate_near() is true of, without
 * a look at those between: a text of many sentences and events is read in
 * their sum, not in their product. SIZE_MAX = there is no more. */
size_t candidate_next(const struct story *story,
	const struct candidate *candidate, size_t from);

/* mention_story.c: fills in what the report says, of a story that has its
 * arenas and its report. False where it can tell of no event: no more is read
 * then. */
bool story_read(
	struct story *story, const struct lexicon *lexicon, int64_t now);
/* The evidence of tokens begin..end. */
struct evidence story_evidence(
	const struct story *story, size_t begin, size_t end);

#endif
