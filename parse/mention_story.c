/*
 * mention_story.c - a report as a story: title and text in tokens, sentences,
 * dates and labelled lines, or the news that it can tell of no event.
 */
#include "parse/mentions.h"

#include "base/text.h"
#include "parse/parse.h"

#include <string.h>

/* More text is a book. */
#define TEXT_MAX (256u << 10)

struct evidence
story_evidence(const struct story *story, size_t begin, size_t end)
{
	const struct tokens *tokens = &story->tokens;
	size_t from, upto;
	struct evidence evidence = {.in = EVIDENCE_TEXT};

	if (begin >= end || end > tokens->count)
		return (struct evidence){0};
	from = fold_from(&tokens->text, tokens->items[begin].begin);
	upto = fold_upto(&tokens->text, tokens->items[end - 1].end - 1);
	if (from < story->title_bytes)
		evidence.in = EVIDENCE_TITLE;
	if (evidence.in == EVIDENCE_TEXT) {
		from -= story->title_bytes + 2;
		upto -= story->title_bytes + 2;
	}
	evidence.offset = (uint32_t)from;
	evidence.length = (uint32_t)(upto - from);
	return evidence;
}

/* The first year in a string of digits that stands alone, or the one that a
 * word ends with ("siipf2024"). */
static int
year_in_url(const char *url)
{
	for (const char *p = url; p != NULL && *p != '\0'; p++) {
		int year = 0;
		const char *q = p;

		if (p > url && p[-1] >= '0' && p[-1] <= '9')
			continue;
		while (*q >= '0' && *q <= '9' && q - p < 5)
			year = year * 10 + (*q++ - '0');
		if (q - p == 4 && year >= 1990 && year <= 2100)
			return year;
	}
	return 0;
}

static int
year_in_title(const struct story *story)
{
	for (size_t i = 0; i < story->title_tokens; i++) {
		int year = dates_year(&story->tokens, i);

		if (year != 0)
			return year;
	}
	return 0;
}

/* Splits the first `most` tokens of title and text. */
static void
split(struct story *story, const struct folded *folded, size_t most)
{
	struct tokens *tokens = &story->tokens;

	tokens_split(story->scratch, folded, most, tokens);
	story->title_tokens = 0;
	while (story->title_tokens < tokens->count &&
		fold_from(folded, tokens->items[story->title_tokens].begin) <
			story->title_bytes)
		story->title_tokens++;
}

/* Most reports tell of no event, and most of those have no word for one: such
 * a text has no references to an event, but for its title where place and day
 * stand below. That is looked for first. */
static bool
may_tell(struct story *story, const struct lexicon *lexicon,
	const struct folded *folded)
{
	struct tokens *tokens = &story->tokens;

	if (tokens_may_name(lexicon, folded))
		return true;
	split(story, folded, HEADLINE_TOKENS + WORD_TOKENS);
	tokens_find(story->scratch, lexicon, tokens, story->title_tokens);
	if (!headline_is_name(story))
		return false;
	split(story, folded, SIZE_MAX);
	tokens_lines(tokens);
	return headline_may_have_day(story);
}

static bool
has_head(const struct tokens *tokens)
{
	for (size_t i = 0; i < tokens->nhits; i++)
		if (tokens->hits[i].word->class == WORD_HEAD &&
			tokens->hits[i].word->value[0] != '-')
			return true;
	return false;
}

bool
story_read(struct story *story, const struct lexicon *lexicon, int64_t now)
{
	const struct report *report = story->report;
	const char *title =
		report_title_text(report) ? report_title_text(report) : "";
	const char *text = report->text ? report->text : "";
	size_t room = TEXT_MAX > strlen(title) ? TEXT_MAX - strlen(title) : 0;
	size_t n = strlen(text) < room ? strlen(text) : utf8_floor(text, room);
	const char *language =
		report->written_in ? report->written_in : report->language;
	struct folded folded;
	char *both;

	story->title_bytes = strlen(title);
	both = arena_alloc(story->scratch, story->title_bytes + 2 + n + 1);
	memcpy(both, title, story->title_bytes);
	memcpy(both + story->title_bytes, "\n\n", 2);
	memcpy(both + story->title_bytes + 2, text, n);
	story->published = report->published.day;
	if (story->published.y == 0 && report->published.utc != INSTANT_NONE)
		story->published = instant_day(report->published.utc);
	story->today = instant_day(now);
	story->lower = lexicon_is(lexicon, language, "lower");
	story->titled = lexicon_is(lexicon, language, "titled");
	fold_text(story->scratch, lexicon, both, story->title_bytes + 2 + n,
		&folded);
	if (!may_tell(story, lexicon, &folded))
		return false;
	split(story, &folded, SIZE_MAX);
	tokens_find(
		story->scratch, lexicon, &story->tokens, story->tokens.count);
	tokens_lines(&story->tokens);
	if (!has_head(&story->tokens) &&
		!(headline_is_name(story) && headline_may_have_day(story)))
		return false;
	tokens_sentences(story->scratch, &story->tokens);
	dates_scan(story->scratch, &story->tokens, story->published,
		&story->dates);
	while (story->title_sentences < story->tokens.nsentences &&
		story->tokens.sentences[story->title_sentences].begin <
			story->title_tokens)
		story->title_sentences++;
	labels_read(story);
	story->title_year = year_in_title(story);
	story->url_year = year_in_url(report->url);
	return true;
}
