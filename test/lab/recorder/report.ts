/** What the lab found of the recorder, for reports/recorder.md. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { formatNumber } from "../../../src/format.ts";
import { table } from "../../../src/report/markdown/table.ts";
import { withFigures } from "../../proof/figures.ts";
import type { CalmRun } from "./calm.ts";
import { median } from "./cost.ts";
import type { JudgedBurst } from "./judge.ts";
import type { Rest } from "./rest.ts";

export function writeSection(report: string, name: string, text: string): void {
  const before = existsSync(report) ? readFileSync(report, "utf8") : "";
  writeFileSync(report, withFigures(name, before, text));
}

export const right = (title: string) => ({ title, right: true });

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

/** Of one kernel and kind. */
function burstsRow(kind: string, kernel: string, bursts: readonly JudgedBurst[]): string[] {
  const caught = bursts.filter(({ bundle }) => bundle !== null);
  const numbers = (pick: (one: JudgedBurst) => number | null): number[] =>
    caught.flatMap((one) => pick(one) ?? []);
  const after = numbers((one) => one.after);
  const of = (isRight: (one: JudgedBurst) => boolean): string =>
    `${bursts.filter(isRight).length} of ${bursts.length}`;
  return [
    kernel,
    kind,
    of(({ bundle }) => bundle !== null),
    of((one) => one.isCauseRight),
    of((one) => one.isToldRight),
    seconds(after.length === 0 ? null : median(after)),
    seconds(after.length === 0 ? null : Math.max(...after)),
    seconds(after.length === 0 ? null : Math.min(...numbers((one) => one.before))),
  ];
}

const FAULT = ({ kernel }: Run, one: JudgedBurst): string =>
  `- ${kernel}, ${one.kind}, sent in ${one.seconds.toFixed(1)} s: ${
    one.bundle === null
      ? "no bundle"
      : `cause ${one.cause || "none"}${one.isCauseRight ? "" : " (**wrong**)"}; trigger ${one.told}${one.isToldRight ? "" : " (**wrong**)"}`
  }`;

export function burstsText(runs: readonly Run[]): string {
  const faults = runs.flatMap((run) =>
    run.bursts.filter((one) => !one.isCauseRight || !one.isToldRight).map((one) => FAULT(run, one)),
  );
  return `## Bursts${runs.length === 1 ? `, on ${runs[0]!.kernel} alone` : ""}

Bursts of five kinds that are drawn from a seed, each to be sent within 1 to 20 s, from the beginning of one to that of the
next 64 to 76 s, in one run on ${runs.length === 1 ? "one kernel" : "each kernel, both at once"}. Sent is 1.25 times what the table takes; the entries are removed 8 s
after the last of them was sent. Caught means that a bundle was made for it. The cause is that of \`analyze\`, the trigger
that of \`timeline\`, with its party. The recorder runs under ${runs.map(({ shell, kernel }) => `${shell} (${kernel})`).join(" and ")} with \`--before 120 --after 25
--quiet-for 40\`; before the trigger stands what its bundle has from before it. Bundles without a burst: ${runs.reduce((sum, { others }) => sum + others.length, 0)}.

${table(
  [
    { title: "Kernel" },
    { title: "Kind" },
    ...[
      ...["Caught", "Cause right", "Trigger and party right"],
      ...["Seen after, median", "Most", "Before the trigger, least"],
    ].map(right),
  ],
  runs.flatMap(({ kernel, bursts }) =>
    [...new Set(bursts.map(({ kind }) => kind)), "all"].map((kind) =>
      burstsRow(
        kind,
        kernel,
        bursts.filter((one) => kind === "all" || one.kind === kind),
      ),
    ),
  ),
)}
${faults.length === 0 ? "" : `\nNot right:\n\n${faults.join("\n")}\n`}`;
}

export type Calm = CalmRun & { readonly kernel: string };

const calmTriggers = ({ bundles, said }: Calm): string =>
  `**${bundles.length}**${said.length === 0 ? "" : ` (${said.join("; ")})`}`;

const CALM_ROWS: readonly (readonly [string, (run: Calm) => string])[] = [
  ["Minutes", ({ seconds: passed }) => String(Math.floor(passed / 60))],
  ["Limit, entries", ({ limit }) => formatNumber(limit)],
  ["In use at most", ({ highest }) => `${Math.round(highest * 100)} %`],
  ["Flows begun by the clients", ({ flows }) => formatNumber(flows)],
  ...["invalid", "drop", "early_drop", "insert_failed"].map(
    (name) =>
      [`${name}, by the kernel`, ({ counters }: Calm) => formatNumber(counters[name]!)] as const,
  ),
  ["Lines of the log that mislead", ({ lines }) => formatNumber(lines)],
  ["Datagrams of others: sent", ({ steady }) => formatNumber(steady.sent)],
  ["Answered", ({ steady }) => formatNumber(steady.answered)],
  ["Triggers", calmTriggers],
];

export function calmText(runs: readonly Calm[]): string {
  const kernels = runs.map(({ kernel }) => right(kernel));
  const kinds = Object.keys(runs[0]?.times ?? {});
  return `## What only looks like it

A recorder with its usual options before lookups and connections that stay, and in turn what looks like a full table${
    runs.length === 1 ? "" : ", on both kernels at once"
  }. Lines of the log that mislead speak of a full table without being its own. Meanwhile others
send ${runs[0]?.steady.perSecond} datagrams a second through the same table, and each is to be answered.

${table(
  [{ title: "" }, ...kernels],
  CALM_ROWS.map(([name, value]) => [name, ...runs.map(value)]),
)}

${table(
  [{ title: "Look-alike, times" }, ...kernels],
  kinds.map((kind) => [kind, ...runs.map(({ times }) => String(times[kind] ?? 0))]),
)}
`;
}
