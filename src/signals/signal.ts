import type { Attribution } from "../attribution/attribution.ts";
import type { Services } from "../attribution/service.ts";
import type { Place } from "../errors.ts";
import type { SubjectFacts } from "../facts/assemble.ts";
import type { Facts } from "../facts/facts.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import type { SourceName } from "../parsers/index.ts";
import type { Window } from "./window.ts";

export type { SourceName } from "../parsers/index.ts";

export type Value = number | boolean | string;

/** How a value is to be read and printed. `share` is a fraction of 1. */
export type Unit =
  | "entries"
  | "entries/s"
  | "share"
  | "packets"
  | "packets/s"
  | "ports"
  | "messages"
  | "times"
  | "queries"
  | "zones"
  | "number"
  | "requests"
  | "sockets"
  | "connections"
  | "endpoints"
  | "destinations"
  | "sources"
  | "changes"
  | "failures"
  | "rules"
  | "answers/s"
  | "connections/s"
  | "sockets/s"
  | "queries/s"
  | "seconds"
  | "bytes"
  | "buckets"
  | "CPUs"
  | "yes/no"
  | "name"
  | "version"
  | "status";

/** What a value with that unit is: `yes/no` a boolean, a name a string, and all else a number. */
export type ValueOf<U extends Unit> = U extends "yes/no"
  ? boolean
  : U extends "name"
    ? string
    : number;

/** A value with its place, or the reason why there is none. Absent is never 0. */
export type Reading =
  /** `at least`: what was read is a lower bound, since part of the input is not there. */
  | { value: Value; place: Place; bound?: "at least" }
  | { value: null; wants: SourceName; reason: string };

/** What signals are read from. */
export interface SignalContext {
  facts: Facts;
  /** Of a machine, its network namespaces that were sampled with it. */
  namespaces: readonly Pick<SubjectFacts, "subject" | "facts">[];
  /** The dumps that count: of this namespace, each address family once. */
  tables: readonly TableFact[];
  attribution: Attribution | null;
  services: Services;
  window: Window;
  /** Why the rows may not be judged as the table; null where they may. */
  excerpt: string | null;
  /** The rows themselves may be wrong. */
  isDamaged?: boolean;
}

/** One named value; `U` is its unit, which tells what it can be held against. */
export interface Signal<U extends Unit = Unit> {
  unit: U;
  /** A short phrase that reads before a colon: `title: 5`. No jargon beyond the kernel's names. */
  title: string;
  /** Where it is of this network namespace alone: what a pod does stands in the pod's own. */
  scope?: "namespace";
  /** How a person sees the same on the node. */
  command: string;
  read(context: SignalContext): Reading;
}

/** What several signals are read from: worked out for the first that asks. */
export function oncePerContext<T>(
  read: (context: SignalContext) => T,
): (context: SignalContext) => T {
  const known = new WeakMap<SignalContext, { value: T }>();
  return (context) => {
    const one = known.get(context) ?? { value: read(context) };
    known.set(context, one);
    return one.value;
  };
}

export const at = (entry: string, line: number): Place => ({ entry, line });
export const reading = (value: Value, place: Place): Reading => ({ value, place });
