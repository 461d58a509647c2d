/** A full table has a first step also where its host's size is not told: a ticket seldom has CPUs and memory. */
import { expect, it } from "vitest";
import { dump } from "../attribution/rows.ts";
import { analyzeTexts, sysctls } from "../signals/in-memory.ts";

const FULL = { count: 1000, max: 1024, tcp_timeout_established: 86_400 };
const rows = dump(
  ...Array.from({ length: 1000 }, (_, at) => ({
    left: 86_390,
    src: `10.1.${at % 50}.${at % 200}`,
    sport: 20_000 + at,
    flag: "[ASSURED]" as const,
  })),
);

it("of ordinary use: a larger limit, no larger than twice what is held needs", async () => {
  const { findings, prevention } = await analyzeTexts({
    "end/sysctl.txt": sysctls(FULL),
    "dump/conntrack-L-ipv4.txt": rows,
  });
  expect(findings[0]).toMatchObject({ cause: "table-too-small", verdict: "likely" });
  expect(findings[0]!.remedies[0]!.commands[1]).toBe(
    "sysctl -w net.netfilter.nf_conntrack_max=16384",
  );
  expect(findings[0]!.remedies[0]!.undo).toBe("sysctl -w net.netfilter.nf_conntrack_max=1024");
  // no counters: whether something was refused, and so what would then be in use, nobody knows
  expect(findings[0]!.remedies[0]!.frees).toMatchObject({ entries: 0, utilizationAfter: null });
  // a size is advised for a host that is known only
  expect(prevention.map(({ text }) => text).join()).not.toContain("unknown");
});

it("without rows: the same, and the command that would name the cause", async () => {
  const { firstSteps } = await analyzeTexts({ "end/sysctl.txt": sysctls(FULL) });
  expect(firstSteps.map(({ commands }) => commands[0]!.split(" ").slice(0, 2).join(" "))).toEqual([
    "free -m",
    "conntrack -L",
  ]);
});
