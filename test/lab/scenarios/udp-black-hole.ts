import { DNS, NETWORKS, SERVICES } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { endpointParties, serviceParty } from "../who.ts";
import { scenario } from "./scenario.ts";

/** The cluster once all pods of DNS are another, while clients still have entries to the former ones. */
const AFTER = SERVICES.map((service) =>
  service.address === DNS.address
    ? { ...service, endpoints: [`${NETWORKS.backends}.152`] }
    : service,
);

/** All pods of DNS end, the rules name another, and the entries of UDP that lead to them stay: nobody clears them. */
export const udpBlackHole = scenario({
  id: "udp-black-hole",
  title: "Lookups go to pods that ended",
  expected: { state: "healthy", primary: "udp-black-hole" },
  who: { party: [serviceParty(DNS), ...endpointParties(DNS)] },
  ranges: { used: [0.08, 0.2], asked: [0.02, 0.05] },
  sample: { limit: 5000, used: 0.1, asked: 0.03 },
  async run(node, { limit, used, asked }) {
    await node.send(normalTraffic(limit * used, FILL_RATE));
    for (const pod of DNS.endpoints) node.lose(pod);
    const clients: Flow = {
      kind: "datagram",
      from: pods(10, 89),
      to: [targetOf(DNS)],
      perSecond: FILL_RATE,
    };
    await node.send([{ ...clients, count: Math.round(limit * asked) }]);
    await node.proxy.call("apply", AFTER);
  },
});
