/*
 * robots.c - reads robots.txt; see robots.h.
 *
 *	bytes -> lines -> key and value -> groups -> the longest rule wins
 *
 * One pass, nothing is kept but the best rule of each sort: so a file of half
 * a megabyte costs no memory.
 */
#include "fetch/robots.h"

#include <string.h>
#include <strings.h>

/* A longer line is cut: no URL is as long. */
#define LINE_MAX_BYTES ((size_t)16664)
/* A pattern with its escapes. */
#define PATTERN_MAX (LINE_MAX_BYTES * 3)

struct span {
	const char *p;
	size_t n;
};

enum key { KEY_OTHER, KEY_AGENT, KEY_ALLOW, KEY_DISALLOW };

/* The best rule so far; length -1 = none. */
struct best {
	long length;
	int line;
};

struct judging {
	struct span agent, path;
	int line;
	bool global;    /* the group under way is for all */
	bool ours;      /* is for the agent */
	bool had_rules; /* the next User-agent line begins a new group */
	bool seen_ours; /* some group was for the agent */
	struct best allow[2], disallow[2]; /* of "*", of the agent */
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static struct span
trim(struct span s)
{
	while (s.n > 0 && is_blank(*s.p))
		s.p++, s.n--;
	while (s.n > 0 && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool
same(struct span a, struct span b)
{
	return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

/* Keys by how they begin, with the ways in which people misspell them. */
static enum key
read_key(struct span word)
{
	static const struct {
		const char *begins;
		enum key key;
	} keys[] = {
		{"user-agent", KEY_AGENT},
		{"useragent", KEY_AGENT},
		{"user agent", KEY_AGENT},
		{"allow", KEY_ALLOW},
		{"disallow", KEY_DISALLOW},
		{"dissallow", KEY_DISALLOW},
		{"dissalow", KEY_DISALLOW},
		{"disalow", KEY_DISALLOW},
		{"diasllow", KEY_DISALLOW},
		{"disallaw", KEY_DISALLOW},
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		size_t n = strlen(keys[i].begins);

		if (word.n >= n && strncasecmp(word.p, keys[i].begins, n) == 0)
			return keys[i].key;
	}
	return KEY_OTHER;
}

/* "key: value"; without a colon, two words that a blank parts. */
static bool
split_line(struct span line, struct span *key, struct span *value)
{
	const char *at;
	size_t n;

	at = memchr(line.p, '#', line.n);
	if (at != NULL)
		line.n = (size_t)(at - line.p);
	line = trim(line);
	at = memchr(line.p, ':', line.n);
	if (at == NULL) {
		for (n = 0; n < line.n && !is_blank(line.p[n]); n++)
			continue;
		*key = (struct span){line.p, n};
		*value = trim((struct span){line.p + n, line.n - n});
		for (size_t i = 0; i < value->n; i++)
			if (is_blank(value->p[i]))
				return false;
		return key->n > 0 && value->n > 0;
	}
	n = (size_t)(at - line.p);
	*key = trim((struct span){line.p, n});
	*value = trim((struct span){at + 1, line.n - n - 1});
	return key->n > 0;
}

/* ------------------------------------------------------------- matching */

/* Does out[n] stand in an escape, "%e" or "%e4"? */
static bool
in_escape(const char *out, size_t n)
{
	return (n >= 1 && out[n - 1] == '%') || (n >= 2 && out[n - 2] == '%');
}

/* Writes a pattern as URLs have it: escapes in upper case, and as escapes what
 * is not ASCII. Returns the length in `out`. */
static size_t
escape(struct span in, char out[PATTERN_MAX])
{
	static const char digits[] = "0123456789ABCDEF";
	size_t n = 0;

	for (size_t i = 0; i < in.n && n + 3 <= PATTERN_MAX; i++) {
		unsigned char c = (unsigned char)in.p[i];

		if (c >= 0x80) {
			out[n++] = '%';
			out[n++] = digits[c >> 4];
			out[n++] = digits[c & 15];
		} else if (c >= 'a' && c <= 'f' && in_escape(out, n)) {
			out[n++] = (char)(c - 'a' + 'A');
		} else {
			out[n++] = (char)c;
		}
	}
	return n;
}

/* Does the pattern match the path from its beginning? "*" is any run, "$" at
 * the end is the end. Greedy with one place to come back to: each "*" forgets
 * those before it, so the cost is the product of the lengths at worst. */
static bool
matches(struct span pattern, struct span path)
{
	bool anchored = pattern.n > 0 && pattern.p[pattern.n - 1] == '$';
	size_t end = pattern.n - anchored, i = 0, k = 0;
	size_t star = (size_t)-1, from = 0;

	for (;;) {
		if (i < end && pattern.p[i] == '*') {
			star = ++i;
			from = k;
		} else if (i == end && (!anchored || k == path.n)) {
			return true;
		} else if (i < end && k < path.n && pattern.p[i] == path.p[k]) {
			i++, k++;
		} else if (star != (size_t)-1 && from < path.n) {
			i = star;
			k = ++from;
		} else {
			return false;
		}
	}
}

static void
offer(struct best *best, long length, int line)
{
	if (length > best->length)
		*best = (struct best){length, line};
}

static void
take_rule(struct judging *judging, enum key key, struct span value)
{
	static const char index[] = "/index.htm";
	struct best *bests =
		key == KEY_ALLOW ? judging->allow : judging->disallow;
	char text[PATTERN_MAX];
	struct span pattern = {text, escape(value, text)};
	const char *slash;

	/* An empty rule says nothing. */
	if (value.n == 0)
		return;
	/* "/folder/index.html" is also how the folder itself is meant. */
	slash = memrchr(pattern.p, '/', pattern.n);
	if (!matches(pattern, judging->path)) {
		if (key != KEY_ALLOW || slash == NULL ||
			pattern.n - (size_t)(slash - pattern.p) <
				sizeof(index) - 1 ||
			strncmp(slash, index, sizeof(index) - 1) != 0)
			return;
		pattern.n = (size_t)(slash - pattern.p) + 2;
		text[pattern.n - 1] = '$';
		if (!matches(pattern, judging->path))
			return;
	}
	if (judging->global)
		offer(&bests[0], (long)pattern.n, judging->line);
	if (judging->ours)
		offer(&bests[1], (long)pattern.n, judging->line);
}

static void
take_agent(struct judging *judging, struct span value)
{
	size_t n = 0;

	if (judging->had_rules) {
		judging->global = judging->ours = false;
		judging->had_rules = false;
	}
	if (value.n > 0 && value.p[0] == '*' &&
		(value.n == 1 || is_blank(value.p[1]))) {
		judging->global = true;
		return;
	}
	/* The token ends where a version or anything else begins. */
	while (n < value.n &&
		((value.p[n] >= 'a' && value.p[n] <= 'z') ||
			(value.p[n] >= 'A' && value.p[n] <= 'Z') ||
			value.p[n] == '-' || value.p[n] == '_'))
		n++;
	if (n > 0 && same((struct span){value.p, n}, judging->agent))
		judging->ours = judging->seen_ours = true;
}

static void
take_line(struct judging *judging, struct span line)
{
	struct span word, value;
	enum key key;

	judging->line++;
	if (line.n > LINE_MAX_BYTES)
		line.n = LINE_MAX_BYTES;
	if (!split_line(line, &word, &value))
		return;
	key = read_key(word);
	if (key == KEY_AGENT) {
		take_agent(judging, value);
	} else if (key != KEY_OTHER) {
		/* Rules before any group are nobody's. */
		judging->had_rules = true;
		if (judging->global || judging->ours)
			take_rule(judging, key, value);
	}
}

/* ------------------------------------------------------------ the whole */

/* From the first slash behind the host to the fragment. */
static struct span
path_of(const char *url)
{
	const char *start = strstr(url, "//");
	const char *at = start == NULL ? url : start + 2;

	at += strcspn(at, "/?;#");
	if (*at != '/')
		return (struct span){"/", 1};
	return (struct span){at, strcspn(at, "#")};
}

static void
read_lines(struct judging *judging, struct span rest)
{
	while (rest.n > 0) {
		size_t n = 0;

		while (n < rest.n && rest.p[n] != '\n' && rest.p[n] != '\r')
			n++;
		take_line(judging, (struct span){rest.p, n});
		if (n < rest.n && rest.p[n] == '\r' && n + 1 < rest.n &&
			rest.p[n + 1] == '\n')
			n++;
		if (n < rest.n)
			n++;
		rest.p += n;
		rest.n -= n;
	}
}

struct robots_verdict
robots_judge(const char *bytes, size_t n, const char *agent, const char *url)
{
	static const struct best none = {-1, 0};
	struct judging judging = {
		.agent = {agent, strlen(agent)},
		.path = path_of(url),
		.allow = {none, none},
		.disallow = {none, none},
	};
	struct best allow, disallow;
	bool forbidden;
	int sort;

	if (n > ROBOTS_MAX)
		n = ROBOTS_MAX;
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		n -= 3;
	}
	read_lines(&judging, (struct span){bytes, n});
	sort = judging.seen_ours ? 1 : 0;
	allow = judging.allow[sort];
	disallow = judging.disallow[sort];
	forbidden = disallow.length > allow.length;
	return (struct robots_verdict){
		.allowed = !forbidden,
		.named = judging.seen_ours,
		.line = forbidden ? disallow.line : allow.line,
	};
}
