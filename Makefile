# SPDX-License-Identifier: MIT
# hangup: see README.md. `make deps demo` and `make deps check` need only make, a C compiler and apt-get.
# `make help` prints the lines that begin with two hashes; V=1 shows the commands.

# The version is that of the newest entry of CHANGELOG.md. What a release fills in is told in CONTRIBUTING.md.
VERSION  := $(shell awk '$$1 ~ /^..$$/ && $$2 ~ /^[0-9.]+$$/ { print $$2; exit }' CHANGELOG.md)
HOMEPAGE ?=
SOURCE   ?=
VCS_GIT  ?=
WATCH    ?=

# prefix=, as others call it, is understood on the command line.
PREFIX  ?= $(if $(filter command,$(firstword $(origin prefix))),$(prefix),/usr/local)
DESTDIR ?=
# Not every shell makes $(HOME) of the ~ in PREFIX=~/.local.
override PREFIX := $(patsubst ~/%,$(HOME)/%,$(PREFIX))

CFLAGS   ?= -O2 -g
CPPFLAGS ?=
LDFLAGS  ?=
# libcsv ships no pkg-config file, and asking pkg-config here would run before `deps` can install anything.
LDLIBS   ?= -lcsv
STRIP    ?= strip
CHECK_LIBS ?= -lcheck -ljansson -lsubunit -lrt -lm -pthread
# The compiler for tools that run while building: not CC, which may build for another machine. If it is the same one,
# so are the places it finds libraries in.
HOST_CC  ?= cc
for_build = $(if $(filter x$(HOST_CC)x,x$(CC)x),$(1))
CPPFLAGS_FOR_BUILD ?= $(call for_build,$(CPPFLAGS))
LDFLAGS_FOR_BUILD  ?= $(call for_build,$(LDFLAGS))

# Another BUILD and PROGRAM keep a second build (other compiler, other flags) beside this one.
BUILD   ?= build
PROGRAM ?= hangup

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wformat=2 -Wmissing-prototypes -Wvla -Wundef

# Flags that not every compiler, library and linker has are tried out, once, when something is to be compiled.
WANTED := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3|-D_FORTIFY_SOURCE=2 \
	-ffile-prefix-map=/=/ -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
ACCEPTED = $(eval ACCEPTED := $(shell packaging/accepted-flags '$(WANTED)' $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS)))$(ACCEPTED)
LINKER_ONLY := -pie -Wl,%
HARDENING      ?= $(filter-out $(LINKER_ONLY) -ffile-prefix-map%,$(ACCEPTED))
HARDENING_LINK ?= $(filter $(LINKER_ONLY),$(ACCEPTED))

# The same bytes, wherever the sources stand.
SAME_ANYWHERE = $(if $(filter -ffile-prefix-map%,$(ACCEPTED)),-ffile-prefix-map='$(CURDIR)'=.)

ALL_CPPFLAGS = -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -DHANGUP_VERSION='"$(VERSION)"' -Isrc -I$(BUILD) $(CPPFLAGS)
ALL_CFLAGS   = -std=gnu11 $(WARNINGS) $(CFLAGS) $(HARDENING) $(SAME_ANYWHERE)
ALL_LDFLAGS  = $(HARDENING_LINK) $(LDFLAGS)

# What is done, in a word and a file, unless V=1 shows the command itself or -s nothing; the demo needs the screen.
Q := $(if $(filter-out 0,$(V)),,@)
DEMO := $(filter demo,$(MAKECMDGOALS))
say = $(if $(Q),$(if $(DEMO)$(findstring s,$(firstword -$(MAKEFLAGS))),,@echo '  $(1) $(2)'))

SOURCES := $(filter-out src/table/mktable%.c,$(wildcard src/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o) $(BUILD)/table/rows.o
TABLES  := src/table/voice src/table/trunk
TABLE   := $(wildcard $(TABLES:=/*.csv))
MKTABLE := $(wildcard src/table/mktable*.c) $(addprefix src/,table/key.c \
	$(addprefix support/,text.c escape.c memory.c diagnostics.c retry.c))
SUITES  := $(sort $(patsubst tests/unit/test_%.c,%,$(wildcard tests/unit/test_*.c)))
UNIT    := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/unit/*.c))

## make               the program, ./hangup
all: $(PROGRAM)

$(PROGRAM): $(BUILD)/main.o $(BUILD)/libhangup.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libhangup.a: $(OBJECTS)
	$(call say,AR,$@)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

# Everything compiled depends on the flags it was compiled with and, where `deps` is asked for too, comes after it. The
# new ones have a name of their own, for several makes may run in one tree.
DEPS_FIRST := $(filter deps deps-dev deps-clickhouse,$(MAKECMDGOALS))
$(BUILD)/flags: FORCE | $(DEPS_FIRST)
	@mkdir -p $(@D)
	@new=$@.$$$$; printf '%s\n' '$(subst ','\'',$(FLAGS))' >$$new; \
	if cmp -s $$new $@; then rm $$new; else $(call need,csv.h) && $(if $(DEMO),echo 'Building ./$(PROGRAM)' &&) mv $$new $@; fi

FLAGS = $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(LDLIBS) $(HOST_CC) $(CPPFLAGS_FOR_BUILD) $(LDFLAGS_FOR_BUILD)

# In one line instead of many what is missing.
need = { printf '\#include <%s>\n' stdio.h $(1) | $(CC) $(ALL_CPPFLAGS) -x c -E - >/dev/null 2>&1 || \
	{ echo '$(CC) does not find $(1): "make deps" installs what is needed, or names it' >&2; exit 1; }; }

define COMPILE
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
endef

$(BUILD)/%.o: src/%.c $(BUILD)/flags
	$(COMPILE)

# The table: CSV to C, by a tool that runs here, whatever machine the program is for.
$(BUILD)/mktable: $(MKTABLE) $(wildcard src/table/*.h src/support/*.h) $(BUILD)/flags
	$(call say,HOSTCC,$@)
	$(Q)$(HOST_CC) -std=gnu11 -D_GNU_SOURCE -Isrc $(WARNINGS) -O1 -g $(CPPFLAGS_FOR_BUILD) $(LDFLAGS_FOR_BUILD) \
		-o $@ $(MKTABLE) -lcsv

$(BUILD)/table/rows.c: $(BUILD)/mktable $(TABLE)
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)$(BUILD)/mktable rows $(TABLES) >$@

$(BUILD)/table/index.h: $(BUILD)/mktable $(TABLE)
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)$(BUILD)/mktable index $(TABLES) >$@

$(BUILD)/table/rows.o: $(BUILD)/table/rows.c $(BUILD)/flags
	$(COMPILE)

# What includes the index has to wait for it.
$(BUILD)/table/cause.o: $(BUILD)/table/index.h

# The tests. Every tests/unit/test_NAME.c has a suite, which is run without further ado.
$(BUILD)/tests/unit/%.o: tests/unit/%.c $(BUILD)/flags $(BUILD)/tests/unit/suites.h
	$(COMPILE)

$(BUILD)/tests/unit/suites.h: FORCE
	@mkdir -p $(@D)
	@new=$@.$$$$; printf 'SUITE(%s)\n' $(SUITES) >$$new; \
	if cmp -s $$new $@; then rm $$new; else $(call need,check.h) && mv $$new $@; fi

# Some tests count how much work is done: calls of these come by tests/unit/counting.c; the last by main.c.
WRAPPED := -Wl,--wrap=csv_parse -Wl,--wrap=memchr -Wl,--wrap=_mark_point
$(BUILD)/tests/unit/suites: $(UNIT) $(BUILD)/libhangup.a
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(WRAPPED) -o $@ $^ $(CHECK_LIBS) $(LDLIBS)

# Both run at the top of the tree, at once and to their ends, longest first, before the status is told; the suites work
# while the command tests wait for processes to start, which two cores do no faster than one. The command tests run with no
# signal ignored, without what makes bash another one, and in a locale that it can write every character in; they find
# what they test in $HANGUP and $MKTABLE. prove is Perl's, so Perl is there.
LONG_SUITES := records json_reader json rare pairs
LONG_TESTS  := $(patsubst %,tests/cli/%.bats,hazards annotate stats shapes progress recipes complete)
ORDERED_SUITES := $(filter $(SUITES),$(LONG_SUITES)) $(filter-out $(LONG_SUITES),$(SUITES))
COMMAND_TESTS ?= $(LONG_TESTS) $(filter-out $(LONG_TESTS),$(wildcard tests/cli/*.bats))
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

RUN_SUITES = printf '%s\n' $(ORDERED_SUITES) | xargs -P $(JOBS) -I NAME sh -c \
	'said=$$(CK_RUN_SUITE=NAME $(BUILD)/tests/unit/suites 2>&1); failed=$$?; echo "$$said"; exit $$failed'
# Without any there is nothing to run.
RUN_COMMAND_TESTS = [ -z "$(COMMAND_TESTS)" ] || LC_ALL=C.UTF-8 HANGUP="$$PWD/$(PROGRAM)" MKTABLE=$(BUILD)/mktable \
	perl -e '$$SIG{$$_} = "DEFAULT" for keys %SIG; delete $$ENV{POSIXLY_CORRECT}; exec @ARGV' \
	prove -j $$(($(JOBS) + 1)) --failures --comments -e 'bats --tap' $(COMMAND_TESTS)

## make check         the tests
check: $(PROGRAM) $(BUILD)/mktable $(BUILD)/hangup.1 $(BUILD)/tests/unit/suites
	@failed=0; { $(RUN_COMMAND_TESTS); } & $(RUN_SUITES) || failed=1; wait $$! || failed=1; exit $$failed

## make quick         the same, with as little of each as will do
quick: | $(DEPS_FIRST)
	$(Q)HANGUP_TEST_LENGTH=least $(MAKE) --no-print-directory check

# With musl, whose programs are small, where it has the libraries; else with glibc.
STATIC_CC := $(CC)
ifeq ($(origin CC),default)
STATIC_CC = $(if $(shell packaging/accepted-flags -static musl-gcc $(CPPFLAGS) $(LDFLAGS) $(LDLIBS) 2>/dev/null),musl-gcc,$(CC))
endif
## make static        build/static/hangup, one file that needs no other: copy it to any machine of this kind
static: | $(DEPS_FIRST)
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/static PROGRAM=$(BUILD)/static/hangup CC='$(STATIC_CC)' \
		HARDENING_LINK=$(if $(filter musl-gcc,$(STATIC_CC)),-static,-static-pie)
	$(Q)$(STRIP) $(BUILD)/static/hangup
	@echo "$(BUILD)/static/hangup: $$(wc -c <$(BUILD)/static/hangup) bytes, by $(STATIC_CC)"

## make demo          what it does, on one screen
demo: $(PROGRAM)
	./$(PROGRAM) 3130
	@echo
	./$(PROGRAM) stats --top 4 samples/tuesday.csv | head -n 9

## make NAME          a check, tests/ci/NAME, such as sanitize; .ci/run runs them all
# These gates are scripts: `make sanitize` and tests/ci/sanitize are the same. They build below build/ci.
GATES := $(notdir $(wildcard tests/ci/*))
$(GATES): | $(DEPS_FIRST)
	$(Q)MAKE='$(MAKE)' tests/ci/$@

## make coverage      which lines the tests reach
coverage:
	$(Q)MAKE='$(MAKE)' tests/coverage

## make fuzz          looks for input that breaks it, for a minute or SECONDS=3600
SECONDS ?= 60
fuzz:
	$(Q)MAKE='$(MAKE)' tests/fuzz/run $(SECONDS)

## make mutations     how many of 200 breaks the tests notice; mutations-sample: of 40
SEED ?= 1
mutations:
	$(Q)MAKE='$(MAKE)' tests/mutations/run 200 $(SEED)
mutations-sample:
	$(Q)MAKE='$(MAKE)' tests/mutations/run 40 $(SEED)

## make bench         how fast it is
bench: $(PROGRAM)
	tests/bench/run

FORMATTED = $(wildcard src/*.[ch] src/*/*.[ch] tests/*/*.[ch])
## make format        lays out the sources
format:
	clang-format -i $(FORMATTED)

## make compare DOC=  what a saved copy of the reference page has and the table lacks, and the reverse
compare: $(PROGRAM)
	@[ -n "$(DOC)" ] || { echo 'make compare needs DOC=page.md' >&2; exit 2; }
	@packaging/compare-page ./$(PROGRAM) "$(DOC)"

# The options in hangup(1) are those of the commands' rows, told by a tool that has them all and, as mktable, runs here.
ROWS_HERE = $(if $(call for_build,here),$(BUILD)/libhangup.a,$(SOURCES) $(BUILD)/table/rows.c)
$(BUILD)/mkmanual: src/mkmanual.c $(BUILD)/libhangup.a
	$(call say,HOSTCC,$@)
	$(Q)$(HOST_CC) -std=gnu11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -DHANGUP_VERSION='"$(VERSION)"' -Isrc -I$(BUILD) $(WARNINGS) \
		$(if $(call for_build,here),$(CFLAGS),-O0) $(CPPFLAGS_FOR_BUILD) $(LDFLAGS_FOR_BUILD) -o $@ $< $(ROWS_HERE) -lcsv

$(BUILD)/hangup.1: man/hangup.1.in $(BUILD)/mkmanual
	$(call say,GEN,$@)
	$(Q)sed 's/@VERSION@/$(VERSION)/' $< >$@.in
	$(Q)$(BUILD)/mkmanual <$@.in >$@

# The manual's lists of causes, groups and sources take the place of one line.
manual: $(BUILD)/hangup.1 $(BUILD)/hangup-causes.7
$(BUILD)/hangup-causes.7: man/hangup-causes.7.in $(BUILD)/mktable $(TABLE)
	$(call say,GEN,$@)
	$(Q)$(BUILD)/mktable manual $(TABLES) >$@.table
	$(Q)sed -e 's/@VERSION@/$(VERSION)/' -e '/^@TABLE@$$/{' -e 'r $@.table' -e 'd' -e '}' $< >$@

# What distributors set. Debian's zsh looks elsewhere for what comes in packages.
INSTALL  ?= install
BINDIR   ?= $(PREFIX)/bin
MANDIR   ?= $(PREFIX)/share/man
BASH_DIR ?= $(PREFIX)/share/bash-completion/completions
ZSH_DIR  ?= $(PREFIX)/share/zsh/site-functions
FISH_DIR ?= $(PREFIX)/share/fish/vendor_completions.d

# COMMAND MODE FILE PLACE, for everything that is installed
each_installed = \
	$(1) 755 "$(PROGRAM)" "$(DESTDIR)$(BINDIR)/hangup"; \
	$(1) 644 $(BUILD)/hangup.1 "$(DESTDIR)$(MANDIR)/man1/hangup.1"; \
	$(1) 644 $(BUILD)/hangup-causes.7 "$(DESTDIR)$(MANDIR)/man7/hangup-causes.7"; \
	$(1) 644 completions/hangup.bash "$(DESTDIR)$(BASH_DIR)/hangup"; \
	$(1) 644 completions/_hangup "$(DESTDIR)$(ZSH_DIR)/_hangup"; \
	$(1) 644 completions/hangup.fish "$(DESTDIR)$(FISH_DIR)/hangup.fish"

## make install       to $(DESTDIR)$(PREFIX)
install: $(PROGRAM) manual
	@set -e; \
	put() { $(INSTALL) -d "$${3%/*}"; $(INSTALL) -m $$1 "$$2" "$$3"; echo "$$3"; }; \
	$(call each_installed,put)
	@[ -n "$(DESTDIR)" ] || packaging/install-notes "$(PREFIX)" "$(BINDIR)" "$(BASH_DIR)" "$(ZSH_DIR)" "$(FISH_DIR)"

## make install-strip  the same, without what a debugger needs
install-strip: install
	$(Q)$(STRIP) "$(DESTDIR)$(BINDIR)/hangup"

## make installcheck  whether what is installed is this
installcheck:
	@"$(DESTDIR)$(BINDIR)/hangup" --version | grep -qx 'hangup $(VERSION)'
	@"$(DESTDIR)$(BINDIR)/hangup" lookup --columns cause 3130 | grep -qx 'Spam block'
	@test -s "$(DESTDIR)$(MANDIR)/man1/hangup.1"

## make uninstall     takes that away
uninstall:
	@remove() { rm -f "$$3"; }; $(call each_installed,remove)

## make dist          a source tarball, the same bytes each time
dist:
	@mkdir -p $(BUILD)
	$(call say,GEN,$(BUILD)/hangup-$(VERSION).tar.gz)
	$(Q)packaging/make-dist hangup-$(VERSION) >$(BUILD)/hangup-$(VERSION).tar.gz

## make deb           a Debian package
deb: dist | $(DEPS_FIRST)
	HOMEPAGE='$(HOMEPAGE)' SOURCE='$(SOURCE)' VCS_GIT='$(VCS_GIT)' WATCH='$(WATCH)' packaging/make-deb $(BUILD) $(VERSION)

## make release VERSION=  whether that version is ready, and the commands that tag it
release:
	@packaging/check-release '$(VERSION)'

# What is needed beyond make and a C compiler: by the program, the tests, the package, the gates.
DEPS := libc6-dev libcsv-dev
DEPS_CHECK := libjansson-dev check bats bsdextrautils jq locales mandoc perl sqlite3
DEPS_DEB := build-essential debhelper
DEPS_DEV := bash-completion binutils clang clang-format clang-tidy cppcheck debootstrap fish \
	gcc-aarch64-linux-gnu gcc-i686-linux-gnu gcc-s390x-linux-gnu git libc6-dbg libc6-dev-arm64-cross libc6-dev-i386-cross \
	libc6-dev-s390x-cross libclang-rt-dev lintian llvm miller musl-tools parallel postgresql postgresql-common \
	qemu-user-static shellcheck strace time tmux valgrind zsh

# What is asked for beside it decides: `make deps deb`.
ALL_DEPS = $(DEPS) $(if $(filter check quick deb deps-dev,$(MAKECMDGOALS)),$(DEPS_CHECK)) \
	$(if $(filter deb deps-dev,$(MAKECMDGOALS)),$(DEPS_DEB)) $(if $(filter deps-dev,$(MAKECMDGOALS)),$(DEPS_DEV))
## make deps          installs the two packages that the build needs; make deps check, make deps deb: what these need
deps:
	@packaging/install-packages $(ALL_DEPS)

## make deps-dev      and what the gates need
deps-dev: deps
	@command -v npm >/dev/null || packaging/install-packages npm

## make deps-clickhouse  what tests/ci/clickhouse needs, of Debian 12
deps-clickhouse: deps
	@packaging/install-packages clickhouse-server clickhouse-client

## make clean         removes what was built
clean:
	rm -rf $(BUILD) $(PROGRAM)

help:
	@sed -n 's/^## //p' Makefile

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d $(BUILD)/tests/unit/*.d)

.PHONY: all check quick static demo $(GATES) coverage fuzz mutations mutations-sample bench format compare manual install \
	install-strip installcheck uninstall dist deb release deps deps-dev deps-clickhouse clean help FORCE
.DELETE_ON_ERROR:
