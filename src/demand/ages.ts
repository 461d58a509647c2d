import type { TableFact } from "../parsers/conntrack-table/fact.ts";
import { LONGEST, type RemainingTimes } from "../parsers/conntrack-table/remaining.ts";
import { type Kind, kindOf, ONE_WAY_UDP, type Packets } from "./kinds.ts";

/** The entries of one kind. Ages are seconds since the last packet, by the present timeout. */
export interface Group extends Kind {
  kind: number;
  entries: number;
  /** Its timeout in seconds; null when the bundle does not tell. */
  life: number | null;
  /** Entries that came within so many seconds, until so many ago; and those with at most so many left. */
  young(seconds: number, ago?: number): number;
  old(seconds: number): number;
}

/** The entries of all tables by kind, a random sample scaled to the whole. */
export function groupsOf(
  tables: readonly TableFact[],
  scale: number,
  timeouts: ReadonlyMap<string, number>,
  evicted: boolean,
  tcp: Packets,
): Group[] {
  const kinds = new Set(
    tables.flatMap(({ byKind }) => [...byKind.keys()].filter((k) => byKind[k])),
  );
  // what an early drop takes may be gone before it is seen: it was most likely one-way UDP
  if (evicted && ![...kinds].some((kind) => kindOf(kind, tcp).fate === "evictable"))
    kinds.add(ONE_WAY_UDP);
  return [...kinds]
    .sort((a, b) => a - b)
    .map((kind) => {
      const what = kindOf(kind, tcp);
      const life = what.timeout === null ? null : (timeouts.get(what.timeout) ?? null);
      const between = (from: number, to: number): number =>
        scale *
        tables.reduce((sum, { remaining }) => sum + countBetween(remaining, kind, from, to), 0);
      return {
        ...what,
        kind,
        life,
        entries: scale * tables.reduce((sum, { byKind }) => sum + byKind[kind]!, 0),
        // whole seconds are shown, rounded down: an entry of this very second shows a second less
        young: (seconds, ago = 0) =>
          life === null
            ? 0
            : between(Math.max(0, life - ago - seconds), ago === 0 ? life : life - ago - 1),
        old: (seconds) => between(0, seconds - 1),
      };
    });
}

/** Entries of a kind that have at least `from` and at most `to` seconds left. */
function countBetween(remaining: RemainingTimes, kind: number, from: number, to: number): number {
  let sum = 0;
  for (let left = Math.max(0, from); left <= Math.min(to, LONGEST); left++)
    sum += remaining.of(kind, left);
  return sum;
}

/** The mean of what entries have left, as the kernel takes it to plan when it collects the next time. */
export function meanLeft(tables: readonly TableFact[], most: number): number {
  let sum = 0;
  let entries = 0;
  for (const { remaining } of tables)
    remaining.forEach((_, left, count) => {
      sum += Math.min(most, left) * count;
      entries += count;
    });
  return entries === 0 ? most : sum / entries;
}
