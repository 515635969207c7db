/*
 * xmlfix.c - between decoding and libxml2; see xmlfix.h.
 */
#include "parse/xmlfix.h"

#include "base/mem.h"
#include "parse/xmlfix_state.h"

#include <string.h>

/* A shorter run is copied, so that libxml2 is not called for every word. */
#define RUN_MIN 4096
/* From here on a CDATA section is worth a call of its own. */
#define CDATA_MIN 512
/* "<![CDATA[" and "<!doctype" are told apart with so many bytes. */
#define MARK_LENGTH 9

const char *
xml_repair_text(enum xml_repair repair)
{
	static const char *const texts[REPAIR_COUNT] = {
		[REPAIR_JUNK] = "has text outside its root element",
		[REPAIR_AMPERSAND] = "has bare ampersands",
		[REPAIR_ENTITY] = "uses entities that XML does not know",
		[REPAIR_REFERENCE] =
			"refers to characters that XML cannot hold",
		[REPAIR_BRACKET] = "has bare \"<\" signs",
		[REPAIR_ATTRIBUTE] = "has attributes without quotes or value",
		[REPAIR_NESTING] = "has tags that do not match",
		[REPAIR_END] = "stops before its end",
		[REPAIR_DECLARED] = "uses entities that it declares itself",
	};

	return texts[repair];
}

bool
xml_repairs_none(const struct xml_repairs *repairs)
{
	/* What it declares it may use. */
	for (size_t i = 0; i < REPAIR_COUNT; i++)
		if (repairs->counts[i] > 0 && i != REPAIR_DECLARED)
			return false;
	return true;
}

/* ---------------------------------------------------------------- output */

static void
hand_on(struct xml_fixer *f)
{
	if (f->out.len > 0)
		f->sink.xml(f->sink.context, f->out.data, f->out.len);
	f->given += f->out.len;
	buf_reset(&f->out);
}

void
xmlfix_repaired(struct xml_fixer *f, enum xml_repair repair)
{
	f->repairs.counts[repair]++;
}

void
xmlfix_put_kept(struct xml_fixer *f)
{
	size_t n = f->at - f->kept;

	if (n >= RUN_MIN) {
		hand_on(f);
		f->sink.xml(f->sink.context, f->s + f->kept, n);
		f->given += n;
	} else {
		buf_add(&f->out, f->s + f->kept, n);
	}
	f->kept = f->at;
}

void
xmlfix_take_up(struct xml_fixer *f, size_t at)
{
	f->at = f->kept = at;
}

bool
xmlfix_is_overgrown(const struct xml_fixer *f)
{
	return f->given + f->out.len > f->taken + f->at + ADDED_MAX;
}

enum step
xmlfix_refuse_growth(const struct xml_fixer *f)
{
	err_set(f->err, ERR_LIMIT, "repairs add more than %zu MiB of XML",
		ADDED_MAX >> 20);
	return STEP_FAILED;
}

/* ------------------------------------------------- what passes by unread */

static enum step
skip_doctype(struct xml_fixer *f)
{
	size_t n = doctype_read(f->s + f->at, f->n - f->at, &f->doctype);

	if (n == f->n - f->at && !f->last)
		return STEP_WAIT;
	xmlfix_put_kept(f);
	/* What it declares must outlive the piece that it stands in. */
	buf_reset(&f->doctype_text);
	buf_add(&f->doctype_text, f->s + f->at, n);
	doctype_read(f->doctype_text.data, n, &f->doctype);
	f->has_doctype = true;
	f->repairs.netscape = f->doctype.netscape;
	xmlfix_take_up(f, f->at + n);
	return STEP_DONE;
}

static enum step
enter(struct xml_fixer *f, size_t skip, const char *end, bool dropped)
{
	if (dropped)
		xmlfix_put_kept(f);
	f->inside = (struct stretch){end, dropped};
	f->at += skip;
	/* The piece may end here. */
	if (dropped)
		f->kept = f->at;
	return STEP_DONE;
}

/* memmem() for words whose first character is rare: libc's own looks at each
 * byte. */
static const char *
find(const char *s, size_t n, const char *word, size_t k)
{
	const char *end = s + n;

	while ((s = memchr(s, word[0], (size_t)(end - s))) != NULL) {
		if ((size_t)(end - s) >= k && memcmp(s, word, k) == 0)
			return s;
		s++;
	}
	return NULL;
}

static enum step
pass_stretch(struct xml_fixer *f)
{
	size_t k = strlen(f->inside.end), left = f->n - f->at;
	const char *end = find(f->s + f->at, left, f->inside.end, k);

	if (end != NULL)
		f->at = (size_t)(end - f->s) + k;
	else if (f->last)
		f->at = f->n;
	else if (left >= k)
		f->at = f->n - (k - 1);
	if (f->inside.dropped)
		f->kept = f->at;
	if (end == NULL && !f->last)
		return STEP_WAIT;
	if (end == NULL && !f->inside.dropped) {
		xmlfix_put_kept(f);
		buf_puts(&f->out, f->inside.end);
	}
	f->inside.end = NULL;
	return STEP_DONE;
}

static enum step
enter_cdata(struct xml_fixer *f)
{
	size_t begin = f->at + strlen("<![CDATA[");
	const char *text = f->s + begin,
		   *end = find(text, f->n - begin, "]]>", 3);

	if (f->depth > 0 && end != NULL && end - text >= CDATA_MIN) {
		xmlfix_put_kept(f);
		hand_on(f);
		f->sink.cdata(f->sink.context, text, (size_t)(end - text));
		xmlfix_take_up(f, (size_t)(end - f->s) + 3);
		f->given += (size_t)(end - text);
		return STEP_DONE;
	}
	if (f->depth == 0)
		xmlfix_repaired(f, REPAIR_JUNK);
	return enter(f, strlen("<![CDATA["), "]]>", f->depth == 0);
}

static enum step
enter_instruction(struct xml_fixer *f)
{
	/* A blank before the XML declaration is an error of its own. */
	if (f->late && !f->rooted && xmlfix_looking_at(f, "<?xml "))
		xmlfix_repaired(f, REPAIR_JUNK);
	return enter(f, 2, "?>", true);
}

static bool
is_doctype(const struct xml_fixer *f)
{
	size_t n = f->n - f->at;

	return !f->rooted && strncasecmp(f->s + f->at, "<!doctype",
				     n < MARK_LENGTH ? n : MARK_LENGTH) == 0;
}

static enum step
fix_markup(struct xml_fixer *f)
{
	char next = f->at + 1 < f->n ? f->s[f->at + 1] : '\0';

	if (f->n - f->at < MARK_LENGTH && !f->last)
		return STEP_WAIT;
	f->junk_told = false;
	if (next == '/')
		return xmlfix_end_tag(f);
	if (xmlfix_is_name_start(next) && !f->done)
		return xmlfix_start_tag(f);
	if (next == '?')
		return enter_instruction(f);
	if (xmlfix_looking_at(f, "<!--"))
		return enter(f, 4, "-->", true);
	if (xmlfix_looking_at(f, "<![CDATA["))
		return enter_cdata(f);
	if (next == '!' && is_doctype(f))
		return skip_doctype(f);
	xmlfix_repaired(f, REPAIR_BRACKET);
	xmlfix_put_kept(f);
	if (f->depth > 0)
		buf_puts(&f->out, "&lt;");
	xmlfix_take_up(f, f->at + 1);
	return STEP_DONE;
}

/* Text outside of the root element, up to `end`. */
static enum step
drop_junk(struct xml_fixer *f, size_t end)
{
	for (size_t i = f->at; i < end && !f->junk_told; i++)
		if (!xmlfix_is_blank(f->s[i])) {
			xmlfix_repaired(f, REPAIR_JUNK);
			f->junk_told = true;
		}
	xmlfix_put_kept(f);
	xmlfix_take_up(f, end);
	return STEP_DONE;
}

/* A run of text without "<" and "&". "]]>" may stand in none: XML 1.0, section
 * 2.4. */
static void
pass_run(struct xml_fixer *f, size_t end)
{
	const char *s = f->s;
	size_t begin = f->at;

	while (f->at < end) {
		const char *close = memchr(s + f->at, '>', end - f->at);
		size_t i = close == NULL ? end : (size_t)(close - s);

		f->at = i;
		if (i == end)
			return;
		if (i < begin + 2 || s[i - 1] != ']' || s[i - 2] != ']') {
			f->at++;
			continue;
		}
		xmlfix_repaired(f, REPAIR_BRACKET);
		xmlfix_put_kept(f);
		buf_puts(&f->out, "&gt;");
		xmlfix_take_up(f, i + 1);
		begin = f->at;
	}
}

static enum step
fix_text(struct xml_fixer *f)
{
	const char *tag = memchr(f->s + f->at, '<', f->n - f->at);
	size_t end = tag == NULL ? f->n : (size_t)(tag - f->s);
	bool cut = tag == NULL && !f->last;

	if (f->depth == 0)
		return drop_junk(f, end);
	while (f->at < end) {
		const char *amp = memchr(f->s + f->at, '&', end - f->at);
		size_t run = amp == NULL ? end : (size_t)(amp - f->s);

		/* "]]" may be the beginning of "]]>". */
		for (int i = 0; i < 2 && cut && amp == NULL && run > f->at; i++)
			run -= f->s[run - 1] == ']';
		pass_run(f, run);
		if (amp == NULL && run < end)
			return STEP_WAIT;
		if (amp != NULL && xmlfix_reference(f) == STEP_WAIT)
			return STEP_WAIT;
		if (f->out.len >= RUN_MIN)
			hand_on(f);
		if (xmlfix_is_overgrown(f))
			break;
	}
	return STEP_DONE;
}

/* ------------------------------------------------------------ the pieces */

static enum step
fix_all(struct xml_fixer *f)
{
	enum step step = STEP_DONE;

	while (f->at < f->n && step == STEP_DONE) {
		if (f->inside.end != NULL)
			step = pass_stretch(f);
		else if (f->s[f->at] == '<')
			step = fix_markup(f);
		else
			step = fix_text(f);
		if (f->out.len >= RUN_MIN)
			hand_on(f);
		if (xmlfix_is_overgrown(f))
			return xmlfix_refuse_growth(f);
	}
	return step;
}

static int
finish(struct xml_fixer *f)
{
	if (!f->rooted)
		return err_set(f->err, ERR_INPUT, "no element in it");
	if (f->depth > 0)
		xmlfix_repaired(f, REPAIR_END);
	while (f->depth > 0)
		xmlfix_close_top(f);
	hand_on(f);
	return 0;
}

int
xml_fixer_push(struct xml_fixer *f, const char *utf8, size_t n, bool last,
	struct err *err)
{
	bool joined = f->rest.len > 0;
	size_t left;

	if (joined) {
		buf_add(&f->rest, utf8, n);
		utf8 = f->rest.data;
		n = f->rest.len;
	}
	f->err = err;
	f->s = utf8;
	f->n = n;
	f->last = last;
	f->at = f->kept = 0;
	if (f->taken == 0)
		f->late = n > 0 && utf8[0] != '<';
	if (fix_all(f) == STEP_FAILED)
		return -1;
	xmlfix_put_kept(f);
	f->taken += f->at;
	if (last)
		return finish(f);
	left = n - f->at;
	if (left > XMLFIX_TOKEN_MAX)
		return err_set(err, ERR_LIMIT, "one tag has more than %u bytes",
			XMLFIX_TOKEN_MAX);
	if (joined)
		memmove(f->rest.data, f->rest.data + f->at, left);
	else
		buf_add(&f->rest, utf8 + f->at, left);
	f->rest.len = left;
	return 0;
}

struct xml_fixer *
xml_fixer_new(const struct xml_sink *sink)
{
	struct xml_fixer *f = mem_zero(1, sizeof(*f));

	f->sink = *sink;
	buf_init(&f->rest, BUF_NO_LIMIT);
	buf_init(&f->out, BUF_NO_LIMIT);
	buf_init(&f->names, BUF_NO_LIMIT);
	buf_init(&f->doctype_text, BUF_NO_LIMIT);
	return f;
}

void
xml_fixer_free(struct xml_fixer *f)
{
	if (f == NULL)
		return;
	buf_release(&f->rest);
	buf_release(&f->out);
	buf_release(&f->names);
	buf_release(&f->doctype_text);
	free(f);
}

const struct xml_repairs *
xml_fixer_repairs(const struct xml_fixer *f)
{
	return &f->repairs;
}
