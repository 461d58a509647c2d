/** It takes 70 MB, so it is no dependency: who wants to see it installs it. */
const PACKAGE = "@duckdb/node-api";
const VERSION = "1.5.6-r.1";

/** What DuckDB makes of the columns of an NDJSON file that it is given as it is; or that it is not here. */
export async function columnsOf(file: string): Promise<string> {
  // by a name that the compiler does not look for
  const duckdb = await import(PACKAGE).catch(() => null);
  if (duckdb === null)
    return `Not tried: it is not installed (\`npm install --no-save ${PACKAGE}@${VERSION}\`).`;
  const database = await duckdb.DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  const read = `read_ndjson('${file.replaceAll("'", "''")}')`;
  const rows = async (query: string): Promise<unknown[][]> =>
    (await connection.runAndReadAll(query)).getRows();
  const described = await rows(`describe select * from ${read}`);
  const types = described.map(([name, type]) => [String(name), String(type)] as const);
  const states = await rows(
    `select state, count(*)::int, max(captured_at - interval 1 hour) is not null, sum(entries)::bigint::varchar
     from ${read} group by state order by state`,
  );
  const byType = new Map<string, string[]>();
  for (const [name, type] of types) byType.set(type, [...(byType.get(type) ?? []), name]);
  return `\`select * from 'fleet.ndjson'\` in DuckDB (${PACKAGE} ${VERSION}) has ${types.length} columns, by their types:

${[...byType].map(([type, names]) => `- ${type}: ${names.map((name) => `\`${name}\``).join(", ")}`).join("\n")}

| state | nodes | entries |
|---|---:|---:|
${states.map(([state, nodes, , entries]) => `| ${state} | ${nodes} | ${entries} |`).join("\n")}`;
}
