import type { Attribution } from "../attribution/attribution.ts";
import { type Facts, latest } from "../facts/facts.ts";
import { settingsOf } from "../facts/settings.ts";
import type { TableFact } from "../parsers/conntrack-table/index.ts";

/** What the entries of one kind (see `states.ts`) would be if nothing were refused. */
export interface Part {
  kind: number;
  /** Entries that are there. */
  held: number;
  low: number;
  high: number;
  /** The sysctl that ends these entries whatever their flows do; null where their own packets keep them. */
  ends: string | null;
}

/** What a table that was full would hold if nothing were refused. */
export interface Refused {
  low: number;
  high: number;
  parts: readonly Part[];
}

/** What predictions are counted on. Timeouts in seconds by sysctl; an unknown one is absent. */
export interface Counted {
  tables: readonly { byKind: Int32Array; remaining: Pick<TableFact["remaining"], "forEach"> }[];
  attribution: Pick<Attribution, "entries">;
  /** Entries for one row of the tables, where these are a random sample. */
  scale: number;
  timeouts: ReadonlyMap<string, number>;
  /** Whether an ASSURED UDP entry may still be under `nf_conntrack_udp_timeout`: see `mayBeShort`. */
  shortStreams?: boolean;
  /** The kernel's own count and limit. */
  count: number | null;
  max: number | null;
  /**
   * Of a table that was full: what it would hold if nothing were refused, null where that cannot be told.
   * Undefined of one that had room, whose entries are all that was asked for.
   */
  demand?: Refused | null;
}

/** The same with who holds the entries, as remedies need it. */
export interface TableState extends Counted {
  tables: readonly TableFact[];
  attribution: Attribution;
}

export const UDP_SECONDS = "nf_conntrack_udp_timeout";
export const STREAM_SECONDS = "nf_conntrack_udp_timeout_stream";

/**
 * Whether ASSURED UDP entries may have either timeout. Before 5.16 the third packet makes an entry ASSURED, but
 * only one after two seconds puts it under the stream's timeout; of an unknown kernel that may be so as well.
 */
export function mayBeShort(facts: Facts): boolean {
  const version = latest(facts, "kernel-version")?.fact;
  if (version === undefined) return true;
  return version.major < 5 || (version.major === 5 && version.minor < 16);
}

/** The timeouts of a bundle, by their names below `net.netfilter.` */
export function timeoutsOf(facts: Facts): Map<string, number> {
  const timeouts = new Map<string, number>();
  for (const [name, { value }] of settingsOf(facts))
    if (name.startsWith("net.netfilter.") && name.includes("timeout") && /^\d{1,9}$/.test(value))
      timeouts.set(name.slice("net.netfilter.".length), Number(value));
  return timeouts;
}
