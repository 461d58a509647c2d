import { NETWORKS } from "../cluster.ts";
import type { EchoRequestsApi } from "../echo-requests.ts";
import { FILL_RATE, normalTraffic, pods } from "../flows.ts";
import { MOST_NAMED, sourceParties } from "../who.ts";
import { scenario } from "./scenario.ts";

const NETWORK = `${NETWORKS.backends}.0/24`;
const HOSTS = 254;

const monitorsOf = (count: number) => pods(220, 219 + count);
const roundsOf = (limit: number, normal: number): number =>
  Math.ceil((limit * (1 - normal)) / HOSTS);

/** Monitors that ping every pod of a network over and over; each address and id takes an entry. */
export const icmpFlood = scenario({
  id: "icmp-flood",
  title: "Echo requests fill the table",
  expected: { state: "exhausted", primary: "icmp-flood" },
  who: ({ limit, normal, monitors }) => {
    const all = sourceParties(monitorsOf(monitors));
    // a round is one monitor's: with few rounds they do not hold alike
    const alike = monitors <= MOST_NAMED && roundsOf(limit, normal) >= 2 * monitors;
    return alike ? { party: all } : { party: null, perhaps: all };
  },
  ranges: { normal: [0.3, 0.5], monitors: [2, 8], perSecond: [200, 400] },
  sample: { limit: 4000, normal: 0.4, monitors: 4, perSecond: 300 },
  async run(node, { limit, normal, monitors, perSecond }) {
    const pinger = await node.start<EchoRequestsApi>("echo-requests.ts", node.at.pods);
    const sources = sourceParties(monitorsOf(monitors)).map(({ address }) => address!);
    const flood = { sources, network: NETWORK, perSecond };
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await pinger.call("flood", { ...flood, perSecond: FILL_RATE }, roundsOf(limit, normal));
    await pinger.call("keepFlooding", flood);
    await node.send(normalTraffic(limit, perSecond / 10, true));
  },
});
