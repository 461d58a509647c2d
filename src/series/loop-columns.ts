import type { Column, SeriesFile } from "./file.ts";
import { timesOf } from "./in-order.ts";
import { type Measured, measureOf } from "./measures.ts";
import { numberIn } from "./numbers.ts";
import type { Zone } from "./zone.ts";

/** What a shell's loop writes: dates, and below or behind each the numbers that it printed. */
export interface Reading {
  /** The date as it is written. */
  time: string;
  /** The machine that the line names, or one before it. */
  host: string | null;
  line: number;
  /** Numbers by what stands before them, and those that have nothing before them. */
  named: [Measured, string][];
  bare: string[];
}

/** Samples of which a column is made at least. */
export const LEAST = 3;

/** By place where numbers have no names: the count, and behind it the limit where there is one. */
const PLACES = ["conntrack count", "conntrack max"];

/** What a loop printed, as columns by what each of its numbers measures. */
export function columnsOf(
  readings: readonly Reading[],
  isSure: boolean,
  zone: Zone | null,
  about: string,
): SeriesFile | null {
  const times = timesOf(
    readings.map(({ time }) => time),
    zone,
  );
  const columns = new Map<string, Column>();
  const usual = usualOf(readings.map(({ bare }) => bare.length));
  for (const [place, { host, named, bare, line }] of readings.entries()) {
    const at = times.at[place];
    if (at == null) continue;
    // where a number is missing, which one it is cannot be told
    const placed =
      named.length > 0 || bare.length !== usual
        ? []
        : bare.slice(0, PLACES.length).map((value, index) => {
            return [measureOf(PLACES[index]!, "")!, value] as [Measured, string];
          });
    for (const [measured, value] of [...named, ...placed]) {
      const number = numberIn(value);
      if (number === null) continue;
      const key = `${measured.measure} ${measured.form} ${measured.host ?? host ?? ""}`;
      const column = columns.get(key) ?? {
        ...measured,
        host: measured.host ?? host,
        title: measured.measure,
        zone: times.zone,
        samples: [],
      };
      columns.set(key, column);
      column.samples.push({ at, ...number, line });
    }
  }
  const kept = [...columns.values()].filter(({ samples }) => samples.length >= LEAST);
  if (kept.length === 0) return null;
  return isSure
    ? { columns: kept, notes: times.notes }
    : {
        reason: `neither its lines nor its name (${about.split("/").at(-1)}) say that they are of connection tracking: name it so, as in conntrack.log`,
      };
}

/** The number that occurs most often. */
function usualOf(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
