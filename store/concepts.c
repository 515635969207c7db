/*
 * concepts.c - reads the concepts table and the gazetteer, and finds their
 * forms in names.
 */
#include "store/concepts.h"

#include "base/table.h"
#include "base/text.h"
#include "data/data.h"
#include "store/han.h"

#include <stdlib.h>
#include <string.h>

#define CONCEPTS "concepts.tsv"
#define PLACES "places.tsv"

#define FORM_TOKENS 16 /* longest form */
#define FORM_BYTES 192
#define PLACE_BITS 1.5 /* a place of the gazetteer */
/* Codes of countries are words ("in", "at"): as forms they stand behind this. */
#define COUNTRY_FORM "country code "

#define SLOTS 8192

struct concepts {
	struct arena arena;
	struct concept *concepts;
	size_t nconcepts;
	struct form *slots[SLOTS]; /* by hash of their text */
};

/* ----------------------------------------------------------- tokens */

/* English plurals, roughly; the table's forms go through it too. */
static size_t
stem(const char *p, size_t n)
{
	if (n > 3 && p[n - 1] == 's' && p[n - 2] != 's' && p[n - 2] != 'u' &&
		p[n - 2] != 'i')
		return n - 1;
	return n;
}

bool
concepts_digits(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return n > 0;
}

static size_t
cut(const char *s, struct token tokens[TOKENS_MAX])
{
	size_t length = strlen(s), count = 0, i = 0;

	while (i < length && count < TOKENS_MAX) {
		uint32_t cp;
		size_t n = utf8_decode(s + i, length - i, &cp);
		struct token *t = &tokens[count];

		*t = (struct token){.p = s + i, .n = n};
		i += n;
		if (!text_is_word(cp))
			continue;
		t->cjk = text_is_cjk(cp);
		while (!t->cjk && i < length) {
			n = utf8_decode(s + i, length - i, &cp);
			if (!text_is_word(cp) || text_is_cjk(cp))
				break;
			t->n += n;
			i += n;
		}
		t->number = concepts_digits(t->p, t->n);
		/* The rest of "China's". */
		if (!t->cjk && t->n == 1 && t->p[0] == 's' && count > 0)
			continue;
		if (!t->cjk)
			t->n = stem(t->p, t->n);
		count++;
	}
	return count;
}

size_t
concepts_tokenize(
	struct arena *arena, const char *text, struct token tokens[TOKENS_MAX])
{
	return cut(han_fold(arena, text), tokens);
}

/* Puts tokens together: a blank between words only. Returns the length, 0
 * where they do not fit. */
static size_t
join(const struct token *tokens, size_t n, char out[FORM_BYTES])
{
	size_t length = 0;

	for (size_t i = 0; i < n; i++) {
		bool blank = i > 0 && !tokens[i].cjk && !tokens[i - 1].cjk;

		if (length + blank + tokens[i].n >= FORM_BYTES)
			return 0;
		if (blank)
			out[length++] = ' ';
		memcpy(out + length, tokens[i].p, tokens[i].n);
		length += tokens[i].n;
	}
	out[length] = '\0';
	return length;
}

/* ------------------------------------------------------------ table */

static const struct form *
lookup(const struct concepts *c, const char *text, size_t n)
{
	const struct form *form = c->slots[text_hash(text, n) % SLOTS];

	while (form != NULL && strcmp(form->text, text) != 0)
		form = form->next;
	return form;
}

static bool
class_from_name(struct slice name, enum concept_class *class)
{
	static const char *const names[] = {
		[CLASS_KIND] = "kind",
		[CLASS_PLACE] = "place",
		[CLASS_OFFICE] = "office",
		[CLASS_GENERIC] = "generic",
		[CLASS_TOPIC] = "topic",
		[CLASS_STOP] = "stop",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (slice_is(name, names[i])) {
			*class = (enum concept_class)i;
			return true;
		}
	}
	return false;
}

static void
add_concept(struct concepts *c, const char *name, enum concept_class class,
	double bits)
{
	*ARENA_PUSH(&c->arena, &c->concepts, &c->nconcepts) = (struct concept){
		.name = name,
		.id = text_hash(name, strlen(name)),
		.class = class,
		.bits = bits,
	};
}

/* The concepts of a row: defined by this row, or by rows above. */
static int
row_concepts(struct concepts *c, const struct row *row, struct form *form)
{
	struct slice ids = row->cell[0], id;

	while (table_value(&ids, &id)) {
		size_t i = 0;

		while (i < c->nconcepts && !slice_is(id, c->concepts[i].name))
			i++;
		if (i == c->nconcepts) {
			enum concept_class class;
			char bits[16] = "";

			if (!class_from_name(row->cell[1], &class) ||
				row->cell[2].n >= sizeof(bits))
				return -1;
			memcpy(bits, row->cell[2].p, row->cell[2].n);
			add_concept(c, arena_strndup(&c->arena, id.p, id.n),
				class, strtod(bits, NULL));
		}
		if (form->nconcepts == FORM_CONCEPTS)
			return -1;
		form->concepts[form->nconcepts++] = i;
	}
	return form->nconcepts > 0 ? 0 : -1;
}

/* Tokens of a text as a table has it, put together; 0 where it is no form. */
static size_t
form_text(struct concepts *c, struct slice told, char text[FORM_BYTES])
{
	struct token tokens[TOKENS_MAX];
	const char *copy = arena_strndup(&c->arena, told.p, told.n);
	size_t n = concepts_tokenize(&c->arena, copy, tokens);

	return n > FORM_TOKENS ? 0 : join(tokens, n, text);
}

/* 0, or 1 where the form is known already, or -1 where it is none. */
static int
add_form(struct concepts *c, const struct form *like, struct slice told)
{
	struct concept *concept = &c->concepts[like->concepts[0]];
	char text[FORM_BYTES];
	size_t n = form_text(c, told, text);
	const struct form *known;
	struct form *form, **slot;

	if (n == 0)
		return -1;
	known = lookup(c, text, n);
	/* A row may have a form in traditional and in simplified characters. */
	if (known != NULL)
		return known->concepts[0] == like->concepts[0] &&
				       !slice_is(told, known->told)
			       ? 0
			       : 1;
	slot = &c->slots[text_hash(text, n) % SLOTS];
	form = arena_alloc(&c->arena, sizeof(*form));
	*form = *like;
	form->text = arena_strdup(&c->arena, text);
	form->told = arena_strndup(&c->arena, told.p, told.n);
	form->next = *slot;
	*slot = form;
	if (form->nconcepts == 1) {
		form->other = concept->forms;
		concept->forms = form;
	}
	return 0;
}

static int
read_concepts(struct concepts *c, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find(CONCEPTS, &file) < 0)
		return err_set(
			err, ERR_SYSTEM, "\"%s\" is not built in", CONCEPTS);
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		struct form like = {0};
		struct slice forms, form;

		if (row.ncells < 4 || row_concepts(c, &row, &like) < 0)
			return err_set(err, ERR_INPUT,
				CONCEPTS ":%d: expected concept, class, "
					 "bits, forms",
				table.line);
		forms = row.cell[3];
		while (table_value(&forms, &form))
			if (add_form(c, &like, form) != 0)
				return err_set(err, ERR_INPUT,
					CONCEPTS ":%d: \"%.*s\" stands "
						 "twice, is empty or too long",
					table.line, (int)form.n, form.p);
	}
	return 0;
}

/* A place of the gazetteer is a concept, unless the concepts table has it
 * under its English name. */
static size_t
place_concept(struct concepts *c, struct slice name)
{
	char text[FORM_BYTES];
	size_t n = form_text(c, name, text);
	const struct form *known = n == 0 ? NULL : lookup(c, text, n);

	if (known != NULL && known->nconcepts == 1 &&
		c->concepts[known->concepts[0]].class == CLASS_PLACE)
		return known->concepts[0];
	add_concept(c,
		arena_printf(&c->arena, "place %.*s", (int)name.n, name.p),
		CLASS_PLACE, PLACE_BITS);
	return c->nconcepts - 1;
}

/* The gazetteer; columns: kind, English name, parent, other names. Names that
 * are known from the concepts table keep their concept. */
static int
read_places(struct concepts *c, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find(PLACES, &file) < 0)
		return err_set(
			err, ERR_SYSTEM, "\"%s\" is not built in", PLACES);
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		struct slice names = row.cell[3], name;
		struct form like = {
			.concepts = {place_concept(c, row.cell[1])},
			.nconcepts = 1,
		};

		add_form(c, &like, row.cell[1]);
		while (table_value(&names, &name))
			add_form(c, &like, name);
		if (slice_is(row.cell[0], "country")) {
			name.p = arena_printf(&c->arena, COUNTRY_FORM "%.*s",
				(int)row.cell[2].n, row.cell[2].p);
			name.n = strlen(name.p);
			add_form(c, &like, name);
		}
	}
	return 0;
}

struct concepts *
concepts_new(struct err *err)
{
	struct concepts *c = mem_zero(1, sizeof(*c));

	arena_init(&c->arena);
	if (read_concepts(c, err) < 0 || read_places(c, err) < 0) {
		concepts_free(c);
		return NULL;
	}
	return c;
}

void
concepts_free(struct concepts *concepts)
{
	if (concepts == NULL)
		return;
	arena_release(&concepts->arena);
	free(concepts);
}

uint64_t
concepts_version(void)
{
	static const char *const names[] = {CONCEPTS, PLACES};
	uint64_t version = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct data_file file;

		if (data_find(names[i], &file) == 0)
			version ^= text_hash(file.bytes, file.length);
	}
	return version;
}

const struct concept *
concepts_of(const struct concepts *concepts, const struct form *form, size_t i)
{
	return &concepts->concepts[form->concepts[i]];
}

/* ---------------------------------------------------------- looking up */

const struct form *
concepts_longest(const struct concepts *concepts, const struct token *tokens,
	size_t n, size_t *used)
{
	char text[FORM_BYTES];

	for (size_t k = n < FORM_TOKENS ? n : FORM_TOKENS; k > 0; k--) {
		size_t length = join(tokens, k, text);
		const struct form *form =
			length == 0 ? NULL : lookup(concepts, text, length);

		if (form != NULL) {
			*used = k;
			return form;
		}
	}
	return NULL;
}

uint64_t
concepts_find(const struct concepts *concepts, const char *text)
{
	struct token tokens[TOKENS_MAX];
	const struct form *form = NULL;
	struct arena arena;
	size_t n, used = 0;

	if (text == NULL)
		return 0;
	arena_init(&arena);
	n = concepts_tokenize(&arena, text, tokens);
	if (n > 0)
		form = concepts_longest(concepts, tokens, n, &used);
	if (form != NULL && used < n)
		form = NULL;
	arena_release(&arena);
	return form == NULL ? 0 : concepts_of(concepts, form, 0)->id;
}

void
concepts_put_country(
	const struct concepts *concepts, const char *code, struct buf *out)
{
	char form[sizeof(COUNTRY_FORM) + 2] = COUNTRY_FORM;

	if (code == NULL || strlen(code) != 2)
		return;
	memcpy(form + sizeof(COUNTRY_FORM) - 1, code, 2);
	concepts_put_forms(concepts, form, out);
}

void
concepts_put_forms(
	const struct concepts *concepts, const char *text, struct buf *out)
{
	struct token tokens[TOKENS_MAX];
	struct arena arena;
	size_t n, used;

	if (text == NULL)
		return;
	arena_init(&arena);
	n = concepts_tokenize(&arena, text, tokens);
	for (size_t i = 0; i < n; i += used) {
		const struct form *form =
			concepts_longest(concepts, tokens + i, n - i, &used);
		const struct concept *concept;

		if (form == NULL) {
			used = 1;
			continue;
		}
		concept = concepts_of(concepts, form, 0);
		if (form->nconcepts > 1 ||
			(concept->class != CLASS_PLACE &&
				concept->class != CLASS_OFFICE))
			continue;
		for (form = concept->forms; form != NULL; form = form->other)
			buf_printf(out, "\n%s", form->told);
	}
	arena_release(&arena);
}
