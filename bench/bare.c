/*
 * bare.c - the least that a run over many sources can cost, to measure the
 * program against.
 *
 *	build/bench/bare [-p] [-c FILE] STATE URLS
 *
 * Asks for each URL of the file URLS (one a line) in one libcurl multi loop,
 * conditionally where the file STATE has validators (then writes them anew),
 * and throws away what comes. -p: reads what comes with libxml2's push parser
 * and puts the texts of each item into an SQLite file STATE.db, each item once,
 * all in one transaction. -c: trusts the certificates of FILE.
 *
 * It has none of the program's duties: no robots.txt, no pause, no limits, no
 * state that outlives a crash, no sanitiser, no dates, no events.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

#include <curl/curl.h>
#include <errno.h>
#include <libxml/parser.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define WIDTH 200
#define LINE_MAX_BYTES 4096
#define DEPTH_OF_FIELDS 1 /* below its item */

struct source {
	char *url;
	char *etag;
	char *last_modified;
};

enum field { TITLE, LINK, ID, DATE, BODY, FIELDS };

/* An item is read into this, then stored. */
struct reading {
	struct buf field[FIELDS];
	int depth;
	int item; /* depth of the item that we are in; 0 = none */
	int into; /* enum field; -1 = none */
	size_t source;
	struct bare *bare;
};

struct slot {
	CURL *easy;
	struct curl_slist *lines;
	struct source *source;
	struct buf body;
	struct bare *bare;
};

struct bare {
	struct source *sources;
	size_t n, cap, next;
	bool parse;
	const char *certificates;
	CURLM *multi;
	struct slot slots[WIDTH];
	sqlite3 *db;
	sqlite3_stmt *insert;
	size_t fresh, unchanged, failed, items;
};

/* ------------------------------------------------------------ the list */

static void
cut_line(char *line)
{
	line[strcspn(line, "\r\n")] = '\0';
}

static int
read_urls(struct bare *bare, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[LINE_MAX_BYTES];

	if (f == NULL)
		return -1;
	while (fgets(line, sizeof(line), f) != NULL) {
		cut_line(line);
		if (bare->n == bare->cap) {
			bare->cap = bare->cap == 0 ? 1024 : bare->cap * 2;
			bare->sources = mem_resize(bare->sources, bare->cap,
				sizeof(struct source));
		}
		bare->sources[bare->n++] =
			(struct source){.url = mem_strdup(line)};
	}
	fclose(f);
	return 0;
}

/* "ETAG<tab>LAST-MODIFIED", a line for each URL. */
static void
read_state(struct bare *bare, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[LINE_MAX_BYTES], *tab;

	if (f == NULL)
		return;
	for (size_t i = 0; i < bare->n; i++) {
		if (fgets(line, sizeof(line), f) == NULL)
			break;
		cut_line(line);
		tab = strchr(line, '\t');
		if (tab == NULL)
			continue;
		*tab = '\0';
		if (line[0] != '\0')
			bare->sources[i].etag = mem_strdup(line);
		if (tab[1] != '\0')
			bare->sources[i].last_modified = mem_strdup(tab + 1);
	}
	fclose(f);
}

static int
write_state(const struct bare *bare, const char *path)
{
	FILE *f = fopen(path, "w");

	if (f == NULL)
		return -1;
	for (size_t i = 0; i < bare->n; i++) {
		const struct source *s = &bare->sources[i];

		fprintf(f, "%s\t%s\n", s->etag != NULL ? s->etag : "",
			s->last_modified != NULL ? s->last_modified : "");
	}
	return fclose(f);
}

/* ----------------------------------------------------------- the items */

static int
open_store(struct bare *bare, const char *state)
{
	char path[LINE_MAX_BYTES];

	snprintf(path, sizeof(path), "%s.db", state);
	if (sqlite3_open(path, &bare->db) != SQLITE_OK ||
		sqlite3_exec(bare->db,
			"PRAGMA page_size = 16384;"
			"PRAGMA journal_mode = WAL;"
			"PRAGMA synchronous = NORMAL;"
			"PRAGMA cache_size = -65536;"
			"CREATE TABLE IF NOT EXISTS item (hash INTEGER UNIQUE,"
			" source INTEGER, title, link, id, date, body);"
			"BEGIN",
			NULL, NULL, NULL) != SQLITE_OK)
		return -1;
	return sqlite3_prepare_v2(bare->db,
		       "INSERT OR IGNORE INTO item VALUES (?,?,?,?,?,?,?)", -1,
		       &bare->insert, NULL) == SQLITE_OK
		       ? 0
		       : -1;
}

static void
put_item(struct reading *reading)
{
	struct buf *field = reading->field;
	const struct buf *key = &field[field[ID].len > 0 ? ID : LINK];
	sqlite3_stmt *insert = reading->bare->insert;

	sqlite3_bind_int64(insert, 1,
		(int64_t)(text_hash(buf_str(key), key->len) ^
			  reading->source * UINT64_C(0x9e3779b97f4a7c15)));
	sqlite3_bind_int64(insert, 2, (int64_t)reading->source);
	for (int i = 0; i < FIELDS; i++)
		sqlite3_bind_text(insert, 3 + i, buf_str(&field[i]),
			(int)field[i].len, SQLITE_STATIC);
	if (sqlite3_step(insert) == SQLITE_DONE)
		reading->bare->items +=
			(size_t)sqlite3_changes(reading->bare->db);
	sqlite3_reset(insert);
}

static int
field_of(const char *name)
{
	static const struct {
		const char *name;
		enum field field;
	} names[] = {{"title", TITLE}, {"link", LINK}, {"guid", ID}, {"id", ID},
		{"pubDate", DATE}, {"published", DATE}, {"date", DATE},
		{"description", BODY}, {"content", BODY}, {"encoded", BODY}};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i].name) == 0)
			return (int)names[i].field;
	return -1;
}

static void
on_start(void *context, const xmlChar *name, const xmlChar *prefix,
	const xmlChar *uri, int nnames, const xmlChar **names, int nattributes,
	int ndefaulted, const xmlChar **attributes)
{
	struct reading *r = context;

	(void)prefix, (void)uri, (void)nnames, (void)names, (void)ndefaulted;
	r->depth++;
	if (r->item == 0 && (strcmp((const char *)name, "item") == 0 ||
				    strcmp((const char *)name, "entry") == 0)) {
		r->item = r->depth;
		for (int i = 0; i < FIELDS; i++)
			buf_reset(&r->field[i]);
		return;
	}
	if (r->item == 0 || r->depth != r->item + DEPTH_OF_FIELDS)
		return;
	r->into = field_of((const char *)name);
	if (r->into == BODY)
		buf_reset(&r->field[BODY]);
	for (int i = 0; r->into == LINK && i < nattributes; i++) {
		const xmlChar **a = attributes + (ptrdiff_t)5 * i;

		if (strcmp((const char *)a[0], "href") == 0)
			buf_add(&r->field[LINK], (const char *)a[3],
				(size_t)(a[4] - a[3]));
	}
}

static void
on_end(void *context, const xmlChar *name, const xmlChar *prefix,
	const xmlChar *uri)
{
	struct reading *r = context;

	(void)name, (void)prefix, (void)uri;
	if (r->item != 0 && r->depth == r->item + DEPTH_OF_FIELDS)
		r->into = -1;
	if (r->item != 0 && r->depth == r->item) {
		r->item = 0;
		put_item(r);
	}
	r->depth--;
}

static void
on_text(void *context, const xmlChar *text, int n)
{
	struct reading *r = context;

	if (r->item != 0 && r->into >= 0)
		buf_add(&r->field[r->into], (const char *)text, (size_t)n);
}

static void
read_items(struct bare *bare, const struct slot *slot)
{
	xmlSAXHandler handler = {.initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.cdataBlock = on_text};
	struct reading reading = {.into = -1,
		.source = (size_t)(slot->source - bare->sources),
		.bare = bare};
	xmlParserCtxtPtr parser;

	for (int i = 0; i < FIELDS; i++)
		buf_init(&reading.field[i], BUF_NO_LIMIT);
	parser = xmlCreatePushParserCtxt(&handler, &reading, NULL, 0, NULL);
	if (parser == NULL)
		mem_die();
	xmlCtxtUseOptions(
		parser, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOENT);
	xmlParseChunk(parser, buf_str(&slot->body), (int)slot->body.len, 1);
	xmlFreeParserCtxt(parser);
	for (int i = 0; i < FIELDS; i++)
		buf_release(&reading.field[i]);
}

/* ------------------------------------------------------------ the loop */

static size_t
on_body(char *bytes, size_t size, size_t n, void *context)
{
	struct slot *slot = context;

	if (slot->bare->parse)
		buf_add(&slot->body, bytes, size * n);
	return size * n;
}

static void
keep(char **kept, const char *line, size_t n, const char *name)
{
	size_t skip = strlen(name);

	if (n <= skip || strncasecmp(line, name, skip) != 0)
		return;
	for (line += skip, n -= skip; n > 0 && *line == ' '; line++)
		n--;
	while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == '\n'))
		n--;
	free(*kept);
	*kept = strndup(line, n);
}

static size_t
on_header(char *line, size_t size, size_t n, void *context)
{
	struct source *source = ((struct slot *)context)->source;

	keep(&source->etag, line, size * n, "etag:");
	keep(&source->last_modified, line, size * n, "last-modified:");
	return size * n;
}

static void
add_line(struct slot *slot, const char *name, const char *value)
{
	char line[LINE_MAX_BYTES];

	if (value == NULL)
		return;
	snprintf(line, sizeof(line), "%s: %s", name, value);
	slot->lines = curl_slist_append(slot->lines, line);
}

static bool
begin(struct bare *bare, struct slot *slot)
{
	struct source *source;

	if (bare->next == bare->n)
		return false;
	slot->source = source = &bare->sources[bare->next++];
	buf_reset(&slot->body);
	curl_slist_free_all(slot->lines);
	slot->lines = NULL;
	add_line(slot, "If-None-Match", source->etag);
	add_line(slot, "If-Modified-Since", source->last_modified);
	curl_easy_setopt(slot->easy, CURLOPT_HTTPHEADER, slot->lines);
	curl_easy_setopt(slot->easy, CURLOPT_URL, source->url);
	return curl_multi_add_handle(bare->multi, slot->easy) == CURLM_OK;
}

static void
open_slot(struct bare *bare, struct slot *slot)
{
	CURL *easy = slot->easy = curl_easy_init();

	if (easy == NULL)
		mem_die();
	slot->bare = bare;
	buf_init(&slot->body, BUF_NO_LIMIT);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, slot);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, slot);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, slot);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, 30L);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (bare->certificates != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, bare->certificates);
}

static void
take(struct bare *bare, const struct slot *slot, CURLcode code)
{
	long status = 0;

	curl_easy_getinfo(slot->easy, CURLINFO_RESPONSE_CODE, &status);
	if (code != CURLE_OK || (status != 200 && status != 304)) {
		bare->failed++;
	} else if (status == 304) {
		bare->unchanged++;
	} else {
		bare->fresh++;
		if (bare->parse)
			read_items(bare, slot);
	}
}

static void
loop(struct bare *bare)
{
	int active = 0, ignored;
	CURLMsg *message;

	for (int i = 0; i < WIDTH; i++) {
		open_slot(bare, &bare->slots[i]);
		active += begin(bare, &bare->slots[i]);
	}
	while (active > 0) {
		curl_multi_perform(bare->multi, &ignored);
		while ((message = curl_multi_info_read(
				bare->multi, &ignored)) != NULL) {
			struct slot *slot = NULL;

			curl_easy_getinfo(message->easy_handle,
				CURLINFO_PRIVATE, (char **)&slot);
			take(bare, slot, message->data.result);
			curl_multi_remove_handle(bare->multi, slot->easy);
			active += begin(bare, slot) - 1;
		}
		if (active > 0)
			curl_multi_poll(bare->multi, NULL, 0, 1000, NULL);
	}
	for (int i = 0; i < WIDTH; i++) {
		curl_easy_cleanup(bare->slots[i].easy);
		curl_slist_free_all(bare->slots[i].lines);
		buf_release(&bare->slots[i].body);
	}
}

static int
go(struct bare *bare, const char *state, const char *urls)
{
	if (read_urls(bare, urls) != 0) {
		fprintf(stderr, "bare: %s: %s\n", urls, strerror(errno));
		return 2;
	}
	read_state(bare, state);
	if (bare->parse && open_store(bare, state) != 0) {
		fprintf(stderr, "bare: %s\n", sqlite3_errmsg(bare->db));
		return 2;
	}
	curl_global_init(CURL_GLOBAL_ALL);
	bare->multi = curl_multi_init();
	curl_multi_setopt(bare->multi, CURLMOPT_MAXCONNECTS, (long)WIDTH);
	loop(bare);
	curl_multi_cleanup(bare->multi);
	if (bare->parse)
		sqlite3_exec(bare->db, "COMMIT", NULL, NULL, NULL);
	sqlite3_finalize(bare->insert);
	sqlite3_close(bare->db);
	printf("%zu new, %zu unchanged, %zu failed, %zu items stored\n",
		bare->fresh, bare->unchanged, bare->failed, bare->items);
	return write_state(bare, state) == 0 && bare->failed == 0 ? 0 : 1;
}

int
main(int argc, char **argv)
{
	static struct bare bare;
	int at = 1;

	if (at < argc && strcmp(argv[at], "-p") == 0) {
		bare.parse = true;
		at++;
	}
	if (at + 1 < argc && strcmp(argv[at], "-c") == 0) {
		bare.certificates = argv[at + 1];
		at += 2;
	}
	if (argc - at != 2) {
		fputs("usage: bare [-p] [-c FILE] STATE URLS\n", stderr);
		return 2;
	}
	return go(&bare, argv[at], argv[at + 1]);
}
