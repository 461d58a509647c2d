import { expect, test } from "vitest";
import type { Edit } from "../truth/edit-kinds.ts";
import { findingIn, saidOf } from "./said-of.ts";

const FOUND = ["confirmed", "likely", "possible"];
const tcp = (name: string, by: number): Edit => ({
  rise: "netstat.txt",
  name: `TcpExt.${name}`,
  by,
});
const INVALID = "kubeproxy_iptables_ct_state_invalid_dropped_packets_total";

test.each<[string, Edit[]]>([
  ["six packets too large", [{ rise: "snmp.txt", name: "Ip.FragFails", by: 6 }]],
  ["eleven packets of strange sources", [tcp("IPReversePathFilter", 11)]],
  ["ten connections turned away", [tcp("ListenOverflows", 10), tcp("ListenDrops", 10)]],
  ["ten packets at a full queue", [tcp("TCPReqQFullDoCookies", 10)]],
  ["ten sockets without room to wait", [tcp("TCPTimeWaitOverflow", 10)]],
  ["SYNs sent again", [tcp("TCPSynRetrans", 12)]],
  ["pressure once", [tcp("TCPMemoryPressures", 1)]],
  [
    "eleven invalid packets",
    [
      { add: "*/kube-proxy-metrics.txt", lines: [`# TYPE ${INVALID} counter`, `${INVALID} 0`] },
      { rise: "kube-proxy-metrics.txt", name: INVALID, from: 5000, by: 11 },
    ],
  ],
])("%s are no fault", async (_, edits) => {
  const { state, findings } = await saidOf("healthy", edits);
  expect(state).toBe("healthy");
  expect(findings.filter(({ verdict }) => FOUND.includes(verdict))).toEqual([]);
});

test("a node that is being drained has no stalled kube-proxy", async () => {
  const said = await saidOf("proxy-sync-stalled", [
    {
      replace: "once/kube-proxy-healthz.txt",
      pattern: '"nodeEligible": \\w+',
      by: '"nodeEligible": false',
    },
  ]);
  const { evidence } = findingIn(said, "proxy-sync-stalled");
  expect(evidence.find(({ signal }) => signal === "kubeProxy.unhealthy")?.value).toBe(false);
});

test("seconds of growth foretell no more than ten times as long", async () => {
  const { signals } = await saidOf("healthy");
  expect(signals.find(({ signal }) => signal === "table.secondsToFull")?.value).toBeNull();
});
