import { APPLICATIONS, NETWORKS } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, type Target } from "../flows.ts";
import type { LabNode } from "../lab-node.ts";
import { ipBatch } from "../shell.ts";
import { scenario } from "./scenario.ts";

/** Clients that reach the backends over a link of their own: a quarter of the pods' network. */
const CLIENTS = { network: NETWORKS.pods, first: 192, last: 250 };
const CLIENT_NETWORK = `${NETWORKS.pods}.192/26`;
const LINK = { pods: "10.246.0.1", back: "10.246.0.2" };

const SERVERS: readonly Target[] = APPLICATIONS.flatMap(({ endpoints, targetPort }) =>
  endpoints.map((address) => ({ address, port: targetPort })),
);

/** How often every connection speaks, so that the table is pressed by all of them at once. */
const BETWEEN_MS = 2_500;

/** A link from pods to backends past the node, over which answers return in any case. */
function bypass({ at }: LabNode): void {
  ipBatch(at.pods, [
    `link add bypass type veth peer name bypass netns ${at.back}`,
    "link set bypass up",
    `address add ${LINK.pods}/30 dev bypass`,
    `route add ${NETWORKS.backends}.0/24 via ${LINK.back}`,
  ]);
  ipBatch(at.back, [
    "link set bypass up",
    `address add ${LINK.back}/30 dev bypass`,
    `route add ${CLIENT_NETWORK} via ${LINK.pods}`,
  ]);
}

/** Open connections change their way: requests now come through this node, answers still do not. */
export const asymmetricPath = scenario({
  id: "asymmetric-path",
  title: "Answers take another way than requests",
  expected: { state: "exhausted", primary: "asymmetric-path" },
  // many clients and servers
  who: { party: null },
  ranges: { normal: [0.25, 0.4], perSecond: [60, 120] },
  sample: { limit: 4000, normal: 0.3, perSecond: 80 },
  async run(node, { limit, normal, perSecond }) {
    const connections: Flow = {
      kind: "hold",
      from: CLIENTS,
      to: SERVERS,
      perSecond: FILL_RATE,
      count: Math.round(limit * (1.02 - normal)),
    };
    bypass(node);
    await node.send([connections]);
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    ipBatch(node.at.pods, [`route del ${NETWORKS.backends}.0/24`]);
    await node.clients.call("speak", BETWEEN_MS);
    await node.send(normalTraffic(limit, perSecond, true));
  },
});
