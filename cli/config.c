/*
 * config.c - finds the configuration, and reads it with inih by the table of
 * config_keys.c.
 *
 * inih tells neither the line of a key nor a section without keys, cuts section
 * names at 50 bytes, and ends each value at a blank and ';', a command for the
 * shell too; so the lines are counted, and section heads and values read, where
 * inih takes them.
 */
#include "cli/config.h"

#include "base/text.h"
#include "cli/cli.h"
#include "cli/config_reading.h"
#include "cli/nearest.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SERVICE_CONFIG "/etc/ipherald/ipherald.conf"
#define SERVICE_STATE "/var/lib/ipherald"

int
config_wrong(struct reading *reading, int line, const char *format, ...)
{
	char message[ERR_MESSAGE_MAX];
	va_list arguments;

	if (reading->failed)
		return 0;
	reading->failed = true;
	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	err_set(reading->err, ERR_USAGE, "%s:%d: %s", reading->path, line,
		message);
	return 0;
}

bool
config_id_valid(const char *id)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";
	size_t n = strlen(id);

	return n > 0 && n <= 64 && id[0] != '.' && strspn(id, allowed) == n;
}

/* ---------------------------------------------------------------- sections */

static void
unknown_section(struct reading *reading, const char *kind)
{
	char hint[NEAREST_TEXT];
	struct nearest nearest = nearest_to(kind);

	for (int i = 0; i < CONFIG_SECTIONS; i++)
		nearest_offer(
			&nearest, config_section_name((enum config_section)i));
	config_wrong(reading, reading->line,
		"unknown section [%s]: expected [ipherald], [source ID], "
		"[feed ID] or [notify ID]%s",
		kind, nearest_hint(&nearest, "", hint));
}

/* Makes the record that the section's keys are set in. */
static void
add_record(struct reading *reading, struct opened_section *opened)
{
	struct config *config = reading->config;
	struct arena *arena = &config->arena;

	if (opened->section == SECTION_SOURCE) {
		struct source *source =
			ARENA_PUSH(arena, &config->sources, &config->nsources);

		config_set_initial(SECTION_SOURCE, source, arena);
		source->id = opened->name;
		opened->index = config->nsources - 1;
	} else if (opened->section == SECTION_FEED) {
		struct feed_settings *feed =
			ARENA_PUSH(arena, &config->feeds, &config->nfeeds);

		config_set_initial(SECTION_FEED, feed, arena);
		feed->id = opened->name;
		opened->index = config->nfeeds - 1;
	} else if (opened->section == SECTION_NOTIFY) {
		struct notify_settings *notify =
			ARENA_PUSH(arena, &config->notify, &config->nnotify);

		config_set_initial(SECTION_NOTIFY, notify, arena);
		notify->id = opened->name;
		opened->index = config->nnotify - 1;
	}
}

static void
open_section(
	struct reading *reading, enum config_section section, const char *name)
{
	size_t *bucket = &reading->bucket[text_hash(name, strlen(name)) %
					  CONFIG_BUCKETS];
	struct opened_section *opened;

	for (size_t i = *bucket; i > 0; i = reading->opened[i - 1].chain) {
		const struct opened_section *earlier = &reading->opened[i - 1];

		if (earlier->section != section ||
			strcmp(earlier->name, name) != 0)
			continue;
		config_wrong(reading, reading->line,
			"[%s%s%s] is there twice: first in line %d",
			config_section_name(section), name[0] ? " " : "", name,
			earlier->line);
		return;
	}
	opened = ARENA_PUSH(
		&reading->config->arena, &reading->opened, &reading->nopened);
	opened->section = section;
	opened->name = name;
	opened->line = reading->line;
	opened->chain = *bucket;
	*bucket = reading->nopened;
	add_record(reading, opened);
}

/* A line that begins with "[". */
static void
take_section(struct reading *reading, struct slice line)
{
	struct arena *arena = &reading->config->arena;
	const char *end = memchr(line.p, ']', line.n);
	struct slice kind, name = {0};

	if (end == NULL) {
		config_wrong(reading, reading->line,
			"the section's head has no ']' at its end");
		return;
	}
	kind = slice_trim(
		(struct slice){line.p + 1, (size_t)(end - line.p) - 1});
	for (size_t i = 0; i < kind.n; i++) {
		if (kind.p[i] != ' ' && kind.p[i] != '\t')
			continue;
		name = slice_trim((struct slice){kind.p + i, kind.n - i});
		kind.n = i;
		break;
	}
	for (int i = 0; i < CONFIG_SECTIONS; i++) {
		enum config_section section = (enum config_section)i;
		const char *id = arena_strndup(arena, name.p, name.n);

		if (!slice_is(kind, config_section_name(section)))
			continue;
		if (section == SECTION_PROGRAM ? name.n > 0
					       : !config_id_valid(id))
			config_wrong(reading, reading->line,
				"[%s %s]: an id is wanted%s",
				config_section_name(section), id,
				section == SECTION_PROGRAM
					? " by the other sections only"
					: ", of letters, digits, '.', '_', "
					  "'-'");
		else
			open_section(reading, section, id);
		return;
	}
	unknown_section(reading, arena_strndup(arena, kind.p, kind.n));
}

/* ------------------------------------------------------------------- lines */

/* Hands inih one line (ini_reader, like fgets). */
static char *
next_line(char *into, int size, void *stream)
{
	struct reading *reading = stream;
	const char *end;
	struct slice line;
	size_t n;

	if (*reading->rest == '\0' || reading->failed)
		return NULL;
	reading->line++;
	end = strchrnul(reading->rest, '\n');
	n = (size_t)(end - reading->rest);
	line = slice_trim((struct slice){reading->rest, n});
	if (n + 2 > (size_t)size) {
		config_wrong(reading, reading->line, "the line is too long");
		return NULL;
	}
	memcpy(into, reading->rest, n);
	into[n] = '\n';
	into[n + 1] = '\0';
	reading->rest = *end == '\0' ? end : end + 1;
	reading->current = line;
	if (line.n > 0 && line.p[0] == '[')
		take_section(reading, line);
	return reading->failed ? NULL : into;
}

static void *
record_of(struct reading *reading, const struct opened_section *opened)
{
	struct config *config = reading->config;

	if (opened->section == SECTION_SOURCE)
		return &config->sources[opened->index];
	if (opened->section == SECTION_FEED)
		return &config->feeds[opened->index];
	if (opened->section == SECTION_NOTIFY)
		return &config->notify[opened->index];
	return config;
}

static int
unknown_key(struct reading *reading, const struct opened_section *opened,
	const char *name)
{
	char hint[NEAREST_TEXT];
	struct nearest nearest = nearest_to(name);
	size_t n, first = strcspn(name, " \t");
	const struct config_key *keys = config_keys(&n);

	for (size_t i = 0; i < n; i++) {
		if (keys[i].section != opened->section)
			continue;
		/* "url http://..." ends at its colon, which inih takes for "=". */
		if (name[first] != '\0' && strlen(keys[i].name) == first &&
			strncmp(keys[i].name, name, first) == 0)
			return config_wrong(reading, reading->line,
				"expected '=' behind '%s'", keys[i].name);
		nearest_offer(&nearest, keys[i].name);
	}
	return config_wrong(reading, reading->line,
		"unknown key '%s' in [%s%s%s]%s", name,
		config_section_name(opened->section),
		opened->name[0] ? " " : "", opened->name,
		nearest_hint(&nearest, "", hint));
}

size_t
config_comment(const char *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((value[i] == '#' || value[i] == ';') &&
			(i == 0 || ascii_is_blank(value[i - 1])) &&
			(i + 1 == n || ascii_is_blank(value[i + 1])))
			return i;
	return n;
}

/* What the current line says, without its comment. */
static const char *
value_of(struct reading *reading, const struct config_key *key)
{
	struct slice all = reading->current, value = {0};

	for (size_t i = 0; i < all.n && value.p == NULL; i++)
		if (all.p[i] == '=' || all.p[i] == ':')
			value = slice_trim(
				(struct slice){all.p + i + 1, all.n - i - 1});
	if (key->type != VALUE_COMMAND)
		value.n = config_comment(value.p, value.n);
	value = slice_trim(value);
	memcpy(reading->value, value.p, value.n);
	reading->value[value.n] = '\0';
	return reading->value;
}

/* Somebody may have meant the rest of the value as a comment. */
static const char *
comment_hint(const char *value)
{
	for (const char *p = value + 1; value[0] != '\0' && *p != '\0'; p++)
		if ((*p == '#' || *p == ';') && ascii_is_blank(p[-1]))
			return "; a comment has a blank on both sides of its "
			       "'#' or ';'";
	return "";
}

static int
take_value(struct reading *reading, struct opened_section *opened,
	const struct config_key *key, size_t index)
{
	const char *value = value_of(reading, key);

	if (opened->seen >> index & 1)
		return config_wrong(reading, reading->line,
			"the key '%s' is there twice in one section",
			key->name);
	opened->seen |= UINT64_C(1) << index;
	if (config_set(key, record_of(reading, opened), value,
		    &reading->config->arena) != 0)
		return config_wrong(reading, reading->line,
			"%s = '%s': expected %s%s", key->name, value,
			config_expects(key->type), comment_hint(value));
	return 1;
}

/* ini_handler: 1 = taken, 0 = wrong. The section is known from next_line(). */
static int
take_pair(void *user, const char *section, const char *name, const char *value)
{
	struct reading *reading = user;
	struct opened_section *opened;
	size_t n;
	const struct config_key *keys = config_keys(&n);

	(void)section;
	(void)value;
	if (reading->failed)
		return 0;
	if (reading->nopened == 0)
		return config_wrong(reading, reading->line,
			"'%s' stands before the first section: put it under "
			"[ipherald]",
			name);
	opened = &reading->opened[reading->nopened - 1];
	name = config_key_name(opened->section, name);
	for (size_t i = 0; i < n; i++)
		if (keys[i].section == opened->section &&
			strcmp(keys[i].name, name) == 0)
			return take_value(reading, opened, &keys[i], i);
	return unknown_key(reading, opened, name);
}

/* ------------------------------------------------------------- whole file */

/* The folder of the user's or the service's own data. */
static const char *
data_folder(struct arena *arena, const char *config_file)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	static const char service[] = "/etc/ipherald/";

	if (config_file != NULL &&
		strncmp(config_file, service, sizeof(service) - 1) == 0)
		return SERVICE_STATE;
	if (data != NULL && data[0] == '/')
		return arena_printf(arena, "%s/ipherald", data);
	if (home != NULL && home[0] == '/')
		return arena_printf(arena, "%s/.local/share/ipherald", home);
	return SERVICE_STATE;
}

static void
fill_paths(struct config *config)
{
	const char *folder = data_folder(&config->arena, config->path);

	if (config->store == NULL)
		config->store =
			arena_printf(&config->arena, "%s/ipherald.db", folder);
	if (config->publish == NULL)
		config->publish =
			arena_printf(&config->arena, "%s/public", folder);
}

const char *
config_path(struct arena *arena, const char *given, struct err *err)
{
	const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	const char *path = NULL;

	if (given != NULL)
		return given;
	if (folder != NULL && folder[0] == '/')
		path = arena_printf(arena, "%s/ipherald/ipherald.conf", folder);
	else if (home != NULL && home[0] == '/')
		path = arena_printf(
			arena, "%s/.config/ipherald/ipherald.conf", home);
	if ((path == NULL || access(path, F_OK) != 0) &&
		access(SERVICE_CONFIG, F_OK) == 0)
		return SERVICE_CONFIG;
	if (path == NULL)
		err_set(err, ERR_USAGE,
			"there is no home folder to look for a configuration "
			"in: name one with --config FILE");
	return path;
}

void
config_init(struct config *config)
{
	*config = (struct config){.workers = -1};
	arena_init(&config->arena);
	config_set_initial(SECTION_PROGRAM, config, &config->arena);
	fill_paths(config);
}

int
config_read(struct config *config, const char *path, const char *text,
	struct err *err)
{
	static const char mark[] = "\xef\xbb\xbf"; /* of Windows' editors */
	struct reading reading = {
		.config = config, .text = text, .path = path, .err = err};
	int bad_line;

	if (strncmp(text, mark, sizeof(mark) - 1) == 0)
		reading.text += sizeof(mark) - 1;
	reading.rest = reading.text;

	config->path = arena_strdup(&config->arena, path);
	config->store = config->publish = NULL;
	/* inih keeps its settings in variables of its own. */
	ini_max_line = CONFIG_LINE_MAX;
	ini_allow_multiline = false;
	bad_line = ini_parse_stream(next_line, &reading, take_pair, &reading);
	if (bad_line > 0)
		config_wrong(&reading, bad_line,
			"expected [SECTION], KEY = VALUE or a comment");
	else if (bad_line < 0)
		mem_die();
	if (!reading.failed)
		config_check(&reading);
	fill_paths(config);
	return reading.failed ? -1 : 0;
}

int
config_load(struct config *config, const char *given, struct err *err)
{
	struct buf text;
	const char *path;
	int result = -1;

	buf_init(&text, CONFIG_MAX);
	path = config_path(&config->arena, given, err);
	if (path == NULL)
		goto out;
	if (access(path, F_OK) != 0) {
		err_set(err, ERR_USAGE,
			"there is no configuration at '%s': 'ipherald init' "
			"writes one, --config FILE names another",
			path);
		goto out;
	}
	if (file_read(path, &text, err) != 0)
		goto out;
	if (text.full || (text.len > 0 && memchr(text.data, 0, text.len))) {
		err_set(err, ERR_USAGE, "'%s' is no configuration: it is %s",
			path, text.full ? "too large" : "no text");
		goto out;
	}
	result = config_read(config, path, buf_str(&text), err);
out:
	buf_release(&text);
	return result;
}

void
config_release(struct config *config)
{
	arena_release(&config->arena);
}

const struct source *
config_source(const struct config *config, const char *id, struct err *err)
{
	char hint[NEAREST_TEXT];
	struct nearest nearest = nearest_to(id);

	for (size_t i = 0; i < config->nsources; i++) {
		if (strcmp(config->sources[i].id, id) == 0)
			return &config->sources[i];
		nearest_offer(&nearest, config->sources[i].id);
	}
	err_set(err, ERR_USAGE,
		"unknown source '%s'%s ('ipherald source list' shows all)", id,
		nearest_hint(&nearest, "", hint));
	return NULL;
}
