/*
 * article_title.c - the title of an article, without the name of its site.
 *
 * What the page says for machines is believed first (JSON-LD, meta elements),
 * then <title> as far as the page shows it. A <title> that is the same on all
 * pages of a site is known by what the page says of itself: its host, its
 * copyright line; then the path of links or the first heading tells the title.
 */
#include "parse/article.h"

#include "base/url.h"
#include "parse/article_tree.h"
#include "parse/html.h"
#include "parse/list.h"

#include <string.h>

/* A title is no longer, in characters; more is a paragraph. */
#define TITLE_MAX 300
/* ... in bytes. */
#define TITLE_MAX_BYTES (4 * TITLE_MAX)
/* The last part of a path of links is a title if it is no shorter. */
#define CRUMB_MIN 8
/* ... against a <title> that may be one, if it has so many words. */
#define CRUMB_WORDS_MIN 4.0
/* A heading of fewer words is no better than a short <title>. */
#define HEADING_WORDS_MIN 3.0
/* A <title> shorter than this names the site. */
#define PAGE_TITLE_MIN 15
/* A line that names the site's owner has this share of the site's name. */
#define OWNER_LIKENESS 0.75
/* Who publishes the news has a name of fewer words than a title. */
#define OFFICE_WORDS_MAX 7.0
/* A part of <title> of fewer bytes before a separator is the site's. */
#define SITE_PART_MAX 8

/* Between a title and a site's name: "T - Site", "T | Section | Site",
 * "T_栏目_站". `first`: all behind the first one is the site's; a dash may be
 * the title's own, so the last one counts. */
static const struct separator {
	const char *text;
	bool first;
	/* Without blanks it may stand in a word; only what is written without
	 * blanks is parted by it. */
	bool tight;
} separators[] = {
	{" | ", true, false},
	{" - ", false, false},
	{" – ", false, false},
	{" — ", false, false},
	{" » ", true, false},
	{" / ", false, false},
	{" > ", false, false},
	{" :: ", true, false},
	{" · ", false, false},
	{"_", true, true},
	{"|", true, true},
	{"-", false, true},
	{"–", false, true},
	{"—", false, true},
};
#define SEPARATORS (sizeof(separators) / sizeof(separators[0]))

/* The first or last place of a separator that parts s; NULL = none. */
static const char *
parted_at(struct slice s, const struct separator *separator, bool first)
{
	const char *at = NULL, *p = s.p;
	size_t n = strlen(separator->text);

	while ((p = memmem(p, s.n - (size_t)(p - s.p), separator->text, n))) {
		bool word = separator->tight && p > s.p &&
			    (p[-1] & 0x80) == 0 && (p[n] & 0x80) == 0;
		if (p > s.p && !word) {
			at = p;
			if (first)
				break;
		}
		p += n;
	}
	return at;
}

/* <title> without what of it is the site's name. */
static char *
without_site(struct arena *arena, const char *title, const char *site)
{
	struct slice s = slice_trim((struct slice){title, strlen(title)});
	size_t n = site ? strlen(site) : 0;

	for (size_t i = 0; i < SEPARATORS; i++) {
		const struct separator *separator = &separators[i];
		const char *first = parted_at(s, separator, true);
		const char *at = separator->first
					 ? first
					 : parted_at(s, separator, false);
		size_t before = first ? (size_t)(first - s.p) : 0;
		if (!first)
			continue;
		/* "Site - T" */
		if ((n && before == n && memcmp(s.p, site, n) == 0) ||
			(before < SITE_PART_MAX && !(first[-1] & 0x80))) {
			size_t skip = before + strlen(separator->text);
			return arena_strndup(arena, s.p + skip, s.n - skip);
		}
		return arena_strndup(arena, s.p, (size_t)(at - s.p));
	}
	return arena_strndup(arena, s.p, s.n);
}

/* Does s say what a part of a site is called ("News", 新闻中心)? */
static bool
is_section(const struct article *article, struct slice s)
{
	s = slice_trim(s);
	return s.n > 0 && s.n < TITLE_MAX &&
	       page_is(article->rules, LABEL_SECTION,
		       text_fold(article->arena,
			       arena_strndup(article->arena, s.p, s.n)));
}

static bool
is_section_line(const struct article *article, const char *line)
{
	return line && is_section(article, (struct slice){line, strlen(line)});
}

/* Is <title> "Office - News": a section, and whose it is, at most? */
static bool
names_section(const struct article *article, const char *title)
{
	struct slice s = slice_trim((struct slice){title, strlen(title)});

	if (is_section(article, s))
		return true;
	for (size_t i = 0; i < SEPARATORS; i++) {
		const char *at = parted_at(s, &separators[i], true);
		size_t n = strlen(separators[i].text);
		struct slice before, behind;
		if (!at)
			continue;
		before = (struct slice){s.p, (size_t)(at - s.p)};
		behind = (struct slice){at + n, s.n - before.n - n};
		if (is_section(article, behind))
			behind = before;
		else if (!is_section(article, before))
			return false;
		return list_words(arena_strndup(article->arena, behind.p,
			       behind.n)) <= OFFICE_WORDS_MAX;
	}
	return false;
}

/* Is `part` in `whole` (both folded) as a part that separators, brackets or its
 * ends bound? "Videos" is none of "Embedded videos test". */
static bool
is_part(const char *whole, const char *part)
{
	const char *p = whole;
	size_t n = strlen(part);
	uint32_t cp;

	for (; n && (p = strstr(p, part)); p++) {
		const char *before = p, *behind = p + n;
		while (before > whole && before[-1] == ' ')
			before--;
		behind += strspn(behind, " ");
		if (*behind) {
			utf8_decode(behind, strlen(behind), &cp);
			if (text_is_word(cp))
				continue;
		}
		/* The last byte of a letter beyond ASCII is not told from one
		 * of a sign: such a title is taken as bounded. */
		if (before == whole || (before[-1] & 0x80) ||
			!text_is_word((unsigned char)before[-1]))
			return true;
	}
	return false;
}

static bool
is_heading(const xmlNode *node)
{
	const char *name = (const char *)node->name;

	if (node->type != XML_ELEMENT_NODE)
		return false;
	return (name[0] == 'h' && name[1] >= '1' && name[1] <= '4' &&
		       !name[2]) ||
	       html_has_class(node, "title") ||
	       html_has_class(node, "entry-title") ||
	       html_has_class(node, "article-title");
}

/* What the page shows as headings. */
struct headings {
	char *in_title; /* the longest that is a part of <title> */
	char *only_h1;  /* the page's h1 where there is one */
	char *first;    /* the first of some words, outside menus */
};

static void
add_heading(struct article *article, const xmlNode *node, char *line,
	struct headings *headings)
{
	if (!headings->first && list_words(line) >= HEADING_WORDS_MIN &&
		!is_section_line(article, line) &&
		!html_above(node, "header") && !html_above(node, "nav") &&
		!html_above(node, "footer") && !html_above(node, "li") &&
		!page_class(article->rules, node, CLASS_MENU))
		headings->first = line;
}

static void
find_headings(struct article *article, const char *page_title,
	struct headings *headings)
{
	xmlNode *root = (xmlNode *)article->doc;
	char *whole = text_fold(article->arena, page_title);
	size_t longest = 0, h1s = 0;

	*headings = (struct headings){0};
	for (xmlNode *node = root; node; node = html_next(node, root)) {
		char *line;
		size_t n;
		if (!is_heading(node) || html_above(node, "aside"))
			continue;
		line = html_short_line(article->arena, node, TITLE_MAX_BYTES);
		n = line ? utf8_count(line, strlen(line)) : 0;
		if (n < 4 || n > TITLE_MAX)
			continue;
		if (html_is(node, "h1"))
			headings->only_h1 = h1s++ ? NULL : line;
		add_heading(article, node, line, headings);
		/* Of two that are as long the later is not the site's. */
		if (n >= longest &&
			is_part(whole, text_fold(article->arena, line))) {
			headings->in_title = line;
			longest = n;
		}
	}
}

/* The last part of "Current Position: Home > IP Events > T": some sites say an
 * article's title nowhere else. `link`: also where it is a link. */
static char *
crumb_title(struct article *article, bool link)
{
	xmlNode *root = (xmlNode *)article->doc;

	for (xmlNode *node = root; node; node = html_next(node, root)) {
		const xmlNode *last;
		char *line, *part;
		if (!html_is_block(node) ||
			!page_class(article->rules, node, CLASS_CRUMB))
			continue;
		last = node->last;
		while (last && tree_is_gap(last))
			last = last->prev;
		if (!last || (html_is(last, "a") && !link))
			continue;
		line = html_short_line(article->arena, last, TITLE_MAX_BYTES);
		if (!line)
			continue;
		part = strrchr(line, '>');
		part = part ? part + 1 : line;
		part += strspn(part, " ");
		if (utf8_count(part, strlen(part)) >= CRUMB_MIN &&
			!is_section_line(article, part))
			return part;
	}
	return NULL;
}

static char *
page_title(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;
	xmlNode *title = html_find(root, "title");
	char *line;

	/* A title within svg is a picture's. */
	while (title && html_above(title, "svg")) {
		do
			title = html_next(title, root);
		while (title && !html_is(title, "title"));
	}
	line = title ? html_short_line(article->arena, title, TITLE_MAX_BYTES)
		     : NULL;
	return line ? line : arena_strdup(article->arena, "");
}

/* "HKIPX-Hong Kong ..." of hkipx.com. */
static bool
begins_as_host(struct article *article, const char *title)
{
	const char *url = article->input->url;
	const char *host = url ? url_host(article->arena, url) : NULL;
	size_t label;

	if (!host)
		return false;
	if (strncmp(host, "www.", 4) == 0)
		host += 4;
	label = strcspn(host, ".");
	return label >= 3 && strncasecmp(title, host, label) == 0 &&
	       !((title[label] >= 'a' && title[label] <= 'z') ||
		       (title[label] & 0x80));
}

/* Is <title>, as a whole, in the line that says whose the site is? */
static bool
is_owner(struct article *article, const char *title)
{
	char *folded = text_fold(article->arena, title);

	for (size_t i = 0; i < article->nlines; i++) {
		const char *line = article->lines[i];
		if (strlen(line) > TITLE_MAX_BYTES)
			continue;
		line = text_fold(article->arena, line);
		if (page_names_owner(article->rules, line) &&
			tree_likeness(article->arena, line, folded) >=
				OWNER_LIKENESS)
			return true;
	}
	return false;
}

/* Does <title> name the site alone? */
static bool
names_site(struct article *article, const char *title, const char *site)
{
	bool only_ascii = true;

	for (const char *p = title; *p; p++)
		only_ascii &= (*p & 0x80) == 0;
	return *title == '\0' || (site && strcmp(title, site) == 0) ||
	       (only_ascii && strlen(title) < PAGE_TITLE_MIN) ||
	       begins_as_host(article, title) || is_owner(article, title);
}

/* The longest line of the page that <title> begins with, as <title> has it:
 * pages whose headings are no heading elements. */
static char *
shown_part(struct article *article, const char *title)
{
	const char *best = NULL;
	size_t longest = 0;

	for (size_t i = 0; i < article->nlines; i++) {
		const char *line = article->lines[i];
		size_t n = strlen(line);
		if (n > longest && n >= PAGE_TITLE_MIN &&
			strncmp(title, line, n) == 0 && is_part(title, line)) {
			best = line;
			longest = n;
		}
	}
	return best ? arena_strndup(article->arena, best, longest) : NULL;
}

/* The title where <title> is the same on all pages. */
static const char *
title_beside(struct article *article, const struct headings *headings,
	const char **from)
{
	const char *crumb = crumb_title(article, false);

	*from = "path of links";
	if (crumb)
		return crumb;
	*from = "heading";
	if (headings->only_h1 &&
		list_words(headings->only_h1) >= HEADING_WORDS_MIN)
		return headings->only_h1;
	if (!headings->only_h1)
		crumb = crumb_title(article, true);
	if (crumb)
		*from = "path of links";
	return crumb ? crumb : headings->first;
}

/* The title where no meta element or JSON-LD says it. */
static const char *
visible_title(struct article *article, const char *site, const char **from)
{
	char *whole = page_title(article);
	const char *crumb, *best = NULL;
	struct headings headings;

	find_headings(article, whole, &headings);
	if (names_section(article, whole) &&
		is_section_line(article, headings.in_title))
		headings.in_title = NULL;
	if (names_site(article, whole, site) ||
		(names_section(article, whole) && !headings.in_title))
		best = title_beside(article, &headings, from);
	if (best)
		return best;
	*from = "heading that is in the title element";
	best = headings.in_title;
	if (!best)
		best = shown_part(article, whole);
	if (best)
		return best;
	/* Nothing on the page says what <title> says. */
	crumb = crumb_title(article, false);
	*from = "path of links";
	if (crumb && list_words(crumb) >= CRUMB_WORDS_MIN)
		return crumb;
	*from = "heading";
	best = without_site(article->arena, whole, site);
	/* The heading may be longer: "Outside the web: ..." */
	if (headings.only_h1 &&
		(!*best || is_part(text_fold(article->arena, headings.only_h1),
				   text_fold(article->arena, best))))
		return headings.only_h1;
	*from = "title element";
	return best;
}

/* Cuts " | Site" off a title that was made for sharing. */
static const char *
without_suffix(struct arena *arena, const char *title, const char *site)
{
	size_t n = strlen(title), s = site ? strlen(site) : 0, cut;

	if (!s || n < s + 4 || strcmp(title + n - s, site) != 0)
		return title;
	cut = n - s;
	while (cut && strchr(" |-", title[cut - 1]))
		cut--;
	return cut < n - s - 1 ? arena_strndup(arena, title, cut) : title;
}

void
article_title(struct article *article)
{
	const char *meta = page_meta(
		article->rules, article->arena, article->doc, META_TITLE);
	const char *site = page_meta(
		article->rules, article->arena, article->doc, META_SITE);
	const char *best = article->ld_headline, *from = "JSON-LD";
	char *whole = page_title(article);

	/* Encyclopedias put the title into "name", and a summary there. */
	if (article->ld_name && (!best || !strstr(whole, best)) &&
		strncmp(whole, article->ld_name, strlen(article->ld_name)) == 0)
		best = article->ld_name;
	if (!best) {
		best = meta;
		from = "meta element";
	}
	if (best && site && strcmp(best, site) == 0)
		best = NULL;
	if (!best)
		best = visible_title(article, site, &from);
	if (!best || !*best) {
		best = article->input->list_title;
		from = "list";
	}
	if (!best || !*best)
		return;
	if (!site)
		site = article->ld_publisher;
	article->report->title.value =
		without_suffix(article->arena, best, site);
	article->report->title.type = "text/plain";
	article->report->title_from = from;
}
