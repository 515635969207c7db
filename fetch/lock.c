/*
 * lock.c - the lock of a run, so that two cron jobs never fetch at once.
 *
 * The kernel holds it: a run that is killed leaves nothing behind to clean up,
 * unlike a file with a process number in it.
 */
#include "fetch/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Who may: the owner of the lock that is there, else of its folder. Often the
 * store is a service's and somebody runs the program as himself, or as root did
 * so once and left a lock. */
static void
say_who_may(const char *path, struct err *err)
{
	size_t n = strlen(path);
	const struct passwd *user;
	struct buf folder;
	struct stat meta;

	while (n > 0 && path[n - 1] != '/')
		n--;
	buf_init(&folder, BUF_NO_LIMIT);
	buf_add(&folder, n > 0 ? path : ".", n > 0 ? n : 1);
	if (stat(path, &meta) != 0 && stat(buf_str(&folder), &meta) != 0)
		meta.st_uid = geteuid();
	user = meta.st_uid != geteuid() ? getpwuid(meta.st_uid) : NULL;
	if (user != NULL)
		err_set(err, ERR_SYSTEM,
			"cannot open the lock '%s': %s belongs to the user "
			"'%s': run ipherald as that user (sudo -u %s), or give "
			"that to the user who shall run it (chown)",
			path, access(path, F_OK) == 0 ? "it" : "its folder",
			user->pw_name, user->pw_name);
	else
		err_set(err, ERR_SYSTEM,
			"cannot open the lock '%s': %s: run ipherald as the "
			"user whose store it is, or give that user the right "
			"to write there",
			path, strerror(EACCES));
	buf_release(&folder);
}

int
run_lock(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), result;

	if (fd < 0 && errno == EACCES) {
		say_who_may(path, err);
		return -1;
	}
	if (fd < 0)
		return err_set(err, ERR_SYSTEM, "cannot open the lock '%s': %s",
			path, strerror(errno));
	do {
		result = flock(fd, LOCK_EX | LOCK_NB);
	} while (result != 0 && errno == EINTR);
	if (result == 0)
		return fd;
	if (errno == EWOULDBLOCK)
		err_set(err, ERR_LOCKED,
			"another run holds the lock '%s'; it goes on, this one "
			"does nothing",
			path);
	else
		err_set(err, ERR_SYSTEM, "cannot lock '%s': %s", path,
			strerror(errno));
	close(fd);
	return -1;
}
