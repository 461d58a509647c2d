import { readRows } from "./columns.ts";
import type { SeriesFile } from "./file.ts";
import { headIn, isTime, type Row, rowsOf, titledIn } from "./head.ts";
import type { Zone } from "./zone.ts";

/** Reads a table of samples, a row a moment, whatever its delimiter and the language of its numbers. */
export function readTable(text: string, about: string, zone: Zone | null): SeriesFile | null {
  const head = headIn(text);
  if (head === null) return null;
  let rows: Row[];
  try {
    rows = rowsOf(titledIn(text), head.delimiter);
  } catch {
    return { reason: "its rows cannot be parted into columns" };
  }
  return joinedOf(
    tablesIn(rows).map(({ titles, rows: own }) =>
      readRows(titles, own, about, zone, head.delimiter),
    ),
  );
}

/** What several tables of one file say. */
function joinedOf(files: readonly (SeriesFile | null)[]): SeriesFile | null {
  const read = files.flatMap((one) => (one !== null && "columns" in one ? one : []));
  if (read.length === 0) return files.find((one) => one !== null) ?? null;
  return {
    columns: read.flatMap(({ columns }) => columns),
    notes: [...new Set(read.flatMap(({ notes }) => notes))],
  };
}

/** Rows below each head: an export may hold several tables, and a log its head again and again. */
function tablesIn(rows: readonly Row[]): { titles: string[]; rows: Row[] }[] {
  const tables = new Map<string, { titles: string[]; rows: Row[] }>();
  let current: Row[] | null = null;
  for (const row of rows) {
    const cells = row.cells.map((one) => one.replace(/^#\s*/, ""));
    if (cells.length > 1 && cells.some(isTime)) {
      const key = cells.join("\n");
      const table = tables.get(key) ?? { titles: cells, rows: [] };
      tables.set(key, table);
      current = table.rows;
    } else if (cells.length > 1 && !row.cells[0]!.startsWith("#") && !isRule(cells))
      current?.push(row);
  }
  return [...tables.values()];
}

/** The line below the head of a table in Markdown. */
const isRule = (cells: readonly string[]): boolean => cells.every((one) => /^:?-+:?$|^$/.test(one));
