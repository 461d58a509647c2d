import type { Phase } from "../layouts/layout.ts";
import type { FactOf, SourceName } from "../parsers/index.ts";
import type { Reduced } from "../sections/context.ts";

/** Under which circumstances a fact was taken. */
export interface Origin {
  /** Milliseconds since 1970, where a date in the text tells. */
  time: number | null;
  /** That date is a wall clock, whose zone is not known. */
  isWall?: boolean;
  /** In force when it was taken, what a file asks for, or what was once. */
  standing: "live" | "configured" | "past";
  /** How the command reduced its output. */
  reduced: Reduced | null;
  /** Lines were left out by whoever pasted it. */
  elided: boolean;
  command: string | null;
  /** The layout that named it; `loose` where its lines told what it is. */
  layout: string;
  /** Of settings: several limits are told, and nothing tells which of them is in force. */
  isLimitOpen?: true;
  /** Of settings: their limit was set after the last count, which was under another one. */
  isAfterCount?: true;
  /** Lines of its section; 0 where they were not counted. */
  lines: number;
}

/** A fact and where it came from. */
export interface Found<S extends SourceName> {
  entry: string;
  phase: Phase;
  label: string;
  fact: FactOf<S>;
  origin: Origin;
}

/** Everything that was read, by source, in the order of the bundle. */
export type Facts = { [S in SourceName]?: Found<S>[] };

/** The facts of a source; none when the bundle lacks it. */
export function found<S extends SourceName>(facts: Facts, source: S): readonly Found<S>[] {
  return (facts[source] as Found<S>[] | undefined) ?? [];
}

/** The latest sample of a source: the one at the window's end, else taken once, else at its start. */
export function latest<S extends SourceName>(
  facts: Facts,
  source: S,
  label?: string,
): Found<S> | null {
  const all = found(facts, source).filter((one) => label === undefined || one.label === label);
  return newestFirst(all)[0] ?? null;
}

const NEWEST: readonly Phase[] = ["end", "once", "mid", "start"];

/** Samples of a source, the newest first; those of one phase in the order of the bundle. */
export const newestFirst = <S extends SourceName>(all: readonly Found<S>[]): readonly Found<S>[] =>
  all.length < 2
    ? all
    : NEWEST.flatMap((phase) => {
        const of = all.filter((one) => one.phase === phase);
        return phase === "mid" ? of.reverse() : of;
      });

/** The two samples of a source between which its counters are judged, or null without both. */
export function pair<S extends SourceName>(
  facts: Facts,
  source: S,
  label?: string,
): { start: Found<S>; end: Found<S> } | null {
  const all = found(facts, source).filter((one) => label === undefined || one.label === label);
  const start = all.find((one) => one.phase === "start");
  const end = all.find((one) => one.phase === "end" && one.label === start?.label);
  return start === undefined || end === undefined ? null : { start, end };
}
