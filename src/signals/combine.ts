import type { Place } from "../errors.ts";
import type { SourceName } from "../parsers/index.ts";
import { type Reading, reading } from "./signal.ts";

/** The first reading when it is known, else the second. */
export const firstKnown = (first: Reading, second: Reading): Reading =>
  first.value === null && second.value !== null ? second : first;

/**
 * Combines readings; the first unknown one is the answer when any is unknown.
 *
 * @param unfit why there may be no number though all are known, and the input that is to blame
 */
export function combine(
  readings: readonly Reading[],
  work: (...values: number[]) => number,
): Reading;
export function combine(
  readings: readonly Reading[],
  work: (...values: number[]) => number | null,
  unfit: { wants: SourceName; reason: string },
): Reading;
export function combine(
  readings: readonly Reading[],
  work: (...values: number[]) => number | null,
  unfit?: { wants: SourceName; reason: string },
): Reading {
  const unknown = readings.find((one) => one.value === null);
  if (unknown !== undefined) return unknown;
  const value = work(...readings.map((one) => Number(one.value)));
  const first = readings[0]!;
  if (value === null) return { value, ...unfit! };
  const isLeast = readings.some((one) => one.value !== null && one.bound === "at least");
  return {
    ...reading(value, (first as { place: Place }).place),
    ...(isLeast ? { bound: "at least" as const } : {}),
  };
}
