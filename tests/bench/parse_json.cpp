/* SPDX-License-Identifier: MIT */
/*
 * simdjson by itself, as the floor of what reading NDJSON costs with a library: parses every record of a file and reads
 * its code: `parse_json FILE` -> the records that have one.
 */
#include <cstdio>
#include <simdjson.h>

int main(int, char **arguments)
{
	simdjson::dom::parser parser;
	simdjson::dom::document_stream records;
	size_t count = 0;

	if (parser.load_many(arguments[1]).get(records) != simdjson::SUCCESS)
		return 1;
	for (auto record : records) {
		int64_t code;
		count += record["hangup_cause_code"].get(code) == simdjson::SUCCESS;
	}
	printf("%zu\n", count);
	return 0;
}
