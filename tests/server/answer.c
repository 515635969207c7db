/*
 * answer.c - sends an answer as it was scripted, however wrong; see script.h.
 */
#include "tests/server/script.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>

void
sleep_ms(int ms)
{
	struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};

	while (nanosleep(&time, &time) != 0)
		;
}

/* False once the other side is gone. */
static bool
send_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}
	return true;
}

static bool
send_body(int fd, const struct answer *answer)
{
	size_t n = answer->body.len;

	if (answer->reset && n > 0)
		n--;
	if (answer->drip_ms == 0)
		return send_all(fd, buf_str(&answer->body), n);
	for (size_t i = 0; i < n; i++) {
		if (!send_all(fd, answer->body.data + i, 1))
			return false;
		sleep_ms(answer->drip_ms);
	}
	return true;
}

static bool
send_chunks(int fd, const struct answer *answer)
{
	char size[32];
	bool going;

	do {
		snprintf(size, sizeof(size), "%zx\r\n", answer->body.len);
		going = (answer->body.len == 0 ||
			 (send_all(fd, size, strlen(size)) &&
				 send_body(fd, answer) &&
				 send_all(fd, "\r\n", 2)));
	} while (going && answer->endless && answer->body.len > 0);
	return going && send_all(fd, "0\r\n\r\n", 5);
}

static bool
has_body(int status)
{
	return status >= 200 && status != 204 && status != 304;
}

bool
answer_send(int fd, const struct answer *answer, int status, bool head)
{
	bool chunks = answer->chunked || answer->endless;
	bool body = has_body(status) && !head;
	struct buf out;
	bool sent;

	if (answer->drop)
		return false;
	if (answer->raw) {
		send_body(fd, answer);
		return false;
	}
	buf_init(&out, BUF_NO_LIMIT);
	buf_printf(&out, "HTTP/1.1 %d Scripted\r\n", status);
	if (answer->header.len > 0)
		buf_add(&out, answer->header.data, answer->header.len);
	if (has_body(status) && chunks)
		buf_puts(&out, "Transfer-Encoding: chunked\r\n");
	else if (has_body(status))
		buf_printf(&out, "Content-Length: %zu\r\n",
			answer->body.len + (size_t)answer->missing);
	if (answer->close)
		buf_puts(&out, "Connection: close\r\n");
	buf_puts(&out, "\r\n");
	sent = send_all(fd, out.data, out.len);
	buf_release(&out);
	if (sent && body)
		sent = chunks ? send_chunks(fd, answer) : send_body(fd, answer);
	if (answer->reset) {
		struct linger now = {1, 0};

		setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	}
	return sent && !answer->close && !answer->reset && answer->missing == 0;
}

const char *
answer_value(const struct answer *answer, const char *name, char text[256])
{
	const char *line = buf_str(&answer->header);
	size_t n = strlen(name);

	while (*line) {
		size_t length = strcspn(line, "\r\n");

		if (length > n && line[n] == ':' &&
			strncasecmp(line, name, n) == 0) {
			const char *value = line + n + 1;

			value += strspn(value, " ");
			snprintf(text, 256, "%.*s",
				(int)(length - (size_t)(value - line)), value);
			return text;
		}
		line += length + strspn(line + length, "\r\n");
	}
	return NULL;
}

void
answer_release(struct answer *answer)
{
	buf_release(&answer->header);
	buf_release(&answer->body);
}
