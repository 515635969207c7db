/*
 * fetch_world.c - what the tests of the fetcher share; see fetch_world.h.
 */
#include "tests/unit/fetch_world.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *
in_folder(struct world *world, const char *name)
{
	return arena_printf(&world->arena, "%s/%s", world->folder, name);
}

char *
world_read(struct world *world, const char *name)
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

void
world_serve(struct world *world, const char *script)
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
		text = world_read(world, "port");
	}
	assert_non_null(text);
	world->port = (int)strtol(text, NULL, 10);
}

int
world_set_up(void **state)
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

int
world_tear_down(void **state)
{
	static const char *const files[] = {
		"script", "log", "port", "bomb.gz", "lookups"};
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
		world_add(world, more);
	}
}

void
world_start(struct world *world)
{
	struct err err = ERR_INIT;

	if (world->fetcher == NULL)
		world->fetcher =
			fetcher_new(&world->options, NOW, done, world, &err);
	assert_non_null(world->fetcher);
}

/* "/path" of our server by its address, or a whole URL; {port} is not
 * replaced here. */
const char *
world_url(struct world *world, const char *path)
{
	if (path[0] != '/')
		return path;
	return arena_printf(
		&world->arena, "http://127.0.0.1:%d%s", world->port, path);
}

void
world_request(
	struct world *world, struct fetch_request request, const char *path)
{
	world_start(world);
	request.url = world_url(world, path);
	fetcher_add(
		world->fetcher, &request, arena_strdup(&world->arena, path));
}

void
world_add(struct world *world, const char *path)
{
	world_request(
		world, (struct fetch_request){.allow_private = true}, path);
}

void
world_run(struct world *world)
{
	struct err err = ERR_INIT;

	world_start(world);
	while (fetcher_pending(world->fetcher) > 0)
		assert_int_equal(
			fetcher_step(world->fetcher, NULL, 0, 1000, &err), 0);
}

/* The response of that path. */
const struct fetch_response *
world_response(struct world *world, const char *path)
{
	for (size_t i = 0; i < world->nseen; i++) {
		if (strcmp(world->seen[i].tag, path) == 0)
			return &world->seen[i].response;
	}
	fail_msg("%s was not reported", path);
	return NULL;
}

const struct fetch_response *
world_fetch(struct world *world, const char *path)
{
	world_add(world, path);
	world_run(world);
	return world_response(world, path);
}

void
expect_failure(const struct fetch_response *response, enum err_kind kind,
	const char *words)
{
	if (response->kind != kind || strstr(response->message, words) == NULL)
		fail_msg(
			"got kind %d, '%s'", response->kind, response->message);
}

size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}
