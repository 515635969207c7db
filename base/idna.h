/*
 * idna.h - names of hosts in other scripts as the ASCII that DNS knows.
 */
#ifndef BASE_IDNA_H
#define BASE_IDNA_H

#include "base/mem.h"

#include <stddef.h>

/*
 * The ASCII form of n bytes of UTF-8 (RFC 5891, section 4.4; Punycode:
 * RFC 3492), in the arena: compatibility forms replaced and in lower case, with
 * the dots of East Asia read as dots, as Unicode Technical Standard 46 maps
 * them. NULL where a label is empty but for the last or longer than 63, where
 * the bytes are no UTF-8, or where what they stand for is a character that
 * splits URLs ("a.example\uFF0Fb" is not host "a.example/b").
 */
char *idna_ascii(struct arena *arena, const char *host, size_t n);

#endif
