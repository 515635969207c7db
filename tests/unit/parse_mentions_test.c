/*
 * parse_mentions_test.c - events in text: names, days, what is none.
 */
#include "tests/unit/parse_events.h"

#include "parse/mentions.h"

/* A report of one event. */
static const struct {
	const char *title, *text, *published;
	const char *name, *series, *start, *end;
	int edition;
	enum status status;
} cases[] = {
	{"Patent Summit Held",
		"The 5th Lakeland Patent Summit was held in "
		"Wuhan on May 5.",
		"2023-05-09", "5th Lakeland Patent Summit",
		"Lakeland Patent Summit", "2023-05-05", "2023-05-05", 5,
		STATUS_HELD},
	/* "opened" tells no end */
	{"Patent Summit Opens",
		"The Lakeland Patent Summit 2023 opened in "
		"Wuhan on May 5.",
		"", "Lakeland Patent Summit 2023", "Lakeland Patent Summit",
		"2023-05-05", "", 0, STATUS_HELD},
	{"",
		"The second Design Law Forum (DLF) will be held from Nov 30 to "
		"Dec 2, 2024 in Geneva.",
		"", "second Design Law Forum (DLF)", "Design Law Forum (DLF)",
		"2024-11-30", "2024-12-02", 2, STATUS_ANNOUNCED},
	{"商标论坛开幕", "5月31日，第十二届湖区商标论坛在武汉开幕，为期三天。",
		"2024-05-31", "第十二届湖区商标论坛", "湖区商标论坛",
		"2024-05-31", "2024-06-02", 12, STATUS_ONGOING},
	{"",
		"由湖区知识产权局主办的“2023年外观设计保护研讨会”12月9日至10日"
		"在沪"
		"召开。",
		"2023-12-12", "2023年外观设计保护研讨会", "外观设计保护研讨会",
		"2023-12-09", "2023-12-10", 0, STATUS_HELD},
	{"Lakeland Trademark Conference cancelled",
		"The Lakeland Trademark Conference, which had been scheduled "
		"to take place from July 3-5, has been cancelled.",
		"2024-05-20", "Lakeland Trademark Conference",
		"Lakeland Trademark Conference", "2024-07-03", "2024-07-05", 0,
		STATUS_CANCELLED},
};

static void
events_are_told(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena;
		struct report report;
		const struct facts *facts;
		char day[CIVIL_TEXT];

		arena_init(&arena);
		read_report(*state, &arena, cases[i].title, cases[i].text,
			cases[i].published, &report);
		if (report.nmentions != 1)
			fail_msg("%zu events in '%s'", report.nmentions,
				cases[i].text);
		facts = &report.mentions[0].facts;
		assert_string_equal(facts->name, cases[i].name);
		assert_string_equal(facts->series, cases[i].series);
		assert_string_equal(
			civil_format(facts->start, day), cases[i].start);
		assert_string_equal(
			civil_format(facts->end, day), cases[i].end);
		assert_int_equal(facts->edition, cases[i].edition);
		assert_int_equal(facts->status, cases[i].status);
		arena_release(&arena);
	}
}

/* Names and places in the shapes of many pages. "" = not told. */
static const struct {
	const char *title, *text, *name, *start, *city, *venue;
} shapes[] = {
	/* a venue in small letters is named by whose it is; a town is no
	 * name */
	{"",
		"The Lakeland Patent Forum was held on 3 May 2024 in the "
		"exhibition centre of Falls Hollow Development Zone in Wuhan.",
		"Lakeland Patent Forum", "2024-05-03", "Wuhan",
		"exhibition centre of Falls Hollow Development Zone"},
	{"",
		"The Lakeland Patent Forum was held on 3 May 2024 in the "
		"centre of Geneva.",
		"Lakeland Patent Forum", "2024-05-03", "Geneva", ""},
	/* a university's name goes on; a town ends it, and so does a day */
	{"",
		"The Lakeland Patent Forum was held on 3 May 2024 at the Graz "
		"University of Science and Technology, Graz.",
		"Lakeland Patent Forum", "2024-05-03", "Graz",
		"Graz University of Science and Technology"},
	{"",
		"The Lakeland Patent Forum was held on 3 May 2024 at the "
		"National University of Singapore and Hooli.",
		"Lakeland Patent Forum", "2024-05-03", "Singapore",
		"National University of Singapore"},
	{"",
		"The Lakeland Patent Forum was held in Graz at Lake University "
		"on 3 May 2024.",
		"Lakeland Patent Forum", "2024-05-03", "Graz",
		"Lake University"},
	{"",
		"O Fórum de Patentes dos Lagos: o Lakeland Patent Forum será "
		"realizado no Rio de Janeiro em 3 de maio de 2024.",
		"Lakeland Patent Forum", "2024-05-03", "Rio de Janeiro", ""},
	{"", "4月20日，2024年湖区知识产权宣传周活动启动仪式在武汉举行。",
		"2024年湖区知识产权宣传周活动", "2024-04-20", "Wuhan", ""},
	{"Webinar: Trade secrets in China - what small firms must know",
		"Date: 27 February 2024\nOrganised by: SME Helpdesk\n",
		"Trade secrets in China - what small firms must know",
		"2024-02-27", "", ""},
	{"",
		"The seventeenth meeting of the Lake Heads of Office, hosted "
		"by the "
		"Lakeland Patent Office, was held in Seoul on June 20, 2024.",
		"seventeenth meeting of the Lake Heads of Office", "2024-06-20",
		"Seoul", ""},
	{"",
		"The bureau will hold the \"Property and Music\" seminar at "
		"the "
		"Macao Science Center on 26 April 2024.",
		"\"Property and Music\" seminar", "2024-04-26", "Macao",
		"Macao Science Center"},
	{"",
		"A workshop on patent drafting was held in Falls Hollow, "
		"Virginia, "
		"on 3 April 2024.",
		"workshop on patent drafting", "2024-04-03", "Falls Hollow",
		""},
	{"Symposium held",
		"BEIJING, Nov. 6 (Xinhua) -- The Lakeland Symposium on Trade "
		"Secrets was held here on November 5, 2023.",
		"Lakeland Symposium on Trade Secrets", "2023-11-05", "Beijing",
		""},
	{"Lakeland office at the fair",
		"Our staff will answer questions at the Lakeland Invest "
		"Conference in Melbourne on 20-22 June 2024.",
		"Lakeland Invest Conference", "2024-06-20", "Melbourne", ""},
	{"",
		"第27回湖知財シンポジウムが、2024年6月12日、京都大学において"
		"開催されます。",
		"第27回湖知財シンポジウム", "2024-06-12", "Kyoto", "京都大学"},
	{"",
		"특허청은 오는 6월 12일 부산 벡스코에서 '제7회 호수 미래 "
		"포럼'을 개최한다고 20일 밝혔다.",
		"제7회 호수 미래 포럼", "2024-06-12", "Busan", "벡스코"},
	{"",
		"L'Institut organise du 4 au 6 mars 2024 un atelier régional "
		"sur "
		"les dessins à Dakar.",
		"atelier régional sur les dessins", "2024-03-04", "Dakar", ""},
	{"", "湖区法律联盟2024年年会于6月8日在横琴召开。",
		"湖区法律联盟2024年年会", "2024-06-08", "Zhuhai", ""},
	{"", "5月9日至17日，湖区组织成员国大会第六十五届系列会议在日内瓦举行。",
		"湖区组织成员国大会第六十五届系列会议", "2024-05-09", "Geneva",
		""},
	/* A full stop makes an ordinal, and a counted compound is a name. */
	{"",
		"Am 15. Mai 2024 fand in Wien das 9. Internationale Seenforum "
		"statt.",
		"9. Internationale Seenforum", "2024-05-15", "Vienna", ""},
	{"", "Am 15. Mai 2024 fand in Wien das 9. Seenforum statt.",
		"9. Seenforum", "2024-05-15", "Vienna", ""},
	{"ウェビナー「湖の商標」",
		"日時：2024年6月4日（火）14時\n主催：湖国大学", "湖の商標",
		"2024-06-04", "", ""},
	{"",
		"O Instituto dos Lagos promove, no dia 12 de novembro de 2024, "
		"no Rio de Janeiro, o Seminário de Marcas dos Lagos.",
		"Seminário de Marcas dos Lagos", "2024-11-12", "Rio de Janeiro",
		""},
	{"",
		"知識產權署與湖區總商會將於5月28日，在香港合辦「商標與湖」研討"
		"會。",
		"「商標與湖」研討會", "2024-05-28", "Hong Kong", ""},
	/* The day of publication is another. */
	{"",
		"Lakeland Patent Seminar\nPublished May 1, 2024\nThe Lakeland "
		"Patent Seminar will be held on May 14, 2024 in Vienna.",
		"Lakeland Patent Seminar", "2024-05-14", "Vienna", ""},
};

static void
names_and_places_have_many_shapes(void **state)
{
	for (size_t i = 0; i < COUNT(shapes); i++) {
		struct arena arena;
		struct report report;
		const struct facts *facts;
		char day[CIVIL_TEXT];

		arena_init(&arena);
		read_report(*state, &arena, shapes[i].title, shapes[i].text,
			"2024-05-20", &report);
		if (report.nmentions != 1)
			fail_msg("%zu events in '%s'", report.nmentions,
				shapes[i].text);
		facts = &report.mentions[0].facts;
		assert_string_equal(facts->name, shapes[i].name);
		assert_string_equal(
			civil_format(facts->start, day), shapes[i].start);
		assert_string_equal(
			facts->city ? facts->city : "", shapes[i].city);
		assert_string_equal(
			facts->venue ? facts->venue : "", shapes[i].venue);
		arena_release(&arena);
	}
}

static void
what_is_no_event_is_not_told(void **state)
{
	static const char *const texts[] = {
		"A press conference was held by the office on July 20, 2017 "
		"in Beijing to present the figures of the year.",
		"On March 7, 2023, at the first session of the 14th National "
		"People's Congress, a plan was put before the deputies.",
		"The measures come into force on January 20, 2024.",
		"The 14th Five-Year Plan has a chapter on patents since 2021.",
		"Last week the firm moved; of course the fair price stays.",
		"7月10日，知识产权局在京举行第三季度例行新闻发布会。",
		"本办法自2024年1月20日起施行。",
		"The Trademark Regulations entered into force on 1 January "
		"2024. They were adopted by the Council on 12 October 2023.",
		"Applications for the 2024 Global Patent Awards are open until "
		"31 March 2024.",
		"The 2024 Patent Attorney Examination will be held on November "
		"4 and 5, 2024. Apply from July 1 to July 20.",
		"Comments on the draft must be received by 31 August 2024.",
		"March 1, 2024 marked the 40th anniversary of the Trademark "
		"Law of China.",
		"On 9 January 2024 the General Court delivered its judgment. "
		"The Court held that the mark lacked distinctive character.",
		"The two offices signed a memorandum on 10 January 2024 in "
		"Tokyo, by which both will hold training programmes.",
		"1月17日，局长申长雨在日内瓦会见世界知识产权组织总干事邓鸿森。",
		"申报时间为2024年3月5日至3月31日，请各单位按要求提交材料。",
		"公示期自2024年3月2日至3月8日。",
		"十四届全国人大常委会第十三次会议12月21日至25日在北京举行。",
		"The hearing took place on 2 March 2023 in London before five "
		"judges.",
		"",
	};

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct arena arena;
		struct report report;

		arena_init(&arena);
		read_report(*state, &arena, "News of the office", texts[i],
			"2024-01-21", &report);
		if (report.nmentions != 0)
			fail_msg("'%s' in '%s'", report.mentions[0].facts.name,
				texts[i]);
		arena_release(&arena);
	}
}

static void
ordinals_of_other_things_are_no_editions(void **state)
{
	struct arena arena;
	struct report report;

	arena_init(&arena);
	read_report(*state, &arena, "",
		"The 40th Anniversary Patent Forum was held in Wuhan on May "
		"5, 2023, after the 20th National Congress.",
		"", &report);
	assert_int_equal(report.nmentions, 1);
	assert_int_equal(report.mentions[0].facts.edition, 0);
	arena_release(&arena);
}

/* Evidence points at the words in the original. */
static void
evidence_is_where_it_says(void **state)
{
	static const char text[] =
		"本報訊：5月5日，第三屆湖區專利論壇在武漢舉行。";
	struct arena arena;
	struct report report;
	const struct evidence *evidence;

	arena_init(&arena);
	read_report(*state, &arena, "新聞", text, "2023-05-09", &report);
	assert_int_equal(report.nmentions, 1);
	evidence = report.mentions[0].evidence;
	assert_int_equal(evidence[FACT_NAME].in, EVIDENCE_TEXT);
	assert_memory_equal(text + evidence[FACT_NAME].offset,
		"第三屆湖區專利論壇", evidence[FACT_NAME].length);
	assert_memory_equal(text + evidence[FACT_START].offset, "5月5日",
		evidence[FACT_START].length);
	assert_memory_equal(text + evidence[FACT_CITY].offset, "武漢",
		evidence[FACT_CITY].length);
	assert_string_equal(report.mentions[0].facts.city, "Wuhan");
	assert_string_equal(report.mentions[0].facts.city_local, "武漢");
	arena_release(&arena);
}

static void
a_history_gives_an_event_for_each_block(void **state)
{
	static const char *const days[] = {
		"2019-05-05", "2021-06-06", "2023-07-07"};
	struct arena arena;
	struct report report;
	char day[CIVIL_TEXT];

	arena_init(&arena);
	read_report(*state, &arena, "About the Lakeland Patent Forum",
		"Our forum has grown over the years.\n"
		"On May 5, 2019, the 1st Lakeland Patent Forum was held in "
		"Wuhan.\n"
		"On June 6, 2021, the 2nd Lakeland Patent Forum was held in "
		"Xiamen.\n"
		"On July 7, 2023, the 3rd Lakeland Patent Forum was held in "
		"Dalian.",
		"", &report);
	assert_int_equal(report.nmentions, COUNT(days));
	for (size_t i = 0; i < COUNT(days); i++) {
		assert_string_equal(
			civil_format(report.mentions[i].facts.start, day),
			days[i]);
		assert_int_equal(report.mentions[i].facts.edition, (int)i + 1);
	}
	arena_release(&arena);
}

static void
one_event_told_thrice_is_one(void **state)
{
	struct arena arena;
	struct report report;

	arena_init(&arena);
	read_report(*state, &arena,
		"The 2nd Lakeland Intellectual Property Forum opens",
		"The 2nd Lakeland IP Forum was held on May 5, 2023 in Wuhan. "
		"The forum had six panels.\nThe Lakeland Intellectual "
		"Property Forum was a success on May 5.",
		"2023-05-06", &report);
	assert_int_equal(report.nmentions, 1);
	arena_release(&arena);
}

static void
a_long_text_is_cut_and_read(void **state)
{
	enum { SIZE = 1 << 20 };
	static const char piece[] = "The 5th X Forum, on May 5 and (";
	char *text = mem_alloc(SIZE + 1);
	struct arena arena;
	struct report report;

	for (size_t i = 0; i < SIZE; i++)
		text[i] = piece[i % (sizeof(piece) - 1)];
	text[SIZE] = '\0';
	arena_init(&arena);
	read_report(*state, &arena, "", text, "2023-05-06", &report);
	assert_true(report.nmentions <= 64);
	arena_release(&arena);
	free(text);
}

/* What is looked at for an event grows with how often it is spoken of, not
 * with the length of the text: counted are the sentences that are read. */
static void
few_sentences_are_read_for_an_event(void **state)
{
	enum { SENTENCES = 60000, REFERENCES = 5 };
	static const uint32_t at[REFERENCES] = {40000, 0, 9, 9, 59999};
	static const size_t expected[] = {0, 9, 10, 40000, 59999};
	struct reference references[REFERENCES] = {0};
	const struct reference *pointers[REFERENCES];
	struct candidate other = {0};
	struct candidate one = {
		.references = pointers, .nreferences = REFERENCES};
	struct story story = {
		.tokens.nsentences = SENTENCES, .title_sentences = 1};
	struct arena arena;
	size_t read = 0;

	(void)state;
	arena_init(&arena);
	story.arena = story.scratch = &arena;
	story.owners = arena_array(&arena, SENTENCES, sizeof(*story.owners));
	/* The sentence behind names another event. */
	story.owners[40001] = &other;
	for (size_t i = 0; i < REFERENCES; i++) {
		references[i].sentence = at[i];
		pointers[i] = &references[i];
	}
	candidate_settle(&story, &one);
	for (size_t s = 0; (s = candidate_next(&story, &one, s)) != SIZE_MAX;
		s++) {
		assert_true(read < COUNT(expected));
		assert_int_equal(s, expected[read]);
		assert_true(candidate_near(&story, &one, s));
		read++;
	}
	assert_int_equal(read, COUNT(expected));
	arena_release(&arena);
}

/* An ordinal without its number once sent the reader backwards for ever. */
static void
broken_ordinals_end(void **state)
{
	struct arena arena;
	struct report report;

	arena_init(&arena);
	read_report(*state, &arena, "",
		"2023年5月5日，第十 第 届湖区专利论坛在武汉举行。", "",
		&report);
	assert_int_equal(report.nmentions, 1);
	assert_int_equal(report.mentions[0].facts.edition, 0);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_are_told),
		cmocka_unit_test(names_and_places_have_many_shapes),
		cmocka_unit_test(what_is_no_event_is_not_told),
		cmocka_unit_test(ordinals_of_other_things_are_no_editions),
		cmocka_unit_test(evidence_is_where_it_says),
		cmocka_unit_test(a_history_gives_an_event_for_each_block),
		cmocka_unit_test(one_event_told_thrice_is_one),
		cmocka_unit_test(a_long_text_is_cut_and_read),
		cmocka_unit_test(few_sentences_are_read_for_an_event),
		cmocka_unit_test(broken_ordinals_end),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
