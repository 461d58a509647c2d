import { type Facts, found, pair } from "../facts/facts.ts";
import { codeSpan, formatNumber } from "../format.ts";
import { deltaCounter } from "../parsers/per-cpu.ts";

/** What a cloud's driver counted since it was loaded, where there is no second sample. */
export function allowanceNotes(facts: Facts): string[] {
  if (pair(facts, "ethtool") !== null) return [];
  const counted = found(facts, "ethtool").flatMap(({ fact }) =>
    [...fact.interfaces].flatMap(([name, counters]) =>
      [...counters].flatMap(([counter, { value }]) =>
        counter.endsWith("allowance_exceeded") && value > 0
          ? `${codeSpan(counter)} ${formatNumber(value)}${name === "" ? "" : ` on ${codeSpan(name)}`}`
          : [],
      ),
    ),
  );
  return counted.length === 0
    ? []
    : [
        `The cloud's own limits dropped packets since the driver was loaded: ${counted.slice(0, 6).join(", ")}. A second sample, some seconds later, shows whether it continues.`,
      ];
}

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
