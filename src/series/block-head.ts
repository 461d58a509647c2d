import { wholeMoment } from "./times.ts";

/** Rows that name columns, the whole name first. */
const NAMES = [/^full label$/i, /^label$/i, /^metric ?name$/i];
const MACHINE = /^(?:instance ?id|instance|host(?:name)?|node(?:name)?)$/i;

const isMoment = (cell: string): boolean =>
  /\D/.test(cell) && [null, true].some((isDaysFirst) => wholeMoment(cell, isDaysFirst) !== null);
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/**
 * Lines whose first rows each say something else of the columns, as CloudWatch's console exports them: of these one
 * head is made, in place of the last. No line is added or taken away.
 */
export function withOneHead(
  lines: readonly string[],
  cellsOf: (line: string) => readonly string[] | null,
): string[] {
  const cells = lines.map(cellsOf);
  const first = cells.findIndex((own) => own !== null && isMoment(own[0]!));
  const above = cells.slice(0, Math.max(0, first));
  const row = (wanted: RegExp) => above.find((own) => own !== null && wanted.test(own[0]!));
  const titles = NAMES.map(row).find((own) => own != null);
  if (titles == null) return [...lines];
  const machines = row(MACHINE);
  const head = titles.map((title, at) => {
    const machine = machines?.[at] ?? "";
    return at === 0 ? "time" : quoted(machine === "" ? title : `${title}{host="${machine}"}`);
  });
  const delimiter = lines[first]!.includes("\t") ? "\t" : lines[first]!.includes(";") ? ";" : ",";
  return lines.map((line, at) =>
    at >= first ? line : at === first - 1 ? head.join(delimiter) : "",
  );
}
