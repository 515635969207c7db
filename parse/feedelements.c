/*
 * feedelements.c - which elements feeds have, by namespace, and what each of
 * them means: a row names what is collected and who is called (feedmembers.h).
 */
#include "parse/feedmembers.h"

#include "parse/feedtext.h"

#include <string.h>

/* ----------------------------------------------------------------- tables */

#define MEMBER(name) offsetof(struct report, name)
#define TEXT(element, closer, field)                                     \
	{                                                                \
		element, COLLECT_TEXT, NULL, closer, MEMBER(field), NULL \
	}
#define RICH(element, closer, field, type)                                 \
	{                                                                  \
		element, COLLECT_MARKUP, NULL, closer, MEMBER(field), type \
	}
#define EXTRA(element, closer, name)                         \
	{                                                    \
		element, COLLECT_TEXT, NULL, closer, 0, name \
	}
#define EXACT(element, closer, name)                          \
	{                                                     \
		element, COLLECT_EXACT, NULL, closer, 0, name \
	}
#define PERSON(element, closer)                                               \
	{                                                                     \
		element, COLLECT_TEXT_ONLY, feed_open_person, closer, 0, NULL \
	}
#define OPEN(element, opener)                                   \
	{                                                       \
		element, COLLECT_NOTHING, opener, NULL, 0, NULL \
	}

static const struct element core[] = {
	OPEN("rss", feed_open_feed),
	OPEN("feed", feed_open_feed),
	OPEN("rdf", feed_open_feed),
	OPEN("channel", feed_open_feed),
	{"item", COLLECT_NOTHING, feed_open_entry, feed_close_entry, 0, NULL},
	{"entry", COLLECT_NOTHING, feed_open_entry, feed_close_entry, 0, NULL},
	{"source", COLLECT_TEXT_ONLY, feed_open_source, feed_close_source, 0,
		NULL},
	OPEN("image", feed_open_image),
	OPEN("textinput", feed_open_group),
	OPEN("cloud", feed_open_cloud),
	OPEN("items", feed_open_closed),
	RICH("title", feed_close_rich, title, FEED_PLAIN),
	RICH("description", feed_close_summary, summary, FEED_HTML),
	RICH("summary", feed_close_summary, summary, NULL),
	RICH("abstract", feed_close_summary, summary, NULL),
	RICH("subtitle", feed_close_summary, subtitle, NULL),
	RICH("tagline", feed_close_summary, subtitle, NULL),
	RICH("content", feed_close_content, contents, NULL),
	RICH("body", feed_close_content, contents, FEED_XHTML),
	RICH("fullitem", feed_close_content, contents, FEED_HTML),
	RICH("rights", feed_close_rich, rights, NULL),
	RICH("copyright", feed_close_rich, rights, NULL),
	RICH("info", feed_close_rich, info, NULL),
	PERSON("author", feed_close_author),
	PERSON("managingeditor", feed_close_author),
	PERSON("contributor", feed_close_contributor),
	PERSON("webmaster", feed_close_publisher),
	TEXT("link", feed_close_link, url),
	TEXT("guid", feed_close_guid, guid),
	TEXT("id", feed_close_guid, guid),
	OPEN("enclosure", feed_open_enclosure),
	TEXT("category", feed_close_category, categories),
	TEXT("keywords", feed_close_itunes_keywords, categories),
	TEXT("comments", feed_close_url, comments),
	TEXT("language", feed_close_string, language),
	TEXT("generator", feed_close_generator, generator),
	TEXT("pubdate", feed_close_date, published),
	TEXT("published", feed_close_date, published),
	TEXT("issued", feed_close_date, published),
	TEXT("lastbuilddate", feed_close_date, updated),
	TEXT("updated", feed_close_date, updated),
	TEXT("modified", feed_close_date, updated),
	TEXT("created", feed_close_date, created),
	TEXT("date", feed_close_date_weak, updated),
	TEXT("expirationdate", feed_close_date, expired),
	EXTRA("icon", feed_close_extra_url, NULL),
	EXTRA("logo", feed_close_extra_url, NULL),
	EXTRA("docs", feed_close_extra_url, NULL),
	EXTRA("license", feed_close_license, NULL),
	EXTRA("newlocation", feed_close_extra_url, NULL),
	EXTRA("ttl", feed_close_ttl, NULL),
	EXTRA("hour", feed_close_hour, NULL),
	EXTRA("day", feed_close_day, NULL),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element xhtml[] = {
	RICH("body", feed_close_content, contents, FEED_XHTML),
	RICH("div", feed_close_content, contents, FEED_XHTML),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element rdf[] = {
	OPEN("rdf", feed_open_feed),
	OPEN("seq", feed_open_closed),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element content[] = {
	RICH("encoded", feed_close_content, contents, FEED_HTML),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element dc[] = {
	RICH("title", feed_close_rich_weak, title, FEED_PLAIN),
	RICH("description", feed_close_summary_weak, summary, FEED_HTML),
	RICH("rights", feed_close_rich_weak, rights, FEED_PLAIN),
	PERSON("creator", feed_close_author),
	PERSON("author", feed_close_author),
	PERSON("contributor", feed_close_contributor),
	PERSON("publisher", feed_close_publisher),
	TEXT("subject", feed_close_category, categories),
	TEXT("language", feed_close_string, language),
	TEXT("date", feed_close_date_weak, updated),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element dcterms[] = {
	TEXT("created", feed_close_date_weak, created),
	TEXT("issued", feed_close_date_weak, published),
	TEXT("modified", feed_close_date_weak, updated),
	EXTRA("valid", feed_close_validity, NULL),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element syndication[] = {
	EXTRA("updateperiod", feed_close_update_period, "sy_updateperiod"),
	EXTRA("updatefrequency", feed_close_update_frequency,
		"sy_updatefrequency"),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element itunes[] = {
	PERSON("author", feed_close_author),
	PERSON("owner", feed_close_publisher),
	RICH("summary", feed_close_summary_weak, summary, FEED_HTML),
	RICH("subtitle", feed_close_summary_weak, subtitle, FEED_PLAIN),
	OPEN("category", feed_open_itunes_category),
	TEXT("keywords", feed_close_itunes_keywords, categories),
	OPEN("image", feed_open_image),
	OPEN("link", feed_open_image),
	EXACT("block", feed_close_block, "itunes_block"),
	EXACT("explicit", feed_close_explicit, "itunes_explicit"),
	EXTRA("duration", feed_close_extra, "itunes_duration"),
	EXTRA("episode", feed_close_extra, "itunes_episode"),
	EXTRA("season", feed_close_extra, "itunes_season"),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element media[] = {
	RICH("title", feed_close_rich_weak, title, FEED_PLAIN),
	RICH("description", feed_close_summary_weak, summary, FEED_PLAIN),
	TEXT("category", feed_close_media_category, categories),
	OPEN("content", feed_open_media),
	OPEN("thumbnail", feed_open_thumbnail),
	OPEN("group", NULL),
	EXTRA("keywords", feed_close_extra, "media_keywords"),
	EXTRA("credit", feed_close_attributed, "media_credit[]"),
	EXTRA("rating", feed_close_attributed, "media_rating"),
	EXTRA("restriction", feed_close_restriction, "media_restriction"),
	EXTRA("license", feed_close_attributed, "media_license"),
	EXTRA("player", feed_close_attributed, "media_player"),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element feedburner[] = {
	TEXT("origlink", feed_close_origlink, url),
	RICH("browserfriendly", feed_close_rich, info, FEED_PLAIN),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element event[] = {
	EXTRA("startdate", feed_close_extra, "ev_startdate"),
	EXTRA("enddate", feed_close_extra, "ev_enddate"),
	EXTRA("location", feed_close_extra, "ev_location"),
	EXTRA("organizer", feed_close_extra, "ev_organizer"),
	EXTRA("type", feed_close_extra, "ev_type"),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element license[] = {
	EXTRA("license", feed_close_license, NULL),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element wfw[] = {
	EXTRA("comment", feed_close_extra_url, "wfw_comment"),
	EXTRA("commentrss", feed_close_extra_url, "wfw_commentrss"),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element georss[] = {
	EXTRA("point", feed_close_shape, "Point"),
	EXTRA("line", feed_close_shape, "LineString"),
	EXTRA("polygon", feed_close_shape, "Polygon"),
	EXTRA("box", feed_close_shape, "Box"),
	OPEN("where", feed_open_where),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

/* Within georss:where only. */
static const struct element gml[] = {
	OPEN("point", feed_open_shape),
	OPEN("linestring", feed_open_shape),
	OPEN("polygon", feed_open_shape),
	OPEN("exterior", NULL),
	OPEN("linearring", NULL),
	EXTRA("pos", feed_close_shape, NULL),
	EXTRA("poslist", feed_close_shape, NULL),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element psc[] = {
	OPEN("chapters", NULL),
	EXTRA("chapter", feed_close_chapter, "psc_chapters.chapters[]"),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

/* What nobody here knows is kept by its name, for `parse` to show. */
static const struct element unknown = {
	NULL, COLLECT_TEXT_ONLY, NULL, feed_close_unknown, 0, NULL};

static const struct element person[] = {
	TEXT("name", feed_close_person_name, authors),
	TEXT("email", feed_close_person_mail, authors),
	TEXT("uri", feed_close_person_url, authors),
	TEXT("url", feed_close_person_url, authors),
	TEXT("homepage", feed_close_person_url, authors),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element group[] = {
	EXTRA("title", feed_close_group_text, NULL),
	EXTRA("description", feed_close_group_text, NULL),
	EXTRA("name", feed_close_group_text, NULL),
	EXTRA("width", feed_close_group_number, NULL),
	EXTRA("height", feed_close_group_number, NULL),
	EXTRA("link", feed_close_group_url, NULL),
	EXTRA("url", feed_close_group_url, NULL),
	{NULL, COLLECT_NOTHING, NULL, NULL, 0, NULL},
};

static const struct element *const vocabularies[NS_COUNT] = {
	[NS_CORE] = core,
	[NS_XHTML] = xhtml,
	[NS_RDF] = rdf,
	[NS_CONTENT] = content,
	[NS_DC] = dc,
	[NS_DCTERMS] = dcterms,
	[NS_SYNDICATION] = syndication,
	[NS_ITUNES] = itunes,
	[NS_MEDIA] = media,
	[NS_FEEDBURNER] = feedburner,
	[NS_EVENT] = event,
	[NS_LICENSE] = license,
	[NS_WFW] = wfw,
	[NS_GEORSS] = georss,
	[NS_PSC] = psc,
};

const struct element *
feed_element(const struct frame *parent, enum feed_ns ns, const char *name)
{
	const struct element *e = vocabularies[ns];

	if (parent->context == CONTEXT_CLOSED)
		return NULL;
	if (parent->context == CONTEXT_PERSON)
		e = ns == NS_CORE || ns == NS_ITUNES ? person : NULL;
	else if (parent->context == CONTEXT_GROUP)
		e = ns == NS_CORE ? group : NULL;
	else if (parent->context == CONTEXT_SHAPE)
		e = ns == NS_GML ? gml : NULL;
	for (; e != NULL && e->name != NULL; e++)
		if (e->name[0] == name[0] && strcmp(e->name, name) == 0)
			return e;
	if (parent->context == CONTEXT_REPORT && ns != NS_GRAPHIC &&
		ns != NS_XHTML && ns != NS_RDF)
		return &unknown;
	return NULL;
}

bool
feed_is_entry(const struct element *element)
{
	return element != NULL && element->open == feed_open_entry;
}

/* ------------------------------------------------------------- namespaces */

enum feed_ns
feed_ns_of(const char *uri, const char *prefix)
{
	/* URIs are compared without scheme, "www.", case and last slash:
	 * feeds get all of these wrong. Prefixes stand for undeclared ones. */
	static const struct {
		const char *uri, *prefix;
		enum feed_ns ns;
	} known[] = {
		{"w3.org/2005/atom", "atom", NS_CORE},
		{"purl.org/atom/ns#", NULL, NS_CORE},
		{"example.com/newformat#", NULL, NS_CORE},
		{"example.com/necho", NULL, NS_CORE},
		{"purl.org/echo", NULL, NS_CORE},
		{"purl.org/rss/1.0", "rss", NS_CORE},
		{"my.netscape.com/rdf/simple/0.9", NULL, NS_CORE},
		{"my.netscape.com/publish/formats/rss-0.91.dtd", NULL, NS_CORE},
		{"channel.netscape.com/rdf/simple/0.9", NULL, NS_CORE},
		{"backend.userland.com/rss", NULL, NS_CORE},
		{"backend.userland.com/rss2", NULL, NS_CORE},
		{"backend.userland.com/rss091", NULL, NS_CORE},
		{"blogs.law.harvard.edu/tech/rss", NULL, NS_CORE},
		{"cyber.law.harvard.edu/rss/rss.html", NULL, NS_CORE},
		{"purl.org/net/rss1.1#", NULL, NS_CORE},
		{"w3.org/xml/1998/namespace", "xml", NS_XML},
		{"w3.org/1999/xhtml", "xhtml", NS_XHTML},
		{"w3.org/1999/02/22-rdf-syntax-ns#", "rdf", NS_RDF},
		{"purl.org/rss/1.0/modules/content", "content", NS_CONTENT},
		{"purl.org/dc/elements/1.1", "dc", NS_DC},
		{"purl.org/dc/elements/1.0", NULL, NS_DC},
		{"purl.org/dc/terms", "dcterms", NS_DCTERMS},
		{"purl.org/rss/1.0/modules/syndication", "sy", NS_SYNDICATION},
		{"itunes.com/dtds/podcast-1.0.dtd", "itunes", NS_ITUNES},
		{"example.com/dtds/podcast-1.0.dtd", NULL, NS_ITUNES},
		{"search.yahoo.com/mrss", "media", NS_MEDIA},
		{"video.search.yahoo.com/mrss", NULL, NS_MEDIA},
		{"rssnamespace.org/feedburner/ext/1.0", "feedburner",
			NS_FEEDBURNER},
		{"purl.org/rss/1.0/modules/event", "ev", NS_EVENT},
		{"web.resource.org/cc", "cc", NS_LICENSE},
		{"creativecommons.org/ns#", NULL, NS_LICENSE},
		{"backend.userland.com/creativecommonsrssmodule",
			"creativecommons", NS_LICENSE},
		{"wellformedweb.org/commentapi", "wfw", NS_WFW},
		{"georss.org/georss", "georss", NS_GEORSS},
		{"opengis.net/gml", "gml", NS_GML},
		{"podlove.org/simple-chapters", "psc", NS_PSC},
		{"w3.org/2000/svg", "svg", NS_GRAPHIC},
		{"w3.org/1998/math/mathml", "mathml", NS_GRAPHIC},
	};
	const char *s;
	size_t n;

	if (uri == NULL && prefix == NULL)
		return NS_CORE;
	if (uri == NULL) {
		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (known[i].prefix != NULL &&
				strcasecmp(known[i].prefix, prefix) == 0)
				return known[i].ns;
		return NS_OTHER;
	}
	s = strstr(uri, "://");
	s = s == NULL ? uri : s + 3;
	if (strncasecmp(s, "www.", 4) == 0)
		s += 4;
	n = strlen(s);
	while (n > 0 && s[n - 1] == '/')
		n--;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strlen(known[i].uri) == n &&
			strncasecmp(known[i].uri, s, n) == 0)
			return known[i].ns;
	return NS_OTHER;
}
