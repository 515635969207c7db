/*
 * reply.c - what an answer means for its host and its request: a pause, a
 * redirect that is followed, or the end. See loop.h.
 */
#include "fetch/loop.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

/* A host that asks for a longer pause is left alone for the rest of the run:
 * cron comes again. */
#define PAUSE_WAITED_FOR 60
/* A pause that was asked for without saying how long. */
#define PAUSE_UNTOLD 3600

static void
pause_host(struct fetcher *fetcher, struct host *host, int status,
	int64_t retry_at)
{
	int64_t now = loop_utc(fetcher);

	if (retry_at != INSTANT_NONE && retry_at - now <= PAUSE_WAITED_FOR) {
		hosts_delay(&fetcher->hosts, host,
			loop_monotonic() + (retry_at - now) * 1000);
		return;
	}
	if (retry_at == INSTANT_NONE)
		retry_at = now + PAUSE_UNTOLD;
	host->shut_until = retry_at;
	host->shut_status = status;
}

static struct host *
host_of(struct fetcher *fetcher, const struct transfer *transfer)
{
	char *name = transfer_host(transfer->url);
	struct host *host = hosts_get(&fetcher->hosts, name);

	free(name);
	return host;
}

static void
send_on(struct fetcher *fetcher, struct transfer *transfer)
{
	hosts_queue(
		&fetcher->hosts, host_of(fetcher, transfer), transfer, true);
}

/* Asks whether it may go there; holds it back until that is known. */
static int
follow(struct fetcher *fetcher, struct transfer *transfer, struct err *err)
{
	enum fetch_follow may = FOLLOW_YES;
	const char *why = "";

	if (fetcher->options.may_follow != NULL &&
		transfer->want != FETCH_ROBOTS)
		may = fetcher->options.may_follow(
			fetcher->context, transfer->tag, transfer->url, &why);
	if (may == FOLLOW_NO)
		return err_set(err, ERR_HTTP, "redirected to '%.200s': %s",
			transfer->url, why);
	if (may == FOLLOW_YES) {
		send_on(fetcher, transfer);
	} else {
		transfer->next = fetcher->held;
		fetcher->held = transfer;
	}
	return 0;
}

void
fetcher_follow(
	struct fetcher *fetcher, void *tag, const char *why_not, bool unsent)
{
	struct transfer **link = &fetcher->held, *transfer;
	struct err err = ERR_INIT;

	while (*link != NULL && (*link)->tag != tag)
		link = &(*link)->next;
	transfer = *link;
	if (transfer == NULL)
		return;
	*link = transfer->next;
	transfer->next = NULL;
	if (why_not == NULL) {
		send_on(fetcher, transfer);
		return;
	}
	err_set(&err, ERR_HTTP, "redirected to '%.200s': %s", transfer->url,
		why_not);
	loop_report_failure(fetcher, transfer, &err, INSTANT_NONE, unsent);
}

/* Sends a redirected transfer on. -1: it may not go there, or not now. */
static int
redirect(struct fetcher *fetcher, struct hop *hop,
	const struct fetch_response *response, struct err *err)
{
	const char *location = header_value(&hop->header, HEADER_LOCATION);
	struct transfer *transfer = hop->transfer;
	curl_off_t used = 0;

	if (response->retry_at > response->at + PAUSE_WAITED_FOR)
		return err_set(err, ERR_HTTP,
			"redirected to '%.200s', but asked to wait", location);
	if (transfer_redirect(transfer, response->status, location,
		    fetcher->options.max_redirects, err) != 0)
		return -1;
	curl_easy_getinfo(hop->easy, CURLINFO_TOTAL_TIME_T, &used);
	transfer->used_ms += (int)(used / 1000);
	if (response->retry_at > response->at)
		hosts_delay(&fetcher->hosts, host_of(fetcher, transfer),
			loop_monotonic() +
				(response->retry_at - response->at) * 1000);
	return follow(fetcher, transfer, err);
}

static int64_t
mark_of(const struct buf *body)
{
	if (body->len == 0)
		return 0;
	return (int64_t)(hash_bytes(0, body->data, body->len) >> 1) + 1;
}

static struct fetch_response
read_answer(const struct fetcher *fetcher, const struct hop *hop)
{
	const struct header *header = &hop->header;
	int64_t at = loop_utc(fetcher);

	return (struct fetch_response){
		.status = header->status,
		.content_type = header_value(header, HEADER_CONTENT_TYPE),
		.content_language =
			header_value(header, HEADER_CONTENT_LANGUAGE),
		.etag = header_validator(header, HEADER_ETAG),
		.last_modified = header_validator(header, HEADER_LAST_MODIFIED),
		.body = buf_str(&hop->body),
		.body_length = hop->body.len,
		.body_mark = mark_of(&hop->body),
		.at = at,
		.fresh_for = header_fresh_for(header, at),
		.retry_at = header_retry_at(header, at),
	};
}

void
reply_finish(struct fetcher *fetcher, struct hop *hop, CURLcode code)
{
	struct fetch_response response = read_answer(fetcher, hop);
	struct transfer *transfer = hop->transfer;
	struct host *host = hop->host;
	struct err err = ERR_INIT;
	bool sent_on = false;

	/* Busy servers also break off in the page that says so. A robots.txt
	 * that is never there must not keep the feeds of its host away. */
	if ((response.status == 429 || response.status == 503) &&
		(transfer->want != FETCH_ROBOTS ||
			response.retry_at != INSTANT_NONE))
		pause_host(fetcher, host, response.status, response.retry_at);
	if (code != CURLE_OK && !hop->cut) {
		hop_explain(hop, code, &err);
	} else if (!hop->header.ended) {
		/* libcurl takes the end of the connection for that of it. */
		hop_explain_header(hop, &err);
	} else if (transfer_is_redirect(response.status) &&
		   header_value(&hop->header, HEADER_LOCATION) != NULL) {
		sent_on = redirect(fetcher, hop, &response, &err) == 0;
	}
	hosts_settle(&fetcher->hosts, host,
		loop_monotonic() + fetcher->options.host_gap_ms);
	if (!sent_on) {
		response.kind = err.kind;
		response.message = err.message;
		loop_report(fetcher, transfer, &response);
	}
	hop_end(hop, fetcher->multi);
	fetcher->idle[fetcher->nidle++] = hop;
}
