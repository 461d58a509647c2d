/** Item 9: kube-proxy is blamed on evidence of a kube-proxy only; without, a sysctl file is not in force. */
import { expect, it } from "vitest";
import { rowText } from "../attribution/rows.ts";
import { analyzed, findingOf } from "./support.ts";

const FILES = {
  "once/sysctl-files.txt":
    "# file: /etc/sysctl.d/90.conf\nnet.netfilter.nf_conntrack_max = 1048576\n",
  "once/cpuinfo.txt": "cpus = 4\n",
};
const RULES = "*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -j RETURN\nCOMMIT\n";
const verdicts = async (others: Record<string, string>, max = 131_072) => {
  const analysis = await analyzed(
    `${rowText({ left: 86_000 })}\n`,
    { max },
    { ...FILES, ...others },
  );
  return ["limit-overwritten", "sysctl-file-ignored"].map((id) => findingOf(analysis, id).verdict);
};

it("a host with kube-proxy's own limit in force was overwritten", async () => {
  expect(
    await verdicts({
      "end/kube-proxy-metrics.txt": 'kubernetes_build_info{git_version="v1.30.1"} 1\n',
    }),
  ).toEqual(["confirmed", "ruled-out"]);
});

it("a host without kube-proxy, whose limit happens to be the same, ignores its file", async () => {
  expect(await verdicts({ "once/iptables-save.txt": RULES })).toEqual(["ruled-out", "confirmed"]);
});

it("a file that asks for less than is in force does no harm", async () => {
  expect(await verdicts({ "once/iptables-save.txt": RULES }, 2_097_152)).toEqual([
    "ruled-out",
    "ruled-out",
  ]);
});
