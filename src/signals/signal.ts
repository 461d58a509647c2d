import type { Attribution } from "../attribution/attribute.ts";
import type { Services } from "../attribution/services.ts";
import type { Place } from "../errors.ts";
import { type Facts, type Found, found, latest, pair } from "../facts/facts.ts";
import { codeSpan } from "../format.ts";
import { locate } from "../layouts/index.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { SOURCES, type SourceName } from "../parsers/index.ts";
import { deltaCounter, type PerCpuCounters } from "../parsers/per-cpu.ts";
import type { Window } from "./window.ts";

export type { SourceName } from "../parsers/index.ts";

export type Value = number | boolean | string;

/** How a value is to be read and printed. `share` is a fraction of 1. */
export type Unit =
  | "entries"
  | "entries/s"
  | "share"
  | "packets"
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
  | "changes"
  | "failures"
  | "rules"
  | "answers/s"
  | "seconds"
  | "bytes"
  | "buckets"
  | "CPUs"
  | "yes/no"
  | "name"
  | "status";

/** A value with its place, or the reason why there is none. Absent is never 0. */
export type Reading =
  | { value: Value; place: Place }
  | { value: null; wants: SourceName; reason: string };

/** What signals are read from. */
export interface SignalContext {
  facts: Facts;
  /** The dumps that count: of this namespace, each address family once. */
  tables: readonly TableFact[];
  attribution: Attribution | null;
  services: Services;
  window: Window;
}

/** One named number. */
export interface Signal {
  unit: Unit;
  /** A short phrase that reads before a colon: `title: 5`. No jargon beyond the kernel's names. */
  title: string;
  /** How a person sees the same on the node. */
  command: string;
  read(context: SignalContext): Reading;
}

/**
 * The reason for a missing source: the collector's own words, as a code span, where its manifest has
 * them. Reasons are Markdown.
 */
export function absent(facts: Facts, source: SourceName, detail?: string): Reading {
  const reason = detail ?? whyMissing(facts, source);
  return { value: null, wants: source, reason };
}

/** Where our collector would have put a source, for finding its reason in the manifest. */
function whyMissing(facts: Facts, source: SourceName): string {
  const files = latest(facts, "manifest")?.fact.files ?? [];
  const file = files.find(({ path, bytes }) => bytes === null && sourceOfPath(path) === source);
  const { what } = SOURCES[source];
  return file?.reason
    ? `${what}: not taken, ${codeSpan(file.reason)}`
    : `${what}: not in the bundle`;
}

const sourceOfPath = (path: string): SourceName | null =>
  locate(`bundle/${path}`, "")?.source ?? null;

export const at = (entry: string, line: number): Place => ({ entry, line });
export const reading = (value: Value, place: Place): Reading => ({ value, place });

/** Builds a reading from the latest fact of a source. */
export function fromFact<S extends SourceName>(
  context: SignalContext,
  source: S,
  read: (one: Found<S>) => { value: Value; line: number } | null,
): Reading {
  const all = found(context.facts, source);
  for (const phase of ["end", "once", "start"] as const) {
    for (const one of all) {
      if (one.phase !== phase) continue;
      const value = read(one);
      if (value !== null) return reading(value.value, at(one.entry, value.line));
    }
  }
  return absent(
    context.facts,
    source,
    all.length === 0 ? undefined : `${SOURCES[source].what}: there, but without this value`,
  );
}

/** Builds a reading from what changed between the window's two samples. */
export function fromPair<S extends SourceName>(
  context: SignalContext,
  source: S,
  read: (start: Found<S>, end: Found<S>) => { value: Value; line: number } | null,
): Reading {
  const labels = new Set(found(context.facts, source).map((one) => one.label));
  let twice = false;
  for (const label of labels) {
    const both = pair(context.facts, source, label);
    if (both === null) continue;
    twice = true;
    const value = read(both.start, both.end);
    if (value !== null) return reading(value.value, at(both.end.entry, value.line));
  }
  if (labels.size === 0) return absent(context.facts, source);
  const why = twice
    ? "there, but what this rose by is not told"
    : "not there twice, and a total since boot says nothing about now";
  return absent(context.facts, source, `${SOURCES[source].what}: ${why}`);
}

/** What a per-CPU counter rose by between two samples, with its line; null when that is not told. */
export function perCpuRise(
  start: PerCpuCounters,
  end: PerCpuCounters,
  name: string,
): { value: number; line: number } | null {
  const change = deltaCounter(start, end, name);
  return change === null || change.delta === null
    ? null
    : { value: change.delta, line: end.cpuLines[0] ?? 1 };
}

/** The first reading when it is known, else the second. */
export const firstKnown = (first: Reading, second: Reading): Reading =>
  first.value === null && second.value !== null ? second : first;

/** Combines readings; the first unknown one is the answer when any is unknown. */
export function combine(
  readings: readonly Reading[],
  work: (...values: number[]) => number | null,
): Reading {
  const unknown = readings.find((one) => one.value === null);
  if (unknown !== undefined) return unknown;
  const value = work(...readings.map((one) => Number(one.value)));
  const first = readings[0]!;
  if (value === null)
    return { value: null, wants: "sysctl", reason: "it cannot be computed from these values" };
  return reading(value, (first as { place: Place }).place);
}
