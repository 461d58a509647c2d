import type { SeriesFile } from "./file.ts";
import { isSureOf } from "./measures.ts";
import { columnsOf, type Named, titled } from "./named.ts";
import type { Zone } from "./zone.ts";

const NAME = "[a-zA-Z_:][\\w:]{0,255}";
const LABELS = "\\{.{0,4000}\\}";
/** A sample with its moment, as a scrape, a dump of a store or an agent's plain protocol writes it. */
const SAMPLE = new RegExp(
  `^(${NAME}(?:${LABELS})?|${LABELS})\\s+(\\S{1,40})\\s+(\\d{9,19}(?:\\.\\d{1,9})?|\\d(?:\\.\\d{1,12})?e\\+\\d{1,2})(?: #.*)?$`,
);
/** promtool and the page of Prometheus: a series, its value and its moment, or values below it. */
const SHOWN = new RegExp(
  `^(${NAME}(?:${LABELS})?|${LABELS})(?: =>|[ \\t]|$)\\s*(?:(\\S{1,40}) @\\[?(\\d{9,13}(?:\\.\\d{1,9})?)\\]?)?$`,
);
const BELOW = /^(\S{1,40}) @\[?(\d{9,13}(?:\.\d{1,9})?)\]?$/;
/** InfluxDB's line protocol. */
const INFLUX =
  /^(?:> ?)?([\w.-]{1,128})((?:,[\w.-]{1,64}=[^\s,]{1,253}){0,32}) (\S{1,4000}) (\d{10,19})$/;
const GRAPHITE = /^([\w-]{1,128}(?:\.[\w-]{1,253}){1,16}) (\S{1,40}) (\d{9,13})$/;
const PUTVAL =
  /^PUTVAL "?([\w.-]{1,253})\/([\w-]{1,64}\/[\w-]{1,128})"? (?:interval=[\d.]{1,12} )?(\d{9,13}(?:\.\d{1,9})?):(\S{1,40})$/;

/** A series that is an expression's, and so has labels alone: what it is of, only its file's name can tell. */
const NAMELESS = /^\{.{0,4000}\} =>(?: |$)/;

/** Whether a text that begins so may be samples, a line each. */
export const maybeLines = (head: string): boolean =>
  (/conntrack/i.test(head) || NAMELESS.test(head.split(/\r?\n/, 1)[0]!)) &&
  head
    .split(/\r?\n/, 40)
    .some((line) => [SAMPLE, SHOWN, INFLUX, GRAPHITE, PUTVAL].some((form) => isOf(form, line)));

const isOf = (form: RegExp, line: string): boolean =>
  form.test(line.trim()) && /\d{9}|=>|e\+/.test(line);

/** Reads a text whose lines are samples with their moments; null of any other, and of a single moment. */
export function readLines(text: string, about: string, zone: Zone | null): SeriesFile | null {
  const series = new Map<string, [string, string][]>();
  const moments = new Set<string>();
  let current: string | null = null;
  let others = 0;
  const put = (title: string, time: string, value: string): void => {
    const list = series.get(title) ?? [];
    series.set(title, list);
    list.push([seconds(time), value]);
    moments.add(time);
  };
  for (const line of text.split(/\r?\n/)) {
    const bare = line.trim();
    if (bare === "" || bare.startsWith("#")) continue;
    const told = sampleIn(bare, current);
    if (told === null) others++;
    else if (typeof told === "string") current = told;
    else {
      if (told[0] !== undefined) current = told[0].title;
      for (const { title, time, value } of told) put(title, time, value);
    }
  }
  const named: Named[] = [...series]
    .filter(
      ([title]) => /conntrack|netfilter/i.test(title) || (isSureOf(about) && title.startsWith("{")),
    )
    .map(([title, samples]) => ({ title, samples }));
  const read = [...series.values()].reduce((sum, { length }) => sum + length, 0);
  return named.length === 0 || moments.size < 2 || others > read
    ? null
    : columnsOf(named, about, zone);
}

interface Told {
  title: string;
  time: string;
  value: string;
}

/** The samples of a line, or the series whose samples follow. */
function sampleIn(bare: string, current: string | null): Told[] | string | null {
  const [, series, size, stamp] = SAMPLE.exec(bare) ?? [];
  if (series !== undefined) return [{ title: series, value: size!, time: stamp! }];
  const [, path, number, second] = GRAPHITE.exec(bare) ?? [];
  if (path !== undefined) return [{ title: path, value: number!, time: second! }];
  const [, host, plugin, at, said] = PUTVAL.exec(bare) ?? [];
  if (host !== undefined)
    return [{ title: titled(plugin!.replace("/", "."), { host }), value: said!, time: at! }];
  const [, below, moment] = (current !== null && BELOW.exec(bare)) || [];
  if (below !== undefined) return [{ title: current!, value: below, time: moment! }];
  const shown = SHOWN.exec(bare);
  if (shown?.[2] !== undefined) return [{ title: shown[1]!, value: shown[2], time: shown[3]! }];
  if (shown !== null && /=>$|\}$/.test(bare)) return shown[1]!;
  return influxIn(bare);
}

function influxIn(bare: string): Told[] | null {
  const [, measurement, tags = "", fields, time] = INFLUX.exec(bare) ?? [];
  if (measurement === undefined) return null;
  const pairs = (text: string) =>
    [...text.matchAll(/([\w.-]{1,128})=([^,\s]{1,253})/g)].map(([, key, one]) => [key!, one!]);
  const labels = Object.fromEntries(pairs(tags)) as Record<string, string>;
  return pairs(fields!).map(([field, value]) => ({
    title: titled(`${measurement}.${field}`, labels),
    time: time!,
    value: value!.replace(/^(-?\d+)[iu]$/, "$1"),
  }));
}

/** A number of seconds in full. */
const seconds = (time: string): string => (/e/.test(time) ? String(Number(time)) : time);
