/** What is compared: what the analyzer says of a sample's bundle, and of its transcript. */
import { examine } from "../../src/analyze.ts";
import type { Bundle } from "../../src/archive/entry.ts";
import { emptyBundle } from "../../src/archive/open.ts";
import type { Verdict } from "../../src/causes/match.ts";
import { type State, stateOf } from "../../src/causes/state.ts";
import { STATES } from "../../src/parsers/conntrack-table/states.ts";
import type { Results } from "../../src/report/results.ts";
import { isOtherTable } from "../../src/sections/other-tables.ts";
import type { SignalName } from "../../src/signals/index.ts";
import { blocksOf } from "../support/archives.ts";

/** As much of an analysis as a transcript must not change. */
export interface Said {
  subjects: number;
  state: State;
  /** The causes that a report names, the surest first. */
  held: string[];
  verdicts: ReadonlyMap<string, Verdict>;
  table: { count: unknown; max: unknown; rows: number; parsed: number; byTcpState: string };
  /** Rows that no sum accounts for; 0. */
  lost: number;
}

export interface TextFile {
  name: string;
  bytes: Uint8Array;
}

export async function said(files: readonly TextFile[]): Promise<Said> {
  const all = await examine("evidence", { open: async () => bundleOf(files) });
  // a bundle names the file of IPVS's own table, which is a subject of its own where it is pasted
  const machines = all.filter(({ subject }) => !isOtherTable(subject.namespace));
  return saidOf(machines[0]!, machines.length);
}

export function saidOf(
  { readings, findings, tables, attribution }: Results,
  subjects: number,
): Said {
  const value = (name: SignalName) => readings.get(name)?.value ?? null;
  const sum = (of: (table: Results["tables"][number]) => number) =>
    tables.reduce((total, table) => total + of(table), 0);
  const byTcpState: Record<string, number> = {};
  for (const { byKind } of tables)
    for (const [kind, count] of byKind.entries()) {
      const { protocol, state } = STATES[kind >> 2]!;
      if (count > 0 && protocol === "tcp")
        byTcpState[`${state}`] = (byTcpState[`${state}`] ?? 0) + count;
    }
  const [rows, parsed] = [sum((one) => one.rows), sum((one) => one.parsed)];
  const uses = Object.values(attribution?.uses ?? {}).reduce((all, one) => all + one.entries, 0);
  return {
    subjects,
    state: stateOf(readings),
    held: findings.filter(({ verdict }) => isHeld(verdict)).map(({ cause }) => cause.id),
    verdicts: new Map(findings.map(({ cause, verdict }) => [cause.id, verdict])),
    table: {
      count: value("table.count"),
      max: value("table.max"),
      rows,
      parsed,
      byTcpState: JSON.stringify(Object.entries(byTcpState).sort()),
    },
    lost: Math.abs(rows - parsed - sum((one) => one.unparsed.count)) + Math.abs(uses - parsed),
  };
}

const isHeld = (verdict: Verdict): boolean => verdict === "confirmed" || verdict === "likely";

function bundleOf(files: readonly TextFile[]): Bundle {
  async function* entries() {
    for (const { name, bytes } of files)
      yield { path: name, blocks: blocksOf(bytes), outcome: { bytes: bytes.length, cut: null } };
  }
  return { ...emptyBundle("evidence"), entries: entries() };
}

/** Whether two say the same of what happened, and why. */
export const agree = (a: Said, b: Said): boolean =>
  a.state === b.state &&
  a.held.join() === b.held.join() &&
  [...a.verdicts].every(([id, one]) => b.verdicts.get(id) === one);

/** From the surest on: a verdict may become one behind it where inputs are lacking. */
export const WEAKER: Readonly<Record<Verdict, readonly Verdict[]>> = {
  confirmed: ["confirmed", "likely", "possible", "unknown"],
  likely: ["likely", "possible", "unknown"],
  possible: ["possible", "unknown"],
  unknown: ["unknown"],
  "ruled-out": ["ruled-out", "unknown"],
};

/** Without the counters and the log a full table is known to be full, and not that it lost anything. */
export const WEAKER_STATES: Readonly<Partial<Record<State, readonly State[]>>> = {
  exhausted: ["critical"],
  recovered: ["healthy"],
};

/** In which ways what is said with fewer inputs is more than what was said with all; none where it is not. */
export function stronger(fewer: Said, all: Said): string[] {
  const state =
    fewer.state === all.state ||
    fewer.state === "unknown" ||
    WEAKER_STATES[all.state]?.includes(fewer.state) === true;
  const verdicts = [...all.verdicts].flatMap(([id, verdict]) => {
    const now = fewer.verdicts.get(id)!;
    // how full the table is, nobody knows: then what could fill it is possible
    const isOpen = verdict === "ruled-out" && now === "possible" && fewer.state === "unknown";
    // a fault that can no longer be told looks like ordinary use, or like another that shows the same
    const isNext =
      verdict === "ruled-out" &&
      (now === "possible" || now === "likely") &&
      all.held.some((held) => fewer.verdicts.get(held) === "unknown");
    return isOpen || isNext || WEAKER[verdict].includes(now)
      ? []
      : [`${id} is ${now}, which was ${verdict}`];
  });
  return [...(state ? [] : [`the state is ${fewer.state}, which was ${all.state}`]), ...verdicts];
}

/** What differs between two, in words. */
export function differences(a: Said, b: Said): string[] {
  const of = (what: string, x: unknown, y: unknown) =>
    x === y ? [] : [`${what} is ${x}, not ${y}`];
  return [
    ...of("the state", a.state, b.state),
    ...of("the primary cause", a.held[0] ?? null, b.held[0] ?? null),
    ...[...b.verdicts].flatMap(([id, verdict]) => of(id, a.verdicts.get(id), verdict)),
  ];
}

/**
 * What of the table differs, in words. Which of several counts is the last, only the collector's manifest and
 * the bundle's own folders tell: any of them is right.
 */
export const tableDifferences = (a: Said, b: Said, counts: ReadonlySet<number>): string[] =>
  (Object.keys(b.table) as (keyof Said["table"])[]).flatMap((key) =>
    a.table[key] === b.table[key] || (key === "count" && counts.has(Number(a.table.count)))
      ? []
      : [`${key} is ${a.table[key]}, not ${b.table[key]}`],
  );
