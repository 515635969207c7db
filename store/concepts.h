/*
 * concepts.h - the words that names are made of (data/concepts.tsv and the
 * gazetteer), found whatever the language and the spelling.
 *
 * Private to store/. A name is folded (NFKC, case) and cut into tokens; the
 * longest run of tokens that is a form in a table stands for its concepts.
 */
#ifndef STORE_CONCEPTS_H
#define STORE_CONCEPTS_H

#include "base/buf.h"
#include "store/merge.h"

enum concept_class {
	CLASS_KIND,
	CLASS_PLACE,
	CLASS_OFFICE,
	CLASS_GENERIC,
	CLASS_TOPIC,
	CLASS_STOP,
};

struct concept {
	const char *name;
	uint64_t id; /* of the name: the same in every run */
	enum concept_class class;
	double bits;
	struct form *forms; /* that stand for it alone, by form.other */
};

#define FORM_CONCEPTS 4

/* A form and the concepts that it stands for. */
struct form {
	char *text; /* its tokens, put together */
	char *told; /* as in the table */
	size_t concepts[FORM_CONCEPTS];
	size_t nconcepts;
	struct form *next;  /* in the same slot */
	struct form *other; /* of the same concept */
};

#define TOKENS_MAX 96 /* of one name; more are dropped */

/* A word without its plural -s, or one character of Chinese, Japanese,
 * Korean. */
struct token {
	const char *p;
	size_t n;
	bool cjk;
	bool number;
};

/* Cuts a text, which is folded into `arena`; returns how many tokens. */
size_t concepts_tokenize(
	struct arena *arena, const char *text, struct token tokens[TOKENS_MAX]);
bool concepts_digits(const char *p, size_t n);

/* The longest form at tokens[0], or NULL; *used is its tokens. */
const struct form *concepts_longest(const struct concepts *concepts,
	const struct token *tokens, size_t n, size_t *used);
const struct concept *concepts_of(
	const struct concepts *concepts, const struct form *form, size_t i);

/* The concept of a text that is one form as a whole ("course" and "training"
 * have one); 0 = none. */
uint64_t concepts_find(const struct concepts *concepts, const char *text);

/* Appends every form of the places and offices that `text` names, each after a
 * line end: so that a search in one language finds the other. */
void concepts_put_forms(
	const struct concepts *concepts, const char *text, struct buf *out);
/* The same for a country by its ISO 3166-1 code. */
void concepts_put_country(
	const struct concepts *concepts, const char *code, struct buf *out);

/* Changes with the tables: what was filed by other words is filed again. It
 * needs no concepts, whose making is a cost that news without an event are
 * spared. */
uint64_t concepts_version(void);

#endif
