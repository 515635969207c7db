/*
 * parse_pool_test.c - workers that answer, die, loop, eat memory and try to
 * break out; each costs one document, and the others arrive.
 *
 * parse_document() is this file's own: the document says what the worker is
 * to do.
 */
#include "parse/pack.h"
#include "parse/pool.h"
#include "parse/worker.h"

#include <fcntl.h>
#include <jansson.h>
#include <libxml/xmlmemory.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
#define CONFINED 0
#else
#define CONFINED 1
#endif

static void
eat_memory(void)
{
	for (;;) {
		char *p = mem_alloc(1 << 20);

		memset(p, 1, 1 << 20);
	}
}

/* The libraries that parse hand out NULL where we die. */
static void
eat_memory_of_libxml2(void)
{
	for (;;) {
		char *p = xmlMalloc(1 << 20);

		memset(p, 1, 1 << 20);
	}
}

static void
eat_memory_of_jansson(void)
{
	json_t *array = json_array();

	for (;;)
		json_array_append_new(array, json_integer(1));
}

static int
by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* More than glibc sorts without asking for memory. */
static void
sort(void)
{
	int numbers[5000];

	for (int i = 0; i < 5000; i++)
		numbers[i] = i * 37 % 5000;
	qsort(numbers, 5000, sizeof(int), by_number);
	assert_int_equal(numbers[4999], 4999);
}

static void
spin(void)
{
	for (volatile unsigned i = 0;; i++)
		;
}

int
parse_document(const struct parser *parser, const struct parse_input *input,
	struct arena *arena, struct document *out, struct err *err)
{
	(void)parser;
	*out = (struct document){.kind = DOCUMENT_ARTICLE};
	if (strcmp(input->bytes, "refuse") == 0)
		return err_set(err, ERR_INPUT, "this is no page");
	if (strcmp(input->bytes, "eat") == 0)
		eat_memory();
	if (strcmp(input->bytes, "eat-xml") == 0)
		eat_memory_of_libxml2();
	if (strcmp(input->bytes, "eat-json") == 0)
		eat_memory_of_jansson();
	if (strcmp(input->bytes, "sort") == 0)
		sort();
	if (strcmp(input->bytes, "spin") == 0)
		spin();
	if (strcmp(input->bytes, "sleep") == 0)
		pause();
	if (strcmp(input->bytes, "crash") == 0)
		raise(SIGSEGV);
	if (strcmp(input->bytes, "exit") == 0)
		_exit(0);
	if (strcmp(input->bytes, "abort") == 0)
		abort();
	if (strcmp(input->bytes, "unconfined") == 0)
		_exit(WORKER_UNCONFINED);
	if (strcmp(input->bytes, "connect") == 0)
		socket(AF_INET, SOCK_STREAM, 0);
	if (strcmp(input->bytes, "fork") == 0)
		fork();
	if (strcmp(input->bytes, "exec") == 0)
		mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (strcmp(input->bytes, "open") == 0)
		out->version = open("/etc/passwd", O_RDONLY) < 0 ? "refused"
								 : "opened";
	else if (strcmp(input->bytes, "lie") == 0)
		out->version = "\xff";
	else
		out->version = arena_strdup(arena, input->bytes);
	return 0;
}

struct seen {
	int documents, errors;
	enum err_kind kind;
	char message[ERR_MESSAGE_MAX];
	char version[64];
	size_t length;
	void *tag;
};

static void
see(void *context, void *tag, const struct document *document,
	const struct err *err)
{
	struct seen *seen = context;

	seen->tag = tag;
	if (document != NULL) {
		seen->documents++;
		seen->length = strlen(document->version);
		snprintf(seen->version, sizeof(seen->version), "%s",
			document->version);
	} else {
		seen->errors++;
		seen->kind = err->kind;
		memcpy(seen->message, err->message, sizeof(seen->message));
	}
}

static struct pool *
start_pool(int workers, struct seen *seen)
{
	/* Long where only a busy machine could make the wall's clock the first
	 * to ring. */
	static const struct pool_limits limits = {.memory_bytes = 64u << 20,
		.cpu_seconds = 1,
		.wall_seconds = CONFINED ? 120 : 5};
	struct pool *pool;

	*seen = (struct seen){0};
	pool = pool_new(NULL, workers, &limits, see, seen, NULL);
	assert_non_null(pool);
	return pool;
}

static void
submit(struct pool *pool, const char *bytes, void *tag)
{
	struct parse_input input = {.bytes = bytes, .length = strlen(bytes)};

	pool_submit(pool, &input, tag);
}

static void
drain(struct pool *pool)
{
	struct pollfd fds[16];

	while (pool_pending(pool) > 0) {
		size_t n = pool_poll_fds(pool, fds, 16);

		assert_true(poll(fds, n, pool_timeout(pool)) >= 0);
		assert_int_equal(pool_step(pool, NULL), 0);
	}
}

/* Sends one document; the worker then answers the next. */
static struct seen
send_one(const char *bytes)
{
	struct seen seen, after;
	struct pool *pool = start_pool(1, &seen);

	submit(pool, bytes, &seen);
	drain(pool);
	assert_int_equal(seen.documents + seen.errors, 1);
	assert_ptr_equal(seen.tag, &seen);
	after = seen;
	submit(pool, "hello", NULL);
	drain(pool);
	assert_int_equal(seen.documents, after.documents + 1);
	assert_string_equal(seen.version, "hello");
	pool_free(pool);
	return after;
}

static void
documents_come_back(void **state)
{
	static const int counts[] = {0, 1, 2};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct seen seen;
		struct pool *pool = start_pool(counts[i], &seen);

		for (int k = 0; k < 50; k++)
			submit(pool, k % 5 ? "doc" : "refuse", NULL);
		assert_int_equal(pool_pending(pool), 50);
		drain(pool);
		assert_int_equal(seen.documents, 40);
		assert_int_equal(seen.errors, 10);
		assert_int_equal(seen.kind, ERR_INPUT);
		assert_string_equal(seen.message, "this is no page");
		pool_free(pool);
	}
}

/* Larger than a pipe holds, both ways. */
static void
large_documents_come_back(void **state)
{
	const size_t n = 5u << 20;
	char *bytes = malloc(n + 1);
	struct seen seen;
	struct pool *pool = start_pool(2, &seen);

	(void)state;
	memset(bytes, 'x', n);
	bytes[n] = '\0';
	for (int k = 0; k < 6; k++)
		submit(pool, bytes, NULL);
	drain(pool);
	assert_int_equal(seen.documents, 6);
	assert_int_equal(seen.length, n);
	pool_free(pool);
	free(bytes);
}

static void
take_long(void *context, void *tag, const struct document *document,
	const struct err *err)
{
	struct seen *seen = context;

	see(context, tag, document, err);
	if (seen->documents == 1)
		usleep(2100 * 1000);
}

/* The worker has the next document already: that it is not asked for its answer
 * meanwhile is no fault of its own. */
static void
a_slow_taker_costs_no_document(void **state)
{
	static const struct pool_limits limits = {
		.memory_bytes = 64u << 20, .cpu_seconds = 1, .wall_seconds = 2};
	struct seen seen = {0};
	struct pool *pool = pool_new(NULL, 1, &limits, take_long, &seen, NULL);

	(void)state;
	assert_non_null(pool);
	submit(pool, "one", NULL);
	submit(pool, "two", NULL);
	drain(pool);
	assert_int_equal(seen.documents, 2);
	assert_string_equal(seen.version, "two");
	pool_free(pool);
}

static void
a_dead_worker_costs_one_document(void **state)
{
	static const struct {
		const char *bytes;
		enum err_kind kind;
		const char *words;
		bool confined; /* needs limits that sanitizers forbid */
	} cases[] = {
		{"crash", ERR_SYSTEM, "signal 11", false},
		{"abort", ERR_SYSTEM, "signal 6", false},
		{"exit", ERR_SYSTEM, "status 0", false},
		{"unconfined", ERR_SYSTEM, "could not be confined", false},
		{"lie", ERR_SYSTEM, "nonsense", false},
		{"sleep", ERR_LIMIT, "longer than 5 s", false},
		{"spin", ERR_LIMIT, "1 s of CPU", true},
		{"eat", ERR_LIMIT, "64 MiB of memory", true},
		{"eat-xml", ERR_LIMIT, "64 MiB of memory", true},
		{"eat-json", ERR_LIMIT, "64 MiB of memory", true},
		{"connect", ERR_SYSTEM, "forbidden", true},
		{"fork", ERR_SYSTEM, "forbidden", true},
		{"exec", ERR_SYSTEM, "forbidden", true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct seen seen;

		if (cases[i].confined && !CONFINED)
			continue;
		/* pause() is no call that a confined worker may make. */
		if (strcmp(cases[i].bytes, "sleep") == 0 && CONFINED)
			continue;
		/* A sanitizer answers a crash itself, with status 1. */
		if (strcmp(cases[i].bytes, "crash") == 0 && !CONFINED)
			continue;
		seen = send_one(cases[i].bytes);
		assert_int_equal(seen.errors, 1);
		assert_int_equal(seen.kind, cases[i].kind);
		assert_non_null(strstr(seen.message, cases[i].words));
	}
}

static void
a_worker_opens_no_file(void **state)
{
	(void)state;
	if (!CONFINED)
		skip();
	assert_string_equal(send_one("open").version, "refused");
}

static void
a_worker_may_sort(void **state)
{
	(void)state;
	assert_string_equal(send_one("sort").version, "sort");
}

/* What a shell's ulimit or a unit file sets is lower than what we would. */
static void
the_users_limits_hold(void **state)
{
	struct rlimit memory = {(rlim_t)1 << 40, (rlim_t)1 << 40};
	struct rlimit time = {3600, 3600};
	int status;
	pid_t pid;

	(void)state;
	if (!CONFINED)
		skip();
	pid = fork();
	if (pid == 0) {
		static const struct pool_limits limits = {
			.memory_bytes = (size_t)1 << 41,
			.cpu_seconds = 7200,
			.wall_seconds = 120};
		struct seen seen = {0};
		struct pool *pool;

		setrlimit(RLIMIT_AS, &memory);
		setrlimit(RLIMIT_CPU, &time);
		/* root may raise them again. */
		if (geteuid() == 0 && setuid(65534) != 0)
			_exit(1);
		pool = pool_new(NULL, 1, &limits, see, &seen, NULL);
		submit(pool, "hello", NULL);
		drain(pool);
		_exit(seen.documents == 1 ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* cron jobs and containers are started by all kinds of programs. */
static void
how_a_worker_died_is_told_to_those_who_ignored_it(void **state)
{
	struct seen seen;

	(void)state;
	signal(SIGCHLD, SIG_IGN);
	seen = send_one("exit");
	assert_non_null(strstr(seen.message, "status 0"));
	signal(SIGCHLD, SIG_IGN);
	seen = send_one("abort");
	assert_non_null(strstr(seen.message, "signal 6"));
	signal(SIGCHLD, SIG_DFL);
}

static void
a_killed_worker_is_replaced(void **state)
{
	struct seen seen;
	struct pool *pool = start_pool(2, &seen);
	int pid = pool_worker_pid(pool, 0);
	siginfo_t dead;

	(void)state;

	/* Idle when it is killed: nothing is lost at all. */
	assert_true(pid > 0);
	kill(pid, SIGKILL);
	assert_int_equal(waitid(P_PID, (id_t)pid, &dead, WEXITED | WNOWAIT), 0);
	for (int k = 0; k < 10; k++)
		submit(pool, "doc", NULL);
	drain(pool);
	assert_int_equal(seen.documents, 10);
	assert_true(pool_worker_pid(pool, 0) > 0);
	assert_true(pool_worker_pid(pool, 0) != pid);
	pool_free(pool);
}

static void
a_worker_killed_at_work_costs_its_document(void **state)
{
	struct seen seen;
	struct pool *pool = start_pool(1, &seen);
	int pid = pool_worker_pid(pool, 0);

	(void)state;
	submit(pool, "spin", NULL);
	submit(pool, "doc", NULL);
	assert_int_equal(pool_step(pool, NULL), 0); /* it starts */
	kill(pid, SIGKILL);
	drain(pool);
	assert_int_equal(seen.errors, 1);
	assert_int_equal(seen.kind, ERR_SYSTEM);
	assert_non_null(strstr(seen.message, "signal 9"));
	assert_int_equal(seen.documents, 1);
	pool_free(pool);
}

/* Its pipe is full when it dies, so the parent is in the middle of writing. */
static void
a_worker_killed_while_it_is_sent_to(void **state)
{
	const size_t n = 5u << 20;
	char *bytes = malloc(n + 1);
	struct seen seen;
	struct pool *pool = start_pool(1, &seen);
	int pid = pool_worker_pid(pool, 0);

	(void)state;
	memset(bytes, 'x', n);
	bytes[n] = '\0';
	kill(pid, SIGSTOP);
	submit(pool, bytes, NULL);
	submit(pool, "doc", NULL);
	for (int k = 0; k < 3; k++)
		assert_int_equal(pool_step(pool, NULL), 0);
	assert_int_equal(pool_pending(pool), 2);
	kill(pid, SIGKILL);
	drain(pool);
	assert_int_equal(seen.errors, 1);
	assert_non_null(strstr(seen.message, "signal 9"));
	assert_int_equal(seen.documents, 1);
	assert_string_equal(seen.version, "doc");
	pool_free(pool);
	free(bytes);
}

/* One that does not run, and so never reads, neither. */
static void
a_stopped_worker_holds_nobody_up(void **state)
{
	struct seen seen;
	struct pool *pool = start_pool(1, &seen);

	(void)state;
	kill(pool_worker_pid(pool, 0), SIGSTOP);
	submit(pool, "doc", NULL);
	assert_int_equal(pool_step(pool, NULL), 0);
	pool_free(pool);
	assert_int_equal(seen.documents + seen.errors, 0);
}

/* No descriptor is left for the pipes of the next worker. */
static void
a_pool_says_why_it_has_no_worker(void **state)
{
	struct rlimit before, none;
	struct err err = ERR_INIT;
	struct seen seen;
	struct pool *pool = start_pool(1, &seen);
	int result = 0;

	(void)state;
	getrlimit(RLIMIT_NOFILE, &before);
	none = (struct rlimit){.rlim_cur = 3, .rlim_max = before.rlim_max};
	submit(pool, "exit", NULL);
	submit(pool, "doc", NULL);
	setrlimit(RLIMIT_NOFILE, &none);
	while (result == 0) {
		assert_int_equal(err.kind, ERR_NONE);
		result = pool_step(pool, &err);
	}
	setrlimit(RLIMIT_NOFILE, &before);
	assert_int_equal(err.kind, ERR_SYSTEM);
	assert_non_null(strstr(err.message, "cannot make a pipe"));
	assert_int_equal(seen.errors, 1);
	assert_int_equal(pool_pending(pool), 1);
	/* Later there are some again. */
	drain(pool);
	assert_int_equal(seen.documents, 1);
	pool_free(pool);
}

static void
a_pool_ends_while_it_works(void **state)
{
	struct seen seen;
	struct pool *pool = start_pool(2, &seen);
	int pid = pool_worker_pid(pool, 0);

	(void)state;
	for (int k = 0; k < 5; k++)
		submit(pool, "spin", NULL);
	assert_int_equal(pool_step(pool, NULL), 0);
	pool_free(pool);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(seen.documents + seen.errors, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_come_back),
		cmocka_unit_test(large_documents_come_back),
		cmocka_unit_test(a_slow_taker_costs_no_document),
		cmocka_unit_test(a_dead_worker_costs_one_document),
		cmocka_unit_test(a_worker_opens_no_file),
		cmocka_unit_test(a_worker_may_sort),
		cmocka_unit_test(the_users_limits_hold),
		cmocka_unit_test(
			how_a_worker_died_is_told_to_those_who_ignored_it),
		cmocka_unit_test(a_killed_worker_is_replaced),
		cmocka_unit_test(a_worker_killed_at_work_costs_its_document),
		cmocka_unit_test(a_worker_killed_while_it_is_sent_to),
		cmocka_unit_test(a_stopped_worker_holds_nobody_up),
		cmocka_unit_test(a_pool_says_why_it_has_no_worker),
		cmocka_unit_test(a_pool_ends_while_it_works),
	};

	return cmocka_run_group_tests_name("parse_pool", tests, NULL, NULL);
}
