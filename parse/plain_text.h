/*
 * plain_text.h - text of markup that the HTML parser leaves as it is.
 *
 * Private to markup.c. All but controls and noncharacters, which the parser
 * replaces or drops, and references that it would read in a way of its own.
 */
#ifndef PARSE_PLAIN_TEXT_H
#define PARSE_PLAIN_TEXT_H

#include <stdint.h>

/* The first of < > & " and ', of what is no plain character and what is no
 * UTF-8; else the end. */
const char *plain_text_end(const char *p, const char *end);

/* The character that the reference at *at stands for, which begins with "&";
 * *at goes behind it. An "&" that begins none stands for itself. 0: the parser
 * must read it. */
uint32_t plain_text_reference(const char **at, const char *end);

#endif
