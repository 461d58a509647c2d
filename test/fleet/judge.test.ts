import { describe, expect, it } from "vitest";
import { examine } from "../../src/analyze.ts";
import { digestOf, failedDigest } from "../../src/fleet/digest.ts";
import { fleetOf } from "../../src/fleet/judge.ts";
import { merged } from "../../src/fleet/merge.ts";
import { FEWEST, spreadOf } from "../../src/fleet/statistics.ts";
import { fleetSchema } from "../../src/report/fleet-contract.ts";
import { randomFrom } from "../bench/random.ts";
import { openEvidence } from "../support/evidence.ts";
import { fleetOfNodes, full, nodeDigest } from "./nodes.ts";

/** Numbers of [0, 1). */
const uniform = (seed: number) => {
  const { below } = randomFrom(seed);
  return () => below(1e6) / 1e6;
};

describe("whose a row is", () => {
  it("a name in capitals is the same machine's, and a longer one may be", () => {
    const day = (hour: number) => `2026-11-24T${hour}:00:00.000Z`;
    const fleet = fleetOf(
      merged([
        nodeDigest("W-1", { capturedAt: day(10) }),
        nodeDigest("w-1", { capturedAt: day(12), entries: 7 }),
        nodeDigest("w-1.example.com"),
        nodeDigest("w-1.example.org"),
      ]),
    );
    expect(fleet.machines).toBe(3);
    expect(fleet.nodes.find(({ host }) => host === "w-1")!.entries).toBe(7);
    const note = fleet.notes.find((one) => one.includes("may be one"))!;
    expect(note).toMatch(/w-1.* and .*w-1\.example\.com/);
    expect(note).not.toMatch(/com and .*org|org and .*com/);
  });

  it("what many machines are called names none", async () => {
    const text = (count: number) =>
      `root@localhost:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_count = ${count}\nnet.netfilter.nf_conntrack_max = 262144\n`;
    const digests = [];
    for (const count of [1000, 200_000]) {
      const open = () => openEvidence({ "a.txt": text(count) });
      digests.push(digestOf(await examine("a.txt", { open }), `${count}`));
    }
    expect(fleetOf(merged(digests)).machines).toBe(2);
  });
});

describe("one node or all", () => {
  it("none", () => {
    const fleet = fleetOf(fleetOfNodes(12, () => ({})));
    expect(fleet).toMatchObject({ scope: "none", state: "healthy", causes: [], skew: [] });
    expect(fleet.summary).toBe("12 nodes healthy.");
    expect(fleetSchema.parse(fleet)).toEqual(fleet);
  });

  it("one, which sticks out, and its cause is local", () => {
    const fleet = fleetOf(fleetOfNodes(12, (at) => (at === 4 ? full("scan") : {})));
    expect(fleet.title).toBe("one node of 12 is exhausted");
    expect(fleet.nodes[0]).toMatchObject({ host: "node-5", primary: "scan" });
    expect(fleet.nodes[0]!.outlierIn).toContain("utilization");
    expect(fleet.causes).toMatchObject([{ cause: "scan", spread: "one", nodes: 1, judged: 12 }]);
    expect(fleet.summary).toContain("The cause there: scan fills the table (`scan`).");
  });

  it("all, of one cause", () => {
    const fleet = fleetOf(fleetOfNodes(12, () => full("leak")));
    expect(fleet).toMatchObject({ scope: "all", title: "all 12 nodes under pressure" });
    expect(fleet.causes).toMatchObject([{ spread: "all", nodes: 12, confirmed: 12 }]);
    expect(fleet.summary).toContain("All of them have one cause");
    expect(fleet.outliers.metrics.flatMap(({ outliers }) => outliers)).toEqual([]);
  });

  it("some, each of its own cause", () => {
    const fleet = fleetOf(
      fleetOfNodes(12, (at) => (at < 3 ? full(at === 0 ? "scan" : "leak") : {})),
    );
    expect(fleet.scope).toBe("some");
    expect(fleet.summary).toMatch(
      /Their causes differ: .*\(`leak`\) on 2 nodes; .*\(`scan`\) on 1 node\./,
    );
  });

  it("a cause is of all that could judge it, and says how many could", () => {
    const fleet = fleetOf(
      fleetOfNodes(8, (at) => (at < 3 ? full("leak") : { profile: { notJudged: ["leak"] } })),
    );
    expect(fleet.causes[0]).toMatchObject({ spread: "all", nodes: 3, judged: 3, of: 8 });
  });

  it("unknown, where no state is", () => {
    const unknown = { state: "unknown", limit: null, peak: null, utilization: null } as const;
    const fleet = fleetOf(fleetOfNodes(6, () => unknown));
    expect(fleet).toMatchObject({ scope: "unknown", title: "state of 6 nodes unknown" });
    expect(fleet.notFilling).toEqual([{ why: "the limit is unknown", nodes: 6 }]);
    // growth is known, use is not
    expect(fleet.outliers.metrics.map(({ metric }) => metric)).not.toContain("utilization");
  });

  it("nothing, where all is broken", () => {
    const fleet = fleetOf(
      merged([failedDigest("a.tar.gz", "empty"), failedDigest("b", "damaged")]),
    );
    expect(fleet).toMatchObject({ title: "no node could be read", nodes: [], bundles: 2 });
    expect(fleet.failed).toHaveLength(2);
    expect(fleetSchema.parse(fleet)).toEqual(fleet);
  });

  it("a network namespace is a row of its own, and held against no machine", () => {
    const pod = nodeDigest("node-1", full("leak", { namespace: "pod" }));
    const fleet = fleetOf(merged([fleetOfNodes(6, () => ({})), pod]));
    expect(fleet).toMatchObject({ machines: 6, scope: "none", causes: [], filling: [] });
    expect(fleet.nodes.at(-1)).toMatchObject({ host: "node-1", namespace: "pod" });
  });
});

describe("what a reader must know", () => {
  const notes = (...digests: Parameters<typeof merged>[0]) => fleetOf(merged(digests)).notes;

  it("a host that was captured twice, and a capture that was given three times", () => {
    const later = nodeDigest("a", { capturedAt: "2026-11-26T08:10:00.000Z" });
    expect(notes(nodeDigest("a"), later)).toEqual([
      "Captured more than once, of which the newest counts: `a` 2 times. If machines of two clusters have one name, give each cluster by itself.",
    ]);
    const undated = nodeDigest("a", { capturedAt: null, entries: 30_000 });
    expect(notes(nodeDigest("a"), undated)[0]).toContain(
      "of which the newest counts that says when it was taken, or any: `a` 2 times.",
    );
    const same = nodeDigest("a");
    expect(notes(same, same, same)).toEqual([
      "2 of the 3 bundles are copies of others: each counts once.",
    ]);
  });

  it("two machines of one name, captures without a name, and those that lie days apart", () => {
    const other = nodeDigest("a", { capturedAt: "2026-11-29T08:00:00.000Z", profile: { cpus: 2 } });
    expect(notes(nodeDigest("a"), other)[1]).toContain("`a` (2 and 8 CPUs)");
    expect(notes(nodeDigest(null), nodeDigest(null, { entries: 7 }))[0]).toMatch(
      /^No host's name is in `nobody.tar.gz`, `nobody.tar.gz`: each counts as a node/,
    );
    expect(notes(nodeDigest("b"), other)[0]).toMatch(/^The captures lie 3 d apart/);
  });

  it("rows that are not the whole table", () => {
    expect(notes(nodeDigest("a", { rowsAre: "excerpt" }), nodeDigest("b"))[0]).toMatch(
      /^Of 1 of 2 nodes the rows/,
    );
  });
});

describe("nodes that stick out", () => {
  it("are not judged of few", () => {
    for (const count of [1, 2, FEWEST - 1]) {
      const { outliers } = fleetOf(fleetOfNodes(count, (at) => (at === 0 ? full("leak") : {})));
      expect(outliers).toMatchObject({ metrics: [] });
      expect(outliers.reason).toContain("too few nodes to judge");
    }
  });

  it("by chance alone: few in hundreds of fleets", () => {
    const random = uniform(5);
    // by Box and Muller
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let claims = 0;
    for (const count of [5, 6, 8, 10, 15, 30, 100])
      for (let fleet = 0; fleet < 100; fleet++) {
        const values = Array.from({ length: count }, () => 0.4 + 0.1 * normal());
        const spread = spreadOf(values, 0.1)!;
        claims += Number(values.some((value) => spread.sticksOut(value)));
      }
    expect(claims).toBeLessThan(14);
  });

  it("one hot node among those that differ by chance, above and below", () => {
    const random = uniform(7);
    const fleet = fleetOf(
      fleetOfNodes(40, (at) => {
        const peak = at === 20 ? 0.93 : at === 30 ? 0.02 : 0.4 + 0.08 * random();
        return { peak, utilization: peak };
      }),
    );
    const use = fleet.outliers.metrics.find(({ metric }) => metric === "utilization")!;
    expect(use.outliers.map(({ host }) => host)).toEqual(["node-21", "node-31"]);
    expect(fleet.summary).toContain("`node-21` (93 % of its limit)");
  });

  it("no difference that does not matter, and nobody of two halves", () => {
    const tight = fleetOf(fleetOfNodes(20, (at) => ({ peak: at === 3 ? 0.25 : 0.2 })));
    const halves = fleetOf(fleetOfNodes(20, (at) => ({ peak: at % 2 === 0 ? 0.2 : 0.8 })));
    for (const { outliers } of [tight, halves])
      expect(outliers.metrics.flatMap((one) => one.outliers)).toEqual([]);
  });
});

describe("parties on several nodes", () => {
  const party = (name: string, entries: number, service: string | null = null) => ({
    name,
    service,
    pod: null,
    entries,
  });

  it("are counted exactly where all are listed, else at least, with a bound", () => {
    const few = fleetOfNodes(4, (at) => ({
      sources: { top: at < 3 ? [party("10.1.1.1", 15_000)] : [], unlisted: 0 },
    }));
    expect(fleetOf(few).neighbours).toMatchObject([
      { role: "source", name: "10.1.1.1", nodes: 3, entries: 45_000, bound: "exact", most: 45_000 },
    ]);
    const cut = fleetOfNodes(4, (at) => ({
      sources: { top: at < 3 ? [party("10.1.1.1", 15_000)] : [], unlisted: 100 },
    }));
    expect(fleetOf(cut).neighbours).toMatchObject([{ bound: "at least", most: 45_100 }]);
    const part = fleetOfNodes(4, (at) => ({
      rowsAre: at === 3 ? "excerpt" : "whole",
      sources: { top: at < 3 ? [party("10.1.1.1", 15_000)] : [], unlisted: at === 3 ? null : 0 },
    }));
    expect(fleetOf(part).neighbours).toMatchObject([{ bound: "at least", most: null }]);
  });

  it("a Service counts with all of its addresses", () => {
    const fleet = fleetOfNodes(2, () => ({
      destinations: {
        top: [party("10.96.0.1:53/udp", 6000, "dns"), party("10.96.0.1:53/tcp", 6000, "dns")],
        unlisted: 0,
      },
    }));
    expect(fleetOf(fleet).neighbours).toMatchObject([
      { role: "service", name: "dns", nodes: 2, busy: 2, entries: 24_000, bound: "exact" },
    ]);
  });

  it("what each node has for itself is nobody's neighbour, nor who holds little", () => {
    const own = ["127.0.0.1", "169.254.20.10", "::1", "fe80::1"].map((name) => party(name, 15_000));
    const fleet = fleetOfNodes(5, () => ({
      sources: { top: [...own, party("10.1.1.1", 500)], unlisted: 0 },
      destinations: { top: [party("[::1]:53/udp", 15_000)], unlisted: 0 },
    }));
    expect(fleetOf(fleet).neighbours).toEqual([]);
  });
});

describe("who fills up next", () => {
  it("the full first, then by time; of the others it says why", () => {
    const fleet = fleetOf(
      fleetOfNodes(
        6,
        (at) =>
          [
            full("leak", { demand: { low: 150_000, high: 200_000 } }),
            { growth: 100, secondsToFull: 250, entries: 75_000 },
            { growth: 10, secondsToFull: 120, entries: 98_800 },
            { growth: 1, secondsToFull: null },
            { growth: null },
            { growth: -3 },
          ].at(at)!,
      ),
    );
    expect(fleet.filling.map(({ host, seconds }) => [host, seconds])).toEqual([
      ["node-1", 0],
      ["node-3", 120],
      ["node-2", 250],
    ]);
    expect(fleet.notFilling.reduce((sum, { nodes }) => sum + nodes, 0)).toBe(3);
    expect(fleet.summary).toContain("`node-3` fills up next: in 120 s");
  });
});

describe("versions and settings", () => {
  it("names what differs, on which, and of how many it is known", () => {
    const fleet = fleetOf(
      fleetOfNodes(10, (at) => ({
        profile: {
          kernel: at === 0 ? null : at === 1 ? "5.15.0" : "6.1.0",
          settings: {
            "net.netfilter.nf_conntrack_tcp_timeout_established": at < 2 ? "432000" : "86400",
          },
        },
      })),
    );
    expect(fleet.skew.map(({ setting, known, values }) => [setting, known, values.length])).toEqual(
      [
        ["kernel", 9, 2],
        ["net.netfilter.nf_conntrack_tcp_timeout_established", 10, 2],
      ],
    );
    expect(fleet.skew[1]!.values[1]).toMatchObject({
      value: "432000",
      nodes: 2,
      on: [{ host: "node-1" }, { host: "node-2" }],
    });
    expect(fleet.same).toContain("limit");
  });
});
