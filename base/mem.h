/*
 * mem.h - memory: allocation that does not fail, arenas, growing arrays.
 *
 * Running out of memory is not an error that each caller handles: mem_die()
 * says so on stderr and exits with status 4 (a worker that does so costs its
 * parent one document). Every other failure of this program returns.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

/* Exit status of a process that ran out of memory. */
#define MEM_EXIT_STATUS 4

_Noreturn void mem_die(void);

/* malloc, calloc, realloc and strdup that call mem_die() instead of returning
 * NULL; the caller frees. mem_array checks count * size for overflow. */
void *mem_alloc(size_t size);
void *mem_zero(size_t count, size_t size);
void *mem_resize(void *old, size_t count, size_t size);
char *mem_strdup(const char *s); /* NULL gives NULL */

/*
 * An arena: what one document yields lives and dies together. Memory is
 * zeroed, aligned for any type, and freed only as a whole.
 */
struct arena_block;
struct arena {
	struct arena_block *blocks;
	size_t used; /* bytes handed out, for statistics and limits */
};

void arena_init(struct arena *arena);
void arena_release(struct arena *arena);
void *arena_alloc(struct arena *arena, size_t size);
void *arena_array(struct arena *arena, size_t count, size_t size);
/* Not zeroed: for text that is about to be written. */
char *arena_bytes(struct arena *arena, size_t n);
char *arena_strdup(struct arena *arena, const char *s); /* NULL gives NULL */
char *arena_strndup(struct arena *arena, const char *s, size_t n);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Appends to an array in an arena: returns room for one more element, zeroed,
 * and counts it. `items` is the address of the array's pointer, *count its
 * length; capacity is the next power of two, so no third variable is kept.
 *
 *	struct link *l = ARENA_PUSH(arena, &report->links, &report->nlinks);
 */
void arena_grow(
	struct arena *arena, void *items, size_t count, size_t element_size);

static inline void *
arena_push(struct arena *arena, void *items, size_t *count, size_t element_size)
{
	char *array;

	/* Full at 0 and at every power of two. */
	if ((*count & (*count - 1)) == 0)
		arena_grow(arena, items, *count, element_size);
	memcpy(&array, items, sizeof(array));
	return array + (*count)++ * element_size;
}
#define ARENA_PUSH(arena, items, count)    \
	((__typeof__(*(items)))arena_push( \
		(arena), (items), (count), sizeof(**(items))))

#endif
