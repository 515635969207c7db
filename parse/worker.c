/*
 * worker.c - a process that parses what it is sent, and can do little else.
 *
 * Bytes from outside may take a library over; then this is where they are: no
 * files, no network, no other process, memory and time limited.
 */
#include "parse/worker.h"

#include "base/buf.h"
#include "base/write.h"
#include "parse/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <libxml/xmlmemory.h>
#include <malloc.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* The sanitizers reserve terabytes of address space, read /proc and write
 * their report to stderr: such a build isolates by process only. */
#if defined(__SANITIZE_ADDRESS__)
#define CONFINED 0
#else
#define CONFINED 1
#endif

static int
read_all(int fd, void *data, size_t n)
{
	char *at = data;

	while (n > 0) {
		ssize_t got = read(fd, at, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		at += got;
		n -= (size_t)got;
	}
	return 0;
}

/* Requests on 0, answers on 1, stderr gone, nothing else open. */
static int
keep_descriptors(int requests, int answers)
{
	/* Out of the way first: the pipe may sit on 0 or 1 itself. */
	int in = fcntl(requests, F_DUPFD, 3), out = fcntl(answers, F_DUPFD, 3);

	if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0)
		return -1;
	return close_range(CONFINED ? 2 : 3, ~0u, 0);
}

/* Address space in use now, in bytes; 0 = unknown. */
static size_t
address_space(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	if (f == NULL)
		return 0;
	if (fscanf(f, "%lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* The user's own limits (ulimit) stay where they are lower. */
static int
limit(int resource, rlim_t value)
{
	struct rlimit rlimit;

	if (getrlimit((__rlimit_resource_t)resource, &rlimit) != 0)
		return -1;
	if (value > rlimit.rlim_max)
		value = rlimit.rlim_max;
	rlimit.rlim_cur = rlimit.rlim_max = value;
	return setrlimit((__rlimit_resource_t)resource, &rlimit);
}

static int
limit_memory(size_t room)
{
	size_t used = address_space();

	return used == 0 ? -1 : limit(RLIMIT_AS, used + room);
}

/* The soft limit moves on with each document; SIGXCPU's default action ends
 * the worker. */
static int
limit_cpu(int seconds)
{
	struct rlimit rlimit;
	struct timespec used;

	if (getrlimit(RLIMIT_CPU, &rlimit) != 0)
		return -1;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	rlimit.rlim_cur = (rlim_t)used.tv_sec + (rlim_t)seconds + 1;
	if (rlimit.rlim_cur > rlimit.rlim_max)
		rlimit.rlim_cur = rlimit.rlim_max;
	return setrlimit(RLIMIT_CPU, &rlimit);
}

/* Memory may be asked for, but none that can be executed. */
static int
allow_memory(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp not_exec =
		SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	int failed = 0;

	failed |= seccomp_rule_add(
		filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, not_exec);
	failed |= seccomp_rule_add(
		filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, not_exec);
	return failed;
}

/* Any other system call kills the process. */
static int
filter_calls(void)
{
	static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(write),
		SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(brk),
		SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
		SCMP_SYS(futex), SCMP_SYS(clock_gettime), SCMP_SYS(getrandom),
		SCMP_SYS(prlimit64), SCMP_SYS(rt_sigreturn),
		/* qsort() asks how much memory the machine has */
		SCMP_SYS(sysinfo),
		/* abort(), so that it is seen as what it is */
		SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
		SCMP_SYS(getpid), SCMP_SYS(gettid)};
	/* What libraries try on the way and can do without. */
	static const int refused[] = {SCMP_SYS(openat), SCMP_SYS(open),
		SCMP_SYS(newfstatat), SCMP_SYS(fstat), SCMP_SYS(stat),
		SCMP_SYS(access), SCMP_SYS(ioctl), SCMP_SYS(readlink)};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int failed = filter == NULL;

	for (size_t i = 0; !failed && i < sizeof(allowed) / sizeof(int); i++)
		failed =
			seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; !failed && i < sizeof(refused) / sizeof(int); i++)
		failed = seccomp_rule_add(
			filter, SCMP_ACT_ERRNO(EPERM), refused[i], 0);
	if (!failed)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW,
			SCMP_SYS(tgkill), 1,
			SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	if (!failed)
		failed = allow_memory(filter);
	if (!failed)
		failed = seccomp_load(filter);
	seccomp_release(filter);
	return failed ? -1 : 0;
}

/* The parent's handlers are about the parent's work. An interrupt at the
 * terminal reaches the worker too: the parent decides what that ends. */
static void
forget_signals(void)
{
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		signal(number, number == SIGINT ? SIG_IGN : SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void *
resize(void *old, size_t size)
{
	return mem_resize(old, 1, size);
}

/* libxml2 and jansson go on after a failed allocation, some way, to a crash or
 * to half a document. */
static int
die_without_memory(void)
{
	json_set_alloc_funcs(mem_alloc, free);
	return xmlMemSetup(free, mem_alloc, resize, mem_strdup);
}

/* Each document takes its memory and gives it back: not to the system, which
 * would clear each page again for the next. */
#define KEPT_BYTES (16 << 20)
static void
keep_memory(void)
{
	mallopt(M_MMAP_THRESHOLD, KEPT_BYTES / 2);
	mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
}

static int
confine(const struct pool_limits *limits, int requests, int answers)
{
	/* The parent's death ends its workers, whatever they are doing. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	forget_signals();
	if (die_without_memory() != 0 ||
		keep_descriptors(requests, answers) != 0)
		return -1;
	if (!CONFINED)
		return 0;
	if (limit(RLIMIT_CORE, 0) != 0 || limit(RLIMIT_FSIZE, 0) != 0 ||
		limit_memory(limits->memory_bytes) != 0 ||
		limit_cpu(limits->cpu_seconds) != 0)
		return -1;
	return filter_calls();
}

/* Parses one packed input and packs what comes of it. */
static enum worker_verdict
answer(const struct parser *parser, const char *bytes, size_t n,
	struct buf *block)
{
	struct parse_input input;
	struct document document;
	struct arena arena;
	struct err err = ERR_INIT;

	arena_init(&arena);
	if (unpack_input(&arena, bytes, n, &input) != 0)
		err_set(&err, ERR_SYSTEM, "the parser was sent nonsense");
	else if (parse_document(parser, &input, &arena, &document, &err) == 0 &&
		 pack_document(block, &document) != 0)
		err_set(&err, ERR_LIMIT, "what it holds is larger than %zu MiB",
			WORKER_ANSWER_MAX >> 20);
	arena_release(&arena);
	if (err.kind == ERR_NONE)
		return WORKER_DOCUMENT;
	buf_reset(block);
	pack_err(block, &err);
	return WORKER_ERROR;
}

static int
serve_one(const struct parser *parser, const struct pool_limits *limits)
{
	struct worker_request request;
	struct worker_answer head = {0};
	struct buf block;
	char *bytes;
	int failed;

	if (read_all(0, &request, sizeof(request)) != 0)
		return -1;
	if (CONFINED && limit_cpu(limits->cpu_seconds) != 0)
		return -1;
	bytes = mem_alloc(request.length);
	buf_init(&block, WORKER_ANSWER_MAX);
	failed = read_all(0, bytes, request.length);
	if (!failed) {
		head.verdict = answer(parser, bytes, request.length, &block);
		head.length = block.len;
		failed = write_all(1, &head, sizeof(head)) != 0 ||
			 write_all(1, buf_str(&block), block.len) != 0;
	}
	buf_release(&block);
	free(bytes);
	return failed;
}

_Noreturn void
worker_serve(const struct parser *parser, const struct pool_limits *limits,
	int requests, int answers)
{
	keep_memory();
	if (confine(limits, requests, answers) != 0)
		_exit(WORKER_UNCONFINED);
	while (serve_one(parser, limits) == 0)
		;
	_exit(0);
}
