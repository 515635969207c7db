/*
 * lock.c - the lock of a run, so that two cron jobs never fetch at once.
 *
 * The kernel holds it: a run that is killed leaves nothing behind to clean up,
 * unlike a file with a process number in it.
 */
#include "fetch/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

int
run_lock(const char *path, struct err *err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600), result;

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
