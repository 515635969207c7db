/*
 * job.h - one URL under way in a harvest: a source's own, or an article's. It
 * lives from before its request to after its transaction.
 *
 * Private to harvest.c (which asks and parses) and job.c (which stores).
 */
#ifndef CLI_JOB_H
#define CLI_JOB_H

#include "cli/harvest.h"
#include "cli/pages.h"
#include "cli/seen.h"

struct gate_host;

/* An answer that is kept, and what is to be known of it. */
struct job_raw {
	struct raw raw;
	struct kept *kept;
};

struct job {
	struct harvest_source *from;
	const struct pending *article; /* NULL = the source itself */
	const char *further; /* a page beside the source's own; or NULL */
	bool calendar;       /* ... which is an iCalendar file */
	struct poll poll;
	bool begun; /* job_put_begun() was called; before it poll had ... */
	int64_t was_fetched, was_due; /* ... as last_fetch and next_due */
	bool sent;                    /* a server may know of it */
	const struct poll *stored; /* what the store has of it, but for when it
				      is asked; NULL = not known */
	struct fetch_response answer; /* without its body */
	struct arena arena;
	struct gate_host *host; /* of its own address; NULL = not looked up */
	struct gate_host
		*gate_host; /* not NULL: its robots.txt, not a source */
	struct job *waits;  /* the next that waits for a robots.txt or commit */
	const char *redirected; /* where its request is sent on to; or NULL */
	bool revisit;           /* an article that is stored, asked for again */
	struct job_raw *raws;   /* its answers, a page each */
	size_t nraws;
	/* Of an article that is in several pages: */
	struct pages pages;  /* those that are there */
	const char *page;    /* the one that is asked for; NULL = none */
	const char *missing; /* what could not be had, and why; NULL = none */
	bool late;           /* ... but may come later, after ... */
	struct fetch_response late_answer; /* ... this in its place */
	const char *method;  /* how the source was read last, or NULL */
	const char *blocked; /* what seems to have come in place of content */
	struct shape shape;  /* to be stored where it has readings */
	/* Of a source's own feed: */
	struct seen_list seen; /* its entries */
	const char *body;      /* what came, where entries are known; or NULL */
	size_t length;
	struct job *before, *after; /* in the harvest's list */
};

/* `article` NULL: the source itself. The strings of `poll` live as long as the
 * harvest. */
struct job *job_new(struct harvest_source *from, const struct pending *article,
	const struct poll *poll);
void job_free(struct job *job);
/* What is asked for, as it is known in the store. */
const char *job_url(const struct job *job);
/* Where it is asked for: elsewhere, where it moved for good, or where it is
 * being redirected. */
const char *job_address(const struct job *job);

/* Is that a way to read feeds ("rss20"), not pages ("cms", "article")? */
bool job_is_feed_method(const char *method);

/* All that follow write into the harvest's open transaction (batch.h). */

/* Before the request: a crash must not lead to asking again too early. */
int job_put_begun(struct job *job, struct err *err);

/* The run ends before it was sent: it is due as it was before. False, and
 * nothing is done, where a server may know of the request. */
bool job_take_back(struct job *job);
/* Stores that, too. */
int job_put_taken_back(struct job *job, struct err *err);

/* What was found (document NULL = nothing), the poll state, the health of the
 * source. */
int job_put(struct job *job, const struct document *document, struct err *err);

/* Raises an alarm of a source (cli/shape.h), the first of its cause, and keeps
 * the first of all as its problem; copied. */
void job_set_problem(
	struct harvest_source *from, const char *cause, const char *problem);

/* When the last job of a source is done: says in its health what its articles
 * suffered. */
int job_close_source(struct harvest_source *from, struct err *err);

/* Adds `put` to `sum`. */
void job_add_counts(struct put_result *sum, const struct put_result *put);

#endif
