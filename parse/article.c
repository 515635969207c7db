/*
 * article.c - an article's page to one report; see article.h.
 */
#include "parse/article.h"

#include "parse/html.h"
#include "parse/pubdate.h"

#include <string.h>

static void
read_lines(struct article *article)
{
	xmlNode *root = (xmlNode *)article->doc;
	xmlNode *body = html_find(root, "body");
	char *text = html_text(article->arena, body ? body : root), *line;

	while ((line = strsep(&text, "\n")))
		*ARENA_PUSH(article->arena, &article->lines, &article->nlines) =
			line;
}

int
article_read(struct article *article, struct err *err)
{
	article->report->url = article->input->url;
	read_lines(article);
	/* One date of the page that can be read in one way only. */
	for (size_t i = 0; i < article->nlines; i++) {
		const char *line = article->lines[i];
		if (pubdate_order((struct slice){line, strlen(line)},
			    &article->day_first))
			break;
	}
	article_linked_data(article);
	article_title(article);
	article_next(article);
	if (!article->said &&
		(article->report->next || article->input->npages > 0))
		article->said = said_new(article->arena, article->rules);
	if (article_body(article, err) == -1)
		return -1;
	article_lede(article);
	article_people(article);
	article_links(article);
	article_language(article);
	article_date(article);
	article_events(article);
	return 0;
}
