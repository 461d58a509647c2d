import { isFields } from "../parsers/json-shapes.ts";
import { MOST_SAMPLES } from "./grafana.ts";
import type { Respelt } from "./respelt.ts";

/** Series as the lines of a scrape, by time; each sample keeps its stamp. */
export function samplesOf(result: readonly unknown[]): Respelt[] | null {
  const samples: { at: number; text: string }[] = [];
  for (const series of result) {
    if (!isFields(series) || !isFields(series["metric"])) return null;
    const { __name__: name, ...labels } = series["metric"];
    // an expression's result has no name, and is none of the metrics
    if (typeof name !== "string" || !/^[a-zA-Z_:][\w:]{0,255}$/.test(name)) return null;
    const braces = Object.entries(labels).map(
      ([key, one]) => `${key}=${JSON.stringify(String(one))}`,
    );
    const head = braces.length === 0 ? name : `${name}{${braces.join(",")}}`;
    for (const [seconds, said] of pairsOf(series)) {
      const at = Math.round(Number(seconds) * 1000);
      if (Number.isNaN(at) || !/^[-+.\deInfNa]{1,40}$/.test(String(said))) return null;
      samples.push({ at, text: `${head} ${said} ${at}` });
      if (samples.length > MOST_SAMPLES) return null;
    }
  }
  if (samples.length === 0) return null;
  return samples.sort((a, b) => a.at - b.at).map(({ text }) => ({ text }));
}

/** `value` of an instant query, `values` of a range, `values` and `timestamps` of an export. */
function pairsOf(series: Record<string, unknown>): [unknown, unknown][] {
  const { value, values, timestamps } = series;
  if (Array.isArray(value)) return [value as [unknown, unknown]];
  if (!Array.isArray(values)) return [];
  if (Array.isArray(timestamps))
    return values.map((one, at) => [Number(timestamps[at]) / 1000, one]);
  return values.filter((one) => Array.isArray(one)) as [unknown, unknown][];
}
