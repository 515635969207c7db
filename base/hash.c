/*
 * hash.c - see hash.h.
 */
#include "base/hash.h"

#include <string.h>

/* Each word is mixed by itself before it meets the mark: else a difference in
 * the last byte of one would come out in so few bits that one in the next word
 * could undo it, whatever stood before. */
static inline uint64_t
mix(uint64_t mark, uint64_t word)
{
	word *= 0xbf58476d1ce4e5b9U;
	word ^= word >> 32;
	mark = (mark ^ word) * 0x9e3779b97f4a7c15U;
	return mark ^ mark >> 29;
}

uint64_t
hash_word(uint64_t mark, uint64_t word)
{
	return mix(mark, word);
}

uint64_t
hash_bytes(uint64_t mark, const void *bytes, size_t n)
{
	const char *at = bytes;
	uint64_t word;

	mark = mix(mark, n);
	for (; n >= sizeof(word); at += sizeof(word), n -= sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		mark = mix(mark, word);
	}
	word = 0;
	if (n > 0)
		memcpy(&word, at, n);
	return mix(mark, word);
}
