import { RISEN } from "../parsers/node-metrics.ts";
import type { Respelt } from "./respelt.ts";

export const ENTRIES = "node_nf_conntrack_entries";

/** Netdata's charts of the table, by what each of their dimensions is in a scrape of node_exporter. */
const CHARTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  conntrack_sockets: { connections: ENTRIES },
  conntrack_new: { invalid: `${RISEN}invalid` },
  conntrack_errors: {
    insert_failed: `${RISEN}insert_failed`,
    drop: `${RISEN}drop`,
    early_drop: `${RISEN}early_drop`,
  },
};

/** The metric that a dimension of a chart of netdata is, or null. */
export const dimensionOf = (chart: string, dimension: string): string | null =>
  CHARTS[chart]?.[dimension] ?? null;

/** The chart that a text is said to be of, by its command or path. */
export const chartIn = (words: string): string | null =>
  /\bnetfilter[._](conntrack_(?:sockets|new|errors))(?![a-z_])/.exec(words)?.[1] ?? null;

/** A value of one moment; of a rate a second's worth, for that is what it is of. Losses are drawn below zero. */
export function sampleLines(metric: string, labels: string, value: number, at: number): Respelt[] {
  const text = (size: number, time: number) => ({ text: `${metric}${labels} ${size} ${time}` });
  return metric.startsWith(RISEN)
    ? [text(0, at - 1000), text(Math.round(Math.abs(value)), at)]
    : [text(Math.round(value), at)];
}

const SCRAPED =
  /^netdata_netfilter_(conntrack_(?:sockets|new|errors))\w{0,80}\{([^}]{0,600})\} (-?[\d.]{1,30}) (\d{13})$/;
const SHELL = /^NETDATA_NETFILTER_CONNTRACK_SOCKETS_CONNECTIONS="(\d{1,12})"/;

/** A line of `/api/v1/allmetrics` in the form for Prometheus, or for shells, where no moment is told. */
export function netdataLine(bare: string): Respelt[] | null {
  const count = SHELL.exec(bare)?.[1];
  if (count !== undefined) return [{ text: `net.netfilter.nf_conntrack_count = ${count}` }];
  const [, chart, labels = "", value, at] = SCRAPED.exec(bare) ?? [];
  if (chart === undefined) return null;
  const dimension = /(?:^|,)dimension="([^"]{1,40})"/.exec(labels)?.[1] ?? "";
  const metric = dimensionOf(chart, dimension);
  const instance = /(?:^|,)(instance="[^"]{1,253}")/.exec(labels)?.[1];
  return metric === null
    ? null
    : sampleLines(metric, instance === undefined ? "" : `{${instance}}`, Number(value), Number(at));
}

/** `/api/v1/allmetrics` as JSON: charts by their names, each with its dimensions. */
export function netdataJson(value: Record<string, unknown>): Respelt[] | null {
  const lines: Respelt[] = [];
  for (const [name, chart] of Object.entries(value)) {
    const { last_updated: at, dimensions } = (chart ?? {}) as Record<string, unknown>;
    if (typeof at !== "number" || typeof dimensions !== "object" || dimensions === null)
      return null;
    for (const [dimension, { value: size }] of Object.entries(
      dimensions as Record<string, { value?: unknown }>,
    )) {
      const metric = dimensionOf(chartIn(name) ?? "", dimension);
      if (metric !== null && typeof size === "number")
        lines.push(...sampleLines(metric, "", size, at * 1000));
    }
  }
  return lines.length === 0 ? null : lines;
}
