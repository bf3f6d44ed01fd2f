# hangup: see README.md. `make deps demo` and `make deps check` need only make, a C compiler and apt-get.
#
#   make               the program, ./hangup            make install    to $(DESTDIR)$(PREFIX); make uninstall
#   make check         the tests                        make dist       a source tarball, the same bytes each time
#   make demo          what it does                     make deb        a Debian package
#   make deps          installs what these need         make deps-dev   and what the gates below need
#   make compare DOC=  the table beside a saved page    make format     lays out the sources
#   make coverage      which lines the tests reach      make fuzz       looks for input that breaks it
#   make bench         how fast it is                   make mutations  whether the tests notice breaks
#   make NAME          for a gate, tests/ci/NAME, such as sanitize

VERSION := 0.1.0

PREFIX  ?= /usr/local
DESTDIR ?=

CFLAGS   ?= -O2 -g
CPPFLAGS ?=
LDFLAGS  ?=
# libcsv ships no pkg-config file, and asking pkg-config here would run before `deps` can install anything.
LDLIBS   ?= -lcsv -ljansson
CHECK_LIBS ?= -lcheck -lsubunit -lrt -lm -pthread
# The compiler for tools that run while building: not CC, which may build for another machine.
HOST_CC  ?= cc

# Another BUILD and PROGRAM keep a second build (other compiler, other flags) beside this one.
BUILD   ?= build
PROGRAM ?= hangup

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wformat=2

# FORTIFY only where the compiler optimises; the others only where the compiler has them for its target.
accepted   = $(foreach flag,$(1),$(shell $(CC) -Werror $(flag) -x c -c -o /dev/null /dev/null 2>/dev/null && echo $(flag)))
optimising = $(shell $(CC) $(CFLAGS) -dM -E -x c /dev/null 2>/dev/null | grep __OPTIMIZE__)
ifeq ($(origin HARDENING),undefined)
HARDENING := $(if $(optimising),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3) \
	$(call accepted,-fstack-protector-strong -fstack-clash-protection -fcf-protection) -fPIE
endif
HARDENING_LINK ?= -pie -Wl,-z,relro,-z,now,-z,noexecstack

ALL_CPPFLAGS = -D_GNU_SOURCE -DHANGUP_VERSION='"$(VERSION)"' -Isrc -I$(BUILD) $(CPPFLAGS)
ALL_CFLAGS   = -std=gnu11 $(WARNINGS) $(CFLAGS) $(HARDENING)
ALL_LDFLAGS  = $(HARDENING_LINK) $(LDFLAGS)

SOURCES := $(filter-out src/table/mktable%.c,$(wildcard src/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o) $(BUILD)/table/rows.o
TABLE   := $(wildcard src/table/*.csv)
MKTABLE := $(wildcard src/table/mktable*.c) $(addprefix src/,table/action.c table/key.c \
	$(addprefix support/,text.c escape.c memory.c diagnostics.c retry.c))
SUITES  := $(sort $(patsubst tests/unit/test_%.c,%,$(wildcard tests/unit/test_*.c)))
UNIT    := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tests/unit/*.c))

all: $(PROGRAM)

$(PROGRAM): $(BUILD)/main.o $(BUILD)/libhangup.a
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libhangup.a: $(OBJECTS)
	rm -f $@
	$(AR) rcs $@ $^

# Everything compiled depends on the flags it was compiled with and, where `deps` is asked for too, comes after it.
DEPS_FIRST := $(filter deps deps-dev,$(MAKECMDGOALS))
$(BUILD)/flags: FORCE | $(DEPS_FIRST)
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(LDLIBS) $(HOST_CC)' >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

COMPILE = $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE)

# The table: CSV to C, by a tool that runs here, whatever machine the program is for.
$(BUILD)/mktable: $(MKTABLE) $(wildcard src/table/*.h src/support/*.h) $(BUILD)/flags
	$(HOST_CC) -std=gnu11 -D_GNU_SOURCE -Isrc $(WARNINGS) -O1 -g -o $@ $(MKTABLE) -lcsv

$(BUILD)/table/rows.c: $(BUILD)/mktable $(TABLE)
	@mkdir -p $(@D)
	$(BUILD)/mktable rows src/table >$@

$(BUILD)/table/index.h: $(BUILD)/mktable $(TABLE)
	@mkdir -p $(@D)
	$(BUILD)/mktable index src/table >$@

$(BUILD)/table/rows.o: $(BUILD)/table/rows.c $(BUILD)/flags
	$(COMPILE)

# What includes the index has to wait for it.
$(BUILD)/table/cause.o: $(BUILD)/table/index.h

# The tests. Every tests/unit/test_NAME.c has a suite, which is run without further ado.
$(BUILD)/tests/unit/%.o: tests/unit/%.c $(BUILD)/flags $(BUILD)/tests/unit/suites.h
	@mkdir -p $(@D)
	$(COMPILE)

$(BUILD)/tests/unit/suites.h: FORCE
	@mkdir -p $(@D)
	@printf 'SUITE(%s)\n' $(SUITES) >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# Some tests count how much work is done: calls of these come by tests/unit/counting.c.
COUNTED := -Wl,--wrap=csv_parse -Wl,--wrap=memchr
$(BUILD)/tests/unit/suites: $(UNIT) $(BUILD)/libhangup.a
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(COUNTED) -o $@ $^ $(CHECK_LIBS) $(LDLIBS)

# Both run at the top of the tree, the command tests with no signal ignored and in a locale that bash can write every
# character in; they find what they test in $HANGUP and $MKTABLE.
check: $(PROGRAM) $(BUILD)/mktable $(BUILD)/tests/unit/suites
	$(BUILD)/tests/unit/suites
	env --default-signal LC_ALL=C.UTF-8 HANGUP="$$PWD/$(PROGRAM)" MKTABLE=$(BUILD)/mktable prove -j 2 -e 'bats --tap' tests/cli/*.bats

demo: $(PROGRAM)
	./$(PROGRAM) 3130
	./$(PROGRAM) annotate samples/console-export.csv
	./$(PROGRAM) annotate samples/api-calls.csv
	./$(PROGRAM) stats samples/api-calls.csv

# The gates are scripts: `make sanitize` and tests/ci/sanitize are the same. They build below build/ci.
GATES := $(notdir $(wildcard tests/ci/*))
$(GATES): | $(DEPS_FIRST)
	MAKE='$(MAKE)' tests/ci/$@

coverage:
	MAKE='$(MAKE)' tests/coverage

# For as long as you like: make fuzz SECONDS=3600
SECONDS ?= 60
fuzz:
	MAKE='$(MAKE)' tests/fuzz/run $(SECONDS)

# Whether the tests notice when the program is broken; a few minutes.
mutations:
	MAKE='$(MAKE)' tests/mutations/run

bench: $(PROGRAM)
	tests/bench/run

FORMATTED = $(wildcard src/*.[ch] src/*/*.[ch] tests/*/*.[ch])
format:
	clang-format -i $(FORMATTED)

# What a saved copy of the reference page has and the table lacks, and the reverse.
compare: $(PROGRAM)
	@[ -n "$(DOC)" ] || { echo 'make compare needs DOC=page.md' >&2; exit 2; }
	@packaging/compare-page ./$(PROGRAM) "$(DOC)"

# The manual's lists of causes, groups and sources take the place of one line.
manual: $(BUILD)/hangup-causes.7
$(BUILD)/hangup-causes.7: man/hangup-causes.7.in $(BUILD)/mktable $(TABLE)
	$(BUILD)/mktable manual src/table >$@.table
	sed -e '/^@TABLE@$$/{' -e 'r $@.table' -e 'd' -e '}' $< >$@

# What is installed, as FILE:PLACE under PREFIX. Debian's zsh looks elsewhere for what comes in packages.
ZSH_DIR ?= share/zsh/site-functions
INSTALLED = $(PROGRAM):bin/hangup man/hangup.1:share/man/man1/hangup.1 \
	$(BUILD)/hangup-causes.7:share/man/man7/hangup-causes.7 \
	completions/hangup.bash:share/bash-completion/completions/hangup completions/_hangup:$(ZSH_DIR)/_hangup \
	completions/hangup.fish:share/fish/vendor_completions.d/hangup.fish

install: $(PROGRAM) $(BUILD)/hangup-causes.7
	@set -e; for file in $(INSTALLED); do \
		to="$(DESTDIR)$(PREFIX)/$${file#*:}"; mode=644; case $$file in *:bin/*) mode=755;; esac; \
		install -d "$${to%/*}"; install -m $$mode "$${file%%:*}" "$$to"; echo "$$to"; \
	done
	@[ -n "$(DESTDIR)" ] || packaging/completion-notes "$(PREFIX)" "$(ZSH_DIR)"

uninstall:
	@for file in $(INSTALLED); do rm -f "$(DESTDIR)$(PREFIX)/$${file#*:}"; done

# For distributors
dist:
	@mkdir -p $(BUILD)
	packaging/make-dist hangup-$(VERSION) >$(BUILD)/hangup-$(VERSION).tar.gz

deb: dist | $(DEPS_FIRST)
	packaging/make-deb $(BUILD) $(VERSION)

# What the build and the tests need beyond make and a C compiler; then what the gates need.
DEPS := libc6-dev libcsv-dev libjansson-dev check bats bsdextrautils jq locales mandoc perl sqlite3
DEPS_DEV := bash-completion binutils build-essential clang clang-format clang-tidy cppcheck debhelper fish git \
	libc6-dbg libclang-rt-dev lintian llvm miller parallel postgresql postgresql-common shellcheck strace time tmux \
	valgrind zsh

deps:
	@packaging/install-packages $(DEPS)

deps-dev: deps
	@packaging/install-packages $(DEPS_DEV)
	@command -v npm >/dev/null || packaging/install-packages npm

clean:
	rm -rf $(BUILD) $(PROGRAM)

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d $(BUILD)/tests/unit/*.d)

.PHONY: all check demo $(GATES) coverage fuzz mutations bench format compare manual install uninstall dist deb deps deps-dev clean FORCE
.DELETE_ON_ERROR:
