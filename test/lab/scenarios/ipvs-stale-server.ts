import { NETWORKS, SERVICES, SESSIONS } from "../cluster.ts";
import { background, FILL_RATE, normalTraffic, pods, targetOf } from "../flows.ts";
import { balanceByIpvs, replaceServer } from "../ipvs.ts";
import { endpointParties } from "../who.ts";
import { scenario } from "./scenario.ts";

/** A Service's pod is replaced, and IPVS keeps sending what is open to the one that was. */
export const ipvsStaleServer = scenario({
  id: "ipvs-stale-server",
  title: "IPVS keeps the connections of a server that was removed",
  expected: { state: "healthy", primary: "ipvs-stale-server" },
  who: {
    party: [
      {
        role: "destination",
        address: SESSIONS.address,
        port: SESSIONS.port,
        protocol: SESSIONS.protocol,
      },
      ...endpointParties(SESSIONS),
    ],
  },
  needs: ["modules"],
  commands: ["ipvsadm"],
  ranges: { used: [0.1, 0.15], left: [0.12, 0.2], perSecond: [10, 20] },
  sample: { limit: 5000, used: 0.12, left: 0.16, perSecond: 20 },
  async run(node, { limit, used, left, perSecond }) {
    await balanceByIpvs(node, SERVICES, { "net.ipv4.vs.expire_nodest_conn": 0 });
    const clients = { kind: "hold", from: pods(10, 89), to: [targetOf(SESSIONS)] } as const;
    await node.send([{ ...clients, perSecond: FILL_RATE, count: Math.round(limit * left) }]);
    for (const pod of SESSIONS.endpoints)
      replaceServer(node, SESSIONS, pod, `${NETWORKS.backends}.152`);
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.send(background(limit, perSecond));
  },
});
