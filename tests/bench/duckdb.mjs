// SPDX-License-Identifier: MIT
// DuckDB's join and copy: node duckdb.mjs RECORDS CAUSES.csv OUTPUT THREADS; records that are not .csv are NDJSON.
import { DuckDBInstance } from '@duckdb/node-api';

const [records, causes, output, threads] = process.argv.slice(2);
const isCsv = records.endsWith('.csv');
const read = isCsv ? `read_csv('${records}', all_varchar = true, header = true)`
                   : `read_json('${records}', format = 'newline_delimited')`;
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
await connection.run(`COPY (SELECT r.*, c.cause FROM ${read} r
  LEFT JOIN read_csv('${causes}', all_varchar = true, header = true) c ON r.hangup_cause_code::VARCHAR = c.code)
  TO '${output}' (FORMAT ${isCsv ? 'csv, HEADER true' : 'json'})`);
