/*
 * notify.c - what is new, to people and programs that wait for it; see
 * notify.h.
 */
#include "cli/notify.h"

#include "cli/cli.h"
#include "cli/harvest.h"
#include "cli/publish.h"
#include "fetch/post.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMMAND_SECONDS 60
#define BATCH_TYPE "application/cloudevents-batch+json; charset=utf-8"
/* cron's PATH has no sbin. */
#define SENDMAIL "PATH=\"$PATH:/usr/sbin:/usr/lib\" exec sendmail -i -t"

extern char **environ;

/* ----------------------------------------------------------------- command */

/* Waits for the child, and ends it when its time is over. */
static int
wait_for(pid_t child, const char *command, struct err *err)
{
	const struct timespec pause = {0, 20 * 1000 * 1000};
	int status;

	for (int waited = 0; waitpid(child, &status, WNOHANG) == 0; waited++) {
		if (waited == COMMAND_SECONDS * 50)
			kill(child, SIGKILL);
		nanosleep(&pause, NULL);
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFEXITED(status))
		return err_set(err, ERR_SYSTEM,
			"the command ended with status %d: %s",
			WEXITSTATUS(status), command);
	return err_set(err, ERR_SYSTEM,
		"the command was ended by signal %d: %s", WTERMSIG(status),
		command);
}

/* The text is a file without a name: a command that does not read it keeps
 * nobody waiting. What it prints is talk, as ours is. */
static int
spawn(const char *command, int input, struct err *err)
{
	char name[] = "sh", flag[] = "-c";
	char *argv[] = {name, flag, NULL, NULL};
	posix_spawn_file_actions_t actions;
	struct arena arena;
	pid_t child;
	int error;

	if (posix_spawn_file_actions_init(&actions) != 0)
		mem_die();
	arena_init(&arena);
	argv[2] = arena_strdup(&arena, command);
	posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(
		&actions, STDERR_FILENO, STDOUT_FILENO);
	error = posix_spawn(&child, "/bin/sh", &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	arena_release(&arena);
	if (error != 0)
		return err_set(err, ERR_SYSTEM, "cannot start a shell: %s",
			strerror(error));
	return wait_for(child, command, err);
}

static int
run_command(const char *command, const struct buf *text, struct err *err)
{
	int input = memfd_create("news", MFD_CLOEXEC);
	int result = -1;

	if (input >= 0 &&
		write(input, text->data, text->len) == (ssize_t)text->len &&
		lseek(input, 0, SEEK_SET) == 0)
		result = spawn(command, input, err);
	else
		err_set(err, ERR_SYSTEM, "cannot keep the text for '%s': %s",
			command, strerror(errno));
	if (input >= 0)
		close(input);
	return result;
}

/* -------------------------------------------------------------------- mail */

static int
send_mail(const struct notify_settings *notify, const struct buf *text,
	struct err *err)
{
	struct buf mail;
	int result;

	buf_init(&mail, BUF_NO_LIMIT);
	buf_printf(&mail,
		"To: %s\nSubject: ipherald: %s\nAuto-Submitted: "
		"auto-generated\n"
		"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: 8bit\n\n",
		notify->mail, notify->id);
	buf_add(&mail, text->data, text->len);
	result = run_command(SENDMAIL, &mail, err);
	buf_release(&mail);
	return result;
}

/* ----------------------------------------------------------------- webhook */

static int
send_hook(const struct config *config, const struct notify_settings *notify,
	const struct buf *batch, struct err *err)
{
	char agent[HARVEST_AGENT_MAX];
	const struct post post = {.url = notify->webhook,
		.media_type = BATCH_TYPE,
		.body = batch->data,
		.length = batch->len,
		.user_agent = harvest_user_agent(config, agent),
		.proxy = config->proxy};

	return post_send(&post, err);
}

/* ------------------------------------------------------------------- which */

typedef int write_fn(struct buf *out, const struct feed *feed,
	const struct change_reader *changes, struct err *err);

static int
collect(struct store *store, const struct feed *feed,
	const struct event_query *query, write_fn *write, struct buf *out,
	struct err *err)
{
	struct change_reader changes;
	int result;

	if (store_changes(store, query, &changes, err) != 0)
		return -1;
	result = write(out, feed, &changes, err);
	store_changes_close(&changes);
	return result;
}

int
notify_text(struct store *store, const struct feed *feed, const char *query,
	int64_t since, int64_t now, struct buf *out, struct err *err)
{
	const struct event_query changes = {
		.text = query, .since = since, .now = now};

	return collect(store, feed, &changes, feed_write_report, out, err);
}

static int
remember(struct store *store, const char *id, int64_t now, struct err *err)
{
	if (store_begin(store, err) != 0)
		return -1;
	if (store_put_told(store, id, now, err) == 0 &&
		store_commit(store, err) == 0)
		return 0;
	store_rollback(store);
	return -1;
}

static int
send(const struct config *config, const struct notify_settings *notify,
	const struct buf *news, struct err *err)
{
	if (notify->webhook != NULL)
		return send_hook(config, notify, news, err);
	if (notify->mail != NULL)
		return send_mail(notify, news, err);
	return run_command(notify->command, news, err);
}

static int
notify_one(const struct config *config, const struct feed *feed,
	const struct notify_settings *notify, struct store *store, int64_t now,
	int *failed, struct err *err)
{
	struct event_query query = {.text = notify->query, .now = now};
	struct err sending = ERR_INIT;
	struct buf news;
	int result = -1;

	if (store_get_told(store, notify->id, &query.since, err) != 0)
		return -1;
	buf_init(&news, BUF_NO_LIMIT);
	if (collect(store, feed, &query,
		    notify->webhook != NULL ? feed_write_cloud_events
					    : feed_write_report,
		    &news, err) != 0)
		goto out;
	result = 0;
	if (news.len == 0)
		goto out;
	result = remember(store, notify->id, now, err);
	if (result == 0 && send(config, notify, &news, &sending) != 0) {
		say("[notify %s] was not told: %s", notify->id,
			sending.message);
		(*failed)++;
	}
out:
	buf_release(&news);
	return result;
}

int
notify_begin(const struct config *config, struct store *store, int64_t now,
	struct err *err)
{
	for (size_t i = 0; i < config->nnotify; i++) {
		const char *id = config->notify[i].id;
		int64_t upto;

		if (store_get_told(store, id, &upto, err) != 0 ||
			(upto == INSTANT_NONE &&
				remember(store, id, now - 1, err) != 0))
			return -1;
	}
	return 0;
}

int
notify_all(const struct config *config, struct store *store, int64_t now,
	int *failed, struct err *err)
{
	struct arena arena;
	struct feed feed;
	int result;

	if (config->nnotify == 0)
		return 0;
	arena_init(&arena);
	result = publish_main_feed(config, &arena, &feed, err);
	for (size_t i = 0; i < config->nnotify && result == 0; i++)
		result = notify_one(config, &feed, &config->notify[i], store,
			now, failed, err);
	arena_release(&arena);
	return result;
}
