import { NETWORKS } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, type Target } from "../flows.ts";
import type { LabNode } from "../lab-node.ts";
import { ipBatch } from "../shell.ts";
import { scenario } from "./scenario.ts";

const INNER = "10.248";
const HOSTS = 250;

/** What is reached through tunnel `place`: each has two ends of its own. */
const innerAddress = (place: number): string =>
  `${INNER}.${Math.floor(place / HOSTS)}.${(place % HOSTS) + 1}`;

/** Tunnels of IP in IP from the pods to the backends, of which the node sees the outer addresses alone. */
function dig({ at }: LabNode, tunnels: number): void {
  ipBatch(at.pods, [
    "link add tunnel type ipip external",
    "link set tunnel up",
    ...Array.from({ length: tunnels }, (_, place) => {
      const from = `${NETWORKS.pods}.${100 + Math.floor(place / HOSTS)}`;
      const to = `${NETWORKS.backends}.${(place % HOSTS) + 1}`;
      return `route add ${innerAddress(place)}/32 encap ip src ${from} dst ${to} dev tunnel`;
    }),
  ]);
}

/** The kernel knows no ports of such a protocol, so each pair of ends is an entry, and for ten minutes. */
export const genericProtocol = scenario({
  id: "generic-protocol",
  title: "A protocol that the kernel does not know fills the table",
  expected: { state: "exhausted", primary: "generic-protocol" },
  // ten pods or more, each with as many tunnels
  who: { party: null },
  needs: ["modules"],
  ranges: { normal: [0.3, 0.5], perSecond: [150, 300] },
  sample: { limit: 4000, normal: 0.4, perSecond: 200 },
  async run(node, { limit, normal, perSecond }) {
    dig(node, limit);
    const to: Target[] = Array.from({ length: limit }, (_, place) => ({
      address: innerAddress(place),
      port: 4789,
    }));
    const inner: Flow = { kind: "datagram", from: pods(10, 89), to, perSecond: FILL_RATE };
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([{ ...inner, count: limit }]);
    await node.send([{ ...inner, perSecond }, ...normalTraffic(limit, 5, true)]);
  },
});
