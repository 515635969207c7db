/*
 * show.c - `ipherald show ID`: why an event says what it says. Every field with
 * the words of the source that it came from, the reports, what contradicts,
 * and what changed.
 */
#include "base/text.h"
#include "cli/cli.h"
#include "cli/explain.h"
#include "cli/listing.h"
#include "cli/opened.h"
#include "cli/options.h"
#include "cli/term.h"
#include "feeds/feeds.h"
#include "store/merge.h"

#include <string.h>

#define LABEL_COLUMNS 12
/* Characters of the source's text around the words of a fact. */
#define CONTEXT 40
#define QUOTE_COLUMNS 150

struct showing {
	const struct event *event;
	struct arena *arena;
	bool colours;
};

static const char *
clean(const struct showing *showing, const char *s)
{
	return term_text(showing->arena, s);
}

/* The value of a fact in words; NULL = unknown. */
static const char *
fact_text(const struct showing *showing, enum fact fact)
{
	const struct facts *facts = &showing->event->facts;
	struct arena *arena = showing->arena;
	char date[CIVIL_TEXT];

	switch (fact) {
	case FACT_NAME:
		return facts->name;
	case FACT_SERIES:
		return facts->series;
	case FACT_EDITION:
		return facts->edition == 0
			       ? NULL
			       : arena_printf(arena, "%d", facts->edition);
	case FACT_KIND:
		return facts->kind;
	case FACT_START:
		return arena_strdup(arena, civil_format(facts->start, date));
	case FACT_END:
		return arena_strdup(arena, civil_format(facts->end, date));
	case FACT_TIMES:
		return facts_times(arena, facts);
	case FACT_STATUS:
		return status_name(facts->status);
	case FACT_VENUE:
		return facts->venue;
	case FACT_DISTRICT:
		return facts->district;
	case FACT_CITY:
		return facts->city != NULL ? facts->city : facts->city_local;
	case FACT_REGION:
		return facts->region;
	case FACT_COUNTRY:
		return facts->country;
	case FACT_ONLINE:
		return facts->online ? "yes" : facts->online_told ? "no" : NULL;
	case FACT_THEME:
		return facts->theme;
	case FACT_PARENT:
		return facts->parent;
	case FACT_ORGANISERS:
	case FACT_PEOPLE:
	case FACT_COUNT:
		break;
	}
	return NULL;
}

static const char *
people_text(const struct showing *showing, enum fact fact)
{
	const struct facts *facts = &showing->event->facts;
	const char *text = NULL;
	struct buf line;

	buf_init(&line, BUF_NO_LIMIT);
	for (size_t i = 0; fact == FACT_ORGANISERS && i < facts->norganisers;
		i++)
		buf_printf(&line, "%s%s (%s)", i > 0 ? "; " : "",
			facts->organisers[i].name,
			role_name(facts->organisers[i].role));
	for (size_t i = 0; fact == FACT_PEOPLE && i < facts->npeople; i++) {
		const struct person *person = &facts->people[i];

		buf_printf(&line, "%s%s%s%s", i > 0 ? "; " : "", person->name,
			person->office != NULL ? ", " : "",
			person->office != NULL ? person->office : "");
	}
	if (line.len > 0)
		text = arena_strdup(showing->arena, buf_str(&line));
	buf_release(&line);
	return text;
}

/* ---------------------------------------------------------------- evidence */

/* The string that evidence points into; NULL = none. */
static const char *
evidence_string(
	const struct event_report *report, const struct evidence *evidence)
{
	switch (evidence->in) {
	case EVIDENCE_TEXT:
		return report->text;
	case EVIDENCE_TITLE:
		return report->title;
	case EVIDENCE_URL:
		return report->url;
	default:
		return NULL;
	}
}

/* "... is to be held in [Shenzhen] on August 8 ..." on one line. */
static const char *
quote(const struct showing *showing, const char *in,
	const struct evidence *evidence)
{
	size_t all = strlen(in);
	size_t from = evidence->offset < all ? evidence->offset : all;
	size_t to =
		evidence->length < all - from ? from + evidence->length : all;
	size_t left = utf8_floor(in, from > CONTEXT ? from - CONTEXT : 0);
	size_t right = utf8_floor(in, to + CONTEXT < all ? to + CONTEXT : all);
	struct buf line;
	char *text;

	buf_init(&line, BUF_NO_LIMIT);
	buf_puts(&line, left > 0 ? "…" : "");
	buf_add(&line, in + left, from - left);
	buf_puts(&line, "[");
	buf_add(&line, in + from, to - from);
	buf_puts(&line, "]");
	buf_add(&line, in + to, right - to);
	buf_puts(&line, right < all ? "…" : "");
	text = text_collapse(showing->arena, buf_str(&line), line.len);
	buf_release(&line);
	return text_shorten(
		showing->arena, term_text(showing->arena, text), QUOTE_COLUMNS);
}

/* Where a fact comes from that no report gave. */
static void
print_no_report(const struct showing *showing, enum fact fact)
{
	const struct event *event = showing->event;
	char at[INSTANT_TEXT];

	for (size_t i = 0; i < event->nedits; i++) {
		const struct edit *edit = &event->edits[i];

		if (edit->fact != fact)
			continue;
		printf("%*s  set by hand%s%s on %.10s\n", LABEL_COLUMNS, "",
			edit->by[0] != '\0' ? " by " : "",
			clean(showing, edit->by), instant_format(edit->at, at));
		return;
	}
	if (fact == FACT_STATUS)
		printf("%*s  by its dates\n", LABEL_COLUMNS, "");
	else if (fact == FACT_START && event->start_reckoned)
		printf("%*s  reckoned from the other editions of its series\n",
			LABEL_COLUMNS, "");
}

/* Which report gave a fact, and by which words. */
static void
print_evidence(const struct showing *showing, enum fact fact)
{
	const struct event *event = showing->event;
	size_t given_by = event->given_by[fact];
	const struct event_report *report;
	const struct evidence *evidence;
	const char *in;

	if (given_by >= event->nreports) {
		print_no_report(showing, fact);
		return;
	}
	report = &event->reports[given_by];
	printf("%*s  from report %zu", LABEL_COLUMNS, "", given_by + 1);
	if (report->mention == NULL ||
		report->mention->evidence[fact].in == EVIDENCE_NONE) {
		putchar('\n');
		return;
	}
	evidence = &report->mention->evidence[fact];
	in = evidence_string(report, evidence);
	if (in != NULL)
		printf(", %s: %s\n", evidence_in_name(evidence->in),
			quote(showing, in, evidence));
	else
		printf(", %s\n",
			evidence->in == EVIDENCE_PUBLISHED
				? "reckoned from the day of publication"
				: "from structured data of the page");
}

static void
print_conflicts(const struct showing *showing, enum fact fact)
{
	const struct event *event = showing->event;

	for (size_t i = 0; i < event->nconflicts; i++)
		if (event->conflicts[i].fact == fact)
			printf("%*s  but report %zu says: %s\n", LABEL_COLUMNS,
				"", event->conflicts[i].report + 1,
				clean(showing, event->conflicts[i].value));
}

static void
print_facts(const struct showing *showing)
{
	for (int i = 0; i < FACT_COUNT; i++) {
		enum fact fact = (enum fact)i;
		const char *value = fact_text(showing, fact);

		if (value == NULL)
			value = people_text(showing, fact);
		if (value == NULL || value[0] == '\0')
			continue;
		printf("%s%-*s%s  %s\n", term_bold(showing->colours),
			LABEL_COLUMNS, fact_name(fact),
			term_plain(showing->colours), clean(showing, value));
		print_evidence(showing, fact);
		print_conflicts(showing, fact);
	}
}

/* ----------------------------------------------------------------- reports */

/* How a report came to the event: its score with the one that told first,
 * line by line, and the report by which it came in, where that is another. */
static void
print_merge(const struct event_report *report)
{
	if (report->founder) {
		printf("     told of it first\n");
		return;
	}
	if (report->veto == NULL && report->bits >= MERGE_SAME)
		printf("     merged with the first, by %.1f bits\n",
			report->bits);
	else if (report->tied_to != SIZE_MAX)
		printf("     merged by report %zu, with %.1f bits; with the "
		       "first %.1f\n",
			report->tied_to + 1, report->tied_bits, report->bits);
	else
		printf("     merged by hand; with the first it has %.1f bits\n",
			report->bits);
	explain_print(report, 7);
}

static void
print_reports(const struct showing *showing)
{
	const struct event *event = showing->event;
	char date[CIVIL_TEXT];

	printf("\n%sreports%s\n", term_bold(showing->colours),
		term_plain(showing->colours));
	for (size_t i = 0; i < event->nreports; i++) {
		const struct event_report *report = &event->reports[i];

		printf("%3zu. %s%s%s  %s\n", i + 1, report->source,
			report->office != NULL ? ", " : "",
			clean(showing, report->office),
			civil_format(report->published.day, date));
		if (report->title != NULL)
			printf("     %s\n", clean(showing, report->title));
		if (report->url != NULL)
			printf("     %s\n", clean(showing, report->url));
		for (size_t k = 0; k < report->nalso; k++)
			printf("%s%s%s", k == 0 ? "     also from " : ", ",
				report->also[k],
				k + 1 == report->nalso ? "\n" : "");
		print_merge(report);
	}
}

/* ----------------------------------------------------------------- kindred */

/* "19th  16-18 Nov 2022  Shanghai  NAME  id". */
static void
print_relative(const struct showing *showing, const struct relative *relative)
{
	const struct facts facts = {
		.start = relative->start, .end = relative->end};
	char dates[FEED_DATES_TEXT], edition[16] = "";

	if (relative->edition != 0)
		snprintf(edition, sizeof(edition), "%d. ", relative->edition);
	printf("  %s  %s%s%s%s, %s\n", relative->id, edition,
		clean(showing, relative->name),
		relative->city != NULL ? ", " : "",
		clean(showing, relative->city), feed_dates(&facts, dates));
}

static void
print_relatives(const struct showing *showing, const char *title,
	const struct relative *relatives, size_t n)
{
	if (n > 0)
		printf("\n%s%s%s\n", term_bold(showing->colours), title,
			term_plain(showing->colours));
	for (size_t i = 0; i < n; i++)
		print_relative(showing, &relatives[i]);
}

static void
print_kindred(const struct showing *showing)
{
	const struct event *event = showing->event;
	const struct expected *next = &event->next;
	char date[CIVIL_TEXT], edition[16] = "next one";

	print_relatives(showing, "part of", event->whole, event->whole != NULL);
	print_relatives(showing, "parts", event->parts, event->nparts);
	print_relatives(
		showing, "others of its series", event->series, event->nseries);
	if (next->start.y == 0)
		return;
	if (next->edition != 0)
		snprintf(edition, sizeof(edition), "%d.", next->edition);
	printf("  the %s is expected about %s, from %zu so far\n", edition,
		civil_format(next->start, date), next->editions);
}

/* ----------------------------------------------------------------- history */

/* "start: 2025-06-05 -> 2025-06-12". */
static void
print_change(const struct showing *showing, const struct revision *revision)
{
	const char *from = clean(showing, revision->from);
	const char *to = clean(showing, revision->to);

	switch (revision->change) {
	case CHANGE_FACT:
		printf("%s: %s%s%s", fact_name(revision->fact), from,
			from[0] != '\0' ? " -> " : "",
			to[0] != '\0' ? to : "not known");
		break;
	case CHANGE_REPORT:
		printf("one more report");
		break;
	case CHANGE_MERGED:
		printf("the event %s is this one", to);
		break;
	case CHANGE_PARTED:
		printf("a report is of the event %s", to);
		break;
	case CHANGE_HIDDEN:
		printf("hidden");
		break;
	case CHANGE_SHOWN:
		printf("shown again");
		break;
	}
}

static void
print_revision(const struct showing *showing, const struct revision *revision)
{
	char at[INSTANT_TEXT];

	printf("  %.10s  ", instant_format(revision->at, at));
	print_change(showing, revision);
	if (revision->by != NULL)
		printf(", by %s", revision->by[0] != '\0'
					  ? clean(showing, revision->by)
					  : "hand");
	if (revision->former != NULL)
		printf(", as the event %s", revision->former);
	putchar('\n');
	if (revision->source != NULL)
		printf("%*s%s%s%s\n", LABEL_COLUMNS + 2, "", revision->source,
			revision->title != NULL ? ", " : "",
			clean(showing, revision->title));
}

static void
print_history(const struct showing *showing)
{
	const struct event *event = showing->event;
	char at[INSTANT_TEXT];

	printf("\n%shistory%s\n", term_bold(showing->colours),
		term_plain(showing->colours));
	printf("  %.10s  first seen\n", instant_format(event->first_seen, at));
	for (size_t i = 0; i < event->nrevisions; i++)
		print_revision(showing, &event->revisions[i]);
}

static void
print_event(const struct event *event, struct arena *arena)
{
	struct showing showing = {.event = event,
		.arena = arena,
		.colours = term_colours(stdout)};
	char *first = feed_first_line(&event->facts);

	printf("%s%s%s\n%s\nid %s\n", term_bold(showing.colours),
		event->facts.name != NULL ? clean(&showing, event->facts.name)
					  : event->id,
		term_plain(showing.colours), clean(&showing, first), event->id);
	free(first);
	if (event->hidden)
		printf("hidden: it is not published ('ipherald unhide')\n");
	for (size_t i = 0; i < event->nnames; i++)
		printf("also called %s\n", clean(&showing, event->names[i]));
	putchar('\n');
	print_facts(&showing);
	print_reports(&showing);
	print_kindred(&showing);
	print_history(&showing);
}

static int
show(struct cli *cli, const char *id, const char *store_path, struct err *err)
{
	struct opened opened;
	struct arena arena;
	struct event event;
	int found = -1;

	arena_init(&arena);
	if (opened_init(&opened, cli, store_path, STORE_READ, err) == 0)
		found = store_event(
			opened.store, id, cli->now, &arena, &event, err);
	if (found == 1 && store_explain(opened.store, &arena, &event, err) != 0)
		found = -1;
	if (found == 0)
		opened_no_event(id, err);
	else if (found == 1 && cli->json)
		json_print(listing_json(&event, true));
	else if (found == 1)
		print_event(&event, &arena);
	opened_release(&opened);
	arena_release(&arena);
	return found == 1 ? 0 : -1;
}

int
command_show(struct cli *cli, int argc, char **argv)
{
	const char *store = NULL;
	const struct option_entry options[] = {
		{"store", OPTION_TEXT, &store, "FILE",
			"read this store; no configuration is needed"},
	};
	const struct usage usage = {.command = "show",
		.arguments = "ID",
		.text = "Explains one event: every field with the words that "
			"it was read from and the\nreport that has them, what "
			"other reports say, the reports and how they were\n"
			"merged, its series, its history. The first letters of "
			"an id are enough.\n",
		.options = options,
		.noptions = 1,
		.words_min = 1,
		.words_max = 1};
	struct words words;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	if (show(cli, words.word[0], store, &err) != 0)
		return fail(&err);
	return EXIT_DONE;
}
