/** Item 35: advice is for the host at hand, told from evidence. */
import { describe, expect, it } from "vitest";
import type { Analysis } from "../../src/report/contract.ts";
import { manifest } from "../signals/in-memory.ts";
import { analyzeFull, live, rowsOf, textOf, verdictOf } from "./items.ts";

const FULL = rowsOf(400, live);
const idle = (n: number): string => live(n).replace(/ \d+ ESTABLISHED/, " 3000 ESTABLISHED");
const OF_KUBERNETES = /kube-?proxy|NodePort|kubectl|kubelet|KubeProxyConfiguration|coredns/i;

/** What a report says and prints, without the causes that it rules out. */
const advised = ({ findings, prevention, summary, firstSteps }: Analysis): string =>
  JSON.stringify([
    summary,
    firstSteps,
    prevention,
    findings
      .filter(({ verdict }) => /confirmed|likely|possible/.test(verdict))
      .map(({ title, mechanism, remedies }) => [title, mechanism, remedies]),
  ]);

describe.each([
  [
    "a plain host",
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n',
    "*filter\nCOMMIT\n",
  ],
  ["a host of containers", "ID=ubuntu\n", "*nat\n:DOCKER - [0:0]\nCOMMIT\n"],
  ["a router", 'NAME="OpenWrt"\nID="openwrt"\n', "*filter\nCOMMIT\n"],
])("%s", (_, os, rules) => {
  const others = { "once/os-release.txt": os, "once/iptables-save.txt": rules };

  it("is told nothing of Kubernetes", async () => {
    const analysis = await analyzeFull(FULL, others);
    expect(analysis.state).toBe("critical");
    expect(advised(analysis)).not.toMatch(OF_KUBERNETES);
    expect(textOf(analysis).split("Ruled out")[0]).not.toMatch(/kubectl|KubeProxyConfiguration/);
  });
});

it("a router lacks no input of what a router cannot have", async () => {
  const of = async (os: string) => {
    const { findings } = await analyzeFull(FULL, {
      "once/os-release.txt": os,
      "once/iptables-save.txt": "*filter\nCOMMIT\n",
    });
    return findings.filter(({ verdict }) => verdict === "unknown").map(({ cause }) => cause);
  };
  const strange = ["cloud-allowance", "namespace-fault", "ipvs-stale-server"];
  for (const id of strange) expect(await of("ID=openwrt\n")).not.toContain(id);
  expect(await of("ID=debian\n")).toContain("cloud-allowance");
  expect(await of("ID=debian\n")).not.toContain("namespace-fault");
});

it("a kernel without IPVS has no servers of it that were taken out", async () => {
  const skipped = {
    path: "once/ipvsadm-Ln.txt",
    command: "",
    exit: null,
    seconds: 0,
    bytes: null,
    cut: false,
    reason: "IPVS is not loaded",
    sha256: null,
  };
  const analysis = await analyzeFull(FULL, { "manifest.json": manifest({ files: [skipped] }) });
  expect(verdictOf(analysis, "ipvs-stale-server")).toBe("ruled-out");
  expect(verdictOf(await analyzeFull(FULL), "ipvs-stale-server")).toBe("unknown");
});

it("a router's own timeouts are not called too long, nor a default of it raised", async () => {
  const analysis = await analyzeFull(
    rowsOf(400, idle),
    { "once/os-release.txt": 'NAME="OpenWrt"\nID="openwrt"\n' },
    { tcp_timeout_established: 7_440, udp_timeout: 60 },
  );
  expect(analysis.node.kind).toBe("router");
  expect(advised(analysis)).not.toMatch(/keep it at a day|=86400|nf_conntrack_udp_timeout=30/);
});
