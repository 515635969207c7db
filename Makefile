# ipherald: see README.md for what it is, ARCHITECTURE.md for how it is built.
#
#   make            the program, ./ipherald
#   make deps       installs what is missing to build (Debian)
#   make demo       runs the main job on the bundled sample site
#   make check      builds and passes the tests; T=parse/atom for one or some
#   make accept T=  takes today's output of test T as expected
#   make lint       formatting, static analysis, man pages, scripts
#   make install    PREFIX=/usr/local DESTDIR=
#
#   make bench FEEDS="FILE..."   what reading these feeds costs
#   make bench-pages PAGES="FILE..."  what reading these pages costs
#   make bench-mentions TEXTS="FILE..."  events read a second
#   make check-browser           the pages in Chromium: axe, and the search
#   make bench-publish           what publishing costs as the store grows
#   make bench-store             what a new report costs as the store grows
#   make bench-run RUN="--sources 1000"  a run beside the bare loop
#   make fuzz       a short run of every fuzz target
#
# Also: unit, check-chaos, check-browser, check-sanitize, check-valgrind, layers, format,
# uninstall, clean.
# SANITIZE=1 builds with ASan and UBSan; WERROR=1 makes warnings errors; V=1
# shows the compiler's command lines.

VERSION = 0.1.0
PREFIX ?= /usr/local
O ?= build$(if $(SANITIZE),/sanitize)
PROGRAM = $(if $(SANITIZE),$(O)/ipherald,ipherald)

LIBS = libcurl libxml-2.0 sqlite3 gumbo uchardet libical jansson libutf8proc \
	inih libmicrohttpd libcrypto libseccomp zlib libdeflate
# Libraries' headers are not ours to warn about: -isystem.
LIB_CFLAGS := $(patsubst -I%,-isystem %,$(shell \
	pkg-config --cflags $(LIBS) 2>/dev/null))
LIB_LIBS := $(shell pkg-config --libs $(LIBS) 2>/dev/null)

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wpointer-arith \
	-Wwrite-strings -Wcast-qual -Wformat=2 -Wundef -Wvla -fno-common \
	$(if $(WERROR),-Werror)
HARDENING = -fstack-protector-strong -fstack-clash-protection \
	-fcf-protection=full -fPIE \
	$(if $(SANITIZE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
SANITIZERS = $(if $(SANITIZE),-fsanitize=address -fsanitize=undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer)

CFLAGS ?= $(if $(SANITIZE),-O1,-O2) -g
CPPFLAGS_OURS = -std=c17 -D_GNU_SOURCE -DIPHERALD_VERSION='"$(VERSION)"' -I. \
	$(LIB_CFLAGS) -include base/banned.h
ALL_CFLAGS = $(CPPFLAGS_OURS) $(CFLAGS) $(WARNINGS) $(HARDENING) \
	$(SANITIZERS) -MMD -MP
ALL_LDFLAGS = $(LDFLAGS) $(SANITIZERS) -pie -Wl,-z,relro,-z,now \
	-Wl,-z,noexecstack -Wl,--as-needed
# A C library before glibc 2.34 has threads in one of its own.
LDLIBS = $(LIB_LIBS) -lm -pthread

ROOMS = base data fetch parse store feeds
SOURCES = $(foreach room,$(ROOMS),$(wildcard $(room)/*.c))
OBJECTS = $(SOURCES:%.c=$(O)/%.o) $(O)/data/tables.o $(O)/parse/lexicon_tables.o
# What reads the tables of words and writes them as C. It runs here: where CC
# builds for another machine, LEXICON= names one that was made for this one.
LEXICON = $(O)/parse/lexicon/lexicon
LEXICON_OBJECTS = $(patsubst %.c,$(O)/%.o,$(wildcard parse/lexicon/*.c base/*.c \
	data/*.c) parse/fold.c parse/lexicon.c parse/tokens.c) $(O)/data/tables.o
CLI_OBJECTS = $(patsubst %.c,$(O)/%.o,$(wildcard cli/*.c))
UNIT_TESTS = $(patsubst %.c,$(O)/%,$(wildcard tests/unit/*_test.c))
TEST_TOOLS = $(patsubst %.c,$(O)/%,$(wildcard tests/*.c))
ALL_C = $(wildcard $(addsuffix /*.c,$(ROOMS) parse/lexicon cli bench fuzz tests \
	tests/server tests/unit))
ALL_H = $(wildcard $(addsuffix /*.h,$(ROOMS) parse/lexicon cli fuzz tests \
	tests/server tests/unit))

run = $(if $(V),,@echo '  $1	$@' && )

all: $(PROGRAM)

$(PROGRAM): $(CLI_OBJECTS) $(O)/libipherald.a
	$(call run,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

$(O)/libipherald.a: $(OBJECTS)
	$(call run,AR)rm -f $@ && ar rcs $@ $^

$(O)/%.o: %.c Makefile | libraries
	@mkdir -p $(@D)
	$(call run,CC)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# What another program read is read again: seen.o has a mark of all sources, in
# one order wherever it is made.
READS = $(sort $(wildcard $(addsuffix /*.[ch],base parse parse/lexicon store \
	cli) data/*))
$(O)/cli/seen.o: $(READS)
$(O)/cli/seen.o: CPPFLAGS_OURS += -DIPHERALD_SOURCES=$$(cat $(READS) | \
	cksum | cut -d' ' -f1)u

$(O)/data/tables.o: data/tables.S data/tables.h \
		$(wildcard data/*.tsv data/*.ini data/*.css data/*.js)
	@mkdir -p $(@D)
	$(call run,AS)$(CC) -I. -c -o $@ $<

$(O)/parse/lexicon/lexicon: $(LEXICON_OBJECTS)
	$(call run,LINK)$(CC) $(CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

$(O)/parse/lexicon_tables.c: $(LEXICON)
	@mkdir -p $(@D)
	$(call run,MAKE)$(LEXICON) >$@.part && mv $@.part $@

$(O)/parse/lexicon_tables.o: $(O)/parse/lexicon_tables.c Makefile
	$(call run,CC)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(O)/tests/unit/%: $(O)/tests/unit/%.o $(O)/libipherald.a
	$(call run,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) \
		$(filter %.a,$^) $(LDLIBS) -lcmocka

$(addprefix $(O)/tests/unit/fetch_,loop_test refusal_test tls_test): \
	$(O)/tests/unit/fetch_world.o

# cli/ is not in the library: main() is there.
$(filter $(O)/tests/unit/cli_%,$(UNIT_TESTS)): \
	$(filter-out %/main.o,$(CLI_OBJECTS))

# Some start the server.
$(UNIT_TESTS): | $(O)/tests/httpd
$(O)/tests/httpd: $(patsubst %.c,$(O)/%.o,$(wildcard tests/server/*.c))

$(TEST_TOOLS): %: %.o $(O)/libipherald.a
	$(call run,LINK)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) \
		$(filter %.a,$^) $(LDLIBS)

WITHOUT_SANITISER = -Wl,--wrap=sanitize_html

$(O)/bench/%: $(O)/bench/%.o $(O)/libipherald.a
	$(call run,LINK)$(CC) $(ALL_LDFLAGS) \
		$(if $(filter %/parse,$@),$(WITHOUT_SANITISER)) -o $@ \
		$(filter %.o,$^) $(filter %.a,$^) $(LDLIBS)

# Every file is built for the fuzzer, by clang: libclang-rt-14-dev.
FUZZ_FLAGS = -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_SECONDS = 20
FUZZ_TARGETS = feed jsonfeed page sanitize
fuzz:
	@contrib/deps build fuzz
	@$(MAKE) --no-print-directory O=build/fuzz CC=clang WARNINGS= \
		CFLAGS='-O1 -g $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link' \
		$(FUZZ_TARGETS:%=build/fuzz/fuzz/%)
	@for t in $(FUZZ_TARGETS); do mkdir -p build/fuzz/corpus/$$t && \
		build/fuzz/fuzz/$$t -max_total_time=$(FUZZ_SECONDS) -timeout=60 \
		-max_len=8192 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix=build/fuzz/ build/fuzz/corpus/$$t \
		fuzz/seeds/$$t || exit 1; done

$(O)/fuzz/%: $(O)/fuzz/%.o $(O)/fuzz/document.o $(O)/libipherald.a
	$(call run,LINK)$(CC) $(ALL_LDFLAGS) $(FUZZ_FLAGS) -fsanitize=fuzzer \
		-o $@ $^ $(LDLIBS)

libraries:
	@pkg-config --exists $(LIBS) || \
		{ echo 'libraries are missing: run make deps' >&2; exit 1; }

deps:
	@contrib/deps build

# What is missing is installed before pkg-config is asked: hence the second
# make.
demo:
	@contrib/deps build test
	@$(MAKE) --no-print-directory all
	@tests/demo ./$(PROGRAM)

check:
	@contrib/deps build test
	@$(MAKE) --no-print-directory test-programs
	@tests/run -o $(O) -p ./$(PROGRAM) $(T)

accept: test-programs
	@tests/run -a -o $(O) -p ./$(PROGRAM) $(T)

test-programs: $(PROGRAM) $(UNIT_TESTS) $(TEST_TOOLS)

unit:
	@$(MAKE) --no-print-directory $(UNIT_TESTS)
	@tests/run -o $(O) -p ./$(PROGRAM) unit

check-sanitize:
	@$(MAKE) --no-print-directory SANITIZE=1 check

# A worker's seccomp filter allows nothing of what valgrind does in it.
NO_VALGRIND = %/parse_pool_test
check-valgrind:
	@contrib/deps build test valgrind
	@$(MAKE) --no-print-directory test-programs
	@tests/run -o $(O) -p ./$(PROGRAM) -w 'valgrind -q --error-exitcode=99 \
		--leak-check=full --child-silent-after-fork=yes' \
		$(patsubst %,unit/%,$(notdir $(filter-out $(NO_VALGRIND),$(UNIT_TESTS))))

bench: $(O)/bench/parse
	$(O)/bench/parse $(FEEDS)

bench-pages: $(O)/bench/pages
	$(O)/bench/pages $(PAGES)

bench-mentions: $(O)/bench/mentions
	$(O)/bench/mentions $(TEXTS)

bench-store: $(O)/bench/store
	$(O)/bench/store $(REPORTS)

bench-publish: $(O)/bench/publish $(PROGRAM)
	$(O)/bench/publish $(EVENTS)

# python3, nginx; see the head of bench/sources for RUN.
bench-run: $(PROGRAM) $(O)/bench/bare
	@contrib/deps bench
	bench/sources $(RUN) ./$(PROGRAM) $(O)/bench/bare

# Every fault of tests/chaos/cases, on loopback, and of memory, disk and machine;
# takes minutes. KILLS=1000 kills a run so often at random moments (else 100).
check-chaos:
	@contrib/deps build test chaos
	@$(MAKE) --no-print-directory $(PROGRAM) $(TEST_TOOLS)
	@tests/chaos/run -o $(O) -p ./$(PROGRAM) $(CASE)
	@[ -n "$(CASE)" ] || tests/chaos/disk -o $(O) -p ./$(PROGRAM) -k $(or $(KILLS),100)

# Newsboat, sfeed and khal read what is published, warcio.js what is kept.
check-readers:
	@contrib/deps build test readers
	@$(MAKE) --no-print-directory $(PROGRAM) $(TEST_TOOLS)
	@tests/run -o $(O) -p ./$(PROGRAM) $(or $(T),readers/)

# Needs Chromium and npm; says so and passes where they cannot be had.
check-browser:
	@contrib/deps build test
	@$(MAKE) --no-print-directory $(PROGRAM)
	@tests/browser ./$(PROGRAM)

layers:
	@tests/layers

lint:
	@contrib/deps build lint
	@LIB_CFLAGS="$(LIB_CFLAGS)" tests/lint

format:
	clang-format -i $(ALL_C) $(ALL_H)

DOC = $(DESTDIR)$(PREFIX)/share/doc/ipherald
install: $(PROGRAM)
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/ipherald
	for page in $(notdir $(wildcard man/*.[1-8])); do install -D -m 644 \
		man/$$page $(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$$page \
		|| exit 1; done
	install -d $(DOC)/examples
	install -m 644 LICENSE README.md $(DOC)
	install -m 644 data/site.css data/texts.tsv \
		contrib/ipherald.cron contrib/nginx.conf \
		contrib/systemd/* $(DOC)/examples

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/ipherald $(addprefix \
		$(DESTDIR)$(PREFIX)/share/man/man?/,$(notdir $(wildcard man/*.[1-8])))
	rm -rf $(DOC)

clean:
	rm -rf build ipherald

-include $(shell find $(O) -name '*.d' 2>/dev/null)

.PHONY: all bench bench-pages bench-mentions bench-store bench-run fuzz libraries deps demo check accept \
	test-programs unit check-chaos check-readers check-browser check-sanitize check-valgrind layers \
	lint format install uninstall clean
.SECONDARY:
