/*
 * entrymark.c - see entrymark.h. Called by xmlfeed.c as elements open and
 * close, by feedmembers.c where texts are read, and by parse.c at the end.
 */
#include "parse/entrymark.h"

#include "base/hash.h"
#include "base/url.h"
#include "parse/feedmembers.h"

#include <stdlib.h>
#include <string.h>

/* A text that is read when its entry closes. */
struct late_text {
	struct feed_text text;
	struct rich *rich; /* NULL: in contents[content], which may move */
	size_t content;
};

/* ---------------------------------------------------------------- hashing */

/* Who writes an entry may write another one of the same mark, and that is not
 * read. It keeps away what he wrote himself and nothing else. */
static uint64_t
add_text(uint64_t mark, const char *text)
{
	return text == NULL ? hash_word(mark, UINT64_MAX)
			    : hash_bytes(mark, text, strlen(text));
}

/* ---------------------------------------------------------------- elements */

void
entry_marks_init(struct entry_marks *marks, const struct parse_input *input)
{
	*marks = (struct entry_marks){
		.settings = input->settings,
		.known = input->known,
		.nknown = input->settings != 0 ? input->nknown : 0,
	};
}

/* What holds for any entry of this feed. */
static void
begin(struct feed_reader *reader)
{
	struct entry_marks *marks = &reader->marks;
	uint64_t mark = hash_word(marks->settings, (uint64_t)reader->family);

	mark = add_text(mark, reader->out->version);
	mark = add_text(mark, reader->root_namespace);
	mark = add_text(mark, reader->frames[1].base);
	marks->mark = mark;
	marks->entry = reader->depth;
	marks->nested = false;
	marks->nlate = 0;
}

void
entry_mark_start(struct feed_reader *reader, const struct frame *frame, int ns)
{
	struct entry_marks *marks = &reader->marks;
	uint64_t mark;

	if (marks->settings == 0)
		return;
	if (marks->entry == 0 && feed_is_entry(frame->element))
		begin(reader);
	else if (feed_is_entry(frame->element))
		marks->nested = true;
	if (marks->entry == 0)
		return;
	mark = hash_word(marks->mark, reader->depth << 8 | (unsigned)ns);
	mark = add_text(mark, frame->name);
	mark = add_text(mark, frame->prefix);
	mark = add_text(mark, frame->base);
	mark = add_text(mark, frame->language);
	for (size_t i = 0; i < frame->nattributes; i++) {
		mark = hash_word(mark, (uint64_t)frame->attributes[i].ns);
		mark = add_text(mark, frame->attributes[i].name);
		mark = add_text(mark, frame->attributes[i].value);
	}
	marks->mark = mark;
}

void
entry_mark_end(struct feed_reader *reader)
{
	struct entry_marks *marks = &reader->marks;

	if (marks->entry == 0)
		return;
	marks->mark = hash_word(marks->mark, reader->depth);
	if (reader->collecting != reader->depth)
		return;
	if (reader->markup)
		marks->mark = add_text(marks->mark, reader->type);
	marks->mark = hash_bytes(
		marks->mark, buf_str(&reader->text), reader->text.len);
}

/* ------------------------------------------------------------------- texts */

bool
entry_text_defer(struct feed_reader *reader, const struct frame *frame,
	const struct feed_text *text, struct rich *rich)
{
	struct entry_marks *marks = &reader->marks;
	const struct report *report = frame->report;
	struct late_text *late;

	if (marks->entry == 0 || marks->nknown == 0 ||
		report != reader->frames[marks->entry].report)
		return false;
	late = ARENA_PUSH(reader->arena, &marks->late, &marks->nlate);
	late->text = *text;
	late->text.value.p =
		arena_strndup(reader->arena, text->value.p, text->value.n);
	if (report->ncontents > 0 &&
		rich == &report->contents[report->ncontents - 1])
		late->content = report->ncontents - 1;
	else
		late->rich = rich;
	rich->value = ""; /* told: the next of its kind is a second one */
	return true;
}

static void
read_late(struct feed_reader *reader, struct report *report)
{
	for (size_t i = 0; i < reader->marks.nlate; i++) {
		const struct late_text *late = &reader->marks.late[i];

		feed_read_text(reader, report, &late->text,
			late->rich != NULL ? late->rich
					   : &report->contents[late->content],
			true);
	}
}

static int
by_mark(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	return x->mark < y->mark ? -1 : x->mark > y->mark;
}

static bool
is_known(const struct entry_marks *marks, uint64_t mark)
{
	const struct known wanted = {mark};

	return marks->nknown > 0 &&
	       bsearch(&wanted, marks->known, marks->nknown, sizeof(wanted),
		       by_mark) != NULL;
}

uint64_t
entry_mark_unwritten(uint64_t mark)
{
	return mark == 0 ? 0 : (mark | 3) ^ 1;
}

bool
entry_mark_is_unwritten(uint64_t mark)
{
	return mark != 0 && (mark & 1) == 0; /* all others are odd */
}

/* Many feeds tell their language before the first entry; of others no entry is
 * marked, as it is all of the feed that says what language it is in. */
static void
note_language(struct feed_reader *reader)
{
	struct entry_marks *marks = &reader->marks;
	uint64_t language = add_text(0, reader->out->feed.language);

	marks->moved |= marks->any && language != marks->language;
	marks->any = true;
	marks->language = language;
}

void
entry_mark_settle(struct feed_reader *reader, struct report *report)
{
	struct entry_marks *marks = &reader->marks;
	uint64_t unwritten;

	if (marks->entry == 0 || reader->depth != marks->entry)
		return;
	marks->entry = 0;
	if (!marks->nested) {
		note_language(reader);
		report->mark = hash_word(marks->mark, marks->language) | 1;
		report->known = is_known(marks, report->mark);
		unwritten = entry_mark_unwritten(report->mark);
		if (!report->known && is_known(marks, unwritten)) {
			report->mark = unwritten;
			report->known = true;
		}
	}
	if (!report->known) {
		read_late(reader, report);
		return;
	}
	report->summary = report->subtitle = report->info = (struct rich){0};
	report->contents = NULL;
	report->ncontents = 0;
}

void
entry_marks_finish(struct feed_reader *reader)
{
	struct document *out = reader->out;

	if (!reader->marks.any)
		return;
	note_language(reader);
	for (size_t i = 0; reader->marks.moved && i < out->nreports; i++)
		out->reports[i].mark = 0;
}

/* ------------------------------------------------------------------ doubts */

struct identity {
	uint64_t of;
	bool known;
};

static int
by_identity(const void *a, const void *b)
{
	const struct identity *x = a, *y = b;

	return x->of < y->of ? -1 : x->of > y->of;
}

/* Two identities at most: what the store knows reports by. What has no address
 * is known by its title and day; the day will do. */
static size_t
identify(struct arena *arena, const struct report *report,
	struct identity identities[2])
{
	struct civil day = report->published.day;
	const char *url = report->url;
	uint64_t of;
	size_t n = 0;

	if (report->guid != NULL)
		identities[n++].of = add_text(1, report->guid);
	if (url != NULL)
		of = add_text(2, url_canonical(arena, url));
	else
		of = hash_bytes(3, &day, sizeof(day));
	identities[n++].of = of;
	for (size_t i = 0; i < n; i++)
		identities[i].known = report->known;
	return n;
}

bool
entry_marks_doubtful(struct arena *arena, const struct document *document)
{
	size_t nreports = document->nreports, nknown = 0, n = 0;
	struct identity *all;

	for (size_t i = 0; i < nreports; i++) {
		nknown += document->reports[i].known;
		if (document->reports[i].known &&
			document->reports[i].mark == 0)
			return true;
	}
	if (nknown == 0 || nknown == nreports)
		return false;
	all = arena_array(arena, nreports * 2, sizeof(*all));
	for (size_t i = 0; i < nreports; i++)
		n += identify(arena, &document->reports[i], all + n);
	qsort(all, n, sizeof(*all), by_identity);
	for (size_t i = 1; i < n; i++)
		if (all[i].of == all[i - 1].of &&
			all[i].known != all[i - 1].known)
			return true;
	return false;
}
