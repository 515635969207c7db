/*
 * list_ask.c - the request by which a page's own scripts fetch its list, where
 * the page itself does not hold it, or holds only the begin. Called by
 * list_next.c.
 *
 * Hanweb's jpage has the address in proxyUrl and what is asked in ajaxParam; it
 * posts them, but answers what stands in an address as well. Its units (jpaas)
 * have @url and @queryData. Old sites show the list in a frame.
 */
#include "parse/list.h"

#include "base/url.h"
#include "parse/html.h"
#include "parse/loose.h"

#include <string.h>

/* Pages of a list that jpage asks for at once, and its items on one. */
#define GROUP 3
#define PER_PAGE 15
#define UNIT "jpaas-publish-server/front/page/build/unit"
/* Items of a unit that are asked for. */
#define UNIT_ITEMS 50

/* The value behind a name and a colon; NULL where there is none. */
static json_t *
setting(const char *text, const char *end, const char *name)
{
	const char *p = memmem(text, (size_t)(end - text), name, strlen(name));
	json_t *list, *value = NULL;
	char *wrapped;
	size_t used;

	if (!p)
		return NULL;
	p += strlen(name);
	p += strspn(p, " \t\r\n'\"");
	if (*p != ':')
		return NULL;
	p++;
	p += strspn(p, " \t\r\n");
	if (strchr("{[\"'", *p) && *p)
		return loose_json(p, (size_t)(end - p), &used);
	/* A number: the reader wants something around it. */
	used = strspn(p, "0123456789");
	wrapped = mem_alloc(used + 3);
	snprintf(wrapped, used + 3, "[%.*s]", (int)used, p);
	list = loose_json(wrapped, used + 2, &used);
	value = json_incref(json_array_get(list, 0));
	json_decref(list);
	free(wrapped);
	return value;
}

static long
number_setting(const char *text, const char *end, const char *name, long unless)
{
	json_t *value = setting(text, end, name);
	long number = json_is_integer(value) ? (long)json_integer_value(value)
					     : unless;

	json_decref(value);
	return number;
}

/* As application/x-www-form-urlencoded has it (URL standard, 5.2). */
static void
put_encoded(struct buf *buf, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c < 0x80 && (text_is_word(c) || strchr("-._", c)))
			buf_putc(buf, *s);
		else
			buf_printf(buf, "%%%02X", c);
	}
}

/* "&name=value" for each member that is a string or a number. */
static void
put_members(struct buf *buf, const json_t *object)
{
	json_t *at = (json_t *)(uintptr_t)object, *value;
	const char *name;

	json_object_foreach(at, name, value)
	{
		buf_putc(buf, '&');
		put_encoded(buf, name);
		buf_putc(buf, '=');
		if (json_is_string(value))
			put_encoded(buf, json_string_value(value));
		else if (json_is_integer(value))
			buf_printf(buf, "%lld",
				(long long)json_integer_value(value));
	}
}

static long
count_records(const char *text, const char *end)
{
	long n = 0;

	while ((text = memmem(text, (size_t)(end - text), "<record>", 8))) {
		text += 8;
		n++;
	}
	return n;
}

/* jpage: the records behind those that stand in the page. */
static const char *
by_proxy(const struct list *list, const char *text, const char *end)
{
	json_t *url = setting(text, end, "proxyUrl");
	json_t *asked = setting(text, end, "ajaxParam");
	long first = count_records(text, end) + 1;
	long page = number_setting(text, end, "perPage", PER_PAGE);
	long total = number_setting(text, end, "totalRecord", first);
	const char *found = NULL;
	struct buf buf;

	buf_init(&buf, PARSE_PAGE_MAX);
	if (json_is_string(url) && json_is_object(asked) && page > 0 &&
		page < 1000 && first <= total) {
		buf_printf(&buf,
			"%s%sstartrecord=%ld&endrecord=%ld&perpage=%ld",
			json_string_value(url),
			strchr(json_string_value(url), '?') ? "&" : "?", first,
			first + GROUP * page - 1, page);
		put_members(&buf, asked);
		found = arena_strdup(list->arena, buf_str(&buf));
	}
	buf_release(&buf);
	json_decref(url);
	json_decref(asked);
	return found;
}

/* How much a unit is like the list of the page: it is called so. */
static int
unit_worth(const json_t *asked)
{
	static const char *const names[] = {
		"列表", "list", "分页", "当前栏目", "信息", "内容"};
	const char *tag = json_string_value(json_object_get(asked, "tagId"));

	for (int i = 0; tag && i < 6; i++) {
		if (strstr(tag, names[i]))
			return 10 - i;
	}
	return 1;
}

static const char *
by_unit(const struct list *list, const xmlNode *root)
{
	const char *found = NULL;
	int best = 0;

	for (const xmlNode *node = root; node; node = html_next(node, root)) {
		const char *url = html_attr(node, "url");
		const char *query = html_attr(node, "querydata");
		struct buf buf;
		json_t *asked;
		size_t used;
		if (!url || !query || !strstr(url, UNIT))
			continue;
		asked = loose_json(query, strlen(query), &used);
		if (json_is_object(asked) && unit_worth(asked) > best) {
			best = unit_worth(asked);
			buf_init(&buf, PARSE_PAGE_MAX);
			buf_printf(&buf, "%s?", url);
			buf_printf(&buf,
				"paramJson=%%7B%%22pageNo%%22%%3A1%%2C"
				"%%22pageSize%%22%%3A%d%%7D",
				UNIT_ITEMS);
			put_members(&buf, asked);
			found = arena_strdup(list->arena, buf_str(&buf));
			buf_release(&buf);
		}
		json_decref(asked);
	}
	return found;
}

/* The page's only frame. */
static const char *
by_frame(const xmlNode *root)
{
	const char *found = NULL;

	for (const xmlNode *node = root; node; node = html_next(node, root)) {
		const char *src = html_attr(node, "src");
		if (!html_is(node, "iframe") && !html_is(node, "frame"))
			continue;
		if (!src || !*src || strncmp(src, "about:", 6) == 0)
			continue;
		if (found)
			return NULL;
		found = src;
	}
	return found;
}

const char *
list_ask(const struct list *list, const xmlDoc *doc, const char *utf8, size_t n)
{
	const xmlNode *root = (const xmlNode *)doc;
	const char *found = by_proxy(list, utf8, utf8 + n);

	/* What else a page fetches is not known to go on with its list. */
	if (!found && !list->out->nreports)
		found = by_unit(list, root);
	if (!found && !list->out->nreports)
		found = by_frame(root);
	return found;
}
