import { type Column, MOST_ROWS, type SeriesFile } from "./file.ts";
import { timesOf } from "./in-order.ts";
import { isNoValue, isOfSeveral, type Measured, measureOf, measureOfPanel } from "./measures.ts";
import { numberIn } from "./numbers.ts";
import { machinesOfTitles } from "./title-machines.ts";
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

const SEVERAL = "is of several machines";
/** Why a column that adds up machines, or has the highest of them, is of no table. */
export const ofSeveral = (title: string): string =>
  `${title} ${SEVERAL}, and so of no one table: it was not read; ask for each by (instance).`;

/** Series as columns; the reason where none of them is of the table. */
export function columnsOf(all: readonly Named[], about: string, zone: Zone | null): SeriesFile {
  const columns: Column[] = [];
  const notes = new Set<string>();
  const machines = machinesOfTitles(
    all.map(({ title }) => title),
    about,
  );
  for (const { title, samples } of all) {
    const measured = measureOf(title, about) ?? unnamed(title, about);
    if (measured === null) continue;
    if (isOfSeveral(title)) {
      notes.add(ofSeveral(title));
      continue;
    }
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
    const host = measured.host ?? machines.get(title) ?? null;
    columns.push({ ...measured, host, title, zone: times.zone, samples: own });
  }
  if (columns.some(({ samples }) => samples.length > 0)) return { columns, notes: [...notes] };
  return {
    reason:
      all.length === 0
        ? "the query's answer holds no series"
        : ([...notes].find((note) => note.includes(SEVERAL))?.replace(/\.$/, "") ??
          `none of its series is of the table's count, limit or losses (${columns.length > 0 ? "all are empty" : all[0]!.title})`),
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
