/*
 * hop.h - one exchange of a request for an answer, as libcurl does it. Private
 * to fetch/.
 *
 * A hop is a slot that transfers use one after the other: its easy handle
 * keeps what is the same for each; its header and body begin anew.
 */
#ifndef FETCH_HOP_H
#define FETCH_HOP_H

#include "fetch/address.h"
#include "fetch/header.h"
#include "fetch/hosts.h"

#include <curl/curl.h>

/* What the hops under way ask of the machine, together. */
struct hop_load {
	int lookups;  /* may be looking up a name */
	int bodies;   /* whose answer will have a body: nothing is known of the
			 URL that could be unchanged */
	size_t bytes; /* of bodies, as far as they have come */
};

struct hop {
	CURL *easy;
	const struct fetch_options *options; /* with no zeros left */
	struct transfer *transfer;           /* NULL = idle */
	struct host *host;                   /* whose turn it uses */
	struct curl_slist *lines;
	struct header header;
	struct buf body;
	size_t received;            /* decoded, of any answer */
	int limit_ms;               /* of this hop */
	int sockets;                /* opened */
	int socket_errno;           /* of the newest that could not be opened */
	struct hop_load *load;      /* which it is a part of */
	bool looking;               /* up its host's name, maybe */
	bool unread;                /* its URL: a body will come */
	bool guarded;               /* private addresses are refused */
	bool connected;             /* the request was sent */
	char refused[ADDRESS_TEXT]; /* by the guard; "" = none */
	const char *refused_as;
	bool cut;              /* body: enough was read */
	bool too_large;        /* likewise, but that is a failure */
	bool header_too_large; /* likewise */
	char detail[CURL_ERROR_SIZE];
};

/* *load tells what it and others do. */
struct hop *hop_new(const struct fetch_options *options, struct hop_load *load,
	struct err *err);
void hop_free(struct hop *hop);

/* Begins to ask for transfer->url. -1: it cannot be begun (err), and the hop
 * is idle again. */
int hop_begin(struct hop *hop, CURLM *multi, struct host *host,
	struct transfer *transfer, struct err *err);

/* Ends it, finished or not: the hop is idle, the answer forgotten. */
void hop_end(struct hop *hop, CURLM *multi);

/* Why it ended with `code`, other than CURLE_OK, in a sentence. Returns -1. */
int hop_explain(const struct hop *hop, CURLcode code, struct err *err);

/* Why an answer is none of which the header did not end. Returns -1. */
int hop_explain_header(const struct hop *hop, struct err *err);

/* The guard's refusal of an address, for the same transfer. Returns -1. */
int hop_explain_guard(const struct transfer *transfer, const char *address,
	const char *is, struct err *err);

#endif
