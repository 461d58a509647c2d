/** Nodes below which nobody can be told to stick out. */
export const FEWEST = 5;

/**
 * Deviations from the median at which a node sticks out, by how many nodes there are at least. Of few, the median of
 * the distances is itself a matter of chance: with these, of a hundred fleets whose nodes differ by chance alone
 * (normally distributed), one has a node that sticks out.
 */
const LEVELS = [
  [30, 5],
  [20, 5.5],
  [15, 6.2],
  [12, 7],
  [10, 8],
  [8, 9.5],
  [6, 12],
  [FEWEST, 20],
] as const;
/** By how much the median of distances of a normal distribution falls short of its standard deviation. */
const NORMAL = 1.4826;

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const all = [...values].sort((a, b) => a - b);
  const half = all.length >> 1;
  return all.length % 2 === 1 ? all[half]! : (all[half - 1]! + all[half]!) / 2;
}

/** How values lie around their median, and how far from it is too far to be chance. */
export interface Spread {
  median: number;
  mad: number;
  /** Deviations from the median; null where most values are the same, so that there is no measure. */
  distance(value: number): number | null;
  sticksOut(value: number): boolean;
}

/**
 * The spread of values, by median and median of distances, which a third of odd values does not move.
 *
 * @param least what a value must differ by in order to matter
 * @return null for too few
 */
export function spreadOf(values: readonly number[], least: number): Spread | null {
  const level = LEVELS.find(([from]) => values.length >= from)?.[1];
  const middle = median(values);
  if (level === undefined || middle === null) return null;
  const mad = median(values.map((value) => Math.abs(value - middle)))!;
  const distance = (value: number): number | null =>
    mad === 0 ? null : (value - middle) / (NORMAL * mad);
  return {
    median: middle,
    mad,
    distance,
    sticksOut: (value) =>
      Math.abs(value - middle) >= least && Math.abs(distance(value) ?? level) >= level,
  };
}
