import type { Attribution } from "../attribution/attribution.ts";
import { USE_OF_CLASS, type Use } from "../attribution/uses.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";
import { ASSURED, STATES, UNREPLIED } from "../parsers/conntrack-table/states.ts";

/** Uses that more than their row tells, by the class of their rows. */
const TOLD_LATER: Partial<Record<Use, Use>> = {
  "idle-established": "established",
  "stale-endpoint": "established",
  dns: "udp",
  "unanswered-dns": "one-way-udp",
  "dns-answer": "one-way-udp",
  overlay: "udp",
};

/** What tells the kinds of a table's lookups. */
interface Rows {
  tables: readonly Pick<TableFact, "byKind" | "parsed">[];
  attribution: Pick<Attribution, "entries" | "uses">;
}

/**
 * DNS lookups that are ASSURED, at least: those of a client that keeps its port, which are under the timeout of
 * streams. They are the ASSURED entries of UDP that are no other use.
 */
export function assuredLookups({ tables, attribution: { entries, uses } }: Rows): number {
  const rows = tables.reduce((sum, { parsed }) => sum + parsed, 0);
  let assured = 0;
  for (const { byKind } of tables)
    for (const [kind, count] of byKind.entries())
      if (count > 0 && useOfKind(kind) === "udp-stream") assured += count;
  const scaled = rows === 0 ? 0 : (assured * entries) / rows;
  const others = uses["udp-stream"].entries + uses["stale-endpoint"].entries + uses.overlay.entries;
  return Math.round(Math.min(uses.dns.entries, Math.max(0, scaled - others)));
}

/** Whether a kind of entry is one of which some are of these uses. */
export function kindsOf(uses: readonly Use[], table: Rows): (kind: number) => boolean {
  const rows = new Set(uses.map((use) => TOLD_LATER[use] ?? use));
  if (uses.includes("dns") && assuredLookups(table) > 0) rows.add("udp-stream");
  return (kind) => rows.has(useOfKind(kind));
}

/** The use of a kind of entry, by its row alone. */
export function useOfKind(kind: number): Use {
  const { replied, oneWay } = STATES[kind >> 2]!;
  const use = USE_OF_CLASS[(kind & UNREPLIED) !== 0 ? (oneWay ?? replied) : replied];
  return use === "udp" && (kind & ASSURED) !== 0 ? "udp-stream" : use;
}
