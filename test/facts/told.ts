import { examine } from "../../src/analyze.ts";
import { pair } from "../../src/facts/facts.ts";
import { buildAnalysis } from "../../src/report/build.ts";
import type { Analysis } from "../../src/report/contract.ts";
import type { Results } from "../../src/report/results.ts";
import { type Row, rowText } from "../attribution/rows.ts";
import { type Files, openEvidence } from "../support/evidence.ts";

/** What is told of one subject, as far as these tests ask. */
export interface Told {
  subject: string;
  state: Analysis["state"];
  count: number | null;
  max: number | null;
  rows: number | null;
  /** Entries by use, of the rows at hand. */
  uses: Record<string, number>;
  /** What `drop` rose by from the first sample of the counters to the last; null without both. */
  drops: number | null;
  kernel: string | null;
  cpus: number | null;
  conflicts: Analysis["conflicts"];
}

function toldOf(results: Results): Told {
  const { subject, state, table, node, conflicts } = buildAnalysis(results);
  const uses = Object.entries(results.attribution?.uses ?? {});
  return {
    subject: [subject.host, subject.namespace].filter(Boolean).join("/"),
    state,
    count: table.count,
    max: table.max,
    rows: table.rows,
    uses: Object.fromEntries(
      uses.filter(([, { entries }]) => entries > 0).map(([use, { entries }]) => [use, entries]),
    ),
    drops: dropsOf(results),
    kernel: node.kernel,
    cpus: node.cpus,
    conflicts,
  };
}

function dropsOf({ facts }: Results): number | null {
  const both = pair(facts, "conntrack-s") ?? pair(facts, "conntrack-stat");
  if (both === null) return null;
  const sum = (values: readonly number[] = []) => values.reduce((a, b) => a + b, 0);
  return (
    sum(both.end.fact.perCpu.get("drop") as number[]) -
    sum(both.start.fact.perCpu.get("drop") as number[])
  );
}

/** All that is told of files, the worst subject first, in the order of a folder or in another. */
export async function told(files: Files, order?: readonly string[]): Promise<Told[]> {
  const open = () => openEvidence(files, "evidence", order);
  return (await examine("evidence", { open })).map(toldOf);
}

/** The same of several arguments. */
export async function toldOfArguments(targets: Readonly<Record<string, Files>>): Promise<Told[]> {
  const open = (target: string) => openEvidence(targets[target]!, target.replace(/\.txt$/, ""));
  return (await examine(Object.keys(targets), { open })).map(toldOf);
}

/** Rows, one a line. */
export const list = (count: number, row: (at: number) => Row): string =>
  Array.from({ length: count }, (_, at) => `${rowText(row(at))}\n`).join("");
