import {
  formatBytes,
  formatNumber,
  formatSeconds,
  formatShare,
  formatShares,
  wholeSpan,
} from "../../src/format.ts";
import type { Analysis } from "../../src/index.ts";

type Finding = Analysis["findings"][number];
type Offender = Finding["offenders"]["sources"][number];
type Value = Finding["evidence"][number]["value"];

/** What a code span of this text shows. In tables, a blank keeps a backslash off a pipe. */
export const code = (text: string): string =>
  wholeSpan(text).replace(/^`|`$/g, "").replaceAll("\\|", "\\ |");
/** Our own texts, whose code spans and emphasis are marks that the rendering takes away. */
export const unmarked = (text: string): string => text.replaceAll("`", "").replaceAll("**", "");

const entryName = (entry: string): string => entry.replace(/^conntriage-[^/]*\//, "");
export const place = (source: { entry: string; line: number } | null): string =>
  source === null ? "–" : code(`${entryName(source.entry)}:${source.line}`);

const whole = (values: readonly { entries: number }[]): number =>
  values.reduce((sum, { entries }) => sum + entries, 0);
const bar = (share: number): string => "█".repeat(Math.round(share * 20)) || (share > 0 ? "▏" : "");
/** Rows whose shares add up to a hundred. */
const wholeRows = (list: readonly (readonly [name: string, entries: number])[]): string[][] => {
  const of = list.reduce((sum, [, entries]) => sum + entries, 0);
  const shares = formatShares(list.map(([, entries]) => entries));
  return list.map(([name, entries], at) => [
    name,
    formatNumber(entries),
    shares[at]!,
    bar(entries / of),
  ]);
};
/** A value as a report says it; the units are those of the signals. */
export function said(value: Value, unit: string): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "number") return value === null ? "unknown" : code(value);
  if (unit === "share") return formatShare(value);
  if (unit === "bytes") return formatBytes(value);
  if (unit === "seconds") return formatSeconds(value);
  if (unit === "version") return value.toFixed(2).replace(/\.0/, ".");
  if (unit === "status" || unit === "number") return formatNumber(value, 2);
  const digits = unit.endsWith("/s") ? 1 : Number.isInteger(value) ? 0 : 2;
  const number = formatNumber(value, digits);
  return `${number} ${number === "1" ? unit.replace(/^entries/, "entry").replace(/s$/, "") : unit}`;
}

const BAND_NAMES: Record<number, string> = {
  0: "0 s to 10 s",
  10: "10 s to 30 s",
  30: "30 s to 1 min",
  60: "1 min to 2 min",
  120: "2 min to 5 min",
  300: "5 min to 30 min",
  1800: "30 min to 1 h",
  3600: "1 h to 6 h",
  21600: "6 h to 24 h",
  86400: "over 24 h",
};

function idleTables({ table }: Analysis): string[][][] {
  const { bands, unknown } = table.idle;
  const of = whole(bands) + unknown;
  if (of === 0) return [];
  const first = bands.findIndex(({ entries }) => entries > 0);
  const last = bands.findLastIndex(({ entries }) => entries > 0);
  const shown = bands
    .filter((_, at) => first >= 0 && at >= first && at <= last)
    .map(({ from, entries }): readonly [string, number] => [BAND_NAMES[from]!, entries]);
  const rows = wholeRows(unknown > 0 ? [...shown, ["unknown", unknown]] : shown);
  return [[["Time", "Entries", "Share", "Bar"], ...rows]];
}

const known = ({ name, service, pod }: Offender): string =>
  [service, pod].flatMap((text) => (text === null || text === name ? [] : code(text))).join(", ") ||
  "–";

function talkerTables({ table }: Analysis): string[][][] {
  const of = whole(table.uses);
  const list = (title: string, offenders: readonly Offender[]) =>
    offenders.length === 0
      ? []
      : [
          [
            [title, "Service or pod", "Entries", "Share"],
            ...offenders.map((one) => [
              code(one.name),
              known(one),
              formatNumber(one.entries),
              formatShare(one.entries / of),
            ]),
          ],
        ];
  return [...list("Destination", table.topDestinations), ...list("Source", table.topSources)];
}

/** The rows of the timeline that are shown, with the losses of those that are not added up. */
function timelineTables({ timeline, bundle }: Analysis): string[][][] {
  if (timeline.length < 2) return [];
  const step = Math.ceil(timeline.length / 12);
  const { capturedAt, windowSeconds } = bundle;
  const start =
    capturedAt === null || windowSeconds === null
      ? null
      : Date.parse(capturedAt) - windowSeconds * 1000;
  const rows: string[][] = [];
  const lost = { drop: 0, earlyDrop: 0, insertFailed: 0 };
  const number = (value: number | null) =>
    value === null || Number.isNaN(value) ? "unknown" : formatNumber(value);
  for (const [at, one] of timeline.entries()) {
    for (const key of ["drop", "earlyDrop", "insertFailed"] as const) lost[key] += one[key] ?? NaN;
    if (at > 0 && (timeline.length - 1 - at) % step !== 0) continue;
    const losses = [lost.drop, lost.earlyDrop, lost.insertFailed].map(number);
    rows.push([
      start === null
        ? formatNumber(one.seconds, 1)
        : new Date(Math.round(start + one.seconds * 1000)).toISOString().slice(11, 19),
      number(one.count),
      number(one.max),
      ...(at === 0 ? ["–", "–", "–"] : losses),
    ]);
    Object.assign(lost, { drop: 0, earlyDrop: 0, insertFailed: 0 });
  }
  const first = start === null ? "Second" : "Time (UTC)";
  return [[[first, "Count", "Limit", "Drops", "Early drops", "Failed inserts"], ...rows]];
}

function signalTables({ signals }: Analysis): string[][][] {
  const known = signals.filter(({ value }) => value !== null);
  const isRaised = ({ level }: (typeof signals)[number]) => /^(?:warning|critical)$/.test(level);
  return [known.filter(isRaised), known.filter((one) => !isRaised(one))]
    .filter((list) => list.length > 0)
    .map((list) => [
      ["Signal", "Value", "Level", "Place in the bundle"],
      ...list.map((one) => [
        one.title,
        said(one.value, one.unit),
        one.level === "note" ? "–" : one.level,
        place(one.source),
      ]),
    ]);
}

function useTables({ table }: Analysis): string[][][] {
  const { uses, unparsedExamples: examples } = table;
  if (uses.length === 0) return [];
  const rows = wholeRows(uses.map(({ meaning, entries }) => [meaning, entries]));
  const unparsed = examples.map((one) => [code(`${one.entry}:${one.line}`), code(one.text)]);
  return [
    [["Use", "Entries", "Share", "Bar"], ...rows],
    ...(unparsed.length === 0 ? [] : [[["Place", "Row"], ...unparsed]]),
  ];
}

function tcpTables({ table }: Analysis): string[][][] {
  const states = Object.entries(table.byTcpState);
  const rows = wholeRows(states);
  return rows.length === 0 ? [] : [[["State", "Entries", "Share of TCP", "Bar"], ...rows]];
}

const unreadTables = ({ unread }: Analysis): string[][][] => [
  [
    ["Entry", "Lines", "They look like", "First line"],
    ...unread.map(({ entry, lines, of, first, looksLike }) => [
      code(`${entryName(entry)}:${first.line}`),
      `${formatNumber(lines)} of ${formatNumber(of)}`,
      looksLike,
      code(first.text),
    ]),
  ],
];

const readTables = ({ coverage }: Analysis): string[][][] =>
  coverage.read.length === 0
    ? []
    : [
        [
          ["Entry", "Input", "Bytes"],
          ...coverage.read.map(({ entry, source, bytes }) => [
            code(entryName(entry)),
            source,
            formatNumber(bytes),
          ]),
        ],
      ];

export const isFound = ({ verdict }: Finding): boolean =>
  /^(?:confirmed|likely|possible)$/.test(verdict);
export const causeHeading = ({ rank, title, verdict }: Finding): string =>
  `${rank}. ${title} (${verdict})`;

function offenderTables({ offenders }: Finding): string[][][] {
  const rows = (["destinations", "endpoints", "sources"] as const).flatMap((key) =>
    offenders[key].map((one) => [
      key.slice(0, -1),
      code(one.name),
      known(one),
      formatNumber(one.entries),
    ]),
  );
  return rows.length === 0 ? [] : [[["Held by", "Address", "Service or pod", "Entries"], ...rows]];
}

/** Every heading below the first, in order, with the tables that stand below it. */
export function expectedOf(analysis: Analysis): [heading: string, tables: string[][][]][] {
  const found = analysis.findings.filter(isFound);
  const isOther = ({ gate, entries }: Finding) =>
    gate === "none" && (analysis.state !== "exhausted" || (entries ?? 0) === 0);
  const section = (title: string, list: Finding[]) => {
    const causes = list.map((one): [string, string[][][]] => [
      causeHeading(one),
      offenderTables(one),
    ]);
    return list.length === 0 ? [] : [[title, []] as [string, string[][][]], ...causes];
  };
  const ofTable = section(
    "Causes",
    found.filter((one) => !isOther(one)),
  );
  const others = section("Other findings", found.filter(isOther));
  const has = (verdict: string) => analysis.findings.some((one) => one.verdict === verdict);
  const when = (
    holds: boolean,
    title: string,
    tables: string[][][] = [],
  ): [string, string[][][]][] => (holds ? [[title, tables]] : []);
  const withTables = (title: string, tables: string[][][]) =>
    when(tables.length > 0, title, tables);
  const classes = new Set(
    [...found.map(({ remedies }) => remedies), analysis.firstSteps].flat().map((one) => one.class),
  );
  const isLost =
    !/^(?:critical|at-risk|elevated)$/.test(analysis.state) ||
    found.some(
      ({ gate, remedies }) => gate === "none" && remedies.some((one) => one.class === "now"),
    );
  const byRow = [
    ...withTables("TCP states", tcpTables(analysis)),
    ...withTables("time since the last packet", idleTables(analysis)),
  ];
  return [
    ...when(classes.size > 0, "What to do"),
    ...when(classes.has("now"), isLost ? "Stop the loss now" : "Make room now"),
    ...when(classes.has("fix"), "Fix the cause"),
    ...when(classes.has("prevent"), "Prevent a recurrence"),
    ...withTables(
      analysis.table.excerpt === null ? "Table usage" : "What the rows at hand are",
      useTables(analysis),
    ),
    ...withTables("Timeline", timelineTables(analysis)),
    ...when(
      byRow.length > 0,
      byRow.map(([title]) => title).join(", and "),
      byRow.flatMap(([, tables]) => tables),
    ),
    ...withTables("Top talkers", talkerTables(analysis)),
    ...(found.slice(0, 1).some(isOther) ? [...others, ...ofTable] : [...ofTable, ...others]),
    ...when(has("ruled-out"), "Ruled out"),
    ...when(has("unknown"), "Could not be judged"),
    ["Signals", signalTables(analysis)],
    ["Prevention", []],
    ...when(analysis.unread.length > 0, "Not understood", unreadTables(analysis)),
    ["Coverage", readTables(analysis)],
  ];
}
