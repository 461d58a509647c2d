import { type Fields, frameColumns, isFields } from "../parsers/json-shapes.ts";
import type { Respelt } from "./respelt.ts";
import { seriesOf } from "./series.ts";

/** Samples that one answer of Prometheus or Grafana gives at most: a day of a range query, for many nodes. */
export const MOST_SAMPLES = 50_000;

/** The series of a field, by its labels or by what it is called. */
function seriesOfField({ name, labels, config }: Fields): string | null {
  const { __name__: metric, ...rest } = isFields(labels) ? labels : {};
  if (typeof metric === "string" && /^node_nf_conntrack_\w{2,60}$/.test(metric)) {
    const pairs = Object.entries(rest).map(([key, one]) => `${key}=${JSON.stringify(String(one))}`);
    return pairs.length === 0 ? metric : `${metric}{${pairs.join(",")}}`;
  }
  const { displayNameFromDS, displayName } = isFields(config) ? config : {};
  const titles = [displayNameFromDS, displayName, name];
  return (
    titles
      .map((title) => (typeof title === "string" ? seriesOf(title, null) : null))
      .find((series) => series !== null) ?? null
  );
}

/** What Grafana's query inspector and its interface answer; null of anything else. */
export function frameLines(value: Fields): Respelt[] | null {
  const results = value["results"];
  if (typeof results !== "object" || results === null) return null;
  const samples: { at: number; text: string }[] = [];
  for (const { field, times, values } of frameColumns(Object.values(results))) {
    const series = field["type"] === "number" ? seriesOfField(field) : null;
    if (series === null) continue;
    for (const [row, size] of values.entries()) {
      const at = Number(times[row]);
      if (typeof size !== "number" || !Number.isSafeInteger(at)) continue;
      samples.push({ at, text: `${series} ${Math.round(size)} ${at}` });
      if (samples.length > MOST_SAMPLES) return null;
    }
  }
  return samples.length === 0
    ? null
    : samples.sort((a, b) => a.at - b.at).map(({ text }) => ({ text }));
}
