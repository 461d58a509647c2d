/** What an incident is told from: everything at its moment, in milliseconds since 1970, and with its place. */

/** A moment as far as it is known: not before `from`, not after `to`. An open end is infinite. */
export interface Span {
  from: number;
  to: number;
}

export interface Place {
  entry: string;
  line: number;
}

/** The table at one moment. What is unknown is null, and never 0. */
export interface Reading {
  at: number;
  count: number | null;
  /** By how much the count may be off, since it was written rounded. */
  rounding: number;
  max: number | null;
  /** The part of the limit in use, where a series tells that and no count. */
  used: number | null;
  /** Packets dropped for want of room, and entries evicted, since the reading before. */
  dropped: number | null;
  evicted: number | null;
  /** The counters of the reading began anew: the machine was started again. */
  isRestart: boolean;
  place: Place;
}

/** Readings of one kind by one clock, by time. */
export interface Series {
  name: string;
  /** Whether its count is the kernel's or the number of rows that a dump has, which is some fewer. */
  counts: "kernel" | "rows";
  /** What tells the time of day; `unknown` is a wall clock whose zone nothing names. */
  zone: "utc" | "unknown";
  readings: Reading[];
}

/** A message of the kernel that the table was full. */
export interface Mark {
  at: number;
  /** Milliseconds by which its stamp may be off. */
  within: number;
  zone: "utc" | "unknown";
  place: Place;
}

export interface Holder {
  name: string;
  entries: number;
}

/** What a table's entries were there for, at one moment. */
export interface Makeup {
  at: number;
  /** Dumps are held against dumps, and bundles, which know more, against bundles. */
  by: "dump" | "bundle";
  entries: number;
  uses: (Holder & { title: string })[];
  /** The largest of them; who is not in the list has at most as many as its last. */
  sources: Holder[];
  destinations: Holder[];
  place: Place;
}

export interface Setting {
  at: number;
  name: string;
  value: number;
  place: Place;
  /** It was written at that moment, over another value; else it was read, and may have held before. */
  isWrite?: boolean;
}

/** All that was read of one table. */
export interface Observed {
  series: Series[];
  marks: Mark[];
  makeups: Makeup[];
  settings: Setting[];
  /** When a recorder saw it: of several incidents the one about then is meant. */
  asked: number | null;
}

export const EVENTS = ["onset", "full", "loss", "mended"] as const;
export type EventName = (typeof EVENTS)[number];

/** One source's word on an event. */
export interface Said {
  span: Span;
  /** The series or the log that says so. */
  by: string;
  /** How it is seen. */
  how: string;
  place: Place;
}

export const isKnown = ({ from, to }: Span): boolean =>
  Number.isFinite(from) && Number.isFinite(to);
export const widthOf = ({ from, to }: Span): number => to - from;
/** Whether two spans cannot be of one moment, clocks being off by so much. */
export const areApart = (a: Span, b: Span, slack: number): boolean =>
  a.from > b.to + slack || b.from > a.to + slack;
