// DuckDB's join and copy: node duckdb.mjs RECORDS.csv CAUSES.csv OUTPUT THREADS [COLUMNS]
import { DuckDBInstance } from '@duckdb/node-api';

const [records, causes, output, threads, columns = 'r.*, c.cause'] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
await connection.run(`COPY (SELECT ${columns} FROM read_csv('${records}', all_varchar = true, header = true) r
  LEFT JOIN read_csv('${causes}', all_varchar = true, header = true) c ON r.hangup_cause_code = c.code)
  TO '${output}' (FORMAT csv, HEADER true)`);
