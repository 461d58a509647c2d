import { NODE_ADDRESS } from "../cluster.ts";
import { background, FILL_RATE, normalTraffic } from "../flows.ts";
import { NODE_ITSELF } from "../own-connections.ts";
import type { PodsApi } from "../pods.ts";
import { scenario } from "./scenario.ts";

const NETWORK = NODE_ADDRESS.slice(0, NODE_ADDRESS.lastIndexOf("."));
const THRESHOLD = "net.ipv4.neigh.default.gc_thresh";

/** Nobody has these addresses, and each that is called is a neighbour for as long as it is sought. */
const SILENT = Array.from({ length: 200 }, (_, host) => ({
  address: `${NETWORK}.${host + 50}`,
  port: 8125,
}));

/** A look-alike: the kernel may know fewer neighbours than there are on this network. */
export const neighbourTableOverflow = scenario({
  id: "neighbour-table-overflow",
  title: "The node has more neighbours than it may know",
  expected: { state: "healthy", primary: "neighbour-table-overflow" },
  // the neighbours that lack are many
  who: { party: null },
  alone: {},
  needs: ["own-machine"],
  ranges: { used: [0.12, 0.22], neighbours: [12, 32], perSecond: [12, 20] },
  sample: { limit: 5000, used: 0.2, neighbours: 24, perSecond: 20 },
  async run(node, { limit, used, neighbours, perSecond }) {
    const agent = await node.start<PodsApi>("pods.ts");
    await node.send(normalTraffic(limit * used, FILL_RATE));
    node.set({
      [`${THRESHOLD}1`]: Math.floor(neighbours / 4),
      [`${THRESHOLD}2`]: Math.floor(neighbours / 2),
      [`${THRESHOLD}3`]: neighbours,
    });
    await node.send(background(limit, 10));
    await agent.call("send", [{ kind: "datagram", from: NODE_ITSELF, to: SILENT, perSecond }]);
  },
});
