/*
 * term.c - tables that line up in Chinese too, and the progress line of a run.
 */
#include "cli/term.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define GAP 2        /* between two columns of a table */
#define NARROWEST 12 /* no column is shortened to less */

void
grid_init(struct grid *grid, struct arena *arena, const char *const *heads)
{
	*grid = (struct grid){.arena = arena, .heads = heads};
	while (heads[grid->ncolumns] != NULL && grid->ncolumns < GRID_COLUMNS)
		grid->ncolumns++;
}

static bool
is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
	       (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069);
}

const char *
term_text(struct arena *arena, const char *s)
{
	size_t n = s != NULL ? strlen(s) : 0, taken;
	bool clean = true;
	struct buf out;
	const char *text = s != NULL ? s : "";
	uint32_t cp;

	for (size_t i = 0; i < n && clean; i += taken) {
		taken = utf8_decode(s + i, n - i, &cp);
		clean = !is_control(cp);
	}
	if (clean)
		return text;
	buf_init(&out, BUF_NO_LIMIT);
	for (size_t i = 0; i < n; i += taken) {
		char bytes[4];

		taken = utf8_decode(s + i, n - i, &cp);
		if (cp >= '\t' && cp <= '\r')
			cp = ' ';
		else if (is_control(cp))
			cp = TEXT_REPLACEMENT;
		buf_add(&out, bytes, utf8_encode(cp, bytes));
	}
	text = arena_strdup(arena, buf_str(&out));
	buf_release(&out);
	return text;
}

void
grid_add(struct grid *grid, const char *cell)
{
	size_t widest = grid->widest[grid->ncells % grid->ncolumns];
	const char *text = term_text(grid->arena, cell);
	const char *copy = widest > 0 ? text_shorten(grid->arena, text, widest)
				      : arena_strdup(grid->arena, text);

	*ARENA_PUSH(grid->arena, &grid->cells, &grid->ncells) = copy;
}

/* Takes from the widest of the columns that may be shortened until a line fits,
 * or none is left that would still say something. */
static void
fit(const struct grid *grid, size_t *width, size_t columns)
{
	for (;;) {
		size_t total = 0, widest = GRID_COLUMNS;

		for (size_t i = 0; i < grid->ncolumns; i++) {
			total += width[i] + (i > 0 ? GAP : 0);
			if ((grid->widest[i] > 0 || grid->shrinks[i]) &&
				width[i] > NARROWEST &&
				(widest == GRID_COLUMNS ||
					width[i] > width[widest]))
				widest = i;
		}
		if (columns == 0 || total <= columns || widest == GRID_COLUMNS)
			return;
		width[widest]--;
	}
}

static void
print_row(const struct grid *grid, const char *const *row, const size_t *width,
	FILE *out)
{
	const char *cells[GRID_COLUMNS];
	size_t last = grid->ncolumns - 1;

	for (size_t i = 0; i <= last; i++)
		cells[i] =
			text_columns(row[i]) <= width[i]
				? row[i]
				: text_shorten(grid->arena, row[i], width[i]);

	/* No blanks at a line's end, although its last cells are empty. */
	while (last > 0 && cells[last][0] == '\0')
		last--;
	for (size_t i = 0; i <= last; i++) {
		fputs(cells[i], out);
		if (i == last)
			break;
		for (size_t n = text_columns(cells[i]); n < width[i] + GAP; n++)
			putc(' ', out);
	}
}

/* How many columns the terminal behind a stream has; 0 = it is none, or does
 * not say. */
static size_t
term_columns(FILE *stream)
{
	struct winsize size;

	if (!isatty(fileno(stream)) ||
		ioctl(fileno(stream), TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col;
}

void
grid_print(const struct grid *grid, FILE *out)
{
	size_t width[GRID_COLUMNS] = {0};
	bool colours = term_colours(out);
	const size_t ncolumns = grid->ncolumns;

	if (ncolumns == 0 || grid->ncells < ncolumns)
		return;
	for (size_t i = 0; i < ncolumns; i++)
		width[i] = text_columns(grid->heads[i]);
	for (size_t i = 0; i < grid->ncells; i++) {
		size_t n = text_columns(grid->cells[i]);

		if (n > width[i % ncolumns])
			width[i % ncolumns] = n;
	}
	fit(grid, width, grid->fit > 0 ? grid->fit : term_columns(out));
	fputs(term_bold(colours), out);
	print_row(grid, grid->heads, width, out);
	fputs(term_plain(colours), out);
	putc('\n', out);
	for (size_t i = 0; i + ncolumns <= grid->ncells; i += ncolumns) {
		print_row(grid, grid->cells + i, width, out);
		putc('\n', out);
	}
}

bool
term_colours(FILE *stream)
{
	const char *no = getenv("NO_COLOR");

	return isatty(fileno(stream)) && (no == NULL || no[0] == '\0');
}

const char *
term_bold(bool colours)
{
	return colours ? "\033[1m" : "";
}

const char *
term_plain(bool colours)
{
	return colours ? "\033[0m" : "";
}

void
progress_init(struct progress *progress)
{
	const char *terminal = getenv("TERM");

	*progress = (struct progress){
		.on = isatty(STDERR_FILENO) &&
		      (terminal == NULL || strcmp(terminal, "dumb") != 0)};
}

void
progress_show(struct progress *progress, const char *format, ...)
{
	char line[PROGRESS_MAX];
	va_list arguments;

	if (!progress->on)
		return;
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (progress->visible && strcmp(line, progress->line) == 0)
		return;
	memcpy(progress->line, line, sizeof(line));
	fprintf(stderr, "\r\033[K%s", line);
	fflush(stderr);
	progress->visible = true;
}

void
progress_clear(struct progress *progress)
{
	if (!progress->visible)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	progress->visible = false;
}
