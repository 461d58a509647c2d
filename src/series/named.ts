import { type Column, MOST_ROWS, type SeriesFile } from "./file.ts";
import { timesOf } from "./in-order.ts";
import { isNoValue, type Measured, measureOf, measureOfPanel } from "./measures.ts";
import { numberIn } from "./numbers.ts";
import type { Zone } from "./zone.ts";

/** A series by itself, as exports of monitors have it. */
export interface Named {
  /** What it is called, with its labels in braces. */
  title: string;
  /** A time and a value each, as they are written. */
  samples: readonly (readonly [time: unknown, value: unknown])[];
}

/** A title that says of which machine it is. */
export const titled = (name: string, labels: Readonly<Record<string, unknown>>): string =>
  `${name}{${Object.entries(labels)
    .map(([key, one]) => `${key}="${String(one)}"`)
    .join(",")}}`;

/** Series as columns; the reason where none of them is of the table. */
export function columnsOf(all: readonly Named[], about: string, zone: Zone | null): SeriesFile {
  const columns: Column[] = [];
  const notes = new Set<string>();
  for (const { title, samples } of all) {
    const measured = measureOf(title, about) ?? unnamed(title, about);
    if (measured === null) continue;
    const rows = samples.slice(0, MOST_ROWS);
    const times = timesOf(
      rows.map(([time]) => String(time)),
      zone,
    );
    for (const note of times.notes) notes.add(note);
    const own = rows.flatMap(([, said], row) => {
      const [at, number] = [times.at[row], numberIn(String(said))];
      return at == null || number === null || isNoValue(measured, number.value)
        ? []
        : [{ at, ...number, line: row + 1 }];
    });
    columns.push({ ...measured, title, zone: times.zone, samples: own });
  }
  if (columns.some(({ samples }) => samples.length > 0)) return { columns, notes: [...notes] };
  return {
    reason:
      all.length === 0
        ? "the query's answer holds no series"
        : `none of its series is of the table's count, limit or losses (${columns.length > 0 ? "all are empty" : all[0]!.title})`,
  };
}

/** An expression's result has labels alone: the file's name tells what it is of, or nothing does. */
function unnamed(title: string, about: string): Measured | null {
  if (!/^(?:value)?\s*\{/i.test(title)) return null;
  const panel = measureOfPanel(about);
  return panel === null
    ? null
    : { ...panel, host: measureOf(`conntrack count${title}`, about)?.host ?? null };
}
