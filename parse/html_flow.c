/*
 * html_flow.c - the text of markup, piece by piece; see html_flow.h.
 */
#include "parse/html_flow.h"

#include "base/text.h"
#include "parse/parse.h"

#include <stdint.h>

void
flow_begin(struct flow *flow, bool lines)
{
	*flow = (struct flow){.lines = lines};
	buf_init(&flow->out, PARSE_PAGE_MAX * 2);
}

/* Scripts that are written without blanks between words. */
static bool
unspaced(uint32_t cp)
{
	bool hangul = (cp >= 0xAC00 && cp <= 0xD7A3) ||
		      (cp >= 0x1100 && cp <= 0x11FF) ||
		      (cp >= 0x3130 && cp <= 0x318F);

	return (text_is_cjk(cp) && !hangul) || (cp >= 0x3001 && cp <= 0x303F) ||
	       (cp >= 0xFF01 && cp <= 0xFF60);
}

/* No control, no white space, and no byte that white space begins with: that
 * beyond ASCII is in U+0080, U+1000, U+2000, U+3000 and U+F000. */
static bool
is_ordinary(char c)
{
	unsigned char byte = (unsigned char)c;

	return (byte > ' ' && byte < 0x7F) || (byte > 0xE3 && byte != 0xEF) ||
	       (byte >= 0x80 && byte < 0xE1 && byte != 0xC2);
}

/* Ordinary bytes of s, and single blanks between them, which stay. */
static size_t
ordinary_run(const char *s, size_t n)
{
	size_t i = 0;

	for (;;) {
		while (i < n && is_ordinary(s[i]))
			i++;
		if (i == 0 || i + 1 >= n || s[i] != ' ' ||
			!is_ordinary(s[i + 1]))
			return i;
		i += 2;
	}
}

/* The character written last. */
static uint32_t
last_character(const struct buf *out)
{
	uint32_t cp;

	for (size_t k = 1; k <= 4 && k <= out->len; k++)
		if (utf8_decode(out->data + out->len - k, k, &cp) == k &&
			cp != TEXT_REPLACEMENT)
			return cp;
	return TEXT_REPLACEMENT;
}

/* Writes what waits before a character. */
static void
flow_gap(struct flow *flow, const char *s, size_t n)
{
	uint32_t next;

	if (flow->out.len && flow->line)
		buf_putc(&flow->out, flow->lines ? '\n' : ' ');
	else if (flow->out.len && flow->blank) {
		utf8_decode(s, n, &next);
		if (!flow->wrapped || !unspaced(next) ||
			!unspaced(last_character(&flow->out)))
			buf_putc(&flow->out, ' ');
	}
	flow->line = flow->blank = flow->wrapped = false;
}

void
flow_text(struct flow *flow, const char *s, size_t n)
{
	size_t used;

	for (; n; s += used, n -= used) {
		uint32_t cp = 0;

		used = ordinary_run(s, n);
		if (!used) {
			used = utf8_decode(s, n, &cp);
			if (text_is_space(cp)) {
				flow->blank = true;
				if (cp == '\n' && flow->pre)
					flow->line = true;
				flow->wrapped |= cp == '\n';
				continue;
			}
			if (cp < 0x20 || cp == 0x7F)
				continue;
		}
		flow_gap(flow, s, n);
		buf_add(&flow->out, s, used);
	}
}
