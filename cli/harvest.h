/*
 * harvest.h - the work of a run: ask what is due, parse what came, store it.
 *
 *	source -> poll stored -> request -> answer -> worker -> one transaction
 *	list   -> its entries queued -> requests -> answers -> ...
 *
 * One source never stops the others. Only the store failing ends a harvest.
 */
#ifndef CLI_HARVEST_H
#define CLI_HARVEST_H

#include "base/err.h"
#include "base/mem.h"
#include "cli/config.h"
#include "cli/term.h"
#include "fetch/fetch.h"
#include "parse/pool.h"
#include "store/store.h"

enum harvest_outcome {
	HARVEST_NOT_DUE,
	HARVEST_UNCHANGED, /* 304 */
	HARVEST_READ,      /* a 200 that was parsed and stored */
	HARVEST_HELD,      /* not asked after all: its host wants a pause */
	HARVEST_FAILED,
};
const char *harvest_outcome_name(enum harvest_outcome outcome);

/* "ipherald/0.1.0 (+CONTACT; 1 subscriber)" into text; returns it. */
#define HARVEST_AGENT_MAX 256
const char *harvest_user_agent(
	const struct config *config, char text[HARVEST_AGENT_MAX]);

/* What a run knows of one source. */
struct harvest_source {
	struct harvest *harvest;
	const struct source *source;
	enum harvest_outcome outcome;
	const char *problem; /* one line; NULL = well */
	struct alarm *alarms;
	size_t nalarms;
	bool alarmed; /* the store has alarms of it that are not over */
	bool waiting; /* it may have articles in the queue */
	const struct watched *watched; /* as the store had it; NULL = it had
					  nothing */
	const char *method;
	int64_t items;
	/* What is to be read beside the source's own page: the next page of its
	 * list, the calendar that it links; NULL = nothing. */
	const char *next;
	const char *calendar;
	int pages;     /* of the list, behind the first */
	int queued;    /* articles that these told of for the first time */
	int articles;  /* asked for in this run */
	int revisited; /* of these: stored ones, looked at again */
	int articles_failed; /* of these */
	int jobs;            /* requests and parses under way */
	/* Articles that are stored and to be looked at again: their events
	 * are ahead, and dates change. */
	struct pending *revisits;
	size_t nrevisits;
	struct put_result put;
};

/* See batch.h. */
struct batch {
	bool open;
	int64_t since;            /* monotonic, milliseconds */
	int reports;              /* put into it */
	struct job *first, *last; /* to be sent when it is committed */
};

struct harvest {
	const struct config *config;
	struct store *store;
	struct parser *parser; /* NULL until something is to be parsed, ... */
	struct pool *pool;     /* ... as are the workers */
	struct fetcher *fetcher;
	struct archive *archive; /* NULL = nothing is kept */
	struct gate *gate;       /* what robots.txt allow */
	int64_t now;
	bool force;
	bool verbose;
	bool stoppable; /* SIGTERM and SIGINT are blocked: one that is pending
			   ends the harvest, with what it has so far */
	int workers;
	struct harvest_source *sources;
	size_t nsources;
	struct job *jobs;   /* under way */
	struct batch batch; /* the transaction that is open */
	size_t nunread;     /* sources to be asked that were never read */
	size_t nasked;      /* requests sent, for the progress line */
	size_t nanswered;
	struct put_result put; /* of all */
	struct progress progress;
	struct arena arena;
	struct err fatal; /* the store failed: kind is set */
};

/* Starts the fetcher. */
int harvest_init(struct harvest *harvest, const struct config *config,
	int64_t now, int workers, struct err *err);
void harvest_release(struct harvest *harvest);

/* Adds a source of the configuration that the run is about; each once. */
void harvest_add(struct harvest *harvest, const struct source *source);

/* Does the work. -1: the store or the machine failed. */
int harvest_go(struct harvest *harvest, struct err *err);

#endif
