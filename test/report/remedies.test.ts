import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Analysis } from "../../src/index.ts";
import { dump, type Row } from "../attribution/rows.ts";
import { analyzeTexts, manifest, sysctls, type Texts } from "../signals/in-memory.ts";

/** A bundle whose table is full of entries of one kind, under any settings. */
interface Node {
  kind: "time-wait" | "udp" | "syn" | "idle" | "live" | "close-wait";
  max: number;
  count: number;
  cpus: number;
  mebibytes: number;
  buckets: number;
  timeouts: Record<string, number>;
}
const ROWS: Record<Node["kind"], (left: number) => Row> = {
  "time-wait": (left) => ({ state: "TIME_WAIT", left }),
  udp: (left) => ({ protocol: "udp", dport: 8125, flag: "[UNREPLIED]", left }),
  syn: (left) => ({ state: "SYN_SENT", flag: "[UNREPLIED]", left }),
  idle: () => ({ left: 10, flag: "[ASSURED]" }),
  live: (left) => ({ left: 80_000 + left, src: `10.0.0.${left}`, dst: `10.1.0.${left}` }),
  "close-wait": (left) => ({ state: "CLOSE_WAIT", left }),
};
const texts = (node: Node): Texts => ({
  "manifest.json": manifest(),
  "end/sysctl.txt": sysctls({
    max: node.max,
    count: node.count,
    buckets: node.buckets,
    ...node.timeouts,
  }),
  "end/meminfo.txt": `MemTotal: ${node.mebibytes * 1024} kB\n`,
  "once/cpuinfo.txt": `cpus = ${node.cpus}\n`,
  "once/version.txt": "Linux version 6.12.3 (build@host)\n",
  "start/nf_conntrack_stat.txt": "entries drop early_drop\n00000001 00000000 00000000\n",
  "end/nf_conntrack_stat.txt": "entries drop early_drop\n00000001 00000000 00000001\n",
  "dump/conntrack-L-ipv4.txt.gz": dump(
    ...Array.from({ length: 40 }, (_, at) => ROWS[node.kind]((at * 7) % 60)),
  ),
});
const anyNode: fc.Arbitrary<Node> = fc.record({
  kind: fc.constantFrom(...(Object.keys(ROWS) as Node["kind"][])),
  max: fc.oneof(fc.constantFrom(65_536, 131_072, 262_144), fc.integer({ min: 40, max: 4_000_000 })),
  count: fc.integer({ min: 0, max: 4_000_000 }),
  cpus: fc.integer({ min: 1, max: 256 }),
  mebibytes: fc.integer({ min: 128, max: 2_000_000 }),
  buckets: fc.integer({ min: 1024, max: 4_000_000 }),
  timeouts: fc.record({
    tcp_timeout_established: fc.constantFrom(600, 3600, 7200, 86_400, 432_000),
    tcp_timeout_time_wait: fc.integer({ min: 1, max: 240 }),
    tcp_timeout_close_wait: fc.constantFrom(10, 60, 3600),
    tcp_timeout_syn_sent: fc.integer({ min: 1, max: 240 }),
    udp_timeout: fc.integer({ min: 1, max: 120 }),
    udp_timeout_stream: fc.integer({ min: 1, max: 240 }),
  }),
});
const commandsOf = (analysis: Analysis): string[] =>
  analysis.findings.flatMap(({ remedies }) => remedies.flatMap(({ commands }) => commands));

describe("a remedy", () => {
  it("lowers no limit and no number of buckets, raises no timeout, and frees no more than there is", async () => {
    let limits = 0;
    let lowered = 0;
    await fc.assert(
      fc.asyncProperty(anyNode, async (node) => {
        const analysis = await analyzeTexts(texts(node));
        for (const command of commandsOf(analysis)) {
          const limit = /nf_conntrack_max=(\d+)/.exec(command);
          if (limit !== null) {
            limits++;
            expect(Number(limit[1])).toBeGreaterThan(node.max);
          }
          const buckets = /echo (\d+) > \S+hashsize/.exec(command);
          if (buckets !== null) expect(Number(buckets[1])).toBeGreaterThanOrEqual(node.buckets);
          const timeout = /nf_conntrack_((?:tcp|udp)_timeout\w*)=(\d+)/.exec(command);
          const present = timeout === null ? undefined : node.timeouts[timeout[1]!];
          if (timeout === null || present === undefined) continue;
          lowered++;
          expect(Number(timeout[2]), command).toBeLessThan(present);
        }
        for (const { frees } of analysis.findings.flatMap(({ remedies }) => remedies))
          expect(frees?.entries ?? 0).toBeLessThanOrEqual(40);
      }),
      { numRuns: 120 },
    );
    expect(limits).toBeGreaterThan(0);
    expect(lowered).toBeGreaterThan(0);
  });

  it("of a shorter timeout is not offered where it would free nothing", async () => {
    const node: Node = {
      kind: "time-wait",
      max: 40,
      count: 40,
      cpus: 4,
      mebibytes: 8192,
      buckets: 1024,
      timeouts: { tcp_timeout_time_wait: 30 },
    };
    expect(commandsOf(await analyzeTexts(texts(node))).join("\n")).not.toContain("time_wait=");
    const longer = { ...node, timeouts: { tcp_timeout_time_wait: 120 } };
    expect(commandsOf(await analyzeTexts(texts(longer))).join("\n")).toContain("time_wait=30");
  });
});
