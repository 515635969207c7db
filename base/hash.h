/*
 * hash.h - marks of bytes that are long or many: eight at a time, where
 * text_hash() (base/text.h) takes one.
 *
 * A mark tells whether something changed; it is no cryptographic hash: who
 * writes a text may write another one of the same mark. Two texts of one length
 * that differ in one word (eight bytes) never have the same. Marks are stored:
 * with another way to reckon them all that is known would be read once more.
 * They depend on the order of bytes in a word of this machine.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* A mark of what `mark` is one of, and the word. */
uint64_t hash_word(uint64_t mark, uint64_t word);

/* A mark of what `mark` is one of, and the bytes and their number: so "ab" and
 * "c" after each other are not "a" and "bc". */
uint64_t hash_bytes(uint64_t mark, const void *bytes, size_t n);

#endif
