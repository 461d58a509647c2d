import { NETWORKS, NODE_ADDRESS } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, type Target } from "../flows.ts";
import { joinOverlay, REMOTE_NODE, VXLAN_PORT } from "../overlay.ts";
import { targetParty } from "../who.ts";
import { scenario } from "./scenario.ts";

const REMOTE_PODS: readonly Target[] = Array.from({ length: 40 }, (_, pod) => ({
  address: `${NETWORKS.remote}.${pod + 2}`,
  port: 8080,
}));

/** A connection through the tunnel is an entry of its own and one for the tunnel in each direction. */
const ENTRIES_PER_CONNECTION = 3;

/** VXLAN takes another source port for each inner connection, so each is tracked once more, twice. */
export const overlayTracked = scenario({
  id: "overlay-tracked",
  title: "The overlay network's own packets are tracked",
  expected: { state: "exhausted", primary: "overlay-tracked" },
  who: {
    party: [NODE_ADDRESS, REMOTE_NODE].flatMap((address) => [
      targetParty("destination", { address, port: VXLAN_PORT }, "udp"),
      { role: "endpoint", address, port: VXLAN_PORT },
      { role: "source", address },
    ]),
  },
  ranges: { normal: [0.1, 0.25], perSecond: [15, 30] },
  sample: { limit: 4000, normal: 0.25, perSecond: 40 },
  async run(node, { limit, normal, perSecond }) {
    joinOverlay(node);
    const through: Flow = {
      kind: "hold",
      from: pods(10, 89),
      to: REMOTE_PODS,
      perSecond: FILL_RATE / ENTRIES_PER_CONNECTION,
    };
    const count = Math.round((limit * (1 - normal)) / ENTRIES_PER_CONNECTION);
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([{ ...through, count }]);
    await node.send([{ ...through, perSecond }, ...normalTraffic(limit, perSecond, true)]);
  },
});
