/*
 * concepts.c - reads the concepts table and the gazetteer, and turns names into
 * bags.
 *
 * A name is folded (NFKC, case), cut into tokens (a word, or one character of
 * Chinese, Japanese, Korean), and read from the left: the longest run of
 * tokens that is a form in the table gives its concepts; a word that is in no
 * form stands for itself; of other CJK runs the pairs of characters do.
 */
#include "store/concepts.h"

#include "base/table.h"
#include "base/text.h"
#include "data/data.h"

#include <stdlib.h>
#include <string.h>

#define TOKENS_MAX 96
#define FORM_TOKENS 16 /* longest form */
#define FORM_BYTES 192
#define WORD_BITS 4.0  /* a word that no row knows */
#define PLACE_BITS 1.5 /* a place of the gazetteer */
/* Codes of countries are words ("in", "at"): as forms they stand behind this. */
#define COUNTRY_FORM "country code "
#define PAIR_BITS 2.0 /* two CJK characters that no row knows */

enum concept_class {
	CLASS_KIND,
	CLASS_PLACE,
	CLASS_OFFICE,
	CLASS_GENERIC,
	CLASS_TOPIC,
	CLASS_STOP,
};

struct concept {
	char *name;
	enum concept_class class;
	double bits;
};

/* A form and the concepts that it stands for. */
struct form {
	char *text; /* tokens as put together by join() */
	char *told; /* as in the table */
	size_t concepts[4];
	size_t nconcepts;
	struct form *next; /* in the same slot */
};

#define SLOTS 8192

struct concepts {
	struct arena arena;
	struct concept *concepts;
	size_t nconcepts;
	struct form **forms; /* as in the table, for concepts_put_forms() */
	size_t nforms;
	struct form *slots[SLOTS];
};

struct token {
	const char *p;
	size_t n;
	bool cjk;
	bool number;
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

static bool
all_digits(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return n > 0;
}

static size_t
tokenize(const char *s, struct token tokens[TOKENS_MAX])
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
		t->number = all_digits(t->p, t->n);
		/* The rest of "China's". */
		if (!t->cjk && t->n == 1 && t->p[0] == 's' && count > 0)
			continue;
		if (!t->cjk)
			t->n = stem(t->p, t->n);
		count++;
	}
	return count;
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
			struct concept concept = {0};
			char bits[16] = "";

			if (!class_from_name(row->cell[1], &concept.class) ||
				row->cell[2].n >= sizeof(bits))
				return -1;
			memcpy(bits, row->cell[2].p, row->cell[2].n);
			concept.bits = strtod(bits, NULL);
			concept.name = arena_strndup(&c->arena, id.p, id.n);
			*ARENA_PUSH(&c->arena, &c->concepts, &c->nconcepts) =
				concept;
		}
		if (form->nconcepts == 4)
			return -1;
		form->concepts[form->nconcepts++] = i;
	}
	return form->nconcepts > 0 ? 0 : -1;
}

static void
add_form(struct concepts *c, const struct form *like, struct slice told)
{
	struct token tokens[TOKENS_MAX];
	struct form *form;
	char text[FORM_BYTES];
	char *copy = arena_strndup(&c->arena, told.p, told.n);
	size_t n = join(
		tokens, tokenize(text_fold(&c->arena, copy), tokens), text);

	if (n == 0 || lookup(c, text, n) != NULL)
		return;
	form = arena_alloc(&c->arena, sizeof(*form));
	*form = *like;
	form->text = arena_strdup(&c->arena, text);
	form->told = copy;
	form->next = c->slots[text_hash(text, n) % SLOTS];
	c->slots[text_hash(text, n) % SLOTS] = form;
	*ARENA_PUSH(&c->arena, &c->forms, &c->nforms) = form;
}

static int
read_concepts(struct concepts *c, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find("concepts.tsv", &file) < 0)
		return err_set(
			err, ERR_SYSTEM, "\"concepts.tsv\" is not built in");
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		struct form like = {0};
		struct slice forms, form;

		if (row.ncells < 4 || row_concepts(c, &row, &like) < 0)
			return err_set(err, ERR_INPUT,
				"concepts.tsv:%d: expected concept, class, "
				"bits, forms",
				table.line);
		forms = row.cell[3];
		while (table_value(&forms, &form))
			add_form(c, &like, form);
	}
	return 0;
}

/* The form that a slice of a table is, or NULL. */
static const struct form *
lookup_told(struct concepts *c, struct slice told)
{
	struct token tokens[TOKENS_MAX];
	char text[FORM_BYTES];
	char *copy = arena_strndup(&c->arena, told.p, told.n);
	size_t n = join(
		tokens, tokenize(text_fold(&c->arena, copy), tokens), text);

	return n == 0 ? NULL : lookup(c, text, n);
}

/* The gazetteer (columns: kind, English name, parent, other names): each place
 * is a concept, unless the concepts table has it under one of its names. */
static int
read_places(struct concepts *c, struct err *err)
{
	struct data_file file;
	struct table table;
	struct row row;

	if (data_find("places.tsv", &file) < 0)
		return err_set(
			err, ERR_SYSTEM, "\"places.tsv\" is not built in");
	table = table_open(file.bytes, file.length);
	while (table_next(&table, &row)) {
		const struct form *known = lookup_told(c, row.cell[1]);
		struct slice names = row.cell[3], name;
		struct form like = {.nconcepts = 1};

		if (known != NULL && known->nconcepts == 1) {
			like.concepts[0] = known->concepts[0];
		} else {
			like.concepts[0] = c->nconcepts;
			*ARENA_PUSH(&c->arena, &c->concepts,
				&c->nconcepts) = (struct concept){
				.name = arena_printf(&c->arena, "place %.*s",
					(int)row.cell[1].n, row.cell[1].p),
				.class = CLASS_PLACE,
				.bits = PLACE_BITS,
			};
		}
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

/* ------------------------------------------------------------- bags */

static void
bag_add(struct bag *bag, uint64_t id, double bits)
{
	size_t at = 0;

	while (at < bag->n && bag->items[at].id < id)
		at++;
	if ((at < bag->n && bag->items[at].id == id) || bag->n == BAG_MAX)
		return;
	memmove(&bag->items[at + 1], &bag->items[at],
		(bag->n - at) * sizeof(bag->items[0]));
	bag->items[at] = (struct bag_item){.id = id, .bits = bits};
	bag->n++;
	bag->total += bits;
}

static uint64_t
concept_id(const struct concepts *c, size_t index)
{
	const char *name = c->concepts[index].name;

	return text_hash(name, strlen(name));
}

/* "19th", "2nd"; the Chinese ordinals are 第 to 届. */
static bool
is_ordinal(const struct token *t)
{
	static const char *const ends[] = {"st", "nd", "rd", "th"};

	if (t->n < 3 || !all_digits(t->p, t->n - 2))
		return false;
	for (size_t i = 0; i < 4; i++)
		if (memcmp(t->p + t->n - 2, ends[i], 2) == 0)
			return true;
	return false;
}

/* Tokens of a "第十九届" at tokens[0]; 0 = it is none. */
static size_t
chinese_ordinal(const struct token *tokens, size_t n)
{
	static const char numerals[] = "〇一二三四五六七八九十百两廿卅";
	static const char *const ends[] = {"届", "屆", "回", "次", "期"};
	char one[8];

	if (!slice_is((struct slice){tokens[0].p, tokens[0].n}, "第"))
		return 0;
	for (size_t i = 1; i < n && i < 8; i++) {
		if (tokens[i].n >= sizeof(one))
			return 0;
		memcpy(one, tokens[i].p, tokens[i].n);
		one[tokens[i].n] = '\0';
		for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++)
			if (strcmp(one, ends[k]) == 0)
				return i + 1;
		if (!tokens[i].number && strstr(numerals, one) == NULL)
			return 0;
	}
	return 0;
}

/* What no form knows: a word for itself, a CJK run by its pairs. Returns the
 * tokens that were used. */
static size_t
unknown_token(struct bag *bag, const struct token *tokens, size_t n)
{
	const struct token *t = tokens;
	size_t used = chinese_ordinal(tokens, n);

	if (used > 0)
		return used;
	if (t->number || is_ordinal(t))
		return 1;
	bag->generic = false;
	if (!t->cjk)
		bag_add(bag, ~text_hash(t->p, t->n), WORD_BITS);
	/* Adjacent characters only: pairs are not made across a blank. */
	else if (n > 1 && tokens[1].cjk && tokens[1].p == t->p + t->n)
		bag_add(bag, ~text_hash(t->p, t->n + tokens[1].n), PAIR_BITS);
	else
		bag_add(bag, ~text_hash(t->p, t->n), PAIR_BITS);
	return 1;
}

static void
add_concepts(const struct concepts *c, const struct form *form, struct bag *bag)
{
	for (size_t k = 0; k < form->nconcepts; k++) {
		const struct concept *concept = &c->concepts[form->concepts[k]];

		if (concept->class == CLASS_STOP)
			continue;
		if (concept->class == CLASS_TOPIC ||
			concept->class == CLASS_OFFICE)
			bag->generic = false;
		bag_add(bag, concept_id(c, form->concepts[k]), concept->bits);
	}
}

/* The longest form at tokens[0]; *used is its tokens. */
static const struct form *
longest_form(const struct concepts *c, const struct token *tokens, size_t n,
	size_t *used)
{
	char text[FORM_BYTES];

	for (size_t k = n < FORM_TOKENS ? n : FORM_TOKENS; k > 0; k--) {
		size_t length = join(tokens, k, text);
		const struct form *form =
			length == 0 ? NULL : lookup(c, text, length);

		if (form != NULL) {
			*used = k;
			return form;
		}
	}
	return NULL;
}

/* An abbreviation put behind a name in brackets, "(CIPAC)", says the name
 * again. Blanks it in `name`. */
static void
drop_abbreviations(char *name)
{
	for (char *open = strchr(name, '('); open != NULL;
		open = strchr(open + 1, '(')) {
		size_t n = strspn(open + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ&-");

		if (n >= 2 && n <= 8 && open[1 + n] == ')' && open != name)
			memset(open, ' ', n + 2);
	}
}

void
bag_make(const struct concepts *concepts, const char *name, struct bag *bag)
{
	struct token tokens[TOKENS_MAX];
	struct arena arena;
	size_t n, used;
	char *copy;

	*bag = (struct bag){.generic = true};
	if (name == NULL)
		return;
	arena_init(&arena);
	copy = arena_strdup(&arena, name);
	drop_abbreviations(copy);
	n = tokenize(text_fold(&arena, copy), tokens);
	for (size_t i = 0; i < n; i += used) {
		const struct form *form =
			longest_form(concepts, tokens + i, n - i, &used);

		if (form != NULL)
			add_concepts(concepts, form, bag);
		else
			used = unknown_token(bag, tokens + i, n - i);
	}
	arena_release(&arena);
}

double
bag_likeness(const struct bag *a, const struct bag *b)
{
	double shared = 0, all;
	size_t i = 0, j = 0;

	while (i < a->n && j < b->n) {
		if (a->items[i].id < b->items[j].id) {
			i++;
		} else if (a->items[i].id > b->items[j].id) {
			j++;
		} else {
			shared += a->items[i].bits;
			i++;
			j++;
		}
	}
	all = a->total + b->total - shared;
	return all > 0 ? shared / all : 0;
}

uint64_t
bag_hash(const struct bag *bag)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < bag->n; i++) {
		uint64_t both[2] = {hash, bag->items[i].id};

		hash = text_hash(both, sizeof(both));
	}
	return hash;
}

double
merge_name_likeness(
	const struct concepts *concepts, const char *a, const char *b)
{
	struct bag x, y;

	bag_make(concepts, a, &x);
	bag_make(concepts, b, &y);
	return bag_likeness(&x, &y);
}

uint64_t
concepts_find(const struct concepts *concepts, const char *text)
{
	struct token tokens[TOKENS_MAX];
	const struct form *form = NULL;
	struct arena arena;
	size_t n, used;

	if (text == NULL)
		return 0;
	arena_init(&arena);
	n = tokenize(text_fold(&arena, text), tokens);
	if (n > 0)
		form = longest_form(concepts, tokens, n, &used);
	if (form != NULL && used < n)
		form = NULL;
	arena_release(&arena);
	return form == NULL ? 0 : concept_id(concepts, form->concepts[0]);
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
	n = tokenize(text_fold(&arena, text), tokens);
	for (size_t i = 0; i < n; i += used) {
		const struct form *form =
			longest_form(concepts, tokens + i, n - i, &used);

		if (form == NULL) {
			used = 1;
			continue;
		}
		for (size_t k = 0; k < concepts->nforms; k++) {
			const struct form *other = concepts->forms[k];
			const struct concept *concept =
				&concepts->concepts[other->concepts[0]];

			if (other->nconcepts == 1 && form->nconcepts == 1 &&
				other->concepts[0] == form->concepts[0] &&
				(concept->class == CLASS_PLACE ||
					concept->class == CLASS_OFFICE))
				buf_printf(out, "\n%s", other->told);
		}
	}
	arena_release(&arena);
}
