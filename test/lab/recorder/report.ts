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
  return `## Bursts

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

export const calmText = (run: CalmRun): string => `## What only looks like it

${Math.round(run.seconds / 60)} minutes in a user-mode Linux, before a recorder with its usual options: lookups and connections that stay, and in
turn what looks like a full table. Of the limit of ${formatNumber(run.limit)} entries ${Math.round(run.highest * 100)} % were in use at most. The clients began ${formatNumber(run.flows)} flows;
the kernel counted ${formatNumber(run.counters["invalid"] ?? 0)} INVALID packets, and at the end ${formatNumber(run.lines)} lines of its log spoke of a full table without being its own.
Packets dropped ${formatNumber(run.counters["drop"] ?? 0)}, entries evicted ${formatNumber(run.counters["early_drop"] ?? 0)}. **Triggers: ${run.bundles.length + run.said.length}**${run.said.length === 0 ? "" : ` (${run.said.join("; ")})`}.

${table(
  [{ title: "Look-alike" }, right("Times")],
  Object.entries(run.times).map(([kind, times]) => [kind, String(times)]),
)}
`;

/** A recorder that listens, beside what was sent and what the kernel counted. */
export interface EventsRun {
  title: string;
  shell: string;
  perSecond: number;
  seconds: number;
  sent: number;
  heard: number;
  /** The part by which the births of a source are off, at most. */
  worst: number;
  lost: { births: number; ends: number } | null;
  evicted: number | null;
  lifetime: number | null;
  cpuPercent: number;
  pssKb: number;
  mostPssKb: number;
  bytes: number;
  kernelEvicted: number;
  leftBehind: number;
}

const count = (value: number | null): string => (value === null ? "–" : formatNumber(value));
const percent = (value: number): string => `${value.toFixed(2)} %`;

export function eventsText(runs: readonly EventsRun[]): string {
  const births = runs.filter(({ title }) => title === "births");
  const full = runs.filter(({ title }) => title === "full");
  return `## Births and ends (\`--events\`)

Datagrams that nobody answers are sent in a network namespace of the machine's own kernel, on a machine of two processors
that other work kept busy: ${births[0]?.seconds ?? 0} s of them, each an entry of its own, which ends 10 s later. Cost is that of
all that the recorder starts, from the first datagram until the last, without and with \`--events\`. Heard
are the births that \`analyze\` tells of the addresses that sent; lost is what the kernel counts for the listeners' sockets.
Ends come by the thousand, when the kernel looks for entries whose time is over: with conntrack 1.4.7, whose \`-b\` enlarges
another socket than it reads, most of those are lost, and counted. Listeners left behind: ${runs.reduce((sum, { leftBehind }) => sum + leftBehind, 0)}.

${table(
  [
    ...["Births a second", "Listens"].map((title) => ({ title })),
    { title: "Shell" },
    ...[
      "Of one processor",
      "PSS, median",
      "PSS, most",
      "Sent",
      "Heard",
      "Source most off",
      "Births lost",
      "Ends lost",
      "On disk",
    ].map(right),
  ],
  births.map((one) => [
    formatNumber(one.perSecond),
    one.lost === null ? "no" : "yes",
    one.shell,
    percent(one.cpuPercent),
    `${(one.pssKb / 1024).toFixed(1)} MB`,
    `${(one.mostPssKb / 1024).toFixed(1)} MB`,
    count(one.sent),
    one.lost === null ? "–" : count(one.heard),
    one.lost === null ? "–" : percent(one.worst * 100),
    count(one.lost?.births ?? null),
    count(one.lost?.ends ?? null),
    one.lost === null ? "–" : `${Math.ceil(one.bytes / 1024)} kB`,
  ]),
)}

The same before a table that is full: the limit is 2,000 and entries stay for ten minutes, so that each birth evicts one
where the kernel finds one. Named are the entries that the report says were thrown out.

${table(
  [
    "Births a second",
    "Sent",
    "Heard",
    "Births lost",
    "The kernel's early_drop",
    "Named",
    "Off",
    "Ends lost",
  ].map(right),
  full.map((one) => [
    formatNumber(one.perSecond),
    count(one.sent),
    count(one.heard),
    count(one.lost?.births ?? null),
    count(one.kernelEvicted),
    count(one.evicted),
    percent(
      one.kernelEvicted === 0
        ? 0
        : (Math.abs((one.evicted ?? 0) - one.kernelEvicted) / one.kernelEvicted) * 100,
    ),
    count(one.lost?.ends ?? null),
  ]),
)}
`;
}
