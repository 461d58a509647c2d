/** Tables that are drawn with bars and rules, as clients of databases, plays and people print them. */

const BARS = /[│┃║]/g;
/** Nothing but lines and corners. */
const LINES = /^[\s─-╿]{3,1000}$/;

/** Whether a line may be of a box that is drawn with Unicode's lines. */
export const mayBeBoxed = (text: string): boolean => /^\s*[─-╿]/.test(text);

/** A line of such a box as one of bars and hyphens; any other, as a prompt or a tree, as it is. */
export function unboxed(text: string): string {
  if (LINES.test(text) && /[─━═]/.test(text)) return "-".repeat(Math.min(text.trim().length, 200));
  const bars = text.match(BARS)?.length ?? 0;
  return bars > 1 && /^\s*[│┃║]/.test(text) ? text.replace(BARS, "|") : text;
}

/** Whether a line is a rule of a table, between its rows. */
export const isRule = (bare: string): boolean => /^[+|:\s=-]{3,1000}$/.test(bare);

/** The cells of a row between bars, with or without bars at its edges, as a row of tabs; null of any other line. */
export function undrawn(bare: string): string | null {
  if (bare.includes("\t") || !/^\|{1,2}.*\|{1,2}$| \| /.test(bare)) return null;
  const cells = bare.replace(/^\|{1,2}|\|{1,2}$/g, "").split(/\|{1,2}/);
  return cells.length < 2 ? null : cells.map((cell) => cell.trim()).join("\t");
}
