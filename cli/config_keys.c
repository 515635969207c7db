/*
 * config_keys.c - the keys of the configuration as one table, and how each
 * type of value is read. config.c reads the file by it, `init` writes its
 * comments from it, and a test holds ipherald.conf(5) against it.
 */
#include "cli/config.h"

#include "base/text.h"
#include "base/url.h"
#include "feeds/feeds.h"
#include "parse/selector.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONGEST_DURATION ((int64_t)366 * 86400)

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define ZONES "/usr/share/zoneinfo"

#define PROGRAM(field) offsetof(struct config, field)
#define SOURCE(field) offsetof(struct source, field)
#define FEED(field) offsetof(struct feed_settings, field)
#define NOTIFY(field) offsetof(struct notify_settings, field)

static const struct config_key keys[] = {
	{SECTION_PROGRAM, "store", VALUE_PATH, PROGRAM(store), NULL,
		"the database of what is known"},
	{SECTION_PROGRAM, "publish", VALUE_PATH, PROGRAM(publish), NULL,
		"the folder that feeds and pages are written to"},
	{SECTION_PROGRAM, "base-url", VALUE_FOLDER, PROGRAM(base_url), "",
		"where that folder is served"},
	{SECTION_PROGRAM, "contact", VALUE_CONTACT, PROGRAM(contact), NULL,
		"a URL or mail address that the servers asked are told"},
	{SECTION_PROGRAM, "allow-private", VALUE_YES_NO, PROGRAM(allow_private),
		"no", "fetch from loopback and private addresses"},
	{SECTION_PROGRAM, "language", VALUE_LANGUAGE, PROGRAM(language), "en",
		"of the pages and what ipherald writes itself: en, zh"},
	{SECTION_PROGRAM, "style", VALUE_PATH, PROGRAM(style), NULL,
		"a style sheet for the pages in place of the program's"},
	{SECTION_PROGRAM, "texts", VALUE_PATH, PROGRAM(texts), NULL,
		"a table of texts for pages and feeds in place of single ones"},
	{SECTION_PROGRAM, "proxy", VALUE_TEXT, PROGRAM(proxy), NULL,
		"the proxy to fetch through"},
	{SECTION_PROGRAM, "ca-file", VALUE_PATH, PROGRAM(ca_file), NULL,
		"certificates to trust in place of the system's"},
	{SECTION_PROGRAM, "metrics", VALUE_PATH, PROGRAM(metrics), NULL,
		"a file that Prometheus reads, written after each run"},
	{SECTION_PROGRAM, "archive", VALUE_COUNT, PROGRAM(archive), "256",
		"MiB of answers that are kept beside the store; 0 keeps none"},
	{SECTION_PROGRAM, "host-gap", VALUE_DURATION, PROGRAM(host_gap), "2s",
		"between two requests to one host"},
	{SECTION_PROGRAM, "workers", VALUE_COUNT, PROGRAM(workers), NULL,
		"processes that parse; 0 parses in the main process"},
	{SECTION_PROGRAM, "websub-hub", VALUE_URL, PROGRAM(websub_hub), NULL,
		"a hub that is told when a feed changes"},
	{SECTION_PROGRAM, "tag-authority", VALUE_DOMAIN, PROGRAM(tag_authority),
		NULL,
		"the domain in the ids of published events; else base-url's"},
	{SECTION_PROGRAM, "tag-year", VALUE_YEAR, PROGRAM(tag_year), "2025",
		"a year on whose first day that domain was yours"},

	{SECTION_SOURCE, "url", VALUE_URL, SOURCE(url), NULL,
		"the feed, list page or article"},
	{SECTION_SOURCE, "kind", VALUE_KIND, SOURCE(kind), "auto",
		"auto, feed or page"},
	{SECTION_SOURCE, "office", VALUE_TEXT, SOURCE(office), NULL,
		"whose news these are"},
	{SECTION_SOURCE, "language", VALUE_LANGUAGE, SOURCE(language), NULL,
		"where the pages do not tell it"},
	{SECTION_SOURCE, "timezone", VALUE_ZONE, SOURCE(timezone), NULL,
		"of times of day that tell none, such as Asia/Shanghai"},
	{SECTION_SOURCE, "group", VALUE_TEXT, SOURCE(group), NULL,
		"where it stands in lists of sources, such as Asia/Patents"},
	{SECTION_SOURCE, "item", VALUE_SELECTOR, SOURCE(selectors.item), NULL,
		"selects the items of a list: XPath, css:... or json:..."},
	{SECTION_SOURCE, "title", VALUE_SELECTOR, SOURCE(selectors.title), NULL,
		"selects the title, within an item"},
	{SECTION_SOURCE, "link", VALUE_SELECTOR, SOURCE(selectors.link), NULL,
		"selects the link, within an item"},
	{SECTION_SOURCE, "date", VALUE_SELECTOR, SOURCE(selectors.date), NULL,
		"selects the date, within an item"},
	{SECTION_SOURCE, "summary", VALUE_SELECTOR, SOURCE(selectors.summary),
		NULL, "selects the summary, within an item"},
	{SECTION_SOURCE, "may-be-empty", VALUE_YES_NO, SOURCE(may_be_empty),
		"no", "no items is no alarm"},
	{SECTION_SOURCE, "every", VALUE_DURATION, SOURCE(every), "0s",
		"ask no more often than this"},
	{SECTION_SOURCE, "max-new-per-run", VALUE_COUNT,
		SOURCE(max_new_per_run), "30",
		"articles of a list that one run fetches"},
	{SECTION_SOURCE, "allow-private", VALUE_YES_NO, SOURCE(allow_private),
		"no", "fetch it from loopback or a private address"},
	{SECTION_SOURCE, "enabled", VALUE_YES_NO, SOURCE(enabled), "yes",
		"no leaves it out of every run"},

	{SECTION_FEED, "query", VALUE_TEXT, FEED(query), "",
		"which of them, as for 'ipherald events'"},
	{SECTION_FEED, "items", VALUE_ITEMS, FEED(news), "events",
		"events, or news: what tells of none"},
	{SECTION_FEED, "title", VALUE_TEXT, FEED(title), NULL,
		"what people see it called"},
	{SECTION_FEED, "description", VALUE_TEXT, FEED(description), NULL,
		"one sentence about it"},
	{SECTION_FEED, "language", VALUE_LANGUAGE, FEED(language), NULL,
		"of its pages and bodies, where another than the program's"},
	{SECTION_FEED, "formats", VALUE_FORMATS, FEED(formats),
		"atom rss json ics html", "which files are written"},

	{SECTION_NOTIFY, "query", VALUE_TEXT, NOTIFY(query), "",
		"of which events, as for 'ipherald events'"},
	{SECTION_NOTIFY, "command", VALUE_COMMAND, NOTIFY(command), NULL,
		"runs in a shell and gets the news as text"},
	{SECTION_NOTIFY, "webhook", VALUE_URL, NOTIFY(webhook), NULL,
		"gets the news as a batch of CloudEvents"},
	{SECTION_NOTIFY, "mail", VALUE_TEXT, NOTIFY(mail), NULL,
		"an address that gets the news through sendmail"},
};

#define NKEYS (sizeof(keys) / sizeof(keys[0]))

/* As FreshRSS writes the selectors of its sources. */
static const char *const others[][2] = {
	{"xPathItem", "item"},
	{"xPathItemTitle", "title"},
	{"xPathItemUri", "link"},
	{"xPathItemTimestamp", "date"},
	{"xPathItemContent", "summary"},
};

const char *
config_key_name(enum config_section section, const char *name)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (section == SECTION_SOURCE &&
			strcmp(others[i][0], name) == 0)
			return others[i][1];
	return name;
}

const struct config_key *
config_keys(size_t *n)
{
	*n = NKEYS;
	return keys;
}

const char *
config_section_name(enum config_section section)
{
	static const char *const names[CONFIG_SECTIONS] = {
		"ipherald", "source", "feed", "notify"};

	return names[section];
}

const char *
config_expects(enum value_type type)
{
	static const char *const expected[] = {
		[VALUE_TEXT] = "text in UTF-8",
		[VALUE_PATH] = "a path",
		[VALUE_URL] = "an http or https URL",
		[VALUE_FOLDER] = "an http or https URL",
		[VALUE_YES_NO] = "yes or no",
		[VALUE_COUNT] = "a number from 0",
		[VALUE_DURATION] = "0, or a time such as 30m, 6h or 1d",
		[VALUE_YEAR] = "a year of four digits",
		[VALUE_DOMAIN] = "a domain such as example.org, or a mail "
				 "address",
		[VALUE_KIND] = "auto, feed or page",
		[VALUE_FORMATS] = "some of atom, rss, json, ics, html",
		[VALUE_ITEMS] = "events or news",
		[VALUE_LANGUAGE] = "a language tag such as en, zh or pt-BR",
		[VALUE_ZONE] = "a time zone such as Asia/Shanghai",
		[VALUE_CONTACT] = "an http or https URL, or a mail address",
		[VALUE_SELECTOR] = "XPath, css: and a CSS selector, or json: "
				   "and a dotted path, without a mistake in it",
		[VALUE_COMMAND] = "a command",
	};

	return expected[type];
}

/* Reads the digits that a value begins with; -1 where there are none or the
 * number is too large. */
static int
read_number(const char *value, const char **rest, int *number)
{
	char *end;
	long n;

	if (value[0] < '0' || value[0] > '9')
		return -1;
	errno = 0;
	n = strtol(value, &end, 10);
	if (errno != 0 || n > INT_MAX)
		return -1;
	*rest = end;
	*number = (int)n;
	return 0;
}

static int
set_text(void *field, const char *value, struct arena *arena)
{
	*(const char **)field = arena_strdup(arena, value);
	return 0;
}

static int
set_path(void *field, const char *value, struct arena *arena)
{
	const char *home = getenv("HOME");

	if (value[0] == '\0')
		return -1;
	if (strncmp(value, "~/", 2) != 0 || home == NULL)
		return set_text(field, value, arena);
	*(const char **)field = arena_printf(arena, "%s%s", home, value + 1);
	return 0;
}

/* Blanks would be sent as they are, or end the request's first line. */
static bool
is_url(const char *value)
{
	return url_is_http(value) && strpbrk(value, " \t\r\v\f") == NULL;
}

static int
set_url(void *field, const char *value, struct arena *arena)
{
	if (!is_url(value))
		return -1;
	return set_text(field, value, arena);
}

static int
set_folder(void *field, const char *value, struct arena *arena)
{
	size_t n = strlen(value);

	if (n == 0)
		return set_text(field, value, arena);
	if (!is_url(value))
		return -1;
	*(const char **)field = arena_printf(
		arena, "%s%s", value, value[n - 1] == '/' ? "" : "/");
	return 0;
}

static int
set_yes_no(void *field, const char *value, struct arena *arena)
{
	static const char *const words[][2] = {
		{"yes", "no"}, {"true", "false"}, {"on", "off"}, {"1", "0"}};

	(void)arena;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		for (int no = 0; no < 2; no++) {
			if (strcasecmp(value, words[i][no]) != 0)
				continue;
			*(bool *)field = no == 0;
			return 0;
		}
	}
	return -1;
}

static int
set_count(void *field, const char *value, struct arena *arena)
{
	const char *rest;
	int number;

	(void)arena;
	if (read_number(value, &rest, &number) != 0 || *rest != '\0')
		return -1;
	*(int *)field = number;
	return 0;
}

static int
set_duration(void *field, const char *value, struct arena *arena)
{
	static const struct {
		char letter;
		int seconds;
	} units[] = {
		{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}, {'w', 604800}};
	const char *rest;
	int number;

	(void)arena;
	if (read_number(value, &rest, &number) != 0)
		return -1;
	/* Nothing is nothing in every unit. */
	if (number == 0 && rest[0] == '\0') {
		*(int64_t *)field = 0;
		return 0;
	}
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		int64_t seconds = (int64_t)number * units[i].seconds;

		if (units[i].letter != rest[0] || rest[1] != '\0')
			continue;
		if (seconds > LONGEST_DURATION)
			return -1;
		*(int64_t *)field = seconds;
		return 0;
	}
	return -1;
}

static int
set_year(void *field, const char *value, struct arena *arena)
{
	if (strlen(value) != 4)
		return -1;
	return set_count(field, value, arena);
}

/* What stands for it in tag: URIs and in the UIDs of calendars: anything else
 * would make ids that no reader takes for one. */
static int
set_domain(void *field, const char *value, struct arena *arena)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-._";
	const char *at = strchr(value, '@');
	const char *host = at != NULL ? at + 1 : value;
	size_t n = strlen(host);

	if (at == value || strspn(value, letters) !=
				   (at != NULL ? (size_t)(at - value) : n))
		return -1;
	if (n == 0 || strspn(host, letters) != n || host[0] == '.' ||
		host[n - 1] == '.' || strstr(host, "..") != NULL)
		return -1;
	return set_text(field, value, arena);
}

static const char *const kind_names[] = {
	[SOURCE_AUTO] = "auto",
	[SOURCE_FEED] = "feed",
	[SOURCE_PAGE] = "page",
};

const char *
config_kind_name(enum source_kind kind)
{
	return kind_names[kind];
}

static int
set_kind(void *field, const char *value, struct arena *arena)
{
	(void)arena;
	for (int i = SOURCE_AUTO; i <= SOURCE_PAGE; i++) {
		if (strcmp(kind_names[i], value) != 0)
			continue;
		*(enum source_kind *)field = (enum source_kind)i;
		return 0;
	}
	return -1;
}

/* Names with blanks or commas between them. */
static int
set_formats(void *field, const char *value, struct arena *arena)
{
	unsigned formats = 0;
	char *names = arena_strdup(arena, value), *save = NULL;

	for (char *name = strtok_r(names, " \t,", &save); name != NULL;
		name = strtok_r(NULL, " \t,", &save)) {
		const struct feed_format_info *info = feed_format_by_name(name);

		if (info == NULL)
			return -1;
		formats |= 1u << info->format;
	}
	if (formats == 0)
		return -1;
	*(unsigned *)field = formats;
	return 0;
}

static int
set_items(void *field, const char *value, struct arena *arena)
{
	bool news = strcmp(value, "news") == 0;

	(void)arena;
	if (!news && strcmp(value, "events") != 0)
		return -1;
	*(bool *)field = news;
	return 0;
}

/* Subtags of up to eight letters and digits, a language of two or three letters
 * first: it stands in attributes and headers, and is compared with others. */
static int
set_language(void *field, const char *value, struct arena *arena)
{
	const char *p = value;
	bool first = true;

	for (;;) {
		size_t n = strcspn(p, "-");
		size_t letters = strspn(p, LETTERS);
		size_t alphanumeric = strspn(p, LETTERS "0123456789");

		if (n < 1 || n > 8 || alphanumeric != n ||
			(first && (letters != n || n < 2 || n > 3)))
			return -1;
		if (p[n] == '\0')
			return set_text(field, value, arena);
		p += n + 1;
		first = false;
	}
}

/* One that the system's table has, where it has one: a name with a typing
 * error would be no zone at all, and nobody would know. */
bool
config_zone_valid(const char *zone)
{
	size_t n = strlen(zone);
	char path[PATH_MAX];
	struct stat meta;

	if (n == 0 || n >= sizeof(path) - sizeof(ZONES "/") ||
		strspn(zone, LETTERS "0123456789_+-/") != n || zone[0] == '/' ||
		zone[n - 1] == '/' || strstr(zone, "//") != NULL)
		return false;
	if (access(ZONES "/UTC", F_OK) != 0)
		return true;
	snprintf(path, sizeof(path), ZONES "/%s", zone);
	return stat(path, &meta) == 0 && !S_ISDIR(meta.st_mode);
}

static int
set_zone(void *field, const char *value, struct arena *arena)
{
	return config_zone_valid(value) ? set_text(field, value, arena) : -1;
}

static int
set_contact(void *field, const char *value, struct arena *arena)
{
	const char *at = strchr(value, '@');

	if (!is_url(value) &&
		(at == NULL || at == value || strchr(at + 1, '@') != NULL ||
			strchr(at + 1, '.') == NULL ||
			strpbrk(value, " \t<>()\"',;:\\") != NULL))
		return -1;
	return set_text(field, value, arena);
}

static int
set_selector(void *field, const char *value, struct arena *arena)
{
	if (selector_check(value, NULL) != 0)
		return -1;
	return set_text(field, value, arena);
}

int
config_set(const struct config_key *key, void *record, const char *value,
	struct arena *arena)
{
	static int (*const setters[])(void *, const char *, struct arena *) = {
		[VALUE_TEXT] = set_text,
		[VALUE_PATH] = set_path,
		[VALUE_URL] = set_url,
		[VALUE_FOLDER] = set_folder,
		[VALUE_YES_NO] = set_yes_no,
		[VALUE_COUNT] = set_count,
		[VALUE_DURATION] = set_duration,
		[VALUE_YEAR] = set_year,
		[VALUE_DOMAIN] = set_domain,
		[VALUE_KIND] = set_kind,
		[VALUE_FORMATS] = set_formats,
		[VALUE_ITEMS] = set_items,
		[VALUE_LANGUAGE] = set_language,
		[VALUE_ZONE] = set_zone,
		[VALUE_CONTACT] = set_contact,
		[VALUE_SELECTOR] = set_selector,
		[VALUE_COMMAND] = set_text,
	};

	if (!utf8_valid(value, strlen(value)))
		return -1;
	/* "office =" says nothing: as if the line were not there. */
	if (value[0] == '\0' &&
		(key->type == VALUE_TEXT || key->type == VALUE_COMMAND ||
			key->type == VALUE_LANGUAGE ||
			key->type == VALUE_ZONE || key->type == VALUE_CONTACT))
		value = key->initial;
	if (value == NULL)
		return 0;
	return setters[key->type]((char *)record + key->offset, value, arena);
}

void
config_set_initial(
	enum config_section section, void *record, struct arena *arena)
{
	for (size_t i = 0; i < NKEYS; i++)
		if (keys[i].section == section && keys[i].initial != NULL)
			config_set(&keys[i], record, keys[i].initial, arena);
}

/* As `init` writes it: a whole number of the largest unit. */
static const char *
duration_text(int64_t seconds, struct arena *arena)
{
	static const struct {
		const char *letter;
		int seconds;
	} units[] = {{"d", 86400}, {"h", 3600}, {"m", 60}, {"s", 1}};
	size_t i = 0;

	while (seconds == 0 ? i < 3 : seconds % units[i].seconds != 0)
		i++;
	return arena_printf(arena, "%lld%s",
		(long long)(seconds / units[i].seconds), units[i].letter);
}

const char *
config_value(
	const struct config_key *key, const void *record, struct arena *arena)
{
	const void *field = (const char *)record + key->offset;
	const char *value;

	switch (key->type) {
	case VALUE_YES_NO:
		value = *(const bool *)field ? "yes" : "no";
		break;
	case VALUE_COUNT:
		value = arena_printf(arena, "%d", *(const int *)field);
		break;
	case VALUE_DURATION:
		value = duration_text(*(const int64_t *)field, arena);
		break;
	case VALUE_KIND:
		value = config_kind_name(*(const enum source_kind *)field);
		break;
	default:
		value = *(const char *const *)field;
		break;
	}
	return value != NULL && key->initial != NULL &&
			       strcmp(value, key->initial) == 0
		       ? NULL
		       : value;
}
