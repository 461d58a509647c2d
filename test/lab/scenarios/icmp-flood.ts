import { NETWORKS } from "../cluster.ts";
import type { EchoRequestsApi } from "../echo-requests.ts";
import { FILL_RATE, normalTraffic } from "../flows.ts";
import { scenario } from "./scenario.ts";

const NETWORK = `${NETWORKS.backends}.0/24`;
const HOSTS = 254;

/** Monitors that ping every pod of a network over and over; each address and id takes an entry. */
export const icmpFlood = scenario({
  id: "icmp-flood",
  title: "Echo requests fill the table",
  expected: { state: "exhausted", primary: "icmp-flood" },
  ranges: { normal: [0.3, 0.5], monitors: [2, 8], perSecond: [200, 400] },
  sample: { limit: 4000, normal: 0.4, monitors: 4, perSecond: 300 },
  async run(node, { limit, normal, monitors, perSecond }) {
    const pinger = await node.start<EchoRequestsApi>("echo-requests.ts", node.at.pods);
    const sources = Array.from({ length: monitors }, (_, pod) => `${NETWORKS.pods}.${pod + 220}`);
    const flood = { sources, network: NETWORK, perSecond };
    const rounds = Math.ceil((limit * (1 - normal)) / HOSTS);
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await pinger.call("flood", { ...flood, perSecond: FILL_RATE }, rounds);
    await pinger.call("keepFlooding", flood);
    await node.send(normalTraffic(limit, perSecond / 10, true));
  },
});
