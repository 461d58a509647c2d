import type { SeriesFile } from "./file.ts";
import {
  hostOf,
  type Measured,
  machineOf,
  measureOf,
  measureOfPanel,
  measureWithin,
} from "./measures.ts";

const HOST = /^(?:host(?:[._]?name)?|host\.host|node(?:[._]?name)?|nodename|instance|server)$/i;

/** Whether a column names the machine of each row. */
export const isHost = (title: string): boolean =>
  HOST.test(title) ||
  HOST.test(title.replace(/^(?:.*\.)?(?:tags|labels|_source|fields|agent)\./, ""));

/** Grafana's long form: which series, when, what. Datadog's has a column of values for each machine, by its tag. */
export function longForm(titles: readonly string[]): { series: number; values: number[] } | null {
  const find = (pattern: RegExp) => titles.findIndex((one) => pattern.test(one));
  const [series, value] = [
    find(/^(?:series|metric(?:[ _]name)?|name|__name__|_field)$/i),
    find(/^_{0,2}value(?:__)?$/i),
  ];
  const tagged = titles.flatMap((one, at) => (/^[\w.-]{1,64}:\S/.test(one) ? [at] : []));
  const values = value >= 0 ? [value] : tagged;
  return series < 0 || values.length === 0 ? null : { series, values };
}

/** What each column measures, by its title or by what the whole is called; null of any other. */
export function measuresOf(
  titles: readonly string[],
  about: string,
  times: readonly number[],
  hostAt: number,
  long: ReturnType<typeof longForm>,
): (Measured | null)[] {
  const own = titles.map((title, at) =>
    times.includes(at) || at === hostAt || long !== null ? null : measureOf(title, about),
  );
  if (own.some((one) => one !== null) || long !== null) return countsAmong(own, titles);
  // columns that are machines, of a panel whose file is named after it
  const panel = measureOfPanel(about);
  return titles.map((title, at) => {
    if (panel === null || times.includes(at) || at === hostAt) return null;
    const within = measureWithin(title, about);
    if (within !== null) return within;
    if (!/^(?:[\w.-]+(?::\d+)?|\{.*\}|Value #\w{1,3})$/.test(title)) return null;
    if (/^value(?: #\w+)?$/i.test(title)) return { ...panel, host: null };
    return { ...panel, host: title.startsWith("{") ? hostOf(title) : machineOf(title) };
  });
}

/** "Max entries" is the limit, but the highest count where another column is the limit by its name and none is a count. */
function countsAmong(own: (Measured | null)[], titles: readonly string[]): (Measured | null)[] {
  const isLimit = (at: number): boolean => own[at]?.measure === "max" && /limit/i.test(titles[at]!);
  if (own.some((one) => one?.measure === "count") || !titles.some((_, at) => isLimit(at)))
    return own;
  return own.map((one, at) =>
    one?.measure === "max" && !isLimit(at) && /count|entries/i.test(titles[at]!)
      ? { ...one, measure: "count" }
      : one,
  );
}

/** Two titles of our own words beside each other are of the table, though none names it. */
export const isPair = (measured: readonly (Measured | null)[]): boolean =>
  measured.some((one) => one?.measure === "count") &&
  measured.some((one) => one?.measure === "max");

/** Why nothing of a table is used whose titles are not of connection tracking; null of one that has none. */
export const namesNothing = (
  measured: readonly (Measured | null)[],
  titles: readonly string[],
  about: string,
): SeriesFile | null =>
  measured.some((one) => one !== null)
    ? {
        reason: `neither its columns nor its name (${about.split("/").at(-1)}) say that they are of connection tracking: name it so, as in conntrack.csv`,
      }
    : /conntrack/i.test(`${about} ${titles.join(" ")}`)
      ? {
          reason:
            "none of its columns is the count, the limit, the part in use or a counter of losses",
        }
      : null;
