/** What the lab found of a recorder that listens, for reports/recorder.md. */
import { formatNumber } from "../../../src/format.ts";
import { table } from "../../../src/report/markdown/table.ts";
import { right } from "./report.ts";

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
