/*
 * xml.c - XML as Atom, RSS and OPML share it. Documents are built as text:
 * every piece from outside passes text_put_xml() or feed_put_cdata().
 */
#include "base/text.h"
#include "feeds/parts.h"

#include <string.h>

void
feed_put_element(
	struct buf *out, const char *indent, const char *name, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	buf_printf(out, "%s<%s>", indent, name);
	text_put_xml(out, text);
	buf_printf(out, "</%s>\n", name);
}

void
feed_put_attribute(struct buf *out, const char *name, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	buf_printf(out, " %s=\"", name);
	text_put_xml(out, value);
	buf_putc(out, '"');
}

/* XML 1.0 section 2.2. */
static bool
is_xml_char(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' ||
	       (cp >= 0x20 && cp <= 0xD7FF) || (cp >= 0xE000 && cp <= 0xFFFD) ||
	       cp >= 0x10000;
}

static void
put_clean(struct buf *out, const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s);

	while (n > 0) {
		char bytes[4];
		uint32_t cp;
		size_t len = utf8_decode(s, n, &cp);

		if (is_xml_char(cp))
			buf_add(out, bytes, utf8_encode(cp, bytes));
		s += len;
		n -= len;
	}
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
