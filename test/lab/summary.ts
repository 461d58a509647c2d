import type { Truth } from "./run-scenario.ts";

/** One line of the kernel's figures: what happened while the collector ran, and what was in the table. */
export function summary({ before, after, states, seconds }: Truth): string {
  const rises = Object.entries(after.counters)
    .map(([name, value]) => [name, value - (before.counters[name] ?? 0)] as const)
    .filter(([, rise]) => rise > 0)
    .map(([name, rise]) => `, ${name} +${rise}`);
  const largest = states
    .slice(0, 4)
    .map(([state, entries]) => `${entries} ${state}`)
    .join(", ");
  return `${after.count} of ${after.max}${rises.join("")}; ${largest}; ${seconds.toFixed(0)} s`;
}
