// Counts a dump of `conntrack -L` with DuckDB: `node duckdb.mjs FILE` (/dev/stdin works too).
// Plain JavaScript, so that no compiler's start-up counts against it.
import { DuckDBInstance } from "@duckdb/node-api";

const file = process.argv[2].replaceAll("'", "''");
const database = await DuckDBInstance.create(":memory:");
const connection = await database.connect();

// one column: the delimiter is a character that no dump has
await connection.run(`
  create table entries as
  select f.protocol, f.state, f.remaining::int as remaining, f.src, f.dst, f.dport, f.unreplied,
    f.backend, f.client, f.backend_port, contains(line, '[ASSURED]') as assured
  from (
    select line, regexp_extract(line,
      '^(\\w+) +\\d+ (\\d+) (?:([A-Z_0-9]+) )?src=(\\S+) dst=(\\S+) (?:sport=\\d+ dport=(\\d+) )?' ||
      '(?:[a-z]+=\\S+ )*(\\[UNREPLIED\\] )?src=(\\S+) dst=(\\S+) (?:sport=(\\d+) )?',
      ['protocol', 'remaining', 'state', 'src', 'dst', 'dport', 'unreplied',
       'backend', 'client', 'backend_port']) as f
    from read_csv('${file}', columns = {'line': 'VARCHAR'}, delim = '\\x01', header = false,
      quote = '', escape = '', auto_detect = false)
  )`);

const kind = "protocol, state, unreplied <> '', assured";
const top = (columns, where = "true") =>
  `select ${columns}, count(*) as n, count(*) over () as keys from entries where ${where}
   group by all order by n desc limit 10`;
const queries = [
  "select count(*) from entries",
  "select protocol, count(*) from entries group by 1",
  `select ${kind}, count(*) from entries group by all`,
  `select ${kind}, remaining as t, count(*)
   from entries group by all`,
  top("src"),
  top("dst"),
  top("backend"),
  top("protocol, dport", "dport <> ''"),
  top("protocol, dst, dport, backend, backend_port, unreplied <> '', client = src"),
];
for (const query of queries) {
  const rows = (await connection.runAndReadAll(query)).getRows();
  process.stdout.write(`${rows.map((row) => row.join("\t")).join("\n")}\n\n`);
}
