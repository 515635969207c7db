/*
 * words.c - cuts text for the word index, on the way in and for searches.
 */
#include "store/words.h"

#include "base/mem.h"
#include "base/text.h"
#include "store/han.h"

#include <string.h>

struct cut {
	struct buf *out;
	bool query; /* no last character behind a run */
	size_t words;
};

static void
put_word(struct cut *cut, const char *p, size_t n)
{
	if (cut->out->len > 0)
		buf_putc(cut->out, ' ');
	buf_add(cut->out, p, n);
	cut->words++;
}

/* A CJK run of n bytes. */
static void
put_run(struct cut *cut, const char *p, size_t n)
{
	uint32_t cp;
	size_t first = utf8_decode(p, n, &cp);

	while (first < n) {
		size_t second = utf8_decode(p + first, n - first, &cp);

		put_word(cut, p, first + second);
		p += first;
		n -= first;
		first = second;
		if (cut->query && first == n)
			return;
	}
	put_word(cut, p, n);
}

static void
cut_text(struct cut *cut, const char *text)
{
	size_t length = strlen(text), i = 0, end;

	while (i < length) {
		uint32_t cp, next;
		size_t n = utf8_decode(text + i, length - i, &cp);

		if (!text_is_word(cp)) {
			i += n;
			continue;
		}
		for (end = i + n; end < length; end += n) {
			n = utf8_decode(text + end, length - end, &next);
			if (!text_is_word(next) ||
				text_is_cjk(next) != text_is_cjk(cp))
				break;
		}
		if (text_is_cjk(cp))
			put_run(cut, text + i, end - i);
		else
			put_word(cut, text + i, end - i);
		i = end;
	}
}

void
words_put(struct buf *out, const char *text)
{
	struct cut cut = {.out = out};
	struct arena arena;

	if (text == NULL)
		return;
	arena_init(&arena);
	cut_text(&cut, han_fold(&arena, text));
	arena_release(&arena);
}

static bool
is_one_cjk(const char *s)
{
	uint32_t cp;
	size_t n = strlen(s);

	return n > 0 && utf8_decode(s, n, &cp) == n && text_is_cjk(cp);
}

void
words_put_phrase(struct buf *out, const char *text)
{
	struct cut cut = {.out = out, .query = true};
	struct arena arena;

	arena_init(&arena);
	cut_text(&cut, han_fold(&arena, text));
	arena_release(&arena);
}

bool
words_found(const char *cut, const char *phrase)
{
	size_t n = strlen(phrase);
	bool prefix = is_one_cjk(phrase);

	for (const char *p = cut; n > 0 && (p = strstr(p, phrase)) != NULL; p++)
		if ((p == cut || p[-1] == ' ') &&
			(prefix || p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

int
words_put_query(struct buf *out, const char *columns, const char *text)
{
	struct buf words;
	struct cut cut = {.out = &words, .query = true};
	struct arena arena;
	int result = -1;

	arena_init(&arena);
	buf_init(&words, BUF_NO_LIMIT);
	cut_text(&cut, han_fold(&arena, text));
	if (cut.words > 0) {
		/* Nothing but letters, digits and blanks is in it: no quote
		 * can end it early. */
		buf_printf(out, "{%s} : \"%s\"", columns, buf_str(&words));
		if (is_one_cjk(buf_str(&words)))
			buf_puts(out, " *");
		result = 0;
	}
	buf_release(&words);
	arena_release(&arena);
	return result;
}
