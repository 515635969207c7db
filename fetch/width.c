/*
 * width.c - transfers and descriptors; see width.h.
 */
#include "fetch/width.h"

#include <sys/resource.h>

/* Of a transfer at most: libcurl's pair to the thread that looks a name up,
 * and the two of the resolver; later two connections, one by IPv6. */
#define EACH 4
/* Of all else: the store and its journal, workers, the archive, locks. */
#define OTHERS 32

int
width_allowed(int wanted)
{
	struct rlimit limit, raised;
	rlim_t need = (rlim_t)wanted * EACH + OTHERS;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 1;
	raised = limit;
	if (limit.rlim_cur < need)
		raised.rlim_cur = need < limit.rlim_max ? need : limit.rlim_max;
	if (raised.rlim_cur != limit.rlim_cur &&
		setrlimit(RLIMIT_NOFILE, &raised) != 0)
		raised = limit;
	if (raised.rlim_cur >= need)
		return wanted;
	return raised.rlim_cur > OTHERS + EACH
		       ? (int)((raised.rlim_cur - OTHERS) / EACH)
		       : 1;
}
