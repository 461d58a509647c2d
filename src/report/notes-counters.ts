import { type Facts, found, pair } from "../facts/facts.ts";
import { codeSpan, formatNumber } from "../format.ts";
import { deltaCounter } from "../parsers/per-cpu.ts";
import type { Readings, SignalName } from "../signals/index.ts";

/** What a cloud's driver counted since it was loaded, or between two samples whose distance nobody tells. */
export function allowanceNotes(facts: Facts, readings: Readings): string[] {
  if (RATES.some((name) => (readings.get(name)?.value ?? null) !== null)) return [];
  const isPair = pair(facts, "ethtool") !== null;
  const counted = found(facts, "ethtool").flatMap(({ fact, label, phase }) => {
    if (isPair && phase !== "end") return [];
    const before = pair(facts, "ethtool", label)?.start.fact.interfaces;
    return [...fact.interfaces].flatMap(([name, counters]) =>
      [...counters].flatMap(([counter, { value }]) => {
        const risen = isPair ? value - (before?.get(name)?.get(counter)?.value ?? value) : value;
        return counter.endsWith("allowance_exceeded") && risen > 0
          ? `${codeSpan(counter)} ${formatNumber(risen)}${name === "" ? "" : ` on ${codeSpan(name)}`}`
          : [];
      }),
    );
  });
  if (counted.length === 0) return [];
  const listed = counted.slice(0, 6).join(", ");
  return [
    isPair
      ? `The cloud's own limits dropped packets between the two samples: ${listed}. The time between these is unknown, and so is the rate.`
      : `The cloud's own limits dropped packets since the driver was loaded: ${listed}. A second sample, some seconds later, shows whether it continues.`,
  ];
}
const RATES = [
  "cloud.connections",
  "cloud.linkLocal",
  "cloud.packets",
  "cloud.bandwidth",
] as const satisfies readonly SignalName[];

/** Counters that wrapped or began anew between the samples. */
export function counterNotes(facts: Facts): string[] {
  const both = pair(facts, "conntrack-stat");
  if (both === null) return [];
  const of = (wanted: "wrapped" | "restarted") =>
    [...both.end.fact.perCpu.keys()].filter(
      (name) => deltaCounter(both.start.fact, both.end.fact, name)?.[wanted] === true,
    );
  const notes: string[] = [];
  if (of("wrapped").length > 0)
    notes.push(
      `Counters passed 2^32 and wrapped within the window (${of("wrapped").join(", ")}); what they rose by is corrected.`,
    );
  if (of("restarted").length > 0)
    notes.push(
      `Counters were reset within the window (${of("restarted").join(", ")}): what they rose by is unknown.`,
    );
  return notes;
}
