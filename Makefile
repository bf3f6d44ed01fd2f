# hangup: see README.md. `make deps demo` and `make deps check` need only make, a C compiler and apt-get.

VERSION := 0.1.0

PREFIX  ?= /usr/local
DESTDIR ?=

CFLAGS   ?= -O2 -g
CPPFLAGS ?=
LDFLAGS  ?=
# libcsv ships no pkg-config file, and asking pkg-config here would run before `deps` can install anything.
LDLIBS   ?= -lcsv -lsmartcols -ljansson

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wformat=2
HARDENING ?= -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE
HARDENING_LINK ?= -pie -Wl,-z,relro,-z,now,-z,noexecstack

HOST_CC ?= $(CC)

BUILD := build
ALL_CPPFLAGS = -D_GNU_SOURCE -DHANGUP_VERSION='"$(VERSION)"' -Isrc $(CPPFLAGS)
ALL_CFLAGS   = -std=gnu11 $(WARNINGS) $(HARDENING) $(CFLAGS)
ALL_LDFLAGS  = $(HARDENING_LINK) $(LDFLAGS)

SOURCES := $(filter-out src/table/mktable.c,$(wildcard src/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o) $(BUILD)/table/rows.o
TABLE   := $(wildcard src/table/*.csv)

all: hangup

hangup: $(BUILD)/main.o $(BUILD)/libhangup.a
	$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libhangup.a: $(OBJECTS)
	rm -f $@
	$(AR) rcs $@ $^

# Every object depends on the flags it was built with.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(LDLIBS)' | cmp -s - $@ || \
	 echo '$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(LDLIBS)' > $@

$(BUILD)/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/table/rows.o: $(BUILD)/table/rows.c $(BUILD)/flags
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/mktable: src/table/mktable.c
	@mkdir -p $(@D)
	$(HOST_CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O1 -g -o $@ $< -lcsv

$(BUILD)/table/rows.c: $(BUILD)/mktable $(TABLE)
	@mkdir -p $(@D)
	$(BUILD)/mktable rows src/table > $@.new
	mv $@.new $@

clean:
	rm -rf $(BUILD) hangup

-include $(OBJECTS:.o=.d) $(BUILD)/main.d

.PHONY: all clean FORCE
.DELETE_ON_ERROR:
