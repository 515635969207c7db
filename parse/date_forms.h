/*
 * date_forms.h - what the files of the grammar of dates share; parse/dates.h is
 * its manual.
 */
#ifndef PARSE_DATE_FORMS_H
#define PARSE_DATE_FORMS_H

#include "parse/dates.h"

/* The longest form of the table that token i begins, into *told; without those
 * that are reckoned from today. False = none. */
bool date_form_at(const struct tokens *tokens, size_t i,
	struct date_style style, struct told_date *told);

/* "twenty nine", "eleventh", "twenty second" at token i, behind it *end; -1 =
 * none. */
int date_spelled_number(const struct tokens *tokens, size_t i, size_t *end);

/* A year at token i: digits, Chinese numerals, a year of an era (令和9年,
 * 民国116年, 112年10月); spelled out or of two digits only where `typed`. 0 =
 * none. */
int date_year_at(
	const struct tokens *tokens, size_t i, bool typed, size_t *end);

/* A word that is also a verb or a noun ("may", "sun") needs its capital. */
bool date_needs_capital(
	const struct tokens *tokens, const struct hit *hit, bool typed);

#endif
