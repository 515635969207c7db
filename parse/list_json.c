/*
 * list_json.c - a list that is JSON, by the dotted paths of its source.
 *
 * "json:data.list" goes into the members of objects by their names, and into
 * arrays by a number; where a path meets an array without one, it goes on in
 * each of its elements. The paths of title, link, date and summary begin at an
 * item.
 */
#include "parse/list_json.h"

#include "base/url.h"
#include "parse/html.h"
#include "parse/pubdate.h"
#include "parse/selector.h"

#include <jansson.h>
#include <string.h>

/* Steps of one path; more are dropped as a path that finds nothing. */
#define STEPS_MAX 32
/* Larger numbers are milliseconds: as seconds they would be past 5138. */
#define SECONDS_MAX 100000000000LL

/* What a path finds, at most SELECTOR_NODES_MAX values. */
struct found {
	struct arena *arena;
	json_t **values;
	size_t count;
};

static void
add_value(struct found *found, json_t *value)
{
	if (value && found->count < SELECTOR_NODES_MAX)
		*ARENA_PUSH(found->arena, &found->values, &found->count) =
			value;
}

/* One step of a path, from each of the values. */
static struct found
step(const struct found *from, struct slice name)
{
	struct found to = {.arena = from->arena};
	char *key = arena_strndup(from->arena, name.p, name.n), *end;
	size_t index = strtoul(key, &end, 10);
	bool number = *key && !*end;

	for (size_t i = 0; i < from->count; i++) {
		json_t *value = from->values[i], *element;
		size_t j;
		if (json_is_object(value)) {
			add_value(&to, json_object_get(value, key));
		} else if (json_is_array(value) && number) {
			add_value(&to, json_array_get(value, index));
		} else if (json_is_array(value)) {
			json_array_foreach(value, j, element)
				add_value(&to, json_object_get(element, key));
		}
	}
	return to;
}

/* The values at the end of a path, arrays taken apart. */
static struct found
follow(struct arena *arena, json_t *from, const char *selector)
{
	const char *p = selector + strlen(SELECTOR_JSON);
	struct found found = {.arena = arena}, apart = {.arena = arena};
	size_t steps = 0, i;
	json_t *element;

	add_value(&found, from);
	while (*p && steps++ < STEPS_MAX) {
		size_t n = strcspn(p, ".");
		found = step(&found, (struct slice){p, n});
		p += n + (p[n] == '.');
	}
	for (size_t k = 0; k < found.count && !*p; k++) {
		if (!json_is_array(found.values[k])) {
			add_value(&apart, found.values[k]);
			continue;
		}
		json_array_foreach(found.values[k], i, element)
			add_value(&apart, element);
	}
	return apart;
}

char *
list_json_text(const struct list *list, const json_t *value)
{
	const char *s;
	xmlDoc *doc;
	char *text;

	if (json_is_integer(value))
		return arena_printf(list->arena, "%lld",
			(long long)json_integer_value(value));
	s = json_string_value(value);
	if (!s || !*s)
		return NULL;
	if (!strpbrk(s, "<&"))
		return text_collapse(list->arena, s, strlen(s));
	doc = html_parse(s, strlen(s), NULL);
	text = doc ? html_line(list->arena, html_find((xmlNode *)doc, "body"))
		   : NULL;
	xmlFreeDoc(doc);
	return text;
}

struct when
list_json_when(const struct list *list, const char *text)
{
	struct when when = {0};
	char *end;
	struct pubdate found;
	struct slice s;
	long long number;

	if (!text)
		return when;
	s = (struct slice){text, strlen(text)};
	number = strtoll(text, &end, 10);
	if (*end == '\0' && s.n >= 9 && s.n <= 13) {
		if (number > SECONDS_MAX)
			number /= 1000;
		when.raw = text;
		when.utc = number;
		when.day = instant_day(number);
	} else if (pubdate_find(list->rules, s, PUBDATE_ALL, list->day_first,
			   &found)) {
		when = pubdate_when(list->arena, s, &found);
		when.day = pubdate_with_year(when.day, list->latest);
	}
	return when;
}

/* What a path finds, on one line. NULL: it finds no text. */
static char *
text_at(struct list *list, json_t *item, const char *selector)
{
	struct found found;

	if (!selector || !selector_is_json(selector))
		return NULL;
	found = follow(list->arena, item, selector);
	return found.count ? list_json_text(list, found.values[0]) : NULL;
}

static bool
add_item(struct list *list, json_t *item)
{
	const struct selectors *selectors = list->input->selectors;
	const char *title = text_at(list, item, selectors->title);
	const char *href = text_at(list, item, selectors->link);
	const char *summary = text_at(list, item, selectors->summary);
	const char *url =
		href ? url_resolve(list->arena, list->base, href) : NULL;

	if (!title || !*title || !url || (list->base && !url_is_http(url)) ||
		!list_add(list, title, url,
			list_json_when(
				list, text_at(list, item, selectors->date))))
		return false;
	list_summary(list, summary);
	return true;
}

int
list_by_paths(struct list *list, const char *utf8, size_t n)
{
	json_t *json = json_loadb(utf8, n, 0, NULL);
	struct found items;
	int added = 0;

	if (!json)
		return 0;
	items = follow(list->arena, json, list->input->selectors->item);
	for (size_t i = 0; i < items.count; i++)
		added += add_item(list, items.values[i]);
	if (items.count && !added)
		list_finding(list, "the item path finds values, but no title "
				   "and link in them");
	json_decref(json);
	return added;
}
