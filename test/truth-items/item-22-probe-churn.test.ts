/** Item 22: outgoing connections to the number of a NodePort are none of its traffic; Local is no cure. */
import { describe, expect, it } from "vitest";
import { analyzed, commandsOf, findingOf, rows, rulesOf } from "./support.ts";

const NODE_PORT = [
  ...rulesOf().split("COMMIT\n")[0]!.trimEnd().split("\n"),
  '-A KUBE-NODEPORTS -p tcp -m comment --comment "shop/web:http" -m tcp --dport 30080 -j KUBE-SVC-WEB',
  "-A KUBE-SVC-WEB -j KUBE-SEP-WEB",
  "-A KUBE-SEP-WEB -p tcp -m tcp -j DNAT --to-destination 10.244.1.7:8080",
  "COMMIT",
  "",
].join("\n");
const RULES = { "once/iptables-save.txt": NODE_PORT };
const closed = { state: "TIME_WAIT", left: 60, dport: 30_080, flag: "[ASSURED]" } as const;
const full = (dump: string) => analyzed(dump, { max: 100, tcp_timeout_time_wait: 120 }, RULES);

describe("closed connections to port 30080", () => {
  const probes = rows(100, (at) => ({
    ...closed,
    src: "192.0.2.9",
    dst: "10.0.0.11",
    sport: 1000 + at,
    replySrc: "10.244.1.7",
    replySport: 8080,
  }));

  it("of this node, from one source, are probes", async () => {
    expect(findingOf(await full(probes), "probe-churn").verdict).toBe("likely");
  });

  it("of other hosts, which only pass this one, are not", async () => {
    const outgoing = rows(100, (at) => ({
      ...closed,
      src: "10.244.1.5",
      dst: `198.51.100.${at}`,
      replyDst: "10.0.0.11",
    }));
    const analysis = await full(outgoing);
    expect(findingOf(analysis, "probe-churn").verdict).toBe("ruled-out");
    expect(JSON.stringify(analysis.table.topDestinations)).not.toContain("shop/web");
  });

  it("are not said to end with externalTrafficPolicy: Local, under which every node is checked too", async () => {
    const finding = findingOf(await full(probes), "probe-churn");
    expect(JSON.stringify(finding.remedies)).not.toMatch(/only nodes with endpoints/);
    expect(JSON.stringify(finding.remedies)).toMatch(/every node is still checked/);
    expect(commandsOf(finding).join("\n")).toContain("healthCheckNodePort");
  });
});
