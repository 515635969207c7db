/*
 * mention_wholes.c - what an event is a part of, where its name says so.
 */
#include "parse/mention_names.h"

#include <string.h>

/* "of the X Annual Conference": X is what the event is a part of. */
bool
name_take_parent(struct finder *f, size_t i)
{
	size_t k = i + 1;

	/* "the Annual Meeting of the X Forum": here the forum is a body. */
	if (f->sitting || token_is(f->tokens, f->ref->head, "annual") ||
		token_is(f->tokens, f->ref->head, "general"))
		return false;
	if (!token_is(f->tokens, i, "of") && !token_is(f->tokens, i, "under"))
		return false;
	if (k < f->ceiling && token_is(f->tokens, k, "the"))
		k++;
	for (size_t at = k; at < f->ceiling && at < k + 10; at++) {
		const struct hit *head = tokens_hit(f->tokens, at, WORD_HEAD);

		if (head != NULL && head->word->value[0] != '-' &&
			f->tokens->items[at].capital && at > k) {
			const struct hit *more =
				tokens_hit(f->tokens, head->end, WORD_HEAD);

			f->ref->parent_begin = (uint32_t)k;
			f->ref->parent_end = more ? more->end : head->end;
			if (f->ref->parent_end < f->ceiling &&
				dates_year(f->tokens, f->ref->parent_end) > 0)
				f->ref->parent_end++;
			return true;
		}
		if (!f->tokens->items[at].capital &&
			dates_year(f->tokens, at) == 0 &&
			!name_links_left(f->tokens, at))
			return false;
	}
	return false;
}

/* "a sub-forum of the X Fair" tells what the event named before is a part
 * of. */
void
name_take_whole(struct finder *f)
{
	const struct hit *sub = tokens_over(f->tokens, f->ref->head, WORD_SUB);
	size_t i = f->ref->head_end;
	struct reference whole;
	struct finder inner = *f;
	const struct hit *head;

	if (sub == NULL || f->tokens->items[sub->begin].capital)
		return;
	f->ref->anaphor = true;
	f->ref->indefinite = false;
	if (!name_take_parent(f, i))
		return;
	head = tokens_before(
		f->tokens, f->ref->parent_begin, f->ref->parent_end, WORD_HEAD);
	if (head == NULL)
		return;
	whole = (struct reference){.head = head->begin,
		.head_end = head->end,
		.begin = f->ref->parent_begin};
	inner.ref = &whole;
	f->ref->parent_end = (uint32_t)name_widen_suffix(&inner,
		name_widen_right(&inner,
			name_widen_suffix(&inner, f->ref->parent_end), false));
	f->ref->end = f->ref->parent_end;
}
