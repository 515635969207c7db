/*
 * pages.c - the pages of one article; see pages.h.
 */
#include "cli/pages.h"

#include "base/url.h"

#include <stdlib.h>
#include <string.h>

void
pages_init(struct pages *pages, const struct parse_input *input,
	struct arena *arena)
{
	*pages = (struct pages){.arena = arena, .input = *input};
	pages->first = mem_alloc(input->length + 1);
	memcpy(pages->first, input->bytes, input->length);
	pages->input.bytes = pages->first;
	pages->input.pages = pages->further;
	pages->input.npages = 0;
}

void
pages_release(struct pages *pages)
{
	free(pages->first);
	for (size_t i = 0; i < pages->input.npages; i++)
		free((char *)(uintptr_t)pages->further[i].bytes);
	*pages = (struct pages){0};
}

static bool
is_known(const struct pages *pages, const char *url)
{
	if (strcmp(url, pages->input.url) == 0)
		return true;
	for (size_t i = 0; i < pages->input.npages; i++)
		if (strcmp(url, pages->further[i].url) == 0)
			return true;
	return false;
}

const char *
pages_next(const struct pages *pages, const struct document *document)
{
	const char *next = NULL, *host, *there;

	if (document->kind == DOCUMENT_ARTICLE && document->nreports > 0)
		next = document->reports[0].next;
	/* The worker's word is one from outside. */
	if (next == NULL || pages->first == NULL || !url_is_http(next) ||
		pages->input.npages + 1 >= PARSE_PAGES_MAX ||
		pages->input.url == NULL || is_known(pages, next))
		return NULL;
	host = url_host(pages->arena, pages->input.url);
	there = url_host(pages->arena, next);
	if (host == NULL || there == NULL || strcmp(host, there) != 0)
		return NULL;
	return arena_strdup(pages->arena, next);
}

void
pages_add(struct pages *pages, const char *url, const char *content_type,
	const char *bytes, size_t length)
{
	struct parse_page *page = &pages->further[pages->input.npages++];
	size_t n = length < PARSE_PAGE_MAX ? length : PARSE_PAGE_MAX;
	char *copy = mem_alloc(n + 1);

	memcpy(copy, bytes, n);
	*page = (struct parse_page){.bytes = copy,
		.length = n,
		.url = arena_strdup(pages->arena, url),
		.content_type = arena_strdup(pages->arena, content_type)};
}

void
pages_miss(struct pages *pages, const char *url)
{
	pages->further[pages->input.npages++] =
		(struct parse_page){.url = arena_strdup(pages->arena, url)};
}

const char *
pages_last_url(const struct pages *pages)
{
	return pages->further[pages->input.npages - 1].url;
}

bool
pages_has_last(const struct pages *pages)
{
	size_t n = pages->input.npages;

	return n > 0 && pages->further[n - 1].length > 0;
}

void
pages_drop_last(struct pages *pages)
{
	struct parse_page *page = &pages->further[pages->input.npages - 1];

	free((char *)(uintptr_t)page->bytes);
	page->bytes = NULL;
	page->length = 0;
}
