/*
 * httpd.c - a web server for tests: answers as a script says, files as a
 * folder has them, misbehaves on request, and logs what it was asked.
 *
 *	httpd [-a ADDRESS] [-r FOLDER] [-s SCRIPT] [-l LOG] [-t SECONDS] PORTFILE
 *
 * It listens on ADDRESS (127.0.0.1) at a port that the kernel chooses, and then
 * writes that port and a line end into PORTFILE (whole, by renaming: wait until
 * the file is there). It runs until it is killed, at most SECONDS (600).
 *
 *	build/tests/httpd -r tests/site/www -l log port & pid=$!
 *	while [ ! -s port ]; do sleep 0.05; done
 *	curl "http://127.0.0.1:$(cat port)/wipo/rss.xml"; kill $pid
 *
 * FOLDER: what no path of the script matches is served from there, read anew
 * for each request: Content-Type by extension, a strong ETag of the content,
 * Last-Modified, 304 where If-None-Match (or, without it, If-Modified-Since)
 * is equal. A folder is its index.html; /news.php?ID=7 is the file
 * "news.php?ID=7" where there is one, else news.php. Else 404.
 *
 * SCRIPT: a line is a word and the rest; "#" opens a comment line. In values
 * \n \r \t \\ and \xHH are the bytes they mean, and {port} is our port.
 *
 *	path /feed.xml     the answers of this path follow; first exactly, with
 *	                   "?query", then without query
 *	answer 200         an answer; they are given in turn, the last for ever
 *	times 3            given three times before the next one's turn
 *	header NAME: VALUE
 *	body TEXT          a line of the body; may stand often
 *	file NAME          the body, from a file beside the script
 *	fill 1000000       that many bytes "x" more in the body
 *	fill-header 500000 that many bytes in header lines
 *	conditional        304 in place of a 200 where a validator is equal
 *	delay 500          milliseconds before the answer
 *	drip 100           milliseconds between the bytes of the body
 *	short 10           Content-Length says 10 bytes more than come
 *	chunked            the body as one chunk
 *	endless            chunks of the body, without end
 *	close              closes the connection after the answer
 *	drop               closes it in place of an answer
 *	reset              sends the answer but its last byte, then a reset
 *	raw TEXT           these bytes in place of an answer, then closes
 *
 * LOG: a line for each request when it has been read, cells by tabs:
 * milliseconds since the start, number of the connection (from 1), method,
 * target, the status that it will be answered with (0 = none), and one cell
 * "Name: value" for each header line.
 */
#include "base/mem.h"
#include "tests/server/script.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define REQUEST_MAX 65536

struct server {
	const char *folder;
	struct script script;
	FILE *log;
	int fd;
	struct timespec began;
	pthread_mutex_t lock; /* of turns, the log and connections */
	int connections;
};

struct connection {
	struct server *server;
	int fd;
	int number;
};

struct request {
	char *method, *target;
	const char *if_none_match, *if_modified_since;
	char **lines;
	size_t nlines;
	bool close;
};

static bool
is_known(const struct answer *answer, const struct request *request)
{
	char text[256];
	const char *own;

	if (request->if_none_match != NULL) {
		own = answer_value(answer, "ETag", text);
		return own != NULL && strcmp(own, request->if_none_match) == 0;
	}
	own = answer_value(answer, "Last-Modified", text);
	return own != NULL && request->if_modified_since != NULL &&
	       strcmp(own, request->if_modified_since) == 0;
}

/* ---------------------------------------------------------- a request */

static void
log_request(const struct connection *connection, const struct request *request,
	int status)
{
	struct server *server = connection->server;
	struct timespec now;

	if (server->log == NULL)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	fprintf(server->log, "%lld\t%d\t%s\t%s\t%d",
		(long long)(now.tv_sec - server->began.tv_sec) * 1000 +
			(now.tv_nsec - server->began.tv_nsec) / 1000000,
		connection->number, request->method, request->target, status);
	for (size_t i = 0; i < request->nlines; i++)
		fprintf(server->log, "\t%s", request->lines[i]);
	fputc('\n', server->log);
	fflush(server->log);
}

static bool
answer_request(
	const struct connection *connection, const struct request *request)
{
	struct server *server = connection->server;
	bool head = strcmp(request->method, "HEAD") == 0, again;
	const struct answer *answer;
	struct answer file = {0};
	int status;

	pthread_mutex_lock(&server->lock);
	answer = script_take(&server->script, request->target);
	if (answer == NULL) {
		folder_answer(server->folder, request->target, &file);
		answer = &file;
	}
	status = answer->drop || answer->raw ? 0 : answer->status;
	if (status == 200 && answer->conditional && is_known(answer, request))
		status = 304;
	log_request(connection, request, status);
	pthread_mutex_unlock(&server->lock);
	sleep_ms(answer->delay_ms);
	again = answer_send(connection->fd, answer, status, head);
	if (answer == &file)
		answer_release(&file);
	return again && !request->close;
}

static const char *
line_value(const char *line, const char *name)
{
	size_t n = strlen(name);

	if (strncasecmp(line, name, n) != 0 || line[n] != ':')
		return NULL;
	return line + n + 1 + strspn(line + n + 1, " \t");
}

/* Splits `text` (a header without its empty line) in place. */
static int
read_request(struct arena *arena, char *text, struct request *request)
{
	char *rest = strstr(text, "\r\n"), *target, *version;

	*request = (struct request){.method = text};
	if (rest != NULL) {
		*rest = '\0';
		rest += 2;
	}
	target = strchr(text, ' ');
	version = target == NULL ? NULL : strchr(target + 1, ' ');
	if (version == NULL)
		return -1;
	*target = *version = '\0';
	request->target = target + 1;
	request->close = strcmp(version + 1, "HTTP/1.1") != 0;
	while (rest != NULL && *rest) {
		char **line =
			ARENA_PUSH(arena, &request->lines, &request->nlines);
		const char *value;

		*line = rest;
		rest = strstr(rest, "\r\n");
		if (rest != NULL) {
			*rest = '\0';
			rest += 2;
		}
		if ((value = line_value(*line, "If-None-Match")) != NULL)
			request->if_none_match = value;
		if ((value = line_value(*line, "If-Modified-Since")) != NULL)
			request->if_modified_since = value;
		if ((value = line_value(*line, "Connection")) != NULL &&
			strcasecmp(value, "close") == 0)
			request->close = true;
	}
	return 0;
}

static void *
serve(void *context)
{
	struct connection *connection = context;
	char *text = mem_alloc(REQUEST_MAX + 1);
	struct arena arena;
	size_t n = 0;
	bool going = true;

	arena_init(&arena);
	while (going) {
		struct request request;
		char *end;
		ssize_t got;

		text[n] = '\0';
		end = strstr(text, "\r\n\r\n");
		if (end != NULL) {
			*end = '\0';
			going = read_request(&arena, text, &request) == 0 &&
				answer_request(connection, &request);
			n -= (size_t)(end + 4 - text);
			memmove(text, end + 4, n);
			arena_release(&arena);
			continue;
		}
		got = recv(connection->fd, text + n, REQUEST_MAX - n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		going = got > 0;
		n += got > 0 ? (size_t)got : 0;
	}
	close(connection->fd);
	free(text);
	free(connection);
	return NULL;
}

/* ------------------------------------------------------------ the start */

static void
open_socket(struct server *server, const char *address)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	socklen_t size = sizeof(in);
	int yes = 1;

	if (inet_pton(AF_INET, address, &in.sin_addr) != 1)
		die("no IPv4 address", address);
	server->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(server->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (server->fd < 0 ||
		bind(server->fd, (struct sockaddr *)&in, sizeof(in)) != 0 ||
		listen(server->fd, 1024) != 0 ||
		getsockname(server->fd, (struct sockaddr *)&in, &size) != 0)
		die("cannot listen on", address);
	server->script.port = ntohs(in.sin_port);
}

static void
write_port(const struct server *server, const char *path)
{
	char *temporary = mem_alloc(strlen(path) + 5);
	FILE *file;

	snprintf(temporary, strlen(path) + 5, "%s.new", path);
	file = fopen(temporary, "w");
	if (file == NULL || fprintf(file, "%d\n", server->script.port) < 0 ||
		fclose(file) != 0 || rename(temporary, path) != 0)
		die("cannot write", path);
	free(temporary);
}

static void
accept_one(struct server *server)
{
	struct connection *connection;
	pthread_t thread;
	int fd = accept4(server->fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	connection = mem_zero(1, sizeof(*connection));
	connection->server = server;
	connection->fd = fd;
	connection->number = ++server->connections;
	if (pthread_create(&thread, NULL, serve, connection) != 0)
		die("cannot start", "a thread");
	pthread_detach(thread);
}

int
main(int argc, char **argv)
{
	struct server server = {.lock = PTHREAD_MUTEX_INITIALIZER};
	const char *address = "127.0.0.1", *log = NULL;
	unsigned seconds = 600;
	int option;

	while ((option = getopt(argc, argv, "a:r:s:l:t:")) != -1) {
		if (option == 'a')
			address = optarg;
		else if (option == 'r')
			server.folder = optarg;
		else if (option == 's')
			server.script.path = optarg;
		else if (option == 'l')
			log = optarg;
		else if (option == 't')
			seconds = (unsigned)strtoul(optarg, NULL, 10);
		else
			return 2;
	}
	if (argc != optind + 1) {
		fprintf(stderr, "usage: httpd [-a ADDRESS] [-r FOLDER] "
				"[-s SCRIPT] [-l LOG] [-t SECONDS] PORTFILE\n");
		return 2;
	}
	alarm(seconds); /* a test that dies leaves no server behind for long */
	clock_gettime(CLOCK_MONOTONIC, &server.began);
	open_socket(&server, address);
	if (server.script.path != NULL)
		script_read(&server.script);
	if (log != NULL && (server.log = fopen(log, "a")) == NULL)
		die("cannot write", log);
	write_port(&server, argv[optind]);
	for (;;)
		accept_one(&server);
}
