/** What was left of a recorder whose power was lost, for reports/recorder.md. */
import { table } from "../../../src/report/markdown/table.ts";
import { median } from "./cost.ts";
import { right } from "./report.ts";

export interface PowerRun {
  shell: string;
  /** The time since boot when the power was lost. */
  lostAt: number;
  /** Whole rows that were found in the ring, and how many seconds before the loss the last of them was written. */
  rows: number;
  missing: number;
  /** Bundles that were found, and with those that the next recorder finished. */
  before: number;
  bundles: number;
  faults: readonly string[];
}

const sum = (list: readonly number[]): number => list.reduce((all, one) => all + one, 0);
const seconds = (value: number): string => `${value.toFixed(1)} s`;

export function powerText(runs: readonly PowerRun[]): string {
  const shells = [...new Set(runs.map(({ shell }) => shell))].sort();
  const rows = [...shells, "all"].map((shell) => {
    const own = runs.filter((one) => shell === "all" || one.shell === shell);
    const missing = own.map((one) => one.missing);
    return [
      shell,
      String(own.length),
      String(sum(own.map((one) => one.rows))),
      seconds(median(missing)),
      seconds(Math.max(...missing)),
      String(sum(own.map((one) => one.before))),
      String(sum(own.map((one) => one.bundles))),
      String(own.filter(({ faults }) => faults.length > 0).length),
    ];
  });
  return `## Loss of power

A user-mode Linux whose recorder writes to a disk of its own, an image with ext4, before bursts of every 17 s, is killed at
a moment that is drawn, ${Math.round(Math.min(...runs.map(({ lostAt }) => lostAt)))} to ${Math.round(Math.max(...runs.map(({ lostAt }) => lostAt)))} s after its boot; then the same image is mounted again and a recorder begun on it. Each row
of the ring must be one that the table had, by looks ten times a second that were written outside; each bundle must be
whole, with its rows in order; the recorder must go on. Missing are the seconds from the last row on the disk to the loss: a
minute's rows are written through when it is over.

${table(
  [
    { title: "Shell" },
    ...[
      "Losses",
      "Rows found",
      "Missing, median",
      "Missing, most",
      "Bundles found",
      "With those finished",
      "Failed",
    ].map(right),
  ],
  rows,
)}
`;
}
