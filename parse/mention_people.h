/*
 * mention_people.h - what the files that find people share.
 */
#ifndef PARSE_MENTION_PEOPLE_H
#define PARSE_MENTION_PEOPLE_H

#include "parse/mentions.h"

/* Notes the person that tokens begin..end name, once; the office is what
 * office_begin..office_end tell, none where they are equal. */
void person_add(struct story *story, size_t begin, size_t end,
	size_t office_begin, size_t office_end, struct mention *mention);

/* mention_people_zh.c: notes the person whose Chinese name begins at token i
 * of a sentence that begins at `floor`. Returns the end of the name, i where
 * there is none. */
size_t person_read_chinese(
	struct story *story, size_t i, size_t floor, struct mention *mention);

/* mention_people_east.c: the same for the Japanese name whose honorific stands
 * at token i, and for the Korean one that begins there. */
size_t person_read_japanese(struct story *story, size_t i,
	const struct sentence *in, struct mention *mention);
size_t person_read_korean(
	struct story *story, size_t i, size_t ceiling, struct mention *mention);

#endif
