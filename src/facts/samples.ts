import type { ConntrackCountersFact } from "../parsers/conntrack-counters.ts";
import type { SourceName } from "../parsers/index.ts";
import { readPath } from "./paths.ts";
import type { Piece } from "./piece.ts";

/**
 * Puts the pieces of one source and subject in the order in which they were taken: by words and numbers of
 * their paths, by dates in the text, by their place in a file, and where nothing of that tells, by counters that
 * only rise.
 */
export function inOrder(pieces: readonly Piece[]): Piece[] {
  const moments = new Map(pieces.map((piece) => [piece, momentOf(piece)]));
  const compare = (a: Piece, b: Piece): number => {
    const [ta, tb] = [a.context.time, b.context.time];
    if (ta !== null && tb !== null && ta !== tb) return ta - tb;
    if (a.entry === b.entry) return b.context.earlier - a.context.earlier || a.line - b.line;
    const [ma, mb] = [moments.get(a) ?? null, moments.get(b) ?? null];
    if (ma !== mb) return rank(ma).localeCompare(rank(mb));
    return risen(a, b) || a.entry.localeCompare(b.entry, "en", { numeric: true });
  };
  return [...pieces].sort(compare);
}

/**
 * When a piece was taken, by a title within the text, and by the name of the file that it stands in: a title
 * such as `coredns-metrics-1` may be that of each sample.
 */
export function momentOf({ path, entry }: Piece): string | null {
  const [title, file] = [readPath(path).moment, readPath(entry).moment];
  if (path === entry || title === null || file === null) return title ?? file;
  return `${title} then ${file}`;
}

/** What has no moment stands between the first and the last word. */
const rank = (moment: string | null): string => moment ?? "1";

/** By counters since boot: negative when `b` was taken later, 0 when they do not tell. */
function risen(a: Piece, b: Piece): number {
  if (!COUNTERS.has(a.source) || a.source !== b.source) return 0;
  const [x, y] = [sumsOf(a), sumsOf(b)];
  let up = 0;
  let down = 0;
  for (const [name, value] of x) {
    const other = y.get(name);
    if (other === undefined || other === value) continue;
    if (other > value) up++;
    else down++;
  }
  return up > 0 && down === 0 ? -1 : down > 0 && up === 0 ? 1 : 0;
}

const COUNTERS: ReadonlySet<SourceName> = new Set<SourceName>(["conntrack-s", "conntrack-stat"]);

function sumsOf({ fact }: Piece): Map<string, number> {
  const { perCpu } = fact as ConntrackCountersFact;
  return new Map([...perCpu].map(([name, values]) => [name, values.reduce((a, b) => a + b, 0)]));
}
