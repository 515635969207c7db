/*
 * opened.c - opens what a command works on; see opened.h.
 */
#include "cli/opened.h"

#include "fetch/fetch.h"

#include <errno.h>
#include <unistd.h>

static int
read_config(struct opened *opened, struct cli *cli, const char *store_path,
	struct err *err)
{
	struct config *config = &opened->config;

	opened->store = NULL;
	config_init(config);
	if (clock_set(cli, err) != 0)
		return -1;
	if ((store_path == NULL || cli->config_path != NULL) &&
		config_load(config, cli->config_path, err) != 0)
		return -1;
	if (store_path != NULL)
		config->store = store_path;
	return 0;
}

static int
open_store(struct opened *opened, enum store_mode mode, struct err *err)
{
	struct config *config = &opened->config;

	/* Not an error of the store: nothing was run yet. */
	if ((mode == STORE_READ || mode == STORE_CHANGE) &&
		access(config->store, F_OK) != 0 && errno == ENOENT)
		return err_set(err, ERR_STORE,
			"there is no store at '%s' yet: 'ipherald run' makes "
			"it",
			config->store);
	if (mode == STORE_WRITE && folder_make_for(config->store, err) != 0)
		return -1;
	opened->store = store_open(config->store, mode, err);
	return opened->store != NULL ? 0 : -1;
}

int
opened_init(struct opened *opened, struct cli *cli, const char *store_path,
	enum store_mode mode, struct err *err)
{
	if (read_config(opened, cli, store_path, err) != 0)
		return -1;
	return open_store(opened, mode, err);
}

int
opened_init_either(struct opened *opened, struct cli *cli, struct err *err)
{
	if (read_config(opened, cli, NULL, err) != 0)
		return -1;
	return open_store(opened,
		access(opened->config.store, W_OK) == 0 ? STORE_CHANGE
							: STORE_READ,
		err);
}

int
opened_lock(const struct config *config, struct err *err)
{
	struct arena arena;
	int lock;

	arena_init(&arena);
	lock = run_lock(arena_printf(&arena, "%s.lock", config->store), err);
	arena_release(&arena);
	return lock;
}

void
opened_release(struct opened *opened)
{
	if (opened->store != NULL)
		store_close(opened->store);
	config_release(&opened->config);
}

int
opened_no_event(const char *id, struct err *err)
{
	return err_set(err, ERR_INPUT,
		"no event has the id '%s' ('ipherald events' shows them)", id);
}
