/*
 * idna.c - between the hosts that pages write and the hosts that are asked;
 * see idna.h.
 */
#include "base/idna.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#define LABEL_MAX 63 /* RFC 1035, section 2.3.4 */

/* RFC 3492, section 5. */
enum { BASE = 36, TMIN = 1, TMAX = 26, SKEW = 38, DAMP = 700, BIAS = 72 };
#define FIRST_CODE 0x80

static uint32_t
adapt(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta /= first ? DAMP : 2;
	delta += delta / points;
	for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
		delta /= BASE - TMIN;
	return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static void
put_number(struct buf *out, uint32_t q, uint32_t bias)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";

	for (uint32_t k = BASE;; k += BASE) {
		uint32_t t = k <= bias + TMIN   ? TMIN
			     : k >= bias + TMAX ? TMAX
						: k - bias;

		if (q < t)
			break;
		buf_putc(out, digits[t + (q - t) % (BASE - t)]);
		q = (q - t) / (BASE - t);
	}
	buf_putc(out, digits[q]);
}

/* RFC 3492, section 6.3. With no more than LABEL_MAX characters no number
 * comes near 32 bits: 63 times 0x110000. */
static void
put_punycode(struct buf *out, const uint32_t *cps, size_t n)
{
	uint32_t code = FIRST_CODE, delta = 0, bias = BIAS;
	size_t basic = 0, done;

	for (size_t i = 0; i < n; i++)
		if (cps[i] < FIRST_CODE) {
			buf_putc(out, (char)cps[i]);
			basic++;
		}
	if (basic > 0)
		buf_putc(out, '-');
	for (done = basic; done < n; delta++, code++) {
		uint32_t next = UINT32_MAX;

		for (size_t i = 0; i < n; i++)
			if (cps[i] >= code && cps[i] < next)
				next = cps[i];
		delta += (next - code) * (uint32_t)(done + 1);
		code = next;
		for (size_t i = 0; i < n; i++) {
			delta += cps[i] < code;
			if (cps[i] != code)
				continue;
			put_number(out, delta, bias);
			bias = adapt(delta, (uint32_t)done + 1, done == basic);
			delta = 0;
			done++;
		}
	}
}

/* What a host may have of ASCII: RFC 1123, section 2.1, and the underscore
 * that some have all the same. */
static bool
is_host_character(uint32_t cp)
{
	return cp >= FIRST_CODE || (cp >= 'a' && cp <= 'z') ||
	       (cp >= '0' && cp <= '9') || cp == '-' || cp == '_';
}

/* Returns 0, or -1 where the n characters are no label. */
static int
put_label(struct buf *out, const uint32_t *cps, size_t n)
{
	size_t begin = out->len;
	bool ascii = true;

	for (size_t i = 0; i < n; i++) {
		ascii = ascii && cps[i] < FIRST_CODE;
		if (!is_host_character(cps[i]))
			return -1;
	}
	if (!ascii)
		buf_puts(out, "xn--");
	if (ascii)
		for (size_t i = 0; i < n; i++)
			buf_putc(out, (char)cps[i]);
	else
		put_punycode(out, cps, n);
	return out->len - begin > LABEL_MAX ? -1 : 0;
}

static bool
is_dot(uint32_t cp)
{
	return cp == '.' || cp == 0x3002;
}

/* Compatibility forms become what they stand for: the wide "A" and the half
 * wide full stop too. NULL where s is no UTF-8. */
static char *
mapped(const char *s, size_t n)
{
	utf8proc_uint8_t *map = NULL;

	if (utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &map,
		    UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
			    UTF8PROC_IGNORE) < 0)
		return NULL;
	return (char *)map;
}

char *
idna_ascii(struct arena *arena, const char *host, size_t n)
{
	char *map = mapped(host, n), *ascii = NULL;
	size_t length = map != NULL ? strlen(map) : 0, count = 0;
	uint32_t label[LABEL_MAX];
	struct buf out;

	buf_init(&out, BUF_NO_LIMIT);
	for (size_t i = 0; i < length;) {
		uint32_t cp;

		i += utf8_decode(map + i, length - i, &cp);
		cp = (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
		if (!is_dot(cp)) {
			if (count == LABEL_MAX)
				goto out;
			label[count++] = cp;
			continue;
		}
		if (count == 0 || put_label(&out, label, count) != 0)
			goto out;
		buf_putc(&out, '.');
		count = 0;
	}
	if (length > 0 && put_label(&out, label, count) == 0)
		ascii = arena_strdup(arena, buf_str(&out));
out:
	buf_release(&out);
	free(map);
	return ascii;
}
