/*
 * write.c - documents to files, so that whoever reads one gets the old bytes
 * or the new ones, and never a part.
 *
 * What did not change is not written: the modification time is what a web
 * server answers "304 Not Modified" by.
 */
#include "feeds/feeds.h"

#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
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

static int
write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, bytes, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes += n;
		length -= (size_t)n;
	}
	return 0;
}

/* mkostemp() makes files that only we may read; these are for a web server. */
static int
let_others_read(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	return fchmod(fd, 0666 & ~mask);
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

static int
write_temporary(
	char *temporary, const char *bytes, size_t length, struct err *err)
{
	int fd;

	if (open_temporary(temporary, &fd, err) != 0)
		return -1;
	if (let_others_read(fd) != 0 || write_all(fd, bytes, length) != 0 ||
		fsync(fd) != 0) {
		refuse("write", temporary, err);
		close(fd);
		unlink(temporary);
		return -1;
	}
	if (close(fd) != 0) {
		refuse("write", temporary, err);
		unlink(temporary);
		return -1;
	}
	return 0;
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

int
feed_sync(const char *folder, const char *name, struct err *err)
{
	struct arena arena;
	char *path;
	int result;

	arena_init(&arena);
	path = arena_printf(&arena, "%s/%s", folder, name);
	*strrchr(path, '/') = '\0';
	result = sync_folder(path, err);
	arena_release(&arena);
	return result;
}

int
feed_put_file(const char *folder, const char *name, const char *bytes,
	size_t length, bool *changed, struct err *err)
{
	if (feed_put_unsynced(folder, name, bytes, length, changed, err) != 0)
		return -1;
	return *changed ? feed_sync(folder, name, err) : 0;
}

int
feed_put_unsynced(const char *folder, const char *name, const char *bytes,
	size_t length, bool *changed, struct err *err)
{
	struct arena arena;
	char *path;
	char *parent;
	char *temporary;
	int result = -1;

	*changed = false;
	if (!name_is_safe(name))
		return err_set(err, ERR_OUTPUT,
			"'%s' is no name for a file inside a folder", name);
	arena_init(&arena);
	path = arena_printf(&arena, "%s/%s", folder, name);
	parent = arena_strndup(
		&arena, path, (size_t)(strrchr(path, '/') - path));
	temporary = arena_printf(&arena, "%s/" TEMPORARY "XXXXXX", parent);
	if (is_same(path, bytes, length)) {
		result = 0;
		goto out;
	}
	if (write_temporary(temporary, bytes, length, err) != 0)
		goto out;
	if (rename(temporary, path) != 0) {
		refuse("write", path, err);
		unlink(temporary);
		goto out;
	}
	*changed = true;
	result = 0;
out:
	arena_release(&arena);
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
