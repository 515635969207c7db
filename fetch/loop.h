/*
 * loop.h - what the loop (loop.c) and the answers that come in it (reply.c)
 * share. Private to fetch/.
 */
#ifndef FETCH_LOOP_H
#define FETCH_LOOP_H

#include "fetch/fetch.h"
#include "fetch/hop.h"

struct fetcher {
	struct fetch_options options;       /* with no zeros left */
	char *user_agent, *proxy, *ca_file; /* what options points to */
	fetch_done *done;
	void *context;
	CURLM *multi;
	struct hosts hosts;
	int width;         /* transfers at once */
	struct hop **hops; /* that many, made when first needed */
	int nhops;
	struct hop **idle; /* those of hops[] that do nothing */
	int nidle;
	struct hop_load load;                      /* of all hops */
	struct transfer *hopeless, **hopeless_end; /* no http address */
	struct transfer *held;     /* until may_follow is answered */
	struct curl_waitfd *waits; /* for fetcher_step() */
	size_t nwaits;
	size_t pending;
	bool paused;
	int64_t began;    /* monotonic milliseconds */
	int64_t deadline; /* likewise */
	int64_t utc;      /* of `began` */
};

int64_t loop_monotonic(void); /* milliseconds */
int64_t loop_utc(const struct fetcher *fetcher);

/* The one way out for a transfer. */
void loop_report(struct fetcher *fetcher, struct transfer *transfer,
	struct fetch_response *response);
/* Of a transfer that no answer came for. */
void loop_report_failure(struct fetcher *fetcher, struct transfer *transfer,
	const struct err *err, int64_t retry_at, bool unsent);

/* A hop is over: its transfer goes on to the next, or is reported. */
void reply_finish(struct fetcher *fetcher, struct hop *hop, CURLcode code);

#endif
