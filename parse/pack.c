/*
 * pack.c - records to flat blocks and back; see pack.h.
 *
 * Writing and reading go by one table of each record's members (layout.h), so
 * they cannot disagree.
 */
#include "parse/pack.h"

#include "base/text.h"
#include "parse/layout.h"

#include <string.h>

/* ---------------------------------------------------------------- writing */

/* The members' counts and pointers are read through memcpy: the tables know
 * offsets, not types. */
static size_t
size_at(const char *record, size_t offset)
{
	size_t value;

	memcpy(&value, record + offset, sizeof(value));
	return value;
}

static const char *
pointer_at(const char *record, size_t offset)
{
	const char *value;

	memcpy(&value, record + offset, sizeof(value));
	return value;
}

static void
put_u32(struct buf *out, size_t value)
{
	uint32_t v = (uint32_t)value;

	if (value > UINT32_MAX)
		out->full = true;
	buf_add(out, &v, sizeof(v));
}

/* Its bytes with the NUL, and their number before them; 0 is NULL. */
static void
put_string(struct buf *out, const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s) + 1;

	put_u32(out, n);
	buf_add(out, s, n);
}

static void put_record(
	struct buf *out, const struct layout *layout, const char *record);

static void
put_elsewhere(struct buf *out, const struct member *m, const char *record)
{
	const char *items = pointer_at(record, m->offset);
	size_t n = size_at(record, m->count_offset);

	put_u32(out, n);
	for (size_t i = 0; i < n && !out->full; i++) {
		if (m->type == MEMBER_STRINGS)
			put_string(out,
				pointer_at(items, i * sizeof(const char *)));
		else
			put_record(out, m->of, items + i * m->of->size);
	}
}

/* The depth is that of the tables, but for an entry's origin, which has none
 * of its own (the feed readers see to it; reading back enforces it). */
static void
put_record(struct buf *out, const struct layout *layout, const char *record)
{
	for (size_t i = 0; i < layout->nmembers && !out->full; i++) {
		const struct member *m = &layout->members[i];
		const char *at = record + m->offset;

		switch (m->type) {
		case MEMBER_STRING:
			put_string(out, pointer_at(record, m->offset));
			break;
		case MEMBER_NUMBER:
			buf_add(out, at, m->size);
			break;
		case MEMBER_BOOL:
			buf_add(out, at, sizeof(bool));
			break;
		case MEMBER_ENUM:
			buf_add(out, at, sizeof(unsigned));
			break;
		case MEMBER_STRUCT:
			for (size_t k = 0; k < m->count; k++)
				put_record(out, m->of, at + k * m->of->size);
			break;
		case MEMBER_POINTER:
			at = pointer_at(record, m->offset);
			buf_putc(out, at != NULL);
			if (at != NULL)
				put_record(out, m->of, at);
			break;
		case MEMBER_ARRAY:
		case MEMBER_STRINGS:
			put_elsewhere(out, m, record);
			break;
		}
	}
}

/* ---------------------------------------------------------------- reading */

struct reader {
	struct arena *arena;
	const char *at;
	size_t left;
	int depth; /* of pointers */
	bool bad;
};

/* An entry's origin, and nothing behind that. */
#define POINTER_DEPTH_MAX 1

static void
get(struct reader *reader, void *out, size_t n)
{
	if (reader->bad || n > reader->left) {
		reader->bad = true;
		memset(out, 0, n);
		return;
	}
	memcpy(out, reader->at, n);
	reader->at += n;
	reader->left -= n;
}

static const char *
get_string(struct reader *reader)
{
	uint32_t n;
	const char *s;

	get(reader, &n, sizeof(n));
	if (n == 0 || reader->bad)
		return NULL;
	s = reader->at;
	if (n > reader->left || memchr(s, '\0', n) != s + n - 1 ||
		!utf8_valid(s, n - 1)) {
		reader->bad = true;
		return NULL;
	}
	reader->at += n;
	reader->left -= n;
	return s;
}

/* The fewest bytes that a record takes: no count may promise more records
 * than the block has room for. */
static size_t
least_size(const struct layout *layout)
{
	size_t sum = 0;

	for (size_t i = 0; i < layout->nmembers; i++) {
		const struct member *m = &layout->members[i];

		switch (m->type) {
		case MEMBER_NUMBER:
			sum += m->size;
			break;
		case MEMBER_STRUCT:
			sum += m->count * least_size(m->of);
			break;
		case MEMBER_BOOL:
		case MEMBER_POINTER:
			sum += 1;
			break;
		default:
			sum += sizeof(uint32_t);
		}
	}
	return sum;
}

static void get_record(
	struct reader *reader, const struct layout *layout, char *record);

static void
get_elsewhere(struct reader *reader, const struct member *m, char *record)
{
	bool strings = m->type == MEMBER_STRINGS;
	size_t least = strings ? sizeof(uint32_t) : least_size(m->of);
	size_t size = strings ? sizeof(const char *) : m->of->size, count;
	uint32_t n;
	char *items = NULL;

	get(reader, &n, sizeof(n));
	if (least == 0 || n > reader->left / least) {
		reader->bad = true;
		return;
	}
	if (n > 0)
		items = arena_array(reader->arena, n, size);
	for (size_t i = 0; i < n && !reader->bad; i++) {
		if (strings) {
			const char *s = get_string(reader);

			memcpy(items + i * size, &s, sizeof(s));
		} else {
			get_record(reader, m->of, items + i * size);
		}
	}
	count = n;
	memcpy(record + m->offset, &items, sizeof(items));
	memcpy(record + m->count_offset, &count, sizeof(count));
}

static void
get_pointer(struct reader *reader, const struct member *m, char *record)
{
	char there, *target;

	get(reader, &there, 1);
	if (there == 0 || reader->bad)
		return;
	if (reader->depth == POINTER_DEPTH_MAX) {
		reader->bad = true;
		return;
	}
	reader->depth++;
	target = arena_alloc(reader->arena, m->of->size);
	get_record(reader, m->of, target);
	memcpy(record + m->offset, &target, sizeof(target));
	reader->depth--;
}

/* A byte that is neither 0 nor 1 in a bool, or a value past an enum's last,
 * would be undefined behaviour or a wild index later. */
static void
get_checked(struct reader *reader, const struct member *m, char *record)
{
	unsigned value = 0;
	unsigned char byte;

	if (m->type == MEMBER_BOOL) {
		get(reader, &byte, 1);
		reader->bad = reader->bad || byte > 1;
		record[m->offset] = byte == 1;
	} else {
		get(reader, &value, sizeof(value));
		if (value > m->max) {
			reader->bad = true;
			return;
		}
		memcpy(record + m->offset, &value, sizeof(value));
	}
}

static void
get_record(struct reader *reader, const struct layout *layout, char *record)
{
	for (size_t i = 0; i < layout->nmembers && !reader->bad; i++) {
		const struct member *m = &layout->members[i];
		char *at = record + m->offset;
		const char *s;

		switch (m->type) {
		case MEMBER_STRING:
			s = get_string(reader);
			memcpy(at, &s, sizeof(s));
			break;
		case MEMBER_NUMBER:
			get(reader, at, m->size);
			break;
		case MEMBER_BOOL:
		case MEMBER_ENUM:
			get_checked(reader, m, record);
			break;
		case MEMBER_STRUCT:
			for (size_t k = 0; k < m->count; k++)
				get_record(reader, m->of, at + k * m->of->size);
			break;
		case MEMBER_POINTER:
			get_pointer(reader, m, record);
			break;
		case MEMBER_ARRAY:
		case MEMBER_STRINGS:
			get_elsewhere(reader, m, record);
			break;
		}
	}
}

/* ------------------------------------------------------------- the blocks */

/* A date that is none would index past the table of months. */
static bool
date_fits(struct civil date)
{
	return (date.y == 0 && date.m == 0 && date.d == 0) || civil_valid(date);
}

static size_t
length_of(const char *s)
{
	return s == NULL ? 0 : strlen(s);
}

/* Evidence is cut out of strings by whoever shows it. The texts are measured
 * once, however many mentions a block has. */
static bool
mentions_fit(const struct report *r)
{
	const size_t room[] = {
		[EVIDENCE_TEXT] = length_of(r->text),
		[EVIDENCE_TITLE] = length_of(report_title_text(r)),
		[EVIDENCE_URL] = length_of(r->url),
		[EVIDENCE_PUBLISHED] = length_of(r->published.raw),
		[EVIDENCE_STRUCTURED] = 0,
	};

	for (size_t i = 0; i < r->nmentions; i++) {
		const struct mention *m = &r->mentions[i];

		/* Not the other way round: NaN is neither. */
		if (!(m->confidence >= 0 && m->confidence <= 1) ||
			!date_fits(m->facts.start) ||
			!date_fits(m->facts.end) || m->facts.edition < 0)
			return false;
		for (int f = 0; f < FACT_COUNT; f++) {
			const struct evidence *e = &m->evidence[f];

			if ((size_t)e->offset + e->length > room[e->in])
				return false;
		}
	}
	return true;
}

static bool
report_fits(const struct report *r)
{
	return date_fits(r->published.day) && date_fits(r->updated.day) &&
	       date_fits(r->created.day) && date_fits(r->expired.day) &&
	       mentions_fit(r);
}

int
pack_document(struct buf *out, const struct document *doc)
{
	put_record(out, &layout_document, (const char *)doc);
	return out->full ? -1 : 0;
}

int
unpack_document(
	struct arena *arena, const char *bytes, size_t n, struct document *out)
{
	struct reader reader = {.arena = arena, .at = bytes, .left = n};

	memset(out, 0, sizeof(*out));
	get_record(&reader, &layout_document, (char *)out);
	if (reader.bad || reader.left != 0 || !report_fits(&out->feed))
		return -1;
	for (size_t i = 0; i < out->nreports; i++) {
		const struct report *r = &out->reports[i];

		if (!report_fits(r) ||
			(r->origin != NULL && !report_fits(r->origin)))
			return -1;
	}
	return 0;
}

/* With a NUL, which readers of a document count on. */
static void
put_bytes(struct buf *out, const char *bytes, size_t n)
{
	buf_add(out, bytes, n);
	buf_putc(out, '\0');
}

int
pack_input(struct buf *out, const struct parse_input *in)
{
	static const struct selectors none;
	const struct selectors *s = in->selectors ? in->selectors : &none;

	put_record(out, &layout_input, (const char *)in);
	buf_putc(out, in->selectors != NULL);
	put_record(out, &layout_selectors, (const char *)s);
	for (size_t i = 0; i < in->npages; i++)
		put_bytes(out, in->pages[i].bytes, in->pages[i].length);
	put_bytes(out, in->bytes, in->length);
	return out->full ? -1 : 0;
}

/* n bytes with a NUL behind them; NULL where they are not that. */
static const char *
get_bytes(struct reader *reader, size_t n)
{
	const char *bytes = reader->at;

	if (n >= reader->left || bytes[n] != '\0')
		return NULL;
	reader->at += n + 1;
	reader->left -= n + 1;
	return bytes;
}

/* The bytes of the pages stand behind the record, those of the document behind
 * them. */
static int
get_documents(struct reader *reader, struct parse_input *out)
{
	struct parse_page *pages =
		arena_alloc(reader->arena, (out->npages + 1) * sizeof(*pages));

	if (out->npages > 0)
		memcpy(pages, out->pages, out->npages * sizeof(*pages));
	for (size_t i = 0; i < out->npages; i++) {
		pages[i].bytes = get_bytes(reader, pages[i].length);
		if (pages[i].bytes == NULL)
			return -1;
	}
	out->pages = out->npages > 0 ? pages : NULL;
	out->length = reader->left > 0 ? reader->left - 1 : 0;
	out->bytes = get_bytes(reader, out->length);
	return out->bytes == NULL ? -1 : 0;
}

int
unpack_input(struct arena *arena, const char *bytes, size_t n,
	struct parse_input *out)
{
	struct reader reader = {.arena = arena, .at = bytes, .left = n};
	struct selectors *s = arena_alloc(arena, sizeof(*s));
	char has_selectors;

	memset(out, 0, sizeof(*out));
	get_record(&reader, &layout_input, (char *)out);
	get(&reader, &has_selectors, 1);
	get_record(&reader, &layout_selectors, (char *)s);
	if (reader.bad)
		return -1;
	out->selectors = has_selectors ? s : NULL;
	return get_documents(&reader, out);
}

int
pack_err(struct buf *out, const struct err *err)
{
	unsigned kind = err->kind;

	buf_add(out, &kind, sizeof(kind));
	put_string(out, err->message);
	return out->full ? -1 : 0;
}

int
unpack_err(const char *bytes, size_t n, struct err *out)
{
	struct arena arena;
	struct reader reader = {.arena = &arena, .at = bytes, .left = n};
	const char *message;
	unsigned kind;

	arena_init(&arena);
	get(&reader, &kind, sizeof(kind));
	message = get_string(&reader);
	if (!reader.bad && reader.left == 0 && message != NULL &&
		kind != ERR_NONE && kind <= ERR_SYSTEM)
		err_set(out, (enum err_kind)kind, "%s", message);
	else
		reader.bad = true;
	arena_release(&arena);
	return reader.bad ? -1 : 0;
}
