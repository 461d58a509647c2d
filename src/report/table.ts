import type { Attribution } from "../attribution/attribution.ts";
import { USES, type Use } from "../attribution/uses.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { STATES } from "../parsers/conntrack-table/states.ts";
import type { Analysis } from "./contract.ts";

/** What the table is used for, the largest use first. */
export function usesOf(attribution: Attribution | null): Analysis["table"]["uses"] {
  if (attribution === null) return [];
  return (Object.keys(USES) as Use[])
    .map((use) => ({
      use,
      meaning: USES[use],
      entries: attribution.uses[use].entries,
      share: attribution.entries === 0 ? 0 : attribution.uses[use].entries / attribution.entries,
    }))
    .filter(({ entries }) => entries > 0)
    .sort((a, b) => b.entries - a.entries);
}

/** Rows by a property of their state, the largest first; states without a name are left out. */
export function countBy(
  tables: readonly TableFact[],
  name: (info: (typeof STATES)[number]) => string | null,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { byKind } of tables)
    for (const [kind, count] of byKind.entries()) {
      const key = count === 0 ? null : name(STATES[kind >> 2]!);
      if (key !== null) counts.set(key, (counts.get(key) ?? 0) + count);
    }
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}
