/*
 * facts.h - facts in rows: the columns that mentions and events share.
 *
 * Private to store/.
 */
#ifndef STORE_FACTS_H
#define STORE_FACTS_H

#include "base/buf.h"
#include "base/record.h"
#include "store/db.h"

/* The columns in the order of facts_bind() and facts_read(). */
#define FACTS_COLUMNS                                                     \
	"name, series, kind, venue, district, city, city_local, region, " \
	"country, theme, parent, starts, ends, edition, online, "         \
	"organisers, people, times, told"
#define FACTS_PARAMETERS "?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?"
#define FACTS_COUNT 19

/* Fills values[0..FACTS_COUNT); packed texts go into `arena`. `told` is the
 * status by the words; facts->status, which the clock makes, is not kept. */
void facts_values(const struct facts *facts, enum status told,
	struct arena *arena, struct db_value values[FACTS_COUNT]);
/* Reads from column `first` on; facts->status is what was told. */
void facts_read(
	sqlite3_stmt *row, int first, struct arena *arena, struct facts *facts);

/* Organisers and people as one text each: a line for one, its parts parted by
 * tabs. NULL for none. */
char *facts_pack_organisers(const struct facts *facts, struct arena *arena);
char *facts_pack_people(const struct facts *facts, struct arena *arena);

/* Evidence as "fact in offset length" lines. */
char *evidence_pack(
	const struct evidence evidence[FACT_COUNT], struct arena *arena);
void evidence_unpack(const char *text, struct evidence evidence[FACT_COUNT]);

/* The status by the clock: what cannot be undone by it (postponed, cancelled)
 * stays as told. `today` is the UTC day. */
enum status facts_status(
	const struct facts *facts, enum status told, struct civil today);

/* The value of a fact as a person reads it, "" = unknown. In `arena`. */
const char *facts_value(
	const struct facts *facts, enum fact fact, struct arena *arena);

#endif
