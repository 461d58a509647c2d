import { type Column, MOST_ROWS, type SeriesFile } from "./file.ts";
import { isTime, type Row } from "./head.ts";
import { timesOfEach } from "./in-order.ts";
import {
  hostOf,
  isNoValue,
  isOfSeveral,
  isSureOf,
  machineOf,
  measureOf,
  measureOfPanel,
} from "./measures.ts";
import { ofSeveral } from "./named.ts";
import { numberIn, styleOf } from "./numbers.ts";
import { machinesOfTitles } from "./title-machines.ts";
import { isHost, isPair, longForm, measuresOf, namesNothing } from "./titles.ts";
import type { Zone } from "./zone.ts";

/** What a dashboard calls the results of queries that have no name. */
const LETTERED = /^Value #\w{1,3}$/;
const CLUSTER = /^(?:cluster(?:_?name)?|k8s_cluster|kube_cluster_name)$/i;

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
  const clusterAt = titles.findIndex((one) => CLUSTER.test(one.split(".").at(-1)!));
  const tagsAt = titles.indexOf("tags");
  const long = longForm(titles);
  const measured = measuresOf(titles, about, times, hostAt, long);
  const several = titles.filter((one, at) => measured[at] != null && isOfSeveral(one));
  for (const [at, title] of titles.entries()) if (several.includes(title)) measured[at] = null;
  if (several.length > 0 && measured.every((one) => one === null) && long === null)
    return { reason: several.map(ofSeveral).join(" ").replace(/\.$/, "") };
  const isSure =
    isSureOf(about) ||
    measured.some((one) => one?.isSure) ||
    (long !== null && all.some(({ cells }) => measureOf(cells[long.series] ?? "", about)?.isSure));
  const unnamed = titles.filter((one) => LETTERED.test(one));
  if (unnamed.length > 1 && titles.every((one) => measureOf(one, about) === null))
    return {
      reason: `its columns ${unnamed.join(", ")} do not say what they measure: name them, as in nf_conntrack_count and nf_conntrack_max`,
    };
  if (!isSure && !isPair(measured)) return namesNothing(measured, titles, about);
  const rows = all.slice(0, MOST_ROWS);
  const cells = rows.map((row) =>
    times
      .map((at) => row.cells[at] ?? "")
      .join(" ")
      .trim(),
  );
  const series = rows.map((row) =>
    [hostAt, clusterAt, tagsAt, long?.series ?? -1]
      .map((place) => row.cells[place] ?? "")
      .join("\n"),
  );
  const { at, zone: known, notes } = timesOfEach(cells, series, zone);
  notes.push(...several.map(ofSeveral));
  if (rows.length === 0) return { reason: "it has columns of samples, and no row" };
  if (at.every((one) => one === null))
    return {
      reason:
        notes[0]?.replace(/\.$/, "") ?? "no cell of its column of times is a time that is known",
    };
  if (all.length > MOST_ROWS) notes.push(`Only its first ${MOST_ROWS} rows were read.`);
  const columns = new Map<string, Column>();
  const machines = machinesOfTitles(
    long === null ? titles : all.map(({ cells }) => cells[long.series] ?? ""),
    about,
  );
  for (const [place, own] of measured.entries()) {
    const style = styleOf(
      rows.map((row) => row.cells[place] ?? ""),
      delimiter,
    );
    for (const [index, row] of rows.entries()) {
      const measure =
        own ??
        (long?.values.includes(place)
          ? (measureOf(row.cells[long.series] ?? "", about) ?? measureOfPanel(about))
          : null);
      const number = measure === null ? null : numberIn(row.cells[place] ?? "", style);
      if (measure === null || number === null || at[index] == null) continue;
      if (isNoValue(measure, number.value)) continue;
      const host =
        hostAt >= 0
          ? machineOf(row.cells[hostAt] ?? "")
          : (measure.host ??
            machines.get(long === null ? titles[place]! : (row.cells[long.series] ?? "")) ??
            hostOf(titles[place]!) ??
            hostOf((row.cells[tagsAt] ?? "").replace(/=([^,]+)/g, '="$1"')));
      const cluster = clusterAt >= 0 ? row.cells[clusterAt] || null : measure.cluster;
      const key = `${place}\n${host ?? ""}\n${cluster ?? ""}\n${measure.measure}`;
      const column = columns.get(key) ?? {
        ...measure,
        host,
        cluster,
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
