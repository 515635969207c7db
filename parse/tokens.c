/*
 * tokens.c - folded text as tokens, with the words of the lexicon that stand
 * there. What follows is sentences.c.
 *
 * Linear in the text: one pass splits, one pass looks each token up once.
 * Before these, one that keeps nothing tells most texts that need neither.
 */
#include "parse/tokens.h"

#include "base/text.h"

#include <string.h>

static size_t
word_end(const char *s, size_t n, size_t at)
{
	while (at < n) {
		uint32_t cp = (unsigned char)s[at];
		size_t size = 1;

		if (cp >= 0x80)
			size = utf8_decode(s + at, n - at, &cp);
		if (!text_is_word(cp) || text_is_cjk(cp))
			break;
		at += size;
	}
	return at;
}

static void
read_number(const char *s, size_t n, struct token *token)
{
	/* 19th, 1er, 27e, 8es, 1º, 2ª */
	static const char *const suffixes[] = {"st", "nd", "rd", "th", "er",
		"o", "re", "e", "es", "ers", "res", "ère", "ème", "eme", "èmes",
		"a"};
	size_t at = token->begin, letters;
	int value = 0;

	while (at < n && s[at] >= '0' && s[at] <= '9') {
		value = value < 100000 ? value * 10 + (s[at] - '0') : 100000;
		at++;
	}
	token->kind = TOKEN_NUMBER;
	token->number = at - token->begin > 4 ? -1 : value;
	token->end = (uint32_t)at;
	letters = word_end(s, n, at) - at;
	for (size_t i = 0;
		letters > 0 && i < sizeof(suffixes) / sizeof(suffixes[0]);
		i++) {
		if (strlen(suffixes[i]) != letters ||
			memcmp(s + at, suffixes[i], letters) != 0)
			continue;
		token->ordinal = true;
		token->end = (uint32_t)(at + letters);
		break;
	}
}

/* Reads the token at byte `at`, which is no white space: cp of `size` bytes. */
static void
read_token(const char *s, size_t n, size_t at, uint32_t cp, size_t size,
	struct token *token)
{
	token->begin = (uint32_t)at;
	token->end = (uint32_t)(at + size);
	if (cp >= '0' && cp <= '9') {
		read_number(s, n, token);
	} else if (text_is_cjk(cp)) {
		token->kind = TOKEN_CJK;
	} else if (text_is_word(cp)) {
		token->kind = TOKEN_WORD;
		token->end = (uint32_t)word_end(s, n, at + size);
		/* "eIPO", "iPhone": the capital of a name may come second */
		token->capital =
			text_is_upper(cp) ||
			(at + size < token->end && cp < 0x80 &&
				s[at + size] >= 'A' && s[at + size] <= 'Z');
	} else {
		token->kind = TOKEN_MARK;
		if (cp == '\'' && !token->blank && at + 1 < n &&
			(s[at + 1] == 's' || s[at + 1] == 'S') &&
			word_end(s, n, at + 1) == at + 2) {
			token->kind = TOKEN_WORD;
			token->end = (uint32_t)at + 2;
		}
	}
}

size_t
tokens_first(const char *text, size_t n)
{
	struct token token = {.blank = true};
	uint32_t cp;
	size_t size;

	if (n == 0)
		return 0;
	size = utf8_decode(text, n, &cp);
	if (text_is_space(cp))
		return 0;
	read_token(text, n, 0, cp, size, &token);
	return token.end;
}

/* Reads the next token of the n bytes at s, from *at on; false at their end. */
static bool
next_token(const char *s, size_t n, size_t *at, struct token *token)
{
	int lines = *at == 0 ? 2 : 0;
	bool blank = *at == 0;
	size_t size;

	for (; *at < n; *at += size) {
		uint32_t cp;

		size = utf8_decode(s + *at, n - *at, &cp);
		if (text_is_space(cp)) {
			blank = true;
			lines += cp == '\n' && lines < 2;
			continue;
		}
		*token = (struct token){.blank = blank,
			.line = lines > 0,
			.paragraph = lines > 1};
		read_token(s, n, *at, cp, size, token);
		*at = token->end;
		return true;
	}
	return false;
}

bool
token_is(const struct tokens *tokens, size_t i, const char *text)
{
	size_t n = strlen(text);
	const struct token *token = &tokens->items[i];

	return i < tokens->count && token->end - token->begin == n &&
	       memcmp(tokens->text.lower + token->begin, text, n) == 0;
}

uint32_t
token_char(const struct tokens *tokens, size_t i)
{
	const struct token *token = &tokens->items[i];
	uint32_t cp;

	if (i >= tokens->count ||
		(token->kind != TOKEN_MARK && token->kind != TOKEN_CJK))
		return 0;
	utf8_decode(tokens->text.text + token->begin, token->end - token->begin,
		&cp);
	return cp;
}

bool
token_mark(const struct tokens *tokens, size_t i, uint32_t c)
{
	return i < tokens->count && tokens->items[i].kind == TOKEN_MARK &&
	       token_char(tokens, i) == c;
}

/* Tokens that `word` takes from token i on; 0 = it does not stand there. */
static size_t
match(const struct tokens *tokens, size_t i, const struct word *word)
{
	size_t at = tokens->items[i].begin;
	const char *lower = tokens->text.lower;

	/* Two tokens may have one hash. */
	if (tokens->items[i].end - at != word->first ||
		memcmp(lower + at, word->text, word->first) != 0)
		return 0;
	at += word->first;
	if (word->length == word->first)
		return 1;
	for (size_t k = word->first; k < word->length; k++) {
		if (at >= tokens->text.length)
			return 0;
		if (word->text[k] == ' ') {
			size_t from = at;

			while (lower[at] == ' ' || lower[at] == '\n' ||
				lower[at] == '\t')
				at++;
			if (at == from)
				return 0;
		} else if (lower[at++] != word->text[k]) {
			return 0;
		}
	}
	for (size_t k = i; k < tokens->count; k++) {
		if (tokens->items[k].end == at)
			return k + 1 - i;
		if (tokens->items[k].end > at)
			break;
	}
	return 0;
}

static void
add_hit(struct arena *arena, struct tokens *tokens, size_t i, size_t n,
	const struct word *word)
{
	uint64_t bit = (uint64_t)1 << word->class;
	struct hit *hit = ARENA_PUSH(arena, &tokens->hits, &tokens->nhits);

	*hit = (struct hit){(uint32_t)i, (uint32_t)(i + n), word};
	tokens->begun[i] |= bit;
	for (size_t k = i; k < i + n; k++)
		tokens->covered[k] |= bit;
}

/* What stands at a token, as the entries of words tell it. */
struct sight {
	uint32_t hash;
	uint32_t behind[2]; /* directly, and behind white space */
};

static size_t
space_end(const struct folded *text, size_t at)
{
	while (at < text->length) {
		uint32_t cp;
		size_t size =
			utf8_decode(text->lower + at, text->length - at, &cp);

		if (!text_is_space(cp))
			break;
		at += size;
	}
	return at;
}

static uint32_t
behind_at(const struct folded *text, size_t at)
{
	return words_behind(text->lower + at, text->length - at);
}

/* The entries that may stand at a token, and others, up to *end. */
static const struct word_entry *
look_up(const struct word_index *words, const struct folded *text,
	const struct token *token, struct sight *sight,
	const struct word_entry **end)
{
	const struct word_entry *entry;

	sight->hash = words_hash(
		text->lower + token->begin, token->end - token->begin);
	entry = words_find(words, sight->hash, end);
	if (entry != *end) {
		sight->behind[0] = behind_at(text, token->end);
		sight->behind[1] = behind_at(text, space_end(text, token->end));
	}
	return entry;
}

static bool
may_stand(const struct word_entry *entry, const struct sight *sight)
{
	uint32_t other = sight->behind[entry->spaced] ^ entry->behind;

	return entry->hash == sight->hash && (other & entry->mask) == 0;
}

/* The words of the lexicon that begin at token i. */
static void
find_words(struct arena *arena, const struct word_index *words,
	struct tokens *tokens, size_t i)
{
	struct sight sight;
	const struct word_entry *end, *entry;

	for (entry = look_up(
		     words, &tokens->text, &tokens->items[i], &sight, &end);
		entry < end; entry++) {
		const struct word *word;
		size_t n;

		if (!may_stand(entry, &sight) ||
			(tokens->covered[i] >> entry->class & 1))
			continue;
		word = &words->words[entry->word];
		n = match(tokens, i, word);
		if (n > 0)
			add_hit(arena, tokens, i, n, word);
	}
}

static const struct word *
compound_at(const struct lexicon *lexicon, const struct folded *text,
	const struct token *token)
{
	return token->kind == TOKEN_WORD && token->capital
		       ? lexicon_compound(lexicon, text->lower + token->begin,
				 token->end - token->begin)
		       : NULL;
}

/* At most one word of each class begins at a token, and none inside an
 * earlier one of its class ("press conference" hides "conference"). */
void
tokens_find(struct arena *arena, const struct lexicon *lexicon,
	struct tokens *tokens, size_t end)
{
	const struct word_index *words = lexicon_words(lexicon);

	_Static_assert(WORD_CLASSES <= 64, "the classes are bits");
	for (; tokens->looked < end; tokens->looked++) {
		size_t i = tokens->looked;
		const struct word *word;

		tokens->first_hit[i] = (uint32_t)tokens->nhits;
		find_words(arena, words, tokens, i);
		if (tokens->covered[i] >> WORD_HEAD & 1)
			continue;
		word = compound_at(lexicon, &tokens->text, &tokens->items[i]);
		if (word != NULL)
			add_hit(arena, tokens, i, 1, word);
	}
	tokens->first_hit[end] = (uint32_t)tokens->nhits;
}

bool
tokens_may_name(const struct lexicon *lexicon, const struct folded *text)
{
	const struct word_index *heads = lexicon_heads(lexicon);
	struct token token;
	size_t at = 0;

	while (next_token(text->text, text->length, &at, &token)) {
		const struct word_entry *end, *entry;
		struct sight sight;

		for (entry = look_up(heads, text, &token, &sight, &end);
			entry < end; entry++)
			if (may_stand(entry, &sight))
				return true;
		if (compound_at(lexicon, text, &token) != NULL)
			return true;
	}
	return false;
}

void
tokens_split(struct arena *arena, const struct folded *text, size_t most,
	struct tokens *out)
{
	struct token token;
	size_t at = 0, room;

	*out = (struct tokens){.text = *text};
	while (out->count < most &&
		next_token(text->text, text->length, &at, &token))
		*ARENA_PUSH(arena, &out->items, &out->count) = token;
	room = out->count + 1;
	out->first_hit = arena_array(arena, room, sizeof(uint32_t));
	out->begun = arena_array(arena, room, sizeof(uint64_t));
	out->covered = arena_array(arena, room, sizeof(uint64_t));
}

const struct hit *
tokens_hit(const struct tokens *tokens, size_t i, enum word_class class)
{
	if (i >= tokens->count || !(tokens->begun[i] >> class & 1))
		return NULL;
	for (size_t k = tokens->first_hit[i]; k < tokens->nhits; k++)
		if (tokens->hits[k].word->class == class)
			return &tokens->hits[k];
	return NULL;
}

const struct hit *
tokens_next(const struct tokens *tokens, size_t i, size_t end,
	enum word_class class)
{
	if (end > tokens->count)
		end = tokens->count;
	for (; i < end; i++)
		if (tokens->begun[i] >> class & 1)
			return tokens_hit(tokens, i, class);
	return NULL;
}

const struct hit *
tokens_over(const struct tokens *tokens, size_t i, enum word_class class)
{
	if (i >= tokens->count || !(tokens->covered[i] >> class & 1))
		return NULL;
	while (!(tokens->begun[i] >> class & 1))
		i--;
	return tokens_hit(tokens, i, class);
}

size_t
tokens_line_end(const struct tokens *tokens, size_t i)
{
	size_t at = i + 1;

	while (at < tokens->count && !tokens->items[at].line)
		at++;
	return at < tokens->count ? at : tokens->count;
}

bool
tokens_boundary(const struct tokens *tokens, size_t i)
{
	const struct hit *hit = tokens_over(tokens, i, WORD_BOUNDARY);

	return hit != NULL && hit->word->value[0] != '-';
}

const struct hit *
tokens_before(const struct tokens *tokens, size_t begin, size_t i,
	enum word_class class)
{
	for (size_t k = i; k-- > begin;) {
		const struct hit *hit = tokens_hit(tokens, k, class);

		if (hit != NULL && hit->end <= i)
			return hit;
	}
	return NULL;
}

static int
han_digit(uint32_t cp)
{
	switch (cp) {
	case 0x3007:
	case 0x96F6:
		return 0;
	case 0x4E00:
		return 1;
	case 0x4E8C:
	case 0x4E24:
		return 2;
	case 0x4E09:
		return 3;
	case 0x56DB:
		return 4;
	case 0x4E94:
		return 5;
	case 0x516D:
		return 6;
	case 0x4E03:
		return 7;
	case 0x516B:
		return 8;
	case 0x4E5D:
		return 9;
	default:
		return -1;
	}
}

int
tokens_number(const struct tokens *tokens, size_t i, size_t *end)
{
	int total = 0, digit = -1;
	size_t at = i;

	if (i < tokens->count && tokens->items[i].kind == TOKEN_NUMBER) {
		*end = i + 1;
		return tokens->items[i].number;
	}
	for (; at < tokens->count && at < i + 8; at++) {
		uint32_t cp = token_char(tokens, at);
		int value = han_digit(cp);

		if (value >= 0) {
			/* 二〇一七 is read digit by digit. */
			digit = digit < 0 ? value : digit * 10 + value;
		} else if (cp == 0x5341 || cp == 0x767E) { /* 10, 100 */
			int unit = cp == 0x5341 ? 10 : 100;

			total += (digit < 0 ? 1 : digit) * unit;
			digit = -1;
		} else {
			break;
		}
	}
	if (at == i)
		return -1;
	*end = at;
	return total + (digit > 0 ? digit : 0);
}

char *
tokens_value(struct arena *arena, const struct tokens *tokens, size_t begin,
	size_t end)
{
	if (begin >= end || end > tokens->count)
		return NULL;
	return fold_value(arena, &tokens->text, tokens->items[begin].begin,
		tokens->items[end - 1].end);
}
