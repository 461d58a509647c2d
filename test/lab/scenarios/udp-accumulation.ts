import { DNS, STATSD } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { endpointParties, serviceParty } from "../who.ts";
import { scenario } from "./scenario.ts";

/** Lookups and one-way StatsD packets, each from a port of its own, kept for half a minute each. */
export const udpAccumulation = scenario({
  id: "udp-accumulation",
  title: "DNS and StatsD flows fill the table",
  expected: { state: "exhausted", primary: "udp-accumulation" },
  who: {
    party: [serviceParty(DNS), serviceParty(STATSD), ...endpointParties(STATSD)],
    perhaps: endpointParties(DNS),
  },
  ranges: { normal: [0.15, 0.3], lookups: [0.4, 0.6], perSecond: [300, 500] },
  sample: { limit: 4000, normal: 0.25, lookups: 0.5, perSecond: 400 },
  async run(node, { limit, normal, lookups, perSecond }) {
    const udp = (rate: number): readonly [Flow, Flow] => [
      { kind: "lookup", from: pods(10, 89), to: [targetOf(DNS)], perSecond: rate * lookups },
      {
        kind: "datagram",
        from: pods(90, 99),
        to: [targetOf(STATSD)],
        perSecond: rate * (1 - lookups),
      },
    ];
    const [asked, told] = udp(FILL_RATE);
    const entries = limit * (1 - normal);
    await node.backends.call("failLookups", 0.02);
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([
      { ...asked, count: Math.round(entries * lookups) },
      { ...told, count: Math.round(entries * (1 - lookups)) },
    ]);
    await node.send([...udp(perSecond), ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
