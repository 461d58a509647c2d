import type { Found } from "../incident/index.ts";
import { usedOf } from "../incident/limit.ts";
import type { Series } from "../incident/model.ts";
import type { TimelineSubject } from "../report/timeline-contract.ts";
import { iso } from "./moment.ts";

/** Rows of the series that a report draws at most. */
const MOST_ROWS = 240;
/** Rows of it before the onset and behind the end, for each that the incident takes. */
const AROUND = 0.5;

/** The series that is drawn: the one that was read most often about the incident, and tells of losses. */
export function leadOf({ series, incident }: Found): Series | null {
  const about = (one: Series): number =>
    incident === null
      ? one.readings.length
      : one.readings.filter(({ at }) => at >= incident.from - 60_000 && at <= incident.to + 60_000)
          .length;
  const worth = (one: Series): number =>
    about(one) *
    (one.readings.some(({ dropped, evicted }) => dropped !== null || evicted !== null) ? 2 : 1);
  return [...series].sort((a, b) => worth(b) - worth(a))[0] ?? null;
}

/** What the series that is drawn counted as lost within a time. */
export function lostIn(
  { readings, name }: Series,
  from: number,
  to: number,
): TimelineSubject["lost"] {
  const own = readings.filter(({ at }) => at >= from && at <= to);
  const sum = (key: "dropped" | "evicted"): number | null => {
    const values = own.map((one) => one[key]);
    return values.length === 0 || values.some((one) => one === null)
      ? null
      : Math.round(values.reduce<number>((all, one) => all + one!, 0));
  };
  const [dropped, evicted] = [sum("dropped"), sum("evicted")];
  return dropped === null && evicted === null ? null : { dropped, evicted, by: name };
}

/** The rows about the incident, thinned evenly, with what was lost in those that are left out. */
export function rowsOf(
  { name, readings }: Series,
  { incident, limitAt }: Found,
): TimelineSubject["series"] {
  if (readings.length === 0) return null;
  const [from, to] =
    incident === null
      ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      : around(
          incident.events.flatMap(({ said }) => (said === null ? [] : [said.span])),
          incident,
        );
  const own = readings.filter(({ at }) => at >= from && at <= to);
  const step = Math.max(1, Math.ceil(own.length / MOST_ROWS));
  const start = own[0]?.at;
  if (start === undefined) return null;
  const rows = own.flatMap((one, at) => {
    if (at !== 0 && (own.length - 1 - at) % step !== 0) return [];
    const since = own.slice(Math.max(0, at - step + 1), at + 1);
    const sum = (key: "dropped" | "evicted"): number | null =>
      at === 0 || since.some((each) => each[key] === null)
        ? null
        : Math.round(since.reduce((all, each) => all + each[key]!, 0));
    const max = one.max ?? limitAt(one.at);
    const used = usedOf(one, limitAt);
    return {
      seconds: (one.at - start) / 1000,
      count: one.count ?? (max === null || used === null ? null : Math.round(used * max)),
      max,
      drop: sum("dropped"),
      earlyDrop: sum("evicted"),
      insertFailed: null,
    };
  });
  return { name, start: iso(start), rows };
}

function around(
  spans: readonly { from: number; to: number }[],
  incident: { from: number; to: number },
): [number, number] {
  const ends = [incident.from, incident.to, ...spans.flatMap(({ from, to }) => [from, to])].filter(
    Number.isFinite,
  );
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const room = Math.max(10_000, (to - from) * AROUND);
  return [from - room, to + room];
}
