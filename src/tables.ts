import { type Facts, found } from "./facts/facts.ts";
import type { TableFact } from "./parsers/conntrack-table/index.ts";
import type { Coverage } from "./read.ts";

/**
 * Chooses the dumps that are counted, so that no entry counts twice: the latest phase, and of each
 * address family the dump with most rows. The others are listed as skipped.
 */
export function chooseTables(facts: Facts, coverage: Coverage): TableFact[] {
  const all = found(facts, "conntrack-table");
  const phases = ["end", "once", "start"] as const;
  const phase = phases.find((one) => all.some((table) => table.phase === one));
  const chosen: TableFact[] = [];
  const sorted = [...all].sort((a, b) => b.fact.rows - a.fact.rows);
  for (const { phase: taken, fact } of sorted) {
    const rival = chosen.find(
      (other) => (ipv4Rows(fact) > 0 && ipv4Rows(other) > 0) || (fact.ipv6 > 0 && other.ipv6 > 0),
    );
    if (taken !== phase) skip(fact, "a dump taken later was counted instead");
    else if (rival !== undefined) skip(fact, `the entries of ${rival.entry} were counted instead`);
    else chosen.push(fact);
  }
  return chosen;

  function skip(fact: TableFact, reason: string): void {
    coverage.skipped.push({ entry: fact.entry, reason });
  }
}

const ipv4Rows = (fact: TableFact): number => fact.parsed - fact.ipv6;
