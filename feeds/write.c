/*
 * write.c - documents to files, so that whoever reads one gets the old bytes
 * or the new ones, and never a part.
 *
 * What did not change is not written: the modification time is what a web
 * server answers "304 Not Modified" by.
 */
#include "feeds/feeds.h"

#include "base/mem.h"
#include "base/parallel.h"
#include "base/write.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Temporaries begin so: hidden from listings, and known to feed_sweep(). */
#define TEMPORARY ".ipherald-"
#define STALE_SECONDS 3600

static int
refuse(const char *what, const char *path, struct err *err)
{
	return err_set(err, ERR_OUTPUT, "cannot %s '%s': %s", what, path,
		strerror(errno));
}

/* A name stays inside the folder: relative, no empty part, no "." or "..". */
static bool
name_is_safe(const char *name)
{
	const char *part = name;

	for (;;) {
		size_t n = strcspn(part, "/");

		if (n == 0 || (n == 1 && part[0] == '.') ||
			(n == 2 && part[0] == '.' && part[1] == '.'))
			return false;
		if (part[n] == '\0')
			return true;
		part += n + 1;
	}
}

/* Makes every folder of `path` but the last part. What exists may as well be a
 * link to a folder. */
static int
make_folders(char *path, struct err *err)
{
	struct stat info;

	for (char *p = path + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(path, 0777) != 0 &&
			(stat(path, &info) != 0 || !S_ISDIR(info.st_mode))) {
			errno = errno == EEXIST ? ENOTDIR : errno;
			refuse("make folder", path, err);
			*p = '/';
			return -1;
		}
		*p = '/';
	}
	return 0;
}

/* Does the file hold exactly these bytes? */
static bool
is_same(const char *path, const char *bytes, size_t length)
{
	char block[16384];
	size_t done = 0;
	struct stat info;
	bool same = false;
	/* O_NONBLOCK: a FIFO of that name would keep us for ever. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return false;
	if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
		(size_t)info.st_size == length) {
		ssize_t n = 1;

		while (done < length && n > 0) {
			n = read(fd, block, sizeof(block));
			if (n <= 0 || (size_t)n > length - done ||
				memcmp(block, bytes + done, (size_t)n) != 0)
				break;
			done += (size_t)n;
		}
		same = done == length;
	}
	close(fd);
	return same;
}

/* mkostemp() makes files that only we may read; these are for a web server. */
static mode_t
mode_for_others(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* The folder is there but for the first file in it: to make sure each time
 * asked the system once for each part of the path. */
static int
open_temporary(char *temporary, int *fd, struct err *err)
{
	*fd = mkostemp(temporary, O_CLOEXEC);
	if (*fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
		if (make_folders(temporary, err) != 0)
			return -1;
		memset(temporary + strlen(temporary) - strlen("XXXXXX"), 'X',
			strlen("XXXXXX"));
		*fd = mkostemp(temporary, O_CLOEXEC);
	}
	return *fd < 0 ? refuse("make a file", temporary, err) : 0;
}

/* Files that wait for the disk together, each with its descriptor: so many, and
 * no more than a quarter of what we may have, as others need some. */
#define UNSYNCED_MAX 256
#define UNSYNCED_SHARE 4
/* Files, and bytes of them, that wait for their names. */
#define WAITING_MAX 2048
#define WAITING_BYTES ((size_t)64 << 20)

struct waiting {
	char *temporary;
	char *path;
	int fd;      /* until it was synced */
	int problem; /* errno, or 0 */
};

struct feed_batch {
	const char *folder;
	mode_t mode;
	struct arena arena; /* of what waits */
	struct waiting *waiting;
	size_t nwaiting;
	size_t nsynced; /* the first of them */
	size_t unsynced_max;
	size_t bytes;
};

static size_t
unsynced_max(void)
{
	long files = sysconf(_SC_OPEN_MAX);
	size_t share = files > 0 ? (size_t)files / UNSYNCED_SHARE : 1;

	return share > UNSYNCED_MAX ? UNSYNCED_MAX : share;
}

struct feed_batch *
feed_batch_new(const char *folder)
{
	struct feed_batch *batch = mem_zero(1, sizeof(*batch));

	batch->folder = folder;
	batch->mode = mode_for_others();
	batch->unsynced_max = unsynced_max();
	arena_init(&batch->arena);
	return batch;
}

static void
sync_one(void *context, size_t i)
{
	const struct feed_batch *batch = context;
	struct waiting *next = &batch->waiting[batch->nsynced + i];

	if (fsync(next->fd) != 0)
		next->problem = errno;
	if (close(next->fd) != 0 && next->problem == 0)
		next->problem = errno;
}

static void
sync_waiting(struct feed_batch *batch)
{
	parallel_each(batch->nwaiting - batch->nsynced, sync_one, batch);
	batch->nsynced = batch->nwaiting;
}

/* One that is not on the disk must not have the name. */
static void
rename_one(void *context, size_t i)
{
	const struct feed_batch *batch = context;
	struct waiting *next = &batch->waiting[i];

	if (next->problem == 0 && rename(next->temporary, next->path) != 0)
		next->problem = errno;
	if (next->problem != 0)
		unlink(next->temporary);
}

static void
forget(struct feed_batch *batch)
{
	arena_release(&batch->arena);
	arena_init(&batch->arena);
	batch->waiting = NULL;
	batch->nwaiting = batch->nsynced = batch->bytes = 0;
}

void
feed_batch_free(struct feed_batch *batch)
{
	if (batch == NULL)
		return;
	for (size_t i = 0; i < batch->nwaiting; i++) {
		if (i >= batch->nsynced)
			close(batch->waiting[i].fd);
		unlink(batch->waiting[i].temporary);
	}
	arena_release(&batch->arena);
	free(batch);
}

/* Makes a rename last through a power cut. */
static int
sync_folder(const char *folder, struct err *err)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = 0;

	if (fd < 0)
		return refuse("open folder", folder, err);
	/* Some file systems cannot sync a folder, and say EINVAL. */
	if (fsync(fd) != 0 && errno != EINVAL)
		result = refuse("sync folder", folder, err);
	close(fd);
	return result;
}

/* The name is behind the last "/" of the path. */
static size_t
folder_length(const char *path)
{
	return (size_t)(strrchr(path, '/') - path);
}

/* A disk takes many requests in the time of one, and what is put in a file's
 * place has that file's blocks freed. */
int
feed_batch_settle(struct feed_batch *batch, struct err *err)
{
	int result = 0;

	sync_waiting(batch);
	parallel_each(batch->nwaiting, rename_one, batch);
	if (batch->nwaiting > 0) {
		const char *path = batch->waiting[0].path;

		result = sync_folder(
			arena_strndup(&batch->arena, path, folder_length(path)),
			err);
	}
	/* Those that have their names keep them: the next run finds them as
	 * they are to be, and does not sync their folder again. */
	for (size_t i = 0; i < batch->nwaiting && result == 0; i++) {
		errno = batch->waiting[i].problem;
		if (errno != 0)
			result = refuse("write", batch->waiting[i].path, err);
	}
	forget(batch);
	return result;
}

/* Writes a temporary and has the disk begin with it: when it is asked whether
 * all is there, much of it is. */
static int
write_temporary(struct feed_batch *batch, const char *path, const char *bytes,
	size_t length, struct err *err)
{
	struct arena *arena = &batch->arena;
	char *temporary = arena_printf(arena, "%.*s/" TEMPORARY "XXXXXX",
		(int)folder_length(path), path);
	int fd;

	if (open_temporary(temporary, &fd, err) != 0)
		return -1;
	if (fchmod(fd, batch->mode) != 0 || write_all(fd, bytes, length) != 0) {
		refuse("write", temporary, err);
		close(fd);
		unlink(temporary);
		return -1;
	}
	/* Where that is not known, fsync() does it all. */
	(void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	*ARENA_PUSH(arena, &batch->waiting, &batch->nwaiting) =
		(struct waiting){temporary, arena_strdup(arena, path), fd, 0};
	batch->bytes += length;
	return 0;
}

/* Whatever waits is out of the way first where it is too much, of another
 * folder, or takes the space or the descriptors that this one needs. */
static int
add(struct feed_batch *batch, const char *path, const char *bytes,
	size_t length, struct err *err)
{
	size_t n = folder_length(path);
	struct err first = ERR_INIT;

	if (batch->nwaiting - batch->nsynced >= batch->unsynced_max)
		sync_waiting(batch);
	if (batch->nwaiting > 0 &&
		(batch->nwaiting >= WAITING_MAX ||
			batch->bytes >= WAITING_BYTES ||
			n != folder_length(batch->waiting[0].path) ||
			strncmp(path, batch->waiting[0].path, n) != 0) &&
		feed_batch_settle(batch, err) != 0)
		return -1;
	if (batch->nwaiting == 0)
		return write_temporary(batch, path, bytes, length, err);
	if (write_temporary(batch, path, bytes, length, &first) == 0)
		return 0;
	if (feed_batch_settle(batch, err) != 0)
		return -1;
	return write_temporary(batch, path, bytes, length, err);
}

int
feed_batch_put(struct feed_batch *batch, const char *name, const char *bytes,
	size_t length, bool *changed, struct err *err)
{
	struct arena arena;
	char *path;
	int result = 0;

	*changed = false;
	if (!name_is_safe(name))
		return err_set(err, ERR_OUTPUT,
			"'%s' is no name for a file inside a folder", name);
	arena_init(&arena);
	path = arena_printf(&arena, "%s/%s", batch->folder, name);
	if (!is_same(path, bytes, length)) {
		result = add(batch, path, bytes, length, err);
		*changed = result == 0;
	}
	arena_release(&arena);
	return result;
}

int
feed_put_file(const char *folder, const char *name, const char *bytes,
	size_t length, bool *changed, struct err *err)
{
	struct feed_batch *batch = feed_batch_new(folder);
	int result = feed_batch_put(batch, name, bytes, length, changed, err);

	if (result == 0)
		result = feed_batch_settle(batch, err);
	*changed = *changed && result == 0;
	feed_batch_free(batch);
	return result;
}

static void
sweep_one(int folder, const char *name, time_t now)
{
	struct stat info;

	if (strncmp(name, TEMPORARY, strlen(TEMPORARY)) != 0 ||
		fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
		!S_ISREG(info.st_mode) || now - info.st_mtime <= STALE_SECONDS)
		return;
	unlinkat(folder, name, 0);
}

/* Sweeps one folder, and those in it while `depth` lasts: pages are at most
 * one folder down. Whatever cannot be read is left alone. */
static void
sweep(int folder, int depth)
{
	DIR *dir = fdopendir(folder);
	time_t now = time(NULL);
	struct dirent *item;

	if (dir == NULL) {
		close(folder);
		return;
	}
	while ((item = readdir(dir)) != NULL) {
		int below;

		sweep_one(dirfd(dir), item->d_name, now);
		if (depth == 0 || item->d_name[0] == '.')
			continue;
		below = openat(dirfd(dir), item->d_name,
			O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (below >= 0)
			sweep(below, depth - 1);
	}
	closedir(dir);
}

void
feed_sweep(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		sweep(fd, 1);
}
