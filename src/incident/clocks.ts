import { episodesOf } from "./episode.ts";
import type { LimitAt } from "./limit.ts";
import type { Mark, Series } from "./model.ts";

/** Zones are whole quarters of an hour ahead of UTC or behind, up to fourteen hours. */
const QUARTER_MS = 900_000;
const MOST_QUARTERS = 56;
/** How far two clocks that are right may show one event apart. */
const SAME_MS = 60_000;

/** When the table was first full, or when the kernel first said so: what clocks are compared by. */
function anchorOf(series: Series, limitAt: LimitAt): number | null {
  const [first] = episodesOf(series, limitAt).filter((one) => one.first > 0);
  return first === undefined ? null : series.readings[first.first]!.at;
}

/**
 * Brings clocks whose zone nothing names to UTC, by the one event that they show as well as a clock whose zone
 * is known. Where there is none, or no zone fits, they are taken for UTC; the notes say which it was.
 */
export function alignZones(
  series: readonly Series[],
  marks: readonly Mark[],
  limitAt: LimitAt,
): { series: Series[]; marks: Mark[]; notes: string[] } {
  const notes: string[] = [];
  const firstMark = (zone: Mark["zone"]) => marks.find((one) => one.zone === zone)?.at ?? null;
  const known = [
    ...series.filter(({ zone }) => zone === "utc").map((one) => anchorOf(one, limitAt)),
    firstMark("utc"),
  ].filter((one) => one !== null);

  const shiftOf = (name: string, anchor: number | null): number => {
    const shifts = anchor === null ? [] : known.flatMap((one) => fitting(anchor - one) ?? []);
    const [shift] = shifts;
    if (shift === undefined) {
      notes.push(
        anchor !== null && known.length > 0
          ? `The clock of ${name} names no zone, and in none does the table become full when another clock says so: its times are taken for UTC.`
          : `The clock of ${name} names no zone: its times are taken for UTC.`,
      );
      return 0;
    }
    if (shift !== 0)
      notes.push(
        `The clock of ${name} names no zone: it is read as UTC${zoneWords(shift)}, in which the table becomes full when another clock says so.`,
      );
    return shift;
  };

  const aligned = series.map((one) => {
    if (one.zone === "utc") return one;
    const shift = shiftOf(one.name, anchorOf(one, limitAt));
    return { ...one, readings: one.readings.map((each) => ({ ...each, at: each.at - shift })) };
  });
  const local = firstMark("unknown");
  const shift = local === null ? 0 : shiftOf("the kernel log", local);
  return {
    series: aligned,
    marks: marks
      .map((one) => (one.zone === "utc" ? one : { ...one, at: one.at - shift }))
      .sort((a, b) => a.at - b.at),
    notes,
  };
}

/** The zone that explains a difference; null where none does. */
function fitting(difference: number): number | null {
  const quarters = Math.round(difference / QUARTER_MS);
  const rest = Math.abs(difference - quarters * QUARTER_MS);
  return rest <= SAME_MS && Math.abs(quarters) <= MOST_QUARTERS ? quarters * QUARTER_MS : null;
}

export function zoneWords(milliseconds: number): string {
  const minutes = Math.abs(milliseconds) / 60_000;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${milliseconds < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}
