/*
 * fetch_refusal_test.c - what the fetcher refuses, what breaks, and how it says
 * so; likewise what is sent.
 */
#include "fetch/post.h"
#include "tests/unit/fetch_world.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A byte in the file for each look-up. */
static void
note_lookup(const char *path)
{
	FILE *file = path != NULL ? fopen(path, "a") : NULL;

	if (file == NULL)
		return;
	fputc('x', file);
	fclose(file);
}

/* Stands before libc's for libcurl too: a public name whose owner lets it point
 * to the inside of our network. */
int
getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
	struct addrinfo **result)
{
	int (*real)(const char *, const char *, const struct addrinfo *,
		struct addrinfo **);
	void *found = dlsym(RTLD_NEXT, "getaddrinfo");

	memcpy(&real, &found, sizeof(real));
	if (name != NULL && strcmp(name, "inside.example.org") == 0) {
		note_lookup(getenv("LOOKUPS"));
		name = "127.0.0.1";
	}
	return real(name, service, hints, result);
}

static void
a_name_is_judged_by_its_address(void **state)
{
	struct world *world = *state;
	const char *allowed, *first, *again;

	world_serve(world, "path /a\nanswer 200\nbody secret\n");
	allowed = arena_printf(
		&world->arena, "http://inside.example.org:%d/a", world->port);
	first = arena_printf(&world->arena, "%s?first", allowed);
	again = arena_printf(&world->arena, "%s?again", allowed);
	/* No socket opens for the first; the connection that the allowed one
	 * left open does not serve the last. */
	world_request(world, (struct fetch_request){0}, first);
	world_add(world, allowed);
	world_request(world, (struct fetch_request){0}, again);
	world_run(world);
	expect_failure(world_response(world, first), ERR_HTTP,
		"address 127.0.0.1 is private (loopback)");
	assert_int_equal(world_response(world, allowed)->status, 200);
	expect_failure(world_response(world, again), ERR_HTTP,
		"address 127.0.0.1 is private (loopback)");
	assert_int_equal(count(world_read(world, "log"), "\n"), 1);
}

/* Each answer closes its connection, so that each request makes one anew. */
static void
a_name_is_looked_up_once_a_run(void **state)
{
	static const char *const paths[] = {"a", "b", "c"};
	struct world *world = *state;
	const char *urls[3];

	world_serve(world, "path /a\nanswer 200\nclose\nbody a\n"
			   "path /b\nanswer 200\nclose\nbody b\n"
			   "path /c\nanswer 200\nclose\nbody c\n");
	setenv("LOOKUPS",
		arena_printf(&world->arena, "%s/lookups", world->folder), 1);
	for (size_t i = 0; i < 3; i++) {
		urls[i] = arena_printf(&world->arena,
			"http://inside.example.org:%d/%s", world->port,
			paths[i]);
		world_add(world, urls[i]);
	}
	world_run(world);
	unsetenv("LOOKUPS");
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(world_response(world, urls[i])->status, 200);
	assert_string_equal(world_read(world, "lookups"), "x");
	assert_int_equal(count(world_read(world, "log"), "\t3\tGET"), 1);
}

static void
private_addresses_are_refused(void **state)
{
	struct world *world = *state;
	const char *named, *numbered;

	world_serve(world, "path /a\nanswer 200\nbody secret\n");
	named = arena_printf(
		&world->arena, "http://localhost:%d/a", world->port);
	numbered =
		arena_printf(&world->arena, "http://0x7f.1:%d/a", world->port);
	world_request(world, (struct fetch_request){0}, "/a");
	world_request(world, (struct fetch_request){0}, named);
	world_request(world, (struct fetch_request){0}, numbered);
	world_request(world, (struct fetch_request){0}, "http://[::1]:1/");
	world_run(world);
	expect_failure(world_response(world, "/a"), ERR_HTTP,
		"address 127.0.0.1 is private (loopback); set allow-private = "
		"yes, for this source or under [ipherald], if it is meant");
	expect_failure(world_response(world, named), ERR_HTTP, "private");
	expect_failure(world_response(world, numbered), ERR_HTTP, "private");
	expect_failure(world_response(world, "http://[::1]:1/"), ERR_HTTP,
		"private (loopback)");
	assert_null(world_read(world, "log")[0] ? "asked" : NULL);
}

static void
a_private_source_may_not_lead_to_other_hosts(void **state)
{
	struct world *world = *state;
	const struct fetch_response *response;

	world_serve(world, "path /a\nanswer 302\n"
			   "header Location: http://localhost:{port}/b\n"
			   "path /m\nanswer 302\n"
			   "header Location: http://169.254.169.254/latest/\n"
			   "path /b\nanswer 200\nbody secret\n");
	response = world_fetch(world, "/a");
	expect_failure(response, ERR_HTTP, "whose address");
	expect_failure(world_fetch(world, "/m"), ERR_HTTP,
		"169.254.169.254 is private (link-local)");
	assert_int_equal(count(world_read(world, "log"), "/b"), 0);
}

static void
other_addresses_are_no_urls(void **state)
{
	static const char *const urls[] = {"ftp://example.org/", "file:///x",
		"example.org", "", "http://", "http://exa mple.org:x/"};
	struct world *world = *state;

	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		const struct fetch_response *response =
			world_fetch(world, urls[i]);

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
	world_serve(world,
		"path /body\nanswer 200\nfill 100001\n"
		"path /fits\nanswer 200\nfill 100000\n"
		"path /endless\nanswer 200\nendless\nfill 1000\n"
		"path /error\nanswer 404\nendless\nfill 1000\n"
		"path /header\nanswer 200\nfill-header 30000\nbody x\n");
	world_add(world, "/body");
	world_add(world, "/fits");
	world_add(world, "/endless");
	world_add(world, "/error");
	world_add(world, "/header");
	world_run(world);
	expect_failure(world_response(world, "/body"), ERR_LIMIT,
		"larger than 100000 bytes");
	assert_int_equal(world_response(world, "/fits")->body_length, 100000);
	expect_failure(world_response(world, "/endless"), ERR_LIMIT, "larger");
	expect_failure(world_response(world, "/error"), ERR_LIMIT, "larger");
	expect_failure(
		world_response(world, "/header"), ERR_LIMIT, "the header");
}

/* The limit of who sets none. */
static void
ten_mebibytes_are_too_much_by_one(void **state)
{
	struct world *world = *state;

	world_serve(world, "path /fits\nanswer 200\nfill 10485760\n"
			   "path /more\nanswer 200\nfill 10485761\n");
	world_add(world, "/fits");
	world_add(world, "/more");
	world_run(world);
	assert_int_equal(world_response(world, "/fits")->kind, ERR_NONE);
	assert_int_equal(world_response(world, "/fits")->body_length, 10485760);
	expect_failure(world_response(world, "/more"), ERR_LIMIT,
		"larger than 10485760 bytes");
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
	world_serve(world, "path /bomb\nanswer 200\nfile bomb.gz\n"
			   "header Content-Encoding: gzip\n"
			   "path /fake\nanswer 200\nbody no gzip\n"
			   "header Content-Encoding: gzip\n");
	expect_failure(world_fetch(world, "/bomb"), ERR_LIMIT, "larger");
	expect_failure(world_fetch(world, "/fake"), ERR_NETWORK,
		"not compressed as it says");
}

static void
broken_answers_are_named(void **state)
{
	struct world *world = *state;

	world_serve(world, "path /short\nanswer 200\nshort 10\nbody x\n"
			   "path /drop\nanswer 200\ndrop\n"
			   "path /reset\nanswer 200\nbody hello\nreset\n"
			   "path /junk\nanswer 200\nraw SSH-2.0-x\\r\\n\n"
			   "path /chunk\nanswer 200\nraw HTTP/1.1 200 OK\\r\\n"
			   "Transfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\nx\n");
	expect_failure(world_fetch(world, "/short"), ERR_NETWORK,
		"the answer of 127.0.0.1 broke off before its end");
	expect_failure(world_fetch(world, "/drop"), ERR_NETWORK,
		"127.0.0.1 closed the connection without an answer");
	expect_failure(world_fetch(world, "/reset"), ERR_NETWORK, "broke off");
	expect_failure(world_fetch(world, "/junk"), ERR_NETWORK,
		"127.0.0.1 does not speak http");
	expect_failure(world_fetch(world, "/chunk"), ERR_NETWORK, "127.0.0.1");
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
	expect_failure(world_fetch(world, "/a"), ERR_NETWORK,
		"could not connect to 127.0.0.1: connection refused");
	close(fd);
}

/* A listener whose queue is full answers nothing to who knocks, as a firewall
 * that drops all does. */
static void
a_black_hole_is_given_up(void **state)
{
	struct world *world = *state;
	struct sockaddr_in in = {.sin_family = AF_INET};
	socklen_t size = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM, 0), queued[8];

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&in, size), 0);
	assert_int_equal(listen(fd, 0), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &size), 0);
	for (size_t i = 0; i < 8; i++) {
		queued[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(queued[i], (struct sockaddr *)&in, size);
	}
	world->port = ntohs(in.sin_port);
	world->options.connect_seconds = 1;
	expect_failure(world_fetch(world, "/a"), ERR_NETWORK,
		"no connection to 127.0.0.1 within ");
	for (size_t i = 0; i < 8; i++)
		close(queued[i]);
	close(fd);
}

static void
a_transfer_has_a_time_limit(void **state)
{
	struct world *world = *state;

	world->options.transfer_seconds = 1;
	world_serve(world, "path /drip\nanswer 200\ndrip 100\nfill 1000\n"
			   "path /after\nanswer 200\nbody x\n");
	world_add(world, "/drip");
	world_add(world, "/after");
	world_run(world);
	expect_failure(world_response(world, "/drip"), ERR_NETWORK,
		"127.0.0.1 did not finish its answer within 1 s");
	assert_int_equal(world_response(world, "/after")->status, 200);
}

static void
a_slow_answer_is_as_good_as_none(void **state)
{
	struct world *world = *state;

	world->options.slow_seconds = 1;
	world->options.slow_bytes = 50;
	world_serve(world, "path /slow\nanswer 200\ndrip 100\nfill 1000\n"
			   "path /after\nanswer 200\nbody x\n");
	world_add(world, "/slow");
	world_add(world, "/after");
	world_run(world);
	expect_failure(world_response(world, "/slow"), ERR_NETWORK,
		"127.0.0.1 sent less than 50 bytes a second for 1 s");
	assert_int_equal(world_response(world, "/after")->status, 200);
}

static void
a_fetcher_may_be_freed_at_work(void **state)
{
	struct world *world = *state;
	struct err err = ERR_INIT;

	world_serve(world, "path /a\nanswer 200\ndelay 20000\nbody a\n");
	world_add(world, "/a");
	world_add(world, "/b");
	world_add(world, "ftp://x/");
	assert_int_equal(fetcher_step(world->fetcher, NULL, 0, 100, &err), 0);
	assert_int_equal(fetcher_pending(world->fetcher), 2);
}

/* --------------------------------------------------------- what is sent */

static int
send_to(struct world *world, const char *url, const char *proxy,
	struct err *err)
{
	return post_send(
		&(struct post){
			.url = world_url(world, url),
			.media_type = "application/json",
			.body = "{}",
			.length = 2,
			.user_agent = "ipherald/test",
			.proxy = proxy,
		},
		err);
}

static void
a_message_is_sent_with_its_media_type(void **state)
{
	struct world *world = *state;
	struct err err = ERR_INIT;
	const char *log;

	world_serve(world, "path /hook\nanswer 204\n");
	assert_int_equal(send_to(world, "/hook", NULL, &err), 0);
	log = world_read(world, "log");
	assert_non_null(strstr(log, "\tPOST\t/hook\t204\t"));
	assert_non_null(strstr(log, "Content-Type: application/json"));
	assert_non_null(strstr(log, "User-Agent: ipherald/test"));
	assert_non_null(strstr(log, "Content-Length: 2"));
}

/* It is for nobody else, wherever the address sends it. */
static void
anything_but_2xx_is_a_failure(void **state)
{
	struct world *world = *state;
	struct err err = ERR_INIT;

	world_serve(world, "path /moved\nanswer 307\nheader Location: /other\n"
			   "path /other\nanswer 200\n"
			   "path /away\nanswer 404\n");
	assert_int_equal(send_to(world, "/moved", NULL, &err), -1);
	assert_int_equal(err.kind, ERR_HTTP);
	assert_non_null(strstr(err.message, "the server answered 307"));
	assert_int_equal(send_to(world, "/away", NULL, &err), -1);
	assert_int_equal(count(world_read(world, "log"), "/other"), 0);
	assert_int_equal(
		send_to(world, "http://127.0.0.1:1/hook", NULL, &err), -1);
	assert_int_equal(err.kind, ERR_NETWORK);
	assert_int_equal(send_to(world, "file:///dev/null", NULL, &err), -1);
}

static void
the_environment_names_no_proxy_for_a_message(void **state)
{
	struct world *world = *state;
	struct err err = ERR_INIT;
	const char *proxy;
	int direct, given;

	world_serve(world, "path /hook\nanswer 200\n"
			   "path http://example.org/hook\nanswer 200\n");
	proxy = arena_printf(
		&world->arena, "http://127.0.0.1:%d/", world->port);
	setenv("http_proxy", "http://127.0.0.1:1/", 1);
	setenv("no_proxy", "*", 1);
	given = send_to(world, "http://example.org/hook", proxy, &err);
	unsetenv("no_proxy");
	direct = send_to(world, "/hook", NULL, &err);
	unsetenv("http_proxy");
	assert_int_equal(given, 0);
	assert_int_equal(direct, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(private_addresses_are_refused),
		WORLD_TEST(a_name_is_judged_by_its_address),
		WORLD_TEST(a_name_is_looked_up_once_a_run),
		WORLD_TEST(a_private_source_may_not_lead_to_other_hosts),
		WORLD_TEST(other_addresses_are_no_urls),
		WORLD_TEST(what_is_too_large_ends),
		WORLD_TEST(ten_mebibytes_are_too_much_by_one),
		WORLD_TEST(a_bomb_is_counted_unpacked),
		WORLD_TEST(broken_answers_are_named),
		WORLD_TEST(nobody_listens),
		WORLD_TEST(a_black_hole_is_given_up),
		WORLD_TEST(a_transfer_has_a_time_limit),
		WORLD_TEST(a_slow_answer_is_as_good_as_none),
		WORLD_TEST(a_fetcher_may_be_freed_at_work),
		WORLD_TEST(a_message_is_sent_with_its_media_type),
		WORLD_TEST(anything_but_2xx_is_a_failure),
		WORLD_TEST(the_environment_names_no_proxy_for_a_message),
	};

	return cmocka_run_group_tests_name("fetch refusal", tests, NULL, NULL);
}
