/*
 * write.c - whole writes; see write.h.
 */
#include "base/write.h"

#include <errno.h>
#include <unistd.h>

int
write_all(int fd, const void *bytes, size_t n)
{
	const char *at = bytes;

	while (n > 0) {
		ssize_t wrote = write(fd, at, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return -1;
		at += wrote;
		n -= (size_t)wrote;
	}
	return 0;
}
