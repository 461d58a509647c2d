import { type Fields, isFields } from "../../parsers/json-shapes.ts";
import { fieldsIn, textOf } from "./shape.ts";

/** Columns by name, and a row a moment. */
export interface Rows {
  titles: string[];
  rows: unknown[][];
}

/** netdata's answers: rows of its first and second version, objects, and the table of Google's charts. */
export function netdataRows(value: Fields): Rows | null {
  const chart = isFields(value["result"]) ? value["result"] : value;
  if (Array.isArray(chart["cols"]) && Array.isArray(chart["rows"])) return ofTable(chart);
  const { labels, data } = chart;
  if (!Array.isArray(labels) || !Array.isArray(data)) return null;
  const titles = labels.map(String);
  const rows = data.flatMap((row: unknown) =>
    Array.isArray(row)
      ? // of its second version each value stands in a list with its flags
        [row.map((one) => dateIn(Array.isArray(one) ? one[0] : one))]
      : isFields(row)
        ? [titles.map((title) => dateIn(row[title]))]
        : [],
  );
  return { titles, rows };
}

/** The machine and the chart that an answer in its wrapper says it is of; null without a wrapper. */
export function chartOf({ id }: Fields): { host: string; name: string } | null {
  const [, host, name] =
    /^chart:\/\/host:([\w.-]{1,253})\/instance:([\w.-]{1,253})\//.exec(textOf(id)) ?? [];
  return host === undefined ? null : { host, name: name! };
}

function ofTable({ cols, rows }: Fields): Rows {
  return {
    titles: fieldsIn(cols).map(({ label }) => textOf(label)),
    rows: fieldsIn(rows).map(({ c }) => fieldsIn(c).map(({ v }) => dateIn(v))),
  };
}

/** `Date(2026, 9, 25, 0, 0, 0)`, whose months begin with 0, is a wall clock; all else is what it is. */
function dateIn(value: unknown): unknown {
  const found =
    /^(?:new )?Date\((\d{4}), ?(\d{1,2}), ?(\d{1,2}), ?(\d{1,2}), ?(\d{1,2}), ?(\d{1,2})\)$/.exec(
      textOf(value),
    );
  if (found === null) return value;
  const [year, month, ...rest] = found.slice(1).map(Number);
  const at = Date.UTC(year!, month!, ...rest);
  return new Date(at).toISOString().slice(0, 19);
}
