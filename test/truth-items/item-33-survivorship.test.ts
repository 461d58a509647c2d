import { beforeAll, describe, expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { whatIf } from "../../src/analyze-what-if.ts";
import { CAUSES } from "../../src/causes/index.ts";
import { matchCauses } from "../../src/causes/match.ts";
import { renderText } from "../../src/index.ts";
import type { Analysis } from "../../src/report/contract.ts";
import { PRESSURES, readingsOf } from "../causes/readings.ts";
import { bundleOf } from "../causes/sample.ts";
import { analyzeTexts, manifest, sysctls } from "../signals/in-memory.ts";

const LIMIT = new Map<string, number>();

const raised = ({ findings }: Analysis) =>
  findings
    .flatMap(({ remedies }) => remedies)
    .find(({ title }) => title.startsWith("Raise the limit"));

describe("a full table of flows that nothing refreshes", () => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analyze(bundleOf("udp-accumulation"));
  });

  it("is told what it would hold, which is more than what was let in", () => {
    const { demand, table } = analysis;
    expect(demand!.low).toBeGreaterThan(table.max! * 2);
    expect(demand!.high).toBeLessThan(demand!.low * 1.6);
    expect(demand!.reasons.join()).toMatch(/evicted [\d,]+ entries in 5 s/);
  });

  it("says with a larger limit the part in use of that, not of what was let in", () => {
    const { frees } = raised(analysis)!;
    expect(frees!.utilizationAfter).toBeCloseTo(analysis.demand!.high / 131_072, 5);
    expect(frees!.utilizationAfter).toBeGreaterThan(0.08);
  });

  it("says so in the summary and among the facts", () => {
    const { low, high } = analysis.demand!;
    const range = `${low.toLocaleString("en")} to ${high.toLocaleString("en")} entries`;
    expect(analysis.summary).toContain(
      `If nothing were refused or evicted, it would hold ${range}.`,
    );
    expect(renderText(analysis, { width: 200 })).toContain(range);
  });

  it("gives a range when it is asked what another limit and timeout would do", async () => {
    const settings = { timeouts: LIMIT, max: 131_072 };
    const same = await whatIf(bundleOf("udp-accumulation"), settings);
    expect(same.after).toBeNull();
    expect(same.demand).toMatchObject({ low: analysis.demand!.low, high: analysis.demand!.high });
    expect(same.utilization.to).toBeCloseTo(analysis.demand!.high / 131_072, 5);
    const timeouts = new Map([["nf_conntrack_udp_timeout", 10]]);
    const shorter = await whatIf(bundleOf("udp-accumulation"), { timeouts, max: 131_072 });
    const high = (shorter.demand as { high: number }).high;
    expect(high).toBeLessThan(analysis.demand!.high * 0.7);
    expect(high).toBeGreaterThan(analysis.demand!.high * 0.2);
  });
});

describe("a full table whose demand cannot be told", () => {
  it("has no number for it, but the reason", async () => {
    const analysis = await analyze(bundleOf("time-wait-churn"));
    expect(analysis.state).toBe("exhausted");
    expect(analysis.demand).toBeNull();
    expect(raised(analysis)!.frees!.utilizationAfter).toBeNull();
    const signal = analysis.signals.find((one) => one.signal === "demand.high")!;
    expect(signal.missing).toContain("retries cannot be distinguished from new connections");
    const answer = await whatIf(bundleOf("time-wait-churn"), { timeouts: LIMIT, max: 131_072 });
    expect(answer).toMatchObject({ after: null, utilization: { to: null } });
    expect(answer.demand).toHaveProperty("untold");
  });
});

/** A table with room or without, with counters that rise within ten seconds or are not there. */
const node = (count: number, rises: { drop: number; early: number } | null) => {
  const stat = (drop: number, early: number) =>
    `entries insert_failed drop early_drop\n${[count, 0, drop, early].map((n) => n.toString(16).padStart(8, "0")).join(" ")}\n`;
  const row = (port: number) =>
    `udp      17 ${port % 30} src=10.0.0.1 dst=10.0.0.2 sport=${10_000 + port} dport=8125 [UNREPLIED] src=10.0.0.2 dst=10.0.0.1 sport=8125 dport=${10_000 + port} mark=0 use=1\n`;
  return {
    "manifest.json": manifest(),
    "start/uptime.txt": "1000.00 1.00\n",
    "end/uptime.txt": "1010.00 1.00\n",
    "end/sysctl.txt": sysctls({ max: 1000, count, udp_timeout: 30 }),
    ...(rises === null
      ? {}
      : {
          "start/nf_conntrack_stat.txt": stat(0, 0),
          "end/nf_conntrack_stat.txt": stat(rises.drop, rises.early),
        }),
    "dump/count-before.txt": `${count}\n`,
    "dump/conntrack-L-ipv4.txt": Array.from({ length: count }, (_, n) => row(n)).join(""),
  };
};

describe("the demand", () => {
  it("is the count where there is room, and unknown without counters", async () => {
    const calm = await analyzeTexts(node(400, { drop: 0, early: 0 }));
    expect(calm.demand).toMatchObject({ low: 400, high: 400 });
    expect((await analyzeTexts(node(400, null))).demand).toBeNull();
  });

  it("grows with what was refused and evicted, and the advised limit with it", async () => {
    const demandOf = async (drop: number, early: number) =>
      (await analyzeTexts(node(1000, { drop, early }))).demand!.high;
    const evicted = await demandOf(0, 20_000);
    expect(evicted).toBeGreaterThan(2000 * 30);
    expect(await demandOf(20_000, 20_000)).toBeGreaterThan(evicted * 1.5);
  });
});

describe("a fault in a table that ordinary traffic would fill as well", () => {
  const verdicts = (open: number | null, changes: Parameters<typeof readingsOf>[0] = {}) =>
    new Map(
      matchCauses(
        CAUSES.filter(({ id }) =>
          ["time-wait-churn", "icmp-flood", "table-too-small"].includes(id),
        ),
        readingsOf({
          ...PRESSURES.exhausted,
          "table.max": 1000,
          "use.time-wait.share": 0.6,
          "tcp.timeWait.shareOfTcp": 0.9,
          "use.icmp.share": 0.05,
          "use.icmp.entries": 50,
          "use.idle-established.share": 0,
          "table.maxIsDefault": true,
          "live.entries": 350,
          "live.share": 0.35,
          "use.established.entries": 300,
          "demand.live": open,
          "demand.live.established": open,
          ...changes,
        }),
      ).map(({ cause, verdict }) => [cause.id, verdict]),
    );

  it("has the limit beside it as a likely cause where its demand leaves no room", () => {
    const both = verdicts(1200);
    expect(both.get("time-wait-churn")).toBe("confirmed");
    expect(both.get("table-too-small")).toBe("likely");
    expect(verdicts(700).get("table-too-small")).toBe("ruled-out");
  });

  it("does not count what the fault itself asks for, nor a demand that cannot be told", () => {
    const flood = {
      "use.time-wait.share": 0.1,
      "use.icmp.share": 0.6,
      "use.icmp.entries": 600,
      "demand.live": 4000,
      "demand.live.icmp": 3600,
    };
    const one = verdicts(400, flood);
    expect(one.get("icmp-flood")).toBe("confirmed");
    expect(one.get("table-too-small")).toBe("ruled-out");
    expect(verdicts(1200, flood).get("table-too-small")).toBe("likely");
    expect(verdicts(null).get("table-too-small")).toBe("ruled-out");
  });
});
