/*
 * json.c - documents, reports and mentions as `ipherald parse` prints them.
 */
#include "cli/json.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* A confidence of 0.55 is printed as such: 17 digits would say that the last
 * bits mean something. */
#define JSON_STYLE (JSON_ENCODE_ANY | JSON_REAL_PRECISION(10))

json_t *
json_text(const char *s)
{
	struct buf clean;
	json_t *value;
	size_t n, taken;

	if (s == NULL)
		return json_null();
	value = json_string(s);
	if (value != NULL)
		return value;
	n = strlen(s);
	buf_init(&clean, BUF_NO_LIMIT);
	for (size_t i = 0; i < n; i += taken) {
		uint32_t cp;
		char out[4];

		taken = utf8_decode(s + i, n - i, &cp);
		buf_add(&clean, out, utf8_encode(cp, out));
	}
	value = json_string(buf_str(&clean));
	buf_release(&clean);
	return value;
}

json_t *
json_civil(struct civil date)
{
	char text[CIVIL_TEXT];

	if (date.y == 0)
		return json_null();
	return json_string(civil_format(date, text));
}

json_t *
json_instant(int64_t utc)
{
	char text[INSTANT_TEXT];

	if (utc == INSTANT_NONE)
		return json_null();
	return json_string(instant_format(utc, text));
}

void
json_put(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

void
json_put_text(json_t *object, const char *key, const char *s)
{
	json_put(object, key, json_text(s));
}

/* --------------------------------------------------------------- mentions */

static json_t *
organisers_json(const struct facts *facts)
{
	json_t *array = json_array();

	for (size_t i = 0; i < facts->norganisers; i++) {
		const struct organiser *organiser = &facts->organisers[i];
		json_t *object = json_object();

		json_put_text(object, "name", organiser->name);
		json_put_text(object, "role", role_name(organiser->role));
		json_put_text(object, "office", organiser->office);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
people_json(const struct facts *facts)
{
	json_t *array = json_array();

	for (size_t i = 0; i < facts->npeople; i++) {
		json_t *object = json_object();

		json_put_text(object, "name", facts->people[i].name);
		json_put_text(object, "office", facts->people[i].office);
		json_array_append_new(array, object);
	}
	return array;
}

/* "" names what is unknown. */
static json_t *
name_json(const char *name)
{
	return name[0] == '\0' ? json_null() : json_text(name);
}

void
json_facts(json_t *object, const struct facts *facts)
{
	char time[DAYTIME_TEXT];

	json_put_text(object, "name", facts->name);
	json_put_text(object, "series", facts->series);
	json_put(object, "edition",
		facts->edition == 0 ? json_null()
				    : json_integer(facts->edition));
	json_put_text(object, "kind", facts->kind);
	json_put(object, "start", json_civil(facts->start));
	json_put(object, "end", json_civil(facts->end));
	json_put(object, "start_time",
		name_json(daytime_format(facts->start_time, time)));
	json_put(object, "end_time",
		name_json(daytime_format(facts->end_time, time)));
	json_put_text(object, "timezone", facts->timezone);
	json_put(object, "precision",
		name_json(precision_name(civil_precision(facts->start))));
	json_put(object, "status", name_json(status_name(facts->status)));
	json_put_text(object, "venue", facts->venue);
	json_put_text(object, "district", facts->district);
	json_put_text(object, "city", facts->city);
	json_put_text(object, "city_local", facts->city_local);
	json_put_text(object, "region", facts->region);
	json_put_text(object, "country", facts->country);
	json_put(object, "online", json_boolean(facts->online));
	json_put(object, "organisers", organisers_json(facts));
	json_put_text(object, "theme", facts->theme);
	json_put(object, "people", people_json(facts));
	json_put_text(object, "parent", facts->parent);
}

/* [offset, length] in code points, and where that is when not in the text. */
static json_t *
evidence_json(const struct evidence *evidence, const struct report *report)
{
	const char *in = evidence->in == EVIDENCE_TEXT ? report->text
			 : evidence->in == EVIDENCE_TITLE
				 ? report_title_text(report)
			 : evidence->in == EVIDENCE_URL ? report->url
							: NULL;
	size_t all = in != NULL ? strlen(in) : 0;
	size_t offset = evidence->offset, length = evidence->length;
	json_t *array = json_array();

	if (in != NULL) {
		offset = offset < all ? offset : all;
		length = length < all - offset ? length : all - offset;
		length = utf8_count(in + offset, length);
		offset = utf8_count(in, offset);
	}
	json_array_append_new(array, json_integer((json_int_t)offset));
	json_array_append_new(array, json_integer((json_int_t)length));
	if (evidence->in != EVIDENCE_TEXT)
		json_array_append_new(
			array, json_text(evidence_in_name(evidence->in)));
	return array;
}

json_t *
json_mention(const struct mention *mention, const struct report *report)
{
	json_t *object = json_object(), *evidence = json_object();

	json_facts(object, &mention->facts);
	json_put(object, "status_told",
		name_json(status_name(mention->status_told)));
	json_put(object, "confidence", json_real(mention->confidence));
	for (int fact = 0; fact < FACT_COUNT; fact++)
		if (mention->evidence[fact].in != EVIDENCE_NONE)
			json_put(evidence, fact_name((enum fact)fact),
				evidence_json(
					&mention->evidence[fact], report));
	json_put(object, "evidence", evidence);
	return object;
}

static json_t *
mentions_json(const struct report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; i < report->nmentions; i++)
		json_array_append_new(
			array, json_mention(&report->mentions[i], report));
	return array;
}

/* -------------------------------------------------------------- documents */

static json_t *
entry_json(const struct report *entry)
{
	json_t *node = json_node(entry);

	json_put(node, "mentions", mentions_json(entry));
	return node;
}

static void
put_feed(json_t *object, const struct document *document)
{
	json_t *entries = json_array();

	json_put_text(object, "version", document->version);
	json_put_text(object, "encoding", document->encoding);
	json_put(object, "wellformed", json_boolean(document->wellformed));
	json_put(object, "feed", json_node(&document->feed));
	for (size_t i = 0; i < document->nreports; i++)
		json_array_append_new(
			entries, entry_json(&document->reports[i]));
	json_put(object, "entries", entries);
}

static void
put_article_list(json_t *object, const struct document *document)
{
	json_t *entries = json_array();

	json_put_text(object, "method", list_method_name(document->method));
	json_put_text(object, "encoding", document->encoding);
	for (size_t i = 0; i < document->nreports; i++) {
		const struct report *report = &document->reports[i];
		json_t *entry = json_object();

		json_put_text(entry, "title", report->title.value);
		json_put_text(entry, "link", report->url);
		json_put(entry, "published", json_civil(report->published.day));
		/* Of a calendar; other lists leave events to their articles. */
		if (report->nmentions > 0)
			json_put(entry, "mentions", mentions_json(report));
		json_array_append_new(entries, entry);
	}
	json_put(object, "entries", entries);
}

void
json_explain(json_t *object, const struct document *document)
{
	json_t *candidates = json_array(), *dropped = json_array();

	for (size_t i = 0; i < document->ncandidates; i++) {
		const struct list_candidate *c = &document->candidates[i];
		json_t *one = json_object();

		json_put_text(one, "where", c->where);
		json_put_text(one, "first", c->first);
		json_put(one, "score", json_real(c->worth));
		json_put(one, "items", json_integer((json_int_t)c->items));
		json_put(one, "chosen", json_boolean(c->chosen));
		json_array_append_new(candidates, one);
	}
	for (size_t i = 0; i < document->ndropped; i++) {
		const struct list_dropped *d = &document->dropped[i];
		json_t *one = json_object();

		json_put_text(one, "title", d->title);
		json_put_text(one, "link", d->url);
		json_put_text(one, "why", d->why);
		json_array_append_new(dropped, one);
	}
	json_put_text(object, "next", document->next);
	json_put_text(object, "calendar", document->calendar);
	json_put(object, "candidates", candidates);
	json_put(object, "dropped", dropped);
}

/* The day of publication, where it is known to the day. */
static json_t *
published_day(const struct when *when)
{
	if (civil_precision(when->day) == PREC_DAY)
		return json_civil(when->day);
	if (when->day.y == 0 && when->utc != INSTANT_NONE)
		return json_civil(instant_day(when->utc));
	return json_null();
}

/* "A, B" as one line; null where nobody is named. */
static json_t *
author_line(const struct report *report)
{
	struct buf line;
	json_t *value;

	buf_init(&line, BUF_NO_LIMIT);
	for (size_t i = 0; i < report->nauthors; i++) {
		if (report->authors[i].name == NULL)
			continue;
		buf_puts(&line, line.len > 0 ? ", " : "");
		buf_puts(&line, report->authors[i].name);
	}
	value = line.len > 0 ? json_text(buf_str(&line)) : json_null();
	buf_release(&line);
	return value;
}

static void
put_article(json_t *object, const struct report *report, const char *encoding)
{
	json_put_text(object, "title", report->title.value);
	json_put(object, "date", published_day(&report->published));
	json_put(object, "author", author_line(report));
	json_put_text(object, "text", report->text);
	json_put_text(object, "html", report->html);
	json_put_text(object, "language", report->language);
	json_put_text(object, "canonical", report->canonical);
	json_put_text(object, "source", report->source);
	json_put_text(object, "encoding", encoding);
	json_put(object, "mentions", mentions_json(report));
}

json_t *
json_document(const struct document *document)
{
	static const struct report no_report;
	json_t *object = json_object(), *findings = json_array();

	json_put_text(object, "kind", document_kind_name(document->kind));
	switch (document->kind) {
	case DOCUMENT_FEED:
		put_feed(object, document);
		break;
	case DOCUMENT_LIST:
		put_article_list(object, document);
		break;
	case DOCUMENT_ARTICLE:
		put_article(object,
			document->nreports > 0 ? &document->reports[0]
					       : &no_report,
			document->encoding);
		break;
	case DOCUMENT_OPML:
	case DOCUMENT_UNKNOWN:
		break;
	}
	for (size_t i = 0; i < document->nfindings; i++)
		json_array_append_new(
			findings, json_text(document->findings[i]));
	json_put(object, "findings", findings);
	if (document->suggested_feed != NULL)
		json_put_text(
			object, "suggested_feed", document->suggested_feed);
	return object;
}

json_t *
json_why(const struct document *document)
{
	const struct report *report = document->reports;
	json_t *object;

	if (document->kind != DOCUMENT_ARTICLE || document->nreports == 0)
		return json_null();
	object = json_object();
	json_put_text(object, "title", report->title_from);
	json_put_text(object, "date", report->published_from);
	json_put_text(object, "date_as_told", report->published.raw);
	json_put(object, "updated", json_civil(report->updated.day));
	json_put_text(object, "text", report->text_from);
	json_put_text(object, "image", report->image);
	json_put_text(object, "next", report->next);
	return object;
}

void
json_stream_entry(const struct report *entry, bool first)
{
	json_t *node = entry_json(entry);

	fputs(first ? "{\n  \"entries\": [\n" : ",\n", stdout);
	json_dumpf(node, stdout, JSON_STYLE | JSON_COMPACT);
	json_decref(node);
}

void
json_stream_end(const struct document *document, const char *error)
{
	json_t *rest = json_document(document);
	char *text;

	json_object_del(rest, "entries");
	if (error != NULL)
		json_put_text(rest, "error", error);
	text = json_dumps(rest, JSON_STYLE | JSON_INDENT(2));
	json_decref(rest);
	if (text == NULL)
		mem_die();
	/* Behind its "{". */
	printf("\n  ],%s\n", text + 1);
	free(text);
}

void
json_print(json_t *value)
{
	json_dumpf(value, stdout, JSON_STYLE | JSON_INDENT(2));
	putchar('\n');
	json_decref(value);
}

void
json_print_line(json_t *value)
{
	json_dumpf(value, stdout, JSON_STYLE | JSON_COMPACT);
	putchar('\n');
	json_decref(value);
}
