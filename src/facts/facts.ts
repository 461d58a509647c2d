import type { Phase } from "../layouts/layout.ts";
import type { FactOf, SourceName } from "../parsers/index.ts";

/** A fact and where it came from. */
export interface Found<S extends SourceName> {
  entry: string;
  phase: Phase;
  label: string;
  fact: FactOf<S>;
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
  for (const phase of ["end", "once", "start"] as const) {
    const one = all.find((candidate) => candidate.phase === phase);
    if (one !== undefined) return one;
  }
  return null;
}

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
