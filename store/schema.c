/*
 * schema.c - the tables of the store, in the steps by which they came to be.
 */
#include "store/migrate.h"

#include "store/listed.h"

/* The facts of a mention and of an event have the same columns, in the order
 * in which store/facts.c binds and reads them. */
#define FACTS_SCHEMA                                               \
	"name TEXT, series TEXT, kind TEXT, venue TEXT,"           \
	"district TEXT, city TEXT, city_local TEXT,"               \
	"region TEXT, country TEXT, theme TEXT, parent TEXT,"      \
	"starts TEXT, ends TEXT," /* as exact as they were told */ \
	"edition INTEGER NOT NULL DEFAULT 0,"                      \
	"online INTEGER,"               /* NULL = not told */      \
	"organisers TEXT, people TEXT," /* store/facts.c */        \
	"told TEXT" /* status by the words, without the clock */

static const char step_1[] =
	"CREATE TABLE source ("
	"  id TEXT PRIMARY KEY,"
	"  url TEXT, office TEXT, language TEXT,"
	"  problem TEXT, problem_since INTEGER NOT NULL DEFAULT 0,"
	"  method TEXT, items INTEGER NOT NULL DEFAULT 0,"
	"  last_try INTEGER NOT NULL DEFAULT 0,"
	"  last_success INTEGER NOT NULL DEFAULT 0"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE poll ("
	"  url TEXT PRIMARY KEY, source TEXT,"
	"  etag TEXT, last_modified TEXT,"
	"  last_fetch INTEGER NOT NULL, next_due INTEGER NOT NULL,"
	"  hold_until INTEGER NOT NULL, gone_since INTEGER NOT NULL,"
	"  failures INTEGER NOT NULL, http_status INTEGER NOT NULL,"
	"  stopped INTEGER NOT NULL, ttl INTEGER NOT NULL,"
	"  skip_hours INTEGER NOT NULL, skip_days INTEGER NOT NULL,"
	"  settings INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE pending ("
	"  key INTEGER PRIMARY KEY," /* the order of the queue */
	"  source TEXT NOT NULL, canonical TEXT NOT NULL,"
	"  url TEXT NOT NULL, title TEXT, date TEXT,"
	"  queued INTEGER NOT NULL,"
	"  given_up INTEGER NOT NULL DEFAULT 0,"
	"  UNIQUE (source, canonical)"
	") STRICT;"

	"CREATE TABLE report ("
	"  key INTEGER PRIMARY KEY,"
	"  source TEXT NOT NULL REFERENCES source(id),"
	"  guid TEXT, url TEXT, canonical TEXT," /* url_canonical() */
	"  title TEXT, language TEXT, said_by TEXT, image TEXT,"
	"  published_raw TEXT, published INTEGER NOT NULL,"
	"  published_day TEXT, updated INTEGER NOT NULL,"
	"  first_seen INTEGER NOT NULL, changed INTEGER NOT NULL,"
	"  hash BLOB NOT NULL" /* SHA-256 of all that is stored */
	") STRICT;"
	"CREATE INDEX report_guid ON report (source, guid);"
	"CREATE INDEX report_canonical ON report (source, canonical);"
	"CREATE INDEX report_title ON report (source, title)"
	"  WHERE canonical IS NULL AND guid IS NULL;"

	/* Apart, so that lists of reports do not read past the texts. */
	"CREATE TABLE report_text ("
	"  report INTEGER PRIMARY KEY"
	"    REFERENCES report(key) ON DELETE CASCADE,"
	"  summary TEXT, text TEXT"
	") STRICT;"

	"CREATE TABLE event ("
	"  key INTEGER PRIMARY KEY,"
	"  id TEXT NOT NULL UNIQUE,"
	"  founder INTEGER NOT NULL," /* a mention */
	"  first_seen INTEGER NOT NULL, last_changed INTEGER NOT NULL,"
	"  sequence INTEGER NOT NULL, previous_start TEXT,"
	"  given_by TEXT NOT NULL," /* mentions, one for each fact */
	"  first_day INTEGER, last_day INTEGER," /* days since 1970 */
	"  status TEXT NOT NULL," /* as of the last put or tick */
	"  " FACTS_SCHEMA ") STRICT;"
	"CREATE INDEX event_day ON event (first_day);"
	"CREATE INDEX event_changed ON event (last_changed);"

	/* Ids that an event had before it was merged into another; event NULL:
	 * no report tells of it any more. */
	"CREATE TABLE alias ("
	"  id TEXT PRIMARY KEY, event INTEGER REFERENCES event(key),"
	"  at INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX alias_event ON alias (event);"

	"CREATE TABLE mention ("
	"  key INTEGER PRIMARY KEY,"
	"  report INTEGER NOT NULL REFERENCES report(key)"
	"    ON DELETE CASCADE,"
	"  event INTEGER REFERENCES event(key),"
	"  tie TEXT NOT NULL," /* the same whatever came first */
	"  bits REAL NOT NULL DEFAULT 0,"
	"  confidence REAL NOT NULL,"
	"  evidence TEXT NOT NULL,"
	"  moved TEXT," /* dates that it told earlier */
	"  " FACTS_SCHEMA ") STRICT;"
	"CREATE INDEX mention_report ON mention (report);"
	"CREATE INDEX mention_event ON mention (event);"

	"CREATE TABLE revision ("
	"  key INTEGER PRIMARY KEY,"
	"  event INTEGER NOT NULL REFERENCES event(key)"
	"    ON DELETE CASCADE,"
	"  at INTEGER NOT NULL, fact TEXT NOT NULL,"
	"  was TEXT NOT NULL, became TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX revision_event ON revision (event);"

	/* Mentions that share a block are compared, no others. A block is the
	 * hash of what they share (store/block.c). */
	"CREATE TABLE block ("
	"  block INTEGER NOT NULL,"
	"  mention INTEGER NOT NULL REFERENCES mention(key)"
	"    ON DELETE CASCADE,"
	"  PRIMARY KEY (block, mention)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX block_mention ON block (mention);"

	/* The tables of words by which the blocks were made: one row. */
	"CREATE TABLE filing (concepts INTEGER NOT NULL) STRICT;"

	/* Pairs that score as one event, in both directions. */
	"CREATE TABLE link ("
	"  a INTEGER NOT NULL REFERENCES mention(key) ON DELETE CASCADE,"
	"  b INTEGER NOT NULL REFERENCES mention(key) ON DELETE CASCADE,"
	"  bits REAL NOT NULL,"
	"  PRIMARY KEY (a, b)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX link_b ON link (b);"

	/* Words are put in cut by us (store/words.c). Positions are kept
	 * (detail=full): a Chinese word is found as a phrase of its
	 * overlapping pairs of characters. */
	"CREATE VIRTUAL TABLE words USING fts5 ("
	"  name, place, org, title, org_forms,"
	"  tokenize = \"unicode61 remove_diacritics 2"
	" categories 'L* N* M* Co'\""
	");";

/* What polite fetching remembers, and what tells of a source that rots. */
static const char step_2[] =
	"ALTER TABLE poll ADD COLUMN body_mark INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE poll ADD COLUMN rhythm INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE poll ADD COLUMN etag_useless INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE poll ADD COLUMN address TEXT;"
	"ALTER TABLE poll ADD COLUMN moved_to TEXT;"
	"ALTER TABLE poll ADD COLUMN moved_since INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE poll ADD COLUMN moved_count INTEGER NOT NULL DEFAULT 0;"

	/* robots.txt, by "https://example.org"; body NULL: the status says
	 * all. */
	"CREATE TABLE robots ("
	"  origin TEXT PRIMARY KEY, at INTEGER NOT NULL,"
	"  status INTEGER NOT NULL, etag TEXT, last_modified TEXT,"
	"  body BLOB"
	") STRICT, WITHOUT ROWID;"

	/* What a source looks like when it is well: see store/health.c. */
	"CREATE TABLE shape ("
	"  source TEXT PRIMARY KEY, readings INTEGER NOT NULL,"
	"  items REAL NOT NULL, titled REAL NOT NULL,"
	"  dated REAL NOT NULL, linked REAL NOT NULL,"
	"  newest INTEGER NOT NULL, rhythm INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;"

	/* ended 0: it is still so. */
	"CREATE TABLE alarm ("
	"  source TEXT NOT NULL, cause TEXT NOT NULL,"
	"  since INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0,"
	"  message TEXT NOT NULL,"
	"  PRIMARY KEY (source, cause, since)"
	") STRICT, WITHOUT ROWID;"

	/* Where in the archive the newest answer of a URL is. */
	"CREATE TABLE raw ("
	"  url TEXT PRIMARY KEY, source TEXT NOT NULL,"
	"  article INTEGER NOT NULL, title TEXT, date TEXT,"
	"  at INTEGER NOT NULL, file INTEGER NOT NULL,"
	"  position INTEGER NOT NULL, length INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;";

static const char step_3[] =
	/* The newest changes are read by these, whatever the store's size. */
	"CREATE INDEX revision_at ON revision (at, event);"
	"CREATE INDEX event_first_seen ON event (first_seen);"

	/* Archive documents of published feeds, which never change once they
	 * are written: each ends with an event's last change. */
	"CREATE TABLE archive ("
	"  feed TEXT NOT NULL, page INTEGER NOT NULL,"
	"  changed INTEGER NOT NULL, event INTEGER NOT NULL,"
	"  PRIMARY KEY (feed, page)"
	") STRICT, WITHOUT ROWID;"

	/* Up to when changes were sent, for each notification. */
	"CREATE TABLE told ("
	"  name TEXT PRIMARY KEY, upto INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;";

/* What people said, apart from what was read; histories with their sources;
 * what belongs together. */
static const char step_4[] =
	/* One act of a person that holds. Ids are those of the time: an event
	 * may have been merged into another since. */
	"CREATE TABLE correction ("
	"  key INTEGER PRIMARY KEY,"
	"  what TEXT NOT NULL," /* set, hide, merge, split */
	"  event TEXT NOT NULL,"
	"  other TEXT," /* merge: the id that went; split: that of the part */
	"  fact TEXT, value TEXT," /* of set */
	"  by TEXT NOT NULL, at INTEGER NOT NULL"
	") STRICT;"
	"CREATE INDEX correction_event ON correction (event);"

	/* Mentions that a person joined or parted, by their ties, in both
	 * directions. */
	"CREATE TABLE pair ("
	"  a TEXT NOT NULL, b TEXT NOT NULL,"
	"  same INTEGER NOT NULL,"
	"  correction INTEGER NOT NULL REFERENCES correction(key)"
	"    ON DELETE CASCADE,"
	"  PRIMARY KEY (a, b)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX pair_correction ON pair (correction);"
	"CREATE INDEX mention_tie ON mention (tie);"

	"ALTER TABLE event ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0;"
	/* The event that it is a part of. */
	"ALTER TABLE event ADD COLUMN part_of INTEGER REFERENCES event(key)"
	"  ON DELETE SET NULL;"
	"CREATE INDEX event_part_of ON event (part_of)"
	"  WHERE part_of IS NOT NULL;"
	/* Its start is by edition, from its series. */
	"ALTER TABLE event ADD COLUMN reckoned INTEGER NOT NULL DEFAULT 0;"

	"ALTER TABLE revision ADD COLUMN report INTEGER;"
	"ALTER TABLE revision ADD COLUMN by TEXT;"
	"ALTER TABLE revision ADD COLUMN former TEXT;"
	/* Only a trace: readers are not told of it. */
	"ALTER TABLE revision ADD COLUMN minor INTEGER NOT NULL DEFAULT 0;"

	/* The event in whose history it stands that this mention tells of
	 * it. */
	"ALTER TABLE mention ADD COLUMN recorded INTEGER;"
	"UPDATE mention SET recorded = event;"

	/* Events of one series share a key: a name without year and edition
	 * (store/series.c). */
	"CREATE TABLE series ("
	"  hash INTEGER NOT NULL,"
	"  event INTEGER NOT NULL REFERENCES event(key) ON DELETE CASCADE,"
	"  PRIMARY KEY (hash, event)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX series_event ON series (event);"
	/* The same of the names of what events are a part of. */
	"CREATE TABLE whole ("
	"  hash INTEGER NOT NULL,"
	"  event INTEGER NOT NULL REFERENCES event(key) ON DELETE CASCADE,"
	"  PRIMARY KEY (hash, event)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX whole_event ON whole (event);";

/* Times of day with their zone: store/facts.c. */
static const char step_5[] = "ALTER TABLE mention ADD COLUMN times TEXT;"
			     "ALTER TABLE event ADD COLUMN times TEXT;";

/* Whatever touches an event or a series makes pages old that say it. */
#define TOUCHED(name, when, table, column)                                 \
	"CREATE TRIGGER " name " AFTER " when " ON " table " WHEN " column \
	" IS NOT NULL BEGIN"                                               \
	"  INSERT OR IGNORE INTO unpublished VALUES (" column ");"         \
	" END;"

static const char step_6[] =
	"CREATE TABLE unpublished (event INTEGER PRIMARY KEY) STRICT;"
	"CREATE TABLE unpublished_series (hash INTEGER PRIMARY KEY) STRICT;"
	/* What pages were last made with: one row. */
	"CREATE TABLE publication ("
	"  edition TEXT NOT NULL, at INTEGER NOT NULL"
	") STRICT;"
	/* clang-format off */
	TOUCHED("event_made", "INSERT", "event", "new.key")
	TOUCHED("event_changed", "UPDATE", "event", "new.key")
	TOUCHED("event_left", "UPDATE OF part_of", "event", "old.part_of")
	TOUCHED("mention_made", "INSERT", "mention", "new.event")
	TOUCHED("mention_came", "UPDATE OF event", "mention", "new.event")
	TOUCHED("mention_went", "UPDATE OF event", "mention", "old.event")
	TOUCHED("mention_gone", "DELETE", "mention", "old.event")
	TOUCHED("alias_made", "INSERT", "alias", "new.event")
	TOUCHED("alias_moved", "UPDATE", "alias", "new.event")
	/* clang-format on */
	"CREATE TRIGGER series_came AFTER INSERT ON series BEGIN"
	"  INSERT OR IGNORE INTO unpublished_series VALUES (new.hash);"
	" END;"
	"CREATE TRIGGER series_went AFTER DELETE ON series BEGIN"
	"  INSERT OR IGNORE INTO unpublished_series VALUES (old.hash);"
	" END;";

/* One article that several sources lead to, and the same text in several
 * places. */
static const char step_7[] =
	/* The sources of a report, but for report.source. hash: of the report
	 * as this source tells it. */
	"CREATE TABLE also ("
	"  report INTEGER NOT NULL REFERENCES report(key)"
	"    ON DELETE CASCADE,"
	"  source TEXT NOT NULL REFERENCES source(id),"
	"  guid TEXT, first_seen INTEGER NOT NULL, hash BLOB NOT NULL,"
	"  PRIMARY KEY (report, source)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX also_source ON also (source, report);"
	"CREATE VIEW telling (report, source) AS"
	"  SELECT key, source FROM report"
	"  UNION ALL SELECT report, source FROM also;"
	/* By address alone as well as by source and address. */
	"DROP INDEX report_canonical;"
	"CREATE INDEX report_canonical ON report (canonical, source)"
	"  WHERE canonical IS NOT NULL;"
	"CREATE TRIGGER also_told AFTER INSERT ON also BEGIN"
	"  INSERT OR IGNORE INTO unpublished SELECT event FROM mention"
	"    WHERE report = new.report AND event IS NOT NULL;"
	" END;"

	/* Prints of the texts that tell of an event (store/minhash.h), and
	 * their bands, by which copies are found. */
	"CREATE TABLE print ("
	"  report INTEGER PRIMARY KEY REFERENCES report(key)"
	"    ON DELETE CASCADE,"
	"  period INTEGER NOT NULL, print BLOB NOT NULL"
	") STRICT;"
	"CREATE TABLE band ("
	"  period INTEGER NOT NULL," /* first: new ones are side by side */
	"  band INTEGER NOT NULL, report INTEGER NOT NULL,"
	"  PRIMARY KEY (period, band, report)"
	") STRICT, WITHOUT ROWID;"
	/* The two tell the same text. */
	"ALTER TABLE link ADD COLUMN copied INTEGER NOT NULL DEFAULT 0;"
	/* So that prints are made of what is there. */
	"DELETE FROM filing;";

/* News: see store/news.c. */
static const char step_8[] =
	"CREATE TABLE story ("
	"  key INTEGER PRIMARY KEY,"
	"  id TEXT NOT NULL UNIQUE,"
	"  first_seen INTEGER NOT NULL, last_changed INTEGER NOT NULL"
	") STRICT;"
	"CREATE INDEX story_changed ON story (last_changed, key);"
	"ALTER TABLE report ADD COLUMN story INTEGER REFERENCES story(key)"
	"  ON DELETE SET NULL;"
	"CREATE INDEX report_story ON report (story) WHERE story IS NOT NULL;"
	/* Reports up to this key were looked at: one row. */
	"CREATE TABLE news (upto INTEGER NOT NULL) STRICT;"
	"CREATE TRIGGER also_news AFTER INSERT ON also BEGIN"
	"  UPDATE story SET last_changed = max(last_changed, new.first_seen)"
	"    WHERE key = (SELECT story FROM report WHERE key = new.report);"
	" END;";

/* When the whole file was last looked at for damage (store/store.c): one row. */
static const char step_9[] =
	"CREATE TABLE checked (at INTEGER NOT NULL) STRICT;";

/* The year under which lists have an event: 0 where it has no day. */
#define YEAR(day)                                                    \
	"coalesce(CAST(strftime('%Y', " day " * 86400, 'unixepoch')" \
	" AS INTEGER), 0)"

/* So that a run which changes one event reads no others but those that stand in
 * lists with it: store/listed.c. */
/* clang-format off */
static const char step_10[] =
	"CREATE INDEX event_last_day ON event (last_day);"
	"CREATE INDEX event_waiting ON event (key) WHERE " STORE_WAITING ";"
	/* Years whose lists may say something old. */
	"CREATE TABLE unlisted (year INTEGER PRIMARY KEY) STRICT;"
	/* What was founded a moment ago was in no list. */
	"CREATE TRIGGER event_relisted AFTER UPDATE ON event BEGIN"
	"  INSERT OR IGNORE INTO unlisted"
	"    SELECT " YEAR("old.first_day") " WHERE old.given_by <> ''"
	"    UNION SELECT " YEAR("new.first_day") ";"
	" END;"
	"CREATE TRIGGER event_unlisted AFTER DELETE ON event BEGIN"
	"  INSERT OR IGNORE INTO unlisted VALUES (" YEAR("old.first_day") ");"
	" END;"
	/* An office of another name stands on every page of its events. */
	"CREATE TRIGGER source_renamed AFTER UPDATE OF office ON source"
	" WHEN old.office IS NOT new.office BEGIN"
	"  INSERT OR IGNORE INTO unpublished SELECT m.event"
	"    FROM report r JOIN mention m ON m.report = r.key"
	"    WHERE r.source = new.id AND m.event IS NOT NULL;"
	"  INSERT OR IGNORE INTO unlisted SELECT"
	" " YEAR("e.first_day")
	"    FROM report r JOIN mention m ON m.report = r.key"
	"    JOIN event e ON e.key = m.event WHERE r.source = new.id;"
	" END;"
	/* What the lists of each feed's years hold, and are. */
	"CREATE TABLE shelf ("
	"  feed TEXT NOT NULL, year INTEGER NOT NULL,"
	"  events INTEGER NOT NULL, pages INTEGER NOT NULL,"
	"  PRIMARY KEY (feed, year)"
	") STRICT, WITHOUT ROWID;"
	/* What the publisher wants to know again of what it left. */
	"ALTER TABLE publication ADD COLUMN state TEXT NOT NULL DEFAULT '';";
/* clang-format on */

/* What each feed held when it was read last: store/seen.c. */
static const char step_11[] = "CREATE TABLE seen ("
			      "  source TEXT PRIMARY KEY,"
			      "  entries BLOB NOT NULL"
			      ") STRICT, WITHOUT ROWID;";

/* A row where a report came or went since the last publication: how many each
 * source told of is to be counted again. */
static const char step_12[] =
	"CREATE TABLE uncounted (one INTEGER PRIMARY KEY) STRICT;"
	"INSERT INTO uncounted VALUES (1);"
	"CREATE TRIGGER report_came AFTER INSERT ON report BEGIN"
	"  INSERT OR IGNORE INTO uncounted VALUES (1);"
	" END;"
	"CREATE TRIGGER report_went AFTER DELETE ON report BEGIN"
	"  INSERT OR IGNORE INTO uncounted VALUES (1);"
	" END;"
	"CREATE TRIGGER report_given AFTER UPDATE OF source ON report BEGIN"
	"  INSERT OR IGNORE INTO uncounted VALUES (1);"
	" END;"
	"CREATE TRIGGER also_came AFTER INSERT ON also BEGIN"
	"  INSERT OR IGNORE INTO uncounted VALUES (1);"
	" END;"
	"CREATE TRIGGER also_went AFTER DELETE ON also BEGIN"
	"  INSERT OR IGNORE INTO uncounted VALUES (1);"
	" END;";

/* A statement that sets off a trigger can be undone by itself, for which SQLite
 * copies each page that it changes: of 16 KiB, in pieces of one. So what every
 * new report inserts has none; whoever inserts notes it (write_report(),
 * store/series.c), or an UPDATE that follows has a trigger.
 * And what has no address is found by its title, with a guid or without. */
static const char step_13[] =
	"DROP TRIGGER report_came;"
	"DROP TRIGGER mention_made;"
	"DROP TRIGGER event_made;"
	"DROP TRIGGER series_came;"
	"DROP INDEX report_title;"
	"CREATE INDEX report_title ON report (source, title)"
	"  WHERE canonical IS NULL;";

const char *const migrate_steps[] = {step_1, step_2, step_3, step_4, step_5,
	step_6, step_7, step_8, step_9, step_10, step_11, step_12, step_13};
const int migrate_nsteps = sizeof(migrate_steps) / sizeof(migrate_steps[0]);
