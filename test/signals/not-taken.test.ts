/** What the collector could not take stands in the report with its whole reason. */
import { expect, test } from "vitest";
import { renderMarkdown } from "../../src/report/markdown/index.ts";
import { renderText } from "../../src/report/text/index.ts";
import { analyzeTexts, manifest, sysctls } from "./in-memory.ts";

const LONG = `iptables-save v1.8.9 (nf_tables): Could not fetch rule set generation id: ${"very ".repeat(40)}long reason, to its end`;
const file = (path: string, reason: string | null, cut = false) => ({
  path,
  command: "x",
  exit: 1,
  seconds: 0,
  bytes: reason === null || cut ? 10 : null,
  cut,
  reason,
  sha256: null,
});

const TEXTS = {
  "manifest.json": manifest({
    files: [
      file("once/iptables-save.txt", LONG),
      file("start/ethtool-S-eth1.txt", "timed out after 3 s"),
      file("end/ethtool-S-eth1.txt", "timed out after 3 s"),
      file("start/ethtool-S-eth0.txt", "timed out after 3 s"),
      file("once/kernel-log.txt", "larger than 64 MB, the rest is left out", true),
    ],
  }),
  "once/kernel-log.txt": "[   10.000000] Linux begins\n",
  "end/ethtool-S-eth0.txt": "NIC statistics:\n     rx_packets: 1\n",
  "end/sysctl.txt": sysctls({ count: 900, max: 4000, buckets: 4096 }),
};

test("an input that is missing has its whole reason, and what is there beside it its own", async () => {
  const { coverage } = await analyzeTexts(TEXTS);
  const rules = coverage.missing.find(({ source }) => source === "iptables-save");
  expect(rules!.reason).toContain("long reason, to its end");
  expect(coverage.notTaken).toEqual([
    { entry: "end/ethtool-S-eth1.txt", isPart: false, reason: "timed out after 3 s" },
    { entry: "start/ethtool-S-eth0.txt", isPart: false, reason: "timed out after 3 s" },
    {
      entry: "once/kernel-log.txt",
      isPart: true,
      reason: "larger than 64 MB, the rest is left out",
    },
  ]);
});

test("each format lists them", async () => {
  const analysis = await analyzeTexts(TEXTS);
  const texts = [renderMarkdown(analysis), renderText(analysis, { verbose: true })];
  for (const text of texts.map((one) => one.replaceAll(/\s+/g, " "))) {
    expect(text).toContain("Not taken by the collector, or only in part:");
    expect(text).toMatch(
      /kernel-log\.txt`? \(in part\): `?larger than 64 MB, the rest is left out/,
    );
    expect(text).toContain("long reason, to its end");
  }
});
