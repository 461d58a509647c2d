import { type Facts, type Found, found, newestFirst, pair } from "../facts/facts.ts";
import { codeSpan } from "../format.ts";
import { SOURCES, type SourceName } from "../parsers/index.ts";
import { deltaCounter, type PerCpuCounters } from "../parsers/per-cpu.ts";
import { absent } from "./absent.ts";
import { at, type Reading, reading, type SignalContext, type Value } from "./signal.ts";

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
