/*
 * article.c - an article's page to one report; see article.h.
 */
#include "parse/article.h"

int
article_read(struct article *article, struct err *err)
{
	article->report->url = article->input->url;
	article_linked_data(article);
	article_title(article);
	if (article_body(article, err) == -1)
		return -1;
	article_people(article);
	article_links(article);
	article_language(article);
	article_date(article);
	article_events(article);
	return 0;
}
