/*
 * fetch.h - polite, exact fetching: one libcurl multi loop for all URLs.
 *
 * fetch knows no store and no parser. What it must remember of a URL goes in
 * and comes out as a value (struct poll, base/record.h); the rules for when
 * to ask again are pure functions (fetch/policy.c).
 */
#ifndef FETCH_FETCH_H
#define FETCH_FETCH_H

#include "base/buf.h"
#include "base/err.h"
#include "base/record.h"

#include <poll.h>

/* May a request be sent on to where it is redirected? */
enum fetch_follow {
	FOLLOW_YES,
	FOLLOW_NO,    /* *why says it; lives until the call after this one */
	FOLLOW_LATER, /* fetcher_follow() will tell */
};
typedef enum fetch_follow fetch_may_follow(
	void *context, void *tag, const char *url, const char **why);

/* The request with this tag is being sent: from now on its server knows. */
typedef void fetch_begun(void *context, void *tag);

struct fetch_options {
	const char *user_agent;  /* "ipherald/V (+CONTACT; N subscribers)" */
	const char *proxy;       /* NULL = none: the environment is ignored */
	const char *ca_file;     /* PEM; NULL = the system's bundle */
	size_t max_body_bytes;   /* decoded; 0 = 10 MiB */
	size_t max_header_bytes; /* 0 = 256 KiB */
	int max_redirects;       /* 0 = 5 */
	int host_gap_ms;         /* from an answer to the host's next request */
	int connect_seconds;     /* 0 = 20 */
	int transfer_seconds;    /* one request, redirects too; 0 = 120 */
	int slow_seconds;        /* so long below slow_bytes; 0 = 30 */
	int slow_bytes;          /* a second; 0 = 100 */
	int run_seconds;         /* the whole run; 0 = 1,800 */
	int max_transfers;       /* at once; 0 = 1,000; fewer where the limit
				    of descriptors wants it (see width.h) */
	int max_bodies;          /* of these, that were never read: each will
				    have a body; 0 = 100 */
	fetch_may_follow *may_follow; /* NULL = always; `context` as for done */
	fetch_begun *begun; /* NULL = nobody asks; `context` likewise */
};

/* Decides Accept. Of a robots.txt no more than ROBOTS_MAX is read. */
enum fetch_want { FETCH_FEED, FETCH_PAGE, FETCH_ROBOTS };

struct fetch_request {
	const char *url;
	enum fetch_want want;
	const char *etag;          /* NULL = not sent */
	const char *last_modified; /* NULL = not sent */
	const char *language;      /* Accept-Language; NULL = not sent */
	bool allow_private; /* loopback and private addresses are meant, at
			       the URL's own host (not where it redirects) */
};

/* What came. `kind` is ERR_NONE where a final answer arrived, whatever its
 * status; else why none did, and message says it. All is borrowed until
 * `done` returns. */
struct fetch_response {
	enum err_kind kind;
	const char *message;
	int status;            /* HTTP status; 0 = none */
	const char *url;       /* that was asked for */
	const char *final_url; /* after redirects */
	const char *content_type;
	const char *content_language; /* RFC 9110, section 8.5 */
	const char *etag;             /* byte for byte, or NULL */
	const char *last_modified;    /* byte for byte, or NULL */
	const char *body;             /* of a 2xx answer, decoded; else "" */
	size_t body_length;
	int64_t body_mark; /* changes with the body; 0 = there is none */
	int64_t at;        /* when the answer was complete (UTC) */
	int64_t fresh_for; /* seconds: max-age minus Age, else Expires minus
			      Date; -1 = not told */
	int64_t retry_at;  /* Retry-After as an instant, or INSTANT_NONE */
	bool permanent;    /* there were redirects and each was 301 or 308 */
	bool unsent; /* held back, because the host asked for a pause or the
			run's time was over: says nothing about the source */
};

typedef void fetch_done(
	void *context, void *tag, const struct fetch_response *response);

struct fetcher;

/* `now` is the clock that `at` is reckoned from (--now). NULL: err. */
struct fetcher *fetcher_new(const struct fetch_options *options, int64_t now,
	fetch_done *done, void *context, struct err *err);
void fetcher_free(struct fetcher *fetcher);

/* Queues a request; all strings are copied. Requests to one host go one after
 * the other over one connection, `host_gap_ms` apart; ports other than 80 and
 * 443 make a host of their own. After a 429 or 503 the host's other requests
 * are reported `unsent`, unless it asked for a minute or less. `done` is called
 * once for each, from fetcher_step(), and may add more. */
void fetcher_add(struct fetcher *fetcher, const struct fetch_request *request,
	void *tag);

/* The request with this tag, which FOLLOW_LATER held back, goes on; or, with a
 * reason, is reported as ERR_HTTP (`unsent`: the same as in an answer). */
void fetcher_follow(
	struct fetcher *fetcher, void *tag, const char *why_not, bool unsent);

/* Begins no more requests until told that it may: whoever takes the answers has
 * enough of them. Those under way go on. */
void fetcher_pause(struct fetcher *fetcher, bool pause);

size_t fetcher_pending(const struct fetcher *fetcher);

/* Waits at most timeout_ms for network or for `extra` descriptors (whose
 * revents are set), then moves what can be moved. Past the run's deadline
 * everything pending is reported as ERR_LIMIT and unsent. 0, or -1 where the
 * network library itself fails. */
int fetcher_step(struct fetcher *fetcher, struct pollfd *extra, size_t nextra,
	int timeout_ms, struct err *err);

/* ---- when to ask again (pure; policy.c) ---- */

enum poll_outcome {
	POLL_UNCHANGED, /* 304 to a request with validators, or the same body
			   once more */
	POLL_NEW,       /* 200 with a body to parse */
	POLL_FAILED,    /* everything else */
};

/*
 * Forgets what another source, or this one with other settings, left at the
 * URL: validators and failures go, and it is due at once. What the server
 * asked for (Retry-After) stays. Who mends a configuration wants to see it
 * read, not a 304 or a day's wait.
 */
void poll_settle(struct poll *poll, const struct source *source);

/* Is it due? `force` ignores due times, not hold_until and not a stop. A last
 * fetch in the future means that the clock was wrong then: it is due. */
bool poll_is_due(const struct poll *poll, int64_t now, bool force);

/* Where to ask, and with what. `url` is the configured address, which a move
 * for good may have replaced. An ETag in spite of which the same body came is
 * kept back where there is a date: the date alone may do (the mirrors of one
 * site often have ETags of their own). */
struct poll_request {
	const char *url, *etag, *last_modified; /* borrowed */
};
struct poll_request poll_request(const struct poll *poll, const char *url);

/* Is it the body that was read last, answered as if it were new? Then there is
 * nothing to parse. */
bool poll_is_same_body(
	const struct poll *poll, const struct fetch_response *response);

/* robots.txt forbids it, and is read again at `until`. No failure. */
void poll_forbid(struct poll *poll, int64_t until);

/* Before the request is sent: nothing may be asked again before this. */
void poll_begin(struct poll *poll, const struct source *source, int64_t now);

/*
 * Takes an answer in, after it was parsed: validators replaced by a 200,
 * updated by a 304 (RFC 9111 section 4.3.4), failures counted, next_due = the
 * largest of the floors (1 h, or 24 h without validators; freshness; ttl;
 * `every`, else the rhythm of the items within 1 h to 23 h; Retry-After; the
 * back-off 1 h * 2^n up to 7 d, +-20 % from a hash of the source's id; 401 and
 * 403 24 h; 404 up to weekly; 410 24 h and then stopped), moved to the source's
 * own minute of the hour, so that sources do not all come at once, and past the
 * pace's skipHours and skipDays. A place that redirects led to for good (301,
 * 308), seen five times over seven days, is asked from then on; https in place
 * of http on the same host at once; the old one again where that is gone.
 * `pace` is what the parsed body asks for; NULL keeps that of the last one.
 * What a server asks for is capped at 30 days. An unsent request counts as no
 * failure and is due again after an hour at most, or when the host may be asked
 * again. Strings of *poll are set in `arena`.
 */
enum poll_outcome poll_take(struct poll *poll, const struct source *source,
	const struct fetch_response *response, const struct pace *pace,
	int64_t now, struct arena *arena);

/* After poll_take(), for a 200 whose body could not be parsed: validators are
 * dropped again, so that they are never newer than the items; counts as a
 * failure. */
void poll_parse_failed(
	struct poll *poll, const struct source *source, int64_t now);

/* ---- the lock of a run ---- */

/* Takes the kernel's lock on `path` (flock; the file stays). Returns its
 * descriptor, which the caller closes to let go; a forked child that keeps it
 * open keeps the lock. -1: ERR_LOCKED, or ERR_SYSTEM. */
int run_lock(const char *path, struct err *err);

#endif
