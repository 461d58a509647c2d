/** What is said of a release of kube-proxy is what that release was seen to do: `reports/cluster.md`. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { keepsLarger, limitOf } from "../../src/signals/kube-proxy-limits.ts";
import { rowText } from "../attribution/rows.ts";
import type { Startup } from "../lab/cluster/startup.ts";
import { analyzed, findingOf } from "./support.ts";

const FOLDER = fileURLToPath(new URL("../lab/cluster/captures/", import.meta.url));
const startup = (release: string): Startup[] =>
  JSON.parse(readFileSync(`${FOLDER}startup-${release}-iptables-legacy.json`, "utf8"));
const settled = (release: string, trial: string) =>
  startup(release).find((one) => one.trial === trial)!;

describe.each([
  ["1.28", 28, 15],
  ["1.31", 31, 4],
  ["1.37", 37, 2],
])("kube-proxy %s at its start", (release, minor, patch) => {
  it("leaves a larger limit alone or not, as is said", () => {
    const { before, after } = settled(release, "limit raised by a sysctl file");
    expect(before.max).toBe(1_000_000);
    expect(keepsLarger(minor, patch)).toBe(after.max === before.max);
  });

  it("makes of maxPerCore and min what is reckoned", () => {
    const { max: multiplied } = settled(release, "maxPerCore 2000000").after;
    expect(limitOf(minor, 2_000_000, 1, 131_072)).toBe(multiplied);
    const { max: least } = settled(release, "min 1500000").after;
    expect(limitOf(minor, 32_768, 1, 1_500_000)).toBe(least);
  });
});

describe("a sysctl file's larger limit that is not in force", () => {
  const FILES = {
    "once/sysctl-files.txt":
      "# file: /etc/sysctl.d/90.conf\nnet.netfilter.nf_conntrack_max = 1048576\n",
    "once/cpuinfo.txt": "cpus = 4\n",
  };
  const verdicts = async (version: string) => {
    const metrics = `kubernetes_build_info{git_version="${version}"} 1\n`;
    const analysis = await analyzed(
      `${rowText({ left: 86_000 })}\n`,
      { max: 131_072 },
      { ...FILES, "end/kube-proxy-metrics.txt": metrics },
    );
    return ["limit-overwritten", "sysctl-file-ignored"].map(
      (id) => findingOf(analysis, id).verdict,
    );
  };

  it.each(["v1.31.4", "v1.36.3"])("was undone by kube-proxy %s", async (version) => {
    expect(await verdicts(version)).toEqual(["confirmed", "ruled-out"]);
  });

  it.each(["v1.28.15", "v1.37.2"])(
    "was not undone by %s, which only raises it",
    async (version) => {
      expect(await verdicts(version)).toEqual(["ruled-out", "confirmed"]);
    },
  );
});
