/*
 * article_pages.c - the text of an article that is in several pages.
 *
 * Each page is read like an article that is whole (page.c). Most repeat the
 * title, the line over the text and what the site puts behind it, and some
 * answer every number with the first page. So what was told is remembered line
 * by line, and taken out of what comes next.
 */
#include "parse/article.h"

#include "base/text.h"
#include "parse/article_tree.h"
#include "parse/html.h"

#include <string.h>

/* Between other lines only a line of so many bytes of letters is the same one:
 * short ones ("Answer:") are written again. */
#define AMID_MIN 40
/* A line that names pages is no longer, in bytes. */
#define MARK_MAX 80
/* A page that has so much of all that was told is the article in one page. */
#define WHOLE_SHARE 0.5

struct said {
	struct arena *arena;
	const struct page_rules *rules;
	uint64_t *slots; /* of lines; a table of a power of two; 0 = free */
	size_t nslots;
	size_t nlines;
	size_t met; /* of these, in the page that was read last */
};

/* What a reader sees as one line, in one node. */
struct piece {
	xmlNode *node;
	bool drop;  /* if at an end of the page */
	bool amid;  /* ... and also between others */
	bool known; /* an earlier page said it */
};

struct said *
said_new(struct arena *arena, const struct page_rules *rules)
{
	struct said *said = arena_alloc(arena, sizeof(*said));

	*said = (struct said){.arena = arena, .rules = rules};
	return said;
}

/* The place of a line in the table. */
static uint64_t *
slot_of(const struct said *said, uint64_t key)
{
	size_t at = key & (said->nslots - 1);

	while (said->slots[at] != 0 && said->slots[at] != key)
		at = (at + 1) & (said->nslots - 1);
	return &said->slots[at];
}

static void
grow(struct said *said)
{
	struct said old = *said;

	said->nslots = old.nslots ? old.nslots * 2 : 64;
	said->slots = arena_array(said->arena, said->nslots, sizeof(uint64_t));
	memset(said->slots, 0, said->nslots * sizeof(uint64_t));
	for (size_t i = 0; i < old.nslots; i++)
		if (old.slots[i] != 0)
			*slot_of(said, old.slots[i]) = old.slots[i];
}

/* Of the letters of a line; 0 = it has none. */
static uint64_t
key_of(const struct said *said, const char *line, size_t *letters)
{
	const char *key = tree_letters(said->arena, line, PARSE_PAGE_MAX);

	*letters = strlen(key);
	return *letters ? text_hash(key, *letters) | 1 : 0;
}

static void
add_line(struct said *said, const char *line)
{
	size_t letters;
	uint64_t key = key_of(said, line, &letters), *slot;

	if (!key)
		return;
	if (said->nlines * 2 >= said->nslots)
		grow(said);
	slot = slot_of(said, key);
	said->nlines += *slot == 0;
	*slot = key;
}

void
said_add(struct said *said, const struct report *page)
{
	char *text = arena_strdup(said->arena, page->text), *line;

	while ((line = strsep(&text, "\n")))
		add_line(said, line);
	if (page->title.value)
		add_line(said, page->title.value);
}

/* Does the line say nothing but which page it is, or which others there are:
 * "Page 2 of 3", "[1] [2] 下一页"? */
static bool
names_pages(const struct said *said, const char *line)
{
	bool word = false;

	if (strlen(line) > MARK_MAX)
		return false;
	for (const char *p = text_fold(said->arena, line); *p;) {
		size_t n = page_label(said->rules, LABEL_PAGER, p, true);
		if (!n && (unsigned char)*p >= 0x80)
			return false;
		if (!n && ((*p >= 'a' && *p <= 'z')))
			return false;
		word |= n > 0 || (*p >= '0' && *p <= '9');
		p += n ? n : 1;
	}
	return word;
}

static struct piece
piece_of(struct said *said, xmlNode *node, const char *line)
{
	struct piece piece = {.node = node};
	size_t letters;
	uint64_t key = key_of(said, line, &letters);

	piece.known = key && said->nslots && *slot_of(said, key) == key;
	piece.drop = piece.known || names_pages(said, line);
	piece.amid = piece.known && letters >= AMID_MIN;
	return piece;
}

xmlNode *
said_drop(struct said *said, const xmlNode *content)
{
	xmlNode *copy =
		xmlDocCopyNode((xmlNode *)(uintptr_t)content, content->doc, 1);
	struct piece *pieces = NULL;
	size_t n = 0, first = 0, last;
	xmlNode *next;

	if (!copy)
		mem_die();
	for (xmlNode *node = html_next(copy, copy); node; node = next) {
		const char *text = html_is_skipped(node)
					   ? ""
					   : html_text(said->arena, node);
		bool lines = strchr(text, '\n') != NULL;

		next = lines ? html_next(node, copy)
			     : html_next_over(node, copy);
		if (*text && !lines)
			*ARENA_PUSH(said->arena, &pieces, &n) =
				piece_of(said, node, text);
	}
	while (first < n && pieces[first].drop)
		first++;
	for (last = n; last > first && pieces[last - 1].drop; last--)
		continue;
	said->met = 0;
	for (size_t i = 0; i < n; i++) {
		said->met += pieces[i].known;
		if (i >= first && i < last && !pieces[i].amid)
			continue;
		xmlUnlinkNode(pieces[i].node);
		xmlFreeNode(pieces[i].node);
	}
	return copy;
}

bool
said_join(struct said *said, struct report *first, const struct report *further)
{
	bool whole = (double)said->met >= WHOLE_SHARE * (double)said->nlines;

	if (!*further->text)
		return false;
	first->text =
		arena_printf(said->arena, "%s\n%s", first->text, further->text);
	first->html =
		arena_printf(said->arena, "%s%s", first->html, further->html);
	said_add(said, further);
	first->next = whole ? NULL : further->next;
	return !whole;
}
