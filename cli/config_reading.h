/*
 * config_reading.h - a configuration while it is read. Private to config.c (line
 * by line) and config_check.c (what concerns more than one line).
 */
#ifndef CLI_CONFIG_READING_H
#define CLI_CONFIG_READING_H

#include "base/text.h"
#include "cli/config.h"

/* A section that was opened. */
struct opened_section {
	enum config_section section;
	const char *name; /* "" for [ipherald] */
	int line;
	uint64_t seen; /* bit: index of a key */
	size_t index;  /* of its source or feed */
	size_t chain;  /* the one before in its bucket, from 1; 0 = none */
};

#define CONFIG_BUCKETS 4096
#define CONFIG_LINE_MAX 4096

struct reading {
	struct config *config;
	const char *path;
	const char *text, *rest;
	int line;
	struct slice current; /* that line */
	char value[CONFIG_LINE_MAX];
	struct opened_section *opened;
	size_t nopened;
	size_t bucket[CONFIG_BUCKETS]; /* of opened, from 1, by name */
	struct err *err;
	bool failed; /* *err is set: the first error is the one that counts */
};

/* Keeps the first error. Returns 0, as inih's handlers do for a failure. */
int config_wrong(struct reading *reading, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* All lines are read: what concerns more than one key. */
void config_check(struct reading *reading);

#endif
