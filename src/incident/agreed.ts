import type { Told } from "./events.ts";
import { areApart, type EventName, type Mark, type Said, widthOf } from "./model.ts";
import { SLACK_MS } from "./spans.ts";

/** An event by all that was read: the source that knows it best, those that agree, and those that cannot. */
export interface Event {
  name: EventName;
  said: Said | null;
  agree: Said[];
  others: Said[];
  /** Why it is unknown, or what would tell. */
  missing: string | null;
}

/** What would tell, where there is a log alone. */
const UNTOLD: Record<EventName, string> = {
  onset: "only counts from before tell when the table began to fill",
  full: "only counts, or a log that says so, tell when it was full",
  loss: "only counters, or a log that says so, tell when something was lost",
  mended:
    "a log goes silent when it is rotated as well: only counts tell when there was room again",
};

/** What all that was read tells of an event, the most exact first. */
export function agreed(
  name: EventName,
  told: readonly Told[],
  marks: readonly Mark[],
  hasSeries: boolean,
): Event {
  const all = [...told.flatMap(({ said }) => said[name] ?? []), ...byLog(name, told, marks)].sort(
    (a, b) => widthOf(a.span) - widthOf(b.span),
  );
  const [said = null, ...rest] = all;
  const slack = name === "onset" ? 5 * SLACK_MS : SLACK_MS;
  const others = said === null ? [] : rest.filter((one) => areApart(one.span, said.span, slack));
  return {
    name,
    said,
    agree: rest.filter((one) => !others.includes(one)),
    others,
    missing:
      said !== null
        ? null
        : (told.map(({ missing }) => missing[name]).find((one) => one !== undefined) ??
          (hasSeries ? "no source tells" : UNTOLD[name])),
  };
}

/**
 * The log's word: a first message is a first dropped packet, before which entries may have been evicted without
 * one. So without counters it tells only by when something was lost; beside counters it contradicts those that saw a
 * packet dropped at another time.
 */
function byLog(name: EventName, told: readonly Told[], marks: readonly Mark[]): Said[] {
  const [first] = marks;
  if (first === undefined || (name !== "loss" && name !== "full")) return [];
  const span = { from: first.at - first.within, to: first.at + first.within };
  const word: Said = {
    span,
    by: "the kernel log",
    how: "“table full” for the first time",
    place: first.place,
  };
  const counted = told.flatMap(({ said }) => said[name] ?? []);
  if (counted.length === 0) {
    const full = told.flatMap(({ said }) => said.full?.span.from ?? []);
    const from = name === "loss" && full.length > 0 ? Math.max(...full) : Number.NEGATIVE_INFINITY;
    const how = `${word.how}; entries may have been evicted before, which no log tells`;
    return from > span.to ? [word] : [{ ...word, span: { from, to: span.to }, how }];
  }
  const isLate =
    counted.some((one) => one.span.to < span.from) &&
    !told.some(({ said }) => said.loss?.how.includes("dropped"));
  return isLate ? [] : [word];
}
