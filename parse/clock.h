/*
 * clock.h - times of day in a text.
 */
#ifndef PARSE_CLOCK_H
#define PARSE_CLOCK_H

#include "parse/tokens.h"

#include <stdbool.h>
#include <stddef.h>

/* The time that token i begins, in minutes behind midnight, or -1: "3:30 pm",
 * 15h30, "14 Uhr", 下午2点半, 오후 2시. `bare`: an hour may stand alone. *end
 * is behind it. */
int clock_time(const struct tokens *tokens, size_t i, bool bare, size_t *end);

/* What joins two times: "to", 至, "à", "a las"; behind it, or i. */
size_t clock_joint(const struct tokens *tokens, size_t i);

#endif
