/*
 * mem.c - allocation that does not fail, and arenas; see mem.h.
 */
#include "base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ALIGNMENT (sizeof(max_align_t))
/* Small documents fit in one block; large ones grow by doubling. */
#define BLOCK_MIN ((size_t)16 << 10)
#define BLOCK_MAX ((size_t)1 << 20)

struct arena_block {
	struct arena_block *next;
	size_t used, size; /* of bytes[] */
	_Alignas(max_align_t) char bytes[];
};

_Noreturn void
mem_die(void)
{
	static const char message[] = "ipherald: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, message, sizeof(message) - 1);

	(void)ignored;
	/* No atexit handlers: they may want memory too. What was committed is
	 * on disk, what was not is rolled back by the next run. */
	_exit(MEM_EXIT_STATUS);
}

void *
mem_alloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (p == NULL)
		mem_die();
	return p;
}

void *
mem_zero(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (p == NULL)
		mem_die();
	return p;
}

void *
mem_resize(void *old, size_t count, size_t size)
{
	void *p = reallocarray(old, count ? count : 1, size ? size : 1);

	if (p == NULL)
		mem_die();
	return p;
}

char *
mem_strdup(const char *s)
{
	size_t n;

	if (s == NULL)
		return NULL;
	n = strlen(s) + 1;
	return memcpy(mem_alloc(n), s, n);
}

void
arena_init(struct arena *arena)
{
	arena->blocks = NULL;
	arena->used = 0;
}

void
arena_release(struct arena *arena)
{
	while (arena->blocks != NULL) {
		struct arena_block *next = arena->blocks->next;

		free(arena->blocks);
		arena->blocks = next;
	}
	arena->used = 0;
}

static struct arena_block *
add_block(struct arena *arena, size_t need)
{
	size_t size = BLOCK_MIN;
	struct arena_block *block;

	if (arena->blocks != NULL)
		size = arena->blocks->size * 2;
	if (size > BLOCK_MAX)
		size = BLOCK_MAX;
	if (size < need)
		size = need;
	if (size > SIZE_MAX - sizeof(*block))
		mem_die();
	block = mem_alloc(sizeof(*block) + size);
	block->used = 0;
	block->size = size;
	block->next = arena->blocks;
	arena->blocks = block;
	return block;
}

/* Not zeroed: that costs as much as filling it. */
static void *
take(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;
	void *p;

	if (size > SIZE_MAX - ALIGNMENT)
		mem_die();
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (block == NULL || block->size - block->used < size)
		block = add_block(arena, size);
	p = block->bytes + block->used;
	block->used += size;
	arena->used += size;
	return p;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size), 0, size);
}

char *
arena_bytes(struct arena *arena, size_t n)
{
	return take(arena, n);
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		mem_die();
	return arena_alloc(arena, count * size);
}

char *
arena_strndup(struct arena *arena, const char *s, size_t n)
{
	char *copy;

	if (n == SIZE_MAX)
		mem_die();
	copy = take(arena, n + 1);
	if (n != 0)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *
arena_strdup(struct arena *arena, const char *s)
{
	return s == NULL ? NULL : arena_strndup(arena, s, strlen(s));
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	char first[256]; /* most fit: they are formatted once */
	va_list args, again;
	int n;
	char *s;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(first, sizeof(first), format, args);
	if (n < 0)
		mem_die();
	s = take(arena, (size_t)n + 1);
	if ((size_t)n < sizeof(first))
		memcpy(s, first, (size_t)n + 1);
	else
		vsnprintf(s, (size_t)n + 1, format, again);
	va_end(again);
	va_end(args);
	return s;
}

void
arena_grow(struct arena *arena, void *items, size_t count, size_t element_size)
{
	size_t room = count == 0 ? 1 : count * 2;
	size_t filled = count * element_size;
	char *old, *grown;

	if (element_size != 0 && room > SIZE_MAX / element_size)
		mem_die();
	grown = take(arena, room * element_size);
	memcpy(&old, items, sizeof(old));
	if (count != 0)
		memcpy(grown, old, filled);
	memset(grown + filled, 0, room * element_size - filled);
	memcpy(items, &grown, sizeof(grown));
}
