/* store_merge_test.c - names, weights and vetoes, one by one. */
#include "store/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct concepts *concepts;

static int
setup(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	concepts = concepts_new(&err);
	return concepts == NULL ? -1 : 0;
}

static int
teardown(void **state)
{
	(void)state;
	concepts_free(concepts);
	return 0;
}

static void
names_meet_across_languages(void **state)
{
	static const struct {
		const char *a, *b;
		double least, most;
	} rows[] = {
		{"Shenzhen Intellectual Property Chief Operating Officer CIPO "
		 "Forum (Futian)",
			"2022深圳知识产权首席运营官CIPO论坛（福田）", 0.9, 1},
		{"19th Shanghai International Intellectual Property Forum",
			"第十九届上海知识产权国际论坛", 0.9, 1},
		{"第二十屆上海知識產權國際論壇",
			"20th Shanghai International IP Forum", 0.9, 1},
		{"Global Forum on Intellectual Property Protection and "
		 "Innovation",
			"全球知识产权保护与创新论坛", 0.9, 1},
		{"14th China Intellectual Property Annual Conference (CIPAC)",
			"第十四届中国知识产权年会", 0.9, 1},
		{"High-Level Conference on IP for Countries along Belt and "
		 "Road",
			"2018年“一带一路”知识产权高级别会议", 0.75, 1},
		/* Words that no table has, in either writing. */
		{"鵬城豐谷學者論壇", "鹏城丰谷学者论坛", 0.99, 1},
		{"CIPO Training Course", "首席运营官培训班", 0.9, 1},
		{"Webinar on the Protection of Geographical Indications for "
		 "Tea",
			"茶叶地理标志保护网络研讨会", 0.9, 1},
		{"Seminar on Trade Secret Protection for Small and "
		 "Medium-Sized Enterprises",
			"中小企业商业秘密保护研讨会", 0.9, 1},
		{"Workshop on Technology Transfer for Universities and "
		 "Research Institutions",
			"高校和科研机构技术转移研讨会", 0.9, 1},
		{"Forum on Generative Artificial Intelligence and Copyright",
			"生成式人工智能与版权论坛", 0.9, 1},
		{"Symposium on Bad Faith Trademark Filings",
			"商标恶意注册研讨会", 0.9, 1},
		{"Conference on Intangible Assets and IP Valuation",
			"无形资产与知识产权价值评估大会", 0.9, 1},
		{"BRICS Heads of Intellectual Property Offices Meeting",
			"金砖国家知识产权局局长会议", 0.75, 1},
		/* What no row knows beside what one does: no pair of
		 * characters reaches over into a known word. */
		{"辣椒地理标志论坛", "地理标志辣椒论坛", 1, 1},
		/* Spelling, plural, edition and year do not part names. */
		{"The 2nd High-Level Forum on IPR Protection (2017)",
			"High Level Forums on the Protection of Intellectual "
			"Property Rights",
			0.9, 1},
		{"Trademark Forum", "Patent Forum", 0, 0.4},
		{"Forum on Tea and Geographical Indications",
			"葡萄酒地理标志论坛", 0, 0.5},
		{"Seminar on Patent Examination", "专利运营研讨会", 0, 0.5},
		{"Belt and Road Conference", "Pharmaceutical Patent Seminar", 0,
			0.1},
		{"", "Forum", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double like =
			merge_name_likeness(concepts, rows[i].a, rows[i].b);

		if (like < rows[i].least || like > rows[i].most)
			fail_msg("%s | %s: %.2f", rows[i].a, rows[i].b, like);
		assert_true(like == merge_name_likeness(
					    concepts, rows[i].b, rows[i].a));
	}
}

/* The event that the tables below bend. */
static struct facts
shanghai(void)
{
	return (struct facts){
		.name = "19th Shanghai International IP Forum",
		.series = "Shanghai International IP Forum",
		.edition = 19,
		.kind = "forum",
		.city = "Shanghai",
		.country = "CN",
		.start = {2022, 11, 18},
		.status = STATUS_HELD,
	};
}

static void
one_event_in_two_papers(void **state)
{
	struct facts a = shanghai(), b = shanghai();
	struct merge_score score;

	(void)state;
	b.name = "第十九届上海知识产权国际论坛";
	b.series = "上海知识产权国际论坛";
	score = merge_compare(concepts, &a, &b);
	assert_null(score.veto);
	assert_true(score.bits >= MERGE_SAME);
	assert_true(score.nreasons >= 5);
	assert_string_equal(score.reasons[0].what, "prior");
}

static void
reasons_add_up(void **state)
{
	struct facts a = shanghai(), b = shanghai();
	struct merge_score score;
	double sum = 0;

	(void)state;
	b.start = (struct civil){2022, 11, 20};
	score = merge_compare(concepts, &a, &b);
	for (size_t i = 0; i < score.nreasons; i++)
		sum += score.reasons[i].bits;
	assert_true(sum == score.bits);
}

static void
closer_dates_weigh_more(void **state)
{
	static const struct civil starts[] = {{2022, 11, 18}, {2022, 11, 19},
		{2022, 11, 23}, {2022, 12, 5}, {2022, 12, 28}};
	double last = 1000;

	(void)state;
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		struct facts a = shanghai(), b = shanghai();
		double bits;

		b.start = starts[i];
		bits = merge_compare(concepts, &a, &b).bits;
		assert_true(bits < last);
		last = bits;
	}
}

static const char *
veto_of(const struct facts *a, const struct facts *b)
{
	const char *veto = merge_compare(concepts, a, b).veto;
	const char *back = merge_compare(concepts, b, a).veto;

	assert_true((veto == NULL) == (back == NULL));
	return veto;
}

static void
editions_that_differ_veto(void **state)
{
	struct facts a = shanghai(), b = shanghai();

	(void)state;
	assert_null(veto_of(&a, &b));
	b.edition = 20;
	assert_string_equal(veto_of(&a, &b), "editions differ");
	b.edition = 0;
	assert_null(veto_of(&a, &b));
}

static void
years_that_differ_veto(void **state)
{
	struct facts a = shanghai(), b = shanghai();

	(void)state;
	a.edition = b.edition = 0;
	b.start = (struct civil){2023, 11, 18};
	assert_non_null(veto_of(&a, &b));
	b.start = (struct civil){2023, 0, 0};
	assert_non_null(veto_of(&a, &b));
	/* 49 days, and 17, and the turn of a year. */
	b.start = (struct civil){2022, 9, 30};
	assert_non_null(veto_of(&a, &b));
	b.start = (struct civil){2022, 11, 1};
	assert_null(veto_of(&a, &b));
	a.start = (struct civil){2022, 12, 30};
	b.start = (struct civil){2023, 1, 2};
	assert_null(veto_of(&a, &b));
}

static void
postponed_lifts_the_veto_of_dates(void **state)
{
	struct facts a = shanghai(), b = shanghai();

	(void)state;
	a.edition = b.edition = 0;
	a.start = (struct civil){2020, 4, 25};
	b.start = (struct civil){2020, 11, 16};
	assert_non_null(veto_of(&a, &b));
	a.status = STATUS_POSTPONED;
	b.status = STATUS_ANNOUNCED;
	assert_null(veto_of(&a, &b));
	assert_true(merge_compare(concepts, &a, &b).bits >= MERGE_SAME);
	/* Put off to an earlier day: no. */
	b.start = (struct civil){2020, 1, 10};
	assert_non_null(veto_of(&a, &b));
}

static void
a_part_is_not_the_whole(void **state)
{
	struct facts a = shanghai(), b = shanghai();

	(void)state;
	b.name = b.series = "WIPO-Shanghai IP Innovation Award";
	b.edition = 0;
	b.parent = "第十九届上海知识产权国际论坛";
	assert_string_equal(veto_of(&a, &b), "one is a part of the other");
	/* Its own name taken for its parent. */
	b = shanghai();
	b.parent = b.name;
	assert_null(veto_of(&a, &b));
}

static void
dates_and_cities_that_differ_veto(void **state)
{
	struct facts a = shanghai(), b = shanghai();

	(void)state;
	a.edition = b.edition = 0;
	b.city = "Beijing";
	assert_null(veto_of(&a, &b));
	b.start.d = 20;
	assert_string_equal(veto_of(&a, &b), "dates and cities differ");
	a.end = (struct civil){2022, 11, 20};
	assert_null(veto_of(&a, &b));
}

static void
names_that_say_little_need_all_equal(void **state)
{
	struct organiser host = {.name = "CNIPA", .office = "CNIPA"};
	struct facts a = shanghai(), b;

	(void)state;
	a.name = a.series = "Shanghai Intellectual Property Forum";
	a.edition = 0;
	a.organisers = &host;
	a.norganisers = 1;
	b = a;
	assert_null(veto_of(&a, &b));
	b.norganisers = 0;
	assert_non_null(veto_of(&a, &b));
	b = a;
	b.city = NULL;
	assert_non_null(veto_of(&a, &b));
	b = a;
	b.start.d = 19;
	assert_non_null(veto_of(&a, &b));
	/* An edition tells them apart. */
	a.edition = b.edition = 4;
	assert_null(veto_of(&a, &b));
}

static void
kinds_are_families(void **state)
{
	struct facts a = shanghai(), b = shanghai();
	double same, other;

	(void)state;
	a.kind = "training";
	b.kind = "course";
	same = merge_compare(concepts, &a, &b).bits;
	b.kind = "award";
	other = merge_compare(concepts, &a, &b).bits;
	assert_true(same - other == 4);
}

/* One report has the event in front of which a forum is held in its name, the
 * other has it apart or not at all. */
static void
a_name_behind_its_frame(void **state)
{
	struct facts framed = {
		.name = "中关村论坛年会知识产权保护与创新全球论坛",
		.kind = "conference", /* as a text may call it */
		.city = "Beijing",
		.start = {2025, 3, 27}};
	struct facts bare = {.name = "Global Forum on Intellectual Property "
				     "Protection and Innovation",
		.kind = "forum",
		.city = "Beijing",
		.start = {2025, 3, 27}};
	struct facts frame = {.name = "Zhongguancun Forum Annual Conference",
		.kind = "conference",
		.city = "Beijing",
		.start = {2025, 3, 27}};
	struct merge_score score;

	(void)state;
	score = merge_compare(concepts, &framed, &bare);
	assert_null(score.veto);
	assert_true(score.bits >= MERGE_SAME);
	bare.parent = frame.name;
	assert_null(veto_of(&framed, &bare));
	assert_true(merge_compare(concepts, &bare, &framed).bits >= MERGE_SAME);
	assert_string_equal(
		veto_of(&framed, &frame), "one is a part of the other");
	assert_string_equal(
		veto_of(&bare, &frame), "one is a part of the other");
	/* Of another event it is another part. */
	bare.parent = "Shanghai Pujiang Forum";
	assert_true(merge_compare(concepts, &framed, &bare).bits < MERGE_SAME);
	/* Words that join two heads part no name. */
	framed.name = "专利研讨会暨商标保护培训班";
	bare.parent = NULL;
	bare.name = "商标保护培训班";
	framed.kind = bare.kind = "training";
	assert_true(merge_compare(concepts, &framed, &bare).bits < MERGE_SAME);
}

static void
a_year_in_the_name_is_a_date(void **state)
{
	struct facts a = {.name = "2004 China International Patent Fair",
		.series = "China International Patent Fair",
		.kind = "fair",
		.city = "Dalian",
		.start = {2004, 8, 18}};
	struct facts b = a;
	double without;

	(void)state;
	b.start = (struct civil){0};
	b.name = b.series;
	without = merge_compare(concepts, &a, &b).bits;
	b.name = a.name;
	assert_true(merge_compare(concepts, &a, &b).bits > without);
	b.name = "2014 China International Patent Fair";
	assert_non_null(veto_of(&a, &b));
	/* Which of two years it is, is unknown. */
	b.name = "China International Patent Fair 2013-2014";
	assert_null(veto_of(&a, &b));
}

static void
online_is_a_place(void **state)
{
	struct facts a = {.name = "Webinar on Patents for Tea",
		.kind = "webinar",
		.start = {2025, 5, 12},
		.online = true,
		.online_told = true};
	struct facts b = a;
	double both, one;

	(void)state;
	both = merge_compare(concepts, &a, &b).bits;
	b.online = false;
	one = merge_compare(concepts, &a, &b).bits;
	assert_true(both > one);
	/* A city each says more, and says it by itself. */
	b.online = true;
	a.city = b.city = "Geneva";
	both = merge_compare(concepts, &a, &b).bits;
	b.online = false;
	assert_true(merge_compare(concepts, &a, &b).bits == both);
}

/* Put off by half a year it goes online, under a longer name. */
static void
the_annual_meeting_of_a_year_is_one(void **state)
{
	struct organiser one[] = {
		{"International Trademark Association", NULL, ROLE_HOST}};
	struct organiser other[] = {{"INTA", NULL, ROLE_HOST}};
	struct facts a = {.name = "2020 Annual Meeting",
		.series = "Annual Meeting",
		.kind = "conference",
		.city = "Singapore",
		.start = {2020, 4, 25},
		.status = STATUS_POSTPONED,
		.organisers = one,
		.norganisers = 1};
	struct facts b = {.name = "2020 Annual Meeting & Gala Night of the "
				  "International Trademark Association",
		.series = "Annual Meeting & Gala Night of the International "
			  "Trademark Association",
		.kind = "conference",
		.online = true,
		.start = {2020, 11, 16},
		.status = STATUS_POSTPONED,
		.organisers = other,
		.norganisers = 1};
	struct merge_score score = merge_compare(concepts, &a, &b);

	(void)state;
	assert_null(score.veto);
	assert_true(score.bits >= MERGE_SAME);
	/* Not put off: two meetings. */
	a.status = STATUS_ANNOUNCED;
	assert_non_null(merge_compare(concepts, &a, &b).veto);
	a.status = STATUS_POSTPONED;
	/* Somebody else's. */
	other[0].name = "AIPPI";
	assert_non_null(merge_compare(concepts, &a, &b).veto);
	other[0].name = "INTA";
	b.name = "2021 Annual Meeting & Gala Night";
	b.start.y = 2021;
	assert_non_null(merge_compare(concepts, &a, &b).veto);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_meet_across_languages),
		cmocka_unit_test(one_event_in_two_papers),
		cmocka_unit_test(reasons_add_up),
		cmocka_unit_test(closer_dates_weigh_more),
		cmocka_unit_test(editions_that_differ_veto),
		cmocka_unit_test(years_that_differ_veto),
		cmocka_unit_test(postponed_lifts_the_veto_of_dates),
		cmocka_unit_test(a_part_is_not_the_whole),
		cmocka_unit_test(dates_and_cities_that_differ_veto),
		cmocka_unit_test(names_that_say_little_need_all_equal),
		cmocka_unit_test(kinds_are_families),
		cmocka_unit_test(a_name_behind_its_frame),
		cmocka_unit_test(a_year_in_the_name_is_a_date),
		cmocka_unit_test(online_is_a_place),
		cmocka_unit_test(the_annual_meeting_of_a_year_is_one),
	};

	return cmocka_run_group_tests_name(
		"store merge", tests, setup, teardown);
}
