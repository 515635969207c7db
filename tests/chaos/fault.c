/*
 * fault.c - a library that is preloaded (tests/chaos/disk): has one call of the
 * program fail, or kills it there. Its workers are left alone.
 *
 *	FAULT=CALL:NTH:HOW
 *
 * CALL is malloc, write, sync, rename, open or socket; NTH counts from 1. HOW is
 * the name of an error (ENOSPC, EIO, ...), "short" (half of what is written),
 * or "kill"; with "..." behind it all later calls fail too. With NTH 0 nothing
 * fails. At the end "CALL COUNT" is appended to the file FAULT_COUNT, where that
 * is set.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/* A preloaded library has nobody to hand its state to it. */
static char call[16], how[16];
static long nth;
static bool later;
static pid_t main_process;
static atomic_long calls;

static const struct {
	const char *name;
	int number;
} errors[] = {
	{"ENOSPC", ENOSPC},
	{"EIO", EIO},
	{"EXDEV", EXDEV},
	{"EACCES", EACCES},
	{"EMFILE", EMFILE},
	{"ENOMEM", ENOMEM},
};

__attribute__((constructor)) static void
begin(void)
{
	const char *fault = getenv("FAULT");
	void *frame;

	/* The first call wants memory itself. */
	backtrace(&frame, 1);
	if (fault == NULL ||
		sscanf(fault, "%15[a-z]:%ld:%15[A-Za-z]", call, &nth, how) != 3)
		return;
	later = strstr(fault, "...") != NULL;
	main_process = getpid();
	/* Commands that it starts are no part of it. */
	unsetenv("LD_PRELOAD");
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("FAULT_COUNT");
	char text[64];
	int fd, n;

	if (path == NULL || getpid() != main_process)
		return;
	n = snprintf(text, sizeof(text), "%s %ld\n", call, atomic_load(&calls));
	main_process = 0;
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
	if (fd >= 0 && write(fd, text, (size_t)n) == n)
		close(fd);
}

/* libical takes what malloc gives it, and falls where that is nothing; who uses
 * it can do nothing about that. It may be the caller's caller: strdup(). */
static bool
is_beyond_help(void)
{
	void *frames[8];
	int n = backtrace(frames, 8);
	Dl_info about;

	for (int i = 0; i < n; i++)
		if (dladdr(frames[i], &about) != 0 && about.dli_fname != NULL &&
			strstr(about.dli_fname, "libical") != NULL)
			return true;
	return false;
}

/* Is it this call that fails? errno is set then. */
static bool
fails(const char *name)
{
	long count;

	if (main_process == 0 || strcmp(name, call) != 0 ||
		getpid() != main_process)
		return false;
	count = atomic_fetch_add(&calls, 1) + 1;
	if (nth == 0 || (later ? count < nth : count != nth))
		return false;
	if (strcmp(how, "kill") == 0)
		kill(main_process, SIGKILL);
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcmp(errors[i].name, how) == 0)
			errno = errors[i].number;
	return true;
}

#define REAL(function) \
	__extension__((__typeof__(&function))dlsym(RTLD_NEXT, #function))

static bool
allocation_fails(void)
{
	return fails("malloc") && !is_beyond_help();
}

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);

void *
malloc(size_t size)
{
	return allocation_fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t count, size_t size)
{
	return allocation_fails() ? NULL : __libc_calloc(count, size);
}

void *
realloc(void *old, size_t size)
{
	return allocation_fails() ? NULL : __libc_realloc(old, size);
}

void *
reallocarray(void *old, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes) || allocation_fails())
		return NULL;
	return __libc_realloc(old, bytes);
}

/* What is said on stderr and sent over sockets and pipes is none of it. */
static bool
is_file(int fd)
{
	return fd > 2 && lseek(fd, 0, SEEK_CUR) >= 0;
}

ssize_t
write(int fd, const void *bytes, size_t n)
{
	if (is_file(fd) && fails("write")) {
		if (strcmp(how, "short") != 0)
			return -1;
		n = (n + 1) / 2;
	}
	return syscall(SYS_write, fd, bytes, n);
}

ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t offset)
{
	if (fails("write")) {
		if (strcmp(how, "short") != 0)
			return -1;
		n = (n + 1) / 2;
	}
	return syscall(SYS_pwrite64, fd, bytes, n, offset);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t n, off64_t offset)
{
	return pwrite(fd, bytes, n, offset);
}

int
fsync(int fd)
{
	return fails("sync") ? -1 : (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	return fails("sync") ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int
rename(const char *from, const char *to)
{
	return fails("rename") ? -1 : (int)syscall(SYS_rename, from, to);
}

int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return fails("rename") ? -1
			       : (int)syscall(SYS_renameat2, from_folder, from,
					 to_folder, to, 0);
}

static int
open_at(int folder, const char *path, int flags, mode_t mode)
{
	return fails("open")
		       ? -1
		       : (int)syscall(SYS_openat, folder, path, flags, mode);
}

static mode_t
mode_of(int flags, va_list rest)
{
	return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

#define OPEN(function, folder)                             \
	{                                                  \
		va_list rest;                              \
		mode_t mode;                               \
                                                           \
		va_start(rest, flags);                     \
		mode = mode_of(flags, rest);               \
		va_end(rest);                              \
		return open_at(folder, path, flags, mode); \
	}

int
open(const char *path, int flags, ...) OPEN(open, AT_FDCWD)

	int open64(const char *path, int flags, ...) OPEN(open64, AT_FDCWD)

		int openat(int folder, const char *path, int flags, ...)
			OPEN(openat, folder)

				int mkostemp(char *template, int flags)
{
	return fails("open") ? -1 : REAL(mkostemp)(template, flags);
}

int
mkstemp(char *template)
{
	return fails("open") ? -1 : REAL(mkstemp)(template);
}

int
socket(int domain, int type, int protocol)
{
	return fails("socket") ? -1 : REAL(socket)(domain, type, protocol);
}
