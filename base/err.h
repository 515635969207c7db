/*
 * err.h - how a failure travels: 0 or -1, and a last argument that says why.
 *
 * A function that can fail takes `struct err *err` last, returns 0 or -1 (or
 * NULL for a pointer), and touches *err on failure only. The message is one
 * line of UTF-8, lower case, quotes its subject, and says what to do next
 * where that helps. Only cli/ prints it or exits because of it.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum err_kind {
	ERR_NONE = 0,
	ERR_USAGE,   /* command line or configuration: exit status 2 */
	ERR_LOCKED,  /* another run holds the lock: exit status 3 */
	ERR_STORE,   /* the store could not be read or written: 4 */
	ERR_OUTPUT,  /* a published file could not be written: 4 */
	ERR_NETWORK, /* a transfer failed */
	ERR_HTTP,    /* a server answered, but not with what was asked for */
	ERR_INPUT, /* bytes from outside that cannot be read as what they say */
	ERR_LIMIT, /* a cap was reached: bytes, items, depth, time, memory */
	ERR_SYSTEM, /* the operating system refused (message has strerror) */
};

#define ERR_MESSAGE_MAX 512

struct err {
	enum err_kind kind;
	char message[ERR_MESSAGE_MAX]; /* NUL-terminated, cut on overflow */
};

#define ERR_INIT                                \
	{                                       \
		.kind = ERR_NONE, .message = "" \
	}

/* Sets *err (NULL is allowed) and returns -1, so that `return err_set(...)`
 * fails in one line. Control characters in the message become blanks and bytes
 * that are no UTF-8 "?", since parts of it come from outside and it is printed
 * on terminals. */
int err_set(struct err *err, enum err_kind kind, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "PREFIX: " before the message that *err has. Returns -1. */
int err_prefix(struct err *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
