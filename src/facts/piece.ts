import type { Unit } from "../layouts/index.ts";
import type { Phase } from "../layouts/layout.ts";
import type { SourceName } from "../parsers/index.ts";
import type { SysctlFact } from "../parsers/sysctl.ts";
import type { Context } from "../sections/context.ts";

/** The fact of one section of the evidence, before it is known whose it is and which sample. */
export interface Piece {
  source: SourceName;
  fact: unknown;
  /** The entry of the evidence, and where in it the section begins. */
  entry: string;
  line: number;
  /** Lines of the section. */
  lines: number;
  /** The layout that named it. */
  layout: string;
  /** The collector's bundle that it lies in; null of loose evidence. */
  unit: Unit | null;
  /** As the layout knows it; null where only its order tells. */
  phase: Phase | null;
  label: string;
  /** The path that says whose it is: the entry's own, or one that a title within it names. */
  path: string;
  context: Context;
  /** Lines were left out by whoever pasted it. */
  elided: boolean;
}

/** A machine, or one of its network namespaces, as the evidence names it; null where it does not. */
export interface Subject {
  host: string | null;
  namespace: string | null;
}

/** What tells one subject from another. */
export const keyOf = ({ host, namespace }: Subject): string => `${host ?? ""}\n${namespace ?? ""}`;

/** Sources of which one machine has one at a time: two of them are two samples, or two machines. */
const CORE: ReadonlySet<SourceName> = new Set<SourceName>([
  "conntrack-table",
  "sysctl",
  "conntrack-count",
  "conntrack-s",
  "conntrack-stat",
  "kernel-log",
  "kernel-version",
  "uptime",
  "node-metrics",
]);

/** Whether a piece is of one machine's own state. */
export const isCore = (piece: Piece): boolean =>
  CORE.has(piece.source) && !piece.context.configured && !isNameOnly(piece);

/** Whether a piece says what its machine is called and nothing else, as a file `hostname` does. */
export const isNameOnly = ({ source, fact }: Piece): boolean => {
  if (source !== "sysctl") return false;
  const { values } = fact as SysctlFact;
  return values.size === 1 && values.has("kernel.hostname");
};
