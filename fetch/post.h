/*
 * post.h - sends one message by HTTP POST, and waits for the answer.
 */
#ifndef FETCH_POST_H
#define FETCH_POST_H

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

struct post {
	const char *url;        /* http or https, as the user gave it */
	const char *media_type; /* of the body */
	const char *body;
	size_t length;
	const char *user_agent;
	const char *proxy; /* NULL = none */
};

/* 0 where the answer is 2xx; else -1: ERR_NETWORK, ERR_HTTP, ERR_SYSTEM. Takes
 * 20 seconds at most. */
int post_send(const struct post *post, struct err *err);

#endif
