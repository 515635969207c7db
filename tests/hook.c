/*
 * hook.c - a web hook for tests: keeps the bodies that are posted to it.
 *
 *	hook FILE
 *
 * Prints its URL, on a port of loopback that the kernel chooses. Each body and
 * a line end is appended to FILE before the answer, which is 202. It runs until
 * it is killed, at most ten minutes.
 */
#include "base/buf.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define REQUEST_MAX ((size_t)8 << 20)

static int
die(const char *what)
{
	perror(what);
	return 1;
}

static int
listen_on_loopback(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (void *)&address, size) != 0 ||
		listen(fd, 8) != 0 ||
		getsockname(fd, (void *)&address, &size) != 0)
		return -1;
	printf("http://127.0.0.1:%d/\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

/* Where the body begins, once it is all there; NULL = it is not. */
static const char *
find_body(const struct buf *request, size_t *length)
{
	const char *bytes = buf_str(request);
	const char *end = strstr(bytes, "\r\n\r\n");
	const char *header = strcasestr(bytes, "\r\ncontent-length:");

	if (end == NULL)
		return NULL;
	*length = header != NULL && header < end
			  ? strtoul(header + strlen("\r\ncontent-length:"),
				    NULL, 10)
			  : 0;
	end += 4;
	return request->len - (size_t)(end - bytes) >= *length ? end : NULL;
}

static int
keep(const char *path, const char *body, size_t length)
{
	FILE *file = fopen(path, "a");

	if (file == NULL)
		return -1;
	fwrite(body, 1, length, file);
	fputc('\n', file);
	return fclose(file);
}

static void
answer(int fd, const char *path)
{
	static const char accepted[] = "HTTP/1.1 202 Accepted\r\n"
				       "Content-Length: 0\r\n"
				       "Connection: close\r\n\r\n";
	const char *body = NULL;
	char block[4096];
	struct buf request;
	size_t length = 0;
	ssize_t n;

	buf_init(&request, REQUEST_MAX);
	while (body == NULL && (n = read(fd, block, sizeof(block))) > 0) {
		buf_add(&request, block, (size_t)n);
		body = find_body(&request, &length);
	}
	if (body != NULL && keep(path, body, length) == 0 &&
		write(fd, accepted, strlen(accepted)) < 0)
		perror("hook: answer");
	buf_release(&request);
	close(fd);
}

int
main(int argc, char **argv)
{
	int listening, fd;

	if (argc != 2)
		return die("usage: hook FILE");
	alarm(600);
	listening = listen_on_loopback();
	if (listening < 0)
		return die("hook");
	while ((fd = accept(listening, NULL, NULL)) >= 0)
		answer(fd, argv[1]);
	return die("hook");
}
