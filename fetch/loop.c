/*
 * loop.c - the fetcher: all requests of a run in one libcurl multi loop.
 *
 *	fetcher_add -> queue of its host (hosts.c) -> its turn -> a hop (hop.c)
 *	  -> redirect: the queue of the next host (transfer.c)
 *	  -> answer or failure: done()
 *
 * A host has at most one hop, so that its requests go one after the other
 * whatever HTTP/2 could do. Hosts do not wait for each other.
 */
#include "fetch/loop.h"

#include "fetch/width.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Bytes of validators, Set-Cookie and the like in real headers stay far
 * below. */
#define HEADER_BYTES ((size_t)256 << 10)
#define BODY_BYTES ((size_t)10 << 20)
/* Transfers at once: with servers that take 100 ms, 10,000 are over in a
 * second. */
#define WIDTH 1000
/* Names looked up at once. Each takes a thread and two questions, and dnsmasq,
 * which is in most routers, refuses those above 150. */
#define LOOKUPS 64
/* Bodies that come at once, and their bytes: where everything is read for the
 * first time, all servers would send at once what is then parsed one after the
 * other. More would be no faster. */
#define BODIES 100
#define BODIES_BYTES ((size_t)32 << 20)

int64_t
loop_monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
loop_utc(const struct fetcher *fetcher)
{
	return fetcher->utc + (loop_monotonic() - fetcher->began) / 1000;
}

/* Where one file holds all certificates: what libcurl was built with, then
 * Debian, Fedora, Alpine and the BSDs. NULL: libcurl's own default. */
static const char *
find_bundle(void)
{
	const char *const places[] = {
		curl_version_info(CURLVERSION_NOW)->cainfo,
		"/etc/ssl/certs/ca-certificates.crt",
		"/etc/pki/tls/certs/ca-bundle.crt",
		"/etc/ssl/cert.pem",
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (places[i] != NULL && access(places[i], R_OK) == 0)
			return places[i];
	}
	return NULL;
}

static int
or_else(int given, int usual)
{
	return given > 0 ? given : usual;
}

static void
set_options(struct fetcher *fetcher, const struct fetch_options *given)
{
	struct fetch_options *own = &fetcher->options;

	*own = *given;
	own->user_agent = fetcher->user_agent = mem_strdup(
		given->user_agent != NULL ? given->user_agent
					  : "ipherald/" IPHERALD_VERSION);
	own->proxy = fetcher->proxy = mem_strdup(given->proxy);
	own->ca_file = fetcher->ca_file = mem_strdup(
		given->ca_file != NULL ? given->ca_file : find_bundle());
	if (own->max_body_bytes == 0)
		own->max_body_bytes = BODY_BYTES;
	if (own->max_header_bytes == 0)
		own->max_header_bytes = HEADER_BYTES;
	own->max_redirects = or_else(given->max_redirects, 5);
	own->connect_seconds = or_else(given->connect_seconds, 20);
	own->transfer_seconds = or_else(given->transfer_seconds, 120);
	/* As good as dead: slow modems and overloaded servers do better. */
	own->slow_seconds = or_else(given->slow_seconds, 30);
	own->slow_bytes = or_else(given->slow_bytes, 100);
	own->run_seconds = or_else(given->run_seconds, 1800);
	own->max_transfers = or_else(given->max_transfers, WIDTH);
	own->max_bodies = or_else(given->max_bodies, BODIES);
	own->host_gap_ms = or_else(given->host_gap_ms, 0);
}

struct fetcher *
fetcher_new(const struct fetch_options *options, int64_t now, fetch_done *done,
	void *context, struct err *err)
{
	struct fetcher *fetcher;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		err_set(err, ERR_SYSTEM, "the network library does not start");
		return NULL;
	}
	fetcher = mem_zero(1, sizeof(*fetcher));
	set_options(fetcher, options);
	hosts_init(&fetcher->hosts);
	fetcher->hopeless_end = &fetcher->hopeless;
	fetcher->done = done;
	fetcher->context = context;
	fetcher->utc = now;
	fetcher->began = loop_monotonic();
	fetcher->deadline =
		fetcher->began + (int64_t)fetcher->options.run_seconds * 1000;
	fetcher->width = width_allowed(fetcher->options.max_transfers);
	fetcher->hops = mem_zero((size_t)fetcher->width, sizeof(struct hop *));
	fetcher->idle = mem_zero((size_t)fetcher->width, sizeof(struct hop *));
	fetcher->multi = curl_multi_init();
	if (fetcher->multi == NULL) {
		err_set(err, ERR_SYSTEM, "the network library does not start");
		fetcher_free(fetcher);
		return NULL;
	}
	curl_multi_setopt(
		fetcher->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	curl_multi_setopt(fetcher->multi, CURLMOPT_MAX_HOST_CONNECTIONS, 1L);
	/* Those that are kept for later are among them. */
	curl_multi_setopt(fetcher->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
		(long)fetcher->width);
	curl_multi_setopt(
		fetcher->multi, CURLMOPT_MAXCONNECTS, (long)fetcher->width);
	return fetcher;
}

static void
free_all(struct transfer *transfer)
{
	while (transfer != NULL) {
		struct transfer *next = transfer->next;

		transfer_free(transfer);
		transfer = next;
	}
}

void
fetcher_free(struct fetcher *fetcher)
{
	if (fetcher == NULL)
		return;
	for (int i = 0; i < fetcher->nhops; i++) {
		struct hop *hop = fetcher->hops[i];

		if (hop->transfer != NULL) {
			transfer_free(hop->transfer);
			hop_end(hop, fetcher->multi);
		}
		hop_free(hop);
	}
	free_all(fetcher->hopeless);
	free_all(fetcher->held);
	if (fetcher->multi != NULL)
		curl_multi_cleanup(fetcher->multi);
	hosts_release(&fetcher->hosts);
	free(fetcher->user_agent);
	free(fetcher->proxy);
	free(fetcher->ca_file);
	free(fetcher->hops);
	free(fetcher->idle);
	free(fetcher->waits);
	free(fetcher);
	curl_global_cleanup();
}

void
fetcher_add(
	struct fetcher *fetcher, const struct fetch_request *request, void *tag)
{
	struct transfer *transfer = transfer_new(request, tag);

	fetcher->pending++;
	if (transfer->home == NULL) {
		*fetcher->hopeless_end = transfer;
		fetcher->hopeless_end = &transfer->next;
		return;
	}
	hosts_queue(&fetcher->hosts, hosts_get(&fetcher->hosts, transfer->home),
		transfer, false);
}

void
fetcher_pause(struct fetcher *fetcher, bool pause)
{
	fetcher->paused = pause;
}

size_t
fetcher_pending(const struct fetcher *fetcher)
{
	return fetcher->pending;
}

void
loop_report(struct fetcher *fetcher, struct transfer *transfer,
	struct fetch_response *response)
{
	fetcher->pending--;
	response->url = transfer->asked;
	response->final_url = transfer->url;
	response->permanent = transfer->redirects > 0 && transfer->permanent;
	fetcher->done(fetcher->context, transfer->tag, response);
	transfer_free(transfer);
}

void
loop_report_failure(struct fetcher *fetcher, struct transfer *transfer,
	const struct err *err, int64_t retry_at, bool unsent)
{
	struct fetch_response response = {
		.kind = err->kind,
		.message = err->message,
		.body = "",
		.at = loop_utc(fetcher),
		.fresh_for = -1,
		.retry_at = retry_at,
		.unsent = unsent,
	};

	loop_report(fetcher, transfer, &response);
}

/* ------------------------------------------------------------ the turns */

static struct hop *
idle_hop(struct fetcher *fetcher, struct err *err)
{
	struct hop *hop;

	if (fetcher->nidle > 0)
		return fetcher->idle[--fetcher->nidle];
	hop = hop_new(&fetcher->options, &fetcher->load, err);
	if (hop != NULL)
		fetcher->hops[fetcher->nhops++] = hop;
	return hop;
}

static bool
has_room(const struct fetcher *fetcher)
{
	const struct hop_load *load = &fetcher->load;

	return !fetcher->paused && load->lookups < LOOKUPS &&
	       load->bodies < fetcher->options.max_bodies &&
	       load->bytes < BODIES_BYTES &&
	       (fetcher->nidle > 0 || fetcher->nhops < fetcher->width);
}

/* Everything that a host was to be asked, after it asked to be left alone. */
static void
turn_away(struct fetcher *fetcher, struct host *host)
{
	struct transfer *transfer;
	struct err err = ERR_INIT;
	char until[INSTANT_TEXT];

	err_set(&err, ERR_HTTP,
		"not asked: %s answered %d and is left alone until %s",
		host->name, host->shut_status,
		instant_format(host->shut_until, until));
	while ((transfer = hosts_take(host)) != NULL)
		loop_report_failure(
			fetcher, transfer, &err, host->shut_until, true);
	hosts_settle(&fetcher->hosts, host, 0);
}

static void
begin_next(struct fetcher *fetcher, struct host *host)
{
	struct transfer *transfer = hosts_take(host);
	struct err err = ERR_INIT;
	struct hop *hop = idle_hop(fetcher, &err);

	if (hop != NULL &&
		hop_begin(hop, fetcher->multi, host, transfer, &err) == 0) {
		if (fetcher->options.begun != NULL)
			fetcher->options.begun(fetcher->context, transfer->tag);
		return;
	}
	if (hop != NULL)
		fetcher->idle[fetcher->nidle++] = hop;
	hosts_settle(&fetcher->hosts, host, 0);
	loop_report_failure(fetcher, transfer, &err, INSTANT_NONE, false);
}

/* Begins what may begin. Returns how many were reported instead. */
static size_t
begin_ready(struct fetcher *fetcher)
{
	size_t before = fetcher->pending;
	struct transfer *transfer;
	struct host *host;

	while ((transfer = fetcher->hopeless) != NULL) {
		struct err err = ERR_INIT;

		fetcher->hopeless = transfer->next;
		if (fetcher->hopeless == NULL)
			fetcher->hopeless_end = &fetcher->hopeless;
		err_set(&err, ERR_INPUT, "'%.200s' is no http or https address",
			transfer->url);
		loop_report_failure(
			fetcher, transfer, &err, INSTANT_NONE, false);
	}
	while (has_room(fetcher) && loop_monotonic() < fetcher->deadline &&
		(host = hosts_next(&fetcher->hosts, loop_monotonic())) !=
			NULL) {
		if (host->shut_until > loop_utc(fetcher))
			turn_away(fetcher, host);
		else
			begin_next(fetcher, host);
	}
	return before - fetcher->pending;
}

/* ---------------------------------------------------------- the answers */

static int
collect(struct fetcher *fetcher, struct err *err)
{
	CURLMcode result;
	CURLMsg *message;
	int ignored;

	result = curl_multi_perform(fetcher->multi, &ignored);
	if (result != CURLM_OK)
		return err_set(err, ERR_SYSTEM, "the network library fails: %s",
			curl_multi_strerror(result));
	while ((message = curl_multi_info_read(fetcher->multi, &ignored)) !=
		NULL) {
		struct hop *hop = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(
			message->easy_handle, CURLINFO_PRIVATE, (char **)&hop);
		reply_finish(fetcher, hop, message->data.result);
	}
	return 0;
}

/* Past the deadline: whatever is pending is over. */
static void
give_up(struct fetcher *fetcher)
{
	struct transfer *transfer;
	struct err err = ERR_INIT;
	struct host *host;

	err_set(&err, ERR_LIMIT,
		"the run's time of %d s was over before it was fetched",
		fetcher->options.run_seconds);
	for (int i = 0; i < fetcher->nhops; i++) {
		struct hop *hop = fetcher->hops[i];

		transfer = hop->transfer;
		if (transfer == NULL)
			continue;
		hosts_settle(&fetcher->hosts, hop->host, 0);
		hop_end(hop, fetcher->multi);
		fetcher->idle[fetcher->nidle++] = hop;
		loop_report_failure(
			fetcher, transfer, &err, INSTANT_NONE, true);
	}
	while ((host = hosts_next(&fetcher->hosts, HOSTS_NEVER)) != NULL) {
		while ((transfer = hosts_take(host)) != NULL)
			loop_report_failure(
				fetcher, transfer, &err, INSTANT_NONE, true);
		hosts_settle(&fetcher->hosts, host, 0);
	}
	/* Last: what they wait for is among the others, and whoever is told of
	 * that looks for them here. */
	while ((transfer = fetcher->held) != NULL) {
		fetcher->held = transfer->next;
		loop_report_failure(
			fetcher, transfer, &err, INSTANT_NONE, true);
	}
}

/* ------------------------------------------------------------- the wait */

static int
shorten(int timeout_ms, int64_t at, int64_t now)
{
	int64_t left = at > now ? at - now : 0;

	return left < timeout_ms ? (int)left : timeout_ms;
}

/* Sleeps until libcurl, a host's turn, the deadline or `extra` wants us. */
static int
wait_for(struct fetcher *fetcher, struct pollfd *extra, size_t nextra,
	int timeout_ms, struct err *err)
{
	int64_t now = loop_monotonic();
	CURLMcode result;

	if (fetcher->pending > 0)
		timeout_ms = shorten(timeout_ms, fetcher->deadline, now);
	if (has_room(fetcher))
		timeout_ms = shorten(
			timeout_ms, hosts_next_at(&fetcher->hosts), now);
	if (nextra > fetcher->nwaits) {
		fetcher->waits = mem_resize(
			fetcher->waits, nextra, sizeof(*fetcher->waits));
		fetcher->nwaits = nextra;
	}
	for (size_t i = 0; i < nextra; i++) {
		short events = extra[i].events;

		fetcher->waits[i] = (struct curl_waitfd){
			.fd = extra[i].fd,
			.events = (short)((events & POLLIN ? CURL_WAIT_POLLIN
							   : 0) |
					  (events & POLLPRI ? CURL_WAIT_POLLPRI
							    : 0) |
					  (events & POLLOUT ? CURL_WAIT_POLLOUT
							    : 0)),
		};
	}
	result = curl_multi_poll(fetcher->multi, fetcher->waits,
		(unsigned)nextra, timeout_ms, NULL);
	if (result != CURLM_OK)
		return err_set(err, ERR_SYSTEM, "the network library fails: %s",
			curl_multi_strerror(result));
	/* libcurl does not pass on POLLHUP and POLLERR, which is all that a
	 * worker that died leaves behind. */
	if (nextra > 0)
		poll(extra, (nfds_t)nextra, 0);
	return 0;
}

int
fetcher_step(struct fetcher *fetcher, struct pollfd *extra, size_t nextra,
	int timeout_ms, struct err *err)
{
	if (begin_ready(fetcher) > 0)
		timeout_ms = 0;
	if (wait_for(fetcher, extra, nextra, timeout_ms, err) != 0 ||
		collect(fetcher, err) != 0)
		return -1;
	if (fetcher->pending > 0 && loop_monotonic() >= fetcher->deadline)
		give_up(fetcher);
	else
		begin_ready(fetcher);
	return 0;
}
