/*
 * json_feed.c - a feed and its entries as JSON nodes: every member that any
 * feed format has, by one name.
 */
#include "cli/json.h"

#include <string.h>

static json_t *
rich_json(const struct rich *rich)
{
	json_t *object;

	if (rich->value == NULL)
		return json_null();
	object = json_object();
	json_put_text(object, "value", rich->value);
	json_put_text(object, "type", rich->type);
	json_put_text(object, "language", rich->language);
	json_put_text(object, "base", rich->base);
	return object;
}

static json_t *
when_json(const struct when *when)
{
	json_t *object;

	if (when->raw == NULL && when->utc == INSTANT_NONE)
		return json_null();
	object = json_object();
	json_put_text(object, "raw", when->raw);
	json_put(object, "utc", json_instant(when->utc));
	return object;
}

static json_t *
authors_json(const struct author *authors, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *object = json_object();

		json_put_text(object, "name", authors[i].name);
		json_put_text(object, "email", authors[i].email);
		json_put_text(object, "uri", authors[i].uri);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
categories_json(const struct report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; i < report->ncategories; i++) {
		const struct category *category = &report->categories[i];
		json_t *object = json_object();

		json_put_text(object, "term", category->term);
		json_put_text(object, "scheme", category->scheme);
		json_put_text(object, "label", category->label);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *
links_json(const struct link *links, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *object = json_object();

		json_put_text(object, "rel", links[i].rel);
		json_put_text(object, "href", links[i].href);
		json_put_text(object, "type", links[i].type);
		json_put_text(object, "title", links[i].title);
		json_put_text(object, "hreflang", links[i].hreflang);
		json_put_text(object, "length", links[i].length);
		json_array_append_new(array, object);
	}
	return array;
}

/* Only where it is known: {"key": s}. */
static json_t *
wrapped(const char *key, const char *s)
{
	json_t *object;

	if (s == NULL)
		return json_null();
	object = json_object();
	json_put_text(object, key, s);
	return object;
}

/* An empty list says "none were told": as null it takes no room. */
static void
put_list(json_t *object, const char *key, json_t *array)
{
	if (json_array_size(array) == 0) {
		json_decref(array);
		array = json_null();
	}
	json_put(object, key, array);
}

static json_t *
contents_json(const struct report *report)
{
	json_t *array = json_array();

	for (size_t i = 0; i < report->ncontents; i++)
		json_array_append_new(array, rich_json(&report->contents[i]));
	return array;
}

static json_t *
publisher_json(const struct author *publisher)
{
	json_t *array, *object;

	if (publisher->name == NULL && publisher->email == NULL &&
		publisher->uri == NULL)
		return json_null();
	array = authors_json(publisher, 1);
	object = json_incref(json_array_get(array, 0));
	json_decref(array);
	return object;
}

/* The member of `object` that is an object; made where it is missing. */
static json_t *
member(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	if (!json_is_object(value)) {
		json_put(object, key, json_object());
		value = json_object_get(object, key);
	}
	return value;
}

static json_t *
extra_json(const struct extra *extra)
{
	json_t *value;

	if (!extra->literal)
		return json_text(extra->value);
	value = json_loads(extra->value, JSON_DECODE_ANY, NULL);
	return value != NULL ? value : json_null();
}

/* "name[]" is one of a list. */
static void
put_value(json_t *place, const char *name, json_t *value)
{
	size_t n = strlen(name);
	json_t *list;
	char key[64];

	if (n < 3 || n >= sizeof(key) || strcmp(name + n - 2, "[]") != 0) {
		json_put(place, name, value);
		return;
	}
	memcpy(key, name, n - 2);
	key[n - 2] = '\0';
	list = json_object_get(place, key);
	if (!json_is_array(list)) {
		json_put(place, key, json_array());
		list = json_object_get(place, key);
	}
	json_array_append_new(list, value);
}

/*
 * What a feed tells beside. Some of it has a place of its own in a node; the
 * rest ("cloud.path", "itunes_explicit") goes under "ext". A dot opens a
 * group.
 */
static void
put_extra(json_t *node, const struct extra *extra)
{
	static const char *const own[] = {"docs", "icon", "logo", "ttl",
		"license", "author", "publisher", "generator", "image",
		"source"};
	const char *dot = strchr(extra->name, '.');
	size_t n =
		dot != NULL ? (size_t)(dot - extra->name) : strlen(extra->name);
	json_t *place = NULL;
	char group[64];

	if (n >= sizeof(group))
		return;
	memcpy(group, extra->name, n);
	group[n] = '\0';
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strcmp(own[i], group) == 0)
			place = node;
	if (place == NULL)
		place = member(node, "ext");
	if (dot != NULL)
		put_value(member(place, group), dot + 1, extra_json(extra));
	else
		put_value(place, group, extra_json(extra));
}

json_t *
json_node(const struct report *report)
{
	json_t *node = json_object();

	json_put_text(node, "id", report->guid);
	json_put_text(node, "link", report->url);
	json_put(node, "permalink", json_boolean(report->permalink));
	json_put(node, "title", rich_json(&report->title));
	json_put(node, "subtitle", rich_json(&report->subtitle));
	json_put(node, "summary", rich_json(&report->summary));
	json_put(node, "rights", rich_json(&report->rights));
	json_put(node, "info", rich_json(&report->info));
	put_list(node, "content", contents_json(report));
	json_put(node, "published", when_json(&report->published));
	json_put(node, "updated", when_json(&report->updated));
	json_put(node, "created", when_json(&report->created));
	json_put(node, "expired", when_json(&report->expired));
	put_list(node, "authors",
		authors_json(report->authors, report->nauthors));
	put_list(node, "contributors",
		authors_json(report->contributors, report->ncontributors));
	json_put(node, "publisher_detail", publisher_json(&report->publisher));
	put_list(node, "categories", categories_json(report));
	put_list(node, "links", links_json(report->links, report->nlinks));
	put_list(node, "enclosures",
		links_json(report->enclosures, report->nenclosures));
	json_put(node, "generator", wrapped("name", report->generator));
	json_put(node, "image", wrapped("href", report->image));
	json_put_text(node, "comments", report->comments);
	json_put_text(node, "language", report->language);
	/* A copied entry's feed: its own origin, if it tells one, is not. */
	if (report->origin != NULL && report->origin->origin == NULL)
		json_put(node, "source", json_node(report->origin));
	for (size_t i = 0; i < report->nextras; i++)
		put_extra(node, &report->extras[i]);
	return node;
}
