/*
 * parse_places_test.c - the gazetteer, and where an event was.
 */
#include "tests/unit/parse_events.h"

#include "parse/places.h"

static const struct {
	const char *text;
	const char *district, *city, *region, *country;
} named[] = {
	{"Futian District", "Futian", "Shenzhen", "Guangdong", "CN"},
	{"浦东新区", "Pudong", "Shanghai", NULL, "CN"},
	{"鄂尔多斯市", NULL, "Ordos", "Inner Mongolia", "CN"},
	{"上海市", NULL, "Shanghai", NULL, "CN"},
	{"東京都", NULL, "Tokyo", NULL, "JP"},
	{"뮌헨", NULL, "Munich", NULL, "DE"},
	{"千代田区", "Chiyoda", "Tokyo", NULL, "JP"},
	{"Hong Kong", NULL, "Hong Kong", NULL, "HK"},
	{"香港", NULL, "Hong Kong", NULL, "HK"},
	{"Singapore", NULL, "Singapore", NULL, "SG"},
	{"Genève", NULL, "Geneva", NULL, "CH"},
	{"Austin", NULL, "Austin", "Texas", "US"},
	{"京都", NULL, "Kyoto", NULL, "JP"},
	{"베이징", NULL, "Beijing", NULL, "CN"},
	{"Kazakhstan", NULL, NULL, NULL, "KZ"},
};

static void
assert_named(const struct place *place, const char *want)
{
	if (want == NULL)
		assert_null(place);
	else
		assert_string_equal(place ? place->name : "", want);
}

static void
places_have_parents(void **state)
{
	for (size_t i = 0; i < COUNT(named); i++) {
		struct arena arena;
		struct folded folded;
		struct tokens tokens;
		const struct place *place;
		size_t end = 0;

		arena_init(&arena);
		fold_text(&arena, *state, named[i].text, strlen(named[i].text),
			&folded);
		tokens_read(&arena, *state, &folded, &tokens);
		place = place_at(&tokens, 0, &end);
		if (place == NULL)
			fail_msg("'%s' is no place", named[i].text);
		assert_int_equal(end, tokens.count);
		assert_string_equal(place->country, named[i].country);
		assert_named(
			place_within(place, PLACE_DISTRICT), named[i].district);
		assert_named(place_within(place, PLACE_CITY), named[i].city);
		assert_named(
			place_within(place, PLACE_REGION), named[i].region);
		arena_release(&arena);
	}
}

/* Several places of one name, and words that are places at times: the token
 * where the name begins, and the place that is meant (NULL = none). */
static const struct {
	const char *text;
	size_t at;
	const char *parent; /* of the city; of a district, the city */
} several[] = {
	{"in Cambridge today", 1, "United Kingdom"},
	{"in Cambridge, Massachusetts", 1, "Massachusetts"},
	{"in Cambridge, MA", 1, "Massachusetts"},
	{"in Granada today", 1, "Spain"},
	{"in Granada, Nicaragua", 1, "Nicaragua"},
	/* "now" and "the" say nothing, an office of the country does */
	{"SIC of Nicaragua in Granada", 4, "Nicaragua"},
	{"in San José", 1, "Costa Rica"},
	{"in San Jose", 1, "California"},
	{"in Suzhou", 1, "Jiangsu"},
	{"in Suzhou, Anhui", 1, "Anhui"},
	{"南京市鼓楼区", 3, "Nanjing"},
	{"福州市鼓楼区", 3, "Fuzhou"},
	{"位于鼓楼区", 2, NULL},
	{"在杭举行", 1, "Zhejiang"},
	{"杭举行", 0, NULL},
	{"在汉中举行", 1, "Shaanxi"},
	{"Falls Church, VA", 3, "United States"},
	{"VA is", 0, NULL},
	{"going on in", 1, NULL},
};

static void
of_one_name_the_text_tells_which(void **state)
{
	for (size_t i = 0; i < COUNT(several); i++) {
		struct arena arena;
		struct folded folded;
		struct tokens tokens;
		const struct place *place;
		size_t end = 0;

		arena_init(&arena);
		fold_text(&arena, *state, several[i].text,
			strlen(several[i].text), &folded);
		tokens_read(&arena, *state, &folded, &tokens);
		place = place_at(&tokens, several[i].at, &end);
		if ((place == NULL) != (several[i].parent == NULL))
			fail_msg("'%s'", several[i].text);
		if (place != NULL)
			assert_string_equal(
				place->parent->name, several[i].parent);
		arena_release(&arena);
	}
}

static const struct {
	const char *text;
	const char *city, *venue;
} events[] = {
	{"The 3rd Patent Forum was held in Wuhan on May 5, 2021.", "Wuhan",
		NULL},
	{"The 3rd Patent Forum was held at the Lakeside Hotel in Wuhan on "
	 "May 5, 2021.",
		"Wuhan", "Lakeside Hotel"},
	/* a body's town is not the event's */
	{"Hosted by the Shanghai Municipal Government, the 3rd Patent Forum "
	 "was held in Wuhan on May 5, 2021.",
		"Wuhan", NULL},
	/* nor a speaker's */
	{"The 3rd Patent Forum was held on May 5, 2021. Sun Li, Mayor of "
	 "Wuhan, spoke.",
		NULL, NULL},
	/* of two countries the one that the name has */
	{"The 3rd International (Japan) Patent Forum was held in Chicago and "
	 "Japan on May 5, 2021.",
		NULL, NULL},
	{"The 3rd International Patent Forum was held in Chicago and Japan on "
	 "May 5, 2021.",
		"Chicago", NULL},
	/* a name's town counts where the text has no other */
	{"The 3rd Wuhan Patent Forum was held on May 5, 2021.", "Wuhan", NULL},
	{"2021年5月5日，第三届专利论坛在沪举行。", "Shanghai", NULL},
	{"2021年5月5日，第三届专利论坛在武汉市国际会展中心举行。", "Wuhan",
		"国际会展中心"},
	/* one hall of many, by its number */
	{"2021年5月5日，第三届专利论坛在武汉湖区世贸二馆举行。", "Wuhan",
		"湖区世贸二馆"},
	{"2021年5月5日，第三届专利论坛在武汉湖区会展中心三号馆举行。", "Wuhan",
		"湖区会展中心三号馆"},
	/* the street's number is none of it */
	{"2021年5月5日，第三届专利论坛在大连市凌工路2号湖区大学国际会议中心举行"
	 "。",
		"Dalian", "湖区大学国际会议中心"},
	/* where the word for a venue comes first */
	{"El Foro de los Lagos se celebrará el 5 de mayo de 2021 en Sevilla, "
	 "en el Palacio de Ferias.",
		"Seville", "Palacio de Ferias"},
	{"Le Colloque des Lacs se tiendra le 5 mai 2021 à Lille, au Palais de "
	 "la Bourse.",
		"Lille", "Palais de la Bourse"},
	/* a house that everybody knows leads to its city */
	{"The 3rd Patent Forum was held at the Palais des Nations on "
	 "May 5, 2021.",
		"Geneva", "Palais des Nations"},
};

static void
the_place_of_an_event_is_found(void **state)
{
	for (size_t i = 0; i < COUNT(events); i++) {
		struct arena arena;
		struct report report;
		const struct facts *facts;

		arena_init(&arena);
		facts = read_event(*state, &arena, events[i].text, "", &report);
		assert_told(facts->city, events[i].city, events[i].text);
		assert_told(facts->venue, events[i].venue, events[i].text);
		arena_release(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_have_parents),
		cmocka_unit_test(of_one_name_the_text_tells_which),
		cmocka_unit_test(the_place_of_an_event_is_found),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
