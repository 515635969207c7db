/*
 * websub.c - tells the hub which feeds have changed (WebSub section 7), so that
 * subscribers need not ask.
 */
#include "cli/cli.h"
#include "cli/harvest.h"
#include "cli/publishing.h"
#include "fetch/post.h"

#include <string.h>

/* application/x-www-form-urlencoded */
static void
put_encoded(struct buf *out, const char *text)
{
	for (const char *s = text; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || strchr("-._~", c) != NULL)
			buf_putc(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

void
websub_ping(const struct config *config, const char *const *names, size_t count)
{
	char agent[HARVEST_AGENT_MAX];
	struct post post = {.url = config->websub_hub,
		.media_type = "application/x-www-form-urlencoded",
		.user_agent = harvest_user_agent(config, agent),
		.proxy = config->proxy};
	struct err err = ERR_INIT;
	struct buf body;

	if (config->websub_hub == NULL || count == 0)
		return;
	buf_init(&body, BUF_NO_LIMIT);
	buf_puts(&body, "hub.mode=publish");
	for (size_t i = 0; i < count; i++) {
		buf_puts(&body, "&hub.url=");
		put_encoded(&body, config->base_url);
		put_encoded(&body, names[i]);
	}
	post.body = body.data;
	post.length = body.len;
	if (post_send(&post, &err) != 0)
		say("the hub was not told: %s", err.message);
	buf_release(&body);
}
