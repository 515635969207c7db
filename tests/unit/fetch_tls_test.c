/*
 * fetch_tls_test.c - which certificates are believed, and how the others are
 * spoken of. The server is OpenSSL's own, with certificates made here.
 */
#include "tests/unit/fetch_world.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Stands before OpenSSL's. Where Debian's libcurl gives it the folder of all
 * certificates it keeps none that were read: that costs more for each connection
 * than the connection itself. */
int X509_STORE_load_path(void *context, const char *folder);

int
X509_STORE_load_path(void *context, const char *folder)
{
	(void)context;
	fail_msg("the folder of certificates %s is read", folder);
	return 0;
}

/* An authority, a certificate for localhost, and one that has expired. */
static const char make_certificates[] =
	"cd %s && exec >made 2>&1 && set -e\n"
	"new='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'\n"
	"openssl req -x509 $new -keyout ca.key -out ca.pem -days 2 \\\n"
	"	-subj '/CN=an authority of these tests'\n"
	"openssl req $new -keyout key.pem -out request.pem \\\n"
	"	-subj /CN=localhost -addext subjectAltName=DNS:localhost\n"
	"sign='openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key'\n"
	"$sign -copy_extensions copy -days 2 -out good.pem\n"
	"$sign -copy_extensions copy -days -1 -out expired.pem\n"
	"echo hello >feed\n";

struct tls {
	struct world *world;
	pid_t server;
	int port;
};

static int
set_up(void **state)
{
	struct tls *tls = mem_zero(1, sizeof(*tls));
	void *world = NULL;

	world_set_up(&world);
	tls->world = world;
	*state = tls;
	assert_int_equal(system(arena_printf(&tls->world->arena,
				 make_certificates, tls->world->folder)),
		0);
	return 0;
}

static int
tear_down(void **state)
{
	struct tls *tls = *state;
	void *world = tls->world;

	if (tls->server > 0) {
		kill(tls->server, SIGTERM);
		waitpid(tls->server, NULL, 0);
	}
	assert_int_equal(system(arena_printf(&tls->world->arena,
				 "cd %s && rm -f *", tls->world->folder)),
		0);
	world_tear_down(&world);
	free(tls);
	return 0;
}

/* Serves the folder with that certificate. */
static void
serve(struct tls *tls, const char *certificate)
{
	struct timespec wait = {0, 10000000};
	const char *port = NULL;

	tls->server = fork();
	assert_true(tls->server >= 0);
	if (tls->server == 0) {
		int out = -1;

		alarm(60);
		if (chdir(tls->world->folder) == 0)
			out = open("listens", O_WRONLY | O_CREAT, 0600);
		if (out < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
			_exit(126);
		execlp("openssl", "openssl", "s_server", "-WWW", "-accept",
			"127.0.0.1:0", "-cert", certificate, "-key", "key.pem",
			(char *)NULL);
		_exit(127);
	}
	for (int i = 0; i < 1000 && port == NULL; i++) {
		char *said;

		nanosleep(&wait, NULL);
		said = world_read(tls->world, "listens");
		if (said != NULL && strstr(said, "ACCEPT ") != NULL)
			port = strchr(strstr(said, "ACCEPT "), ':');
		if (port != NULL && strchr(port, '\n') == NULL)
			port = NULL;
	}
	assert_non_null(port);
	tls->port = (int)strtol(port + 1, NULL, 10);
}

static const struct fetch_response *
fetch(struct tls *tls, const char *host)
{
	return world_fetch(
		tls->world, arena_printf(&tls->world->arena,
				    "https://%s:%d/feed", host, tls->port));
}

static void
trust_authority(struct tls *tls)
{
	tls->world->options.ca_file = arena_printf(
		&tls->world->arena, "%s/ca.pem", tls->world->folder);
}

static void
a_good_certificate_is_believed_for_its_name(void **state)
{
	struct tls *tls = *state;
	const struct fetch_response *response;

	serve(tls, "good.pem");
	trust_authority(tls);
	response = fetch(tls, "localhost");
	assert_int_equal(response->kind, ERR_NONE);
	assert_int_equal(response->status, 200);
	assert_string_equal(response->body, "hello\n");
	/* The same server under another name. */
	response = fetch(tls, "127.0.0.1");
	expect_failure(response, ERR_NETWORK,
		"the certificate of 127.0.0.1 is not trusted: ");
	assert_non_null(strstr(response->message, "name"));
	assert_int_equal(response->status, 0);
}

static void
authorities_are_read_once(void **state)
{
	struct tls *tls = *state;
	struct arena *arena = &tls->world->arena;

	serve(tls, "good.pem");
	trust_authority(tls);
	assert_int_equal(fetch(tls, "localhost")->status, 200);
	/* A new connection: the server keeps none. */
	assert_int_equal(unlink(tls->world->options.ca_file), 0);
	assert_int_equal(
		world_fetch(tls->world,
			arena_printf(arena, "https://localhost:%d/good.pem",
				tls->port))
			->status,
		200);
}

static void
an_unknown_authority_is_not_believed(void **state)
{
	struct tls *tls = *state;
	const struct fetch_response *response;

	serve(tls, "good.pem");
	response = fetch(tls, "localhost");
	expect_failure(response, ERR_NETWORK,
		"the certificate of localhost is not trusted: ");
	assert_non_null(strstr(response->message, "issuer"));
	assert_int_equal(response->status, 0);
}

static void
an_expired_certificate_is_not_believed(void **state)
{
	struct tls *tls = *state;

	serve(tls, "expired.pem");
	trust_authority(tls);
	expect_failure(fetch(tls, "localhost"), ERR_NETWORK, "expired");
}

static void
a_missing_file_of_authorities_is_named(void **state)
{
	struct tls *tls = *state;

	serve(tls, "good.pem");
	tls->world->options.ca_file = "/nonexistent/ca.pem";
	expect_failure(fetch(tls, "localhost"), ERR_NETWORK,
		"no secure connection to localhost: the file of trusted "
		"certificates cannot be read");
}

/* It waits for the end of what is no request to it. */
static void
a_server_that_speaks_no_tls(void **state)
{
	struct tls *tls = *state;

	tls->world->options.connect_seconds = 1;
	world_serve(tls->world, "path /feed\nanswer 200\nbody plain\n");
	tls->port = tls->world->port;
	expect_failure(fetch(tls, "localhost"), ERR_NETWORK,
		"no connection to localhost within ");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_good_certificate_is_believed_for_its_name),
		TEST(authorities_are_read_once),
		TEST(an_unknown_authority_is_not_believed),
		TEST(an_expired_certificate_is_not_believed),
		TEST(a_missing_file_of_authorities_is_named),
		TEST(a_server_that_speaks_no_tls),
	};

	return cmocka_run_group_tests_name("fetch tls", tests, NULL, NULL);
}
