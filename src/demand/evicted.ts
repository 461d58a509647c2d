/** What came in of entries that the kernel evicts before their time. */
import type { Demand } from "./demand.ts";

/**
 * Seconds between the packets of an attempt of TCP: those of Linux from 6.5 on, which are more than before. One
 * that finds its entry evicted makes another.
 */
const GAPS = [1, 1, 1, 1, 2, 4, 8, 16, 32];
/** A rate is read within seconds. */
const MARGIN = 0.15;

/** Entries that one attempt makes, at most, where an entry stays for so many seconds on average. */
const entriesOf = (stays: number): number =>
  GAPS.reduce((sum, gap) => sum + 1 - Math.exp(-gap / stays), 1);

/** The attempts of a kind of entry, and all that is not of it. */
export interface Evicted {
  /** Entries that came in a second, those of attempts that were evicted and tried again as well. */
  perSecond: number;
  /** What these attempts would hold if none were evicted, at least, and what all others would, at most. */
  attempts: number;
  others: number;
  /** Connections that were closed in a second, which somebody answered. */
  closed: number;
}

/** Of the kinds of entries that are attempts. */
export function evictedAttempts(
  { parts, births }: Demand,
  isAttempt: (kind: number) => boolean,
): Evicted {
  const found: Evicted = { perSecond: 0, attempts: 0, others: 0, closed: 0 };
  for (const { kind, held, high } of parts) {
    const born = births.find((one) => one.kind === kind);
    if (!isAttempt(kind)) {
      found.others += high;
      if (born?.fate === "closed") found.closed += born.perSecond;
    } else if (born !== undefined && born.perSecond > 0) {
      const stays = Math.min(born.life, held / born.perSecond);
      const attempts = (born.perSecond / entriesOf(stays)) * born.life * (1 - MARGIN);
      found.perSecond += born.perSecond;
      found.attempts += Math.max(held, attempts);
    }
  }
  return found;
}

/** With more that were seen only once than this, they are as many as there were. */
const NEARLY_ALL = 0.98;

/**
 * How many different ones there are of which a sample of `seen` has `different`, all being equally frequent; at most
 * `most`. What is frequent is in the sample more than once.
 */
export function differentOnes(seen: number, different: number, most: number): number {
  if (different >= seen * NEARLY_ALL) return Math.max(different, most);
  let [low, high] = [different, Math.max(different, most)];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (middle * (1 - Math.exp(-seen / middle)) < different) low = middle;
    else high = middle;
  }
  return Math.round(high);
}
