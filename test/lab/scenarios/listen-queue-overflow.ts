import { NODE_ADDRESS } from "../cluster.ts";
import { background, FILL_RATE, normalTraffic, pods } from "../flows.ts";
import type { StuckListenerApi } from "../stuck-listener.ts";
import { listenerParty } from "../who.ts";
import { scenario } from "./scenario.ts";

/** The port of a metrics agent on the node's own network. */
const PORT = 9100;

/** A look-alike: connections time out because a server hangs, while the table has room. */
export const listenQueueOverflow = scenario({
  id: "listen-queue-overflow",
  title: "A server no longer accepts, and its queue overflows",
  expected: { state: "healthy", primary: "listen-queue-overflow" },
  who: { party: [listenerParty(PORT)] },
  ranges: { used: [0.12, 0.25], perSecond: [20, 40] },
  sample: { limit: 5000, used: 0.2, perSecond: 30 },
  async run(node, { limit, used, perSecond }) {
    const listener = await node.start<StuckListenerApi>("stuck-listener.ts");
    await listener.call("listenAndHang", PORT);
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.send([
      { kind: "hold", from: pods(10, 89), to: [{ address: NODE_ADDRESS, port: PORT }], perSecond },
      ...background(limit, 10),
    ]);
  },
});
