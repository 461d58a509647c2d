import type { SubjectAnalysis } from "../report/contract.ts";
import type { Details } from "./details.ts";

/** What one capture says of one subject. */
export interface Side {
  analysis: SubjectAnalysis;
  /** What the analysis does not hold; null of a saved one. */
  details: Details | null;
}

type Table = SubjectAnalysis["table"];

/** Rows that were attributed: the whole that the uses are parts of. */
export const rowsOf = ({ uses }: Table): number =>
  uses.reduce((sum, { entries }) => sum + entries, 0);

/** Entries of the table for one row at hand; null where the rows do not represent the table. */
export function scaleOf(side: Side): number | null {
  const { analysis, details } = side;
  const { table } = analysis;
  if (isCutOfUnknown(side)) return null;
  if (table.excerpt !== null || table.damaged !== null || table.uses.length === 0) return null;
  if (details !== null) return details.scale;
  // a saved analysis does not say that its rows are a sample; a dump lacks half of the table for no other reason
  const rows = rowsOf(table);
  return table.count !== null && rows < table.count / 2 ? table.count / rows : 1;
}

/** Rows that were cut off tell parts of the table, and how many entries only beside a count of all. */
const isCutOfUnknown = ({ analysis: { table }, details }: Side): boolean =>
  details?.rowsCut === true && table.bound === "at least";

/** Why the rows of a side tell nothing of the table. */
export function whyNoRows(side: Side): string {
  if (isCutOfUnknown(side)) return "the rows were cut off, and nothing tells of how many";
  const { damaged, excerpt, rows } = side.analysis.table;
  return (
    damaged ?? excerpt ?? (rows === null ? "there is no dump of the table" : "the dump has no rows")
  );
}

/** The value of a signal that every analysis shows; null when it is unknown. */
export function signalOf({ signals }: SubjectAnalysis, name: string): number | null {
  const value = signals.find(({ signal }) => signal === name)?.value;
  return typeof value === "number" ? value : null;
}

/** Why both sides, or one of them, tell nothing: the words behind “not known”. */
export const notKnown = (before: string | null, after: string | null): string =>
  before !== null && after !== null
    ? before === after
      ? `neither before nor after: ${before}`
      : `before: ${before}; after: ${after}`
    : before !== null
      ? `not before: ${before}`
      : `not after: ${after}`;
