import { KUBE_PROXY_ESTABLISHED, sendAged } from "../../aged.ts";
import { DNS, STATSD } from "../../cluster.ts";
import { FILL_RATE, normalTraffic } from "../../flows.ts";
import { fill, keep, LEAK, LOOKUPS, METRICS } from "../../populations.ts";
import { endpointParties, serviceParty } from "../../who.ts";
import { scenario } from "../scenario.ts";

const IDLE_SECONDS = 21_600;

/** UDP for two uses, which are one cause, beside connections that nobody closes. */
export const mixUdpLeak = scenario({
  id: "mix-udp-leak",
  title: "One-way StatsD beside DNS, and a leak",
  expected: { state: "exhausted", primary: "udp-accumulation", also: ["connection-leak"] },
  who: {
    party: [serviceParty(DNS), serviceParty(STATSD), ...endpointParties(STATSD)],
    perhaps: endpointParties(DNS),
  },
  ranges: { leaked: [0.3, 0.36], told: [0.26, 0.3], asked: [0.24, 0.28], perSecond: [350, 450] },
  sample: { limit: 4000, leaked: 0.35, told: 0.28, asked: 0.27, perSecond: 400 },
  async run(node, { limit, leaked, told, asked, perSecond }) {
    await sendAged(node, KUBE_PROXY_ESTABLISHED, IDLE_SECONDS, [fill(LEAK, limit * leaked)]);
    await node.send(normalTraffic(limit * (1 - leaked - told - asked), FILL_RATE));
    await node.send([fill(METRICS, limit * told), fill(LOOKUPS, limit * asked)]);
    await node.send([
      keep(METRICS, perSecond / 2),
      keep(LOOKUPS, perSecond / 2),
      ...normalTraffic(limit, perSecond / 20, true),
    ]);
  },
});
