/*
 * json.c - JSON as JSON Feed and JSON-LD share it.
 */
#include "feeds/json.h"

static json_t *
string(const char *value, struct arena *arena)
{
	json_t *result = json_string(feed_clean(arena, value));

	/* Cleaned text is valid UTF-8: only memory can be missing. */
	if (result == NULL)
		mem_die();
	return result;
}

void
feed_json_string(json_t *object, const char *name, const char *value,
	struct arena *arena)
{
	if (value == NULL || value[0] == '\0')
		return;
	json_object_set_new(object, name, string(value, arena));
}

json_t *
feed_json_strings(const char *const *values, size_t count, struct arena *arena)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		if (values[i] != NULL && values[i][0] != '\0')
			json_array_append_new(array, string(values[i], arena));
	return array;
}

static int
append(const char *bytes, size_t n, void *context)
{
	struct buf *out = context;

	return buf_add(out, bytes, n);
}

void
feed_json_put(struct buf *out, const json_t *value, size_t indent)
{
	/* A full buffer stops the dump; the caller looks at it. */
	json_dump_callback(value, append, out,
		indent == 0 ? JSON_COMPACT : JSON_INDENT(indent));
}
