/*
 * cms.c - reads the page-* tables, and looks pages up in them.
 */
#include "parse/cms.h"

#include "base/table.h"
#include "data/data.h"
#include "parse/html.h"

#include <limits.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

/* More text in @class and @id than this is cut: no real element comes near. */
#define CLASS_TEXT_MAX 512

/* Names of members that are longer are none of ours. */
#define MEMBER_MAX 32

struct words {
	struct slice *word;
	size_t count;
	bool first[UCHAR_MAX + 1]; /* a word begins with the byte */
};

/* A word of a class or an id; "=" before it in the table: the whole word. */
struct class_word {
	struct slice text;
	bool whole;
	struct class_word *next; /* that begins with the same byte */
};

struct class_words {
	struct class_word *by_first[UCHAR_MAX + 1];
};

struct month {
	struct slice name;
	int number;
	struct month *next; /* that begins with the same byte */
};

struct ago_word {
	struct slice text;
	int64_t value;
};

struct ago_words {
	struct ago_word *word;
	size_t count;
};

static const char *const ago_names[AGO_COUNT] = {"back", "unit", "one", "day"};

struct language {
	const char *name;
	struct words common;
};

/* tag, id, class and one attribute that an element must have; NULL = any. */
struct container {
	char *tag;
	char *id;
	char *class[2];
	char *attribute;
	char *value;
};

struct page_rules {
	struct arena arena;
	struct class_words classes[CLASS_COUNT];
	struct words metas[META_COUNT];
	struct words labels[LABEL_COUNT];
	struct ago_words agos[AGO_COUNT];
	struct language *languages;
	size_t nlanguages;
	struct month *months[UCHAR_MAX + 1]; /* by their first byte */
	struct container *bodies;
	size_t nbodies;
	struct container *drops;
	size_t ndrops;
	char **comments;
	size_t ncomments;
};

static const char *const class_names[CLASS_COUNT] = {"unlikely", "maybe",
	"positive", "negative", "share", "byline", "date", "crumb", "menu",
	"junk", "body", "beside", "aside", "title", "place", "events"};
static const char *const meta_names[META_COUNT] = {"title", "published",
	"updated", "author", "source", "site", "image", "summary", "script",
	"item-title", "item-url", "item-date", "item-start", "item-end",
	"item-place", "item-summary", "item-value", "month-first", "day-first"};
static const char *const label_names[LABEL_COUNT] = {"published", "updated",
	"source", "author", "junk", "owner", "related", "named", "next",
	"whole", "pager", "more", "notice", "events", "terms", "beside",
	"today", "dated"};

/* Splits "tag#id.class.class[attribute=value]". Returns 0 or -1. */
static int
read_container(struct arena *arena, struct slice s, struct container *c)
{
	size_t classes = 0;

	while (s.n) {
		char kind = s.p[0];
		size_t skip = strchr("#.[", kind) != NULL, n = skip;
		char *word;

		while (n < s.n && !strchr("#.[", s.p[n]))
			n++;
		word = arena_strndup(arena, s.p + skip, n - skip);
		if (kind == '#') {
			c->id = word;
		} else if (kind == '.') {
			if (classes == 2)
				return -1;
			c->class[classes++] = word;
		} else if (kind == '[') {
			char *equals = strchr(word, '=');
			char *end = strchr(word, ']');
			if (!equals || !end)
				return -1;
			*equals = *end = '\0';
			c->attribute = word;
			c->value = equals + 1;
		} else {
			c->tag = word;
		}
		s.p += n;
		s.n -= n;
	}
	return 0;
}

static int
container_row(struct page_rules *rules, const struct row *row)
{
	struct container c = {0};

	if (slice_is(row->cell[0], "comment")) {
		*ARENA_PUSH(&rules->arena, &rules->comments,
			&rules->ncomments) = arena_strndup(&rules->arena,
			row->cell[1].p, row->cell[1].n);
		return 0;
	}
	if (read_container(&rules->arena, row->cell[1], &c) == -1)
		return -1;
	if (slice_is(row->cell[0], "body"))
		*ARENA_PUSH(&rules->arena, &rules->bodies, &rules->nbodies) = c;
	else if (slice_is(row->cell[0], "drop"))
		*ARENA_PUSH(&rules->arena, &rules->drops, &rules->ndrops) = c;
	else
		return -1;
	return 0;
}

static int
words_row(struct arena *arena, struct words *groups, const char *const *names,
	size_t n, const struct row *row, size_t cell)
{
	struct slice values = row->cell[cell], value;
	size_t g;

	for (g = 0; g < n && !slice_is(row->cell[0], names[g]); g++)
		continue;
	if (g == n)
		return -1;
	while (table_value(&values, &value)) {
		*ARENA_PUSH(arena, &groups[g].word, &groups[g].count) = value;
		if (value.n)
			groups[g].first[(unsigned char)value.p[0]] = true;
	}
	return 0;
}

static int
class_row(struct page_rules *rules, const struct row *row)
{
	struct slice values = row->cell[1], value;
	size_t g = 0;

	while (g < CLASS_COUNT && !slice_is(row->cell[0], class_names[g]))
		g++;
	if (g == CLASS_COUNT)
		return -1;
	while (table_value(&values, &value)) {
		struct class_word *word =
			arena_alloc(&rules->arena, sizeof(*word));
		struct class_word **first;

		word->whole = value.n > 1 && value.p[0] == '=';
		value.p += word->whole;
		value.n -= word->whole;
		if (value.n == 0)
			return -1;
		first = &rules->classes[g].by_first[(unsigned char)value.p[0]];
		word->text = value;
		word->next = *first;
		*first = word;
	}
	return 0;
}

static int
meta_row(struct page_rules *rules, const struct row *row)
{
	return words_row(
		&rules->arena, rules->metas, meta_names, META_COUNT, row, 1);
}

static int
label_row(struct page_rules *rules, const struct row *row)
{
	return words_row(
		&rules->arena, rules->labels, label_names, LABEL_COUNT, row, 2);
}

static int
month_row(struct page_rules *rules, const struct row *row)
{
	struct slice names = row->cell[2], name;
	int number = 0;

	if (!slice_is(row->cell[0], "month"))
		return 0;
	for (size_t i = 0; i < row->cell[1].n; i++)
		number = number * 10 + (row->cell[1].p[i] - '0');
	if (number < 1 || number > 12)
		return -1;
	while (table_value(&names, &name)) {
		struct month *m = arena_alloc(&rules->arena, sizeof(*m));
		struct month **last;

		if (name.n == 0)
			return -1;
		last = &rules->months[(unsigned char)name.p[0]];
		while (*last)
			last = &(*last)->next;
		m->name = name;
		m->number = number;
		*last = m;
	}
	return 0;
}

static int
ago_row(struct page_rules *rules, const struct row *row)
{
	struct slice words = row->cell[3], word;
	int64_t value = 0;
	size_t g = 0;

	while (g < AGO_COUNT && !slice_is(row->cell[0], ago_names[g]))
		g++;
	if (g == AGO_COUNT)
		return -1;
	for (size_t i = 0; i < row->cell[2].n; i++)
		value = value * 10 + (row->cell[2].p[i] - '0');
	while (table_value(&words, &word))
		*ARENA_PUSH(&rules->arena, &rules->agos[g].word,
			&rules->agos[g].count) = (struct ago_word){word, value};
	return 0;
}

static int
language_row(struct page_rules *rules, const struct row *row)
{
	struct slice words = row->cell[1], word;
	struct language *l = ARENA_PUSH(
		&rules->arena, &rules->languages, &rules->nlanguages);

	l->name = arena_strndup(&rules->arena, row->cell[0].p, row->cell[0].n);
	while (table_value(&words, &word))
		*ARENA_PUSH(&rules->arena, &l->common.word, &l->common.count) =
			word;
	return l->common.count ? 0 : -1;
}

static int
read_table(struct page_rules *rules, const char *name,
	int (*take)(struct page_rules *rules, const struct row *row),
	struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find(name, &file) == -1)
		return err_set(
			err, ERR_SYSTEM, "table '%s' is not compiled in", name);
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		if (take(rules, &row) == -1)
			return err_set(err, ERR_SYSTEM,
				"data/%s:%d: a row that means nothing", name,
				table.line);
	}
	return 0;
}

struct page_rules *
page_rules_new(struct err *err)
{
	static const struct {
		const char *name;
		int (*take)(struct page_rules *rules, const struct row *row);
	} tables[] = {{"page-classes.tsv", class_row},
		{"page-containers.tsv", container_row},
		{"page-meta.tsv", meta_row}, {"page-labels.tsv", label_row},
		{"date-words.tsv", month_row}, {"page-months.tsv", month_row},
		{"page-ago.tsv", ago_row}, {"common-words.tsv", language_row}};
	struct page_rules *rules = mem_zero(1, sizeof(*rules));

	arena_init(&rules->arena);
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		if (read_table(rules, tables[i].name, tables[i].take, err) ==
			-1) {
			page_rules_free(rules);
			return NULL;
		}
	}
	return rules;
}

void
page_rules_free(struct page_rules *rules)
{
	if (!rules)
		return;
	arena_release(&rules->arena);
	free(rules);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

/* " class words id " in lower case, each word between blanks. */
static void
class_text(const xmlNode *node, char out[CLASS_TEXT_MAX])
{
	const char *parts[] = {html_attr(node, "class"), html_attr(node, "id")};
	size_t n = 0;

	out[n++] = ' ';
	for (size_t i = 0; i < 2; i++) {
		for (const char *p = parts[i]; p && *p; p++) {
			if (n >= CLASS_TEXT_MAX - 3)
				break;
			out[n++] = is_blank(*p)             ? ' '
				   : *p >= 'A' && *p <= 'Z' ? (char)(*p + 32)
							    : *p;
		}
		if (n < CLASS_TEXT_MAX - 2)
			out[n++] = ' ';
	}
	out[n] = '\0';
}

static bool
class_word_at(const struct class_word *word, const char *text)
{
	for (; word; word = word->next) {
		if (strncmp(text, word->text.p, word->text.n) == 0 &&
			(!word->whole ||
				(text[-1] == ' ' && text[word->text.n] == ' ')))
			return true;
	}
	return false;
}

bool
page_class(const struct page_rules *rules, const xmlNode *node,
	enum page_class group)
{
	const struct class_words *words = &rules->classes[group];
	char text[CLASS_TEXT_MAX];

	if (!html_attr(node, "class") && !html_attr(node, "id"))
		return false;
	class_text(node, text);
	/* The first character is a blank, which no word begins with. */
	for (const char *p = text + 1; *p; p++) {
		if (class_word_at(words->by_first[(unsigned char)*p], p))
			return true;
	}
	return false;
}

/* Where among the names of a fact a meta element stands, @property before the
 * others; SIZE_MAX = nowhere. One @property can hold several names ("dc:title
 * og:title"). */
static size_t
meta_rank(const struct words *names, const xmlNode *meta)
{
	static const char *const attributes[] = {
		"property", "name", "itemprop", "http-equiv"};
	size_t best = SIZE_MAX;

	for (size_t a = 0; a < 4; a++) {
		const char *p = html_attr(meta, attributes[a]);
		while (p && *p) {
			size_t n = strcspn(p, " \t\n\f\r");
			for (size_t i = 0; i < names->count; i++) {
				struct slice name = names->word[i];
				size_t rank = i * 2 + (a > 0);
				if (rank < best && name.n == n &&
					strncasecmp(name.p, p, n) == 0)
					best = rank;
			}
			p += n + strspn(p + n, " \t\n\f\r");
		}
	}
	return best;
}

const char *
page_meta(const struct page_rules *rules, struct arena *arena,
	const xmlDoc *doc, enum page_fact fact)
{
	const xmlNode *root = (const xmlNode *)doc, *node = root;
	size_t best = SIZE_MAX;
	const char *value = NULL;

	while ((node = html_next(node, root))) {
		const char *content = html_attr(node, "content");
		size_t rank;
		if (!content || !html_is(node, "meta"))
			continue;
		rank = meta_rank(&rules->metas[fact], node);
		if (rank >= best || !content[strspn(content, " \t\r\n")])
			continue;
		best = rank;
		value = content;
	}
	return value ? text_collapse(arena, value, strlen(value)) : NULL;
}

/* The value in quotes that stands behind a name, its quote and a colon. */
static const char *
quoted_value(const char *p)
{
	if (*p != '"' && *p != '\'')
		return NULL;
	p++;
	p += strspn(p, " \t\r\n");
	if (*p != ':')
		return NULL;
	p++;
	p += strspn(p, " \t\r\n");
	return *p == '"' || *p == '\'' ? p + 1 : NULL;
}

const char *
page_script_value(const struct page_rules *rules, const char *script)
{
	const struct words *names = &rules->metas[META_SCRIPT];

	for (const char *p = script; (p = strpbrk(p, "\"'")); p++) {
		if (!names->first[(unsigned char)p[1]])
			continue;
		for (size_t i = 0; i < names->count; i++) {
			struct slice name = names->word[i];
			const char *value = NULL;
			if (strncmp(p + 1, name.p, name.n) == 0)
				value = quoted_value(p + 1 + name.n);
			if (value)
				return value;
		}
	}
	return NULL;
}

size_t
page_member(
	const struct page_rules *rules, enum page_fact fact, const char *name)
{
	const struct words *names = &rules->metas[fact];
	char plain[MEMBER_MAX];
	size_t n = 0;

	for (; *name && n + 1 < sizeof(plain); name++) {
		if (*name >= 'A' && *name <= 'Z')
			plain[n++] = (char)(*name + 32);
		else if (*name != '_' && *name != '-')
			plain[n++] = *name;
	}
	plain[n] = '\0';
	if (*name || !names->first[(unsigned char)*plain])
		return SIZE_MAX;
	for (size_t i = 0; i < names->count; i++) {
		if (slice_is(names->word[i], plain))
			return i;
	}
	return SIZE_MAX;
}

bool
page_names(
	const struct page_rules *rules, enum page_fact fact, const char *name)
{
	const struct words *names = &rules->metas[fact];
	size_t n = strlen(name);

	for (size_t i = 0; i < names->count; i++) {
		struct slice w = names->word[i];
		bool family = w.n > 1 && w.p[w.n - 1] == '-';
		size_t own = family ? w.n - 1 : w.n;
		if (n >= own && strncasecmp(name, w.p, own) == 0 &&
			(n == own || (family && strchr("-_", name[own]))))
			return true;
	}
	return false;
}

size_t
page_label(const struct page_rules *rules, enum page_label group,
	const char *folded, bool bare)
{
	const struct words *words = &rules->labels[group];
	size_t best = 0;

	if (!words->first[(unsigned char)*folded])
		return 0;
	for (size_t i = 0; i < words->count; i++) {
		struct slice w = words->word[i];
		size_t n = w.n;
		bool colon;
		if (strncmp(folded, w.p, n) != 0)
			continue;
		n += strspn(folded + n, " ");
		colon = folded[n] == ':';
		if (colon)
			n += 1 + strspn(folded + n + 1, " ");
		else if (!bare || (folded[w.n] != ' ' && folded[w.n] &&
					  (w.p[0] & 0x80) == 0))
			continue;
		if (n > best)
			best = n;
	}
	return best;
}

size_t
page_ago(const struct page_rules *rules, enum page_ago group,
	const char *folded, int64_t *value)
{
	const struct ago_words *words = &rules->agos[group];
	size_t best = 0;

	for (size_t i = 0; i < words->count; i++) {
		struct slice w = words->word[i].text;
		uint32_t cp = 0;
		if (w.n <= best || strncmp(folded, w.p, w.n) != 0)
			continue;
		utf8_decode(w.p, w.n, &cp);
		if (!text_is_cjk(cp) && folded[w.n]) {
			utf8_decode(folded + w.n, strlen(folded + w.n), &cp);
			if (text_is_word(cp) && w.p[w.n - 1] != '\'')
				continue;
		}
		best = w.n;
		*value = words->word[i].value;
	}
	return best;
}

bool
page_is_junk(const struct page_rules *rules, const char *folded)
{
	const struct words *words = &rules->labels[LABEL_JUNK];
	size_t n = strlen(folded);

	for (size_t i = 0; i < words->count; i++) {
		if (words->word[i].n == n &&
			memcmp(words->word[i].p, folded, n) == 0)
			return true;
	}
	return false;
}

bool
page_tells(const struct page_rules *rules, enum page_label group,
	const char *folded)
{
	const struct words *words = &rules->labels[group];
	const char *end = folded + strlen(folded);

	for (size_t i = 0; i < words->count; i++) {
		struct slice w = words->word[i];
		const char *p = folded;
		while ((p = memmem(p, (size_t)(end - p), w.p, w.n))) {
			if ((w.p[0] & 0x80) || p == folded ||
				!text_is_word((unsigned char)p[-1]))
				return true;
			p++;
		}
	}
	return false;
}

bool
page_is_notice(const struct page_rules *rules, const char *folded)
{
	const struct words *words = &rules->labels[LABEL_NOTICE];
	size_t n = strlen(folded);

	if (!words->first[(unsigned char)*folded])
		return false;
	for (size_t i = 0; i < words->count; i++) {
		struct slice w = words->word[i];
		const char *star = memchr(w.p, '*', w.n);
		size_t begin = star ? (size_t)(star - w.p) : w.n;

		if (n < begin || memcmp(folded, w.p, begin) != 0)
			continue;
		if (star == NULL || memmem(folded + begin, n - begin, star + 1,
					    w.n - begin - 1) != NULL)
			return true;
	}
	return false;
}

bool
page_names_owner(const struct page_rules *rules, const char *folded)
{
	const struct words *words = &rules->labels[LABEL_OWNER];

	for (size_t i = 0; i < words->count; i++) {
		if (memmem(folded, strlen(folded), words->word[i].p,
			    words->word[i].n))
			return true;
	}
	return false;
}

const char *
page_language(const struct page_rules *rules, const char *folded)
{
	const char *best = NULL;
	size_t words = 0, most = 0;

	for (const char *p = folded; *p; p++)
		words += *p == ' ';
	for (size_t i = 0; i < rules->nlanguages; i++) {
		const struct language *l = &rules->languages[i];
		size_t found = 0;
		for (const char *p = folded; *p;) {
			size_t n = strcspn(p, " ");
			for (size_t w = 0; w < l->common.count; w++)
				found += l->common.word[w].n == n &&
					 memcmp(l->common.word[w].p, p, n) == 0;
			p += n + (p[n] == ' ');
		}
		if (found > most) {
			most = found;
			best = l->name;
		}
	}
	/* One word in ten at least: names and numbers have none. */
	return most * 10 >= words && most >= 2 ? best : NULL;
}

int
page_month(const struct page_rules *rules, struct slice s, size_t *used)
{
	char lower[32];
	size_t in = 0, out = 0, step;
	uint32_t cp;

	/* The word that s begins with, in lower case. */
	while (in < s.n && out < sizeof(lower) - 4) {
		step = utf8_decode(s.p + in, s.n - in, &cp);
		if (!text_is_word(cp) || (cp >= '0' && cp <= '9') ||
			text_is_cjk(cp))
			break;
		out += utf8_encode(
			(uint32_t)utf8proc_tolower((utf8proc_int32_t)cp),
			lower + out);
		in += step;
	}
	for (const struct month *m =
			out ? rules->months[(unsigned char)lower[0]] : NULL;
		m; m = m->next) {
		if (m->name.n == out && memcmp(m->name.p, lower, out) == 0) {
			*used = in;
			return m->number;
		}
	}
	return 0;
}

static bool
container_matches(const struct container *c, const xmlNode *node)
{
	const char *value;

	if (c->tag && !html_is(node, c->tag))
		return false;
	if (c->id) {
		value = html_attr(node, "id");
		if (!value || strcmp(value, c->id) != 0)
			return false;
	}
	for (size_t i = 0; i < 2; i++) {
		if (c->class[i] && !html_has_class(node, c->class[i]))
			return false;
	}
	if (c->attribute) {
		value = html_attr(node, c->attribute);
		if (!value || strcmp(value, c->value) != 0)
			return false;
	}
	return true;
}

/* "NAME.begin" or "NAME.end" of a known comment: 1, 2; else 0. */
static int
comment_mark(const struct page_rules *rules, const xmlNode *node)
{
	const char *text = (const char *)node->content, *p;

	if (node->type != XML_COMMENT_NODE || !text)
		return 0;
	for (size_t i = 0; i < rules->ncomments; i++) {
		p = strstr(text, rules->comments[i]);
		if (!p)
			continue;
		p += strlen(rules->comments[i]);
		if (strncmp(p, ".begin", 6) == 0)
			return 1;
		if (strncmp(p, ".end", 4) == 0)
			return 2;
	}
	return 0;
}

static xmlNode *
begin_comment(const struct page_rules *rules, const xmlNode *root)
{
	xmlNode *node = html_next(root, root);

	while (node && comment_mark(rules, node) != 1)
		node = html_next(node, root);
	return node;
}

/* Moves what stands between the two comments, where they are siblings, into a
 * new div behind the first. The parser may have put the second one elsewhere
 * (an unclosed p): then all up to the parent's end is taken. */
static xmlNode *
between_comments(const struct page_rules *rules, xmlNode *root)
{
	xmlNode *begin = begin_comment(rules, root), *node, *next, *div;

	if (!begin)
		return NULL;
	div = xmlNewDocNode(root->doc, NULL, BAD_CAST "div", NULL);
	if (!div)
		mem_die();
	xmlAddNextSibling(begin, div);
	for (node = div->next; node; node = next) {
		next = node->next;
		if (comment_mark(rules, node) == 2)
			break;
		xmlUnlinkNode(node);
		xmlAddChild(div, node);
	}
	return div;
}

void
page_drop_parts(const struct page_rules *rules, xmlNode *root)
{
	xmlNode *node = html_next(root, root), *next;

	for (; node; node = next) {
		bool drop = false;
		for (size_t i = 0; !drop && i < rules->ndrops; i++)
			drop = node->type == XML_ELEMENT_NODE &&
			       container_matches(&rules->drops[i], node);
		next = drop ? html_next_over(node, root)
			    : html_next(node, root);
		if (drop) {
			xmlUnlinkNode(node);
			xmlFreeNode(node);
		}
	}
}

static xmlNode *
known_container(const struct page_rules *rules, const xmlNode *root)
{
	size_t best = SIZE_MAX;
	xmlNode *body = NULL;

	for (xmlNode *node = html_next(root, root); node;
		node = html_next(node, root)) {
		if (node->type != XML_ELEMENT_NODE || !node->properties)
			continue;
		for (size_t i = 0; i < rules->nbodies && i < best; i++) {
			if (container_matches(&rules->bodies[i], node)) {
				best = i;
				body = node;
			}
		}
	}
	return body;
}

bool
page_has_body(const struct page_rules *rules, const xmlNode *root)
{
	return known_container(rules, root) || begin_comment(rules, root);
}

xmlNode *
page_body(const struct page_rules *rules, xmlNode *root)
{
	xmlNode *body = known_container(rules, root);

	if (body)
		return body;
	return between_comments(rules, root);
}
