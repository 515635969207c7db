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

/* What a byte of text may begin. */
enum kind {
	KIND_ORDINARY,
	KIND_BLANK = 1,
	KIND_GAP = 2, /* a control, or other white space in ASCII */
	/* What white space beyond ASCII begins with: in U+0080, U+1000,
	 * U+2000, U+3000 and U+F000. */
	KIND_WIDE = 4,
};

static unsigned
kind_of(char c)
{
	enum { O = KIND_ORDINARY, B = KIND_BLANK, G = KIND_GAP, W = KIND_WIDE };
	/* A table, and not a few comparisons: words are short, and each guess
	 * at where one ends that fails costs as much as reading it. */
	static const unsigned char kinds[256] = {
		/* clang-format off */
		G, G, G, G, G, G, G, G, G, G, G, G, G, G, G, G,
		G, G, G, G, G, G, G, G, G, G, G, G, G, G, G, G,
		B, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O,
		O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, G,
		[0xC2] = W, [0xE1] = W, [0xE2] = W, [0xE3] = W, [0xEF] = W,
		/* clang-format on */
	};

	return kinds[(unsigned char)c];
}

/* Bytes of s that stay as they are: no white space but single blanks between
 * other characters. */
static size_t
ordinary_run(const char *s, size_t n)
{
	unsigned last = KIND_BLANK;
	size_t i = 0;

	for (;;) {
		uint32_t cp;
		size_t used;

		while (i < n) {
			unsigned kind = kind_of(s[i]);

			if ((kind & (KIND_GAP | KIND_WIDE | last)) != 0)
				break;
			last = kind;
			i++;
		}
		if (i == n || kind_of(s[i]) != KIND_WIDE)
			break;
		used = utf8_decode(s + i, n - i, &cp);
		if (text_is_space(cp))
			break;
		i += used;
		last = KIND_ORDINARY;
	}
	return i - (i > 0 && last == KIND_BLANK);
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
