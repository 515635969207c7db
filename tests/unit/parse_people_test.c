/*
 * parse_people_test.c - who was at an event, and what these people are.
 */
#include "tests/unit/parse_events.h"

#include "base/buf.h"

/* What stands behind the sentence that tells an event, and the people: "name:
 * office; ..." */
static const struct {
	const char *text, *want;
} cases[] = {
	{"国家知识产权局局长李方舟、江州市副市长王小平出席论坛。",
		"李方舟: 国家知识产权局局长; 王小平: 江州市副市长"},
	{"某某市知识产权局党组书记、局长李忠为论坛致辞。",
		"李忠: 某某市知识产权局党组书记、局长"},
	/* a verb is no part of a name, a title behind it none either */
	{"培训中心主任孙玮作开班讲话。", "孙玮: 培训中心主任"},
	{"协会主席林建国博士表示支持。", "林建国: 协会主席"},
	/* foreign names have a dot */
	{"欧洲专利局局长安东尼·坎普出席论坛。", "安东尼·坎普: 欧洲专利局局长"},
	/* rare family names only behind an office; words are no names */
	{"某法院副庭长郃中出席。专利、商标、版权一并讨论。",
		"郃中: 某法院副庭长"},
	{"李教授表示支持。", ""},
	{"Ann Lake, Commissioner of the Patent Office and Bo Hill, Mayor of "
	 "Wuhan, attended the forum.",
		"Ann Lake: Commissioner of the Patent Office; "
		"Bo Hill: Mayor of Wuhan"},
	{"Ann Lake, Mayor of Wuhan, Bo Hill, former Director of the Patent "
	 "Office, and Cy Dale, Chairman of the Exchange, spoke.",
		"Ann Lake: Mayor of Wuhan; "
		"Bo Hill: former Director of the Patent Office; "
		"Cy Dale: Chairman of the Exchange"},
	{"The opening address was made by commissioner Mr. Carl Brook.",
		"Carl Brook: commissioner"},
	{"Speakers include Dora Field (Deputy Commissioner for Patents) and "
	 "others.",
		"Dora Field: Deputy Commissioner for Patents"},
	{"Director General Rowel S. Stone said so.",
		"Rowel S. Stone: Director General"},
	{"Dr. Karim bin Omar Hill, CEO of the Centre, chaired the forum.",
		"Karim bin Omar Hill: CEO of the Centre"},
	/* who sends a letter was not there */
	{"President Gina Shore sent a congratulatory letter.", ""},
	{"The Commissioner of the Lakeland Patent Office, Ann Hill, opened it.",
		"Ann Hill: Commissioner of the Lakeland Patent Office"},
	{"The directors of the museum, Geneva, and others came.", ""},
	{"La présidente de l'Institut des lacs, Anne Colline, ouvrira le "
	 "forum.",
		"Anne Colline: présidente de l'Institut des lacs"},
	{"Le forum recevra Émile Étang, directeur général de l'Institut.",
		"Émile Étang: directeur général de l'Institut"},
	{"El director del Instituto de los Lagos, Juan Prado, y la alcaldesa, "
	 "Ana Sol, inaugurarán el foro.",
		"Juan Prado: director del Instituto de los Lagos; "
		"Ana Sol: alcaldesa"},
	{"O presidente do Instituto dos Lagos, Rui Prado, fará a abertura.",
		"Rui Prado: presidente do Instituto dos Lagos"},
	{"Il direttore generale Marco Lago ha aperto il forum.",
		"Marco Lago: direttore generale"},
	{"Die Präsidentin des Seeamts, Eva Bach, eröffnete das Forum.",
		"Eva Bach: Präsidentin des Seeamts"},
	{"В форуме участвуют руководитель Роспатента Иван Озеров и "
	 "генеральный директор ФИПС Юрий Лугов.",
		"Иван Озеров: руководитель Роспатента; "
		"Юрий Лугов: генеральный директор ФИПС"},
	{"フォーラムには湖国大学教授の山田花子氏、湖国弁理士会会長の川口太郎"
	 "氏が登壇した。",
		"山田花子: 湖国大学教授; 川口太郎: 湖国弁理士会会長"},
	{"论坛当天气温为摄氏三十度。", ""},
	{"포럼에는 김호수 특허청장과 박강산 한국호수협회장이 참석했다. "
	 "이사회 의장은 오지 않았다.",
		"김호수: 특허청장; 박강산: 한국호수협회장"},
};

static void
names_have_their_offices(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena;
		struct report report;
		const struct facts *facts;
		struct buf people;
		const char *text;

		arena_init(&arena);
		buf_init(&people, BUF_NO_LIMIT);
		text = arena_printf(&arena, "%s%s",
			(unsigned char)cases[i].text[0] > 0x7F
				? "2021年5月5日，第三届专利论坛在武汉举行。"
				: "The 3rd Patent Forum was held in Wuhan on "
				  "May 5, 2021. ",
			cases[i].text);
		facts = read_event(*state, &arena, text, "", &report);
		for (size_t k = 0; k < facts->npeople; k++) {
			const char *office = facts->people[k].office;

			buf_printf(&people, "%s%s: %s", k > 0 ? "; " : "",
				facts->people[k].name, office ? office : "-");
		}
		assert_told(buf_str(&people), cases[i].want, text);
		buf_release(&people);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_have_their_offices),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
