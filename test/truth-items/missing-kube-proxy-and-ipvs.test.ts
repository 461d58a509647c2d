/** Causes that were missing, each from a bundle of its own: what is found, who it is, and what is advised. */
import { describe, expect, it } from "vitest";
import { type Analysis, analyze } from "../../src/index.ts";
import { bundleOf } from "../truth/samples.ts";
import { commandsOf, findingOf } from "./support.ts";

const WANTED: readonly [id: string, state: Analysis["state"], command: RegExp][] = [
  ["leftover-rules", "healthy", /^kube-proxy --cleanup$/m],
  ["sysctl-file-ignored", "healthy", /^sysctl -w net\.netfilter\.nf_conntrack_max=1048576$/m],
  ["hairpin-masquerade", "healthy", /^ {2}masqueradeAll: false$/m],
  ["kubelet-probe-churn", "exhausted", /livenessProbe\.periodSeconds$/m],
  [
    "ipvs-stale-server",
    "healthy",
    /^ipvsadm --delete-server --tcp-service 10\.96\.66\.40:6379 --real-server 10\.244\.2\.151:6379$/m,
  ],
  ["ipvs-port-reuse", "healthy", /^sysctl -w net\.ipv4\.vs\.conn_reuse_mode=0$/m],
];

describe.each(WANTED)("%s", (id, state, command) => {
  it("leads its report, with a command that names what was found", async () => {
    const analysis = await analyze(bundleOf(id));
    expect(analysis.state).toBe(state);
    expect(analysis.findings[0]!.cause).toBe(id);
    expect(["confirmed", "likely"]).toContain(findingOf(analysis, id).verdict);
    expect(commandsOf(findingOf(analysis, id)).join("\n")).toMatch(command);
  });
});

it("with rules left over, no endpoint of theirs is called gone", async () => {
  const analysis = await analyze(bundleOf("leftover-rules"));
  for (const id of ["stale-endpoints", "udp-black-hole"])
    expect(findingOf(analysis, id).verdict).toBe("ruled-out");
});

it("the node whose probes fill the table is named", async () => {
  const finding = findingOf(await analyze(bundleOf("kubelet-probe-churn")), "kubelet-probe-churn");
  expect(finding.mechanism).toContain("10.244.0.1");
});
