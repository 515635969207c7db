/*
 * source.h - the commands below `ipherald source`.
 */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include "cli/cli.h"
#include "cli/config.h"

int source_list(struct cli *cli, int argc, char **argv);
int source_add(struct cli *cli, int argc, char **argv);
int source_test(struct cli *cli, int argc, char **argv);

#endif
