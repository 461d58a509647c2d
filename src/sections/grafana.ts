import type { Respelt } from "./respelt.ts";
import { seriesOf } from "./series.ts";

const MOST_SAMPLES = 50_000;

interface Field {
  name?: unknown;
  type?: unknown;
  labels?: Record<string, unknown>;
  config?: { displayName?: unknown; displayNameFromDS?: unknown };
}

/** The series of a field, by its labels or by what it is called. */
function seriesOfField({ name, labels, config }: Field): string | null {
  const { __name__: metric, ...rest } = labels ?? {};
  if (typeof metric === "string" && /^node_nf_conntrack_\w{2,60}$/.test(metric)) {
    const pairs = Object.entries(rest).map(([key, one]) => `${key}=${JSON.stringify(String(one))}`);
    return pairs.length === 0 ? metric : `${metric}{${pairs.join(",")}}`;
  }
  const titles = [config?.displayNameFromDS, config?.displayName, name];
  return (
    titles
      .map((title) => (typeof title === "string" ? seriesOf(title, null) : null))
      .find((series) => series !== null) ?? null
  );
}

/** What Grafana's query inspector and its interface answer: frames of columns; null of anything else. */
export function frameLines(value: Record<string, unknown>): Respelt[] | null {
  const results = value["results"];
  if (typeof results !== "object" || results === null) return null;
  const frames = Object.values(results).flatMap(
    (one: { frames?: unknown } | null) =>
      (Array.isArray(one?.frames) ? one.frames : []) as unknown[],
  );
  const samples: { at: number; text: string }[] = [];
  for (const frame of frames as {
    schema?: { fields?: unknown };
    data?: { values?: unknown };
  }[]) {
    const fields = frame?.schema?.fields;
    const columns = frame?.data?.values;
    if (!Array.isArray(fields) || !Array.isArray(columns)) continue;
    const times: unknown = columns[fields.findIndex((one: Field) => one?.type === "time")];
    if (!Array.isArray(times)) continue;
    for (const [place, field] of (fields as Field[]).entries()) {
      const column: unknown = columns[place];
      const series = field?.type === "number" ? seriesOfField(field) : null;
      if (series === null || !Array.isArray(column)) continue;
      for (const [row, size] of column.entries()) {
        const at = Number(times[row]);
        if (typeof size !== "number" || !Number.isSafeInteger(at)) continue;
        samples.push({ at, text: `${series} ${Math.round(size)} ${at}` });
        if (samples.length > MOST_SAMPLES) return null;
      }
    }
  }
  return samples.length === 0
    ? null
    : samples.sort((a, b) => a.at - b.at).map(({ text }) => ({ text }));
}
