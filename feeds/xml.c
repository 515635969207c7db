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

static void
put_clean(struct buf *out, const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s);

	while (n > 0) {
		char bytes[4];
		uint32_t cp;
		size_t len = utf8_decode(s, n, &cp);

		if (is_shown(cp))
			buf_add(out, bytes, utf8_encode(cp, bytes));
		s += len;
		n -= len;
	}
}

void
feed_put_text(struct buf *out, const char *s)
{
	struct buf clean;

	buf_init(&clean, BUF_NO_LIMIT);
	put_clean(&clean, s);
	text_put_xml(out, buf_str(&clean));
	buf_release(&clean);
}

void
feed_put_element(
	struct buf *out, const char *indent, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	buf_printf(out, "%s<%s>", indent, name);
	feed_put_text(out, text);
	buf_printf(out, "</%s>\n", name);
}

void
feed_put_attribute(struct buf *out, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	buf_printf(out, " %s=\"", name);
	feed_put_text(out, value);
	buf_putc(out, '"');
}

char *
feed_clean(struct arena *arena, const char *s)
{
	struct buf clean;
	char *copy;

	buf_init(&clean, BUF_NO_LIMIT);
	put_clean(&clean, s);
	copy = arena_strdup(arena, buf_str(&clean));
	buf_release(&clean);
	return copy;
}

void
feed_put_cdata(struct buf *out, const char *text)
{
	static const char stop[] = "]]>";
	struct buf clean;
	const char *rest;
	const char *hit;

	buf_init(&clean, BUF_NO_LIMIT);
	put_clean(&clean, text);
	buf_puts(out, "<![CDATA[");
	for (rest = buf_str(&clean); (hit = strstr(rest, stop)) != NULL;
		rest = hit + 2) {
		buf_add(out, rest, (size_t)(hit - rest) + 2);
		buf_puts(out, "]]><![CDATA[");
	}
	buf_puts(out, rest);
	buf_puts(out, "]]>");
	buf_release(&clean);
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

int
feed_written(const struct buf *out, const char *what, struct err *err)
{
	if (!out->full)
		return 0;
	return err_set(err, ERR_LIMIT, "%s is larger than %zu bytes", what,
		out->limit);
}
