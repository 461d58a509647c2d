import type { Truth } from "./run-scenario.ts";

/** One line of the kernel's figures: what happened while the collector ran, and what was in the table. */
export function summary({ before, after, states, seconds }: Truth): string {
  const rise = (name: "drop" | "early_drop" | "insert_failed" | "listenOverflows"): string => {
    const difference = after[name] - before[name];
    return difference > 0 ? `, ${name} +${difference}` : "";
  };
  const largest = states
    .slice(0, 4)
    .map(([state, entries]) => `${entries} ${state}`)
    .join(", ");
  return (
    `${after.count} of ${after.max}${rise("drop")}${rise("early_drop")}${rise("insert_failed")}` +
    `${rise("listenOverflows")}; ${largest}; ${seconds.toFixed(0)} s`
  );
}
