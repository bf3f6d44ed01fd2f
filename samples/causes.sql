-- SPDX-License-Identifier: MIT
-- Names the cause of each row of a table `calls`, as `hangup annotate` would, for any database. It does not look at
-- a column trunk_domain: a SIP trunk's record that neither its source nor its name tells is taken for Voice's. It leaves
-- out what else annotate alone reads: codes with anything but ".0" around them, and names that are not spelled as the
-- table has them (but for capitals and blanks). The columns of both tables are text, as in these imports:
--
--   hangup list --table all -f csv >causes.csv
--
-- SQLite:
--   sqlite3 calls.db '.import --csv causes.csv causes' '.import --csv calls.csv calls'
--   sqlite3 -csv -header calls.db <causes.sql
--
-- PostgreSQL, where `calls` is there already:
--   psql -q -c 'CREATE TABLE causes (code text, cause text, "group" text, action text, description text,
--     next_steps text, url text, "table" text)' -c "\copy causes FROM 'causes.csv' WITH (FORMAT csv, HEADER)"
--   psql -q --csv -f causes.sql
--
-- DuckDB:
--   duckdb -csv -cmd "CREATE TABLE causes AS FROM read_csv('causes.csv', all_varchar = true);
--     CREATE TABLE calls AS FROM read_csv('calls.csv', all_varchar = true);" <causes.sql
--
-- In Spark, SELECT /*+ BROADCAST(c) */ sends the causes to where the calls are; Trino does that by itself. Neither has been
-- tried.
WITH seen AS (
	SELECT call_uuid, hangup_cause_code, replace(trim(hangup_cause_code) || ';', '.0;', ';') AS seen_code,
	       trim(coalesce(hangup_cause_name, '')) AS name, trim(coalesce(hangup_source, '')) AS source
	  FROM calls)
SELECT call_uuid, hangup_cause_code, c.cause, c.action
  FROM seen
  LEFT JOIN causes c ON c.code || ';' = seen_code
   AND (c."table" = 'voice' AND source NOT IN ('customer', 'zentrunk')
        AND (lower(name) = lower(c.cause) OR lower(name) IN ('', 'unknown') AND source <> 'carrier')
     OR c."table" = 'trunk' AND source IN ('', 'customer', 'zentrunk', 'carrier')
        AND (name = c.cause OR name = '' AND source IN ('customer', 'zentrunk')));
