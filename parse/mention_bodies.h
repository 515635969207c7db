/*
 * mention_bodies.h - names of bodies in a sentence, one and in lists: what
 * mention_roles.c finds the holders of an event with.
 */
#ifndef PARSE_MENTION_BODIES_H
#define PARSE_MENTION_BODIES_H

#include "parse/mentions.h"

/* No list of names is longer. */
#define LIST_TOKENS 120

/* Whose bodies are read, and in which role. */
struct roles {
	struct story *story;
	const struct tokens *tokens;
	struct mention *mention;
	enum role role;
	bool loose; /* a role's own words introduce the list */
};

/* True where token i is of a word for a body or of a known one's name. */
bool body_word(const struct tokens *tokens, size_t i);

/* True where a body_word() is in begin..end. */
bool bodies_named(const struct tokens *tokens, size_t begin, size_t end);

/* True for what stands around names and is none of them: "the", 和. */
bool body_filler(const struct tokens *tokens, size_t i);

/* Adds begin..end to the mention's organisers, without what is around the
 * name; nothing where it is no body's or is told already. */
void bodies_add_one(struct roles *r, size_t begin, size_t end);

/* The same for each name of a list, cut at its commas and "and". */
void bodies_add(struct roles *r, size_t begin, size_t end);

/* Where the list that ends at `end` has its last name's end: 等5家单位 behind it
 * tells only how many there are. */
size_t bodies_without_rest(
	const struct tokens *tokens, size_t floor, size_t end);

/* Where the list that begins at `begin` ends, before `ceiling`. */
size_t bodies_list_end(
	const struct tokens *tokens, size_t begin, size_t ceiling);

/* Where the list that ends at `end` begins, from `floor` on; *by = 由 stands
 * before it. */
size_t bodies_list_begin(
	const struct roles *r, size_t end, size_t floor, bool *by);

/* The end of the bodies that begin at token i: before a verb, a date, a word
 * of place, or whatever stands in no list. */
size_t bodies_end(const struct roles *r, size_t i, size_t ceiling);

#endif
