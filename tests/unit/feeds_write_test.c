/*
 * feeds_write_test.c - files: whole or not at all, untouched where nothing
 * changed, and never outside of their folder.
 */
#include "tests/unit/feeds_sample.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* A folder of this test's own, and the way to names in it. */
struct room {
	char folder[64];
	char path[256];
};

static const char *
in(struct room *room, const char *name)
{
	snprintf(room->path, sizeof(room->path), "%s/%s", room->folder, name);
	return room->path;
}

static int
set_up(void **state)
{
	struct room *room = calloc(1, sizeof(*room));

	if (room == NULL)
		return -1;
	snprintf(room->folder, sizeof(room->folder), "/tmp/feeds-XXXXXX");
	if (mkdtemp(room->folder) == NULL)
		return -1;
	*state = room;
	return 0;
}

static void
empty_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *item;
	char path[512];

	while (dir != NULL && (item = readdir(dir)) != NULL) {
		if (strcmp(item->d_name, ".") == 0 ||
			strcmp(item->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, item->d_name);
		if (unlink(path) != 0) {
			empty_folder(path);
			rmdir(path);
		}
	}
	if (dir != NULL)
		closedir(dir);
}

static int
tear_down(void **state)
{
	struct room *room = *state;

	empty_folder(room->folder);
	rmdir(room->folder);
	free(room);
	return 0;
}

static int
put(const char *folder, const char *name, const char *bytes, bool *changed,
	struct err *err)
{
	return feed_put_file(folder, name, bytes, strlen(bytes), changed, err);
}

static void
assert_holds(const char *path, const char *bytes)
{
	char text[64] = "";
	FILE *f = fopen(path, "r");

	assert_non_null(f);
	assert_int_equal(fread(text, 1, sizeof(text) - 1, f), strlen(bytes));
	fclose(f);
	assert_string_equal(text, bytes);
}

static int
count_files(const char *folder)
{
	DIR *dir = opendir(folder);
	int count = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count - 2;
}

static void
unchanged_bytes_leave_the_file_alone(void **state)
{
	struct room *room = *state;
	struct timespec old[2] = {{1000000000, 0}, {1000000000, 0}};
	struct err err = ERR_INIT;
	struct stat before;
	struct stat after;
	bool changed = false;

	assert_int_equal(put(room->folder, "a", "one", &changed, &err), 0);
	assert_true(changed);
	assert_int_equal(utimensat(AT_FDCWD, in(room, "a"), old, 0), 0);
	assert_int_equal(stat(in(room, "a"), &before), 0);
	assert_int_equal(put(room->folder, "a", "one", &changed, &err), 0);
	assert_false(changed);
	assert_int_equal(stat(in(room, "a"), &after), 0);
	assert_int_equal(after.st_mtime, 1000000000);
	assert_int_equal(after.st_ino, before.st_ino);

	/* Same length, other bytes. */
	assert_int_equal(put(room->folder, "a", "two", &changed, &err), 0);
	assert_true(changed);
	assert_holds(in(room, "a"), "two");
	assert_int_equal(stat(in(room, "a"), &after), 0);
	assert_true(after.st_mtime > 1000000000);
	assert_int_equal(put(room->folder, "a", "tw", &changed, &err), 0);
	assert_true(changed);
	assert_holds(in(room, "a"), "tw");
	assert_int_equal(put(room->folder, "a", "", &changed, &err), 0);
	assert_true(changed);
	assert_int_equal(put(room->folder, "a", "", &changed, &err), 0);
	assert_false(changed);
	assert_int_equal(count_files(room->folder), 1);
}

static void
readers_keep_the_old_file(void **state)
{
	struct room *room = *state;
	struct err err = ERR_INIT;
	bool changed = false;
	char text[8] = "";
	int fd;

	assert_int_equal(put(room->folder, "a", "old", &changed, &err), 0);
	fd = open(in(room, "a"), O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(put(room->folder, "a", "new!", &changed, &err), 0);
	assert_int_equal(read(fd, text, sizeof(text)), 3);
	assert_memory_equal(text, "old", 3);
	close(fd);
	assert_holds(in(room, "a"), "new!");
}

static void
a_web_server_may_read(void **state)
{
	struct room *room = *state;
	struct err err = ERR_INIT;
	bool changed = false;
	mode_t mask = umask(022);
	struct stat info;

	assert_int_equal(put(room->folder, "a", "x", &changed, &err), 0);
	umask(mask);
	assert_int_equal(stat(in(room, "a"), &info), 0);
	assert_int_equal(info.st_mode & 0777, 0644);
}

static void
folders_are_made(void **state)
{
	struct room *room = *state;
	struct err err = ERR_INIT;
	bool changed = false;
	char deep[128];

	snprintf(deep, sizeof(deep), "%s/new/site", room->folder);
	assert_int_equal(put(deep, "event/a.html", "x", &changed, &err), 0);
	assert_holds(in(room, "new/site/event/a.html"), "x");

	/* The folder may be a link to one. */
	assert_int_equal(symlink(deep, in(room, "link")), 0);
	snprintf(deep, sizeof(deep), "%s/link", room->folder);
	assert_int_equal(put(deep, "event/a.html", "y", &changed, &err), 0);
	assert_holds(in(room, "new/site/event/a.html"), "y");

	/* Somebody took them away. */
	empty_folder(room->folder);
	snprintf(deep, sizeof(deep), "%s/new/site", room->folder);
	assert_int_equal(put(deep, "event/a.html", "y", &changed, &err), 0);
	assert_true(changed);
	assert_int_equal(put(deep, "past/2025.html", "z", &changed, &err), 0);
	assert_holds(in(room, "new/site/event/a.html"), "y");
	assert_holds(in(room, "new/site/past/2025.html"), "z");
}

static void
names_stay_inside(void **state)
{
	static const char *const names[] = {"", "/etc/x", "../x", "a/../x",
		"a/..", "..", ".", "./x", "a//x", "a/"};
	struct room *room = *state;
	bool changed = true;

	for (size_t i = 0; i < SAMPLE_COUNT(names); i++) {
		struct err err = ERR_INIT;

		assert_int_equal(
			put(room->folder, names[i], "x", &changed, &err), -1);
		assert_int_equal(err.kind, ERR_OUTPUT);
		assert_false(changed);
	}
	assert_int_equal(count_files(room->folder), 0);
}

static void
what_cannot_be_written_is_said(void **state)
{
	struct room *room = *state;
	struct err err = ERR_INIT;
	bool changed = false;

	/* A file where a folder should be, a folder where a file should. */
	assert_int_equal(put(room->folder, "a", "x", &changed, &err), 0);
	assert_int_equal(put(room->folder, "a/b", "x", &changed, &err), -1);
	assert_int_equal(err.kind, ERR_OUTPUT);
	assert_non_null(strstr(err.message, "/a'"));
	assert_false(changed);
	assert_int_equal(put(in(room, "a"), "b", "x", &changed, &err), -1);
	assert_int_equal(mkdir(in(room, "d"), 0777), 0);
	err.kind = ERR_NONE;
	assert_int_equal(put(room->folder, "d", "x", &changed, &err), -1);
	assert_int_equal(err.kind, ERR_OUTPUT);
	assert_holds(in(room, "a"), "x");
	assert_int_equal(count_files(room->folder), 2);
}

/* A FIFO that nobody writes to: reading it would wait for ever. */
static void
what_is_no_file_is_replaced(void **state)
{
	struct room *room = *state;
	struct err err = ERR_INIT;
	bool changed = false;

	assert_int_equal(mkfifo(in(room, "a"), 0666), 0);
	assert_int_equal(put(room->folder, "a", "x", &changed, &err), 0);
	assert_true(changed);
	assert_holds(in(room, "a"), "x");
}

static void
sweep_takes_old_temporaries_only(void **state)
{
	static const char *const names[] = {".ipherald-old111",
		"event/.ipherald-old222", ".ipherald-new333", "keep.atom",
		".htaccess"};
	struct room *room = *state;
	struct timespec old[2] = {{1000000000, 0}, {1000000000, 0}};
	struct err err = ERR_INIT;
	bool changed = false;

	for (size_t i = 0; i < SAMPLE_COUNT(names); i++) {
		assert_int_equal(
			put(room->folder, names[i], "x", &changed, &err), 0);
		if (i != 2)
			utimensat(AT_FDCWD, in(room, names[i]), old, 0);
	}
	feed_sweep(room->folder);
	for (size_t i = 0; i < SAMPLE_COUNT(names); i++)
		assert_int_equal(
			access(in(room, names[i]), F_OK), i < 2 ? -1 : 0);
	feed_sweep(in(room, "there-is-none"));
}

/* ------------------------------------------------------------- batches */

/* More than wait for the disk at once. */
#define MANY 300

static const char *
numbered(char name[32], const char *folder, int i)
{
	snprintf(name, 32, "%s/%d", folder, i);
	return name;
}

static int
put_many(struct feed_batch *batch, const char *folder, int n, struct err *err)
{
	char name[32];
	int count = 0;

	for (int i = 0; i < n; i++) {
		bool changed = false;

		numbered(name, folder, i);
		if (feed_batch_put(batch, name, name, strlen(name), &changed,
			    err) != 0)
			return -1;
		count += changed;
	}
	return count;
}

static void
assert_has_many(struct room *room, const char *folder, int n)
{
	char name[32];

	for (int i = 0; i < n; i++) {
		numbered(name, folder, i);
		assert_holds(in(room, name), name);
	}
	assert_int_equal(count_files(in(room, folder)), n);
}

static void
a_batch_is_there_when_it_is_settled(void **state)
{
	struct room *room = *state;
	struct feed_batch *batch = feed_batch_new(room->folder);
	struct err err = ERR_INIT;

	assert_int_equal(put_many(batch, "a", MANY, &err), MANY);
	assert_int_equal(access(in(room, "a/0"), F_OK), -1);
	assert_int_equal(access(in(room, "a/299"), F_OK), -1);
	assert_int_equal(feed_batch_settle(batch, &err), 0);
	assert_has_many(room, "a", MANY);
	assert_int_equal(put_many(batch, "a", MANY, &err), 0);
	assert_int_equal(feed_batch_settle(batch, &err), 0);
	feed_batch_free(batch);
	assert_has_many(room, "a", MANY);
}

/* What links to pages is in another folder, and comes behind them. */
static void
another_folder_settles_a_batch(void **state)
{
	struct room *room = *state;
	struct feed_batch *batch = feed_batch_new(room->folder);
	struct err err = ERR_INIT;

	assert_int_equal(put_many(batch, "a", 3, &err), 3);
	assert_int_equal(put_many(batch, "ab", 1, &err), 1);
	assert_has_many(room, "a", 3);
	assert_int_equal(access(in(room, "ab/0"), F_OK), -1);
	feed_batch_free(batch);
	assert_int_equal(count_files(in(room, "ab")), 0);
}

static void
what_fails_keeps_no_other_from_its_place(void **state)
{
	struct room *room = *state;
	struct feed_batch *batch = feed_batch_new(room->folder);
	struct err err = ERR_INIT;

	assert_int_equal(mkdir(in(room, "a"), 0777), 0);
	assert_int_equal(mkdir(in(room, "a/1"), 0777), 0);
	assert_int_equal(put_many(batch, "a", 3, &err), 3);
	assert_int_equal(feed_batch_settle(batch, &err), -1);
	assert_int_equal(err.kind, ERR_OUTPUT);
	assert_non_null(strstr(err.message, "/a/1'"));
	assert_holds(in(room, "a/0"), "a/0");
	assert_holds(in(room, "a/2"), "a/2");
	assert_int_equal(count_files(in(room, "a")), 3);
	assert_int_equal(feed_batch_settle(batch, &err), 0);
	feed_batch_free(batch);
}

/* Files that wait for the disk are open. */
static void
few_descriptors_are_enough(void **state)
{
	struct room *room = *state;
	struct feed_batch *batch = feed_batch_new(room->folder);
	struct err err = ERR_INIT;
	struct rlimit limit, low;
	int put;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = (struct rlimit){.rlim_cur = 24, .rlim_max = limit.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	put = put_many(batch, "a", MANY, &err);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_int_equal(put, MANY);
	assert_int_equal(feed_batch_settle(batch, &err), 0);
	feed_batch_free(batch);
	assert_has_many(room, "a", MANY);
}

/* ... and are not all that is open. */
static void
descriptors_are_left_for_others(void **state)
{
	struct room *room = *state;
	struct feed_batch *batch;
	struct err err = ERR_INIT;
	struct rlimit limit, low;
	int refused = 0;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = (struct rlimit){.rlim_cur = 24, .rlim_max = limit.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
	batch = feed_batch_new(room->folder);
	for (int i = 0; i < MANY; i++) {
		char name[32];
		bool changed;
		int other;

		numbered(name, "a", i);
		refused += feed_batch_put(batch, name, name, strlen(name),
				   &changed, &err) != 0;
		other = open("/dev/null", O_RDONLY | O_CLOEXEC);
		refused += other < 0;
		if (other >= 0)
			close(other);
	}
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_int_equal(refused, 0);
	feed_batch_free(batch);
}

#define ROOM_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ROOM_TEST(unchanged_bytes_leave_the_file_alone),
		ROOM_TEST(readers_keep_the_old_file),
		ROOM_TEST(a_web_server_may_read),
		ROOM_TEST(folders_are_made),
		ROOM_TEST(names_stay_inside),
		ROOM_TEST(what_cannot_be_written_is_said),
		ROOM_TEST(what_is_no_file_is_replaced),
		ROOM_TEST(sweep_takes_old_temporaries_only),
		ROOM_TEST(a_batch_is_there_when_it_is_settled),
		ROOM_TEST(another_folder_settles_a_batch),
		ROOM_TEST(what_fails_keeps_no_other_from_its_place),
		ROOM_TEST(few_descriptors_are_enough),
		ROOM_TEST(descriptors_are_left_for_others),
	};

	return cmocka_run_group_tests_name("feeds_write", tests, NULL, NULL);
}
