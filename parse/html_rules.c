/*
 * html_rules.c - the allow-list of sanitize.c: names, schemes, styles.
 */
#include "parse/html_rules.h"

#include "base/table.h"
#include "data/data.h"

#include <ctype.h>
#include <string.h>

static const struct {
	const char *name;
	unsigned rule;
} rule_names[] = {
	{"element", RULE_ELEMENT},
	{"void", RULE_VOID},
	{"gone", RULE_GONE},
	{"attribute", RULE_ATTRIBUTE},
	{"url", RULE_URL | RULE_ATTRIBUTE},
	{"scheme", RULE_SCHEME},
	{"property", RULE_PROPERTY},
	{"family", RULE_FAMILY},
	{"keyword", RULE_KEYWORD},
	{"graphic", RULE_GRAPHIC},
	{"graphic-attribute", RULE_GRAPHIC_ATTRIBUTE},
};

/* A name and all that it may be; open addressing, never more than half full. */
struct html_rules {
	struct slot {
		struct slice name;
		unsigned rules;
	} slots[2048];
};

static size_t
slot_of(const struct html_rules *rules, struct slice name)
{
	size_t count = sizeof(rules->slots) / sizeof(rules->slots[0]);
	size_t i = text_hash(name.p, name.n) % count;

	while (rules->slots[i].name.p != NULL &&
		(rules->slots[i].name.n != name.n ||
			memcmp(rules->slots[i].name.p, name.p, name.n) != 0))
		i = (i + 1) % count;
	return i;
}

unsigned
html_rules_of(const struct html_rules *rules, struct slice name)
{
	return rules->slots[slot_of(rules, name)].rules;
}

unsigned
html_rules_named(const struct html_rules *rules, const xmlChar *name)
{
	const char *s = (const char *)name;

	return html_rules_of(rules, (struct slice){s, strlen(s)});
}

struct html_rules *
html_rules_new(struct err *err)
{
	struct html_rules *rules = mem_zero(1, sizeof(*rules));
	size_t limit = sizeof(rules->slots) / sizeof(rules->slots[0]) / 2;
	size_t used = 0;
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find("html-allowed.tsv", &file) != 0) {
		err_set(err, ERR_SYSTEM, "no table 'html-allowed.tsv'");
		goto fail;
	}
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		struct slice names = row.cell[1], name;
		unsigned rule = 0;

		for (size_t i = 0;
			i < sizeof(rule_names) / sizeof(rule_names[0]); i++)
			if (slice_is(row.cell[0], rule_names[i].name))
				rule = rule_names[i].rule;
		while (rule != 0 && table_value(&names, &name)) {
			struct slot *slot = &rules->slots[slot_of(rules, name)];

			used += slot->name.p == NULL;
			slot->name = name;
			slot->rules |= rule;
		}
		if (rule == 0 || used > limit) {
			err_set(err, ERR_SYSTEM,
				"html-allowed.tsv:%d: no such rule '%.*s', or "
				"too many names",
				table.line, (int)row.cell[0].n, row.cell[0].p);
			goto fail;
		}
	}
	return rules;
fail:
	html_rules_free(rules);
	return NULL;
}

void
html_rules_free(struct html_rules *rules)
{
	free(rules);
}

/* ---------------------------------------------------------------- URLs */

bool
sanitize_url_ok(const struct html_rules *rules, const char *url)
{
	char scheme[NAME_MAX_BYTES];
	size_t n = strcspn(url, ":/?#");

	/* What follows is an address itself: "feed:javascript:..." ran. */
	while (n == 4 && strncasecmp(url, "feed:", 5) == 0) {
		url += 5;
		n = strcspn(url, ":/?#");
	}
	if (url[n] != ':')
		return true;
	if (n >= sizeof(scheme))
		return false;
	for (size_t i = 0; i < n; i++)
		scheme[i] = (char)tolower((unsigned char)url[i]);
	return (html_rules_of(rules, (struct slice){scheme, n}) &
		       RULE_SCHEME) != 0;
}

/* -------------------------------------------------------------- styles */

/* The length of a colour at the beginning, "rgb(255,0,50%)"; 0 = none. */
static size_t
colour_length(struct slice value)
{
	static const char open[] = "rgb(";
	size_t i = sizeof(open) - 1;

	if (value.n < i || strncasecmp(value.p, open, i) != 0)
		return 0;
	while (i < value.n && (isdigit((unsigned char)value.p[i]) ||
				      strchr(",% ", value.p[i]) != NULL))
		i++;
	return i < value.n && value.p[i] == ')' ? i + 1 : 0;
}

/* Characters that a plain value is made of; no brackets but a colour's, no
 * escapes, so that nothing is fetched and nothing is computed. */
static bool
is_plain_value(struct slice value)
{
	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];
		size_t colour =
			colour_length((struct slice){value.p + i, value.n - i});

		if (colour > 0) {
			i += colour - 1;
			continue;
		}
		if (!isalnum(c) && strchr(" \t\r\n,#%.!'\"-_", c) == NULL)
			return false;
	}
	return true;
}

/* A length or a colour: "15px", ".5em", "#008", "80%", "rgb(0,0,8)". */
static bool
is_measure(struct slice word)
{
	size_t digits = 0, i = 0;

	if (colour_length(word) == word.n)
		return true;
	if (word.n > 1 && word.p[0] == '#') {
		for (i = 1; i < word.n; i++)
			if (!isxdigit((unsigned char)word.p[i]))
				return false;
		return true;
	}
	for (i = word.p[0] == '-'; i < word.n; i++, digits++)
		if (!isdigit((unsigned char)word.p[i]) && word.p[i] != '.')
			break;
	if (digits == 0 || digits > 6)
		return false;
	for (; i < word.n; i++)
		if (!isalpha((unsigned char)word.p[i]) && word.p[i] != '%')
			return false;
	return true;
}

/* Shorthands may hold anything: each word must be one that is known. */
static bool
are_known_words(const struct html_rules *rules, struct slice value)
{
	size_t i = 0;

	while (i < value.n) {
		size_t begin = i;
		struct slice word;

		while (i < value.n && !isspace((unsigned char)value.p[i]))
			i++;
		word = (struct slice){value.p + begin, i - begin};
		if (word.n > 0 &&
			(html_rules_of(rules, word) & RULE_KEYWORD) == 0 &&
			!is_measure(word))
			return false;
		while (i < value.n && isspace((unsigned char)value.p[i]))
			i++;
	}
	return value.n > 0;
}

static bool
is_style_ok(
	const struct html_rules *rules, struct slice name, struct slice value)
{
	char lower[NAME_MAX_BYTES];
	unsigned found;
	size_t n;

	if (name.n == 0 || name.n >= sizeof(lower) || value.n == 0 ||
		!is_plain_value(value))
		return false;
	for (n = 0; n < name.n; n++)
		lower[n] = (char)tolower((unsigned char)name.p[n]);
	lower[n] = '\0';
	found = html_rules_of(rules, (struct slice){lower, n});
	if (found & RULE_PROPERTY)
		return true;
	n = strcspn(lower, "-");
	return (html_rules_of(rules, (struct slice){lower, n}) & RULE_FAMILY) !=
		       0 &&
	       are_known_words(rules, value);
}

void
html_rules_put_style(
	const struct html_rules *rules, const char *style, struct buf *out)
{
	struct buf kept;

	buf_init(&kept, strlen(style) * 2 + 16);
	while (*style != '\0') {
		size_t n = strcspn(style, ";"), colon = 0;
		struct slice name, value;

		while (colon < n && style[colon] != ':')
			colon++;
		if (colon < n) {
			name = slice_trim((struct slice){style, colon});
			value = slice_trim((struct slice){
				style + colon + 1, n - colon - 1});
			if (is_style_ok(rules, name, value))
				buf_printf(&kept, "%s%.*s: %.*s;",
					kept.len > 0 ? " " : "", (int)name.n,
					name.p, (int)value.n, value.p);
		}
		style += n + (style[n] == ';');
	}
	if (kept.len > 0) {
		buf_puts(out, " style=\"");
		text_put_xml(out, buf_str(&kept));
		buf_putc(out, '"');
	}
	buf_release(&kept);
}
