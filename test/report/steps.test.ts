import { expect, it } from "vitest";
import type { Analysis } from "../../src/index.ts";
import { stepsOf } from "../../src/report/document/remedies.ts";
import { renderText } from "../../src/report/text/index.ts";
import { analyzeSample } from "../truth-items/items.ts";

const NOW = "Stop the loss now";
const commandsOf = (analysis: Analysis) => stepsOf(analysis).flatMap(({ commands }) => commands);

it.each(["retry-storm", "mix-stale-retry", "proxy-sync-stalled", "half-notrack-dns"])(
  "%s: where no step of the cause's own stops the loss, a larger limit does",
  async (id) => {
    const [first] = stepsOf(await analyzeSample(id));
    expect(first).toMatchObject({ aim: NOW });
    expect(first!.title.map((one) => (one.kind === "text" ? one.text : "")).join("")).toContain(
      "Raise the limit",
    );
    expect(first!.utilizationAfter).toBeLessThan(1);
  },
);

it("what gives room stands before what fills again", async () => {
  for (const id of ["udp-streams", "timeout-raised", "mix-stale-retry"]) {
    const now = stepsOf(await analyzeSample(id)).filter(({ aim }) => aim === NOW);
    const isFilled = now.map(({ utilizationAfter }) => (utilizationAfter ?? 0) >= 1);
    expect(isFilled).toEqual([...isFilled].sort());
  }
});

it("no setting is set to two values", async () => {
  const commands = commandsOf(await analyzeSample("timeout-raised"));
  const timeouts = commands.filter((one) => one.includes("udp_timeout="));
  expect(timeouts).toEqual(["sysctl -w net.netfilter.nf_conntrack_udp_timeout=30"]);
});

it("what another cause brings about is not fixed by itself: kubelet's probes reuse no connection", async () => {
  const titles = JSON.stringify(stepsOf(await analyzeSample("kubelet-probe-churn")));
  expect(titles).toContain("Let probes come less often");
  expect(titles).not.toContain("Let clients reuse");
});

it("attempts that a policy drops are most of the demand: without them the table has room", async () => {
  const { findings } = await analyzeSample("policy-drop");
  const frees = findings[0]!.remedies.find(({ class: kind }) => kind === "fix")!.frees!;
  expect(frees).toMatchObject({ when: "within" });
  expect(frees.withinSeconds).toBeLessThanOrEqual(121);
  expect(frees.utilizationAfter).toBeLessThan(1);
});

it("a timeout that is set back frees entries as they end, not at their next packet", async () => {
  const { findings } = await analyzeSample("timeout-raised");
  const { frees } = findings[0]!.remedies[0]!;
  expect(frees).toMatchObject({ when: "within" });
  // the timeout, to the second in which the dump was read
  expect(frees!.withinSeconds).toBeGreaterThanOrEqual(299);
  expect(frees!.withinSeconds).toBeLessThanOrEqual(301);
});

it("a flood is let in at a rate that leaves room: 8 a second, for 120 s, take a quarter of 4,000", async () => {
  const [first] = commandsOf(await analyzeSample("syn-flood"));
  expect(first).toContain("--hashlimit-above 8/sec");
});

it("YAML keeps its indentation, and each line of a long comment is one", async () => {
  const yaml = renderText(await analyzeSample("table-too-small"));
  expect(yaml).toMatch(/^( +)conntrack:\n\1 {2}min: \d+$/m);
  const comment = renderText(await analyzeSample("gateway-snat-exhaustion"));
  expect(comment).toMatch(/^ +# AWS: .*[^\\]\n +# /m);
});
