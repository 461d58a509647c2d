/** Settings that kube-proxy wrote, by its log, which has neither a year nor a zone; and what has no time at all. */
import { expect, it } from "vitest";
import { told } from "./incident.ts";
import { iso, rows, START, secondsOf, TRUE } from "./rows.ts";

const LOWERED = 1190;
const klog = (seconds: number): string => {
  const [, month, day, clock] = /^\d{4}-(\d\d)-(\d\d)T([\d:.]+)Z$/.exec(
    iso(START + seconds * 1000),
  )!;
  return `${month}${day} ${clock}000`;
};
const log = (...said: readonly [seconds: number, what: string][]): string =>
  said.map(([seconds, what]) => `I${klog(seconds)}       1 ${what}\n`).join("");
const counts = `time,nf_conntrack_count\n${rows()
  .map(({ at, count }) => `${iso(at)},${count}`)
  .join("\n")}\n`;
const FILES = {
  "conntrack.csv": counts,
  "sysctl-2026-10-25T00-05-00Z.txt": "net.netfilter.nf_conntrack_max = 131072\n",
  "sysctl-2026-10-25T01-00-00Z.txt": "net.netfilter.nf_conntrack_max = 4000\n",
};
const VERSION = [LOWERED - 1, 'server.go:483] "Version info" version="v1.31.2"'] as const;

it("are the trigger at the second of the log, in the year of what else was read", async () => {
  const [subject] = (
    await told({
      ...FILES,
      "kube-proxy.log": log(
        [...VERSION],
        [
          LOWERED,
          'conntrack.go:58] "Set sysctl" entry="net/netfilter/nf_conntrack_max" value=4000',
        ],
      ),
    })
  ).subjects;
  const { trigger } = subject!;
  expect(trigger).toMatchObject({
    kind: "limit",
    before: { value: 131_072 },
    after: { value: 4000, source: { line: 2 } },
  });
  for (const end of [trigger!.notBefore, trigger!.notAfter])
    expect(Math.abs(Date.parse(end!) - START - LOWERED * 1000)).toBeLessThanOrEqual(1000);
  // by the settings alone the limit is unknown while it fills
  expect(Math.abs(secondsOf(subject!, "full")! - TRUE.full)).toBeLessThanOrEqual(15);
  const source = subject!.sources.find(({ name }) => name.endsWith("kube-proxy.log"));
  expect(source).toMatchObject({ readings: 1, from: iso(START + LOWERED * 1000) });
  expect(source!.notes.join()).toMatch(/neither a year nor a zone: they are read as UTC/);
});

it("are none of a log that wrote nothing, which is listed", async () => {
  const { unused } = await told({ ...FILES, "kube-proxy.log": log([...VERSION]) });
  expect(unused).toEqual([
    {
      entry: expect.stringMatching(/kube-proxy\.log$/),
      reason: "it says of no setting when it was written",
    },
  ]);
});

it("what has no moment is listed, with what would give it one", async () => {
  const row =
    "tcp      6 117 TIME_WAIT src=10.244.1.7 dst=10.96.0.10 sport=40000 dport=80 src=10.244.2.9 dst=10.244.1.7 sport=8080 dport=40000 [ASSURED] mark=0 use=1\n";
  const { unused } = await told({
    ...FILES,
    "dump-before.txt": row.repeat(40),
    "counters.txt":
      "$ conntrack -S\ncpu=0   \tfound=0 invalid=2 insert=0 insert_failed=0 drop=5 early_drop=9 error=0 search_restart=0\n",
  });
  expect(unused.map(({ entry, reason }) => [entry.split("/").at(-1), reason])).toEqual([
    ["counters.txt", expect.stringMatching(/^counters without a date/)],
    ["dump-before.txt", expect.stringMatching(/^a dump whose name does not tell when/)],
  ]);
});
