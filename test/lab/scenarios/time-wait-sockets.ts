import { background, FILL_RATE, normalTraffic } from "../flows.ts";
import { NODE_ITSELF, REGISTRY } from "../own-connections.ts";
import type { PodsApi } from "../pods.ts";
import { scenario } from "./scenario.ts";

/** A look-alike: the node's own closed connections are more than it may keep waiting. */
export const timeWaitSockets = scenario({
  id: "time-wait-sockets",
  title: "The node has more closed sockets than it may keep",
  expected: { state: "healthy", primary: "time-wait-sockets" },
  // the closed sockets are not in the bundle, and the table's rows may be of others
  who: { party: null },
  ranges: { used: [0.12, 0.22], buckets: [8, 32], perSecond: [20, 40] },
  sample: { limit: 5000, used: 0.2, buckets: 16, perSecond: 30 },
  async run(node, { limit, used, buckets, perSecond }) {
    node.set({ "net.ipv4.tcp_max_tw_buckets": buckets });
    const agent = await node.start<PodsApi>("pods.ts");
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.send(background(limit, 10));
    await agent.call("send", [{ kind: "short", from: NODE_ITSELF, to: [REGISTRY], perSecond }]);
  },
});
