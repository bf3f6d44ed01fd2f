# hangup: see README.md. `make deps demo` and `make deps check` need only make, a C compiler and apt-get.

VERSION := 0.1.0

PREFIX  ?= /usr/local
DESTDIR ?=

CFLAGS   ?= -O2 -g
CPPFLAGS ?=
LDFLAGS  ?=
# libcsv ships no pkg-config file, and asking pkg-config here would run before `deps` can install anything.
LDLIBS   ?= -lcsv -lsmartcols -ljansson
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

ALL_CPPFLAGS = -D_GNU_SOURCE -DHANGUP_VERSION='"$(VERSION)"' -Isrc $(CPPFLAGS)
ALL_CFLAGS   = -std=gnu11 $(WARNINGS) $(CFLAGS) $(HARDENING)
ALL_LDFLAGS  = $(HARDENING_LINK) $(LDFLAGS)

SOURCES := $(filter-out src/table/mktable.c,$(wildcard src/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o) $(BUILD)/table/rows.o
TABLE   := $(wildcard src/table/*.csv)
SUITES  := $(sort $(patsubst tests/unit/test_%.c,%,$(wildcard tests/unit/test_*.c)))
UNIT    := $(BUILD)/tests/unit/main.o $(SUITES:%=$(BUILD)/tests/unit/test_%.o)

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

# The table: CSV to C by a tool that runs here, whatever machine the program is for.
$(BUILD)/mktable: src/table/mktable.c $(BUILD)/flags
	$(HOST_CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O1 -g -o $@ $< -lcsv

$(BUILD)/table/rows.c: $(BUILD)/mktable $(TABLE)
	@mkdir -p $(@D)
	$(BUILD)/mktable rows src/table >$@

$(BUILD)/table/rows.o: $(BUILD)/table/rows.c $(BUILD)/flags
	$(COMPILE)

# The tests
$(BUILD)/tests/unit/%.o: tests/unit/%.c $(BUILD)/flags $(BUILD)/tests/unit/suites.h
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) -I$(BUILD)/tests $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/unit/suites.h: FORCE
	@mkdir -p $(@D)
	@printf 'SUITE(%s)\n' $(SUITES) >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(BUILD)/tests/unit/suites: $(UNIT) $(BUILD)/libhangup.a
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(CHECK_LIBS) $(LDLIBS)

# Both run at the top of the tree; the command tests find the program in $HANGUP.
check: $(PROGRAM) $(BUILD)/tests/unit/suites
	$(BUILD)/tests/unit/suites
	HANGUP="$$PWD/$(PROGRAM)" TERM=$${TERM:-dumb} bats --formatter pretty tests/cli

clean:
	rm -rf $(BUILD) $(PROGRAM)

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d $(BUILD)/tests/unit/*.d)

.PHONY: all check clean FORCE
.DELETE_ON_ERROR:
