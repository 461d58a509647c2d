import { type Fields, isFields } from "../../parsers/json-shapes.ts";
import { type Named, titled } from "../named.ts";
import { fieldsIn, type Shape, textOf } from "./shape.ts";

/** InfluxDB 1: an answer of `/query`, whose columns are named and whose measurement may be all that names the table. */
export const influx: Shape = (value) => {
  const tables = fieldsIn(value["results"]).flatMap(({ series }) => fieldsIn(series));
  if (!tables.some((one) => Array.isArray(one["columns"]))) return null;
  return tables.flatMap(({ name, tags, columns, values }) => {
    const titles = Array.isArray(columns) ? columns.map(String) : [];
    const rows = Array.isArray(values) ? values.filter(Array.isArray) : [];
    const time = titles.indexOf("time");
    return titles.flatMap((title, at) =>
      at === time
        ? []
        : {
            title: titled(`${textOf(name)} ${title}`, isFields(tags) ? tags : {}),
            samples: rows.map((row) => [row[time], row[at]] as const),
          },
    );
  });
};

/** OpenTelemetry: what the collector writes into a file, of which each line is an object by itself. */
export const openTelemetry: Shape = (value) => {
  if (!Array.isArray(value["resourceMetrics"])) return null;
  return fieldsIn(value["resourceMetrics"]).flatMap(({ resource, scopeMetrics }) => {
    const labels = isFields(resource) ? attributesOf(resource["attributes"]) : {};
    return fieldsIn(scopeMetrics)
      .flatMap(({ metrics }) => fieldsIn(metrics))
      .flatMap(({ name, sum, gauge }) => {
        const of = isFields(sum) ? sum : isFields(gauge) ? gauge : {};
        return fieldsIn(of["dataPoints"]).map((point) => ({
          title: titled(textOf(name), { ...attributesOf(point["attributes"]), ...labels }),
          samples: [[point["timeUnixNano"], point["asInt"] ?? point["asDouble"]] as const],
        }));
      });
  });
};

const attributesOf = (list: unknown): Record<string, string> =>
  Object.fromEntries(
    fieldsIn(list).flatMap(({ key, value }) => {
      const said = isFields(value) ? textOf(value["stringValue"]) : "";
      return typeof key === "string" && said !== "" ? [[key, said]] : [];
    }),
  );

/** `sadf -j`: its statistics, a row each, whose time is in two parts. */
export function sadfRows(value: Fields): Fields[] | null {
  const hosts = isFields(value["sysstat"]) ? fieldsIn(value["sysstat"]["hosts"]) : [];
  if (hosts.length === 0) return null;
  return hosts.flatMap(({ nodename, statistics }) =>
    fieldsIn(statistics).map(({ timestamp, ...rest }) => {
      const { date, time, utc, timezone } = isFields(timestamp) ? timestamp : {};
      const zone = Number(utc) === 1 || timezone === "UTC" ? " UTC" : "";
      return { time: `${textOf(date)} ${textOf(time)}${zone}`, host: nodename, ...rest };
    }),
  );
}

/** Series of one title, of which each sample was an object by itself, as one. */
export function joined(all: readonly Named[]): Named[] {
  const byTitle = new Map<string, [unknown, unknown][]>();
  for (const { title, samples } of all) {
    const list = byTitle.get(title) ?? [];
    byTitle.set(title, list);
    for (const [time, value] of samples) list.push([time, value]);
  }
  return [...byTitle].map(([title, samples]) => ({ title, samples }));
}
