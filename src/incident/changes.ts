import type { Place, Setting, Span } from "./model.ts";

export interface Change {
  name: string;
  from: number;
  to: number;
  span: Span;
  before: Place;
  after: Place;
}

/** By how much a log's stamp may be off. */
const STAMP_MS = 1000;

/** Settings that changed, each between two readings of it, or when it was written. */
export function changesOf(settings: readonly Setting[]): Change[] {
  const last = new Map<string, Setting>();
  return [...settings]
    .sort((a, b) => a.at - b.at)
    .flatMap((one) => {
      const before = last.get(one.name);
      last.set(one.name, one);
      if (before === undefined || before.value === one.value) return [];
      const span =
        one.isWrite === true
          ? { from: Math.max(before.at, one.at - STAMP_MS), to: one.at + STAMP_MS }
          : { from: before.at, to: one.at };
      return [
        {
          name: one.name,
          from: before.value,
          to: one.value,
          span,
          before: before.place,
          after: one.place,
        },
      ];
    });
}
