import type { Comparison, Difference, Pair } from "../../comparison.ts";
import type { Block, Column, Content, Words } from "../document.ts";
import { code, columns, counted, number, says, text } from "../inline.ts";
import { part } from "../parts.ts";

/** What the sections about one pair are made from. */
export interface Compared {
  comparison: Comparison;
  /** The pair that the report leads with, and those of other subjects from the first capture to the last. */
  lead: Pair;
  others: readonly Pair[];
}

/** Rows of a table that a terminal shows. */
export const FEW = 8;

/** A change without a minus sign that is a hyphen: `+1,300`, `−1,300`. */
const signed = (before: number, after: number, unit: string): Words =>
  after < before
    ? [text("−"), number(before - after, unit)]
    : [text("+"), number(after - before, unit)];

export const BETWEEN: readonly Column[] = [
  counted("Before"),
  counted("After"),
  counted("Difference"),
  counted("By chance"),
];

/** Two numbers with what they differ by and what chance may give, which are of one unit. */
export function between({ before, after, limit, unit, atMost }: Difference): Words[] {
  // the column of names says what is counted
  const short = unit === "share" ? unit : unit === "entries" ? "" : "number";
  const known = typeof before === "number" && typeof after === "number";
  const value = (one: Difference["before"], side: "before" | "after"): Words =>
    typeof one !== "number"
      ? says`unknown`
      : atMost === side
        ? [text("≤ "), number(one, short)]
        : [number(one, short)];
  return [
    value(before, "before"),
    value(after, "after"),
    known ? signed(before, after, short) : says`–`,
    limit === null ? says`–` : [text("± "), number(limit, short)],
  ];
}

/** A value that is compared exactly. */
export const exact = (value: Difference["before"]): Words =>
  value === null
    ? says`–`
    : typeof value === "number"
      ? [number(value)]
      : value === ""
        ? says`(empty)`
        : [code(value)];

/** A section that is one table, of which a terminal shows the first rows, or these in short. */
export function tabled(
  title: string,
  heads: readonly (string | Column)[],
  rows: readonly (readonly Words[])[],
  before: readonly Block[] = [],
  inShort = rows,
): Content[] {
  if (rows.length === 0) return [];
  const table = (shown: typeof rows): Block => ({
    kind: "table",
    columns: columns(...heads),
    rows: shown,
  });
  const more: Block[] =
    rows.length > FEW
      ? [{ kind: "paragraph", words: says`and ${number(rows.length - FEW)} more: --verbose` }]
      : [];
  return [
    {
      title,
      blocks: [...before, table(rows)],
      terminal: [part(title, table(inShort.slice(0, FEW)), ...more)],
    },
  ];
}
