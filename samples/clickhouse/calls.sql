-- SPDX-License-Identifier: MIT
-- On every node: clickhouse-client --multiquery <calls.sql. Calls are inserted into `calls_in`, which spreads them over
-- the nodes: the CSV's columns in their order, here that of samples/monday.csv. `calls` has those of all nodes, each
-- with its cause and action as the dictionaries have them when they are asked for, every node its own. As
-- samples/causes.sql it gives no call a cause that annotate does not give it; it is '' where name and code contradict
-- each other, and where a code is in no table or is spelled in another way.
CREATE TABLE calls_here (call_uuid String, end_time String, from_number String, hangup_cause_code String,
	hangup_cause_name String, hangup_source String) ENGINE = MergeTree ORDER BY end_time;
CREATE TABLE calls_in AS calls_here ENGINE = Distributed(calls, currentDatabase(), calls_here, rand());

CREATE VIEW calls_named AS
	WITH toUInt64OrZero(hangup_cause_code) AS code,
	     lower(hangup_cause_name) IN ('', 'unknown') AS nameless,
	     hangup_source IN ('customer', 'zentrunk') AS of_trunk,
	     dictGetString('causes', 'cause', code) AS voice_cause,
	     dictGetString('trunk_causes', 'cause', code) AS trunk_cause,
	     multiIf(toString(code) != hangup_cause_code, '',
	         voice_cause != '' AND NOT of_trunk AND (lower(hangup_cause_name) = lower(voice_cause)
	             OR nameless AND (hangup_source != 'carrier' OR trunk_cause = '')), 'voice',
	         trunk_cause != '' AND (hangup_cause_name = trunk_cause AND (of_trunk OR hangup_source IN ('', 'carrier'))
	             OR nameless AND (of_trunk OR hangup_source = 'carrier' AND voice_cause = '')), 'trunk', '') AS in_table
	SELECT call_uuid, end_time, from_number, hangup_cause_code, hangup_cause_name, hangup_source,
	       multiIf(in_table = 'voice', voice_cause, in_table = 'trunk', trunk_cause, '') AS cause,
	       multiIf(in_table = 'voice', dictGetString('causes', 'action', code),
	           in_table = 'trunk', dictGetString('trunk_causes', 'action', code), '') AS action
	  FROM calls_here;
CREATE TABLE calls AS calls_named ENGINE = Distributed(calls, currentDatabase(), calls_named);
