import type { Attribution } from "../attribution/attribution.ts";
import type { Services } from "../attribution/services.ts";
import type { Place } from "../errors.ts";
import type { SubjectFacts } from "../facts/assemble.ts";
import { type Facts, type Found, found, latest, newestFirst, pair } from "../facts/facts.ts";
import { codeSpan, wholeSpan } from "../format.ts";
import { sourceOfPath } from "../layouts/conntriage.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { alternativesTo, SOURCES, type SourceName } from "../parsers/index.ts";
import type { ManifestFact } from "../parsers/manifest-parser.ts";
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

/**
 * The reason for a missing source: the collector's own words, as a code span, where its manifest has
 * them. Reasons are Markdown.
 */
export function absent(facts: Facts, source: SourceName, detail?: string): Reading {
  const reason = detail ?? whyMissing(facts, source);
  return { value: null, wants: source, reason };
}

/** The reason why a table cannot be judged: there is none, or its rows are an excerpt. */
export const noTable = ({ facts, excerpt }: SignalContext): Reading =>
  absent(facts, "conntrack-table", excerpt ?? undefined);

/** Why the bundle's own collector did not take a source, in its words. */
export function refusalOf(facts: Facts, source: SourceName): string | null {
  const manifest = latest(facts, "manifest")?.fact;
  return (manifest && notTaken(manifest).get(source)) ?? null;
}

/** What the collector's manifest or the tools themselves say of a missing source. */
function whyMissing(facts: Facts, source: SourceName): string {
  const refusal = refusalOf(facts, source);
  const { what } = SOURCES[source];
  if (refusal) return `${what}: not taken, ${wholeSpan(refusal)}`;
  const said = found(facts, "tool-messages")
    .flatMap(({ fact }) => fact.refusals)
    .find(
      (one) => one.source === source || alternativesTo(source).some((name) => name === one.source),
    );
  return said === undefined
    ? `${what}: not in the bundle`
    : `${what}: could not be read, ${codeSpan(said.text)}`;
}

const asked = new WeakMap<ManifestFact, ReadonlyMap<SourceName, string | null>>();

/** The reason of the first file of each source that was not taken; most signals of a small bundle ask. */
function notTaken(manifest: ManifestFact): ReadonlyMap<SourceName, string | null> {
  const known = asked.get(manifest);
  if (known !== undefined) return known;
  const reasons = new Map<SourceName, string | null>();
  for (const { path, bytes, reason } of manifest.files) {
    const source = bytes === null ? sourceOfPath(path) : null;
    if (source !== null && !reasons.has(source)) reasons.set(source, reason);
  }
  asked.set(manifest, reasons);
  return reasons;
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

/** A value and its line; its entry, where that is not the fact's. */
interface ValueAt {
  value: Value;
  line: number;
  entry?: string;
}

/** Builds a reading from the latest fact of a source. */
export function fromFact<S extends SourceName>(
  context: SignalContext,
  source: S,
  read: (one: Found<S>) => ValueAt | null,
): Reading {
  const all = found(context.facts, source);
  for (const one of newestFirst(all)) {
    const value = read(one);
    if (value !== null) return reading(value.value, at(value.entry ?? one.entry, value.line));
  }
  return absent(
    context.facts,
    source,
    all.length === 0 ? undefined : `${SOURCES[source].what}: there, but without this value`,
  );
}

/**
 * Whether the machine was booted between the first and the last sample: its uptime or a counter of 32 bits fell
 * by less than a wrap. Then nothing can be said of what any counter rose by.
 */
function wasBooted(facts: Facts): boolean {
  const known = booted.get(facts) ?? findBoot(facts);
  booted.set(facts, known);
  return known;
}
/** All that are read from a window ask. */
const booted = new WeakMap<Facts, boolean>();

function findBoot(facts: Facts): boolean {
  const uptimes = pair(facts, "uptime");
  if (uptimes !== null && uptimes.end.fact.seconds < uptimes.start.fact.seconds) return true;
  return (["conntrack-stat", "conntrack-s"] as const).some((source) => {
    const both = pair(facts, source);
    if (both === null) return false;
    const [before, after] = [both.start.fact, both.end.fact];
    return [...before.perCpu.keys()].some((name) => deltaCounter(before, after, name)?.restarted);
  });
}

/** Builds a reading from what changed between the window's two samples. */
export function fromPair<S extends SourceName>(
  context: SignalContext,
  source: S,
  read: (start: Found<S>, end: Found<S>) => ValueAt | null,
): Reading {
  if (pair(context.facts, source) !== null && wasBooted(context.facts))
    return absent(
      context.facts,
      source,
      `${SOURCES[source].what}: the machine was booted between the two samples`,
    );
  const labels = new Set(found(context.facts, source).map((one) => one.label));
  let twice = false;
  for (const label of labels) {
    const both = pair(context.facts, source, label);
    if (both === null) continue;
    twice = true;
    const value = read(both.start, both.end);
    if (value !== null) return reading(value.value, at(value.entry ?? both.end.entry, value.line));
  }
  if (labels.size === 0) return absent(context.facts, source);
  const why = twice
    ? "in the bundle, but not this counter in two samples"
    : "one sample only; a total since boot says nothing about now, so a second sample is needed, some seconds later";
  return absent(context.facts, source, `${SOURCES[source].what}: ${why}`);
}

/** Two samples that are closer are the same one, asked for twice. */
const LEAST_APART_MS = 1000;

/** Builds a reading from what a series rose by between the first and the last sample that hold it. */
export function fromSeries<S extends SourceName>(
  context: SignalContext,
  source: S,
  name: string,
  read: (one: Found<S>) => { value: number; line: number } | null,
): Reading {
  const none = fromPair(context, source, () => null);
  if (pair(context.facts, source) === null || wasBooted(context.facts)) return none;
  const all = found(context.facts, source);
  let isThere = false;
  for (const label of new Set(all.map((one) => one.label))) {
    const known = all.flatMap((one) => {
      const value = one.label === label ? read(one) : null;
      return value === null ? [] : [{ ...value, entry: one.entry, time: one.origin.time }];
    });
    const [start, end] = [known[0], known.at(-1)];
    isThere ||= start !== undefined;
    if (start === undefined || end === undefined || start === end) continue;
    const isSame =
      start.time !== null && end.time !== null && end.time - start.time < LEAST_APART_MS;
    // a counter that began anew tells nothing
    if (!isSame && end.value >= start.value)
      return reading(end.value - start.value, at(end.entry, end.line));
  }
  return isThere
    ? none
    : absent(
        context.facts,
        source,
        `${SOURCES[source].what}: there, but without ${codeSpan(name)}`,
      );
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

/**
 * Combines readings; the first unknown one is the answer when any is unknown.
 *
 * @param unfit why there may be no number though all are known, and the input that is to blame
 */
export function combine(
  readings: readonly Reading[],
  work: (...values: number[]) => number,
): Reading;
export function combine(
  readings: readonly Reading[],
  work: (...values: number[]) => number | null,
  unfit: { wants: SourceName; reason: string },
): Reading;
export function combine(
  readings: readonly Reading[],
  work: (...values: number[]) => number | null,
  unfit?: { wants: SourceName; reason: string },
): Reading {
  const unknown = readings.find((one) => one.value === null);
  if (unknown !== undefined) return unknown;
  const value = work(...readings.map((one) => Number(one.value)));
  const first = readings[0]!;
  if (value === null) return { value, ...unfit! };
  const isLeast = readings.some((one) => one.value !== null && one.bound === "at least");
  return {
    ...reading(value, (first as { place: Place }).place),
    ...(isLeast ? { bound: "at least" as const } : {}),
  };
}
