/*
 * xmlfix_state.h - what the files of the repairer share.
 *
 * Private to xmlfix.c (the pieces, text, what is skipped), xmlfix_tags.c and
 * xmlfix_refs.c. s[at] is the token at hand. One that needs no repair is only
 * looked at: s[kept] up to s[at] goes out as it is, mostly all of a piece at
 * once. A repair first hands on what was kept (put_kept), then writes what
 * stands for the token to `out`, then goes on behind it (take_up).
 */
#ifndef PARSE_XMLFIX_STATE_H
#define PARSE_XMLFIX_STATE_H

#include "base/buf.h"
#include "base/text.h"
#include "parse/doctype.h"
#include "parse/xmlfix.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* What repairs may add to a document; only entities of its own add much. */
#define ADDED_MAX ((size_t)40 << 20)

/* What a function that reads one token returns. */
enum step {
	STEP_FAILED = -1,
	STEP_DONE,
	STEP_WAIT, /* the token goes on in the next piece */
};

/* A stretch that ends with a word and is not looked into. */
struct stretch {
	const char *end; /* "]]>"; NULL = none is open */
	bool dropped;
};

struct xml_fixer {
	struct xml_sink sink;
	const char *s; /* the piece at hand, behind what was left of others */
	size_t n;
	size_t at, kept;
	bool last;
	struct buf rest;     /* what was left */
	struct buf out;      /* repaired, not handed on yet */
	size_t taken, given; /* bytes of whole pieces; bytes handed on */
	struct stretch inside;
	struct xml_repairs repairs;
	struct err *err;
	struct buf names;              /* of the open elements */
	size_t open[XMLFIX_DEPTH_MAX]; /* where each one begins */
	size_t depth;
	bool has_doctype; /* it may declare HTML's entities */
	struct buf doctype_text;
	struct doctype doctype;
	bool late;      /* something came before the first "<" */
	bool junk_told; /* of the text at hand */
	bool rooted;    /* the root element was opened */
	bool done;      /* and closed again */
};

/* Counts a repair. */
void xmlfix_repaired(struct xml_fixer *fixer, enum xml_repair repair);
/* Everything before the token at hand goes out as it is. */
void xmlfix_put_kept(struct xml_fixer *fixer);
/* The token at hand, up to `at`, was written anew. */
void xmlfix_take_up(struct xml_fixer *fixer, size_t at);

/* More was added than ADDED_MAX. Looked at in each loop that writes what
 * references stand for: a text of 10 MB may be nothing else. */
bool xmlfix_is_overgrown(const struct xml_fixer *fixer);
/* Says so; STEP_FAILED. */
enum step xmlfix_refuse_growth(const struct xml_fixer *fixer);

/* -- xmlfix_refs.c -- */

/* "&amp;" or the like, or a number that needs no second look, in the n bytes at
 * s: its length, 0 where it is none. */
size_t xmlfix_plain_reference(const char *s, size_t n);
/* Writes the "&" at hand and its reference anew, and passes it. */
void xmlfix_put_reference(struct xml_fixer *fixer);
/* One or the other. */
enum step xmlfix_reference(struct xml_fixer *fixer);

/* -- xmlfix_tags.c -- */

/* The bytes beyond ASCII may begin names: libxml2 knows which. */
bool xmlfix_is_name_start(char c);
enum step xmlfix_start_tag(struct xml_fixer *fixer);
enum step xmlfix_end_tag(struct xml_fixer *fixer);
/* Closes the innermost open element. */
void xmlfix_close_top(struct xml_fixer *fixer);

/* The bytes at hand begin with `word`. */
static inline bool
xmlfix_looking_at(const struct xml_fixer *f, const char *word)
{
	size_t k = strlen(word);

	return f->n - f->at >= k && memcmp(f->s + f->at, word, k) == 0;
}

static inline bool
xmlfix_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

#endif
