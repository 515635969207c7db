/*
 * html_write.c - attributes that are kept, as they are kept.
 */
#include "parse/html_write.h"

#include "base/url.h"
#include "parse/sanitize.h"

#include <string.h>

static void
put_value(struct html_writer *w, struct slice name, const char *value)
{
	buf_putc(w->out, ' ');
	buf_add(w->out, name.p, name.n);
	buf_add(w->out, "=\"", 2);
	text_put_xml(w->out, value);
	buf_putc(w->out, '"');
}

static void
put_url(struct html_writer *w, struct slice name, const char *value)
{
	const char *url = value;

	/* An address within the page stays one. */
	if (value[0] != '#' && value[0] != '\0')
		url = url_resolve(w->scratch, w->base, value);
	if (url != NULL && sanitize_url_ok(w->rules, url))
		put_value(w, name, url);
}

/* Attributes of svg are read as CSS: fill="url(http://...)" fetches, and a
 * backslash hides any letter of "url". What is in the picture itself is fine. */
static bool
loads_something(const char *value)
{
	if (strchr(value, '\\') != NULL)
		return true;
	for (const char *p = value; (p = strcasestr(p, "url(")) != NULL; p++)
		if (p[4] != '#')
			return true;
	return false;
}

void
html_write_attribute(struct html_writer *w, struct slice name,
	const char *value, unsigned wanted)
{
	unsigned rules = html_rules_of(w->rules, name);

	if ((rules & wanted) == 0 || ((wanted & RULE_GRAPHIC_ATTRIBUTE) != 0 &&
					     loads_something(value)))
		return;
	if (slice_is(name, "style"))
		html_rules_put_style(w->rules, value, w->out);
	else if ((rules & RULE_URL) != 0)
		put_url(w, name, value);
	else
		put_value(w, name, value);
}
