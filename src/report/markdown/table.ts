import { codeSpan, formatNumber, formatShare } from "../../format.ts";
import type { Analysis, AnalysisFinding } from "../contract.ts";
import { bandInWords, readEntries } from "../words.ts";
import { bar, table } from "./parts.ts";

type Offender = AnalysisFinding["offenders"]["sources"][number];

/** A row that says its part of a whole, in numbers and as a bar. */
const part = (name: string, entries: number, whole: number): string[] => {
  const share = whole === 0 ? 0 : entries / whole;
  return [name, formatNumber(entries), formatShare(share), bar(share)];
};

export function uses(analysis: Analysis): string {
  const { table: t } = analysis;
  if (t.uses.length === 0) return "";
  const whole = readEntries(analysis);
  const protocols = Object.entries(t.byProtocol).map(
    ([name, count]) => `${name} ${formatNumber(count)}`,
  );
  return [
    "## Where the table went",
    `Each of the ${formatNumber(whole)} entries that could be read counts once.`,
    table(
      ["Use", "Entries", "Share", "Bar"],
      t.uses.map(({ meaning, entries }) => part(meaning, entries, whole)),
    ),
    `Protocols: ${protocols.join(", ")}.`,
    unparsed(analysis),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

function unparsed({ table: t }: Analysis): string {
  if (t.unparsedExamples.length === 0) return "";
  const rows = t.unparsedExamples.map(({ entry, line, text }) => [
    codeSpan(`${entry}:${line}`),
    codeSpan(text),
  ]);
  return [
    `Rows that could not be read, the first of ${formatNumber(t.rowsUnparsed ?? 0)}:`,
    table(["Place", "Row"], rows),
  ].join("\n\n");
}

export function tcpStates({ table: t }: Analysis): string {
  const states = Object.entries(t.byTcpState);
  if (states.length === 0) return "";
  const whole = states.reduce((sum, [, entries]) => sum + entries, 0);
  return [
    "## TCP states",
    table(
      ["State", "Entries", "Share of TCP", "Bar"],
      states.map(([state, entries]) => part(state, entries, whole)),
    ),
  ].join("\n\n");
}

/** Without the empty bands before the first entry and behind the last. */
export function idle({ table: t }: Analysis): string {
  const { bands, unknown } = t.idle;
  const whole = bands.reduce((sum, { entries }) => sum + entries, unknown);
  if (whole === 0) return "";
  const filled = (band: (typeof bands)[number]) => band.entries > 0;
  const shown = bands.slice(bands.findIndex(filled), bands.findLastIndex(filled) + 1);
  const rows = shown.map((band) => part(bandInWords(band), band.entries, whole));
  if (unknown > 0) rows.push(part("unknown", unknown, whole));
  return [
    "## Time since the last packet",
    "The timeout of each entry less what it has left; unknown where its timeout is not in the bundle or does not tell.",
    table(["Time", "Entries", "Share", "Bar"], rows),
  ].join("\n\n");
}

export function talkers(analysis: Analysis): string {
  const { topDestinations, topSources } = analysis.table;
  const whole = readEntries(analysis);
  const list = (title: string, offenders: readonly Offender[]) =>
    offenders.length === 0
      ? []
      : table(
          [title, "Service or pod", "Entries", "Share"],
          offenders.map((one) => [
            codeSpan(one.name),
            knownAs(one),
            formatNumber(one.entries),
            formatShare(whole === 0 ? 0 : one.entries / whole),
          ]),
        );
  const tables = [list("Destination", topDestinations), list("Source", topSources)].flat();
  return tables.length === 0 ? "" : ["## Top talkers", ...tables].join("\n\n");
}

/** What is known of an offender beside its address: its Service, or its pod. */
export const knownAs = ({ name, service, pod }: Offender): string =>
  [service, pod]
    .filter((text) => text !== null && text !== name)
    .map((text) => codeSpan(text!))
    .join(", ") || "–";
