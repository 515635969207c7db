/*
 * config_write.h - writes the configuration file: whole, or not at all.
 */
#ifndef CLI_CONFIG_WRITE_H
#define CLI_CONFIG_WRITE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/record.h"

/* A new file, with its folders. ERR_USAGE where there is one already, which is
 * left alone; ERR_OUTPUT. */
int config_create(const char *path, const struct buf *text, struct err *err);

/* Puts a [source ID] with all that is not as when nothing is written, behind an
 * empty line and a comment (NULL = none). -1 where it would not be read as what
 * it is: " ;" in an address begins a comment. */
int config_put_source(
	struct buf *text, const struct source *source, const char *comment);

/* Puts `text` behind what the file has; comments and order stay, and so do
 * its mode and, where that is allowed, its owner. A reader sees the old or the new file. */
int config_append(const char *path, const struct buf *text, struct err *err);

#endif
