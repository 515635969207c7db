/*
 * pool.c - the parent's side of the workers; see pool.h.
 */
#include "parse/pool.h"

#include "base/buf.h"
#include "parse/pack.h"
#include "parse/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PIPE_BYTES (256 << 10)

struct job {
	struct job *next;
	void *tag;
	struct buf request; /* a struct worker_request and a packed input */
};

struct worker {
	pid_t pid; /* -1 = not running */
	int to, from;
	struct job *job; /* NULL = idle */
	size_t sent;     /* bytes of the job's request */
	struct buf answer;
	int64_t deadline; /* monotonic milliseconds */
};

struct pool {
	const struct parser *parser;
	struct pool_limits limits;
	pool_done *done;
	void *context;
	struct job *first, *last; /* waiting */
	size_t pending;           /* waiting and being parsed */
	size_t bytes;             /* of these */
	int nworkers;
	struct worker workers[];
};

static int64_t
milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---------------------------------------------------------------- workers */

static void
close_pipes(struct worker *worker)
{
	close(worker->to);
	close(worker->from);
	worker->to = worker->from = -1;
}

static int
start(struct pool *pool, struct worker *worker, struct err *err)
{
	int requests[2], answers[2];

	if (pipe2(requests, O_CLOEXEC) != 0)
		return err_set(err, ERR_SYSTEM, "cannot make a pipe: %s",
			strerror(errno));
	if (pipe2(answers, O_CLOEXEC) != 0) {
		err_set(err, ERR_SYSTEM, "cannot make a pipe: %s",
			strerror(errno));
		close(requests[0]);
		close(requests[1]);
		return -1;
	}
	worker->pid = fork();
	if (worker->pid == 0)
		worker_serve(
			pool->parser, &pool->limits, requests[0], answers[1]);
	if (worker->pid < 0)
		err_set(err, ERR_SYSTEM, "cannot start a worker: %s",
			strerror(errno));
	close(requests[0]);
	close(answers[1]);
	worker->to = requests[1];
	worker->from = answers[0];
	if (worker->pid < 0) {
		close_pipes(worker);
		return -1;
	}
	fcntl(worker->to, F_SETFL, O_NONBLOCK);
	fcntl(worker->from, F_SETFL, O_NONBLOCK);
	/* Most documents go through at once; where that may not be had, they
	 * take more turns. */
	fcntl(worker->to, F_SETPIPE_SZ, PIPE_BYTES);
	fcntl(worker->from, F_SETPIPE_SZ, PIPE_BYTES);
	return 0;
}

/* Ends a worker and returns its wait status; one that is dead already keeps
 * the status that it died with. */
static int
end(struct worker *worker)
{
	int status = 0;

	close_pipes(worker);
	kill(worker->pid, SIGKILL);
	while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
		;
	worker->pid = -1;
	return status;
}

/* Says in words how a worker ended. */
static void
say_death(const struct pool *pool, int status, struct err *err)
{
	size_t mib = pool->limits.memory_bytes >> 20;

	if (WIFEXITED(status) && WEXITSTATUS(status) == MEM_EXIT_STATUS)
		err_set(err, ERR_LIMIT,
			"reading it took more than %zu MiB of memory", mib);
	else if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_UNCONFINED)
		err_set(err, ERR_SYSTEM,
			"its parser could not be confined, for which it needs "
			"/proc, seccomp and Linux 5.9; 'ipherald run --workers "
			"0' parses without that protection");
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		err_set(err, ERR_LIMIT,
			"reading it took more than %d s of CPU time",
			pool->limits.cpu_seconds);
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		err_set(err, ERR_SYSTEM,
			"its parser tried a forbidden system call and was "
			"stopped");
	else if (WIFSIGNALED(status))
		err_set(err, ERR_SYSTEM,
			"its parser was killed by signal %d (%s)",
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		err_set(err, ERR_SYSTEM,
			"its parser ended with status %d instead of answering",
			WEXITSTATUS(status));
}

/* ------------------------------------------------------------------- jobs */

static void
job_free(struct job *job)
{
	buf_release(&job->request);
	free(job);
}

static struct job *
next_job(struct pool *pool)
{
	struct job *job = pool->first;

	if (job != NULL)
		pool->first = job->next;
	if (pool->first == NULL)
		pool->last = NULL;
	return job;
}

/* Reports a job; the caller may submit others meanwhile. The time that it takes
 * is its own: a worker whose pipe is full can only wait for it. */
static void
report(struct pool *pool, struct job *job, const struct document *document,
	const struct err *err)
{
	int64_t began = milliseconds(), taken;

	pool->pending--;
	pool->bytes -= job->request.len;
	pool->done(pool->context, job->tag, document, err);
	job_free(job);
	taken = milliseconds() - began;
	for (int i = 0; i < pool->nworkers; i++)
		pool->workers[i].deadline += taken;
}

static void
fail(struct pool *pool, struct worker *worker, const struct err *err)
{
	struct job *job = worker->job;

	worker->job = NULL;
	buf_release(&worker->answer);
	report(pool, job, NULL, err);
}

/* The worker is gone: its job failed with it. */
static void
bury(struct pool *pool, struct worker *worker)
{
	struct err err = ERR_INIT;

	say_death(pool, end(worker), &err);
	fail(pool, worker, &err);
}

static void
end_with(struct pool *pool, struct worker *worker, const struct err *err)
{
	end(worker);
	fail(pool, worker, err);
}

static void
send_request(struct pool *pool, struct worker *worker)
{
	const struct buf *request = &worker->job->request;

	while (worker->sent < request->len) {
		ssize_t n = write(worker->to, request->data + worker->sent,
			request->len - worker->sent);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0) {
			bury(pool, worker);
			return;
		}
		worker->sent += (size_t)n;
	}
}

/* Gives an idle worker the next job, replacing the worker where it died. */
static int
assign(struct pool *pool, struct worker *worker, struct err *err)
{
	if (worker->pid > 0 && waitpid(worker->pid, NULL, WNOHANG) != 0) {
		close_pipes(worker);
		worker->pid = -1;
	}
	if (worker->pid < 0 && start(pool, worker, err) != 0)
		return -1;
	worker->job = next_job(pool);
	worker->sent = 0;
	buf_init(&worker->answer,
		WORKER_ANSWER_MAX + sizeof(struct worker_answer));
	worker->deadline =
		milliseconds() + (int64_t)pool->limits.wall_seconds * 1000;
	send_request(pool, worker);
	return 0;
}

/* A whole answer has arrived. The worker goes on with the next document while
 * this one is taken in, which takes as long as to parse one. */
static void
finish(struct pool *pool, struct worker *worker,
	const struct worker_answer *head)
{
	/* What is told of the document lies in it. */
	char *answer = buf_steal(&worker->answer);
	const char *block = answer + sizeof(*head);
	struct document document;
	struct arena arena;
	struct err err = ERR_INIT;
	struct job *job = worker->job;

	arena_init(&arena);
	if (head->verdict == WORKER_DOCUMENT
			? unpack_document(
				  &arena, block, head->length, &document) != 0
			: unpack_err(block, head->length, &err) != 0) {
		err_set(&err, ERR_SYSTEM, "its parser answered nonsense");
		end_with(pool, worker, &err);
	} else {
		struct err later = ERR_INIT; /* pool_step() meets it again */

		worker->job = NULL;
		if (pool->first != NULL)
			(void)assign(pool, worker, &later);
		report(pool, job,
			head->verdict == WORKER_DOCUMENT ? &document : NULL,
			&err);
	}
	arena_release(&arena);
	free(answer);
}

/* Bytes of the answer that are known to be still missing. */
static size_t
missing(const struct worker *worker, struct worker_answer *head)
{
	if (worker->answer.len < sizeof(*head))
		return sizeof(*head) - worker->answer.len;
	memcpy(head, worker->answer.data, sizeof(*head));
	if (head->length > WORKER_ANSWER_MAX)
		return SIZE_MAX;
	return sizeof(*head) + head->length - worker->answer.len;
}

static void
receive_answer(struct pool *pool, struct worker *worker)
{
	struct err err = ERR_INIT;
	struct worker_answer head = {0};
	size_t want;

	while ((want = missing(worker, &head)) > 0 && want != SIZE_MAX) {
		struct buf *answer = &worker->answer;
		ssize_t n;

		/* No more than what is there: the length is the worker's word.
		 * Cannot fail, as missing() knows the limit. */
		if (want > PIPE_BYTES)
			want = PIPE_BYTES;
		buf_reserve(answer, want);
		n = read(worker->from, answer->data + answer->len, want);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			bury(pool, worker);
			return;
		}
		buf_grew(answer, (size_t)n);
	}
	if (want == 0) {
		finish(pool, worker, &head);
	} else {
		err_set(&err, ERR_SYSTEM, "its parser answered nonsense");
		end_with(pool, worker, &err);
	}
}

/* Moves a busy worker on. */
static void
pump(struct pool *pool, struct worker *worker)
{
	struct err err = ERR_INIT;

	send_request(pool, worker);
	if (worker->job != NULL)
		receive_answer(pool, worker);
	if (worker->job == NULL || milliseconds() < worker->deadline)
		return;
	err_set(&err, ERR_LIMIT, "reading it took longer than %d s",
		pool->limits.wall_seconds);
	end_with(pool, worker, &err);
}

/* Without workers: one document in this process. */
static void
parse_here(struct pool *pool)
{
	struct job *job = next_job(pool);
	const size_t head = sizeof(struct worker_request);
	struct parse_input input;
	struct document document;
	struct arena arena;
	struct err err = ERR_INIT;
	int failed;

	arena_init(&arena);
	failed = unpack_input(&arena, job->request.data + head,
		job->request.len - head, &input);
	if (failed)
		err_set(&err, ERR_SYSTEM, "the parser was sent nonsense");
	else
		failed = parse_document(
			pool->parser, &input, &arena, &document, &err);
	report(pool, job, failed ? NULL : &document, &err);
	arena_release(&arena);
}

/* -------------------------------------------------------------- interface */

struct pool *
pool_new(const struct parser *parser, int workers,
	const struct pool_limits *limits, pool_done *done, void *context,
	struct err *err)
{
	struct pool *pool = mem_zero(
		1, sizeof(*pool) + (size_t)workers * sizeof(struct worker));

	pool->parser = parser;
	pool->limits = *limits;
	pool->done = done;
	pool->context = context;
	/* A worker that dies while it is written to must not take us along.
	 * And how it died is not told to those who ignore it, as a program
	 * does that was started by one that ignores it. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	for (; pool->nworkers < workers; pool->nworkers++) {
		if (start(pool, &pool->workers[pool->nworkers], err) != 0) {
			pool_free(pool);
			return NULL;
		}
	}
	return pool;
}

void
pool_free(struct pool *pool)
{
	struct job *job;

	if (pool == NULL)
		return;
	for (int i = 0; i < pool->nworkers; i++) {
		struct worker *worker = &pool->workers[i];

		if (worker->pid > 0)
			end(worker);
		buf_release(&worker->answer);
		if (worker->job != NULL)
			job_free(worker->job);
	}
	while ((job = next_job(pool)) != NULL)
		job_free(job);
	free(pool);
}

void
pool_submit(struct pool *pool, const struct parse_input *input, void *tag)
{
	struct job *job = mem_zero(1, sizeof(*job));
	struct worker_request head;

	job->tag = tag;
	buf_init(&job->request, BUF_NO_LIMIT);
	buf_add(&job->request, &head, sizeof(head)); /* room for the length */
	pack_input(&job->request, input);
	head.length = job->request.len - sizeof(head);
	memcpy(job->request.data, &head, sizeof(head));
	if (pool->last != NULL)
		pool->last->next = job;
	else
		pool->first = job;
	pool->last = job;
	pool->pending++;
	pool->bytes += job->request.len;
}

size_t
pool_pending(const struct pool *pool)
{
	return pool->pending;
}

size_t
pool_bytes(const struct pool *pool)
{
	return pool->bytes;
}

size_t
pool_poll_fds(struct pool *pool, struct pollfd *fds, size_t max)
{
	size_t n = 0;

	for (int i = 0; i < pool->nworkers; i++) {
		const struct worker *worker = &pool->workers[i];

		if (worker->job == NULL)
			continue;
		if (n < max)
			fds[n++] = (struct pollfd){
				.fd = worker->from, .events = POLLIN};
		if (n < max && worker->sent < worker->job->request.len)
			fds[n++] = (struct pollfd){
				.fd = worker->to, .events = POLLOUT};
	}
	return n;
}

int
pool_timeout(const struct pool *pool)
{
	int64_t soonest = -1, now = milliseconds();

	for (int i = 0; i < pool->nworkers; i++) {
		const struct worker *worker = &pool->workers[i];
		int64_t left = worker->deadline - now;

		if (worker->job == NULL) {
			/* Work that could start at once. */
			if (pool->first != NULL)
				return 0;
			continue;
		}
		if (left < 0)
			left = 0;
		if (soonest < 0 || left < soonest)
			soonest = left;
	}
	if (pool->nworkers == 0 && pool->first != NULL)
		return 0;
	return (int)soonest;
}

int
pool_step(struct pool *pool, struct err *err)
{
	struct err failure = ERR_INIT;
	int running = 0;

	if (pool->nworkers == 0) {
		if (pool->first != NULL)
			parse_here(pool);
		return 0;
	}
	for (int i = 0; i < pool->nworkers; i++) {
		struct worker *worker = &pool->workers[i];

		if (worker->job != NULL)
			pump(pool, worker);
		if (worker->job == NULL && pool->first != NULL)
			(void)assign(pool, worker, &failure);
		running += worker->pid > 0;
	}
	if (running > 0 || pool->first == NULL)
		return 0;
	return err_set(err, failure.kind, "%s", failure.message);
}

int
pool_worker_pid(const struct pool *pool, int index)
{
	return index < pool->nworkers ? (int)pool->workers[index].pid : -1;
}
