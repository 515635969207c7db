/*
 * parse_stated_events_test.c - the events that article pages state in JSON-LD,
 * microdata and microformats.
 */
#include "base/buf.h"
#include "parse/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define NAME "Lakeland Design Law Conference 2024"
#define PROSE                                                               \
	"<p>The programme is for examiners, attorneys and students who "    \
	"want to learn how offices work together. Seats are few, and those" \
	" who come early sit in front.</p>"

static int
set_up(void **state)
{
	*state = parser_new(NULL);
	return *state ? 0 : -1;
}

static int
tear_down(void **state)
{
	parser_free(*state);
	return 0;
}

static void
put(struct buf *out, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		buf_printf(out, " %s=%s", name, value);
}

/* What is told of an event, apart from its name where that is the page's. */
static void
put_mention(struct buf *out, struct arena *arena, const struct mention *m)
{
	const struct facts *f = &m->facts;
	char day[CIVIL_TEXT];

	buf_puts(out, strcmp(f->name, NAME) == 0 ? "-" : f->name);
	if (f->start.y != 0)
		put(out, "start", civil_format(f->start, day));
	if (f->end.y != 0)
		put(out, "end", civil_format(f->end, day));
	put(out, "times", facts_times(arena, f));
	put(out, "venue", f->venue);
	put(out, "district", f->district);
	put(out, "city", f->city);
	put(out, "country", f->country);
	if (f->online_told)
		put(out, "online", f->online ? "yes" : "no");
	put(out, "parent", f->parent);
	for (size_t i = 0; i < f->norganisers; i++)
		put(out, "by", f->organisers[i].name);
	for (size_t i = 0; i < f->npeople; i++) {
		put(out, "with", f->people[i].name);
		put(out, "as", f->people[i].office);
	}
	if (f->status != STATUS_ANNOUNCED)
		put(out, "status", status_name(f->status));
}

static void
read_page(const struct parser *parser, const char *head, const char *body,
	struct buf *out)
{
	struct document document = {0};
	struct err err = ERR_INIT;
	struct arena arena;
	struct buf page;
	struct parse_input input = {.kind = PARSE_ARTICLE,
		.url = "http://a.example/",
		.now = instant_at((struct civil){2024, 4, 1}, 0, 0, 0)};

	buf_init(&page, BUF_NO_LIMIT);
	buf_printf(&page,
		"<html lang=en><head><title>" NAME "</title>%s</head><body>"
		"<article><h1>" NAME "</h1>%s" PROSE "</article>",
		head, body);
	input.bytes = buf_str(&page);
	input.length = page.len;
	arena_init(&arena);
	assert_int_equal(
		parse_document(parser, &input, &arena, &document, &err), 0);
	for (size_t i = 0; i < document.reports[0].nmentions; i++) {
		if (i > 0)
			buf_puts(out, "; ");
		put_mention(out, &arena, &document.reports[0].mentions[i]);
	}
	arena_release(&arena);
	buf_release(&page);
}

static void
check_page(const struct parser *parser, const char *head, const char *body,
	const char *want)
{
	struct buf told;

	buf_init(&told, BUF_NO_LIMIT);
	read_page(parser, head, body, &told);
	assert_string_equal(buf_str(&told), want);
	buf_release(&told);
}

/* ---------------------------------------------------------------- JSON-LD */

#define EVENT "{'@type':'Event','name':'" NAME "','startDate':'2024-05-14'"
#define HALL                                                       \
	"{'@type':'Place','name':'Palais des Fleurs','address':"   \
	"{'@type':'PostalAddress','addressLocality':'Strasbourg'," \
	"'addressCountry':'FR'}}"
#define AT_HALL " venue=Palais des Fleurs city=Strasbourg country=FR"
#define ROOM "{'@type':'VirtualLocation','url':'https://room.example/1'}"

/* ' stands for ". */
static const struct {
	const char *json, *want;
} linked[] = {
	{EVENT ",'organizer':['WIPO',{'@type':'Organization','name':'Lake "
	       "&amp; Hill'},{'name':'EUIPO'},'WIPO']}",
		"- start=2024-05-14 by=WIPO by=Lake & Hill by=EUIPO"},
	{EVENT ",'organizer':'CNIPA'}", "- start=2024-05-14 by=CNIPA"},
	/* a band is no person */
	{EVENT ",'performer':[{'@type':'Person','name':'Ada Field','jobTitle':"
	       "'Director','worksFor':{'name':'EPO'}},{'@type':'MusicGroup',"
	       "'name':'The Claims'},{'@type':['Person'],'name':'Bo Hill'}]}",
		"- start=2024-05-14 with=Ada Field as=Director, EPO "
		"with=Bo Hill"},
	/* places */
	{EVENT ",'location':'Palais des Fleurs de Paris, Paris, France'}",
		"- start=2024-05-14 venue=Palais des Fleurs de Paris "
		"city=Paris country=FR"},
	{EVENT ",'location':" HALL "}", "- start=2024-05-14" AT_HALL},
	{EVENT ",'location':{'@type':'Place','name':'Geneva Lake Hotel',"
	       "'address':'12 Broad Street, Dublin, Ireland'}}",
		"- start=2024-05-14 venue=Geneva Lake Hotel city=Dublin "
		"country=IE"},
	{EVENT ",'location':{'@type':'Place','name':'深圳会展中心',"
	       "'address':'广东省深圳市福田区'}}",
		"- start=2024-05-14 venue=深圳会展中心 district=Futian "
		"city=Shenzhen country=CN"},
	{EVENT ",'location':['Strasbourg, France']}",
		"- start=2024-05-14 city=Strasbourg country=FR"},
	/* attendance */
	{EVENT ",'location':" ROOM "}", "- start=2024-05-14 online=yes"},
	{EVENT ",'location':'https://room.example/1'}",
		"- start=2024-05-14 online=yes"},
	{EVENT ",'location':[" ROOM "," HALL "]}",
		"- start=2024-05-14" AT_HALL " online=no"},
	{EVENT ",'eventAttendanceMode':'https://schema.org/"
	       "MixedEventAttendanceMode','location':" HALL "}",
		"- start=2024-05-14" AT_HALL " online=no"},
	{EVENT ",'eventAttendanceMode':'OnlineEventAttendanceMode'}",
		"- start=2024-05-14 online=yes"},
	/* status */
	{EVENT ",'eventStatus':'https://schema.org/EventPostponed'}",
		"- start=2024-05-14 status=postponed"},
	{EVENT ",'eventStatus':{'@id':'http://schema.org/EventCancelled'}}",
		"- start=2024-05-14 status=cancelled"},
	{EVENT ",'eventStatus':['EventRescheduled','EventMovedOnline'],"
	       "'previousStartDate':'2024-03-01'}",
		"- start=2024-05-14 online=yes"},
	{EVENT ",'eventStatus':'EventScheduled'}", "- start=2024-05-14"},
	/* wholes and parts; a break is no event */
	{EVENT ",'superEvent':{'@type':'Event','name':'Lakeland IP Week',"
	       "'startDate':'2024-05-13'}}",
		"- start=2024-05-14 parent=Lakeland IP Week"},
	{EVENT ",'endDate':'2024-05-16','subEvent':[{'@type':"
	       "'EducationEvent','name':'Trademark Examiners Training',"
	       "'startDate':'2024-05-15'},{'@type':'Event','name':"
	       "'Coffee and cake','startDate':'2024-05-15T10:00'}]}",
		"- start=2024-05-14 end=2024-05-16; Trademark Examiners "
		"Training start=2024-05-15 parent=" NAME},
	/* types and wrappings */
	{"{'@graph':[{'@type':'WebSite'},{'@type':['Thing','https://schema.org"
	 "/BusinessEvent'],'name':'" NAME "','startDate':'2024-05-14',"
	 "'location':{'@id':'#hall'},'organizer':{'@id':'#b'}},{'@id':'#b',"
	 "'name':'EUIPO'},{'@id':'#hall','name':'Palais des Fleurs',"
	 "'address':{'addressLocality':'Strasbourg'}}]}",
		"- start=2024-05-14" AT_HALL " by=EUIPO"},
	{"{'@type':'Course','name':'" NAME "','hasCourseInstance':[{'@type':"
	 "'CourseInstance','courseMode':'online','startDate':'2024-05-14'}]}",
		"- start=2024-05-14 online=yes"},
	{"[{'@type':'schema:Festival','name':'" NAME "','startDate':"
	 "'2024-05-14'}]",
		"- start=2024-05-14"},
	{"{'@type':'BroadcastEvent','name':'" NAME "','startDate':"
	 "'2024-05-14'}",
		""},
};

static const struct {
	const char *start, *end, *want;
} times[] = {
	{"2024-05-14T09:00:00+02:00", "2024-05-15T17:30:00+02:00",
		"- start=2024-05-14 end=2024-05-15 "
		"times=09:00-17:30 (Etc/GMT-2)"},
	{"2024-05-14T18:00Z", "2024-05-14T19:00Z",
		"- start=2024-05-14 times=18:00-19:00 (Etc/UTC)"},
	{"2024-05-14T00:00:00+08:00", "2024-05-15T00:00:00+08:00",
		"- start=2024-05-14 end=2024-05-15"},
	/* midnight is the end of the day before */
	{"2024-05-14T18:00", "2024-05-15T00:00",
		"- start=2024-05-14 times=18:00-00:00"},
	{"2024-05-14T09:30:00.000-0500", "",
		"- start=2024-05-14 times=09:30 (Etc/GMT+5)"},
	/* backwards */
	{"2024-05-14", "2024-05-10", "- start=2024-05-14"},
	{"soon", "2024-05-10", ""},
};

static const char *
script_of(struct buf *script, const char *json)
{
	buf_reset(script);
	buf_puts(script, "<script type=application/ld+json>");
	for (; *json; json++)
		buf_putc(script, *json == '\'' ? '"' : *json);
	buf_puts(script, "</script>");
	return buf_str(script);
}

static void
linked_data_is_read_whole(void **state)
{
	struct buf script;

	buf_init(&script, BUF_NO_LIMIT);
	for (size_t i = 0; i < COUNT(linked); i++)
		check_page(*state, script_of(&script, linked[i].json), "",
			linked[i].want);
	buf_release(&script);
}

static void
times_have_zones(void **state)
{
	struct buf script, json;

	buf_init(&script, BUF_NO_LIMIT);
	buf_init(&json, BUF_NO_LIMIT);
	for (size_t i = 0; i < COUNT(times); i++) {
		buf_reset(&json);
		buf_printf(&json,
			"{'@type':'Event','name':'" NAME "','doorTime':"
			"'2024-05-13T08:00','startDate':'%s','endDate':'%s'}",
			times[i].start, times[i].end);
		check_page(*state, script_of(&script, buf_str(&json)), "",
			times[i].want);
	}
	buf_release(&json);
	buf_release(&script);
}

/* --------------------------------------------------------------- elements */

#define SCOPE(type) "itemscope itemtype=https://schema.org/" type

static const struct {
	const char *html, *want;
} marked[] = {
	{"<div " SCOPE(
		 "BusinessEvent") "><h2><b><i itemprop=name>" NAME "</i>"
				  "</b></h2><time itemprop=startDate "
				  "datetime=2024-05-14T09:00+02:00>"
				  "then</time><meta itemprop=endDate "
				  "content=2024-05-15>"
				  "<div itemprop=location " SCOPE(
					  "Place") "><b "
						   "itemprop=name>Palais "
						   "des"
						   " Fleurs</b><p "
						   "itemprop="
						   "address " SCOPE(
							   "PostalAddres"
							   "s") "><i "
								"itemprop"
								"=streetA"
								"ddress>"
								"1 Lake "
								"Road</"
								"i> <i "
								"itemprop"
								"=address"
								"Locality"
								">Strasbo"
								"urg"
								"</"
								"i><meta "
								"itemprop"
								"=address"
								"Country "
								"content="
								"FR></"
								"p></div>"
								"<p "
								"itemprop"
								"=organiz"
								"er"
								" " SCOPE(
									"Organi"
									"zatio"
									"n") ">"
									     "<"
									     "a"
									     " "
									     "i"
									     "t"
									     "e"
									     "m"
									     "p"
									     "r"
									     "o"
									     "p"
									     "="
									     "n"
									     "a"
									     "m"
									     "e"
									     " "
									     "t"
									     "i"
									     "t"
									     "l"
									     "e"
									     "="
									     "'"
									     "T"
									     "o"
									     " "
									     "t"
									     "h"
									     "e"
									     " "
									     "s"
									     "i"
									     "t"
									     "e"
									     "'"
									     " "
									     "h"
									     "r"
									     "e"
									     "f"
									     "="
									     "/"
									     "x"
									     ">"
									     "E"
									     "U"
									     "I"
									     "P"
									     "O"
									     "<"
									     "/"
									     "a"
									     ">"
									     "<"
									     "/"
									     "p"
									     ">"
									     "<"
									     "b"
									     " "
									     "i"
									     "t"
									     "e"
									     "m"
									     "p"
									     "r"
									     "o"
									     "p"
									     "="
									     "o"
									     "r"
									     "g"
									     "a"
									     "n"
									     "i"
									     "z"
									     "e"
									     "r"
									     ">"
									     "W"
									     "I"
									     "P"
									     "O"
									     "<"
									     "/"
									     "b"
									     ">"
									     "<"
									     "p"
									     " "
									     "i"
									     "t"
									     "e"
									     "m"
									     "p"
									     "r"
									     "o"
									     "p"
									     "="
									     "p"
									     "e"
									     "r"
									     "f"
									     "o"
									     "r"
									     "m"
									     "e"
									     "r"
									     " " SCOPE(
										     "Person") "><b itemprop=name>Ada "
											       "Field</b><i itemprop=jobTitle>Director</i></p>"
											       "<link itemprop=eventStatus href=https://schema.org/EventPostponed>"
											       "</div>",
		"- start=2024-05-14 end=2024-05-15 times=09:00 "
		"(Etc/GMT-2)" AT_HALL
		" by=EUIPO by=WIPO with=Ada Field as=Director "
		"status=postponed"},
	/* hours in which a house is open */
	{"<div " SCOPE(
		 "Event") "><b itemprop=name>" NAME "</b><div itemprop="
			  "location " SCOPE(
				  "Place") "><b itemprop=name>Palais des "
					   "Fleurs</b>"
					   "<time itemprop=openingHours "
					   "datetime='Mo-Fr 08:00-18:00'>8 to "
					   "18"
					   "</time><p "
					   "itemprop="
					   "openingHoursSpecification " SCOPE(
						   "Opening") ">"
							      "<meta "
							      "itemprop=opens "
							      "content=08:00><"
							      "meta "
							      "itemprop="
							      "startDate "
							      "content="
							      "2024-05-01></"
							      "p></div></div>",
		""},
	{"<div " SCOPE(
		 "Event") "><b itemprop=name>" NAME "</b><time itemprop="
			  "startDate>14 May 2024</time><p "
			  "itemprop=location " SCOPE(
				  "VirtualLocation") "><a itemprop=url "
						     "href=/r>room</a></p>"
						     "<p "
						     "itemprop="
						     "superEvent " SCOPE(
							     "Event") "><b "
								      "itemprop"
								      "=name>"
								      "Lakeland"
								      " "
								      "IP "
								      "Week</"
								      "b><meta "
								      "itemprop"
								      "=startDa"
								      "te "
								      "content="
								      "2024-05-"
								      "13></"
								      "p></"
								      "div>",
		"- start=2024-05-14 online=yes parent=Lakeland IP Week"},
	/* h-event */
	{"<div class=h-event><p class='p-author h-card'><b class=p-name>Bo</b>"
	 "</p><h2 class=p-name>" NAME "</h2><p class=dt-start><b class=value>"
	 "2024-05-14</b> at <b class=value>9:30</b><i class=value-title title="
	 "+02:00></i></p><time class=dt-end datetime='2024-05-15 17:00'>x"
	 "</time><div class='p-location h-card'><a class='p-name u-url' href=/x"
	 ">Palais des Fleurs</a> <b class=p-locality>Strasbourg</b> <abbr class"
	 "=p-country-name title=France>FR</abbr></div><p class='p-organizer "
	 "h-card'><a class=p-name href=/y>EUIPO</a></p><div class=e-content>"
	 "<p>All of designs.</p></div></div>",
		"- start=2024-05-14 end=2024-05-15 times=09:30-17:00 "
		"(Etc/GMT-2)" AT_HALL " by=EUIPO"},
	{"<div class=h-event><b class=p-name>" NAME "</b><time class=dt-start>"
	 "14 May 2024</time><p class='p-location h-adr'><b class=p-locality>"
	 "Strasbourg</b></p></div>",
		"- start=2024-05-14 city=Strasbourg country=FR"},
	{"<div class=h-event><b class=p-name>" NAME "</b><time class=dt-start "
	 "datetime=2024-05-14>x</time><p class=p-location>Palais des Fleurs, "
	 "Strasbourg, France</p></div>",
		"- start=2024-05-14" AT_HALL},
	{"<div class=vevent><b class=summary>" NAME "</b><abbr class=dtstart "
	 "title=2024-05-14>x</abbr><p class='location vcard'><b class='fn org'>"
	 "Palais des Fleurs</b>, <i class=adr><b class=locality>Strasbourg</b>"
	 "</i></p><b class=status>CANCELLED</b></div>",
		"- start=2024-05-14" AT_HALL " status=cancelled"},
};

static void
elements_are_read_whole(void **state)
{
	for (size_t i = 0; i < COUNT(marked); i++)
		check_page(*state, "", marked[i].html, marked[i].want);
}

/* ---------------------------------------------------------------- hostile */

static void
repeat(struct buf *out, const char *piece, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_puts(out, piece);
}

static void
references_in_a_circle_end(void **state)
{
	struct buf script;

	buf_init(&script, BUF_NO_LIMIT);
	check_page(*state,
		script_of(&script,
			"{'@graph':[{'@id':'#a','@type':'Event','name':'" NAME
			"','startDate':'2024-05-14','superEvent':{'@id':'#a'},"
			"'subEvent':[{'@id':'#a'},{'@id':'#b'}],'location':"
			"{'@id':'#b'}},{'@id':'#b','name':{'@id':'#b'},"
			"'address':{'@id':'#b'}}]}"),
		"", "- start=2024-05-14");
	buf_release(&script);
}

static void
depth_and_length_have_limits(void **state)
{
	struct buf script, json, told;
	size_t parts = 1;

	buf_init(&script, BUF_NO_LIMIT);
	buf_init(&json, BUF_NO_LIMIT);
	buf_init(&told, BUF_NO_LIMIT);
	repeat(&json, "{'a':[", 900);
	buf_puts(&json, EVENT "}");
	repeat(&json, "]}", 900);
	check_page(*state, script_of(&script, buf_str(&json)), "", "");

	buf_reset(&json);
	buf_puts(&json, EVENT ",'endDate':'2024-05-16','subEvent':[");
	for (int i = 0; i < 3000; i++)
		buf_printf(&json,
			"{'@type':'Event','name':'Patent Workshop %d',"
			"'startDate':'2024-05-%d'},",
			i, 14 + i % 3);
	buf_puts(&json, "0],'organizer':[");
	for (int i = 0; i < 3000; i++)
		buf_printf(&json, "'Office %d',", i);
	buf_puts(&json, "'z']}");
	read_page(*state, script_of(&script, buf_str(&json)), "", &told);
	for (const char *s = buf_str(&told); (s = strstr(s, "; ")); s++)
		parts++;
	assert_true(parts > 1 && parts <= 32);
	assert_non_null(strstr(buf_str(&told), "by=Office 15"));
	assert_null(strstr(buf_str(&told), "by=Office 16"));
	buf_release(&told);
	buf_release(&json);
	buf_release(&script);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(linked_data_is_read_whole),
		cmocka_unit_test(times_have_zones),
		cmocka_unit_test(elements_are_read_whole),
		cmocka_unit_test(references_in_a_circle_end),
		cmocka_unit_test(depth_and_length_have_limits),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
