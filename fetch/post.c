/*
 * post.c - one message to an address that the user gave: a web hook, a hub. No
 * page or feed can name it, so it may be on this machine or in its network;
 * it is not followed anywhere else.
 */
#include "fetch/post.h"

#include <curl/curl.h>
#include <stdlib.h>

#define POST_SECONDS 20L

static size_t
drop(char *bytes, size_t size, size_t n, void *context)
{
	(void)bytes;
	(void)context;
	return size * n;
}

static void
set_message(CURL *easy, const struct post *post, struct curl_slist *lines,
	char *detail)
{
	curl_easy_setopt(easy, CURLOPT_URL, post->url);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, detail);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_USERAGENT, post->user_agent);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, lines);
	curl_easy_setopt(
		easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->length);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, post->body);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT, POST_SECONDS);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* "" keeps the environment's http_proxy and no_proxy out. */
	curl_easy_setopt(
		easy, CURLOPT_PROXY, post->proxy == NULL ? "" : post->proxy);
	curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
}

static int
send_message(CURL *easy, const struct post *post, struct curl_slist *lines,
	struct err *err)
{
	char detail[CURL_ERROR_SIZE] = "";
	long status = 0;
	CURLcode code;

	set_message(easy, post, lines, detail);
	code = curl_easy_perform(easy);
	if (code != CURLE_OK)
		return err_set(err, ERR_NETWORK, "%s: %s", post->url,
			detail[0] != '\0' ? detail : curl_easy_strerror(code));
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	if (status < 200 || status > 299)
		return err_set(err, ERR_HTTP, "%s: the server answered %ld",
			post->url, status);
	return 0;
}

int
post_send(const struct post *post, struct err *err)
{
	CURL *easy = curl_easy_init();
	struct curl_slist *lines = NULL;
	struct buf line;
	int result;

	if (easy == NULL)
		return err_set(
			err, ERR_SYSTEM, "the network library does not start");
	buf_init(&line, BUF_NO_LIMIT);
	buf_printf(&line, "Content-Type: %s", post->media_type);
	lines = curl_slist_append(NULL, buf_str(&line));
	buf_release(&line);
	if (lines == NULL)
		mem_die();
	result = send_message(easy, post, lines, err);
	curl_slist_free_all(lines);
	curl_easy_cleanup(easy);
	return result;
}
