import { INGRESS, NETWORKS, NODE_ADDRESS } from "../cluster.ts";
import { background, FILL_RATE, normalTraffic } from "../flows.ts";
import type { PodsApi } from "../pods.ts";
import { ipBatch } from "../shell.ts";
import { scenario } from "./scenario.ts";

/** Addresses of the pods' network that speak from the other side of the node. */
const FOREIGN = { network: NETWORKS.pods, first: 240, last: 247 };

/** A look-alike: the kernel drops what comes in by another interface than its answer would leave by. */
export const reversePathFilter = scenario({
  id: "reverse-path-filter",
  title: "The reverse-path filter drops connections before they are tracked",
  expected: { state: "healthy", primary: "reverse-path-filter" },
  // what is dropped has no entry
  who: { party: null },
  ranges: { used: [0.12, 0.25], perSecond: [20, 60] },
  sample: { limit: 5000, used: 0.2, perSecond: 40 },
  async run(node, { limit, used, perSecond }) {
    node.set({ "net.ipv4.conf.all.rp_filter": 1 });
    ipBatch(node.at.back, [`route add local ${FOREIGN.network}.${FOREIGN.first}/29 dev lo`]);
    const foreign = await node.start<PodsApi>("pods.ts", node.at.back);
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.send(background(limit, 10));
    const to = [{ address: NODE_ADDRESS, port: INGRESS.nodePort! }];
    await foreign.call("send", [{ kind: "hold", from: FOREIGN, to, perSecond }]);
  },
});
