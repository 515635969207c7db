/*
 * kinds.c - reads the kinds out of the table of heads, for queries and for
 * what people set.
 */
#include "store/kinds.h"

#include "base/table.h"
#include "data/data.h"

int
kinds_find(struct arena *arena, const char *word, struct kinds *kinds,
	struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	*kinds = (struct kinds){0};
	if (data_find("heads.tsv", &file) < 0)
		return err_set(
			err, ERR_SYSTEM, "\"heads.tsv\" is not built in");
	table = table_open(file.bytes, file.length);
	/* Columns: class, language, words, kind. */
	while (table_next(&table, &row)) {
		struct slice kind = row.cell[3], words = row.cell[2], one;
		size_t i = 0;

		/* "-" only looks like a head, "-body" is who meets; "generic"
		 * is no kind. */
		if (!slice_is(row.cell[0], "head") || kind.n == 0 ||
			kind.p[0] == '-' || slice_is(kind, "generic"))
			continue;
		while (i < kinds->n && !slice_is(kind, kinds->names[i]))
			i++;
		if (i == kinds->n)
			*ARENA_PUSH(arena, &kinds->names, &kinds->n) =
				arena_strndup(arena, kind.p, kind.n);
		if (kinds->found == NULL && slice_is_nocase(kind, word))
			kinds->found = kinds->names[i];
		while (kinds->found == NULL && table_value(&words, &one))
			if (slice_is_nocase(one, word))
				kinds->found = kinds->names[i];
	}
	return 0;
}

const char *
kinds_list(struct arena *arena, const struct kinds *kinds)
{
	const char *list = "";

	for (size_t i = 0; i < kinds->n; i++)
		list = arena_printf(arena, "%s%s%s", list, i > 0 ? ", " : "",
			kinds->names[i]);
	return list;
}
