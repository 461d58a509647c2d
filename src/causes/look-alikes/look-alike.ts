import type { SignalWith } from "../../signals/index.ts";
import type { Cause, Remedy, RemedyClass, Requirement, Test } from "../cause.ts";

/** A look-alike in one row: it has no gate and holds nothing; its remedies say where to look. */
export const lookAlike = (
  row: Pick<
    Cause,
    "id" | "title" | "mechanism" | "hosts" | "names" | "outside" | "requires" | "references"
  > & {
    supports?: readonly Requirement[];
    excludes?: readonly Requirement[];
    remedies: readonly (Omit<Remedy, "change" | "class"> & { class?: RemedyClass })[];
  },
): Cause => ({
  id: row.id,
  title: row.title,
  gate: "none",
  ...(row.hosts === undefined ? {} : { hosts: row.hosts }),
  ...(row.names === undefined ? {} : { names: row.names }),
  ...(row.outside === undefined ? {} : { outside: row.outside }),
  mechanism: row.mechanism,
  requires: row.requires,
  supports: row.supports ?? [],
  excludes: row.excludes ?? [],
  holds: [],
  remedies: row.remedies.map((remedy) => ({
    ...remedy,
    class: remedy.class ?? "fix",
    change: null,
  })),
  references: row.references,
});

export const rises = (signal: SignalWith<number>): Test => [signal, ">", 0];
/** More than a few, which any node may lose to a burst. */
export const many = (signal: SignalWith<number>, few = 10): Test => [signal, ">", few];
/** So few by the second, within a long window, that nobody notices them. */
export const seldom = (signal: SignalWith<number>, few = 1): Test => [signal, "<=", few];
