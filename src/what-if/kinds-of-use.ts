import { USE_OF_CLASS, type Use } from "../attribution/uses.ts";
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

/** Whether a kind of entry is one of which some are of these uses. */
export function kindsOf(uses: readonly Use[]): (kind: number) => boolean {
  const rows = new Set(uses.map((use) => TOLD_LATER[use] ?? use));
  return (kind) => rows.has(useOfKind(kind));
}

/** The use of a kind of entry, by its row alone. */
export function useOfKind(kind: number): Use {
  const { replied, oneWay } = STATES[kind >> 2]!;
  const use = USE_OF_CLASS[(kind & UNREPLIED) !== 0 ? (oneWay ?? replied) : replied];
  return use === "udp" && (kind & ASSURED) !== 0 ? "udp-stream" : use;
}
