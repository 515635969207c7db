/*
 * list_script.c - lists that stand in a page as data of its scripts, which draw
 * them when the page is shown: <script type="application/json">, var list =
 * [{...}], window.__STATE__ = {...}, JSON.parse("..."), list.push({...}), and
 * JSON in attributes of elements.
 *
 * Scripts hold menus and boxes too. Of all arrays of objects that have a title
 * and an address, the one that is most like a list of news is taken; it is
 * weighed as the groups of links are (list_weigh.c).
 */
#include "parse/list_script.h"

#include "base/url.h"
#include "parse/html.h"
#include "parse/list_json.h"
#include "parse/list_shape.h"
#include "parse/loose.h"
#include "parse/structured.h"

#include <math.h>
#include <string.h>

#define LEVELS 20
/* Values that are read, and objects that are looked at, of one page. */
#define TRIES_MAX 400
#define OBJECTS_MAX 50000
#define BYTES_MAX (4 * PARSE_PAGE_MAX)
/* Bytes of each name on the way to a list that are told. */
#define NAME_BYTES 40
/* Shorter data is settings. */
#define DATA_MIN 60
/* Items without dates need longer titles, or they are a menu. */
#define UNDATED_WORDS 4.0
/* An item is said again where one of the first so many was the same: a menu that
 * repeats itself does so from its begin. */
#define AGAIN_WITHIN 200

struct script_item {
	const char *url;
	const char *title;
	const char *summary;
	struct when date;
	struct told_event event;
};

struct search {
	struct list *list;
	struct script_list *best;
	json_t *pushed; /* objects that stand by themselves, one after another */
	size_t tries, objects, bytes;
};

/* ------------------------------------------------------------------- items */

/* The member that suits the part best, in the object or in one that it holds. */
static const json_t *
member(const struct list *list, const json_t *object, enum page_fact fact,
	int levels)
{
	const json_t *found = NULL, *inner;
	size_t best = SIZE_MAX, rank;
	json_t *at = (json_t *)(uintptr_t)object, *value;
	const char *name;

	json_object_foreach(at, name, value)
	{
		rank = page_member(list->rules, fact, name);
		if (rank < best && !json_is_null(value)) {
			best = rank;
			found = value;
		}
	}
	if (json_is_object(found))
		found = member(list, found, META_ITEM_VALUE, 0);
	if (found || levels == 0)
		return found;
	json_object_foreach(at, name, value)
	{
		inner = json_is_object(value)
				? member(list, value, fact, levels - 1)
				: NULL;
		if (inner && !found)
			found = inner;
	}
	return found;
}

static const char *
text_of(const struct list *list, const json_t *object, enum page_fact fact)
{
	return list_json_text(list, member(list, object, fact, 1));
}

/* An address of a page: no picture, no name of a component. */
static const char *
page_url(const struct list *list, const char *href)
{
	static const char *const others[] = {".png", ".jpg", ".jpeg", ".gif",
		".svg", ".webp", ".js", ".css"};
	const char *url;
	size_t n;

	if (!href || strchr(href, ' ') ||
		(!strpbrk(href, "/?.") && !url_is_http(href)))
		return NULL;
	url = url_resolve(list->arena, list->base, href);
	n = url ? strlen(url) : 0;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		size_t e = strlen(others[i]);
		if (n > e && strcasecmp(url + n - e, others[i]) == 0)
			return NULL;
	}
	return url && (!list->base || url_is_http(url)) ? url : NULL;
}

static bool
read_item(
	const struct list *list, const json_t *object, struct script_item *item)
{
	struct when end;
	const char *start;

	*item = (struct script_item){0};
	if (!json_is_object(object))
		return false;
	item->title = text_of(list, object, META_ITEM_TITLE);
	item->url = page_url(list, text_of(list, object, META_ITEM_URL));
	if (!item->title || !item->url)
		return false;
	item->summary = text_of(list, object, META_ITEM_SUMMARY);
	item->date =
		list_json_when(list, text_of(list, object, META_ITEM_DATE));
	start = text_of(list, object, META_ITEM_START);
	item->event.start = list_json_when(list, start).day;
	if (!item->event.start.d)
		return true;
	end = list_json_when(list, text_of(list, object, META_ITEM_END));
	item->event.end = end.day;
	item->event.location = text_of(list, object, META_ITEM_PLACE);
	structured_times(list->arena, start, end.raw, &item->event);
	return true;
}

/* ------------------------------------------------------------------- arrays */

static double
weigh(struct script_list *found)
{
	size_t distinct = 0, titles = 0, dated = 0;
	double words = 0, n = (double)found->count, share;

	for (size_t i = 0; i < found->count; i++) {
		const struct script_item *item = &found->items[i];
		bool again = false, told = false;
		for (size_t j = 0; j < i && j < AGAIN_WITHIN; j++) {
			again |= strcmp(found->items[j].url, item->url) == 0;
			told |= strcmp(found->items[j].title, item->title) == 0;
		}
		distinct += !again;
		titles += !told;
		dated += item->date.day.m || item->event.start.m;
		words += list_words(item->title) / n;
	}
	share = (double)dated / n;
	found->distinct = distinct;
	found->dated = share;
	if (distinct < SHAPE_ITEMS_MIN || words < SHAPE_MEDIAN_MIN ||
		(share < 0.5 && words < UNDATED_WORDS))
		return 0;
	return fmin(40, 8 * log2((double)distinct)) + 40 * share +
	       fmin(20, 2.5 * words) + 10 * (double)titles / n + 10;
}

static void
try_array(struct search *search, json_t *array, const char *where)
{
	struct list *list = search->list;
	struct script_list found = {.where = where};
	json_t *value;
	size_t i;

	if (json_array_size(array) < SHAPE_ITEMS_MIN)
		return;
	json_array_foreach(array, i, value)
	{
		struct script_item item;
		if (found.count < PARSE_ITEMS_MAX &&
			read_item(list, value, &item))
			*ARENA_PUSH(list->arena, &found.items, &found.count) =
				item;
	}
	if (found.count * 2 < json_array_size(array))
		return;
	found.worth = found.count ? weigh(&found) : 0;
	if (found.worth > search->best->worth)
		*search->best = found;
}

static void
walk(struct search *search, json_t *json, const char *where, int levels)
{
	struct arena *arena = search->list->arena;
	const char *name;
	json_t *value;
	size_t i;

	if (levels == 0 || search->objects++ > OBJECTS_MAX)
		return;
	if (json_is_array(json)) {
		try_array(search, json, where);
		json_array_foreach(json, i, value) if (json_is_object(value) ||
						       json_is_array(value))
			walk(search, value, where, levels - 1);
		return;
	}
	json_object_foreach(json, name,
		value) if (json_is_object(value) || json_is_array(value))
		walk(search, value,
			arena_printf(arena, "%s.%.*s", where, NAME_BYTES, name),
			levels - 1);
}

/* ------------------------------------------------------------------- values */

/* Data that stands as a string in data. */
static json_t *
from_string(const char *s, size_t n)
{
	size_t used;
	json_t *value;

	while (n && strchr(" \t\r\n", *s) && *s)
		s++, n--;
	if (n < DATA_MIN || (*s != '[' && *s != '{'))
		return NULL;
	value = json_loadb(s, n, JSON_DISABLE_EOF_CHECK, NULL);
	return value ? value : loose_json(s, n, &used);
}

/* Reads what is at s; returns the bytes that were looked at. */
static size_t
try_value(struct search *search, const char *s, size_t n, const char *where)
{
	struct script_item item;
	json_t *value, *inner = NULL;
	size_t used;

	search->tries++;
	value = loose_json(s, n, &used);
	search->bytes += used;
	if (json_is_string(value))
		inner = from_string(
			json_string_value(value), json_string_length(value));
	if (inner)
		walk(search, inner, where, LEVELS);
	else if (value && used >= DATA_MIN)
		walk(search, value, where, LEVELS);
	if (read_item(search->list, value, &item) &&
		json_array_size(search->pushed) < PARSE_ITEMS_MAX)
		json_array_append(search->pushed, value);
	json_decref(inner);
	json_decref(value);
	/* What is broken may hold what is not. */
	return value ? used : 1;
}

/* The name that a value is given: "var list = [", "window.state = {". */
static const char *
name_before(const struct list *list, const char *text, const char *p)
{
	const char *end, *begin;

	while (p > text && strchr("=( \t\r\n", p[-1]))
		p--;
	end = begin = p;
	while (begin > text &&
		(text_is_word((unsigned char)begin[-1]) ||
			strchr("._$]['\"", begin[-1])) &&
		end - begin < 60)
		begin--;
	return end > begin ? arena_printf(list->arena, "script %.*s",
				     (int)(end - begin), begin)
			   : "script";
}

static bool
has_room(const struct search *search)
{
	return search->tries < TRIES_MAX && search->bytes < BYTES_MAX;
}

/* Every array, object and string that stands behind "=" or "(". */
static void
read_code(struct search *search, const char *text)
{
	size_t n = strlen(text);
	const char *end = text + n, *p = text;

	while (has_room(search) && (p = strpbrk(p, "=("))) {
		bool call = *p == '(', parse;
		const char *at = p + 1;
		parse = call && p - text >= 5 && memcmp(p - 5, "parse", 5) == 0;
		at += strspn(at, " \t\r\n");
		if (*at == '[' || *at == '{' ||
			(parse && (*at == '"' || *at == '\'')))
			p = at + try_value(search, at, (size_t)(end - at),
					 name_before(search->list, text, at));
		else
			p++;
	}
}

static bool
is_json_type(const char *type)
{
	size_t n = type ? strlen(type) : 0;

	return n >= 4 && strcasecmp(type + n - 4, "json") == 0 &&
	       strcasecmp(type, "application/ld+json") != 0;
}

static bool
is_code_type(const char *type)
{
	return !type || !*type || strcasecmp(type, "module") == 0 ||
	       strstr(type, "javascript") != NULL;
}

static void
read_script(struct search *search, const xmlNode *script)
{
	const char *type = html_attr(script, "type"), *id, *text;
	size_t n;

	if (!script->children || !script->children->content)
		return;
	text = (const char *)script->children->content;
	if (is_code_type(type)) {
		read_code(search, text);
	} else if (is_json_type(type)) {
		id = html_attr(script, "id");
		text += strspn(text, " \t\r\n");
		n = strlen(text);
		try_value(search, text, n,
			id && *id ? arena_printf(search->list->arena,
					    "script#%.40s", id)
				  : "script");
	}
}

static void
read_attributes(struct search *search, const xmlNode *node)
{
	for (const xmlAttr *a = node->properties; a; a = a->next) {
		const char *value =
			a->children ? (const char *)a->children->content : NULL;
		size_t n = value ? strlen(value) : 0;
		if (n < DATA_MIN || (value[0] != '[' && value[0] != '{') ||
			!has_room(search))
			continue;
		try_value(search, value, n,
			arena_printf(search->list->arena, "%s[%s]",
				(const char *)node->name,
				(const char *)a->name));
	}
}

void
list_script_find(struct list *list, const xmlNode *root, struct slice data,
	struct script_list *best)
{
	struct search search = {.list = list, .best = best};

	*best = (struct script_list){0};
	search.pushed = json_array();
	if (!root)
		try_value(&search, data.p, data.n, "data");
	for (const xmlNode *node = root; node && has_room(&search);
		node = html_next(node, root)) {
		if (html_is(node, "script"))
			read_script(&search, node);
		else if (node->type == XML_ELEMENT_NODE)
			read_attributes(&search, node);
	}
	try_array(&search, search.pushed, "script");
	json_decref(search.pushed);
	if (best->worth < SHAPE_WORTH_MIN)
		best->count = 0;
}

/* ----------------------------------------------------------------- outcome */

const char *
list_script_first(const struct script_list *found)
{
	return found->items[0].title;
}

static struct report *
find_report(const struct list *list, const char *url)
{
	for (size_t i = 0; i < list->out->nreports; i++) {
		if (strcmp(list->out->reports[i].url, url) == 0)
			return &list->out->reports[i];
	}
	return NULL;
}

size_t
list_script_overlap(const struct list *list, const struct script_list *found)
{
	size_t same = 0;

	for (size_t i = 0; i < found->count; i++)
		same += find_report(list, found->items[i].url) != NULL;
	return same;
}

void
list_script_dates(struct list *list, const struct script_list *found)
{
	for (size_t i = 0; i < found->count; i++) {
		struct report *report = find_report(list, found->items[i].url);
		if (report && !report->published.day.y)
			report->published = found->items[i].date;
	}
}

size_t
list_script_add(struct list *list, const struct script_list *found)
{
	size_t added = 0;

	for (size_t i = 0; i < found->count; i++) {
		const struct script_item *item = &found->items[i];
		struct when date = item->date;
		if (!date.day.y)
			date.day = item->event.start;
		if (!list_add(list, item->title, item->url, date))
			continue;
		list_summary(list, item->summary);
		if (item->event.start.d)
			list_tell(list, &item->event);
		added++;
	}
	return added;
}
