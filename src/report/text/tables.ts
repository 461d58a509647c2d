import { formatNumber, formatShare } from "../../format.ts";
import type { Analysis, AnalysisFinding } from "../contract.ts";
import { reasonOf } from "../reasons.ts";
import { formatValue } from "../values.ts";
import {
  bandInWords,
  found,
  LEVEL_WORDS,
  shortEntry,
  testInWords,
  VERDICT_WORDS,
} from "../words.ts";
import { LEVEL_TONES, type Paint, VERDICT_TONES } from "./colour.ts";
import { type Column, textTable, unmarked } from "./parts.ts";
import { wrap } from "./width.ts";

/** Entries that were not looked at which are listed; a bundle may hold a hundred thousand. */
const MOST_SKIPPED = 50;

const COUNTED: readonly Column[] = [
  { title: "Entries", right: true },
  { title: "Share", right: true },
];

/** All that the summary leaves out, as tables of at most `width` columns: `analyze --verbose`. */
export function tables(analysis: Analysis, paint: Paint, width: number): string[] {
  const section = (title: string, lines: string[]): string[] =>
    lines.length === 0 ? [] : ["", paint("heading", title), ...lines];
  return [
    ...found(analysis).flatMap((finding) => [
      "",
      ...wrap(
        `${paint("heading", `Evidence ${finding.rank}:`)} ${finding.title} (${paint(VERDICT_TONES[finding.verdict], VERDICT_WORDS[finding.verdict])})`,
        "",
        "  ",
        width,
      ),
      ...evidence(finding, width),
    ]),
    ...section("Where the table went", uses(analysis, width)),
    ...section("TCP states", counts("State", Object.entries(analysis.table.byTcpState), width)),
    ...section("Time since the last packet", counts("Time", idle(analysis), width)),
    ...section("Top talkers: destinations", talkers(analysis.table.topDestinations, width)),
    ...section("Top talkers: sources", talkers(analysis.table.topSources, width)),
    ...section("Ruled out", notFound(analysis, "ruled-out", width)),
    ...section("Could not be judged", notFound(analysis, "unknown", width)),
    ...section("Signals", signals(analysis, paint, width)),
    ...section("What the bundle holds", coverage(analysis, width)),
  ];
}

const placeOf = (source: { entry: string; line: number } | null): string =>
  source === null ? "–" : `${shortEntry(source.entry)}:${source.line}`;

const said = (value: number | boolean | string | null, unit: string): string =>
  unmarked(formatValue(value, unit));

const evidence = (finding: AnalysisFinding, width: number): string[] =>
  textTable(
    ["Evidence", "Value", "Test", "Holds", "Place"].map((title) => ({ title })),
    finding.evidence.map((one) => {
      const test = testInWords(one.test, one.unit);
      const holds = one.holds === (one.role !== "excludes") ? "yes" : "no";
      return [
        one.title,
        said(one.value, one.unit),
        one.role === "excludes" ? `not ${test}` : test,
        one.holds === null ? "unknown" : holds,
        one.value === null ? unmarked(one.missing ?? "–") : placeOf(one.source),
      ];
    }),
    width,
  );

const uses = ({ table }: Analysis, width: number): string[] =>
  table.uses.length === 0
    ? []
    : textTable(
        [...COUNTED, { title: "Use" }],
        table.uses.map(({ meaning, entries, share }) => [
          formatNumber(entries),
          formatShare(share),
          meaning,
        ]),
        width,
      );

/** Names with their entries, and the share of their sum that each is. */
function counts(title: string, list: readonly [string, number][], width: number): string[] {
  const all = list.reduce((sum, [, entries]) => sum + entries, 0);
  if (all === 0) return [];
  const rows = list.map(([name, entries]) => [
    formatNumber(entries),
    formatShare(entries / all),
    name,
  ]);
  return textTable([...COUNTED, { title }], rows, width);
}

const idle = ({ table }: Analysis): [string, number][] => [
  ...table.idle.bands.map((band): [string, number] => [bandInWords(band), band.entries]),
  ...(table.idle.unknown === 0 ? [] : [["unknown", table.idle.unknown] as [string, number]]),
];

/** Who holds most entries, with the columns that the bundle fills. */
function talkers(list: Analysis["table"]["topSources"], width: number): string[] {
  if (list.length === 0) return [];
  const known = (["service", "pod"] as const).filter((key) =>
    list.some((one) => one[key] !== null),
  );
  const titles = { service: "Service", pod: "Pod" };
  return textTable(
    [
      { title: "Entries", right: true },
      { title: "Name" },
      ...known.map((key) => ({ title: titles[key] })),
    ],
    list.map((one) => [
      formatNumber(one.entries),
      one.name,
      ...known.map((key) => one[key] ?? "–"),
    ]),
    width,
  );
}

const notFound = (
  { findings }: Analysis,
  verdict: "ruled-out" | "unknown",
  width: number,
): string[] => {
  const rows = findings
    .filter((finding) => finding.verdict === verdict)
    .map((finding) => [finding.cause, unmarked(reasonOf(finding, placeOf))]);
  return rows.length === 0 ? [] : textTable([{ title: "Cause" }, { title: "Why" }], rows, width);
};

const signals = ({ signals }: Analysis, paint: Paint, width: number): string[] =>
  textTable(
    ["Signal", "Value", "Level", "Place"].map((title) => ({ title })),
    signals.map(({ title, value, unit, level, source, missing }) => [
      title,
      said(value, unit),
      paint(LEVEL_TONES[level], unmarked(LEVEL_WORDS[level])),
      value === null ? unmarked(missing ?? "–") : placeOf(source),
    ]),
    width,
  );

function coverage({ coverage: c, bundle }: Analysis, width: number): string[] {
  const list = (title: string, texts: readonly string[]): string[] =>
    texts.length === 0
      ? []
      : ["", `  ${title}`, ...texts.flatMap((text) => wrap(text, "  - ", "    ", width))];
  return [
    ...wrap(
      `${formatNumber(c.read.length)} inputs of layout ${bundle.layout} were read${bundle.truncated ? "; the bundle is cut short" : ""}.`,
      "  ",
      "  ",
      width,
    ),
    "",
    ...textTable(
      [{ title: "Bytes", right: true }, { title: "Input" }, { title: "Entry" }],
      c.read.map(({ entry, source, bytes }) => [formatNumber(bytes), source, shortEntry(entry)]),
      width,
    ),
    ...list(
      "Not in the bundle:",
      c.missing.map(({ reason, get }) => unmarked(`${reason} (${get})`)),
    ),
    ...list(
      "Could not be read whole:",
      c.failed.map(
        ({ entry, line, reason }) =>
          `${line === null ? shortEntry(entry) : placeOf({ entry, line })}: ${reason}`,
      ),
    ),
    ...list(
      "Not looked at:",
      c.skipped
        .slice(0, MOST_SKIPPED)
        .map(({ entry, reason }) => `${shortEntry(entry)}: ${reason}`),
    ),
  ];
}
