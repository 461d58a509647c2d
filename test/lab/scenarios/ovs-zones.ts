import { NETWORKS, ROUTER_ADDRESS } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, type Target } from "../flows.ts";
import type { LabNode } from "../lab-node.ts";
import { ipBatch, runIn } from "../shell.ts";
import { scenario } from "./scenario.ts";

/** Servers that are reached by two hops through the node. */
const SERVERS: readonly Target[] = Array.from({ length: 40 }, (_, pod) => ({
  address: `${NETWORKS.remote}.${pod + 2}`,
  port: 8080,
}));
const NETWORK = `${NETWORKS.remote}.0/24`;

/** A link from the node to itself, between a pod's port and the uplink. Nobody has these addresses. */
const LOOP = {
  inner: { address: "10.247.0.1", link: "02:00:00:00:00:07" },
  outer: { address: "10.247.0.2", link: "02:00:00:00:00:12" },
};

/** The zone of what comes in by an interface, as Neutron's rules and Open vSwitch's set one for each port. */
const ZONES = { cni0: 7, inner: 7, outer: 12, eth0: 12 } as const;

function lengthen({ at }: LabNode): void {
  ipBatch(at.node, [
    `link add inner address ${LOOP.inner.link} type veth peer name outer address ${LOOP.outer.link}`,
    "link set inner up",
    "link set outer up",
    `neighbour add ${LOOP.outer.address} lladdr ${LOOP.outer.link} dev inner nud permanent`,
    `neighbour add ${LOOP.inner.address} lladdr ${LOOP.inner.link} dev outer nud permanent`,
    // out to the servers, and back to the pods
    `rule add iif cni0 to ${NETWORK} lookup 101`,
    `route add default via ${LOOP.outer.address} dev inner onlink table 101`,
    `rule add iif eth0 from ${NETWORK} lookup 102`,
    `route add default via ${LOOP.inner.address} dev outer onlink table 102`,
    `route add ${NETWORK} via ${ROUTER_ADDRESS}`,
  ]);
  ipBatch(at.back, [`route add local ${NETWORK} dev lo`]);
  for (const [port, zone] of Object.entries(ZONES)) {
    const rule = ["-i", port, "-j", "CT", "--zone", String(zone)];
    for (const side of ["-s", "-d"])
      runIn(at.node, "iptables", "-t", "raw", "-A", "PREROUTING", side, NETWORK, ...rule);
  }
}

/** Each connection through the ports is there twice, so that half as many fill the table. */
export const ovsZones = scenario({
  id: "ovs-zones",
  title: "Each port tracks a connection in a zone of its own",
  expected: { state: "exhausted", primary: "ovs-zones" },
  // forty servers alike
  who: { party: null },
  needs: ["zones"],
  ranges: { normal: [0.25, 0.4], perSecond: [60, 120] },
  sample: { limit: 4000, normal: 0.3, perSecond: 80 },
  async run(node, { limit, normal, perSecond }) {
    lengthen(node);
    const through: Flow = { kind: "hold", from: pods(10, 89), to: SERVERS, perSecond: FILL_RATE };
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([{ ...through, count: Math.round((limit * (1 - normal)) / 2) }]);
    await node.send([{ ...through, perSecond }, ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
