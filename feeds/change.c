/*
 * change.c - one change of an event in words: what it is now and what it was,
 * in the language of the feed, for pages, feeds and mails.
 *
 * The store keeps values as programs read them ("2025-06-12", "held", "CN").
 */
#include "feeds/parts.h"

#include <string.h>

const char *
feed_colon(const struct feed *feed)
{
	return feed_is_chinese(feed) ? "：" : ": ";
}

static bool
is_empty(const char *text)
{
	return text == NULL || text[0] == '\0';
}

const char *
feed_value_text(struct arena *arena, const struct feed *feed, enum fact fact,
	const char *value)
{
	struct facts facts = {0};
	const char *text;

	if (is_empty(value))
		return value;
	if ((fact == FACT_START && civil_parse(value, &facts.start) != 0) ||
		(fact == FACT_END && civil_parse(value, &facts.end) != 0))
		return value;
	if (fact == FACT_STATUS)
		facts.status = status_from_name(value);
	facts.kind = value;
	facts.country = value;
	facts.online_told = true;
	facts.online = strcmp(value, "online") == 0;
	switch (fact) {
	case FACT_START:
	case FACT_END:
	case FACT_STATUS:
	case FACT_KIND:
	case FACT_COUNTRY:
	case FACT_ONLINE:
		text = feed_fact_text(arena, feed, &facts, fact);
		return text != NULL ? text : value;
	default:
		return value;
	}
}

/* The text's key; NULL where a fact is another. */
static const char *
key_of(enum happening change)
{
	static const char *const keys[] = {
		[CHANGE_FACT] = NULL,
		[CHANGE_REPORT] = "change.report",
		[CHANGE_MERGED] = "change.merged",
		[CHANGE_PARTED] = "change.parted",
		[CHANGE_HIDDEN] = "change.hidden",
		[CHANGE_SHOWN] = "change.shown",
	};

	return keys[change];
}

const char *
feed_change_text(struct arena *arena, const struct feed *feed,
	const struct revision *revision)
{
	const char *key = key_of(revision->change);
	const char *label, *was, *is;

	if (key != NULL) {
		label = feed_word(arena, feed, key);
		return revision->change == CHANGE_REPORT &&
				       !is_empty(revision->to)
			       ? arena_printf(arena, "%s%s%s", label,
					 feed_colon(feed), revision->to)
			       : label;
	}
	label = feed_fact_label(arena, feed, revision->fact);
	was = feed_value_text(arena, feed, revision->fact, revision->from);
	is = is_empty(revision->to) ? feed_word(arena, feed, "change.unknown")
				    : feed_value_text(arena, feed,
					      revision->fact, revision->to);
	return is_empty(was)
		       ? arena_printf(
				 arena, "%s%s%s", label, feed_colon(feed), is)
		       : feed_phrase(arena, feed, "change.was", label, is, was);
}

/* "Venue: <del>..</del> <ins>..</ins>". */
static void
put_fact_change(struct buf *out, const struct feed *feed,
	const struct revision *revision, struct arena *arena)
{
	const char *between = feed_colon(feed);

	feed_put_text(out, feed_fact_label(arena, feed, revision->fact));
	if (!is_empty(revision->from)) {
		buf_printf(out, "%s<del>", between);
		feed_put_text(out, feed_value_text(arena, feed, revision->fact,
					   revision->from));
		buf_puts(out, "</del>");
		between = " ";
	}
	if (!is_empty(revision->to)) {
		buf_printf(out, "%s<ins>", between);
		feed_put_text(out, feed_value_text(arena, feed, revision->fact,
					   revision->to));
		buf_puts(out, "</ins>");
	}
}

void
feed_put_change(struct buf *out, const struct feed *feed,
	const struct revision *revision, struct arena *arena)
{
	const char *key = key_of(revision->change);

	if (key == NULL)
		put_fact_change(out, feed, revision, arena);
	else
		feed_put_word(out, feed, key);
}

void
feed_put_by_hand(struct buf *out, const struct feed *feed)
{
	buf_puts(out, "<p class=\"by\">");
	feed_put_word(out, feed, "event.edited");
	buf_puts(out, "</p>\n");
}
