/*
 * page_words.c - looks up what a page says in the page-* tables: its classes,
 * its meta elements, its labels and its months.
 */
#include "parse/page_rules.h"

#include "base/text.h"
#include "parse/html.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

/* More text in @class and @id than this is cut: no real element comes near. */
#define CLASS_TEXT_MAX 512

/* Names of members that are longer are none of ours. */
#define MEMBER_MAX 32

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
			out[n++] = ascii_is_blank(*p)       ? ' '
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
page_is(const struct page_rules *rules, enum page_label group,
	const char *folded)
{
	const struct words *words = &rules->labels[group];
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
	size_t words = 0, most = 0, n, found[LANGUAGES_MAX] = {0};
	const char *best = NULL;

	for (const char *p = folded; *p; p += n + (p[n] == ' ')) {
		const struct common_word *word =
			rules->common[(unsigned char)*p];
		n = strcspn(p, " ");
		words += p[n] == ' ';
		for (; word; word = word->next)
			found[word->language] +=
				word->text.n == n &&
				memcmp(word->text.p, p, n) == 0;
	}
	for (size_t i = 0; i < rules->nlanguages; i++) {
		if (found[i] > most) {
			most = found[i];
			best = rules->languages[i];
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
