/*
 * fetch_loop_test.c - the fetcher against a scripted server on loopback
 * (tests/httpd.c): what is sent, what is followed, what is refused.
 */
#include "fetch/fetch.h"
#include "fetch/transfer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* Mon, 08 Aug 2022 09:30:00 GMT */
#define NOW ((int64_t)1659951000)
#define SEEN_MAX 32

/* A copy of a response. */
struct seen {
	const char *tag;
	struct fetch_response response;
};

struct world {
	struct arena arena;
	char folder[32];
	pid_t server;
	int port;
	struct fetch_options options;
	struct fetcher *fetcher;
	struct seen seen[SEEN_MAX];
	size_t nseen;
	const char *more; /* URL that `done` asks for */
};

static const char *
in_folder(struct world *world, const char *name)
{
	return arena_printf(&world->arena, "%s/%s", world->folder, name);
}

static char *
read_whole(struct world *world, const char *name)
{
	FILE *file = fopen(in_folder(world, name), "r");
	char *text = arena_alloc(&world->arena, 1 << 18);

	if (file == NULL)
		return NULL;
	text[fread(text, 1, (1 << 18) - 1, file)] = '\0';
	fclose(file);
	return text;
}

/* The server stands beside the folder of this program. */
static const char *
server_path(struct world *world)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	assert_true(n > 0);
	self[n] = '\0';
	for (int i = 0; i < 2; i++)
		*strrchr(self, '/') = '\0';
	return arena_printf(&world->arena, "%s/httpd", self);
}

static void
serve(struct world *world, const char *script)
{
	const char *path = server_path(world);
	const char *script_path = in_folder(world, "script");
	const char *log = in_folder(world, "log");
	const char *port = in_folder(world, "port");
	FILE *file = fopen(script_path, "w");
	const char *text = NULL;

	assert_non_null(file);
	fputs(script, file);
	fclose(file);
	world->server = fork();
	assert_true(world->server >= 0);
	if (world->server == 0) {
		execl(path, path, "-t", "60", "-s", script_path, "-l", log,
			port, (char *)NULL);
		_exit(127);
	}
	for (int i = 0; i < 1000 && text == NULL; i++) {
		struct timespec wait = {0, 10000000};

		nanosleep(&wait, NULL);
		text = read_whole(world, "port");
	}
	assert_non_null(text);
	world->port = (int)strtol(text, NULL, 10);
}

static int
set_up(void **state)
{
	struct world *world = mem_zero(1, sizeof(*world));

	arena_init(&world->arena);
	snprintf(world->folder, sizeof(world->folder),
		"/tmp/ipherald-loop-XXXXXX");
	assert_non_null(mkdtemp(world->folder));
	world->options.user_agent = "ipherald/test (+https://example.org/)";
	world->options.run_seconds = 30;
	*state = world;
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const files[] = {"script", "log", "port", "bomb.gz"};
	struct world *world = *state;

	fetcher_free(world->fetcher);
	if (world->server > 0) {
		kill(world->server, SIGTERM);
		waitpid(world->server, NULL, 0);
	}
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		unlink(in_folder(world, files[i]));
	rmdir(world->folder);
	arena_release(&world->arena);
	free(world);
	return 0;
}

static void add(struct world *world, const char *path);

static void
done(void *context, void *tag, const struct fetch_response *response)
{
	struct world *world = context;
	struct seen *seen = &world->seen[world->nseen++];
	struct arena *arena = &world->arena;

	assert_true(world->nseen < SEEN_MAX);
	seen->tag = tag;
	seen->response = *response;
	seen->response.message = arena_strdup(arena, response->message);
	seen->response.final_url = arena_strdup(arena, response->final_url);
	seen->response.content_type =
		arena_strdup(arena, response->content_type);
	seen->response.etag = arena_strdup(arena, response->etag);
	seen->response.last_modified =
		arena_strdup(arena, response->last_modified);
	seen->response.body =
		arena_strndup(arena, response->body, response->body_length);
	if (world->more != NULL) {
		const char *more = world->more;

		world->more = NULL;
		add(world, more);
	}
}

static void
start(struct world *world)
{
	struct err err = ERR_INIT;

	if (world->fetcher == NULL)
		world->fetcher =
			fetcher_new(&world->options, NOW, done, world, &err);
	assert_non_null(world->fetcher);
}

/* "/path" of our server by its address, or a whole URL; {port} is not
 * replaced here. */
static const char *
url_of(struct world *world, const char *path)
{
	if (path[0] != '/')
		return path;
	return arena_printf(
		&world->arena, "http://127.0.0.1:%d%s", world->port, path);
}

static void
add_request(struct world *world, struct fetch_request request, const char *path)
{
	start(world);
	request.url = url_of(world, path);
	fetcher_add(
		world->fetcher, &request, arena_strdup(&world->arena, path));
}

static void
add(struct world *world, const char *path)
{
	add_request(world, (struct fetch_request){.allow_private = true}, path);
}

static void
run(struct world *world)
{
	struct err err = ERR_INIT;

	start(world);
	while (fetcher_pending(world->fetcher) > 0)
		assert_int_equal(
			fetcher_step(world->fetcher, NULL, 0, 1000, &err), 0);
}

/* The response of that path. */
static const struct fetch_response *
response_of(struct world *world, const char *path)
{
	for (size_t i = 0; i < world->nseen; i++) {
		if (strcmp(world->seen[i].tag, path) == 0)
			return &world->seen[i].response;
	}
	fail_msg("%s was not reported", path);
	return NULL;
}

static const struct fetch_response *
fetch(struct world *world, const char *path)
{
	add(world, path);
	run(world);
	return response_of(world, path);
}

static void
expect_failure(const struct fetch_response *response, enum err_kind kind,
	const char *words)
{
	if (response->kind != kind || strstr(response->message, words) == NULL)
		fail_msg(
			"got kind %d, '%s'", response->kind, response->message);
}

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

/* ---------------------------------------------------------- what is sent */

static void
a_request_says_what_it_must_and_no_more(void **state)
{
	struct world *world = *state;
	const struct fetch_response *response;
	const char *log;

	serve(world, "path /feed\nanswer 200\nheader Set-Cookie: k=v; Path=/\n"
		     "header Content-Type: application/rss+xml\n"
		     "header ETag: W/\"1\"\nheader Last-Modified: once\n"
		     "header Cache-Control: max-age=7200\nbody hello\n");
	add_request(world,
		(struct fetch_request){.allow_private = true, .language = "zh"},
		"/feed");
	add_request(world,
		(struct fetch_request){.allow_private = true,
			.want = FETCH_PAGE,
			.etag = "W/\"old\"",
			.last_modified = "not  a date"},
		"/feed?page");
	run(world);
	response = response_of(world, "/feed");
	assert_int_equal(response->kind, ERR_NONE);
	assert_int_equal(response->status, 200);
	assert_string_equal(response->body, "hello\n");
	assert_int_equal(response->body_length, 6);
	assert_string_equal(response->etag, "W/\"1\"");
	assert_string_equal(response->last_modified, "once");
	assert_string_equal(response->content_type, "application/rss+xml");
	assert_int_equal(response->fresh_for, 7200);
	assert_in_range(response->at, NOW, NOW + 30);
	assert_false(response->permanent);
	assert_false(response->unsent);
	log = read_whole(world, "log");
	assert_int_equal(count(log, "\n"), 2);
	assert_int_equal(count(log, "\tGET\t/feed"), 2);
	assert_int_equal(count(log, "\tUser-Agent: ipherald/test "
				    "(+https://example.org/)\t"),
		2);
	assert_int_equal(count(log, "\tAccept: application/atom+xml"), 1);
	assert_int_equal(count(log, "\tAccept: text/html"), 1);
	assert_int_equal(count(log, "\tAccept-Encoding: gzip"), 2);
	assert_int_equal(count(log, "\tAccept-Language: zh"), 1);
	assert_int_equal(count(log, "\tIf-None-Match: W/\"old\""), 1);
	assert_int_equal(count(log, "\tIf-Modified-Since: not  a date"), 1);
	assert_int_equal(count(log, "\tCookie:"), 0);
	assert_int_equal(count(log, "\tReferer:"), 0);
	/* Host, User-Agent, Accept, Accept-Encoding; and what was asked for. */
	assert_int_equal(count(log, ": "), 4 + 1 + 4 + 2);
}

static void
an_unchanged_page_is_a_304(void **state)
{
	struct world *world = *state;
	const struct fetch_response *response;

	serve(world, "path /feed\nanswer 200\nconditional\n"
		     "header ETag: \"1\"\nbody hello\n");
	add_request(world,
		(struct fetch_request){.allow_private = true, .etag = "\"1\""},
		"/feed");
	run(world);
	response = response_of(world, "/feed");
	assert_int_equal(response->kind, ERR_NONE);
	assert_int_equal(response->status, 304);
	assert_int_equal(response->body_length, 0);
}

static void
a_validator_cannot_smuggle_a_line(void **state)
{
	struct world *world = *state;

	serve(world, "path /feed\nanswer 200\nbody hello\n");
	add_request(world,
		(struct fetch_request){
			.allow_private = true, .etag = "\"1\"\r\nX-Evil: 1"},
		"/feed");
	run(world);
	assert_int_equal(count(read_whole(world, "log"), "Evil"), 0);
}

static void
the_environment_names_no_proxy(void **state)
{
	struct world *world = *state;

	serve(world, "path /feed\nanswer 200\nbody hello\n");
	setenv("http_proxy", "http://127.0.0.1:1/", 1);
	setenv("all_proxy", "http://127.0.0.1:1/", 1);
	assert_int_equal(fetch(world, "/feed")->status, 200);
	unsetenv("http_proxy");
	unsetenv("all_proxy");
}

static void
a_proxy_is_used_where_given(void **state)
{
	struct world *world = *state;
	const char *url = "http://example.org/feed";

	serve(world, "path http://example.org/feed\nanswer 200\nbody hi\n"
		     "path http://127.0.0.1/\nanswer 200\nbody secret\n");
	world->options.proxy = arena_printf(
		&world->arena, "http://127.0.0.1:%d/", world->port);
	add_request(world, (struct fetch_request){0}, url);
	add_request(world, (struct fetch_request){0}, "http://127.0.0.1/");
	add_request(world, (struct fetch_request){0}, "http://127.1/");
	run(world);
	assert_int_equal(response_of(world, url)->status, 200);
	expect_failure(
		response_of(world, "http://127.0.0.1/"), ERR_HTTP, "private");
	expect_failure(
		response_of(world, "http://127.1/"), ERR_HTTP, "private");
}

/* ------------------------------------------------------------ whose turn */

static void
a_host_is_asked_one_by_one_over_one_connection(void **state)
{
	struct world *world = *state;
	long last = -1000;
	char *log, *line;

	world->options.host_gap_ms = 100;
	serve(world, "path /a\nanswer 200\nbody a\npath /b\nanswer 302\n"
		     "header Location: /c\npath /c\nanswer 200\nbody c\n"
		     "path /d\nanswer 404\nbody d\n");
	add(world, "/a");
	add(world, "/b");
	add(world, "/d");
	run(world);
	assert_string_equal(response_of(world, "/b")->body, "c\n");
	assert_int_equal(response_of(world, "/d")->status, 404);
	assert_int_equal(response_of(world, "/d")->body_length, 0);
	log = read_whole(world, "log");
	assert_int_equal(count(log, "\t1\tGET\t"), 4);
	/* The redirect went before what else was queued. */
	assert_true(strstr(log, "/c\t") < strstr(log, "/d\t"));
	for (line = log; *line; line = strchr(line, '\n') + 1) {
		long at = strtol(line, NULL, 10);

		assert_true(at - last >= 99);
		last = at;
	}
}

static void
a_slow_host_delays_nobody(void **state)
{
	struct world *world = *state;
	const char *other;

	serve(world, "path /slow\nanswer 200\ndelay 1000\nbody slow\n"
		     "path /fast\nanswer 200\nbody fast\n");
	other = arena_printf(
		&world->arena, "http://localhost:%d/fast", world->port);
	add(world, "/slow");
	add(world, "/fast");
	add(world, other);
	run(world);
	assert_string_equal(world->seen[0].tag, other);
	assert_string_equal(world->seen[1].tag, "/slow");
	assert_string_equal(world->seen[2].tag, "/fast");
}

static void
done_may_add_more(void **state)
{
	struct world *world = *state;

	serve(world, "path /a\nanswer 200\nbody a\n"
		     "path /b\nanswer 200\nbody b\n");
	world->more = "/b";
	add(world, "/a");
	run(world);
	assert_int_equal(world->nseen, 2);
	assert_string_equal(response_of(world, "/b")->body, "b\n");
	world->more = "/a";
	add(world, "nonsense");
	run(world);
	assert_int_equal(world->nseen, 4);
}

static void
few_slots_serve_many_hosts(void **state)
{
	struct world *world = *state;

	world->options.max_transfers = 1;
	serve(world, "path /a\nanswer 200\nbody a\n");
	add(world, "/a");
	add(world, arena_printf(&world->arena, "http://localhost:%d/a",
			   world->port));
	add(world, "/a");
	run(world);
	assert_int_equal(world->nseen, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(world->seen[i].response.status, 200);
}

static void
a_busy_host_is_left_alone(void **state)
{
	struct world *world = *state;
	const struct fetch_response *response;

	serve(world, "path /a\nanswer 503\nheader Retry-After: 7200\n"
		     "path /b\nanswer 200\nbody b\n");
	add(world, "/a");
	add(world, "/b");
	run(world);
	response = response_of(world, "/a");
	assert_int_equal(response->kind, ERR_NONE);
	assert_int_equal(response->status, 503);
	assert_in_range(response->retry_at, NOW + 7200, NOW + 7230);
	response = response_of(world, "/b");
	expect_failure(response, ERR_HTTP, "answered 503");
	assert_true(response->unsent);
	assert_int_equal(response->status, 0);
	assert_in_range(response->retry_at, NOW + 7200, NOW + 7230);
	/* Not later in the run neither. */
	add(world, "/b?2");
	run(world);
	assert_true(response_of(world, "/b?2")->unsent);
	assert_int_equal(count(read_whole(world, "log"), "\n"), 1);
}

static void
a_short_pause_is_waited_for(void **state)
{
	struct world *world = *state;

	serve(world, "path /a\nanswer 429\nheader Retry-After: 1\n"
		     "path /b\nanswer 200\nbody b\n");
	add(world, "/a");
	add(world, "/b");
	run(world);
	assert_int_equal(response_of(world, "/a")->status, 429);
	assert_int_equal(response_of(world, "/b")->status, 200);
}

static void
the_run_has_a_deadline(void **state)
{
	struct world *world = *state;

	world->options.run_seconds = 1;
	serve(world, "path /a\nanswer 200\ndelay 20000\nbody a\n");
	world->more = "/c";
	add(world, "/a");
	add(world, "/b");
	run(world);
	assert_int_equal(world->nseen, 3);
	for (size_t i = 0; i < 3; i++) {
		expect_failure(&world->seen[i].response, ERR_LIMIT,
			"the run's time of 1 s was over");
		assert_true(world->seen[i].response.unsent);
	}
	assert_int_equal(count(read_whole(world, "log"), "\n"), 1);
}

static void
other_descriptors_are_watched(void **state)
{
	struct world *world = *state;
	struct err err = ERR_INIT;
	struct pollfd extra[2] = {{.events = POLLIN}, {.events = POLLIN}};
	int ready[2], dead[2];

	start(world);
	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(dead), 0);
	extra[0].fd = ready[0];
	extra[1].fd = dead[0];
	assert_int_equal(fetcher_step(world->fetcher, extra, 2, 0, &err), 0);
	assert_int_equal(extra[0].revents | extra[1].revents, 0);
	assert_int_equal(write(ready[1], "x", 1), 1);
	/* Would wait for an hour if it did not look. */
	assert_int_equal(
		fetcher_step(world->fetcher, extra, 2, 3600000, &err), 0);
	assert_int_equal(extra[0].revents, POLLIN);
	assert_int_equal(extra[1].revents, 0);
	close(dead[1]);
	assert_int_equal(
		fetcher_step(world->fetcher, extra, 2, 3600000, &err), 0);
	assert_true(extra[1].revents & POLLHUP);
	close(ready[0]);
	close(ready[1]);
	close(dead[0]);
}

/* ------------------------------------------------------- what is followed */

static void
redirects_are_followed_and_remembered(void **state)
{
	struct world *world = *state;
	const struct fetch_response *response;

	serve(world, "path /old\nanswer 301\nheader Location: /older/./x\n"
		     "path /older/x\nanswer 308\nheader Location: ../new?q\n"
		     "path /new\nanswer 200\nbody new\n"
		     "path /mixed\nanswer 302\nheader Location: /old\n"
		     "path /nowhere\nanswer 301\n");
	add_request(world,
		(struct fetch_request){.allow_private = true, .etag = "\"1\""},
		"/old");
	add(world, "/mixed");
	add(world, "/nowhere");
	run(world);
	response = response_of(world, "/old");
	assert_int_equal(response->status, 200);
	assert_string_equal(response->final_url, url_of(world, "/new?q"));
	assert_true(response->permanent);
	response = response_of(world, "/mixed");
	assert_string_equal(response->final_url, url_of(world, "/new?q"));
	assert_false(response->permanent);
	response = response_of(world, "/nowhere");
	assert_int_equal(response->kind, ERR_NONE);
	assert_int_equal(response->status, 301);
	assert_int_equal(
		count(read_whole(world, "log"), "If-None-Match: \"1\""), 3);
}

static void
redirects_end_somewhere(void **state)
{
	struct world *world = *state;

	serve(world, "path /loop\nanswer 302\nheader Location: /loop2\n"
		     "path /loop2\nanswer 302\nheader Location: /loop\n"
		     "path /self\nanswer 302\nheader Location: /self\n"
		     "path /5\nanswer 302\nheader Location: /4\n"
		     "path /4\nanswer 302\nheader Location: /3\n"
		     "path /3\nanswer 302\nheader Location: /2\n"
		     "path /2\nanswer 302\nheader Location: /1\n"
		     "path /1\nanswer 302\nheader Location: /0\n"
		     "path /0\nanswer 200\nbody end\n");
	add(world, "/loop");
	add(world, "/self");
	add(world, "/5");
	run(world);
	expect_failure(response_of(world, "/loop"), ERR_HTTP,
		"redirected more than 5 times");
	expect_failure(response_of(world, "/self"), ERR_HTTP, "to itself");
	assert_string_equal(response_of(world, "/5")->body, "end\n");
	assert_int_equal(count(read_whole(world, "log"), "\n"), 6 + 1 + 6);
}

static void
redirects_may_not_leave_the_web(void **state)
{
	struct world *world = *state;

	serve(world, "path /file\nanswer 302\n"
		     "header Location: file:///etc/passwd\n"
		     "path /ftp\nanswer 302\nheader Location: ftp://x/y\n"
		     "path /bad\nanswer 302\nheader Location: http://\n");
	add(world, "/file");
	add(world, "/ftp");
	add(world, "/bad");
	run(world);
	expect_failure(response_of(world, "/file"), ERR_HTTP,
		"'file:///etc/passwd', which is no http or https");
	expect_failure(response_of(world, "/ftp"), ERR_HTTP, "no http");
	expect_failure(response_of(world, "/bad"), ERR_HTTP, "no http");
	assert_int_equal(response_of(world, "/bad")->status, 302);
}

static void
redirects_may_not_leave_https(void **state)
{
	struct fetch_request request = {.url = "https://example.org/a"};
	struct transfer *transfer = transfer_new(&request, NULL);
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(transfer_redirect(transfer, 301,
				 "http://example.org/a", 5, &err),
		-1);
	assert_non_null(strstr(err.message,
		"redirected from https to http, which is refused"));
	assert_string_equal(transfer->url, "https://example.org/a");
	assert_int_equal(
		transfer_redirect(transfer, 301, "//b.org/", 5, &err), 0);
	assert_string_equal(transfer->url, "https://b.org/");
	transfer_free(transfer);
}

static void
a_redirect_that_asks_to_wait_is_left_for_later(void **state)
{
	struct world *world = *state;
	const struct fetch_response *response;

	serve(world, "path /a\nanswer 302\nheader Location: /b\n"
		     "header Retry-After: 7200\n"
		     "path /b\nanswer 200\nbody b\n");
	response = fetch(world, "/a");
	expect_failure(response, ERR_HTTP, "asked to wait");
	assert_in_range(response->retry_at, NOW + 7200, NOW + 7230);
	assert_int_equal(count(read_whole(world, "log"), "\n"), 1);
}

/* ------------------------------------------------------- what is refused */

static void
private_addresses_are_refused(void **state)
{
	struct world *world = *state;
	const char *named, *numbered;

	serve(world, "path /a\nanswer 200\nbody secret\n");
	named = arena_printf(
		&world->arena, "http://localhost:%d/a", world->port);
	numbered =
		arena_printf(&world->arena, "http://0x7f.1:%d/a", world->port);
	add_request(world, (struct fetch_request){0}, "/a");
	add_request(world, (struct fetch_request){0}, named);
	add_request(world, (struct fetch_request){0}, numbered);
	add_request(world, (struct fetch_request){0}, "http://[::1]:1/");
	run(world);
	expect_failure(response_of(world, "/a"), ERR_HTTP,
		"address 127.0.0.1 is private (loopback); set allow-private = "
		"yes for this source if it is meant");
	expect_failure(response_of(world, named), ERR_HTTP, "private");
	expect_failure(response_of(world, numbered), ERR_HTTP, "private");
	expect_failure(response_of(world, "http://[::1]:1/"), ERR_HTTP,
		"private (loopback)");
	assert_null(read_whole(world, "log")[0] ? "asked" : NULL);
}

static void
a_private_source_may_not_lead_to_other_hosts(void **state)
{
	struct world *world = *state;
	const struct fetch_response *response;

	serve(world, "path /a\nanswer 302\n"
		     "header Location: http://localhost:{port}/b\n"
		     "path /m\nanswer 302\n"
		     "header Location: http://169.254.169.254/latest/\n"
		     "path /b\nanswer 200\nbody secret\n");
	response = fetch(world, "/a");
	expect_failure(response, ERR_HTTP, "whose address");
	expect_failure(fetch(world, "/m"), ERR_HTTP,
		"169.254.169.254 is private (link-local)");
	assert_int_equal(count(read_whole(world, "log"), "/b"), 0);
}

static void
other_addresses_are_no_urls(void **state)
{
	static const char *const urls[] = {"ftp://example.org/", "file:///x",
		"example.org", "", "http://", "http://exa mple.org:x/"};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		const struct fetch_response *response = fetch(world, urls[i]);

		expect_failure(
			response, ERR_INPUT, "is no http or https address");
		assert_int_equal(response->status, 0);
	}
}

static void
what_is_too_large_ends(void **state)
{
	struct world *world = *state;

	world->options.max_body_bytes = 100000;
	world->options.max_header_bytes = 20000;
	serve(world, "path /body\nanswer 200\nfill 100001\n"
		     "path /fits\nanswer 200\nfill 100000\n"
		     "path /endless\nanswer 200\nendless\nfill 1000\n"
		     "path /error\nanswer 404\nendless\nfill 1000\n"
		     "path /header\nanswer 200\nfill-header 30000\nbody x\n");
	add(world, "/body");
	add(world, "/fits");
	add(world, "/endless");
	add(world, "/error");
	add(world, "/header");
	run(world);
	expect_failure(response_of(world, "/body"), ERR_LIMIT,
		"larger than 100000 bytes");
	assert_int_equal(response_of(world, "/fits")->body_length, 100000);
	expect_failure(response_of(world, "/endless"), ERR_LIMIT, "larger");
	expect_failure(response_of(world, "/error"), ERR_LIMIT, "larger");
	expect_failure(response_of(world, "/header"), ERR_LIMIT, "the header");
}

static void
a_bomb_is_counted_unpacked(void **state)
{
	struct world *world = *state;
	const char *command = arena_printf(&world->arena,
		"head -c 20000000 /dev/zero | gzip -9 > %s/bomb.gz",
		world->folder);

	assert_int_equal(system(command), 0);
	world->options.max_body_bytes = 1000000;
	serve(world, "path /bomb\nanswer 200\nfile bomb.gz\n"
		     "header Content-Encoding: gzip\n"
		     "path /fake\nanswer 200\nbody no gzip\n"
		     "header Content-Encoding: gzip\n");
	expect_failure(fetch(world, "/bomb"), ERR_LIMIT, "larger");
	expect_failure(fetch(world, "/fake"), ERR_NETWORK,
		"not compressed as it says");
}

static void
broken_answers_are_named(void **state)
{
	struct world *world = *state;

	serve(world, "path /short\nanswer 200\nshort 10\nbody x\n"
		     "path /drop\nanswer 200\ndrop\n"
		     "path /reset\nanswer 200\nbody hello\nreset\n"
		     "path /junk\nanswer 200\nraw SSH-2.0-x\\r\\n\n"
		     "path /chunk\nanswer 200\nraw HTTP/1.1 200 OK\\r\\n"
		     "Transfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\nx\n");
	expect_failure(fetch(world, "/short"), ERR_NETWORK,
		"the answer of 127.0.0.1 broke off before its end");
	expect_failure(fetch(world, "/drop"), ERR_NETWORK,
		"127.0.0.1 closed the connection without an answer");
	expect_failure(fetch(world, "/reset"), ERR_NETWORK, "broke off");
	expect_failure(fetch(world, "/junk"), ERR_NETWORK,
		"127.0.0.1 does not speak http");
	expect_failure(fetch(world, "/chunk"), ERR_NETWORK, "127.0.0.1");
}

static void
nobody_listens(void **state)
{
	struct world *world = *state;
	struct sockaddr_in in = {.sin_family = AF_INET};
	socklen_t size = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	/* Bound, so that nobody else takes the port, but not listening. */
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&in, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &size), 0);
	world->port = ntohs(in.sin_port);
	expect_failure(fetch(world, "/a"), ERR_NETWORK,
		"could not connect to 127.0.0.1: connection refused");
	close(fd);
}

static void
a_transfer_has_a_time_limit(void **state)
{
	struct world *world = *state;

	world->options.transfer_seconds = 1;
	serve(world, "path /drip\nanswer 200\ndrip 100\nfill 1000\n"
		     "path /after\nanswer 200\nbody x\n");
	add(world, "/drip");
	add(world, "/after");
	run(world);
	expect_failure(response_of(world, "/drip"), ERR_NETWORK,
		"127.0.0.1 did not finish its answer within 1 s");
	assert_int_equal(response_of(world, "/after")->status, 200);
}

static void
a_fetcher_may_be_freed_at_work(void **state)
{
	struct world *world = *state;
	struct err err = ERR_INIT;

	serve(world, "path /a\nanswer 200\ndelay 20000\nbody a\n");
	add(world, "/a");
	add(world, "/b");
	add(world, "ftp://x/");
	assert_int_equal(fetcher_step(world->fetcher, NULL, 0, 100, &err), 0);
	assert_int_equal(fetcher_pending(world->fetcher), 2);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_request_says_what_it_must_and_no_more),
		TEST(an_unchanged_page_is_a_304),
		TEST(a_validator_cannot_smuggle_a_line),
		TEST(the_environment_names_no_proxy),
		TEST(a_proxy_is_used_where_given),
		TEST(a_host_is_asked_one_by_one_over_one_connection),
		TEST(a_slow_host_delays_nobody),
		TEST(done_may_add_more),
		TEST(few_slots_serve_many_hosts),
		TEST(a_busy_host_is_left_alone),
		TEST(a_short_pause_is_waited_for),
		TEST(the_run_has_a_deadline),
		TEST(other_descriptors_are_watched),
		TEST(redirects_are_followed_and_remembered),
		TEST(redirects_end_somewhere),
		TEST(redirects_may_not_leave_the_web),
		TEST(redirects_may_not_leave_https),
		TEST(a_redirect_that_asks_to_wait_is_left_for_later),
		TEST(private_addresses_are_refused),
		TEST(a_private_source_may_not_lead_to_other_hosts),
		TEST(other_addresses_are_no_urls),
		TEST(what_is_too_large_ends),
		TEST(a_bomb_is_counted_unpacked),
		TEST(broken_answers_are_named),
		TEST(nobody_listens),
		TEST(a_transfer_has_a_time_limit),
		TEST(a_fetcher_may_be_freed_at_work),
	};

	return cmocka_run_group_tests_name("fetch loop", tests, NULL, NULL);
}
