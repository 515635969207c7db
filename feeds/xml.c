/*
 * xml.c - XML as Atom, RSS and OPML share it. Documents are built as text:
 * every piece from outside passes feed_put_text() or feed_put_cdata().
 */
#include "base/text.h"
#include "feeds/parts.h"

#include <string.h>

/* What a page may hold: no control character but tab and line end. XML 1.0
 * (section 2.2) refuses most others, HTML all, calendars even a lone carriage
 * return; the noncharacters of Unicode are of no use to anybody. */
static bool
is_shown(uint32_t cp)
{
	if (cp < 0x20)
		return cp == '\t' || cp == '\n';
	if ((cp >= 0x7F && cp <= 0x9F) || (cp >= 0xFDD0 && cp <= 0xFDEF))
		return false;
	return (cp & 0xFFFE) != 0xFFFE;
}

/* What stands in markup for one of the characters of MARKUP. */
static const char *
entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return "&#39;";
	}
}

/* Characters below 64, a bit each. */
#define BIT(c) (UINT64_C(1) << (c))
#define MARKUP (BIT('&') | BIT('<') | BIT('>') | BIT('"') | BIT('\''))
#define ENTITY_MAX (sizeof("&quot;") - 1)
#define ABOVE_CONTROLS (~(BIT(' ') - 1))

/* The first bytes of a text that are not written as they are. */
struct change {
	const char *at; /* the text's end where there are none */
	size_t length;
	const char *instead;
};

/* Most of all bytes: ASCII that is written as it is. */
static const char *
skip_plain(const char *s, const char *end, uint64_t plain)
{
	while (s < end) {
		unsigned char c = (unsigned char)*s;

		if (c < 64 ? (plain >> c & 1) == 0 : c >= 0x7F)
			break;
		s++;
	}
	return s;
}

static struct change
find_change(const char *s, const char *end, bool markup)
{
	const uint64_t plain = ABOVE_CONTROLS & ~(markup ? MARKUP : 0);
	uint32_t cp;

	while ((s = skip_plain(s, end, plain)) < end) {
		unsigned char c = (unsigned char)*s;
		size_t n;

		if (markup && c < 64 && (MARKUP >> c & 1) != 0)
			return (struct change){s, 1, entity((char)c)};
		n = utf8_decode(s, (size_t)(end - s), &cp);
		if (!is_shown(cp))
			return (struct change){s, n, ""};
		if (cp == TEXT_REPLACEMENT && n == 1)
			return (struct change){s, n, "\uFFFD"};
		s += n;
	}
	return (struct change){end, 0, NULL};
}

/* Copies by runs: most texts are one. */
static void
put_shown(struct buf *out, const char *s, size_t n, bool markup)
{
	const char *end = s + n;

	while (s != end) {
		struct change change = find_change(s, end, markup);

		buf_add(out, s, (size_t)(change.at - s));
		if (change.at == end)
			break;
		buf_puts(out, change.instead);
		s = change.at + change.length;
	}
}

void
feed_put_text(struct buf *out, const char *s)
{
	if (s != NULL)
		put_shown(out, s, strlen(s), true);
}

void
feed_put_text_n(struct buf *out, const char *s, size_t n)
{
	put_shown(out, s, n, true);
}

/* A body is one tag after the other: to add each piece by itself cost more than
 * to find it. */
void
feed_put_markup(struct buf *out, const struct buf *markup)
{
	const char *s = buf_str(markup), *end = s + markup->len;
	char *to;

	if (out->full || markup->len > (out->limit - out->len) / ENTITY_MAX) {
		feed_put_text(out, s);
		return;
	}
	buf_reserve(out, markup->len * ENTITY_MAX);
	to = out->data + out->len;
	for (; s < end; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < 64 && (MARKUP >> c & 1) != 0)
			to = stpcpy(to, entity(*s));
		else
			*to++ = *s;
	}
	buf_grew(out, (size_t)(to - out->data) - out->len);
}

void
feed_put_element(
	struct buf *out, const char *indent, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	buf_puts(out, indent);
	buf_putc(out, '<');
	buf_puts(out, name);
	buf_putc(out, '>');
	feed_put_text(out, text);
	buf_puts(out, "</");
	buf_puts(out, name);
	buf_puts(out, ">\n");
}

void
feed_put_attribute(struct buf *out, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	buf_putc(out, ' ');
	buf_puts(out, name);
	buf_puts(out, "=\"");
	feed_put_text(out, value);
	buf_putc(out, '"');
}

const char *
feed_clean(struct arena *arena, const char *s)
{
	const char *end;
	struct buf clean;
	char *copy;

	if (s == NULL)
		return "";
	end = s + strlen(s);
	if (find_change(s, end, false).at == end)
		return s;
	buf_init(&clean, BUF_NO_LIMIT);
	put_shown(&clean, s, (size_t)(end - s), false);
	copy = arena_strdup(arena, buf_str(&clean));
	buf_release(&clean);
	return copy;
}

void
feed_put_cdata(struct buf *out, const char *text, struct arena *arena)
{
	static const char stop[] = "]]>";
	const char *rest = feed_clean(arena, text);
	const char *hit;

	buf_puts(out, "<![CDATA[");
	for (; (hit = strstr(rest, stop)) != NULL; rest = hit + 2) {
		buf_add(out, rest, (size_t)(hit - rest) + 2);
		buf_puts(out, "]]><![CDATA[");
	}
	buf_puts(out, rest);
	buf_puts(out, "]]>");
}

void
feed_put_ev(struct buf *out, const char *indent, const struct feed_entry *entry,
	struct arena *arena)
{
	const struct facts *facts = &entry->event->facts;
	const char *location = entry->place;
	char date[CIVIL_TEXT];

	if (facts->venue != NULL && location[0] != '\0')
		location = arena_printf(
			arena, "%s, %s", facts->venue, entry->place);
	else if (facts->venue != NULL)
		location = facts->venue;
	feed_put_element(
		out, indent, "ev:startdate", civil_format(facts->start, date));
	feed_put_element(
		out, indent, "ev:enddate", civil_format(facts->end, date));
	feed_put_element(out, indent, "ev:location", location);
	for (enum role role = ROLE_HOST; role <= ROLE_ORGANISER; role++) {
		const char *names = feed_organisers_text(arena, facts, role);

		if (names == NULL)
			continue;
		feed_put_element(out, indent, "ev:organizer", names);
		break; /* the module allows one */
	}
	feed_put_element(out, indent, "ev:type", facts->kind);
}

void
feed_patch(struct buf *out, size_t at, const char *text)
{
	if (!out->full)
		memcpy(out->data + at, text, strlen(text));
}

int
feed_written(const struct buf *out, const char *what, struct err *err)
{
	if (!out->full)
		return 0;
	return err_set(err, ERR_LIMIT, "%s is larger than %zu bytes", what,
		out->limit);
}
