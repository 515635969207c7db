/*
 * charset.c - the first thing that happens to bytes from outside: they become
 * UTF-8 text, so that nothing later thinks of encodings again.
 */
#include "parse/charset.h"

#include "base/mem.h"
#include "base/text.h"
#include "parse/charset_attempt.h"
#include "parse/charset_guess.h"
#include "parse/charset_label.h"

#include <string.h>

/* More than one bad character in so many that are not ASCII: another label. */
#define BAD_SHARE 5

/* Valid UTF-8 but for a sequence that the end cuts, and not only ASCII. */
static bool
is_multibyte_utf8(const char *s, size_t n)
{
	size_t whole = n - charset_cut_length(s, n), i = 0;

	while (i < whole && (unsigned char)s[i] < 0x80)
		i++;
	return i < whole && utf8_valid(s + i, whole - i);
}

static bool
is_ascii(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return false;
	return true;
}

/* A label that was read as ASCII cannot be true where it names an encoding
 * in which ASCII has zero bytes. */
static const struct charset *
unless_wide(const struct charset *c, const char *s, size_t n)
{
	if (c == NULL || memchr(s, 0, n < 4 ? n : 4) != NULL)
		return c;
	if (strncmp(c->converter, "UTF-16", 6) == 0 ||
		strncmp(c->converter, "UTF-32", 6) == 0)
		return NULL;
	return c;
}

/* The code pages of mainframes have "<?xm" at other places. */
static const struct charset *
ebcdic(const struct charsets *charsets, const char *s, size_t n)
{
	const struct charset *c = NULL;
	struct attempt head;

	if (n < 4 || memcmp(s, "\x4C\x6F\xA7\x94", 4) != 0)
		return NULL;
	attempt_begin(&head, charset_by_name(charsets, "cp037"),
		CONTROLS_AS_MEANT, BUF_NO_LIMIT);
	attempt_put(&head, s, n < LABEL_WINDOW ? n : LABEL_WINDOW, true);
	c = charset_inner_label(charsets, buf_str(&head.text), head.text.len);
	attempt_release(&head);
	return c != NULL ? c : charset_by_name(charsets, "cp037");
}

#define CANDIDATES 5

static bool
is_text_type(const char *content_type)
{
	return content_type != NULL &&
	       strncasecmp(content_type, "text/", 5) == 0;
}

/* In the order of trust; NULL stands for a guess, which costs as much as all
 * the rest and is seldom needed. */
static size_t
list_candidates(const struct charsets *charsets, const char *s, size_t n,
	const struct charset *sure, const char *content_type,
	const struct charset *candidates[CANDIDATES])
{
	size_t count = 0;

	if (sure != NULL) {
		candidates[count++] = sure;
		return count;
	}
	candidates[count] =
		unless_wide(charset_http_label(charsets, content_type), s, n);
	count += candidates[count] != NULL;
	candidates[count] =
		unless_wide(charset_inner_label(charsets, s, n), s, n);
	count += candidates[count] != NULL;
	if (count == 0 && is_ascii(s, n)) {
		if (charset_has_escapes(s, n))
			candidates[count++] = NULL;
		/* Said to be text and nothing more: RFC 2046, 4.1.2. */
		candidates[count++] = charset_by_name(charsets,
			is_text_type(content_type) ? "us-ascii" : "utf-8");
		return count;
	}
	candidates[count++] = NULL;
	candidates[count++] = charset_by_name(charsets, "windows-1252");
	return count;
}

/* Compares with what the document says that it is in. */
static void
judge_label(const struct charsets *charsets, const char *s, size_t n,
	const char *content_type, const struct charset *used,
	struct charset_found *found)
{
	const struct charset *said = charset_http_label(charsets, content_type);

	found->contradicted =
		said == NULL && is_text_type(content_type) && !is_ascii(s, n);
	if (said == NULL)
		said = charset_inner_label(charsets, s, n);
	found->guessed =
		said == NULL && (!is_ascii(s, n) || charset_has_escapes(s, n));
	/* "utf-16" is true of both byte orders. */
	found->mislabelled = found->replaced > 0 ||
			     (said != NULL && said != used &&
				     strncmp(said->converter, used->converter,
					     strlen(said->converter)) != 0);
}

/* What is to be decoded, and what one look at it told. */
struct source {
	const char *bytes;
	size_t n;
	bool head;   /* more follows: its last character may be cut */
	size_t skip; /* a byte order mark */
	size_t beyond_ascii;
	bool clean; /* UTF-8 that stays as it is */
};

static const struct charset *
find_sure(const struct charsets *charsets, struct source *from)
{
	const struct charset *sure =
		charset_signature(charsets, from->bytes, from->n, &from->skip);
	size_t n = from->n - from->skip;

	from->clean = charset_clean_length(from->bytes + from->skip, n,
			      &from->beyond_ascii) == n;
	if (sure != NULL)
		return sure;
	if (from->clean ? from->beyond_ascii > 0
			: is_multibyte_utf8(from->bytes, from->n))
		return charset_by_name(charsets, "utf-8");
	sure = charset_wide(charsets, from->bytes, from->n);
	return sure != NULL ? sure : ebcdic(charsets, from->bytes, from->n);
}

/* The first candidate that fits well, or the one that fits best. */
static void
try_all(const struct charsets *charsets, const struct source *from,
	const struct charset *const candidates[], size_t count,
	enum charset_controls controls, size_t limit, struct attempt *best)
{
	for (size_t i = 0; i < count; i++) {
		const struct charset *c = candidates[i];
		struct attempt next;

		if (c == NULL)
			c = charset_guess(charsets, from->bytes, from->n);
		if (c == NULL)
			continue;
		attempt_begin(&next, c, controls, limit);
		if (from->clean && strcmp(c->converter, "UTF-8") == 0)
			next.beyond_ascii = from->beyond_ascii;
		else
			attempt_put(&next, from->bytes + from->skip,
				from->n - from->skip, !from->head);
		if (best->charset == NULL || next.replaced < best->replaced) {
			attempt_release(best);
			*best = next;
		} else {
			attempt_release(&next);
		}
		if (best->replaced * BAD_SHARE <= best->beyond_ascii)
			break;
	}
}

/* Chooses by `from`, which is all there is or the head of it; *best is what its
 * bytes mean in the encoding that was chosen, but for clean UTF-8. */
static void
choose(const struct charsets *charsets, struct source *from,
	const char *content_type, enum charset_controls controls, size_t limit,
	struct attempt *best, struct charset_found *found)
{
	const struct charset *candidates[CANDIDATES];
	const struct charset *sure = find_sure(charsets, from);
	size_t count = list_candidates(
		charsets, from->bytes, from->n, sure, content_type, candidates);

	*best = (struct attempt){.charset = NULL};
	try_all(charsets, from, candidates, count, controls, limit, best);
	found->name = best->charset->name.p;
	found->replaced = best->replaced;
	found->dropped = best->dropped;
	judge_label(charsets, from->bytes, from->n, content_type, best->charset,
		found);
	found->guessed = found->guessed && sure == NULL;
}

struct slice
charset_text(const struct charsets *charsets, const char *bytes, size_t n,
	const char *content_type, enum charset_controls controls,
	struct buf *out, struct charset_found *found)
{
	struct source from = {.bytes = bytes, .n = n};
	struct attempt best;

	choose(charsets, &from, content_type, controls, out->limit, &best,
		found);
	if (from.clean && strcmp(best.charset->converter, "UTF-8") == 0) {
		attempt_release(&best);
		return (struct slice){bytes + from.skip, n - from.skip};
	}
	buf_release(out);
	*out = best.text;
	buf_init(&best.text, 0);
	attempt_release(&best);
	return (struct slice){buf_str(out), out->len};
}

void
charset_decode(const struct charsets *charsets, const char *bytes, size_t n,
	const char *content_type, enum charset_controls controls,
	struct buf *out, struct charset_found *found)
{
	struct buf own;
	struct slice text;

	buf_init(&own, out->limit);
	text = charset_text(
		charsets, bytes, n, content_type, controls, &own, found);
	if (own.len > 0 && out->len == 0) {
		struct buf empty = *out;

		*out = own;
		own = empty;
	} else {
		buf_add(out, text.p, text.n);
	}
	buf_release(&own);
}

/* ---------------------------------------------------------------- streams */

/* Of a line in HZ that does not end more is not kept back. */
#define REST_MAX ((size_t)1 << 20)

struct charset_stream {
	struct attempt attempt;
	struct charset_found found;
	struct buf rest; /* the beginning of a character */
	size_t skip;     /* bytes of a mark that are still to come */
};

struct charset_stream *
charset_stream_new(const struct charsets *charsets, const char *head, size_t n,
	const char *content_type)
{
	struct charset_stream *stream = mem_zero(1, sizeof(*stream));
	struct source from = {.bytes = head, .n = n, .head = true};
	struct attempt best;

	choose(charsets, &from, content_type, CONTROLS_AS_MEANT, BUF_NO_LIMIT,
		&best, &stream->found);
	attempt_begin(&stream->attempt, best.charset, CONTROLS_AS_MEANT,
		BUF_NO_LIMIT);
	attempt_release(&best);
	buf_init(&stream->rest, BUF_NO_LIMIT);
	stream->skip = from.skip;
	return stream;
}

struct slice
charset_stream_text(
	struct charset_stream *stream, const char *bytes, size_t n, bool last)
{
	struct attempt *a = &stream->attempt;
	struct buf *rest = &stream->rest;
	size_t skip = stream->skip < n ? stream->skip : n, done, beyond;
	bool overdue = rest->len > REST_MAX;

	stream->skip -= skip;
	bytes += skip;
	n -= skip;
	if (rest->len == 0 && !a->opened && a->charset->high == NULL &&
		charset_clean_length(bytes, n, &beyond) == n) {
		a->beyond_ascii += beyond;
		return (struct slice){bytes, n};
	}
	if (rest->len > 0) {
		buf_add(rest, bytes, n);
		bytes = rest->data;
		n = rest->len;
	}
	buf_reset(&a->text);
	done = attempt_put(a, bytes, n, last || overdue);
	if (rest->len > 0) {
		memmove(rest->data, rest->data + done, n - done);
		rest->len = n - done;
	} else {
		buf_add(rest, bytes + done, n - done);
	}
	return (struct slice){buf_str(&a->text), a->text.len};
}

struct charset_found
charset_stream_found(const struct charset_stream *stream)
{
	struct charset_found found = stream->found;

	found.replaced = stream->attempt.replaced;
	found.dropped = stream->attempt.dropped;
	found.mislabelled = found.mislabelled || found.replaced > 0;
	return found;
}

void
charset_stream_free(struct charset_stream *stream)
{
	if (stream == NULL)
		return;
	attempt_release(&stream->attempt);
	buf_release(&stream->rest);
	free(stream);
}
