/*
 * guids.h - identifiers that identify nothing.
 */
#ifndef PARSE_GUIDS_H
#define PARSE_GUIDS_H

#include "base/mem.h"
#include "base/record.h"

/*
 * Takes the guid from entries that share it although neither their address
 * nor their title is the same (programs write the site's address, or "0", into
 * all of them), with the address that was taken from it, and adds a finding.
 * Entries that are told twice keep theirs.
 */
void guids_repair(struct arena *arena, struct document *document);

#endif
