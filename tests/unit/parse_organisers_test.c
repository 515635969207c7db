/*
 * parse_organisers_test.c - who holds an event, and in what role.
 */
#include "base/buf.h"
#include "parse/lexicon.h"
#include "parse/parse.h"
#include "parse/parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static int
setup(void **state)
{
	struct err err = ERR_INIT;

	*state = lexicon_new(&err);
	return *state != NULL ? 0 : -1;
}

static int
teardown(void **state)
{
	lexicon_free(*state);
	return 0;
}

static const struct {
	const char *text, *want; /* "role name; ..." */
} cases[] = {
	{"2021年5月5日，专利代理协会以线上方式举办第三届专利论坛。",
		"host 专利代理协会"},
	{"2021年5月5日，江州市科技局联合江州大学在武汉举办第三届专利论坛。",
		"host 江州市科技局; host 江州大学"},
	/* 联合会 is a word of names */
	{"2021年5月5日，江州市工业联合会在武汉举办第三届专利论坛。",
		"host 江州市工业联合会"},
	/* the month is none of the name */
	{"The 3rd Patent Forum will be held by the Lakeland Patent Office on "
	 "May 5, 2021.",
		"host Lakeland Patent Office"},
	{"The 3rd Patent Forum was held in Wuhan on May 5, 2021, in "
	 "partnership with the Lakeland Bar Association.",
		"host Lakeland Bar Association"},
	{"The Lakeland Museum and the Hill Institute will jointly host the 3rd "
	 "Patent Forum on May 5, 2021.",
		"host Lakeland Museum; host Hill Institute"},
	{"The 3rd Patent Forum was held in Wuhan on May 5, 2021. Organisers: "
	 "Lakeland Institute, Hill University.",
		"organiser Lakeland Institute; organiser Hill University"},
	{"湖南知財協会は2021年5月5日に東京で「第3回知財フォーラム」を開催しまし"
	 "た。"
	 "主催は湖南知財協会、特許庁及び日本商工会議所です。",
		"host 湖南知財協会; host 特許庁; host 日本商工会議所"},
	{"2021년 5월 5일 특허청과 한국발명진흥회가 주최하고 한빛연구원이 "
	 "주관하는 "
	 "'특허 포럼'이 서울 코엑스에서 열린다.",
		"host 특허청; host 한국발명진흥회; organiser 한빛연구원"},
};

static void
bodies_have_their_roles(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena;
		struct parser parser = {.lexicon = *state};
		struct report report = {.text = cases[i].text};
		struct buf bodies;

		arena_init(&arena);
		buf_init(&bodies, BUF_NO_LIMIT);
		parse_mentions(&parser,
			instant_at((struct civil){2021, 6, 1}, 0, 0, 0), &arena,
			&report);
		if (report.nmentions != 1)
			fail_msg("%zu events in '%s'", report.nmentions,
				cases[i].text);
		for (size_t k = 0; k < report.mentions[0].facts.norganisers;
			k++) {
			const struct organiser *one =
				&report.mentions[0].facts.organisers[k];

			buf_printf(&bodies, "%s%s %s", k > 0 ? "; " : "",
				role_name(one->role), one->name);
		}
		assert_string_equal(buf_str(&bodies), cases[i].want);
		buf_release(&bodies);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_have_their_roles),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
