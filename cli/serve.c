/*
 * serve.c - `ipherald serve`: a folder over HTTP on loopback, for those with no
 * web server. files.c finds what to answer, libmicrohttpd answers.
 *
 * One thread: the daemon's epoll descriptor and the signals are waited for
 * together.
 */
#include "base/gzip.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/accept.h"
#include "cli/cli.h"
#include "cli/config.h"
#include "cli/files.h"
#include "cli/options.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEFAULT_PORT 8080
#define IDLE_SECONDS 30u
#define CONNECTIONS 256u

struct server {
	char root[PATH_MAX]; /* real path */
	FILE *log;           /* NULL = none */
	bool once;
	bool answered; /* a request was, wholly */
};

/* A request target, kept from its first line to its end. */
struct request {
	char *target; /* as sent: path and query */
	bool begun;   /* its header is read */
};

static const char *
header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* A client may send tabs and escapes: they must not make columns, or speak to
 * the terminal of who reads the log. */
static void
log_field(FILE *log, const char *value)
{
	for (const char *p = value; *p != '\0'; p++)
		putc((unsigned char)*p < ' ' || *p == 0x7f ? '?' : *p, log);
}

/* One line a request: method, target, status, If-None-Match,
 * If-Modified-Since, User-Agent, with tabs between; "-" for what was not
 * sent. */
static void
write_log(const struct server *server, struct MHD_Connection *connection,
	const char *method, const struct request *request, unsigned status)
{
	static const char *const names[] = {
		"If-None-Match", "If-Modified-Since", "User-Agent"};

	if (server->log == NULL)
		return;
	log_field(server->log, method);
	putc('\t', server->log);
	log_field(server->log, request->target);
	fprintf(server->log, "\t%u", status);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = header(connection, names[i]);

		putc('\t', server->log);
		log_field(server->log, value != NULL ? value : "-");
	}
	putc('\n', server->log);
	fflush(server->log);
}

/* Has the client what it asks for (RFC 9110 section 13.2.2)? */
static bool
is_unchanged(struct MHD_Connection *connection, const struct served *served)
{
	const char *etags = header(connection, "If-None-Match");
	const char *since = header(connection, "If-Modified-Since");
	int64_t then;

	if (etags != NULL)
		return files_etag_matches(etags, served->etag);
	return since != NULL && instant_parse_http(since, &then) == 0 &&
	       served->modified <= then;
}

/* Another encoding is another representation: it has an ETag of its own
 * (RFC 9110 section 8.8.3.3). */
static void
choose_encoding(struct MHD_Connection *connection, struct served *served)
{
	size_t n = strlen(served->etag);

	served->encoded =
		accept_gzip_worth_it(served->media_type, served->bytes.len) &&
		accept_gzip(header(connection, "Accept-Encoding"));
	if (served->encoded)
		snprintf(served->etag + n - 1, sizeof(served->etag) - n + 1,
			"-gz\"");
}

/* What every answer with a file says, 304 too. */
static void
add_headers(struct MHD_Response *response, const struct served *served)
{
	char when[INSTANT_TEXT];

	MHD_add_response_header(response, "ETag", served->etag);
	MHD_add_response_header(response, "Last-Modified",
		instant_format_http(served->modified, when));
	MHD_add_response_header(response, "Vary", "Accept-Encoding");
	MHD_add_response_header(
		response, "Cache-Control", "public, max-age=300");
	/* Readers in browsers fetch from other sites. */
	MHD_add_response_header(response, "Access-Control-Allow-Origin", "*");
	MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
}

static void
pack(struct buf *bytes)
{
	struct buf packed;

	buf_init(&packed, BUF_NO_LIMIT);
	gzip_add(&packed, bytes, GZIP_SMALL);
	buf_release(bytes);
	*bytes = packed;
}

/* What becomes of a file that is there: its bytes as the client takes them, or
 * none where it has them. */
static unsigned
settle(struct MHD_Connection *connection, struct served *served)
{
	choose_encoding(connection, served);
	if (is_unchanged(connection, served)) {
		buf_reset(&served->bytes);
		return MHD_HTTP_NOT_MODIFIED;
	}
	if (served->encoded)
		pack(&served->bytes);
	return MHD_HTTP_OK;
}

static struct MHD_Response *
response_of_bytes(struct served *served)
{
	size_t n = served->bytes.len;
	char *bytes = buf_steal(&served->bytes);
	struct MHD_Response *response = MHD_create_response_from_buffer(
		n, bytes, MHD_RESPMEM_MUST_FREE);

	if (response == NULL)
		mem_die();
	add_headers(response, served);
	if (served->encoded && n > 0)
		MHD_add_response_header(response, "Content-Encoding", "gzip");
	return response;
}

/* `target` as it was sent, so that it is encoded as it must be: with a slash
 * before its query. */
static void
add_location(struct MHD_Response *response, const char *target)
{
	size_t path = strcspn(target, "?");
	struct buf location;

	buf_init(&location, BUF_NO_LIMIT);
	buf_add(&location, target, path);
	buf_putc(&location, '/');
	buf_puts(&location, target + path);
	MHD_add_response_header(response, "Location", buf_str(&location));
	buf_release(&location);
}

static struct MHD_Response *
response_of_status(unsigned status, const char *target)
{
	struct buf text;
	struct MHD_Response *response;
	size_t n;

	buf_init(&text, BUF_NO_LIMIT);
	buf_printf(&text, "%u\n", status);
	n = text.len;
	response = MHD_create_response_from_buffer(
		n, buf_steal(&text), MHD_RESPMEM_MUST_FREE);
	if (response == NULL)
		mem_die();
	MHD_add_response_header(response, "Content-Type", "text/plain");
	if (status == MHD_HTTP_MOVED_PERMANENTLY)
		add_location(response, target);
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		MHD_add_response_header(response, "Allow", "GET, HEAD");
	buf_release(&text);
	return response;
}

static enum MHD_Result
answer(void *context, struct MHD_Connection *connection, const char *path,
	const char *method, const char *version, const char *upload,
	size_t *upload_size, void **request)
{
	struct server *server = context;
	struct request *asked = *request;
	const char *query = strchr(asked->target, '?');
	bool reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
	unsigned status = MHD_HTTP_METHOD_NOT_ALLOWED;
	struct MHD_Response *response;
	struct served served = {0};
	enum MHD_Result result;

	(void)version;
	(void)upload;
	/* An answer at the first call would close the connection behind it, one
	 * with a body left to read would cut it. */
	if (!asked->begun || *upload_size > 0) {
		asked->begun = true;
		*upload_size = 0;
		return MHD_YES;
	}
	if (reads) {
		files_find(server->root, path, query != NULL ? query + 1 : NULL,
			&served);
		status = (unsigned)served.status;
	}
	if (status == MHD_HTTP_OK)
		status = settle(connection, &served);
	if (status == MHD_HTTP_OK || status == MHD_HTTP_NOT_MODIFIED)
		response = response_of_bytes(&served);
	else
		response = response_of_status(status, asked->target);
	if (status == MHD_HTTP_OK)
		MHD_add_response_header(
			response, "Content-Type", served.media_type);
	buf_release(&served.bytes);
	write_log(server, connection, method, asked, status);
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static void *
keep_target(void *context, const char *uri, struct MHD_Connection *connection)
{
	struct request *request = mem_zero(1, sizeof(*request));

	(void)context;
	(void)connection;
	request->target = mem_strdup(uri);
	return request;
}

static void
end_request(void *context, struct MHD_Connection *connection, void **request,
	enum MHD_RequestTerminationCode code)
{
	struct server *server = context;
	struct request *ended = *request;

	(void)connection;
	if (ended == NULL)
		return;
	if (code == MHD_REQUEST_TERMINATED_COMPLETED_OK)
		server->answered = true;
	free(ended->target);
	free(ended);
	*request = NULL;
}

/* Runs until a signal comes, or (once) until a request was answered. */
static int
serve_until_told(struct MHD_Daemon *daemon, const struct server *server,
	int signals, struct err *err)
{
	const union MHD_DaemonInfo *info =
		MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
	struct pollfd waited[2] = {{.fd = info->epoll_fd, .events = POLLIN},
		{.fd = signals, .events = POLLIN}};

	while (!(server->once && server->answered)) {
		MHD_UNSIGNED_LONG_LONG until;
		int timeout = -1;

		if (MHD_get_timeout(daemon, &until) == MHD_YES)
			timeout = until < 60000 ? (int)until : 60000;
		if (poll(waited, 2, timeout) < 0 && errno != EINTR)
			return err_set(
				err, ERR_SYSTEM, "poll: %s", strerror(errno));
		if (waited[1].revents != 0)
			break;
		if (MHD_run(daemon) != MHD_YES)
			return err_set(err, ERR_SYSTEM,
				"the server cannot go on: %s", strerror(errno));
	}
	return 0;
}

static struct MHD_Daemon *
start(struct server *server, int port, struct err *err)
{
	struct sockaddr_in loopback = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL,
		(uint16_t)port, NULL, NULL, answer, server,
		MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&loopback,
		MHD_OPTION_URI_LOG_CALLBACK, keep_target, NULL,
		MHD_OPTION_NOTIFY_COMPLETED, end_request, server,
		MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
		MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS, MHD_OPTION_END);

	if (daemon == NULL)
		err_set(err, ERR_USAGE,
			"port %d cannot be listened on: %s; --port 0 takes a "
			"free one",
			port, strerror(errno));
	return daemon;
}

/* Descriptor that becomes readable when the process is told to end. */
static int
signal_descriptor(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

static int
serve(struct server *server, int port, struct err *err)
{
	int signals = signal_descriptor(), result = -1;
	struct MHD_Daemon *daemon = start(server, port, err);
	const union MHD_DaemonInfo *info;

	if (daemon == NULL)
		goto out;
	info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
	printf("http://127.0.0.1:%u/\n", (unsigned)info->port);
	fflush(stdout);
	result = serve_until_told(daemon, server, signals, err);
out:
	if (daemon != NULL)
		MHD_stop_daemon(daemon);
	if (signals >= 0)
		close(signals);
	return result;
}

/* -1: errno says why. */
static int
opens_as_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	return close(fd);
}

/* --root, else the folder that the configuration publishes to. */
static int
find_root(const struct cli *cli, const char *given, char root[PATH_MAX],
	struct err *err)
{
	struct config config;
	int result = 0;

	config_init(&config);
	if (given == NULL) {
		result = config_load(&config, cli->config_path, err);
		given = config.publish;
		if (result == 0 && access(given, F_OK) != 0 && errno == ENOENT)
			result = err_set(err, ERR_USAGE,
				"there is no published folder '%s' yet: "
				"'ipherald run' makes it",
				given);
	}
	if (result == 0 &&
		(realpath(given, root) == NULL || opens_as_folder(root) != 0))
		result = err_set(err, ERR_USAGE,
			"the folder '%s' cannot be served: %s", given,
			strerror(errno));
	config_release(&config);
	return result;
}

static int
open_log(struct server *server, const char *path, struct err *err)
{
	if (path == NULL)
		return 0;
	server->log = fopen(path, "ae");
	if (server->log == NULL)
		return err_set(err, ERR_OUTPUT,
			"the log '%s' cannot be written: %s", path,
			strerror(errno));
	return 0;
}

int
command_serve(struct cli *cli, int argc, char **argv)
{
	const char *root = NULL, *log = NULL;
	int port = DEFAULT_PORT;
	struct server server = {.once = false};
	const struct option_entry options[] = {
		{"root", OPTION_TEXT, &root, "FOLDER",
			"serve this, not the published folder"},
		{"port", OPTION_COUNT, &port, "PORT",
			"listen there (8080); 0 takes a free one"},
		{"log", OPTION_TEXT, &log, "FILE", "add a line a request"},
		{"once", OPTION_FLAG, &server.once, NULL,
			"stop after the first request"},
	};
	const struct usage usage = {.command = "serve",
		.arguments = "",
		.text = "Serves the published folder over HTTP on 127.0.0.1 "
			"and prints its address.\nStops at SIGINT and "
			"SIGTERM.\n",
		.options = options,
		.noptions = sizeof(options) / sizeof(options[0])};
	struct words words;
	struct err err = ERR_INIT;
	enum options_result read =
		options_read(cli, &usage, argc, argv, &words);

	if (read != OPTIONS_READ)
		return options_status(read);
	if (port > 65535)
		err_set(&err, ERR_USAGE, "--port %d: the largest is 65535",
			port);
	else if (find_root(cli, root, server.root, &err) == 0 &&
		 open_log(&server, log, &err) == 0)
		serve(&server, port, &err);
	if (server.log != NULL)
		fclose(server.log);
	return err.kind != ERR_NONE ? fail(&err) : EXIT_DONE;
}
