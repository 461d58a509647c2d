/** Item 26: nftables mode is beta from 1.31 on and stable from 1.33 on, and has no NodePorts at 127.0.0.1. */
import { describe, expect, it } from "vitest";
import { rowText } from "../attribution/rows.ts";
import { analyzed, findingOf } from "./support.ts";

const NAME = "kubeproxy_sync_proxy_rules_duration_seconds";
const slow = (minor: number): string =>
  [
    `kubernetes_build_info{git_version="v1.${minor}.1"} 1`,
    `${NAME}_bucket{le="16"} 0`,
    `${NAME}_bucket{le="32"} 100`,
    `${NAME}_bucket{le="+Inf"} 100`,
    `${NAME}_sum 2000`,
    `${NAME}_count 100`,
    "",
  ].join("\n");

describe("the move to nftables mode", () => {
  it.each([
    [28, "Move to kube-proxy 1.33 or later"],
    [30, "Move to kube-proxy 1.33 or later"],
    [31, "Move kube-proxy to nftables mode"],
    [34, "Move kube-proxy to nftables mode"],
  ])("of 1.%i says “%s”", async (minor, title) => {
    const finding = findingOf(
      await analyzed(
        `${rowText({ left: 86_000 })}\n`,
        {},
        {
          "end/kube-proxy-metrics.txt": slow(minor),
          "once/kube-proxy-mode.txt": "iptables\n",
        },
      ),
      "proxy-mode-scaling",
    );
    expect(finding.remedies.map((one) => one.title).join("\n")).toMatch(new RegExp(`^${title}`));
    expect(finding.remedies).toHaveLength(1);
    expect(finding.remedies[0]!.risk).toMatch(/beta from 1\.31 on/);
    expect(finding.remedies[0]!.risk).toMatch(/127\.0\.0\.1/);
  });
});
