/* Apart from cause.c, so that the host tool that makes the rows can use it too. */
#include "table/cause.h"

const char *action_name(enum action action)
{
	static const char *const names[ACTION_COUNT] = {
		[ACTION_NONE] = "none", [ACTION_RETRY] = "retry", [ACTION_FIX] = "fix", [ACTION_SUPPORT] = "support"
	};

	return names[action];
}
