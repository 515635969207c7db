/*
 * export.c - `ipherald export`: the sources as OPML, for other feed readers and
 * for `ipherald import` elsewhere.
 *
 * A feed is an outline that every reader knows. A page with selectors is one in
 * the way of FreshRSS, with CSS as the XPath that it means. What else a
 * [source ID] says stands in attributes of a namespace of ours, which others
 * pass over.
 */
#include "base/url.h"
#include "cli/cli.h"
#include "cli/config.h"
#include "cli/options.h"
#include "feeds/feeds.h"
#include "parse/opml.h"
#include "parse/selector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct exporting {
	struct config config;
	struct arena arena;
	struct opml_outline *outlines;
	size_t noutlines;
	size_t secrets; /* addresses that had a password */
};

static void
put(struct exporting *exporting, struct opml_outline *outline, const char *name,
	const char *value)
{
	if (value != NULL)
		*ARENA_PUSH(&exporting->arena, &outline->attributes,
			&outline->nattributes) =
			(struct opml_attribute){name, value};
}

/* The address without name and password: such a file is passed on. */
static const char *
public_url(struct exporting *exporting, const char *url)
{
	struct url parts;
	const char *host;

	if (url_split(&exporting->arena, url, &parts) != 0 ||
		parts.userinfo == NULL)
		return url;
	exporting->secrets++;
	host = strstr(url, "//") + 2 + strlen(parts.userinfo) + 1;
	return arena_printf(&exporting->arena, "%s://%s", parts.scheme, host);
}

/* The five selectors, as XPath or as dotted paths. */
static void
put_selectors(struct exporting *exporting, struct opml_outline *outline,
	const struct source *source, bool json)
{
	const struct selectors *s = &source->selectors;
	const struct {
		const char *value, *xpath, *dotted;
	} all[] = {
		{s->item, "frss:xPathItem", "frss:jsonItem"},
		{s->title, "frss:xPathItemTitle", "frss:jsonItemTitle"},
		{s->link, "frss:xPathItemUri", "frss:jsonItemUri"},
		{s->date, "frss:xPathItemTimestamp", "frss:jsonItemTimestamp"},
		{s->summary, "frss:xPathItemContent", "frss:jsonItemContent"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *value = all[i].value;

		if (value == NULL || selector_is_json(value) != json)
			continue;
		if (json)
			value += strlen(SELECTOR_JSON);
		else
			value = selector_xpath(&exporting->arena, value, NULL);
		put(exporting, outline, json ? all[i].dotted : all[i].xpath,
			value);
	}
}

/* Does FreshRSS's attribute say all that the key does? */
static bool
is_told_otherwise(const struct config_key *key, const char *value)
{
	static const char *const told[] = {"url", "kind", "language", "group"};

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (strcmp(told[i], key->name) == 0)
			return true;
	return key->type == VALUE_SELECTOR && strncmp(value, "css:", 4) != 0;
}

static void
put_own_keys(struct exporting *exporting, struct opml_outline *outline,
	const struct source *source)
{
	size_t n;
	const struct config_key *keys = config_keys(&n);

	put(exporting, outline, "ipherald:id", source->id);
	/* Even where it is "auto": the type of the outline says less. */
	put(exporting, outline, "ipherald:kind",
		config_kind_name(source->kind));
	for (size_t i = 0; i < n; i++) {
		const char *value = NULL;

		/* What may be asked is decided where it is asked. */
		if (keys[i].section == SECTION_SOURCE &&
			strcmp(keys[i].name, "allow-private") != 0)
			value = config_value(
				&keys[i], source, &exporting->arena);
		if (value != NULL && !is_told_otherwise(&keys[i], value))
			put(exporting, outline,
				arena_printf(&exporting->arena, "ipherald:%s",
					keys[i].name),
				value);
	}
}

static void
put_ttl(struct exporting *exporting, struct opml_outline *outline,
	const struct source *source)
{
	long long every = source->every > 0 ? source->every : 3600;

	if (source->every > 0 || !source->enabled)
		put(exporting, outline, "frss:ttl",
			arena_printf(&exporting->arena, "%s%lld",
				source->enabled ? "" : "-", every));
}

static void
add_source(struct exporting *exporting, const struct source *source)
{
	struct opml_outline *outline = ARENA_PUSH(
		&exporting->arena, &exporting->outlines, &exporting->noutlines);
	const char *item = source->selectors.item;
	bool json = item != NULL && selector_is_json(item);
	bool page = item == NULL && source->kind == SOURCE_PAGE;
	const char *type = json           ? "JSON+DotNotation"
			   : item != NULL ? "HTML+XPath"
			   : page         ? "link"
					  : "rss";
	const char *url = public_url(exporting, source->url);

	outline->group = source->group;
	put(exporting, outline, "text", source->id);
	put(exporting, outline, "title", source->id);
	put(exporting, outline, "type", type);
	/* Readers would take a page for a broken feed. */
	put(exporting, outline, page ? "url" : "xmlUrl", url);
	if (page || item != NULL)
		put(exporting, outline, "htmlUrl", url);
	put(exporting, outline, "language", source->language);
	put(exporting, outline, "description", source->office);
	if (item != NULL)
		put_selectors(exporting, outline, source, json);
	put_ttl(exporting, outline, source);
	put_own_keys(exporting, outline, source);
}

/* By group; in the order of the configuration within one. */
static int
compare(const void *a, const void *b)
{
	const struct opml_outline *const *x = a, *const *y = b;
	int order = strcmp((*x)->group != NULL ? (*x)->group : "",
		(*y)->group != NULL ? (*y)->group : "");

	return order != 0 ? order : *x < *y ? -1 : *x > *y;
}

static void
sort_outlines(struct exporting *exporting)
{
	size_t n = exporting->noutlines;
	const struct opml_outline **order = arena_array(
		&exporting->arena, n + 1, sizeof(struct opml_outline *));
	struct opml_outline *sorted = arena_array(
		&exporting->arena, n + 1, sizeof(struct opml_outline));

	for (size_t i = 0; i < n; i++)
		order[i] = &exporting->outlines[i];
	qsort(order, n, sizeof(struct opml_outline *), compare);
	for (size_t i = 0; i < n; i++)
		sorted[i] = *order[i];
	exporting->outlines = sorted;
}

static int
add_sources(
	struct exporting *exporting, const struct words *words, struct err *err)
{
	const struct config *config = &exporting->config;

	for (int i = 0; i < words->count; i++) {
		const struct source *source =
			config_source(config, words->word[i], err);

		if (source == NULL)
			return -1;
		add_source(exporting, source);
	}
	for (size_t i = 0; i < config->nsources && words->count == 0; i++)
		add_source(exporting, &config->sources[i]);
	return 0;
}

static int
write_list(struct exporting *exporting, struct err *err)
{
	struct opml_attribute namespaces[] = {
		{"xmlns:frss", OPML_XMLNS_FRSS},
		{"xmlns:ipherald", OPML_XMLNS_IPHERALD},
	};
	const struct opml_outline root = {
		.attributes = namespaces, .nattributes = 2};
	struct buf out;
	int result;

	buf_init(&out, BUF_NO_LIMIT);
	sort_outlines(exporting);
	result = feed_write_outlines(&out, "Sources of ipherald", &root,
		exporting->outlines, exporting->noutlines, err);
	if (result == 0)
		fwrite(buf_str(&out), 1, out.len, stdout);
	buf_release(&out);
	if (exporting->secrets > 0)
		say("%zu address%s without the name and password that the "
		    "configuration has",
			exporting->secrets,
			exporting->secrets > 1 ? "es are" : " is");
	return result;
}

int
command_export(struct cli *cli, int argc, char **argv)
{
	const struct usage usage = {.command = "export",
		.arguments = "[SOURCE...]",
		.text = "Prints the sources (or only those that are named) as "
			"OPML, which feed readers and\n'ipherald import' "
			"read.\n",
		.words_max = -1};
	struct exporting exporting = {0};
	struct words words;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	arena_init(&exporting.arena);
	config_init(&exporting.config);
	if (config_load(&exporting.config, cli->config_path, &err) == 0 &&
		add_sources(&exporting, &words, &err) == 0)
		write_list(&exporting, &err);
	config_release(&exporting.config);
	arena_release(&exporting.arena);
	return err.kind != ERR_NONE ? fail(&err) : EXIT_DONE;
}
