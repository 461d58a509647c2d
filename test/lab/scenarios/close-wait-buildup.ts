import { ARCHIVE } from "../cluster.ts";
import { FILL_RATE, normalTraffic } from "../flows.ts";
import { fill, HALF_CLOSED, keep } from "../populations.ts";
import { endpointParties, serviceParty } from "../who.ts";
import { scenario } from "./scenario.ts";

/** Clients close, a server never does, and kube-proxy's timeout keeps such an entry for an hour. */
export const closeWaitBuildup = scenario({
  id: "close-wait-buildup",
  title: "Half-closed connections are kept for an hour",
  expected: { state: "exhausted", primary: "close-wait-buildup" },
  who: { party: [serviceParty(ARCHIVE), ...endpointParties(ARCHIVE)] },
  ranges: { half: [0.35, 0.65], perSecond: [100, 200] },
  sample: { limit: 4000, half: 0.5, perSecond: 150 },
  async run(node, { limit, half, perSecond }) {
    await node.send([fill(HALF_CLOSED, limit * half)]);
    await node.send(normalTraffic(limit * (1 - half), FILL_RATE));
    await node.send([keep(HALF_CLOSED, perSecond / 5), ...normalTraffic(limit, perSecond, true)]);
  },
});
