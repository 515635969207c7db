/*
 * config_write.h - writes the configuration file: whole, or not at all.
 */
#ifndef CLI_CONFIG_WRITE_H
#define CLI_CONFIG_WRITE_H

#include "base/buf.h"
#include "base/err.h"

/* A new file, with its folders. ERR_USAGE where there is one already, which is
 * left alone; ERR_OUTPUT. */
int config_create(const char *path, const struct buf *text, struct err *err);

/* Puts `text` behind what the file has; comments and order stay, and so do
 * its mode and, where that is allowed, its owner. A reader sees the old or the new file. */
int config_append(const char *path, const struct buf *text, struct err *err);

#endif
