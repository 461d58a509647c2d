/** What the lab found of the recorder, for reports/recorder.md. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { table } from "../../../src/report/markdown/table.ts";
import { withFigures } from "../../proof/figures.ts";
import type { JudgedBurst } from "./judge.ts";
import type { Rest } from "./rest.ts";

export function writeSection(report: string, name: string, text: string): void {
  const before = existsSync(report) ? readFileSync(report, "utf8") : "";
  writeFileSync(report, withFigures(name, before, text));
}

const right = (title: string) => ({ title, right: true });

export const restText = (rests: readonly Rest[]): string => `## At rest

Three recorders side by side for ${Math.round((rests[0]?.seconds ?? 0) / 60)} minutes, in a network namespace with 20 new
flows a second, on a machine of two processors that other work kept busy: that makes each second dearer than it is on
a quiet one. All that a recorder starts is counted. The most is that of a moment, with what is run each minute.

${table(
  ["Shell", "Of one processor", "PSS, median", "PSS, most", "Bundles"].map(right),
  rests.map(({ shell, cpuPercent, pssKb, mostPssKb, bundles }) => [
    shell,
    `${cpuPercent.toFixed(2)} %`,
    `${(pssKb / 1024).toFixed(1)} MB`,
    `${(mostPssKb / 1024).toFixed(1)} MB`,
    String(bundles),
  ]),
)}
`;

/** One run of bursts: on which kernel, under which shell. */
export interface Run {
  kernel: string;
  shell: string;
  bursts: readonly JudgedBurst[];
  others: readonly string[];
}

const seconds = (value: number | null): string => (value === null ? "–" : `${value.toFixed(1)} s`);

export const burstsText = (runs: readonly Run[]): string => `## Bursts

Bursts of five kinds, 75 s from the beginning of one to that of the next, at 1.25 times what the table takes; the
entries are removed 8 s after the last of them was sent. Caught means that a bundle was made for it. The cause is that of
\`analyze\`, the trigger that of \`timeline\`, with its party. Bundles without a burst: ${runs.reduce((sum, { others }) => sum + others.length, 0)}.

${table(
  [
    { title: "Kernel" },
    { title: "Shell" },
    { title: "Kind" },
    ...["Lasted", "Seen after", "Before it"].map(right),
    { title: "Cause" },
    { title: "Trigger" },
  ],
  runs.flatMap(({ kernel, shell, bursts }) =>
    bursts.map((one) => [
      kernel,
      shell,
      one.kind,
      seconds(one.seconds),
      seconds(one.after),
      seconds(one.before),
      one.bundle === null
        ? "**not caught**"
        : `${one.cause}${one.isCauseRight ? "" : " (**wrong**)"}`,
      one.bundle === null ? "–" : `${one.told}${one.isToldRight ? "" : " (**wrong**)"}`,
    ]),
  ),
)}
`;
