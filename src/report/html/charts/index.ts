import { formatNumber, formatSeconds, printable } from "../../../format.ts";
import type { Analysis } from "../../contract.ts";
import type { ChartName } from "../../document/document.ts";
import { type Bar, bars, barsInWords } from "./bars.ts";
import { figure, tag } from "./svg.ts";
import { timelineChart } from "./timeline.ts";
import { usesChart } from "./uses.ts";

/** The drawings that a document refers to; each is empty where there is nothing to show. */
export const CHARTS: Readonly<Record<ChartName, (analysis: Analysis, prefix: string) => string>> = {
  uses: usesChart,
  window: timelineChart,
  "tcp-states": statesChart,
  idle: idleChart,
  talkers: talkersChart,
};

const sum = (list: readonly { entries: number }[]): number =>
  list.reduce((total, { entries }) => total + entries, 0);

function barFigure(id: string, caption: string, list: readonly Bar[], total: number): string {
  if (list.every(({ entries }) => entries === 0)) return "";
  return figure({
    id,
    caption,
    says: barsInWords(list, total),
    narrow: true,
    ...bars(list, total),
  });
}

function statesChart({ table }: Analysis, prefix: string): string {
  const list = Object.entries(table.byTcpState)
    .map(([label, entries]) => ({ label, entries }))
    .sort((a, b) => b.entries - a.entries);
  const total = sum(list);
  const caption = `${formatNumber(total)} TCP entries by state`;
  return barFigure(`${prefix}chart-states`, caption, list, total);
}

function idleChart({ table: { idle } }: Analysis, prefix: string): string {
  const last = idle.bands.findLastIndex(({ entries }) => entries > 0);
  const list: Bar[] = idle.bands
    .slice(0, last + 1)
    .map(({ from, to, entries }) => ({ label: bandName(from, to), entries }));
  if (idle.unknown > 0) list.push({ label: "unknown", entries: idle.unknown, unknown: true });
  const caption = "Entries by the time since their last packet";
  return barFigure(`${prefix}chart-idle`, caption, list, sum(list));
}

/** `10–30 s`, `120 s–5 min`, `24 h or more`. */
function bandName(from: number, to: number | null): string {
  if (to === null) return `${formatSeconds(from)} or more`;
  if (from === 0) return `under ${formatSeconds(to)}`;
  const [start, end] = [formatSeconds(from), formatSeconds(to)];
  const [number, unit] = start.split(" ");
  return end.endsWith(` ${unit}`) ? `${number}–${end}` : `${start}–${end}`;
}

/** The table has the others. */
const MOST_BARS = 5;

type Talker = Analysis["table"]["topSources"][number];

function talkersChart({ table }: Analysis, prefix: string): string {
  const total = sum(table.uses);
  const named = (list: readonly Talker[]): Bar[] =>
    list.slice(0, MOST_BARS).map(({ name, service, pod, entries }) => {
      const known = service ?? pod;
      const full = known === null ? printable(name) : `${printable(known)} (${printable(name)})`;
      return { label: known ?? name, full, entries };
    });
  const figureOf = (name: string, list: readonly Talker[]): string =>
    barFigure(`${prefix}chart-${name}`, `Largest ${name}`, named(list), total);
  const pair = [
    figureOf("destinations", table.topDestinations),
    figureOf("sources", table.topSources),
  ].filter((one) => one !== "");
  return pair.length < 2 ? pair.join("") : `${tag("div", { class: "pair" }, ...pair)}\n`;
}
