/*
 * feedmembers.h - what the rows of the element tables call.
 *
 * An opener sees the element's attributes; a closer sees its text too, trimmed
 * ("" where none was collected), and may read text and attributes alike.
 * Each changes frame->report, or its children's frame.
 */
#ifndef PARSE_FEEDMEMBERS_H
#define PARSE_FEEDMEMBERS_H

#include "parse/feedreader.h"
#include "parse/feedtext.h"

typedef void feed_opener(struct feed_reader *reader, struct frame *frame);
typedef void feed_closer(
	struct feed_reader *reader, struct frame *frame, const char *text);

feed_opener feed_open_closed, feed_open_cloud, feed_open_enclosure,
	feed_open_entry, feed_open_feed, feed_open_group, feed_open_image,
	feed_open_itunes_category, feed_open_media, feed_open_person,
	feed_open_shape, feed_open_source, feed_open_thumbnail, feed_open_where;
feed_closer feed_close_attributed, feed_close_author, feed_close_block,
	feed_close_category, feed_close_chapter, feed_close_content,
	feed_close_contributor, feed_close_date, feed_close_date_weak,
	feed_close_day, feed_close_entry, feed_close_explicit, feed_close_extra,
	feed_close_extra_url, feed_close_generator, feed_close_group_number,
	feed_close_group_text, feed_close_group_url, feed_close_guid,
	feed_close_hour, feed_close_itunes_keywords, feed_close_license,
	feed_close_link, feed_close_media_category, feed_close_origlink,
	feed_close_person_mail, feed_close_person_name, feed_close_person_url,
	feed_close_publisher, feed_close_restriction, feed_close_rich,
	feed_close_rich_weak, feed_close_shape, feed_close_source,
	feed_close_string, feed_close_summary, feed_close_summary_weak,
	feed_close_ttl, feed_close_unknown, feed_close_update_frequency,
	feed_close_update_period, feed_close_url, feed_close_validity;

/* What openers and closers share. `ref` seen from the base in force; NULL where
 * it is none, or its scheme is not allowed. */
const char *feed_absolute(
	struct feed_reader *reader, const struct frame *frame, const char *ref);
/* "GROUP.NAME" = value; group NULL: "NAME"; value NULL adds nothing. */
void feed_add_extra(struct feed_reader *reader, struct report *report,
	const char *group, const char *name, const char *value);
/* A value that is no text but JSON: "15", "true", "null", "{...}". */
void feed_add_literal(struct feed_reader *reader, struct report *report,
	const char *group, const char *name, const char *value);
/* The attributes of an element as a JSON object, and `text` as its member
 * `key` where there is any. */
const char *feed_attributes_json(struct feed_reader *reader,
	const struct frame *frame, const char *key, const char *text);
/* href NULL adds nothing. */
void feed_add_link(struct feed_reader *reader, struct report *report,
	const char *rel, const char *href, const char *type);
/* Reads a text into a member of the report; `body`: it may be what tells most
 * of it. */
void feed_read_text(struct feed_reader *reader, struct report *report,
	const struct feed_text *text, struct rich *rich, bool body);
/* Makes a mention of what the ev: elements of an entry told. */
void feed_tell_event(struct feed_reader *reader, struct report *entry);
/* Sets report->url from its links: the first alternate one, HTML first. */
void feed_finish_links(struct report *report);

#endif
