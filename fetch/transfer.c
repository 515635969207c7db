/*
 * transfer.c - one request and where redirects send it; see transfer.h.
 *
 * Redirects are followed here and not by libcurl, so that every hop is judged,
 * waits for its host's turn, and is known to have been permanent or not.
 */
#include "fetch/transfer.h"

#include "base/url.h"

#include <stdlib.h>
#include <string.h>

/* Of somebody else's address in a message. */
#define SHOWN 200

char *
transfer_host(const char *url)
{
	struct arena arena;
	const char *origin, *colon;
	char *name = NULL;

	arena_init(&arena);
	origin = url_is_http(url) ? url_origin(&arena, url) : NULL;
	if (origin != NULL) {
		origin = strstr(origin, "://") + 3;
		colon = strrchr(origin, ':');
		name = mem_strdup(
			colon != NULL && (strcmp(colon, ":80") == 0 ||
						 strcmp(colon, ":443") == 0)
				? arena_strndup(&arena, origin,
					  (size_t)(colon - origin))
				: origin);
	}
	arena_release(&arena);
	return name;
}

char *
transfer_host_name(const char *url)
{
	struct arena arena;
	const char *host;
	char *name;

	arena_init(&arena);
	host = url_host(&arena, url);
	name = mem_strdup(host == NULL ? "?" : host);
	arena_release(&arena);
	return name;
}

struct transfer *
transfer_new(const struct fetch_request *request, void *tag)
{
	struct transfer *transfer = mem_zero(1, sizeof(*transfer));
	struct arena arena;
	const char *url;

	arena_init(&arena);
	url = url_resolve(&arena, NULL, request->url);
	transfer->url = mem_strdup(url == NULL ? request->url : url);
	transfer->asked = mem_strdup(request->url);
	transfer->home = url == NULL ? NULL : transfer_host(url);
	arena_release(&arena);
	transfer->etag = mem_strdup(request->etag);
	transfer->last_modified = mem_strdup(request->last_modified);
	transfer->language = mem_strdup(request->language);
	transfer->want = request->want;
	transfer->allow_private = request->allow_private;
	transfer->tag = tag;
	return transfer;
}

void
transfer_free(struct transfer *transfer)
{
	if (transfer == NULL)
		return;
	free(transfer->asked);
	free(transfer->url);
	free(transfer->home);
	free(transfer->etag);
	free(transfer->last_modified);
	free(transfer->language);
	free(transfer);
}

/* A page that may be on the inside (http://intranet/) may not lead us to other
 * machines there. */
bool
transfer_may_be_private(const struct transfer *transfer)
{
	char *host;
	bool same;

	if (!transfer->allow_private || transfer->redirects == 0)
		return transfer->allow_private;
	host = transfer_host(transfer->url);
	same = host != NULL && strcmp(host, transfer->home) == 0;
	free(host);
	return same;
}

bool
transfer_is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 ||
	       status == 307 || status == 308;
}

static bool
is_https(const char *url)
{
	return strncmp(url, "https:", 6) == 0;
}

static int
check_redirect(const struct transfer *transfer, const char *location,
	const char *next, int max_redirects, struct err *err)
{
	if (next == NULL || !url_is_http(next))
		return err_set(err, ERR_HTTP,
			"redirected to '%.*s', which is no http or https "
			"address",
			SHOWN, location);
	if (is_https(transfer->url) && !is_https(next))
		return err_set(err, ERR_HTTP,
			"redirected from https to http, which is refused "
			"('%.*s')",
			SHOWN, next);
	if (strcmp(next, transfer->url) == 0)
		return err_set(err, ERR_HTTP,
			"'%.*s' redirects to itself; it may want a cookie or "
			"a browser",
			SHOWN, next);
	if (transfer->redirects >= max_redirects)
		return err_set(err, ERR_HTTP,
			"redirected more than %d times, last to '%.*s'",
			max_redirects, SHOWN, next);
	return 0;
}

int
transfer_redirect(struct transfer *transfer, int status, const char *location,
	int max_redirects, struct err *err)
{
	struct arena arena;
	const char *next;
	int result;

	arena_init(&arena);
	next = url_resolve(&arena, transfer->url, location);
	result = check_redirect(transfer, location, next, max_redirects, err);
	if (result == 0) {
		bool permanent = status == 301 || status == 308;

		if (transfer->redirects == 0 || !permanent)
			transfer->permanent = permanent;
		transfer->redirects++;
		free(transfer->url);
		transfer->url = mem_strdup(next);
	}
	arena_release(&arena);
	return result;
}
