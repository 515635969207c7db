/*
 * parse_organisers_test.c - who holds an event, and in what role.
 */
#include "tests/unit/parse_events.h"

#include "base/buf.h"
#include "base/table.h"
#include "data/data.h"

#include <stdio.h>

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
	/* what it is for, in small letters */
	{"Du 3 au 5 mai 2021, l'Office des lacs organise à Dakar un Séminaire "
	 "régional sur les marques.",
		"host Office des lacs"},
	{"Del 3 al 5 de mayo de 2021 se celebrará en Quito el IV Seminario "
	 "Internacional, organizado por la Oficina de los Lagos.",
		"organiser Oficina de los Lagos"},
	/* how many there are is no name */
	{"2021年5月5日，由江州市科技局、江州大学等5家单位联合主办的第三届专利"
	 "论坛在武汉开幕。",
		"host 江州市科技局; host 江州大学"},
	{"2021年5月5日，江州市科技局、江州大学等部门联合举办第三届专利论坛。",
		"host 江州市科技局; host 江州大学"},
	{"第三屆專利論壇2021年5月5日在武漢開幕，由湖區專利局、江州大學等11個部"
	 "會"
	 "共同主辦。",
		"host 湖區專利局; host 江州大學"},
	/* nor the town that a report begins with */
	{"LAKE CITY – The Lakeland Patent Office held the 3rd Patent Forum in "
	 "Wuhan on May 5, 2021.",
		"host Lakeland Patent Office"},
	/* what stands between dashes is beside who did it */
	{"WIPO – the agency that the lakes asked – held the 3rd Patent Forum "
	 "in Wuhan on May 5, 2021.",
		"host WIPO"},
	{"LAKE CITY – The Lakeland Patent Office - Lakeside held the 3rd "
	 "Patent Forum in Wuhan on May 5, 2021.",
		"host Lakeland Patent Office - Lakeside"},
	{"EUIPO -- an agency, seated in Alicante -- held the 3rd Patent "
	 "Forum in Wuhan on May 5, 2021.",
		"host EUIPO"},
	{"LAKE CITY – The Lakeland Patent Office – the oldest of them – held "
	 "the 3rd Patent Forum in Wuhan on May 5, 2021.",
		"host Lakeland Patent Office"},
	{"Die 3. Seetagung findet am 5. Mai 2021 in Jena statt. Veranstalter "
	 "sind das Seeamt für Marken und das Patentzentrum Jena.",
		"organiser Seeamt für Marken; organiser Patentzentrum Jena"},
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
	{"Il Seminario sui laghi, organizzato dal Politecnico di Lago, si "
	 "terrà "
	 "a Bologna il 5 maggio 2021.",
		"organiser Politecnico di Lago"},
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
		struct report report;
		const struct facts *facts;
		struct buf bodies;

		arena_init(&arena);
		buf_init(&bodies, BUF_NO_LIMIT);
		facts = read_event(*state, &arena, cases[i].text, "", &report);
		for (size_t k = 0; k < facts->norganisers; k++)
			buf_printf(&bodies, "%s%s %s", k > 0 ? "; " : "",
				role_name(facts->organisers[k].role),
				facts->organisers[k].name);
		assert_told(buf_str(&bodies), cases[i].want, cases[i].text);
		buf_release(&bodies);
		arena_release(&arena);
	}
}

/* Who holds an event, however the sentence is built. */
static const struct {
	const char *text, *organisers;
} holders[] = {
	{"湖區知識產權署與智慧財產局訂於2024年5月3日共同舉辦「2024湖區專利論壇"
	 "」。",
		"湖區知識產權署;智慧財產局"},
	{"Im Mai veranstalten die Kammern des EUIPO gemeinsam mit der "
	 "EUIPO-Akademie die vierte Ausgabe der Lakeland Law Conference. "
	 "Sie findet am 7. Mai 2024 in Alicante statt.",
		"Kammern des EUIPO;EUIPO-Akademie"},
	{"XII Международная конференция Роспатента состоится 16-17 мая 2024 "
	 "года.",
		"Роспатента"},
	{"On May 3, 2024, the Patent Office in Wuhan and the Lakeland Alliance "
	 "(LAA), supported by several bodies and by the customs, jointly "
	 "held \"the Lakeland Fair of Patents\" in Wuhan.",
		"Patent Office in Wuhan;Lakeland Alliance"},
	{"The Lakeland Patent Forum will be held on May 3, 2024. The "
	 "University of Texas at Austin and the Lakeland Patent Office "
	 "co-host the forum.",
		"University of Texas at Austin;Lakeland Patent Office"},
	{"Lakeland Invention Forum 2024\n\n10 to 12 May 2024, online\n\n"
	 "A free forum of the European Patent Office for inventors.\n",
		"European Patent Office"},
};

static void
holders_are_found_in_every_order(void **state)
{
	for (size_t i = 0; i < COUNT(holders); i++) {
		char found[256] = "";
		struct arena arena;
		struct report report;
		const struct facts *facts;
		size_t n = 0;

		arena_init(&arena);
		read_report(*state, &arena, "", holders[i].text, "2024-04-20",
			&report);
		assert_true(report.nmentions > 0);
		facts = &report.mentions[0].facts;
		for (size_t k = 0; k < facts->norganisers; k++)
			n += (size_t)snprintf(found + n, sizeof(found) - n,
				"%s%s", k > 0 ? ";" : "",
				facts->organisers[k].name);
		assert_string_equal(found, holders[i].organisers);
		arena_release(&arena);
	}
}

static void
roles_are_told(void **state)
{
	static const struct {
		const char *name;
		enum role role;
	} want[] = {
		{"湖区市场监督管理局", ROLE_GUIDE},
		{"湖区知识产权局", ROLE_HOST},
		{"湖区大学", ROLE_HOST},
		{"专利协会（武汉）中心", ROLE_ORGANISER},
	};
	struct arena arena;
	struct report report;

	arena_init(&arena);
	read_report(*state, &arena, "湖区专利论坛举行",
		"2023年5月5日，在湖区市场监督管理局指导下，由湖区知识产权局和"
		"湖区大学主办的湖区专利论坛在武汉举行。论坛由专利协会（武汉）"
		"中心承办，主题为“开放创新”。",
		"", &report);
	assert_int_equal(report.nmentions, 1);
	assert_int_equal(report.mentions[0].facts.norganisers, COUNT(want));
	for (size_t i = 0; i < COUNT(want); i++) {
		assert_string_equal(report.mentions[0].facts.organisers[i].name,
			want[i].name);
		assert_int_equal(report.mentions[0].facts.organisers[i].role,
			want[i].role);
	}
	assert_string_equal(report.mentions[0].facts.theme, "开放创新");
	arena_release(&arena);
}

static void
lists_of_bodies_are_cut_between_them(void **state)
{
	struct arena arena;
	struct report report;
	const struct facts *facts;

	arena_init(&arena);
	read_report(*state, &arena, "",
		"The Lakeland Patent Forum was held in Wuhan on May 5, 2023. "
		"It was organised by the Ministry of Science and Technology, "
		"Lakeland IP Services Co., Ltd. and the Bank of Wuhan. Ann "
		"Smith-Jones, Deputy Director of the Lakeland Patent Office, "
		"and Mr Bo Li spoke.",
		"", &report);
	assert_int_equal(report.nmentions, 1);
	facts = &report.mentions[0].facts;
	assert_int_equal(facts->norganisers, 3);
	assert_string_equal(facts->organisers[0].name,
		"Ministry of Science and Technology");
	assert_string_equal(
		facts->organisers[1].name, "Lakeland IP Services Co., Ltd.");
	assert_string_equal(facts->organisers[2].name, "Bank of Wuhan");
	assert_int_equal(facts->npeople, 2);
	assert_string_equal(facts->people[0].name, "Ann Smith-Jones");
	assert_string_equal(facts->people[0].office,
		"Deputy Director of the Lakeland Patent Office");
	assert_string_equal(facts->people[1].name, "Bo Li");
	arena_release(&arena);
}

/* Every name in data/offices.tsv, as the one that holds a seminar: one that two
 * offices had, or that is cut, would give no id or another's. */
static void
offices_are_known_by_all_their_names(void **state)
{
	struct data_file file;
	struct table table;
	struct row row;
	size_t known = 0, names = 0;

	assert_int_equal(data_find("offices.tsv", &file), 0);
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		struct slice one, id = row.cell[0];

		while (table_value(&row.cell[2], &one)) {
			struct arena arena;
			struct report report;
			char text[512];

			names++;
			arena_init(&arena);
			snprintf(text, sizeof(text),
				"The 5th Lakeland Patent Seminar was held in "
				"Geneva on 5 May 2023.\n\nOrganizer: %.*s\n",
				(int)one.n, one.p);
			read_report(*state, &arena, "", text, "", &report);
			if (report.nmentions == 1 &&
				report.mentions[0].facts.norganisers == 1 &&
				report.mentions[0].facts.organisers[0].office !=
					NULL &&
				slice_is(id, report.mentions[0]
						     .facts.organisers[0]
						     .office))
				known++;
			else
				print_message("%s\n", text);
			arena_release(&arena);
		}
	}
	assert_int_equal(known, names);
	assert_true(names > 600);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_have_their_roles),
		cmocka_unit_test(holders_are_found_in_every_order),
		cmocka_unit_test(roles_are_told),
		cmocka_unit_test(lists_of_bodies_are_cut_between_them),
		cmocka_unit_test(offices_are_known_by_all_their_names),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
