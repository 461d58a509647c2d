import type { TableFact } from "../parsers/conntrack-table/fact.ts";
import { type Group, meanLeft } from "./ages.ts";
import type { Packets } from "./kinds.ts";

/** What the counters rose by in a span of time. */
export interface Span {
  seconds: number;
  /** Seconds from its end to the dump of the table. */
  ago: number;
  /** Packets that found no place. */
  refused: number;
  /** Entries that an early drop took, so that others found one. */
  evicted: number;
}

/** Who was let in within a span, in a second. */
export interface Admission {
  /** New entries by kind, of those that nothing refreshes: at least, and at most. */
  births: ReadonlyMap<number, { least: number; most: number }>;
  /** Part of the packets of new connections that found a place. */
  part: number;
  /** Closed connections that the kernel cleared before their time, at most. */
  cleared: number;
}

/** What came in so lately has hardly been evicted: by these entries kinds are told apart. */
const JUST_NOW = 2;
const SOON = 3;
/** So few entries tell nothing. */
const FEW = 20;
/** A part of this size is as good as none. */
const LEAST = 0.01;

/** In a full table the kernel clears closed connections down to 95 % of the limit, this often in seconds. */
const CLEARED = 0.05;
const CLEARS_EVERY = { least: 1, most: 60 };
const MEAN_AT_MOST = 300;

const sum = (all: readonly Group[], of: (group: Group) => number): number =>
  all.reduce((total, group) => total + of(group), 0);

/** Entries of a kind that came within a span, in a second; 0 where they do not live so long. */
export function cameIn(group: Group, { seconds, ago }: Span): number {
  const seen = Math.min(seconds, (group.life ?? 0) - ago);
  return seen < 1 ? 0 : group.young(seen, Math.round(ago)) / seen;
}

/**
 * Who was let in. While a table stays full each new entry takes the place of one that ended: so what was evicted
 * and what expired tells what came, whatever the lives of those that came were cut to.
 */
export function admissionOf(
  groups: readonly Group[],
  tables: readonly TableFact[],
  span: Span,
  max: number,
): Admission {
  const evictable = groups.filter(({ fate, life }) => fate === "evictable" && life !== null);
  const closed = groups.filter(({ fate, life }) => fate === "closed" && life !== null);
  const came = sum(closed, (group) => cameIn(group, span));
  const turned = span.evicted / span.seconds + sum(evictable, ending);
  // closed connections that become more take places from the others
  const grown = Math.max(0, came - sum(closed, ending));
  const seen = sum(evictable, (group) => group.young(JUST_NOW) / JUST_NOW);
  const least = Math.min(turned, Math.max(seen, turned - grown));
  const births = shares(evictable, least, turned);
  const refused = span.refused / span.seconds;
  const admitted = Math.max(came + turned, refused * LEAST);
  // where hardly anything was let in, closed connections are as many as they are in the long run
  const few = (came + turned) * span.seconds < FEW;
  const lasting = sum(closed, mean);
  for (const group of closed) {
    const rate = few ? (admitted * mean(group)) / Math.max(1e-9, lasting) : cameIn(group, span);
    births.set(group.kind, { least: rate, most: rate });
  }
  const every = Math.max(CLEARS_EVERY.least, meanLeft(tables, MEAN_AT_MOST));
  return {
    births,
    part: refused === 0 ? 1 : admitted / (admitted + refused),
    cleared: refused > 0 ? (CLEARED * max) / Math.min(CLEARS_EVERY.most, every) : 0,
  };
}

const mean = ({ entries, life }: Group): number => (life ? entries / life : 0);

/** What ends by itself in a second: soon, since later on it may have been evicted. */
const ending = (group: Group): number => {
  const seconds = Math.min(SOON, group.life ?? 0);
  return seconds === 0 ? 0 : group.old(seconds) / seconds;
};

/** Births by kind, in proportion of the youngest entries, or of all where these are few. */
function shares(evictable: readonly Group[], least: number, most: number) {
  const young = evictable.map((group) => group.young(JUST_NOW));
  const few = young.reduce((a, b) => a + b, 0) < FEW;
  const seen = few ? evictable.map(mean) : young;
  // of what is gone already each kind may have been
  const weights = seen.some((weight) => weight > 0) ? seen : evictable.map(() => 1);
  const all = weights.reduce((a, b) => a + b, 0);
  return new Map(
    evictable.map(({ kind }, at) => {
      const share = weights[at]! / all;
      return [kind, { least: least * share, most: most * share }];
    }),
  );
}

/** Which part of the attempts succeeds where a part of their packets finds a place. */
export const successOf = (part: number, { least, most }: Packets) => ({
  least: 1 - (1 - part) ** least,
  most: 1 - (1 - part) ** most,
});
