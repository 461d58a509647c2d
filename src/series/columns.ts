import { type Column, MOST_ROWS, type SeriesFile } from "./file.ts";
import { isTime, type Row } from "./head.ts";
import { timesOfEach } from "./in-order.ts";
import { hostOf, isNoValue, isSureOf, machineOf, measureOf, measureOfPanel } from "./measures.ts";
import { numberIn, styleOf } from "./numbers.ts";
import { isHost, isPair, longForm, measuresOf, namesNothing } from "./titles.ts";
import type { Zone } from "./zone.ts";

/** Reads rows that were parted into cells already: a column a measure and machine. */
export function readRows(
  titles: readonly string[],
  all: readonly Row[],
  about: string,
  zone: Zone | null,
  delimiter: string,
): SeriesFile | null {
  const times = titles.flatMap((one, at) => (isTime(one) ? [at] : []));
  const hostAt = titles.findIndex((one) => isHost(one));
  const tagsAt = titles.indexOf("tags");
  const long = longForm(titles);
  const measured = measuresOf(titles, about, times, hostAt, long);
  const isSure =
    isSureOf(about) ||
    measured.some((one) => one?.isSure) ||
    (long !== null && all.some(({ cells }) => measureOf(cells[long.series] ?? "", about)?.isSure));
  if (!isSure && !isPair(measured)) return namesNothing(measured, about);
  const rows = all.slice(0, MOST_ROWS);
  const cells = rows.map((row) =>
    times
      .map((at) => row.cells[at] ?? "")
      .join(" ")
      .trim(),
  );
  const series = rows.map((row) =>
    [hostAt, tagsAt, long?.series ?? -1].map((place) => row.cells[place] ?? "").join("\n"),
  );
  const { at, zone: known, notes } = timesOfEach(cells, series, zone);
  if (rows.length === 0) return { reason: "it has columns of samples, and no row" };
  if (at.every((one) => one === null))
    return {
      reason:
        notes[0]?.replace(/\.$/, "") ?? "no cell of its column of times is a time that is known",
    };
  if (all.length > MOST_ROWS) notes.push(`Only its first ${MOST_ROWS} rows were read.`);
  const columns = new Map<string, Column>();
  for (const [place, own] of measured.entries()) {
    const style = styleOf(
      rows.map((row) => row.cells[place] ?? ""),
      delimiter,
    );
    for (const [index, row] of rows.entries()) {
      const measure =
        own ??
        (long?.value === place
          ? (measureOf(row.cells[long.series] ?? "", about) ?? measureOfPanel(about))
          : null);
      const number = measure === null ? null : numberIn(row.cells[place] ?? "", style);
      if (measure === null || number === null || at[index] == null) continue;
      if (isNoValue(measure, number.value)) continue;
      const host =
        hostAt >= 0
          ? machineOf(row.cells[hostAt] ?? "")
          : (measure.host ?? hostOf((row.cells[tagsAt] ?? "").replace(/=([^,]+)/g, '="$1"')));
      const key = `${place}\n${host ?? ""}\n${measure.measure}`;
      const column = columns.get(key) ?? {
        ...measure,
        host,
        title: titles[place]!,
        zone: known,
        samples: [],
      };
      columns.set(key, column);
      column.samples.push({ at: at[index]!, ...number, line: row.line });
    }
  }
  const kept = [...columns.values()];
  if (kept.length === 0)
    return { reason: "none of its cells below titles of connection tracking is a number" };
  const bad = at.filter((one) => one === null).length;
  if (bad > 0) notes.push(`${bad} of its rows have no time that is known, and are left out.`);
  return { columns: kept, notes };
}
