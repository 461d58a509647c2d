import { NETWORKS, SERVICES } from "../cluster.ts";
import { background, FILL_RATE, type Flow, normalTraffic, pods } from "../flows.ts";
import { targetParty } from "../who.ts";
import { scenario } from "./scenario.ts";

/** A server that many reach by few ports. */
export const OUTSIDE = { address: `${NETWORKS.outsideServers}.10`, port: 443 };

/** Five ports for everything that leaves to one server. */
export const EGRESS =
  `-A POSTROUTING -d ${OUTSIDE.address}/32 -p tcp -m comment --comment "egress gateway"` +
  ` -m tcp --dport ${OUTSIDE.port} -j MASQUERADE --to-ports 20000-20004`;

/** A look-alike: no source port is left towards one destination, while the table has room. */
export const snatPortExhaustion = scenario({
  id: "snat-port-exhaustion",
  title: "No source port is left towards one destination",
  expected: { state: "healthy", primary: "snat-port-exhaustion" },
  who: { party: [targetParty("translated", OUTSIDE, "tcp")] },
  ranges: { used: [0.12, 0.25], perSecond: [20, 40] },
  sample: { limit: 5000, used: 0.2, perSecond: 30 },
  async run(node, { limit, used, perSecond }) {
    const egress: Flow = { kind: "hold", from: pods(10, 89), to: [OUTSIDE], perSecond };
    await node.proxy.call("apply", SERVICES, { others: [EGRESS] });
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.send([{ ...egress, perSecond: FILL_RATE, count: 40 }]);
    await node.send([egress, ...background(limit, 10)]);
  },
});
