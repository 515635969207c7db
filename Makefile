# ipherald: see README.md for what it is, ARCHITECTURE.md for how it is built.
#
#   make            the program, ./ipherald
#   make deps       installs what is missing to build and test (Debian)
#   make demo       runs the main job on the bundled sample site
#   make check      builds and passes the tests; T=parse/atom for one or some
#   make accept T=  takes today's output of test T as expected
#   make install    PREFIX=/usr/local DESTDIR=
#
# SANITIZE=1 builds with ASan and UBSan; WERROR=1 makes warnings errors.

VERSION = 0.1.0
PREFIX ?= /usr/local
CC ?= gcc
O ?= build$(if $(SANITIZE),-sanitize)
PROGRAM = $(if $(SANITIZE),$(O)/ipherald,ipherald)

LIBS = libcurl libxml-2.0 sqlite3 gumbo uchardet libical jansson libutf8proc \
	opencc inih libmicrohttpd libcrypto libseccomp
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wpointer-arith \
	-Wwrite-strings -Wcast-qual -Wformat=2 -Wundef -Wvla -fno-common \
	$(if $(WERROR),-Werror)
HARDENING = -fstack-protector-strong -fstack-clash-protection \
	-fcf-protection=full -fPIE \
	$(if $(SANITIZE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
SANITIZERS = $(if $(SANITIZE),-fsanitize=address$(,)undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer)
, := ,

CFLAGS ?= -O2 -g
# Libraries' headers are not ours to warn about: -isystem.
ALL_CFLAGS = -std=c17 $(CFLAGS) $(WARNINGS) $(HARDENING) $(SANITIZERS) \
	$(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(LIBS))) \
	-D_GNU_SOURCE -DIPHERALD_VERSION='"$(VERSION)"' -I. -MMD -MP
ALL_LDFLAGS = $(LDFLAGS) $(SANITIZERS) -pie -Wl,-z,relro,-z,now \
	-Wl,-z,noexecstack -Wl,--as-needed
LDLIBS = $(shell pkg-config --libs $(LIBS)) -lm

ROOMS = base data fetch parse store feeds
SOURCES = $(foreach room,$(ROOMS),$(wildcard $(room)/*.c))
OBJECTS = $(SOURCES:%.c=$(O)/%.o) $(O)/data/tables.o
CLI_OBJECTS = $(patsubst %.c,$(O)/%.o,$(wildcard cli/*.c))
UNIT_TESTS = $(patsubst %.c,$(O)/%,$(wildcard tests/unit/*_test.c))

all: $(PROGRAM)

$(PROGRAM): $(CLI_OBJECTS) $(O)/libipherald.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

$(O)/libipherald.a: $(OBJECTS)
	rm -f $@ && ar rcs $@ $^

$(O)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -include base/banned.h -c -o $@ $<

$(O)/data/tables.o: data/tables.S $(wildcard data/*.tsv data/*.ini data/*.css)
	@mkdir -p $(@D)
	$(CC) -I. -c -o $@ $<

$(O)/tests/unit/%: $(O)/tests/unit/%.o $(O)/libipherald.a
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

unit: $(UNIT_TESTS)
	@for t in $(UNIT_TESTS); do ./$$t || exit 1; done

clean:
	rm -rf build build-sanitize ipherald

-include $(shell find $(O) -name '*.d' 2>/dev/null)

.PHONY: all unit clean
.SECONDARY:
