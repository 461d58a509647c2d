import type { Use } from "../attribution/uses.ts";
import { settingsOf } from "../facts/settings.ts";
import { STATES } from "../parsers/conntrack-table/states.ts";
import { absent, noTable } from "./absent.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";
import { known, namesOf } from "./uses.ts";

/** Sums uses into one number, with the place of the largest. */
export function sumUses(uses: readonly Use[], as: "entries" | "share"): Signal["read"] {
  return (context) => {
    const { attribution } = context;
    if (attribution === null) return noTable(context);
    const shares = uses.map((use) => attribution.uses[use]);
    const entries = shares.reduce((sum, one) => sum + one.entries, 0);
    const largest = shares.reduce((a, b) => (b.entries > a.entries ? b : a));
    const place = largest.place ?? at(context.tables[0]!.entry, 1);
    return reading(as === "entries" ? entries : entries / Math.max(1, attribution.entries), place);
  };
}

/** TIME_WAIT among the TCP entries alone, the number that people watch. */
export function timeWaitOfTcp(context: SignalContext): Reading {
  if (context.tables.length === 0 || context.excerpt !== null) return noTable(context);
  let tcp = 0;
  let timeWait = 0;
  for (const table of context.tables)
    for (const [kind, count] of table.byKind.entries()) {
      const info = STATES[kind >> 2]!;
      if (info.protocol !== "tcp") continue;
      tcp += count;
      if (info.state === "TIME_WAIT") timeWait += count;
    }
  const place = context.attribution?.uses["time-wait"].place ?? at(context.tables[0]!.entry, 1);
  return reading(tcp === 0 ? 0 : timeWait / tcp, place);
}

/** UDP entries whose last packet is at most this old, by their timeout: what comes in just now. */
const RECENT_SECONDS = 5;

export function udpRecent(context: SignalContext): Reading {
  const setting = settingsOf(context.facts).get("net.netfilter.nf_conntrack_udp_timeout");
  if (context.tables.length === 0 || context.excerpt !== null) return noTable(context);
  const timeout = Number(setting?.value ?? Number.NaN);
  if (Number.isNaN(timeout)) return absent(context.facts, "sysctl");
  let recent = 0;
  for (const table of context.tables)
    table.remaining.forEach((kind, left, count) => {
      if (STATES[kind >> 2]!.protocol !== "udp" || (kind & 2) !== 0) return;
      if (left >= timeout - RECENT_SECONDS && left <= timeout) recent += count;
    });
  return reading(recent / RECENT_SECONDS, at(context.tables[0]!.entry, 1));
}

/** The largest of its kind in the table: its name, or its share. */
export const whole =
  (of: "topDestinations" | "topSources", as: "name" | "share"): Signal["read"] =>
  (context) => {
    const { attribution } = context;
    if (attribution === null) return noTable(context);
    const [offender] = attribution[of];
    if (offender === undefined)
      return absent(context.facts, "conntrack-table", "the table is empty");
    const value =
      as === "name"
        ? namesOf(attribution[of], attribution.entries)
        : offender.entries / Math.max(1, attribution.entries);
    return value === null
      ? absent(context.facts, "conntrack-table", "no single one holds a fifth of the table")
      : reading(value, at(context.tables[0]!.entry, 1));
  };

/** Endpoints that the rules serve and that answered none, or the attempts to reach them. */
export const silent =
  (of: "entries" | "endpoints"): Signal["read"] =>
  (context) => {
    const attribution = known(context, "stale-endpoint");
    if ("value" in attribution) return attribution;
    const place = attribution.uses["unanswered-syn"].place ?? at(context.tables[0]!.entry, 1);
    return reading(attribution.silentEndpoints[of], place);
  };
