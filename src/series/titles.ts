import type { SeriesFile } from "./file.ts";
import { type Measured, machineOf, measureOf, measureOfPanel } from "./measures.ts";

const HOST = /^(?:host(?:[._]?name)?|host\.host|node(?:[._]?name)?|nodename|instance|server)$/i;

/** Whether a column names the machine of each row. */
export const isHost = (title: string): boolean =>
  HOST.test(title) ||
  HOST.test(title.replace(/^(?:.*\.)?(?:tags|labels|_source|fields|agent)\./, ""));

/** Grafana's long form: which series, when, what. */
export function longForm(titles: readonly string[]): { series: number; value: number } | null {
  const find = (pattern: RegExp) => titles.findIndex((one) => pattern.test(one));
  const [series, value] = [
    find(/^(?:series|metric(?:[ _]name)?|name|__name__|_field)$/i),
    find(/^_{0,2}value(?:__)?$/i),
  ];
  return series < 0 || value < 0 ? null : { series, value };
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
  if (own.some((one) => one !== null) || long !== null) return own;
  // columns that are machines, of a panel whose file is named after it
  const panel = measureOfPanel(about);
  return titles.map((title, at) =>
    panel === null || times.includes(at) || !/^[\w.-]+(?::\d+)?$/.test(title)
      ? null
      : { ...panel, host: /^value$/i.test(title) ? null : machineOf(title) },
  );
}

/** Two titles of our own words beside each other are of the table, though none names it. */
export const isPair = (measured: readonly (Measured | null)[]): boolean =>
  measured.some((one) => one?.measure === "count") &&
  measured.some((one) => one?.measure === "max");

/** Why nothing of a table is used whose titles are not of connection tracking; null of one that has none. */
export const namesNothing = (
  measured: readonly (Measured | null)[],
  about: string,
): SeriesFile | null =>
  measured.some((one) => one !== null)
    ? {
        reason: `neither its columns nor its name (${about.split("/").at(-1)}) say that they are of connection tracking: name it so, as in conntrack.csv`,
      }
    : /conntrack/i.test(about)
      ? {
          reason:
            "none of its columns is the count, the limit, the part in use or a counter of losses",
        }
      : null;
