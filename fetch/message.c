/*
 * message.c - why a transfer failed, in words that a user understands.
 *
 * libcurl's own texts speak of sockets and options; they are kept only where
 * they say what nobody else knows.
 */
#include "fetch/hop.h"

#include <stdlib.h>
#include <string.h>

/* Sentences by result: "%s" is the host. `detail` appends libcurl's words. */
struct phrase {
	CURLcode code;
	const char *before; /* the host stands between them */
	const char *after;
	bool detail;
};

static const struct phrase phrases[] = {
	{CURLE_COULDNT_RESOLVE_HOST, "could not find the address of ", "",
		false},
	{CURLE_COULDNT_RESOLVE_PROXY, "could not find the proxy on the way to ",
		"", false},
	{CURLE_GOT_NOTHING, "", " closed the connection without an answer",
		false},
	{CURLE_PARTIAL_FILE, "the answer of ", " broke off before its end",
		false},
	{CURLE_RECV_ERROR, "the connection to ", " broke off", true},
	{CURLE_SEND_ERROR, "the connection to ", " broke off", true},
	{CURLE_HTTP2, "the connection to ", " broke off", true},
	/* "stream 3 was not closed cleanly": nothing that a user can mend. */
	{CURLE_HTTP2_STREAM, "the answer of ", " broke off before its end",
		false},
	{CURLE_SSL_CONNECT_ERROR, "no secure connection to ", "", true},
	{CURLE_SSL_CACERT_BADFILE, "no secure connection to ",
		": the file of trusted certificates cannot be read", true},
	{CURLE_BAD_CONTENT_ENCODING, "the answer of ",
		" is not compressed as it says", true},
	{CURLE_UNSUPPORTED_PROTOCOL, "", " does not speak http", false},
	{CURLE_WEIRD_SERVER_REPLY, "", " does not speak http", false},
	{CURLE_URL_MALFORMAT, "the address at ", " cannot be read", false},
};

/* How far it came tells which of the limits was reached. */
static int
explain_timeout(const struct hop *hop, const char *host, struct err *err)
{
	curl_off_t microseconds = 0;
	int took;

	curl_easy_getinfo(hop->easy, CURLINFO_TOTAL_TIME_T, &microseconds);
	took = (int)(microseconds / 1000);
	if (!hop->connected && hop->sockets == 0)
		return err_set(err, ERR_NETWORK,
			"no address of %s was found within %d s", host,
			took / 1000);
	if (!hop->connected)
		return err_set(err, ERR_NETWORK,
			"no connection to %s within %d s", host, took / 1000);
	/* libcurl looks at the low speed once a second. */
	if (took + 1000 < hop->limit_ms)
		return err_set(err, ERR_NETWORK,
			"%s sent less than %d bytes a second for %d s", host,
			hop->options->slow_bytes, hop->options->slow_seconds);
	return err_set(err, ERR_NETWORK,
		"%s did not finish its answer within %d s", host,
		hop->options->transfer_seconds);
}

int
hop_explain_guard(const struct transfer *transfer, const char *address,
	const char *is, struct err *err)
{
	if (transfer->redirects > 0)
		return err_set(err, ERR_HTTP,
			"redirected to '%.200s', whose address %s is private "
			"(%s), which is refused",
			transfer->url, address, is);
	return err_set(err, ERR_HTTP,
		"address %s is private (%s); set allow-private = yes, for this "
		"source or under [ipherald], if it is meant",
		address, is);
}

/* strerror() begins its sentences with a capital. */
static int
explain_connect(const struct hop *hop, const char *host, struct err *err)
{
	long number = 0;
	char reason[128];

	curl_easy_getinfo(hop->easy, CURLINFO_OS_ERRNO, &number);
	if (hop->socket_errno != 0)
		number = hop->socket_errno;
	if (number == 0)
		return err_set(
			err, ERR_NETWORK, "could not connect to %s", host);
	snprintf(reason, sizeof(reason), "%s", strerror((int)number));
	if (reason[0] >= 'A' && reason[0] <= 'Z')
		reason[0] = (char)(reason[0] - 'A' + 'a');
	return err_set(
		err, ERR_NETWORK, "could not connect to %s: %s", host, reason);
}

/* What is wrong with a certificate, by OpenSSL's X509_V_ERR_*: the numbers are
 * part of its interface. */
static const char *
certificate_words(long result)
{
	static const struct {
		long result;
		const char *words;
	} all[] = {
		{9, "it is not valid yet (or the clock here is behind)"},
		{10, "it has expired (or the clock here is ahead)"},
		{18, "the server made it itself"},
		{19, "it comes from an authority that is not known here"},
		{20, "its issuer is not known here, or the server does not "
		     "send all certificates on the way to it"},
		{23, "it was revoked"},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i].result == result)
			return all[i].words;
	return NULL;
}

static int
explain_certificate(const struct hop *hop, const char *host, struct err *err)
{
	const char *words;
	long result = 0;

	curl_easy_getinfo(hop->easy, CURLINFO_SSL_VERIFYRESULT, &result);
	words = certificate_words(result);
	/* libcurl finds this one itself, and has no number for it. */
	if (words == NULL && strstr(hop->detail, "subject name") != NULL)
		words = "it is for another name";
	return err_set(err, ERR_NETWORK,
		"the certificate of %s is not trusted: %s", host,
		words != NULL ? words : hop->detail);
}

static int
explain_code(
	const struct hop *hop, CURLcode code, const char *host, struct err *err)
{
	const char *detail = hop->detail;

	if (*detail == '\0')
		detail = curl_easy_strerror(code);
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
		const struct phrase *phrase = &phrases[i];

		if (phrase->code == code)
			return err_set(err, ERR_NETWORK, "%s%s%s%s%s",
				phrase->before, host, phrase->after,
				phrase->detail ? ": " : "",
				phrase->detail ? detail : "");
	}
	return err_set(
		err, ERR_NETWORK, "fetching from %s failed: %s", host, detail);
}

int
hop_explain_header(const struct hop *hop, struct err *err)
{
	char *host = transfer_host_name(hop->transfer->url);

	err_set(err, ERR_NETWORK, "the answer of %s broke off in its header",
		host);
	free(host);
	return -1;
}

int
hop_explain(const struct hop *hop, CURLcode code, struct err *err)
{
	char *host = transfer_host_name(hop->transfer->url);
	size_t limit = hop->options->max_body_bytes;

	if (hop->refused[0] != '\0' && hop->sockets == 0)
		hop_explain_guard(
			hop->transfer, hop->refused, hop->refused_as, err);
	else if (hop->header_too_large)
		err_set(err, ERR_LIMIT,
			"the header of the answer of %s is larger than %zu "
			"bytes",
			host, hop->options->max_header_bytes);
	else if (hop->too_large || code == CURLE_FILESIZE_EXCEEDED)
		err_set(err, ERR_LIMIT,
			"the answer of %s is larger than %zu bytes", host,
			limit);
	else if (code == CURLE_OPERATION_TIMEDOUT)
		explain_timeout(hop, host, err);
	else if (code == CURLE_PEER_FAILED_VERIFICATION)
		explain_certificate(hop, host, err);
	else if (code == CURLE_COULDNT_CONNECT)
		explain_connect(hop, host, err);
	else
		explain_code(hop, code, host, err);
	free(host);
	return -1;
}
