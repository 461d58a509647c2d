/** Edits of the dump's rows. */
import type { RowEdit } from "./edit-kinds.ts";

/** Applies an edit to the rows of `conntrack -L`; their number stays. */
export function editRows(text: string, edit: RowEdit): string {
  const rows = text.trimEnd().split("\n");
  const pattern = new RegExp(edit.rows);
  const matching = [...rows.keys()].filter((at) => pattern.test(rows[at]!));
  if (matching.length === 0) throw new Error(`no row matches ${edit.rows}`);
  if ("paired" in edit) for (const [n, at] of matching.entries()) copyOfPair(rows, matching, n, at);
  else if ("rewrite" in edit) rewriteRows(rows, matching, edit);
  else shareRows(rows, matching, edit.share);
  return `${rows.join("\n")}\n`;
}

function copyOfPair(rows: string[], matching: readonly number[], n: number, at: number): void {
  if (n % 2 === 1) rows[at] = rows[matching[n - 1]!]!;
}

function rewriteRows(
  rows: string[],
  matching: readonly number[],
  edit: Extract<RowEdit, { rewrite: string }>,
): void {
  const most = edit.upTo === undefined ? matching.length : Math.floor(edit.upTo * rows.length);
  const pattern = new RegExp(edit.rewrite);
  for (const [n, at] of matching.slice(0, most).entries())
    rows[at] = rows[at]!.replace(pattern, counted(edit.by, n));
}

/** Fills in what counts on from row to row: `{1..9}`, `{1..9/50}`, `{a,b}`. */
const counted = (text: string, n: number): string =>
  text
    .replace(/\{(\d+)\.\.(\d+)(?:\/(\d+))?\}/g, (_, from, to, every) => {
      const step = Math.floor(n / Number(every ?? 1));
      return String(Number(from) + (step % (Number(to) - Number(from) + 1)));
    })
    .replace(/\{([^{},]+(?:,[^{},]+)+)\}/g, (_, list: string) => {
      const words = list.split(",");
      return words[n % words.length]!;
    });

/** Lets the matching rows be this part of all, in place of others or with others in their place. */
function shareRows(rows: string[], matching: readonly number[], share: number): void {
  const wanted = Math.floor(share * rows.length);
  const inside = new Set(matching);
  const others = [...rows.keys()].filter((at) => !inside.has(at));
  const tooMany = matching.length > wanted;
  const [from, models] = tooMany ? [matching, others] : [others, matching];
  const change = Math.abs(matching.length - wanted);
  const usable = models.map((at) => rows[at]!).filter((row) => / sport=(?!53 )\d+ /.test(row));
  if (change > 0 && usable.length === 0) throw new Error("no row to fill up with");
  const taken = new Set(rows.map(tupleOf));
  for (const [n, at] of evenly(from, change).entries())
    rows[at] = renumbered(usable[n % usable.length]!, taken);
}

/** So many of a list, evenly spread over it. */
const evenly = <T>(list: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, n) => list[Math.floor((n * list.length) / count)]!);

const tupleOf = (row: string): string =>
  /src=\S+ dst=\S+ (?:sport=\S+ dport=\S+)?/.exec(row)?.[0] ?? row;

/** The row with the next source port whose tuple is not taken. */
function renumbered(row: string, taken: Set<string>): string {
  for (let port = 40_000; port < 65_536; port++) {
    const copy = row
      .replace(/ sport=\d+ /, ` sport=${port} `)
      .replace(/( sport=\d+ dport=\d+.* dport=)\d+ /, `$1${port} `);
    if (taken.has(tupleOf(copy))) continue;
    taken.add(tupleOf(copy));
    return copy;
  }
  throw new Error("every source port of that flow is taken");
}
