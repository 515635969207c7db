/*
 * fetch_loop_test.c - what the fetcher sends, when, and what it follows.
 */
#include "fetch/transfer.h"
#include "tests/unit/fetch_world.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
a_request_says_what_it_must_and_no_more(void **state)
{
	struct world *world = *state;
	const struct fetch_response *response;
	const char *log;

	world_serve(world,
		"path /feed\nanswer 200\nheader Set-Cookie: k=v; Path=/\n"
		"header Content-Type: application/rss+xml\n"
		"header ETag: W/\"1\"\nheader Last-Modified: once\n"
		"header Cache-Control: max-age=7200\nbody hello\n");
	world_request(world,
		(struct fetch_request){.allow_private = true, .language = "zh"},
		"/feed");
	world_request(world,
		(struct fetch_request){.allow_private = true,
			.want = FETCH_PAGE,
			.etag = "W/\"old\"",
			.last_modified = "not  a date"},
		"/feed?page");
	world_run(world);
	response = world_response(world, "/feed");
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
	log = world_read(world, "log");
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

	world_serve(world, "path /feed\nanswer 200\nconditional\n"
			   "header ETag: \"1\"\nbody hello\n");
	world_request(world,
		(struct fetch_request){.allow_private = true, .etag = "\"1\""},
		"/feed");
	world_run(world);
	response = world_response(world, "/feed");
	assert_int_equal(response->kind, ERR_NONE);
	assert_int_equal(response->status, 304);
	assert_int_equal(response->body_length, 0);
}

static void
a_validator_cannot_smuggle_a_line(void **state)
{
	struct world *world = *state;

	world_serve(world, "path /feed\nanswer 200\nbody hello\n");
	world_request(world,
		(struct fetch_request){
			.allow_private = true, .etag = "\"1\"\r\nX-Evil: 1"},
		"/feed");
	world_run(world);
	assert_int_equal(count(world_read(world, "log"), "Evil"), 0);
}

static void
the_environment_names_no_proxy(void **state)
{
	struct world *world = *state;

	world_serve(world, "path /feed\nanswer 200\nbody hello\n");
	setenv("http_proxy", "http://127.0.0.1:1/", 1);
	setenv("all_proxy", "http://127.0.0.1:1/", 1);
	assert_int_equal(world_fetch(world, "/feed")->status, 200);
	unsetenv("http_proxy");
	unsetenv("all_proxy");
}

static void
a_proxy_is_used_where_given(void **state)
{
	struct world *world = *state;
	const char *url = "http://example.org/feed";

	world_serve(world, "path http://example.org/feed\nanswer 200\nbody hi\n"
			   "path http://127.0.0.1/\nanswer 200\nbody secret\n");
	world->options.proxy = arena_printf(
		&world->arena, "http://127.0.0.1:%d/", world->port);
	/* The environment does not decide where it is not used either. */
	setenv("no_proxy", "*", 1);
	world_request(world, (struct fetch_request){0}, url);
	world_request(world, (struct fetch_request){0}, "http://127.0.0.1/");
	world_request(world, (struct fetch_request){0}, "http://127.1/");
	world_run(world);
	unsetenv("no_proxy");
	assert_int_equal(world_response(world, url)->status, 200);
	expect_failure(world_response(world, "http://127.0.0.1/"), ERR_HTTP,
		"private");
	expect_failure(
		world_response(world, "http://127.1/"), ERR_HTTP, "private");
}

/* ------------------------------------------------------------ whose turn */

static void
a_host_is_asked_one_by_one_over_one_connection(void **state)
{
	struct world *world = *state;
	long last = -1000;
	char *log, *line;

	world->options.host_gap_ms = 100;
	world_serve(world, "path /a\nanswer 200\nbody a\npath /b\nanswer 302\n"
			   "header Location: /c\npath /c\nanswer 200\nbody c\n"
			   "path /d\nanswer 404\nbody d\n");
	world_add(world, "/a");
	world_add(world, "/b");
	world_add(world, "/d");
	world_run(world);
	assert_string_equal(world_response(world, "/b")->body, "c\n");
	assert_int_equal(world_response(world, "/d")->status, 404);
	assert_int_equal(world_response(world, "/d")->body_length, 0);
	log = world_read(world, "log");
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

	world_serve(world, "path /slow\nanswer 200\ndelay 1000\nbody slow\n"
			   "path /fast\nanswer 200\nbody fast\n");
	other = arena_printf(
		&world->arena, "http://localhost:%d/fast", world->port);
	world_add(world, "/slow");
	world_add(world, "/fast");
	world_add(world, other);
	world_run(world);
	assert_string_equal(world->seen[0].tag, other);
	assert_string_equal(world->seen[1].tag, "/slow");
	assert_string_equal(world->seen[2].tag, "/fast");
}

static void
done_may_add_more(void **state)
{
	struct world *world = *state;

	world_serve(world, "path /a\nanswer 200\nbody a\n"
			   "path /b\nanswer 200\nbody b\n");
	world->more = "/b";
	world_add(world, "/a");
	world_run(world);
	assert_int_equal(world->nseen, 2);
	assert_string_equal(world_response(world, "/b")->body, "b\n");
	world->more = "/a";
	world_add(world, "nonsense");
	world_run(world);
	assert_int_equal(world->nseen, 4);
}

static void
few_slots_serve_many_hosts(void **state)
{
	struct world *world = *state;

	world->options.max_transfers = 1;
	world_serve(world, "path /a\nanswer 200\nbody a\n");
	world_add(world, "/a");
	world_add(world, arena_printf(&world->arena, "http://localhost:%d/a",
				 world->port));
	world_add(world, "/a");
	world_run(world);
	assert_int_equal(world->nseen, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(world->seen[i].response.status, 200);
}

/* Where all is read for the first time, what comes waits in memory. */
static void
few_first_readings_go_at_once(void **state)
{
	struct world *world = *state;
	const char *other;

	world->options.max_bodies = 1;
	world_serve(world, "path /slow\nanswer 200\ndelay 300\nbody slow\n"
			   "path /fast\nanswer 200\nbody fast\n");
	other = arena_printf(
		&world->arena, "http://localhost:%d/fast", world->port);
	world_add(world, "/slow");
	world_add(world, other);
	world_run(world);
	assert_int_equal(world->nseen, 2);
	assert_string_equal(world->seen[0].tag, "/slow");
	assert_string_equal(world->seen[1].tag, other);
}

static void
in_a_pause_nothing_is_begun(void **state)
{
	struct world *world = *state;
	struct err err = ERR_INIT;

	world_serve(world, "path /a\nanswer 200\nbody a\n");
	world_add(world, "/a");
	fetcher_pause(world->fetcher, true);
	for (int i = 0; i < 3; i++)
		assert_int_equal(
			fetcher_step(world->fetcher, NULL, 0, 20, &err), 0);
	assert_int_equal(world->nseen, 0);
	assert_string_equal(world_read(world, "log"), "");
	fetcher_pause(world->fetcher, false);
	world_run(world);
	assert_int_equal(world_response(world, "/a")->status, 200);
}

static void
a_busy_host_is_left_alone(void **state)
{
	struct world *world = *state;
	const struct fetch_response *response;

	world_serve(world, "path /a\nanswer 503\nheader Retry-After: 7200\n"
			   "path /b\nanswer 200\nbody b\n");
	world_add(world, "/a");
	world_add(world, "/b");
	world_run(world);
	response = world_response(world, "/a");
	assert_int_equal(response->kind, ERR_NONE);
	assert_int_equal(response->status, 503);
	assert_in_range(response->retry_at, NOW + 7200, NOW + 7230);
	response = world_response(world, "/b");
	expect_failure(response, ERR_HTTP, "answered 503");
	assert_true(response->unsent);
	assert_int_equal(response->status, 0);
	assert_in_range(response->retry_at, NOW + 7200, NOW + 7230);
	/* Not later in the run either. */
	world_add(world, "/b?2");
	world_run(world);
	assert_true(world_response(world, "/b?2")->unsent);
	assert_int_equal(count(world_read(world, "log"), "\n"), 1);
}

static void
a_busy_host_may_break_off(void **state)
{
	struct world *world = *state;

	world_serve(world, "path /a\nanswer 429\nheader Retry-After: 7200\n"
			   "short 10\nbody x\n"
			   "path /b\nanswer 200\nbody b\n");
	world_add(world, "/a");
	world_add(world, "/b");
	world_run(world);
	expect_failure(world_response(world, "/a"), ERR_NETWORK, "broke off");
	assert_true(world_response(world, "/b")->unsent);
}

static void
a_short_pause_is_waited_for(void **state)
{
	struct world *world = *state;

	world_serve(world, "path /a\nanswer 429\nheader Retry-After: 1\n"
			   "path /b\nanswer 200\nbody b\n");
	world_add(world, "/a");
	world_add(world, "/b");
	world_run(world);
	assert_int_equal(world_response(world, "/a")->status, 429);
	assert_int_equal(world_response(world, "/b")->status, 200);
}

static void
the_run_has_a_deadline(void **state)
{
	struct world *world = *state;

	world->options.run_seconds = 1;
	world_serve(world, "path /a\nanswer 200\ndelay 20000\nbody a\n");
	world->more = "/c";
	world_add(world, "/a");
	world_add(world, "/b");
	world_run(world);
	/* What comes too late is not begun. */
	world_add(world, "/d");
	world_run(world);
	assert_int_equal(world->nseen, 4);
	for (size_t i = 0; i < 4; i++) {
		expect_failure(&world->seen[i].response, ERR_LIMIT,
			"the run's time of 1 s was over");
		assert_true(world->seen[i].response.unsent);
	}
	assert_int_equal(count(world_read(world, "log"), "\n"), 1);
}

static enum fetch_follow
ask_first(void *context, void *tag, const char *url, const char **why)
{
	struct world *world = context;

	(void)tag;
	(void)url;
	(void)why;
	world_add(world, "http://127.0.0.2:9/robots.txt");
	return FOLLOW_LATER;
}

/* Who waits for a robots.txt is told of it first: its job is looked for then. */
static void
what_is_held_back_is_given_up_last(void **state)
{
	struct world *world = *state;

	world->options.run_seconds = 1;
	world->options.host_gap_ms = 20000;
	world->options.may_follow = ask_first;
	world_serve(world, "path /a\nanswer 302\n"
			   "header Location: http://127.0.0.2:9/there\n"
			   "header Retry-After: 20\n");
	world_add(world, "/a");
	world_run(world);
	assert_int_equal(world->nseen, 2);
	assert_string_equal(
		world->seen[0].tag, "http://127.0.0.2:9/robots.txt");
	assert_string_equal(world->seen[1].tag, "/a");
	for (size_t i = 0; i < 2; i++) {
		expect_failure(&world->seen[i].response, ERR_LIMIT,
			"the run's time of 1 s was over");
		assert_true(world->seen[i].response.unsent);
	}
}

/* A connection that is begun stands in the listener's queue at once. */
static void
past_the_deadline_nothing_is_begun(void **state)
{
	struct world *world = *state;
	struct sockaddr_in in = {.sin_family = AF_INET};
	socklen_t size = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&in, size), 0);
	assert_int_equal(listen(fd, 8), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &size), 0);
	world->port = ntohs(in.sin_port);
	world->options.run_seconds = 1;
	world_add(world, "/a");
	world_run(world);
	assert_true(accept(fd, NULL, NULL) >= 0);
	world_add(world, "/b");
	world_run(world);
	assert_true(world_response(world, "/b")->unsent);
	assert_int_equal(accept(fd, NULL, NULL), -1);
	close(fd);
}

static void
other_descriptors_are_watched(void **state)
{
	struct world *world = *state;
	struct err err = ERR_INIT;
	struct pollfd extra[2] = {{.events = POLLIN}, {.events = POLLIN}};
	int ready[2], dead[2];

	world_start(world);
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

	world_serve(world,
		"path /old\nanswer 301\nheader Location: /older/./x\n"
		"path /older/x\nanswer 308\nheader Location: ../new?q\n"
		"path /new\nanswer 200\nbody new\n"
		"path /mixed\nanswer 302\nheader Location: /old\n"
		"path /nowhere\nanswer 301\n");
	world_request(world,
		(struct fetch_request){.allow_private = true, .etag = "\"1\""},
		"/old");
	world_add(world, "/mixed");
	world_add(world, "/nowhere");
	world_run(world);
	response = world_response(world, "/old");
	assert_int_equal(response->status, 200);
	assert_string_equal(response->final_url, world_url(world, "/new?q"));
	assert_true(response->permanent);
	response = world_response(world, "/mixed");
	assert_string_equal(response->final_url, world_url(world, "/new?q"));
	assert_false(response->permanent);
	response = world_response(world, "/nowhere");
	assert_int_equal(response->kind, ERR_NONE);
	assert_int_equal(response->status, 301);
	assert_int_equal(
		count(world_read(world, "log"), "If-None-Match: \"1\""), 3);
}

static void
redirects_end_somewhere(void **state)
{
	struct world *world = *state;

	world_serve(world, "path /loop\nanswer 302\nheader Location: /loop2\n"
			   "path /loop2\nanswer 302\nheader Location: /loop\n"
			   "path /self\nanswer 302\nheader Location: /self\n"
			   "path /5\nanswer 302\nheader Location: /4\n"
			   "path /4\nanswer 302\nheader Location: /3\n"
			   "path /3\nanswer 302\nheader Location: /2\n"
			   "path /2\nanswer 302\nheader Location: /1\n"
			   "path /1\nanswer 302\nheader Location: /0\n"
			   "path /0\nanswer 200\nbody end\n");
	world_add(world, "/loop");
	world_add(world, "/self");
	world_add(world, "/5");
	world_run(world);
	expect_failure(world_response(world, "/loop"), ERR_HTTP,
		"redirected more than 5 times");
	expect_failure(world_response(world, "/self"), ERR_HTTP, "to itself");
	assert_string_equal(world_response(world, "/5")->body, "end\n");
	assert_int_equal(count(world_read(world, "log"), "\n"), 6 + 1 + 6);
}

static void
redirects_may_not_leave_the_web(void **state)
{
	struct world *world = *state;

	world_serve(world, "path /file\nanswer 302\n"
			   "header Location: file:///etc/passwd\n"
			   "path /ftp\nanswer 302\nheader Location: ftp://x/y\n"
			   "path /bad\nanswer 302\nheader Location: http://\n");
	world_add(world, "/file");
	world_add(world, "/ftp");
	world_add(world, "/bad");
	world_run(world);
	expect_failure(world_response(world, "/file"), ERR_HTTP,
		"'file:///etc/passwd', which is no http or https");
	expect_failure(world_response(world, "/ftp"), ERR_HTTP, "no http");
	expect_failure(world_response(world, "/bad"), ERR_HTTP, "no http");
	assert_int_equal(world_response(world, "/bad")->status, 302);
}

/* Each part is a URL, the whole is none. */
static void
redirects_may_not_grow_without_end(void **state)
{
	struct world *world = *state;
	char part[5001], *script, *path;

	memset(part, 'x', 5000);
	part[5000] = '\0';
	path = arena_printf(&world->arena, "/%s/", part);
	script = arena_printf(&world->arena,
		"path %s\nanswer 301\nheader Location: %s\n", path, part);
	world_serve(world, script);
	expect_failure(world_fetch(world, path), ERR_HTTP,
		"which is no http or https address");
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

	world_serve(world, "path /a\nanswer 302\nheader Location: /b\n"
			   "header Retry-After: 7200\n"
			   "path /b\nanswer 200\nbody b\n");
	response = world_fetch(world, "/a");
	expect_failure(response, ERR_HTTP, "asked to wait");
	assert_in_range(response->retry_at, NOW + 7200, NOW + 7230);
	assert_int_equal(count(world_read(world, "log"), "\n"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_request_says_what_it_must_and_no_more),
		WORLD_TEST(an_unchanged_page_is_a_304),
		WORLD_TEST(a_validator_cannot_smuggle_a_line),
		WORLD_TEST(the_environment_names_no_proxy),
		WORLD_TEST(a_proxy_is_used_where_given),
		WORLD_TEST(a_host_is_asked_one_by_one_over_one_connection),
		WORLD_TEST(a_slow_host_delays_nobody),
		WORLD_TEST(done_may_add_more),
		WORLD_TEST(few_slots_serve_many_hosts),
		WORLD_TEST(few_first_readings_go_at_once),
		WORLD_TEST(in_a_pause_nothing_is_begun),
		WORLD_TEST(a_busy_host_is_left_alone),
		WORLD_TEST(a_busy_host_may_break_off),
		WORLD_TEST(a_short_pause_is_waited_for),
		WORLD_TEST(the_run_has_a_deadline),
		WORLD_TEST(what_is_held_back_is_given_up_last),
		WORLD_TEST(past_the_deadline_nothing_is_begun),
		WORLD_TEST(other_descriptors_are_watched),
		WORLD_TEST(redirects_are_followed_and_remembered),
		WORLD_TEST(redirects_end_somewhere),
		WORLD_TEST(redirects_may_not_leave_the_web),
		WORLD_TEST(redirects_may_not_grow_without_end),
		WORLD_TEST(redirects_may_not_leave_https),
		WORLD_TEST(a_redirect_that_asks_to_wait_is_left_for_later),
	};

	return cmocka_run_group_tests_name("fetch loop", tests, NULL, NULL);
}
