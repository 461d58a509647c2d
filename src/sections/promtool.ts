import type { Respelt } from "./respelt.ts";

const SERIES =
  /^([a-zA-Z_:][\w:]{0,255}(?:\{.{0,2000}\})?) =>(?: (\S{1,40}) @\[(\d{10}(?:\.\d{1,9})?)\])?$/;
const SAMPLE = /^(\S{1,40}) @\[(\d{10}(?:\.\d{1,9})?)\]$/;

const sample = (series: string, value: string, seconds: string): Respelt => ({
  text: `${series.replace(/", /g, '",')} ${value} ${Math.round(Number(seconds) * 1000)}`,
});

/** An answer of `promtool query instant`: series, value and moment on one line. */
export function promtoolLine(bare: string): Respelt[] | null {
  const [, series, value, at] = SERIES.exec(bare) ?? [];
  return series === undefined || value === undefined ? null : [sample(series, value, at!)];
}

/** A sample of `promtool tsdb dump`, which writes the name among the labels. */
export function dumpedLine(bare: string): Respelt[] | null {
  const [, name, labels, rest] =
    /^\{__name__="([a-zA-Z_:][\w:]{0,255})"(?:, ?(.{0,2000}))?\} (\S{1,40}(?: \d{10,16})?)$/.exec(
      bare,
    ) ?? [];
  if (name === undefined) return null;
  const braces = labels === undefined ? "" : `{${labels.replace(/", /g, '",')}}`;
  return [{ text: `${name}${braces} ${rest}` }];
}

/** The series whose samples follow, in an answer of `promtool query range`. */
export const promtoolSeries = (bare: string): string | null => {
  const [, series, value] = (bare.endsWith(" =>") && SERIES.exec(bare)) || [];
  return series === undefined || value !== undefined ? null : series;
};

/** A sample of the series that was named before it. */
export function promtoolSample(series: string, bare: string): Respelt[] | null {
  const [, value, at] = SAMPLE.exec(bare) ?? [];
  return value === undefined ? null : [sample(series, value, at!)];
}
