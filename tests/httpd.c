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
#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define REQUEST_MAX 65536

struct answer {
	int status;
	int times;
	int delay_ms, drip_ms;
	int missing; /* bytes that Content-Length promises in vain */
	bool conditional, chunked, endless, close, drop, reset, raw;
	struct buf header; /* whole lines */
	struct buf body;   /* of a raw answer: all */
};

struct route {
	char *path;
	struct answer *answers;
	size_t nanswers;
	size_t turn;
	int given; /* of the answer whose turn it is */
};

struct server {
	const char *folder;
	const char *script;
	FILE *log;
	int fd;
	int port;
	struct timespec began;
	pthread_mutex_t lock; /* of turns, the log and connections */
	struct arena arena;   /* of the script */
	struct route *routes;
	size_t nroutes;
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

static _Noreturn void
die(const char *what, const char *subject)
{
	fprintf(stderr, "httpd: %s '%s': %s\n", what, subject, strerror(errno));
	exit(2);
}

/* ----------------------------------------------------------- the script */

static int
hex(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c == '\0' ? NULL : strchr(digits, c | 0x20);

	return at == NULL ? -1 : (int)(at - digits);
}

/* A value's bytes, with its escapes and {port} replaced. */
static void
add_value(struct buf *out, const char *s, int port)
{
	static const char from[] = "nrt\\", to[] = "\n\r\t\\";

	while (*s) {
		const char *escape = s[0] == '\\' && s[1] != '\0'
					     ? strchr(from, s[1])
					     : NULL;

		if (escape != NULL) {
			buf_putc(out, to[escape - from]);
			s += 2;
		} else if (s[0] == '\\' && s[1] == 'x' && hex(s[2]) >= 0 &&
			   hex(s[3]) >= 0) {
			buf_putc(out, (char)(hex(s[2]) * 16 + hex(s[3])));
			s += 4;
		} else if (strncmp(s, "{port}", 6) == 0) {
			buf_printf(out, "%d", port);
			s += 6;
		} else {
			buf_putc(out, *s++);
		}
	}
}

static int
add_file(struct buf *out, const char *path)
{
	FILE *file = fopen(path, "rb");
	char bytes[16384];
	struct stat about;
	size_t n;

	if (file == NULL)
		return -1;
	if (fstat(fileno(file), &about) != 0 || !S_ISREG(about.st_mode)) {
		fclose(file);
		return -1;
	}
	while ((n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buf_add(out, bytes, n);
	fclose(file);
	return 0;
}

static void
add_beside(struct server *server, struct buf *out, const char *name)
{
	const char *slash = strrchr(server->script, '/');
	int n = slash == NULL ? 0 : (int)(slash - server->script) + 1;
	const char *path =
		arena_printf(&server->arena, "%.*s%s", n, server->script, name);

	if (add_file(out, path) != 0)
		die("cannot read", path);
}

static void
fill(struct buf *out, const char *count, const char *piece)
{
	size_t left = strtoul(count, NULL, 10), n = strlen(piece);

	for (; left > 0; left -= left < n ? left : n)
		buf_add(out, piece, left < n ? left : n);
}

/* Words that set something of the newest answer by themselves. */
static bool
set_flag(struct answer *answer, const char *word)
{
	const struct {
		const char *word;
		bool *flag;
	} flags[] = {
		{"conditional", &answer->conditional},
		{"chunked", &answer->chunked},
		{"endless", &answer->endless},
		{"close", &answer->close},
		{"drop", &answer->drop},
		{"reset", &answer->reset},
	};

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (strcmp(word, flags[i].word) == 0)
			return *flags[i].flag = true;
	}
	return false;
}

static bool
set_number(struct answer *answer, const char *word, const char *value)
{
	const struct {
		const char *word;
		int *number;
	} numbers[] = {
		{"times", &answer->times},
		{"delay", &answer->delay_ms},
		{"drip", &answer->drip_ms},
		{"short", &answer->missing},
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (strcmp(word, numbers[i].word) == 0) {
			*numbers[i].number = (int)strtol(value, NULL, 10);
			return true;
		}
	}
	return false;
}

static bool
set_bytes(struct server *server, struct answer *answer, const char *word,
	const char *value)
{
	if (strcmp(word, "header") == 0) {
		add_value(&answer->header, value, server->port);
		buf_puts(&answer->header, "\r\n");
	} else if (strcmp(word, "body") == 0) {
		add_value(&answer->body, value, server->port);
		buf_putc(&answer->body, '\n');
	} else if (strcmp(word, "raw") == 0) {
		add_value(&answer->body, value, server->port);
		answer->raw = true;
	} else if (strcmp(word, "file") == 0) {
		add_beside(server, &answer->body, value);
	} else if (strcmp(word, "fill") == 0) {
		fill(&answer->body, value, "x");
	} else if (strcmp(word, "fill-header") == 0) {
		/* 50 bytes a line. */
		for (long i = strtol(value, NULL, 10); i > 0; i -= 50)
			buf_printf(&answer->header, "X-%04ld: %040d\r\n",
				i / 50 % 10000, 0);
	} else {
		return false;
	}
	return true;
}

static void
read_line(struct server *server, const char *word, const char *value)
{
	struct route *route = NULL;
	struct answer *answer = NULL;

	if (server->nroutes > 0)
		route = &server->routes[server->nroutes - 1];
	if (route != NULL && route->nanswers > 0)
		answer = &route->answers[route->nanswers - 1];
	if (strcmp(word, "path") == 0) {
		route = ARENA_PUSH(
			&server->arena, &server->routes, &server->nroutes);
		route->path = arena_strdup(&server->arena, value);
	} else if (strcmp(word, "answer") == 0 && route != NULL) {
		answer = ARENA_PUSH(
			&server->arena, &route->answers, &route->nanswers);
		answer->status = (int)strtol(value, NULL, 10);
		answer->times = 1;
		buf_init(&answer->header, BUF_NO_LIMIT);
		buf_init(&answer->body, BUF_NO_LIMIT);
	} else if (answer == NULL ||
		   (!set_flag(answer, word) &&
			   !set_number(answer, word, value) &&
			   !set_bytes(server, answer, word, value))) {
		errno = EINVAL;
		die("a script line may not begin with", word);
	}
}

static void
read_script(struct server *server)
{
	FILE *file = fopen(server->script, "r");
	char *line = NULL;
	size_t size = 0;

	if (file == NULL)
		die("cannot read", server->script);
	while (getline(&line, &size, file) > 0) {
		char *word = line + strspn(line, " \t"), *value;

		word[strcspn(word, "\r\n")] = '\0';
		if (*word == '\0' || *word == '#')
			continue;
		value = word + strcspn(word, " \t");
		if (*value != '\0')
			*value++ = '\0';
		value += strspn(value, " \t");
		read_line(server, word, value);
	}
	free(line);
	fclose(file);
}

/* -------------------------------------------------------- one answer */

static void
sleep_ms(int ms)
{
	struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};

	while (nanosleep(&time, &time) != 0)
		;
}

/* False once the other side is gone. */
static bool
send_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}
	return true;
}

static bool
send_body(int fd, const struct answer *answer)
{
	size_t n = answer->body.len;

	if (answer->reset && n > 0)
		n--;
	if (answer->drip_ms == 0)
		return send_all(fd, buf_str(&answer->body), n);
	for (size_t i = 0; i < n; i++) {
		if (!send_all(fd, answer->body.data + i, 1))
			return false;
		sleep_ms(answer->drip_ms);
	}
	return true;
}

static bool
send_chunks(int fd, const struct answer *answer)
{
	char size[32];
	bool going;

	do {
		snprintf(size, sizeof(size), "%zx\r\n", answer->body.len);
		going = (answer->body.len == 0 ||
			 (send_all(fd, size, strlen(size)) &&
				 send_body(fd, answer) &&
				 send_all(fd, "\r\n", 2)));
	} while (going && answer->endless && answer->body.len > 0);
	return going && send_all(fd, "0\r\n\r\n", 5);
}

static bool
has_body(int status)
{
	return status >= 200 && status != 204 && status != 304;
}

/* True where the connection may be used again. */
static bool
send_answer(int fd, const struct answer *answer, int status, bool head)
{
	bool chunks = answer->chunked || answer->endless;
	bool body = has_body(status) && !head;
	struct buf out;
	bool sent;

	if (answer->drop)
		return false;
	if (answer->raw) {
		send_body(fd, answer);
		return false;
	}
	buf_init(&out, BUF_NO_LIMIT);
	buf_printf(&out, "HTTP/1.1 %d Scripted\r\n", status);
	if (answer->header.len > 0)
		buf_add(&out, answer->header.data, answer->header.len);
	if (has_body(status) && chunks)
		buf_puts(&out, "Transfer-Encoding: chunked\r\n");
	else if (has_body(status))
		buf_printf(&out, "Content-Length: %zu\r\n",
			answer->body.len + (size_t)answer->missing);
	if (answer->close)
		buf_puts(&out, "Connection: close\r\n");
	buf_puts(&out, "\r\n");
	sent = send_all(fd, out.data, out.len);
	buf_release(&out);
	if (sent && body)
		sent = chunks ? send_chunks(fd, answer) : send_body(fd, answer);
	if (answer->reset) {
		struct linger now = {1, 0};

		setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	}
	return sent && !answer->close && !answer->reset && answer->missing == 0;
}

/* The value of a header line of ours, or NULL. Into text. */
static const char *
own_value(const struct answer *answer, const char *name, char text[256])
{
	const char *line = buf_str(&answer->header);
	size_t n = strlen(name);

	while (*line) {
		size_t length = strcspn(line, "\r\n");

		if (length > n && line[n] == ':' &&
			strncasecmp(line, name, n) == 0) {
			const char *value = line + n + 1;

			value += strspn(value, " ");
			snprintf(text, 256, "%.*s",
				(int)(length - (size_t)(value - line)), value);
			return text;
		}
		line += length + strspn(line + length, "\r\n");
	}
	return NULL;
}

static bool
is_known(const struct answer *answer, const struct request *request)
{
	char text[256];
	const char *own;

	if (request->if_none_match != NULL) {
		own = own_value(answer, "ETag", text);
		return own != NULL && strcmp(own, request->if_none_match) == 0;
	}
	own = own_value(answer, "Last-Modified", text);
	return own != NULL && request->if_modified_since != NULL &&
	       strcmp(own, request->if_modified_since) == 0;
}

/* --------------------------------------------------------- the folder */

static const char *
type_of(const char *path)
{
	static const char *const types[][2] = {
		{".html", "text/html"},
		{".htm", "text/html"},
		{".xml", "application/xml"},
		{".rss", "application/rss+xml"},
		{".atom", "application/atom+xml"},
		{".json", "application/json"},
		{".ics", "text/calendar"},
		{".css", "text/css"},
		{".txt", "text/plain; charset=utf-8"},
	};
	size_t n = strlen(path);

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		size_t length = strlen(types[i][0]);

		if (n > length && strcmp(path + n - length, types[i][0]) == 0)
			return types[i][1];
	}
	return strstr(path, ".php") != NULL ? "text/html"
					    : "application/octet-stream";
}

static int
try_file(struct answer *answer, const char *path)
{
	char date[INSTANT_TEXT];
	struct stat about;

	if (add_file(&answer->body, path) != 0 || stat(path, &about) != 0)
		return -1;
	buf_printf(&answer->header,
		"Content-Type: %s\r\nETag: \"%016llx\"\r\n"
		"Last-Modified: %s\r\n",
		type_of(path),
		(unsigned long long)text_hash(
			buf_str(&answer->body), answer->body.len),
		instant_format_http((int64_t)about.st_mtime, date));
	answer->status = 200;
	answer->conditional = true;
	return 0;
}

/* The answer of a target that is not scripted; the caller releases it. */
static void
serve_file(
	const struct server *server, const char *target, struct answer *answer)
{
	int whole = (int)strlen(target), bare = (int)strcspn(target, "?");
	const int lengths[] = {whole, bare, bare};
	const char *const ends[] = {"", "", "index.html"};
	struct buf path;

	*answer = (struct answer){.status = 404};
	buf_init(&answer->header, BUF_NO_LIMIT);
	buf_init(&answer->body, BUF_NO_LIMIT);
	buf_init(&path, 4096);
	for (int i = 0; i < 3 && answer->status == 404; i++) {
		const char *slash = "";

		if (server->folder == NULL || strstr(target, "..") != NULL)
			break;
		if (i == 2 && (bare == 0 || target[bare - 1] != '/'))
			slash = "/";
		buf_reset(&path);
		buf_printf(&path, "%s%.*s%s%s", server->folder, lengths[i],
			target, slash, ends[i]);
		try_file(answer, buf_str(&path));
	}
	buf_release(&path);
	if (answer->status == 404)
		buf_puts(&answer->body, "no such page\n");
}

/* ---------------------------------------------------------- a request */

/* The answer whose turn it is; NULL: the path is not scripted. The caller
 * holds the lock. */
static const struct answer *
take_turn(struct server *server, const char *target)
{
	size_t bare = strcspn(target, "?");
	struct route *found = NULL;

	for (size_t i = 0; i < server->nroutes; i++) {
		struct route *route = &server->routes[i];

		if (strcmp(route->path, target) == 0) {
			found = route;
			break;
		}
		if (found == NULL && strlen(route->path) == bare &&
			strncmp(route->path, target, bare) == 0)
			found = route;
	}
	if (found == NULL || found->nanswers == 0)
		return NULL;
	if (found->given == found->answers[found->turn].times &&
		found->turn + 1 < found->nanswers) {
		found->turn++;
		found->given = 0;
	}
	if (found->given < found->answers[found->turn].times)
		found->given++;
	return &found->answers[found->turn];
}

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
	answer = take_turn(server, request->target);
	if (answer == NULL) {
		serve_file(server, request->target, &file);
		answer = &file;
	}
	status = answer->drop || answer->raw ? 0 : answer->status;
	if (status == 200 && answer->conditional && is_known(answer, request))
		status = 304;
	log_request(connection, request, status);
	pthread_mutex_unlock(&server->lock);
	sleep_ms(answer->delay_ms);
	again = send_answer(connection->fd, answer, status, head);
	if (answer == &file) {
		buf_release(&file.header);
		buf_release(&file.body);
	}
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
	server->port = ntohs(in.sin_port);
}

static void
write_port(const struct server *server, const char *path)
{
	char *temporary = mem_alloc(strlen(path) + 5);
	FILE *file;

	snprintf(temporary, strlen(path) + 5, "%s.new", path);
	file = fopen(temporary, "w");
	if (file == NULL || fprintf(file, "%d\n", server->port) < 0 ||
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
			server.script = optarg;
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
	arena_init(&server.arena);
	open_socket(&server, address);
	if (server.script != NULL)
		read_script(&server);
	if (log != NULL && (server.log = fopen(log, "a")) == NULL)
		die("cannot write", log);
	write_port(&server, argv[optind]);
	for (;;)
		accept_one(&server);
}
