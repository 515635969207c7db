/*
 * han.h - Chinese characters in one form, so that 知識產權 is 知识产权.
 *
 * Private to store/. For comparing and searching only: character by character,
 * which is not always how a person would write it (Japanese has forms of its
 * own, and they are changed too), but the same on both sides.
 */
#ifndef STORE_HAN_H
#define STORE_HAN_H

#include "base/mem.h"

/* text_fold(), and then the simplified form of every character that has one.
 * NULL only where s is NULL. */
char *han_fold(struct arena *arena, const char *s);

/* The table of simplified forms; {0} = not looked for yet. */
struct han {
	const char *rows;
	size_t nrows;
};

/* han_fold() of a character of U+4E00 to U+9FFF, in its place: these are
 * their own fold, so running text needs no more than the table. */
#define HAN_FIRST 0x4e00
#define HAN_LAST 0x9fff
#define HAN_BYTES 3
void han_simplify(struct han *han, char *character);

#endif
