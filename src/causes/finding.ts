import type { Place } from "../errors.ts";
import type { SignalName } from "../signals/index.ts";
import type { SourceName, Unit, Value } from "../signals/signal.ts";
import type { Cause } from "./cause.ts";

export type Verdict = "confirmed" | "likely" | "possible" | "ruled-out" | "unknown";

const FOUND: readonly Verdict[] = ["confirmed", "likely", "possible"];

/** Whether a cause was found, however sure it is. */
export const isFound = (verdict: Verdict): boolean => FOUND.includes(verdict);

/** Whether a cause is as good as sure: what expectations, exit codes and headings go by. */
export const isSure = (verdict: Verdict): boolean =>
  verdict === "confirmed" || verdict === "likely";

/** What a test is there for: see `Cause`. */
export type Role = "gate" | "requires" | "supports" | "excludes";

/** One test with what was found: why a verdict is what it is. */
export interface Evidence {
  role: Role;
  signal: SignalName;
  /** What the signal is, in words. */
  title: string;
  value: Value | null;
  unit: Unit;
  /** The test in words: `> 0.3`. */
  test: string;
  /** Null when the signal is unknown. */
  holds: boolean | null;
  source: Place | null;
  command: string;
  /** Why there is no value, and what would give it. */
  missing: { source: SourceName; reason: string } | null;
}

/** A cause and what became of it. */
export interface Finding {
  cause: Cause;
  verdict: Verdict;
  /** What the verdict would be if the cause held enough of the table; the verdict itself where it does. */
  otherwise: Verdict;
  /** Entries of the table that it holds; null when unknown. */
  entries: number | null;
  evidence: Evidence[];
  /** The evidence by which it is likely though few of its entries are left; none where that is not so. */
  evicted?: Evidence[];
}

/** How hard the table is pressed: what opens the gate of an exhaustion cause, and how far. */
export type Pressure = "exhausted" | "high" | "raised" | "none" | "unknown";
