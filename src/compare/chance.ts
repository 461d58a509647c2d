/**
 * How far two numbers of one node may differ when nothing changed but the moment.
 *
 * What is counted comes in bursts: a page opens a handful of connections, a client that was refused tries again a
 * few times. If bursts of `BURST` came like Poisson's, the variance of a count would be `BURST` times the count. And
 * load itself swings from one minute to the next, by a part of what there is. A difference is claimed beyond
 * `SIGMAS` deviations and that part, so that of the hundred numbers of a pair none is claimed by chance.
 */
const SIGMAS = 4;
const BURST = 4;
const SWING = 0.1;
/** Events a second by which any node's losses differ: in a long window they are many, and come in a few spells. */
const BACKGROUND = 2;
/** Of what is measured and not counted, such as an age in seconds: half of it says nothing. */
const MEASURED_SWING = 0.5;

/** A number that is a count times `scale`: entries 1, a share of n entries 1/n, a rate over t seconds 1/t. */
export interface Counted {
  value: number;
  scale: number;
  /** By which part it swung within its own window; the usual part where it is less. */
  swing?: number;
}

/** The difference that chance may give. */
export function chanceOf(a: Counted, b: Counted): number {
  // one entry more or less could have been there
  const variance = ({ value, scale }: Counted) => BURST * scale * Math.max(Math.abs(value), scale);
  const swing = Math.max(SWING, a.swing ?? 0, b.swing ?? 0);
  return SIGMAS * Math.sqrt(variance(a) + variance(b)) + swing * Math.max(a.value, b.value);
}

/** The same of two rates, each of events within so many seconds: under no change both are of one rate. */
export function chanceOfRates(
  a: { rate: number; seconds: number },
  b: { rate: number; seconds: number },
): number {
  const pooled = (a.rate * a.seconds + b.rate * b.seconds) / (a.seconds + b.seconds);
  const variance = BURST * pooled * (1 / a.seconds + 1 / b.seconds);
  return SIGMAS * Math.sqrt(variance) + SWING * Math.max(a.rate, b.rate) + BACKGROUND;
}

export const chanceOfMeasured = (a: number, b: number): number =>
  MEASURED_SWING * Math.max(Math.abs(a), Math.abs(b));

/**
 * By which part of itself a count swung within its window, besides a steady rise or fall: the spread of what is
 * left when the line from its first to its last value is taken away.
 */
export function swingOf(counts: readonly number[]): number {
  const [first = 0, last = 0] = [counts[0], counts.at(-1)];
  const most = Math.max(0, ...counts);
  if (counts.length < 3 || most === 0) return 0;
  const rest = counts.map(
    (count, at) => count - first - ((last - first) * at) / (counts.length - 1),
  );
  return (Math.max(...rest) - Math.min(...rest)) / most;
}
