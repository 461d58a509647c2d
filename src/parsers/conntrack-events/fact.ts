import { LIMITS } from "../../limits.ts";
import { CountingTable } from "../conntrack-table/counting-table.ts";
import { newTable, type TableFact } from "../conntrack-table/fact.ts";

/** A time in milliseconds since 1970 and what the kernel could not hand over until then, since the listeners began. */
export interface Dropped {
  at: number;
  births: number;
  ends: number;
}

/**
 * What listeners heard of entries that were born and that ended, counted. Source: `conntrack -E`, by a recorder.
 * Memory grows with distinct keys and with entries that are there, up to a ceiling, never with rows.
 */
export interface EventsFact {
  entry: string;
  /** Births and ends. */
  rows: number;
  unparsed: { count: number; examples: { line: number; text: string }[] };
  /** Entries as they were when they were born. */
  births: TableFact;
  ends: number;
  /** Ends with time left of entries that were not ASSURED and had no reset: evicted, or deleted by hand. */
  evicted: TableFact;
  /** How many of them in each second since 1970, of so many seconds at most. */
  evictedAt: Map<number, number>;
  /** Other ends with time left: after a reset, of closed connections whose ports came again, or deleted. */
  removed: number;
  /** Whether ends tell the time left, as they do from Linux 5.12 on; null where none tells. */
  tellsTime: boolean | null;
  /** Milliseconds since 1970 of the first and the last row; null without any. */
  first: number | null;
  last: number | null;
  /** The moments in which the listeners began; what was before the first of them was not kept where rows come first. */
  began: number[];
  /** Whether rows stand before the first of these. */
  beginsLate: boolean;
  /** Until when it was listened; null where the recorder was ended before it could say. */
  until: number | null;
  dropped: Dropped[];
  /** How often the tool said that it lost events. */
  losses: number;
  /** (destination, port, flags) → entries whose birth and end were both seen, and the seconds that they lived. */
  ended: CountingTable;
  lived: CountingTable;
  /** Entries that ended, of those whose birth was seen, and their lives in seconds together. */
  followed: { ended: number; seconds: number; open: number; lost: number };
}

/** A day. */
export const MOST_SECONDS = 86_400;

/** Bits of the flags of {@link EventsFact.ended}. */
export const V6 = 1;
export const UDP = 2;

/** What is known before the first row. */
export function newEvents(entry: string, borders: readonly [number, number]): EventsFact {
  const births = newTable(entry, borders, LIMITS);
  // ids of addresses mean the same in all of its tables
  const evicted: TableFact = {
    ...newTable(entry, borders, LIMITS),
    addresses: births.addresses,
  };
  return {
    entry,
    rows: 0,
    unparsed: { count: 0, examples: [] },
    births,
    ends: 0,
    evicted,
    evictedAt: new Map(),
    removed: 0,
    tellsTime: null,
    first: null,
    last: null,
    began: [],
    beginsLate: false,
    until: null,
    dropped: [],
    losses: 0,
    ended: new CountingTable(3, 64, LIMITS.flows),
    lived: new CountingTable(3, 64, LIMITS.flows),
    followed: { ended: 0, seconds: 0, open: 0, lost: 0 },
  };
}
