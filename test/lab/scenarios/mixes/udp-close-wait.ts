import { DNS, STATSD } from "../../cluster.ts";
import { FILL_RATE, normalTraffic } from "../../flows.ts";
import { fill, HALF_CLOSED, keep, LOOKUPS, METRICS } from "../../populations.ts";
import { endpointParties, serviceParty } from "../../who.ts";
import { scenario } from "../scenario.ts";

/** Metrics and lookups come and go; half-closed connections stay for an hour. */
export const mixUdpCloseWait = scenario({
  id: "mix-udp-close-wait",
  title: "UDP flows, and half-closed connections",
  expected: { state: "exhausted", primary: "udp-accumulation", also: ["close-wait-buildup"] },
  who: {
    party: [serviceParty(DNS), serviceParty(STATSD), ...endpointParties(STATSD)],
    perhaps: endpointParties(DNS),
  },
  ranges: { half: [0.26, 0.33], udp: [0.52, 0.58], perSecond: [350, 450] },
  sample: { limit: 4000, half: 0.3, udp: 0.54, perSecond: 400 },
  async run(node, { limit, half, udp, perSecond }) {
    await node.send([fill(HALF_CLOSED, limit * half)]);
    await node.send(normalTraffic(limit * (1 - half - udp), FILL_RATE));
    await node.send([fill(METRICS, (limit * udp) / 2), fill(LOOKUPS, (limit * udp) / 2)]);
    await node.send([
      keep(METRICS, perSecond / 2),
      keep(LOOKUPS, perSecond / 2),
      ...normalTraffic(limit, perSecond / 20, true),
    ]);
  },
});
