/*
 * Codes in what people have at hand: the form-encoded body of a callback, a query string or URL, such a thing in a line
 * of a log, a call object, many of them, a page of the calls API. Bounded in memory. No I/O; nothing is guessed.
 */
#ifndef HANGUP_AT_HAND_H
#define HANGUP_AT_HAND_H

#include "reader/json_object.h"
#include "records/verdict.h"

enum {
	AT_HAND_JSON = 1024 * 1024, /* bytes of one JSON value at most: a page of the API has 20 calls of a KiB each */
	AT_HAND_LINE = RECORD_LIMIT /* bytes of a line of anything else */
};

/* What is wrong with a leg of a call. */
enum leg_trouble {
	LEG_TOLD,        /* nothing: see its verdict */
	LEG_NO_CODE,     /* it has no field with a code */
	LEG_OTHER_FIELD, /* it has only HangupCause, whose words stand for several codes each: value */
	LEG_TWICE        /* a field stands there twice, with different values */
};

/* One leg of a call. Its texts live until the call that reports it returns; bytes is NULL where there is none. */
struct leg {
	enum leg_trouble trouble;
	struct verdict verdict;
	struct text value; /* of the code, or of the other field */
	struct text name;
	struct text uuid, source;
	bool is_trunk;
};

typedef void at_hand_leg(void *data, const struct leg *leg);

enum at_hand {
	AT_HAND_LEGS,  /* there were some, or one with a trouble */
	AT_HAND_PLAIN, /* a line of something else, maybe an operand */
	AT_HAND_BAD    /* it begins like JSON and is none */
};

struct at_hand_result {
	enum at_hand kind;
	size_t length;       /* of the bytes that have been dealt with */
	const char *trouble; /* of AT_HAND_BAD, in words */
};

/*
 * Reads what the bytes, which begin with no blank and no line end, begin with: a JSON value or a line. Reports each leg
 * in it.
 */
struct at_hand_result at_hand_read(struct text bytes, at_hand_leg *report, void *data);

/* The length of a line up to its LF, which is counted too; of all if there is none. */
size_t at_hand_line(struct text bytes);

#endif
