import { type Fields, isFields } from "../parsers/json-shapes.ts";
import { ENTRIES } from "./netdata.ts";
import type { Respelt } from "./respelt.ts";

/** A sample as a scrape writes it, of the machine that an agent ran on. */
function sample(name: string, host: string | undefined, value: number, at: number | null): Respelt {
  const labels = host === undefined ? "" : `{instance=${JSON.stringify(host)}}`;
  return { text: `${name}${labels} ${value}${at === null ? "" : ` ${at}`}` };
}

/** InfluxDB's line protocol: `conntrack,host=h1 ip_conntrack_count=2,ip_conntrack_max=262144 1461620427667995735`. */
const LINE = /^(?:> ?)?conntrack((?:,[\w.-]{1,64}=[^\s,]{1,253}){0,16}) (\S{1,500})(?: (\d{19}))?$/;

/** What telegraf tells of the table; null of any other line. */
export function telegrafLine(bare: string): Respelt[] | null {
  const [, tags, fields, nanoseconds] = LINE.exec(bare) ?? [];
  if (tags === undefined) return null;
  const host = /,host=([^\s,]+)/.exec(tags)?.[1];
  const at = nanoseconds === undefined ? null : Number(nanoseconds.slice(0, 13));
  const told = [...fields!.matchAll(/\b(?:nf|ip)_conntrack_(count|max)=(\d{1,15})i?(?=,|$)/g)];
  // either name may be told, or both of them
  const values = new Map(told.map(([, what, value]) => [what, Number(value)]));
  return values.size === 0
    ? null
    : [...values].map(([what, value]) =>
        sample(what === "max" ? `${ENTRIES}_limit` : ENTRIES, host, value, at),
      );
}

/** Its input of drivers: `ethtool,driver=ena,host=h1,interface=eth0 conntrack_allowance_exceeded=3i 1461620427667995735`. */
const DRIVER =
  /^(?:> ?)?ethtool((?:,[\w.-]{1,64}=[^\s,]{1,253}){0,16}) (\S{1,8000})(?: (\d{19}))?$/;

/** What telegraf tells of a cloud's limits; null of any other line. */
export function telegrafDriver(bare: string): Respelt[] | null {
  const [, tags, fields, nanoseconds] = DRIVER.exec(bare) ?? [];
  if (tags === undefined) return null;
  const host = /,host=([^\s,]+)/.exec(tags)?.[1];
  const device = /,interface=([^\s,]{1,253})/.exec(tags)?.[1] ?? "";
  const instance = host === undefined ? "" : `,instance=${JSON.stringify(host)}`;
  const at = nanoseconds === undefined ? "" : ` ${nanoseconds.slice(0, 13)}`;
  return [...fields!.matchAll(/\b(\w{1,40}_allowance_\w{1,20})=(\d{1,15})i?(?=,|$)/g)].map(
    ([, name, value]) => ({
      text: `node_ethtool_${name}{device=${JSON.stringify(device)}${instance}} ${value}${at}`,
    }),
  );
}

const DATADOG: Readonly<Record<string, string>> = {
  "system.net.conntrack.count": ENTRIES,
  "system.net.conntrack.max": `${ENTRIES}_limit`,
};

/** The series of `agent check network`, or of Datadog's answer to a query; null where none is of the table. */
export function datadogLines(value: unknown): Respelt[] | null {
  const series: unknown = Array.isArray(value)
    ? ((value as { aggregator?: { metrics?: unknown } }[])[0]?.aggregator?.metrics ?? value)
    : (value as { series?: unknown } | null)?.series;
  if (!Array.isArray(series)) return null;
  const lines: { at: number; line: Respelt }[] = [];
  for (const one of series as Partial<
    Record<"metric" | "host" | "scope" | "points" | "pointlist", unknown>
  >[]) {
    const name = typeof one?.metric === "string" ? DATADOG[one.metric] : undefined;
    const points = one?.points ?? one?.pointlist;
    if (name === undefined || !Array.isArray(points)) continue;
    const said =
      typeof one.host === "string"
        ? one.host
        : /(?:^|,)host:([\w.-]{1,253})/.exec(String(one.scope))?.[1];
    for (const point of points.slice(0, 20_000)) {
      const [time, size] = Array.isArray(point) ? point.map(Number) : [];
      if (time === undefined || size === undefined || Number.isNaN(time + size)) continue;
      const at = Math.round(time > 1e12 ? time : time * 1000);
      lines.push({ at, line: sample(name, said || undefined, Math.round(size), at) });
    }
  }
  return lines.length === 0 ? null : lines.sort((a, b) => a.at - b.at).map(({ line }) => line);
}

const OTLP: Readonly<Record<string, string>> = {
  "system.network.conntrack.count": ENTRIES,
  "system.network.conntrack.max": `${ENTRIES}_limit`,
};

/** OpenTelemetry's metrics as JSON: of each resource's host what its scopes measured; null of any other. */
export function otlpLines(value: unknown): Respelt[] | null {
  const lines = arrayAt(value, "resourceMetrics").flatMap((one) => {
    const host = arrayAt((one as Fields)["resource"], "attributes").find(
      (pair) => isFields(pair) && pair["key"] === "host.name",
    );
    const name = ((host as Fields | undefined)?.["value"] as Fields | undefined)?.["stringValue"];
    return arrayAt(one, "scopeMetrics").flatMap((scope) =>
      arrayAt(scope, "metrics").flatMap((metric) => {
        const { name: of, gauge, sum } = metric as Fields;
        const known = typeof of === "string" ? OTLP[of] : undefined;
        if (known === undefined) return [];
        return arrayAt(gauge ?? sum, "dataPoints").map((point) => {
          const { asInt, asDouble, timeUnixNano } = point as Fields;
          const at = Number(String(timeUnixNano).slice(0, 13));
          return sample(
            known,
            typeof name === "string" ? name : undefined,
            Number(asInt ?? asDouble),
            Number.isNaN(at) ? null : at,
          );
        });
      }),
    );
  });
  return lines.length === 0 ? null : lines;
}

/** The list of objects that an object has under a name. */
const arrayAt = (value: unknown, key: string): unknown[] => {
  const list = isFields(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter(isFields) : [];
};
