/*
 * cli_config_test.c - the configuration: values by type, messages that help,
 * and a manual page that knows every key.
 */
#include "cli/cli.h"
#include "cli/config.h"
#include "cli/nearest.h"
#include "cli/shape.h"
#include "data/data.h"
#include "feeds/feeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void
assert_wrong(const char *text, const char *message)
{
	struct config config;
	struct err err = ERR_INIT;

	config_init(&config);
	assert_int_equal(config_read(&config, "f.conf", text, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_string_equal(err.message, message);
	config_release(&config);
}

static void
test_messages(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{"[feed x]\n\nquerry = a\n",
			"f.conf:3: unknown key 'querry' in [feed x]; did you "
			"mean 'query'?"},
		{"[ipherald]\nurl = http://a.example/\n",
			"f.conf:2: unknown key 'url' in [ipherald]"},
		{"# c\n[sourc a]\n",
			"f.conf:2: unknown section [sourc]: expected "
			"[ipherald], [source ID], [feed ID] or [notify ID]; "
			"did you mean 'source'?"},
		{"[notify me]\nquery = a\n",
			"f.conf:1: [notify me]: give one of command, webhook "
			"and mail"},
		{"[notify me]\ncommand = true\nmail = a@example.org\n",
			"f.conf:1: [notify me]: give one of command, webhook "
			"and mail"},
		{"[notify me]\nwebhook = ftp://a.example/\n",
			"f.conf:2: webhook = 'ftp://a.example/': expected an "
			"http or https URL"},
		{"[feed a]\n# query = x\ntitle = A\n\n  query = kind:\n",
			"f.conf:5: the query of [feed a]: \"kind:\": nothing "
			"to search for behind it"},
		{"[feed a]\nitems = news\nformats = ics\n",
			"f.conf:3: [feed a]: news have no days and are no "
			"calendar: formats are atom, rss, json and html"},
		{"[notfy me]\nquery = a\n",
			"f.conf:1: unknown section [notfy]: expected "
			"[ipherald], [source ID], [feed ID] or [notify ID]; "
			"did you mean 'notify'?"},
		{"store = x\n",
			"f.conf:1: 'store' stands before the first section: "
			"put it under [ipherald]"},
		{"[source a]\nkind = feed\n",
			"f.conf:1: [source a] has no url"},
		{"[source a]\nurl = ftp://a.example/\n",
			"f.conf:2: url = 'ftp://a.example/': expected an http "
			"or https URL"},
		{"[source a]\nlanguage = Chinese (simplified)\n",
			"f.conf:2: language = 'Chinese (simplified)': expected "
			"a language tag such as en, zh or pt-BR"},
		{"[source a]\ntimezone = Asia/Shanghia\n",
			"f.conf:2: timezone = 'Asia/Shanghia': expected a time "
			"zone such as Asia/Shanghai"},
		{"[source a]\ntimezone = Asia\n",
			"f.conf:2: timezone = 'Asia': expected a time zone "
			"such as Asia/Shanghai"},
		{"[ipherald]\ncontact = call me\n",
			"f.conf:2: contact = 'call me': expected an http or "
			"https URL, or a mail address"},
		{"[source a]\nevery = 6 hours\n",
			"f.conf:2: every = '6 hours': expected 0, or a time "
			"such as 30m, 6h or 1d"},
		{"[source a]\nevery = 6h #hours\n",
			"f.conf:2: every = '6h #hours': expected 0, or a time "
			"such as 30m, 6h or 1d; a comment has a blank on both "
			"sides of its '#' or ';'"},
		{"[source a]\nevery = 6\n",
			"f.conf:2: every = '6': expected 0, or a time such as "
			"30m, 6h or 1d"},
		{"[source a]\nevery = 367d\n",
			"f.conf:2: every = '367d': expected 0, or a time such "
			"as 30m, 6h or 1d"},
		{"[source a]\nurl = http://a.example/ b\n",
			"f.conf:2: url = 'http://a.example/ b': expected an "
			"http or https URL"},
		{"[source a]\nitem = //li[\n",
			"f.conf:2: item = '//li[': expected XPath, css: "
			"and a CSS selector, or json: and a dotted path, "
			"without a mistake in it"},
		{"[source a]\ndate = css:li >\n",
			"f.conf:2: date = 'css:li >': expected XPath, css: "
			"and a CSS selector, or json: and a dotted path, "
			"without a mistake in it"},
		{"[source a]\noffice = \xd6\xd0\n",
			"f.conf:2: office = '?\?': expected text in "
			"UTF-8"},
		{"[ipherald]\ntag-year = 25\n",
			"f.conf:2: tag-year = '25': expected a year of four "
			"digits"},
		{"[ipherald]\ntag-authority = https://a.example/\n",
			"f.conf:2: tag-authority = 'https://a.example/': "
			"expected a domain such as example.org, or a mail "
			"address"},
		{"[ipherald]\ntag-authority = a@\n",
			"f.conf:2: tag-authority = 'a@': expected a domain "
			"such as example.org, or a mail address"},
		{"[feed index]\n",
			"f.conf:1: [feed index]: a file of that name is "
			"published of something else: take another id"},
		{"[feed health]\n",
			"f.conf:1: [feed health]: a file of that name is "
			"published of something else: take another id"},
		{"[feed a-changes]\n",
			"f.conf:1: [feed a-changes]: a file of that name is "
			"published of something else: take another id"},
		{"[feed a-archive-1]\n",
			"f.conf:1: [feed a-archive-1]: a file of that name is "
			"published of something else: take another id"},
		{"[source a]\nurl = http://a.example/\ntitle = css:h3\n",
			"f.conf:3: [source a]: 'title' selects within an item: "
			"'item' is missing, which selects the items"},
		{"[source a]\nurl = http://a.example/\n"
		 "xPathItemTimestamp = .//time\n",
			"f.conf:3: [source a]: 'date' selects within an item: "
			"'item' is missing, which selects the items"},
		{"[source a]\nurl = http://a.example/\nitem = json:a\n"
		 "date = json:d\nlink = css:a\n",
			"f.conf:5: [source a]: 'link' and 'item' must both be "
			"json: paths, or neither"},
		{"[source a]\nmax-new-per-run = -1\n",
			"f.conf:2: max-new-per-run = '-1': expected a number "
			"from 0"},
		{"[source a]\nmax-new-per-run = 99999999999\n",
			"f.conf:2: max-new-per-run = '99999999999': expected a "
			"number from 0"},
		{"[source a]\nenabled = maybe\n",
			"f.conf:2: enabled = 'maybe': expected yes or no"},
		{"[feed a]\nformats = atom pdf\n",
			"f.conf:2: formats = 'atom pdf': expected some of "
			"atom, rss, json, ics, html"},
		{"[feed a]\ntitle = a\ntitle = b\n",
			"f.conf:3: the key 'title' is there twice in one "
			"section"},
		{"[feed a]\n[feed b]\n[feed a]\n",
			"f.conf:3: [feed a] is there twice: first in line 1"},
		{"[feed ../a]\n",
			"f.conf:1: [feed ../a]: an id is wanted, of letters, "
			"digits, '.', '_', '-'"},
		{"[source]\n",
			"f.conf:1: [source ]: an id is wanted, of letters, "
			"digits, '.', '_', '-'"},
		{"[ipherald]\n[feed a\n",
			"f.conf:2: the section's head has no ']' at its end"},
		{"[ipherald]\nstore\n",
			"f.conf:2: expected [SECTION], KEY = VALUE or a "
			"comment"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_wrong(cases[i].text, cases[i].message);
}

static void
test_values(void **state)
{
	static const char text[] =
		"\xef\xbb\xbf[source later]\nurl = http://127.0.0.1:8/\n"
		"[ipherald]\nstore = s.db\nallow-private = yes\n"
		"base-url = https://a.example/ip ; a comment\nhost-gap = 0\n"
		"contact =\nlanguage =\ntag-authority = me@a.example\n"
		"[source a.b-c_1]\nurl = https://a.example/?q=a;b=c\n"
		"  kind = page\nevery = 6h\nallow-private = no\n"
		"item = css:ul > li\nmay-be-empty = Yes\nenabled = no\n"
		"xPathItemUri = .//a/@href\n"
		"[source c]\nurl = http://c.example/\nevery = 0s\n"
		"[feed f]\nformats = ics,  atom\n";
	struct config config;
	struct err err = ERR_INIT;
	const struct source *source;

	(void)state;
	config_init(&config);
	assert_int_equal(config_read(&config, "f.conf", text, &err), 0);
	assert_string_equal(config.store, "s.db");
	assert_string_equal(config.base_url, "https://a.example/ip/");
	assert_int_equal(config.host_gap, 0);
	assert_int_equal(config.workers, -1);
	/* A key without a value is one that is not there. */
	assert_null(config.contact);
	assert_string_equal(config.language, "en");
	assert_string_equal(config.tag_authority, "me@a.example");
	assert_int_equal(config.tag_year, 2025);
	assert_int_equal(config.nsources, 3);
	assert_int_equal(config.sources[2].every, 0);
	/* The program's key holds where the source does not say otherwise,
	 * wherever it stands. */
	assert_true(config.sources[0].allow_private);
	assert_true(config.sources[0].enabled);
	assert_int_equal(config.sources[0].max_new_per_run, 30);
	source = config_source(&config, "a.b-c_1", &err);
	assert_non_null(source);
	assert_string_equal(source->url, "https://a.example/?q=a;b=c");
	assert_int_equal(source->kind, SOURCE_PAGE);
	assert_int_equal(source->every, 6 * 3600);
	assert_false(source->allow_private);
	assert_true(source->may_be_empty);
	assert_false(source->enabled);
	assert_string_equal(source->selectors.item, "css:ul > li");
	assert_string_equal(source->selectors.link, ".//a/@href");
	assert_int_equal(
		config.feeds[0].formats, 1u << FORMAT_ICS | 1u << FORMAT_ATOM);
	config_release(&config);
}

static void
test_comments(void **state)
{
	static const struct {
		const char *line, *office;
	} cases[] = {
		{"office = CNIPA # of China", "CNIPA"},
		{"office = CNIPA ; of China", "CNIPA"},
		{"office: CNIPA\t#\tof # China", "CNIPA"},
		{"office = CNIPA #", "CNIPA"},
		{"office = # which?", NULL},
		{"office = #1 of them", "#1 of them"},
		{"office = Forum #3", "Forum #3"},
		{"office = A;B ;C#D", "A;B ;C#D"},
		{"office = a = b : c", "a = b : c"},
		{"group = C # D\noffice = x", "x"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct config config;
		struct err err = ERR_INIT;
		char text[300];

		config_init(&config);
		snprintf(text, sizeof(text),
			"[source a] # b\nurl = http://a.example/#b # c\n%s\n"
			"item = css:#main #list # d\n"
			"[notify n]\ncommand = cd / ; cat # all",
			cases[i].line);
		if (config_read(&config, "f.conf", text, &err) != 0)
			fail_msg("%s", err.message);
		if (cases[i].office == NULL)
			assert_null(config.sources[0].office);
		else
			assert_string_equal(
				config.sources[0].office, cases[i].office);
		assert_string_equal(
			config.sources[0].url, "http://a.example/#b");
		assert_string_equal(
			config.sources[0].selectors.item, "css:#main #list");
		assert_string_equal(
			config.notify[0].command, "cd / ; cat # all");
		config_release(&config);
	}
}

static void
test_unknown_source(void **state)
{
	struct config config;
	struct err err = ERR_INIT;

	(void)state;
	config_init(&config);
	assert_int_equal(
		config_read(&config, "f.conf",
			"[source shanghai]\nurl = http://a.example/\n", &err),
		0);
	assert_null(config_source(&config, "shanghia", &err));
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.message, "did you mean 'shanghai'?"));
	config_release(&config);
}

static void
test_catalogue(void **state)
{
	struct config config;
	struct err err = ERR_INIT;
	struct data_file file;
	size_t on = 0;

	(void)state;
	config_init(&config);
	assert_int_equal(data_find("sources.ini", &file), 0);
	if (config_read(&config, "sources.ini", file.bytes, &err) != 0)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < config.nsources; i++)
		on += config.sources[i].enabled;
	assert_true(on > 0 && on < config.nsources);
	config_release(&config);
}

/* health.atom says in each language what is wrong. */
static void
test_causes(void **state)
{
	static const char *const causes[] = {CAUSE_FETCH, CAUSE_GONE,
		CAUSE_ROBOTS, CAUSE_PARSE, CAUSE_CUT, CAUSE_ARTICLE,
		CAUSE_EMPTY, CAUSE_DROP, CAUSE_FIELDS, CAUSE_SILENT,
		CAUSE_BLOCKED, CAUSE_LAYOUT};
	struct data_file file;
	char row[64];

	(void)state;
	assert_int_equal(data_find("texts.tsv", &file), 0);
	for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
		snprintf(row, sizeof(row), "\ncause.%s\t", causes[i]);
		if (strstr(file.bytes, row) == NULL)
			fail_msg("no text for %s", causes[i]);
	}
}

/* The part of the manual page that begins with ".Sh TITLE". */
static struct buf
manual_section(const char *title)
{
	struct buf page, part;
	struct err err = ERR_INIT;
	char head[64];
	const char *begin, *end;

	buf_init(&page, 1 << 20);
	buf_init(&part, 1 << 20);
	if (file_read("man/ipherald.conf.5", &page, &err) != 0)
		fail_msg("%s", err.message);
	snprintf(head, sizeof(head), ".Sh %s\n", title);
	begin = strstr(buf_str(&page), head);
	assert_non_null(begin);
	end = strstr(begin + 1, "\n.Sh ");
	assert_non_null(end);
	buf_add(&part, begin, (size_t)(end - begin) + 1);
	buf_release(&page);
	return part;
}

static void
test_manual(void **state)
{
	static const char *const titles[CONFIG_SECTIONS] = {
		"PROGRAM KEYS", "SOURCE KEYS", "FEED KEYS", "NOTIFY KEYS"};
	size_t n;
	const struct config_key *keys = config_keys(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct buf part = manual_section(titles[keys[i].section]);
		char alone[64], first[64], later[64], last[64];

		snprintf(alone, sizeof(alone), ".It Cm %s\n", keys[i].name);
		snprintf(first, sizeof(first), ".It Cm %s ,", keys[i].name);
		snprintf(later, sizeof(later), ", %s ,", keys[i].name);
		snprintf(last, sizeof(last), ", %s\n", keys[i].name);
		if (strstr(buf_str(&part), alone) == NULL &&
			strstr(buf_str(&part), first) == NULL &&
			strstr(buf_str(&part), later) == NULL &&
			strstr(buf_str(&part), last) == NULL)
			fail_msg("ipherald.conf(5) has no '%s' under %s",
				keys[i].name, titles[keys[i].section]);
		buf_release(&part);
	}
}

static void
test_nearest(void **state)
{
	static const struct {
		const char *word, *candidate;
		bool near;
	} cases[] = {
		{"rnu", "run", true},
		{"querry", "query", true},
		{"max-new-per-rum", "max-new-per-run", true},
		{"item", "title", false},
		{"x", "y", false},
		{"shanghia", "shanghai", true},
		{"shenzhen", "shanghai", false},
		{"", "run", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nearest nearest = nearest_to(cases[i].word);

		nearest_offer(&nearest, cases[i].candidate);
		if ((nearest.best != NULL) != cases[i].near)
			fail_msg("'%s' and '%s'", cases[i].word,
				cases[i].candidate);
	}
}

static void
test_nearest_best(void **state)
{
	char hint[NEAREST_TEXT];
	struct nearest nearest = nearest_to("forse");

	(void)state;
	nearest_offer(&nearest, "horse-");
	nearest_offer(&nearest, "force");
	nearest_offer(&nearest, "forge");
	assert_string_equal(nearest_hint(&nearest, "--", hint),
		"; did you mean '--force'?");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_messages),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_comments),
		cmocka_unit_test(test_unknown_source),
		cmocka_unit_test(test_catalogue),
		cmocka_unit_test(test_causes),
		cmocka_unit_test(test_manual),
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_nearest_best),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
