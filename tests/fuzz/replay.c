/* SPDX-License-Identifier: MIT */
/* Hands files to a fuzz target, one after the other: for valgrind, which has no use for a fuzzing engine. */
#include "fuzz.h"

#include <fcntl.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int count, char **files)
{
	for (int i = 1; i < count; i++) {
		int file = open(files[i], O_RDONLY | O_CLOEXEC);
		DEMAND(file >= 0);
		struct buffer data = contents_of(file);
		close(file);
		LLVMFuzzerTestOneInput(data.bytes, data.size);
		free(data.bytes);
	}
	printf("%d files\n", count - 1);
	return 0;
}
