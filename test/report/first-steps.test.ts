import { describe, expect, it } from "vitest";
import { renderHtml, renderMarkdown, renderText } from "../../src/index.ts";
import { dump } from "../attribution/rows.ts";
import { analyzeTexts, sysctls, type Texts } from "../signals/in-memory.ts";

const FULL: Texts = {
  "end/sysctl.txt": sysctls({ count: 4000, max: 4000 }),
  "end/meminfo.txt": "MemTotal: 8388608 kB\n",
  "once/cpuinfo.txt": "cpus = 4\n",
};

describe("a full table whose cause the evidence does not show", () => {
  it("has no cause, a safe first step and the command that would name one", async () => {
    const analysis = await analyzeTexts(FULL);
    expect(analysis.state).toBe("critical");
    expect(
      analysis.findings.filter(({ verdict }) => verdict !== "unknown" && verdict !== "ruled-out"),
    ).toEqual([]);
    const [first, second] = analysis.firstSteps;
    expect(first?.class).toBe("now");
    expect(first?.commands[0]).toMatch(/^sysctl -w net\.netfilter\.nf_conntrack_max=\d+$/);
    expect(first?.undo).toBe("sysctl -w net.netfilter.nf_conntrack_max=4000");
    expect(second?.commands[0]).toMatch(/^conntrack -L > /);
  });

  it("says so in every format", async () => {
    const analysis = await analyzeTexts(FULL);
    for (const render of [renderText, renderMarkdown, renderHtml]) {
      const text = render(analysis);
      expect(text).toContain("Raise the limit to");
      expect(text).toContain("Take the whole table");
    }
  });

  it("is one whose rows are an excerpt, too", async () => {
    const rows = Array.from({ length: 20 }, (_, at) => ({
      state: "TIME_WAIT",
      sport: 40_000 + at,
    }));
    const analysis = await analyzeTexts({ ...FULL, "dump/conntrack-L-ipv4.txt": dump(...rows) });
    expect(analysis.firstSteps).toHaveLength(2);
  });
});

describe("a table that the kernel's log alone calls full", () => {
  const LOG = "[ 5121.002311] nf_conntrack: nf_conntrack: table full, dropping packet\n";
  const titles = ({ firstSteps }: { firstSteps: { title: string }[] }) =>
    firstSteps.map(({ title }) => title);

  it("was full: how full it is now comes first, then what would name the cause", async () => {
    const analysis = await analyzeTexts({ "dmesg.txt": LOG });
    expect(analysis.state).toBe("unknown");
    expect(analysis.summary).toContain("was full, and the kernel dropped new connections");
    expect(titles(analysis)).toEqual([
      "Read how full the table is",
      "Take the whole table, and analyze it together with this",
    ]);
    for (const render of [renderText, renderMarkdown, renderHtml])
      expect(render(analysis).toLowerCase()).toContain("was full, unknown now");
  });

  it("and has room now: a recorder would show the cause the next time", async () => {
    const analysis = await analyzeTexts({
      "dmesg.txt": LOG,
      "end/sysctl.txt": sysctls({ count: 40, max: 4000 }),
    });
    expect(analysis.state).toBe("recovered");
    expect(titles(analysis)).toEqual([expect.stringContaining("Record the node")]);
    expect(renderText(analysis)).toContain("collect.sh --watch -o");
  });

  it("of another network namespace says nothing of this one", async () => {
    const analysis = await analyzeTexts({
      "dmesg.txt": LOG.replace("full,", "full in netns 4026532301,"),
    });
    expect(analysis.state).toBe("unknown");
    expect(analysis.firstSteps).toEqual([]);
  });
});

it("a table with room, or with a cause, has no first steps of its own", async () => {
  const room = await analyzeTexts({ ...FULL, "end/sysctl.txt": sysctls({ count: 40, max: 4000 }) });
  expect(room.firstSteps).toEqual([]);
  const rows = Array.from({ length: 4000 }, (_, at) => ({
    state: "TIME_WAIT",
    sport: 20_000 + at,
  }));
  const named = await analyzeTexts({ ...FULL, "dump/conntrack-L-ipv4.txt": dump(...rows) });
  expect(named.findings[0]?.cause).toBe("time-wait-churn");
  expect(named.firstSteps).toEqual([]);
});
