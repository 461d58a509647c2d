import { median } from "../incident/climb.ts";
import type { Column } from "../series/index.ts";
import { type Part, partOf } from "./part.ts";
import type { Raw } from "./raw.ts";

/** A file of samples, by the machines that its columns name. */
export function partsOfSamples(
  columns: readonly Column[],
  name: string,
  notes: readonly string[],
): Part[] {
  const hosts = [...new Set(columns.map(({ host }) => host))];
  return hosts.map((host) => {
    const own = columns.filter((one) => one.host === host);
    const zone = own.some((one) => one.zone === "unknown") ? "unknown" : "utc";
    return partOf({
      kind: "samples",
      name,
      host,
      series: { name, counts: "kernel", zone, raw: rawOf(own, name) },
      notes: [...notes, ...twice(own), ...own.flatMap(unitUntold), ...own.flatMap(severalIn)],
    });
  });
}

/** Samples of one machine by their moments. */
function rawOf(columns: readonly Column[], name: string): Raw[] {
  const byTime = new Map<number, Raw>();
  for (const column of columns) {
    if (unitUntold(column).length > 0 || severalIn(column).length > 0) continue;
    const { measure, form } = column;
    const isPart = measure === "used";
    // a part of one is told from per cents by its title, its sign, or by being more than all
    const isPercent =
      isPart &&
      (/%|percent/i.test(column.title) ||
        column.samples.some(({ value, isPercent: said }) => said || value > 1.5));
    for (const { at, value, rounding, line } of column.samples) {
      const raw = byTime.get(at) ?? { at, place: { entry: name, line } };
      byTime.set(at, raw);
      if (isPart) raw.used ??= value / (isPercent ? 100 : 1);
      else if (measure === "max") raw.max ??= Math.round(value);
      else if (measure === "count") {
        raw.count ??= Math.round(value);
        raw.rounding = rounding;
      } else {
        const kind = form === "rate" ? "rates" : "totals";
        raw[kind] ??= { drop: null, insertFailed: null, earlyDrop: null };
        const counters = raw[kind];
        // a column for each CPU
        counters[measure] = (counters[measure] ?? 0) + value;
      }
    }
  }
  return [...byTime.values()];
}

/** Per cents by the title, parts of one by the values: dashboards keep the unit and export what is below it. */
function unitUntold({ measure, title, samples }: Column): string[] {
  const isUntold =
    measure === "used" &&
    /%|percent/i.test(title) &&
    samples.some(({ value }) => value > 0) &&
    samples.every(({ value, isPercent }) => value <= 1 && !isPercent);
  return isUntold
    ? [
        `Its column ${title} has no value above 1, which may be per cent or parts of one: it was not read.`,
      ]
    : [];
}

/** Columns of one measure that are no CPUs: which of them is the table's is not known. */
function twice(columns: readonly Column[]): string[] {
  return (["count", "max", "used"] as const).flatMap((measure) => {
    const titles = columns.filter((one) => one.measure === measure).map(({ title }) => title);
    return titles.length < 2
      ? []
      : [`Of its columns ${titles.join(", ")}, which measure the same, the first was read.`];
  });
}

/** Values of one moment lie this much further apart than those of the moments before and after. */
const FURTHER = 4;

/**
 * Rows of several machines that no column tells apart: at each moment as many values, each of which goes on from the
 * one in its place a moment before, and not from its neighbour. Of one machine a moment is rather cut too short.
 */
function severalIn({ title, samples }: Column): string[] {
  const byTime = new Map<number, number[]>();
  for (const { at, value } of samples) byTime.set(at, [...(byTime.get(at) ?? []), value]);
  const moments = [...byTime.values()];
  const many = moments[0]?.length ?? 0;
  if (many < 2 || moments.length < 3 || moments.some(({ length }) => length !== many)) return [];
  const within = moments.flatMap((own) => own.slice(1).map((one, at) => Math.abs(one - own[at]!)));
  const along = moments
    .slice(1)
    .flatMap((own, before) => own.map((one, at) => Math.abs(one - moments[before]![at]!)));
  return median(within) > FURTHER * median(along)
    ? [
        `Its column ${title} has ${many} values at each moment, as of several machines, and no column names these: it was not read.`,
      ]
    : [];
}
