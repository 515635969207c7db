/*
 * archive.c - writes the archive of a run; see archive.h.
 */
#include "cli/archive.h"

#include "base/packer.h"
#include "base/write.h"
#include "cli/cli.h"
#include "fetch/warc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file is begun anew beyond this share of the whole, so that the oldest can
 * go without much going with it. */
#define FILES 8
#define RECORD_MAX ((size_t)64 << 20)

struct archive {
	const struct config *config;
	struct store *store;
	struct arena arena;
	int fd; /* -1 = not opened */
	int64_t file, position;
	int64_t synced; /* the position up to which all is on the disk */
	bool fresh;     /* the file's name is not yet on the disk */
	bool broken;    /* it could not be written */
	bool threads;
	struct packer *packer; /* NULL = there was nothing to pack */
};

struct kept {
	int64_t at;
	struct packing *packing;
};

struct archive *
archive_new(const struct config *config, struct store *store, bool threads)
{
	struct archive *archive;

	if (config->archive == 0)
		return NULL;
	archive = mem_zero(1, sizeof(*archive));
	archive->config = config;
	archive->store = store;
	archive->fd = -1;
	archive->threads = threads;
	arena_init(&archive->arena);
	return archive;
}

void
archive_free(struct archive *archive)
{
	if (archive == NULL)
		return;
	if (archive->fd >= 0)
		close(archive->fd);
	packer_free(archive->packer);
	arena_release(&archive->arena);
	free(archive);
}

char *
archive_path(const struct config *config, int64_t file, struct arena *arena)
{
	return arena_printf(arena, "%s.archive/%06lld.warc.gz", config->store,
		(long long)file);
}

static int64_t
limit_of(const struct archive *archive)
{
	return (int64_t)archive->config->archive << 20;
}

/* Removes the oldest files until the rest fits. Going down from the newest,
 * everything behind the one that is too much is older. */
static int
shrink(struct archive *archive, struct err *err)
{
	int64_t sum = 0;
	bool full = false;

	for (int64_t file = archive->file; file > 0; file--) {
		const char *path =
			archive_path(archive->config, file, &archive->arena);
		struct stat is;

		if (stat(path, &is) != 0)
			break;
		sum += is.st_size;
		if (sum <= limit_of(archive))
			continue;
		if (!full && store_drop_raw(archive->store, file, err) != 0)
			return -1;
		full = true;
		unlink(path);
	}
	return 0;
}

static int
cannot_write(const char *path, struct err *err)
{
	return err_set(err, ERR_OUTPUT, "'%s' cannot be written: %s", path,
		strerror(errno));
}

/* The size of a file; 0 where there is none. One that cannot be looked at, such
 * as on a disk that fails, may well be there. */
static int
size_of(const char *path, int64_t *size, struct err *err)
{
	struct stat is;

	*size = 0;
	if (stat(path, &is) == 0)
		*size = is.st_size;
	else if (errno != ENOENT)
		return err_set(err, ERR_OUTPUT, "'%s' cannot be read: %s", path,
			strerror(errno));
	return 0;
}

/* Finds the end of what is kept. A file that is shorter than the store knows
 * (one that lost its end on a disk that was lying when it was told to write, or
 * that somebody took away) is not filled up with a hole, behind which no program
 * would read on: what it lost is forgotten. */
static int
find_end(struct archive *archive, struct err *err)
{
	struct arena *arena = &archive->arena;
	const char *cut = NULL, *path;

	for (;;) {
		int64_t size;

		if (store_raw_end(archive->store, &archive->file,
			    &archive->position, err) != 0)
			return -1;
		path = archive_path(archive->config, archive->file, arena);
		if (cut != NULL && strcmp(cut, path) != 0)
			unlink(cut);
		if (archive->file == 0)
			return 0;
		if (size_of(path, &size, err) != 0)
			return -1;
		if (size >= archive->position)
			break;
		if (store_cut_raw(archive->store, archive->file, size, err) !=
			0)
			return -1;
		if (cut == NULL)
			say("'%s' lost what stood at its end: this cannot be "
			    "read again",
				path);
		cut = path;
	}
	/* The next may go into another file. */
	if (cut != NULL && truncate(path, (off_t)archive->position) != 0)
		return cannot_write(path, err);
	return 0;
}

static int
open_file(struct archive *archive, int64_t now, struct err *err)
{
	const char *path;
	struct buf info;
	int result = -1;

	if (find_end(archive, err) != 0)
		return -1;
	if (archive->file == 0 ||
		archive->position > limit_of(archive) / FILES) {
		archive->file++;
		archive->position = 0;
	}
	archive->synced = archive->position;
	archive->fresh = archive->position == 0;
	path = archive_path(archive->config, archive->file, &archive->arena);
	if (folder_make_for(path, err) != 0)
		return -1;
	archive->fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (archive->fd < 0 ||
		ftruncate(archive->fd, (off_t)archive->position) != 0 ||
		lseek(archive->fd, 0, SEEK_END) != (off_t)archive->position)
		return cannot_write(path, err);
	buf_init(&info, RECORD_MAX);
	if (!archive->fresh ||
		(warc_put_info(&info, now, "ipherald/" IPHERALD_VERSION) == 0 &&
			write_all(archive->fd, buf_str(&info), info.len) == 0))
		result = 0;
	else
		cannot_write(path, err);
	if (result == 0)
		archive->position += (int64_t)info.len;
	buf_release(&info);
	return result == 0 ? shrink(archive, err) : -1;
}

/* Says why no more is kept, once. */
static void
give_up(struct archive *archive, const struct err *err, const char **why)
{
	if (!archive->broken)
		*why = arena_strdup(&archive->arena, err->message);
	archive->broken = true;
}

struct kept *
archive_put(struct archive *archive, const struct fetch_response *answer,
	const char *url, int64_t now, const char **why)
{
	const struct warc_response response = {.url = url,
		.at = answer->at,
		.status = answer->status,
		.content_type = answer->content_type,
		.etag = answer->etag,
		.last_modified = answer->last_modified,
		.body = answer->body,
		.length = answer->body_length};
	struct err err = ERR_INIT;
	struct kept *kept = NULL;
	struct buf record;

	*why = NULL;
	if (archive == NULL || archive->broken)
		return NULL;
	if (archive->fd < 0 && open_file(archive, now, &err) != 0) {
		give_up(archive, &err, why);
		return NULL;
	}
	if (archive->packer == NULL)
		archive->packer = packer_new(GZIP_FAST, archive->threads);
	buf_init(&record, RECORD_MAX);
	/* One that is too large is not kept: no failure of the archive. */
	if (warc_put_response(&record, &response) == 0) {
		kept = arena_alloc(&archive->arena, sizeof(*kept));
		kept->at = response.at;
		kept->packing = packer_add(archive->packer, &record);
	}
	buf_release(&record);
	return kept;
}

int
archive_write(struct archive *archive, struct kept *kept, struct raw *raw,
	const char **why)
{
	struct err err = ERR_INIT;
	struct buf member;
	int result = -1;

	*why = NULL;
	packer_take(archive->packer, kept->packing, &member);
	if (archive->broken)
		goto out;
	if (write_all(archive->fd, buf_str(&member), member.len) != 0) {
		err_set(&err, ERR_OUTPUT, "the archive: %s", strerror(errno));
		give_up(archive, &err, why);
		goto out;
	}
	raw->file = archive->file;
	raw->position = archive->position;
	raw->length = (int64_t)member.len;
	raw->at = kept->at;
	archive->position += raw->length;
	result = 0;
out:
	buf_release(&member);
	return result;
}

/* Cuts the last name off the path, and syncs the folder that had it. */
static int
sync_folder(char *path)
{
	char *slash = strrchr(path, '/');
	const char *folder = slash == NULL ? "." : slash == path ? "/" : path;
	int fd, result;

	if (slash != NULL)
		*slash = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	/* Some file systems cannot sync a folder, and say EINVAL. */
	result = fsync(fd) != 0 && errno != EINVAL ? -1 : 0;
	close(fd);
	return result;
}

/* The names of a new file and of its folder, which may be new too, must last as
 * long as what the store says is in it. */
static int
sync_names(struct archive *archive)
{
	char *path;

	if (!archive->fresh)
		return 0;
	path = archive_path(archive->config, archive->file, &archive->arena);
	for (int i = 0; i < 2; i++)
		if (sync_folder(path) != 0)
			return -1;
	archive->fresh = false;
	return 0;
}

int
archive_sync(struct archive *archive, const char **why, struct err *err)
{
	struct err failed = ERR_INIT;

	*why = NULL;
	if (archive == NULL || archive->fd < 0 ||
		archive->position == archive->synced)
		return 0;
	if (fdatasync(archive->fd) == 0 && sync_names(archive) == 0) {
		archive->synced = archive->position;
		return 0;
	}
	err_set(&failed, ERR_OUTPUT, "the archive: %s", strerror(errno));
	give_up(archive, &failed, why);
	/* What was not synced may never be: a kernel forgets it with the
	 * error. */
	archive->position = archive->synced;
	return store_cut_raw(
		archive->store, archive->file, archive->synced, err);
}

size_t
archive_bytes(const struct archive *archive)
{
	return archive == NULL || archive->packer == NULL
		       ? 0
		       : packer_bytes(archive->packer);
}

void
archive_say(const char *why)
{
	if (why != NULL)
		say("nothing more is kept of what comes: %s", why);
}
