/*
 * hop.c - one exchange over libcurl; see hop.h.
 *
 * Everything that libcurl would do by itself beyond one plain GET is off here:
 * redirects, cookies, proxies from the environment, other protocols.
 */
#include "fetch/hop.h"

#include "fetch/robots.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const accepted[] = {
	[FETCH_FEED] = "Accept: application/atom+xml, application/rss+xml, "
		       "application/feed+json, application/rdf+xml, "
		       "application/xml;q=0.9, text/xml;q=0.9, "
		       "application/json;q=0.8, text/html;q=0.5, */*;q=0.1",
	[FETCH_PAGE] = "Accept: text/html, application/xhtml+xml, "
		       "application/xml;q=0.8, */*;q=0.1",
	[FETCH_ROBOTS] = "Accept: text/plain, */*;q=0.1",
};

static size_t
on_header(char *line, size_t size, size_t n, void *context)
{
	struct hop *hop = context;
	size_t length = size * n;

	if (header_line(&hop->header, line, length,
		    hop->options->max_header_bytes) != 0) {
		hop->header_too_large = true;
		return 0;
	}
	return length;
}

static void
set_looking(struct hop *hop, bool looking)
{
	hop->load->lookups += looking - hop->looking;
	hop->looking = looking;
}

static void
set_unread(struct hop *hop, bool unread)
{
	hop->load->bodies += unread - hop->unread;
	hop->unread = unread;
}

static void
keep(struct hop *hop, const char *bytes, size_t length)
{
	size_t before = hop->body.len;

	buf_add(&hop->body, bytes, length);
	hop->load->bytes += hop->body.len - before;
}

/* What arrives here is decoded: so a small archive that unpacks to gigabytes
 * ends at the same cap. */
static size_t
on_body(char *bytes, size_t size, size_t n, void *context)
{
	struct hop *hop = context;
	size_t length = size * n;
	int status = hop->header.status;

	hop->received += length;
	if (hop->transfer->want == FETCH_ROBOTS && hop->received > ROBOTS_MAX) {
		hop->cut = true;
		if (status >= 200 && status <= 299)
			keep(hop, bytes, ROBOTS_MAX - hop->body.len);
		return CURL_WRITEFUNC_ERROR;
	}
	if (hop->received > hop->options->max_body_bytes) {
		hop->too_large = true;
		return CURL_WRITEFUNC_ERROR;
	}
	if (status >= 200 && status <= 299)
		keep(hop, bytes, length);
	return length;
}

static void
refuse(struct hop *hop, const char *address, const char *is)
{
	snprintf(hop->refused, sizeof(hop->refused), "%s", address);
	hop->refused_as = is;
}

/* Called when the address is known. */
static curl_socket_t
on_open_socket(
	void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct hop *hop = context;
	char text[ADDRESS_TEXT];
	const char *is;
	int fd;

	(void)purpose;
	set_looking(hop, false);
	is = hop->guarded ? address_reserved(&address->addr) : NULL;
	if (is != NULL) {
		refuse(hop, address_format(&address->addr, text), is);
		return CURL_SOCKET_BAD;
	}
	fd = socket(address->family, address->socktype | SOCK_CLOEXEC,
		address->protocol);
	if (fd < 0) {
		hop->socket_errno = errno;
		return CURL_SOCKET_BAD;
	}
	hop->sockets++;
	return fd;
}

/* A connection that is used again opens no socket: one that an allowed source
 * made to a private address must not serve a redirect from elsewhere. */
static int
on_connected(
	void *context, char *peer, char *local, int peer_port, int local_port)
{
	struct hop *hop = context;
	const char *is;

	(void)local;
	(void)peer_port;
	(void)local_port;
	set_looking(hop, false);
	is = hop->guarded ? address_reserved_host(peer) : NULL;
	hop->connected = is == NULL;
	if (is == NULL)
		return CURL_PREREQFUNC_OK;
	refuse(hop, peer, is);
	return CURL_PREREQFUNC_ABORT;
}

/* Appends "NAME: value". A value with control characters cannot be sent and is
 * left out. */
static void
add_line(struct hop *hop, const char *name, const char *value)
{
	struct curl_slist *lines;
	struct buf line;

	if (value == NULL || *value == '\0')
		return;
	for (const char *c = value; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return;
	}
	buf_init(&line, BUF_NO_LIMIT);
	buf_puts(&line, name);
	buf_puts(&line, ": ");
	buf_puts(&line, value);
	lines = curl_slist_append(hop->lines, buf_str(&line));
	buf_release(&line);
	if (lines == NULL)
		mem_die();
	hop->lines = lines;
}

/* The validators go as lines of our own: CURLOPT_TIMECONDITION would write the
 * date anew, and servers compare bytes. */
static void
set_lines(struct hop *hop, const struct transfer *transfer)
{
	hop->lines = curl_slist_append(NULL, accepted[transfer->want]);
	if (hop->lines == NULL)
		mem_die();
	add_line(hop, "Accept-Language", transfer->language);
	add_line(hop, "If-None-Match", transfer->etag);
	add_line(hop, "If-Modified-Since", transfer->last_modified);
	curl_easy_setopt(hop->easy, CURLOPT_HTTPHEADER, hop->lines);
}

/* What this libcurl can decode. Not "", which also asks for deflate: servers
 * disagree on what that is. */
static const char *
encodings(char text[32])
{
	long features = curl_version_info(CURLVERSION_NOW)->features;

	snprintf(text, 32, "%s%s%s",
		features & CURL_VERSION_LIBZ ? "gzip" : "identity",
		features & CURL_VERSION_BROTLI ? ", br" : "",
		features & CURL_VERSION_ZSTD ? ", zstd" : "");
	return text;
}

static void
set_limits(CURL *easy, const struct fetch_options *options)
{
	curl_easy_setopt(
		easy, CURLOPT_CONNECTTIMEOUT, (long)options->connect_seconds);
	curl_easy_setopt(
		easy, CURLOPT_LOW_SPEED_LIMIT, (long)options->slow_bytes);
	curl_easy_setopt(
		easy, CURLOPT_LOW_SPEED_TIME, (long)options->slow_seconds);
	/* A look-up that hangs would else hold up the whole loop when its
	 * time is over: libcurl waits for its thread. */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
}

static void
set_manners(CURL *easy, const struct fetch_options *options)
{
	char text[32];

	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, options->user_agent);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, encodings(text));
	curl_easy_setopt(
		easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	/* One look-up of a host in a run. */
	curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, -1L);
	/* "" keeps the environment's http_proxy and no_proxy out. */
	curl_easy_setopt(easy, CURLOPT_PROXY,
		options->proxy == NULL ? "" : options->proxy);
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	/* Beside a folder of certificates, which Debian's libcurl has unless
	 * told otherwise, it parses the file of them anew for each connection,
	 * which takes 27 ms; a file alone is parsed once. */
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (options->ca_file != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca_file);
}

static void
set_callbacks(struct hop *hop)
{
	CURL *easy = hop->easy;

	curl_easy_setopt(easy, CURLOPT_PRIVATE, hop);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, hop->detail);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, hop);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, hop);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, hop);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, hop);
}

struct hop *
hop_new(const struct fetch_options *options, struct hop_load *load,
	struct err *err)
{
	struct hop *hop = mem_zero(1, sizeof(*hop));

	hop->easy = curl_easy_init();
	if (hop->easy == NULL) {
		free(hop);
		err_set(err, ERR_SYSTEM, "the network library does not start");
		return NULL;
	}
	hop->options = options;
	hop->load = load;
	header_init(&hop->header);
	buf_init(&hop->body, options->max_body_bytes);
	set_callbacks(hop);
	set_limits(hop->easy, options);
	set_manners(hop->easy, options);
	return hop;
}

void
hop_free(struct hop *hop)
{
	if (hop == NULL)
		return;
	curl_easy_cleanup(hop->easy);
	curl_slist_free_all(hop->lines);
	header_release(&hop->header);
	buf_release(&hop->body);
	free(hop);
}

/* Of the one that begins; all else is the same for each. */
static void
set_request_limits(const struct hop *hop)
{
	bool robots = hop->transfer->want == FETCH_ROBOTS;

	curl_easy_setopt(hop->easy, CURLOPT_TIMEOUT_MS, (long)hop->limit_ms);
	/* 0 = any: of a robots.txt what is too much is left out. */
	curl_easy_setopt(hop->easy, CURLOPT_MAXFILESIZE_LARGE,
		(curl_off_t)(robots ? 0 : hop->options->max_body_bytes));
}

/* The guard. Behind a proxy only the proxy's address is seen, which the user
 * gave; then a name's address is the proxy's to judge, a literal's ours. */
static int
set_guard(struct hop *hop, const struct transfer *transfer, struct err *err)
{
	const char *is = NULL;
	char *name;

	hop->refused[0] = '\0';
	hop->guarded = !transfer_may_be_private(transfer);
	if (!hop->guarded)
		return 0;
	name = transfer_host_name(transfer->url);
	is = address_reserved_host(name);
	if (is != NULL)
		hop_explain_guard(transfer, name, is, err);
	free(name);
	if (hop->options->proxy != NULL)
		hop->guarded = false;
	return is == NULL ? 0 : -1;
}

int
hop_begin(struct hop *hop, CURLM *multi, struct host *host,
	struct transfer *transfer, struct err *err)
{
	if (set_guard(hop, transfer, err) != 0)
		return -1;
	hop->transfer = transfer;
	hop->host = host;
	hop->limit_ms =
		hop->options->transfer_seconds * 1000 - transfer->used_ms;
	if (hop->limit_ms < 1)
		hop->limit_ms = 1; /* 0 would mean none */
	hop->received = 0;
	hop->sockets = 0;
	hop->socket_errno = 0;
	hop->connected = false;
	set_looking(hop, true);
	set_unread(hop, transfer->want != FETCH_ROBOTS &&
				transfer->etag == NULL &&
				transfer->last_modified == NULL);
	hop->cut = hop->too_large = hop->header_too_large = false;
	hop->detail[0] = '\0';
	header_reset(&hop->header);
	set_request_limits(hop);
	set_lines(hop, transfer);
	if (curl_easy_setopt(hop->easy, CURLOPT_URL, transfer->url) ==
			CURLE_OK &&
		curl_multi_add_handle(multi, hop->easy) == CURLM_OK)
		return 0;
	hop_end(hop, NULL);
	return err_set(err, ERR_SYSTEM, "the network library takes no more");
}

void
hop_end(struct hop *hop, CURLM *multi)
{
	if (multi != NULL)
		curl_multi_remove_handle(multi, hop->easy);
	curl_easy_setopt(hop->easy, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(hop->lines);
	hop->lines = NULL;
	hop->transfer = NULL;
	hop->host = NULL;
	set_looking(hop, false);
	set_unread(hop, false);
	hop->load->bytes -= hop->body.len;
	/* Not kept: hundreds of idle slots of 10 MiB each would be. */
	buf_release(&hop->body);
}
