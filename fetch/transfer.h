/*
 * transfer.h - one request on its way, from fetcher_add() to `done`, over any
 * number of redirects. Private to fetch/.
 */
#ifndef FETCH_TRANSFER_H
#define FETCH_TRANSFER_H

#include "fetch/fetch.h"

struct transfer {
	struct transfer *next; /* in its host's queue */
	void *tag;
	char *asked; /* what the request named */
	char *url;   /* to be asked now */
	char *home;  /* name of the host that the request named; NULL where url
		       is no http or https address */
	char *etag;
	char *last_modified;
	char *language;
	enum fetch_want want;
	int redirects;
	int used_ms; /* by the redirects */
	bool allow_private;
	bool permanent; /* each redirect so far */
};

struct transfer *transfer_new(const struct fetch_request *request, void *tag);
void transfer_free(struct transfer *transfer);

/* The name under which requests queue: "example.org", "example.org:8080".
 * NULL where url is no http or https address. The caller frees. */
char *transfer_host(const char *url);

/* The host alone, for messages: "example.org". The caller frees. */
char *transfer_host_name(const char *url);

/* True where private addresses are meant for what is asked now. */
bool transfer_may_be_private(const struct transfer *transfer);

bool transfer_is_redirect(int status);

/* Points the transfer to where an answer with `status` sends it. -1 (ERR_HTTP):
 * it may not go there. */
int transfer_redirect(struct transfer *transfer, int status,
	const char *location, int max_redirects, struct err *err);

#endif
