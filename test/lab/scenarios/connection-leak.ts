import { KUBE_PROXY_ESTABLISHED, sendAged } from "../aged.ts";
import { DATABASE } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { endpointParties, serviceParty, sourceParties } from "../who.ts";
import { scenario } from "./scenario.ts";

/** Connections to one database that are opened and never used again. */
export const connectionLeak = scenario({
  id: "connection-leak",
  title: "One client opens connections and never closes them",
  expected: { state: "exhausted", primary: "connection-leak" },
  who: {
    party: [serviceParty(DATABASE), ...endpointParties(DATABASE), ...sourceParties(pods(150, 153))],
  },
  ranges: { leaked: [0.45, 0.7], idleSeconds: [5_000, 40_000], perSecond: [100, 200] },
  sample: { limit: 4000, leaked: 0.6, idleSeconds: 21_600, perSecond: 150 },
  async run(node, { limit, leaked, idleSeconds, perSecond }) {
    const leak: Flow = {
      kind: "hold",
      from: pods(150, 153),
      to: [targetOf(DATABASE)],
      perSecond: FILL_RATE,
      count: Math.round(limit * leaked),
    };
    await sendAged(node, KUBE_PROXY_ESTABLISHED, idleSeconds, [leak]);
    await node.send(normalTraffic(limit * (1 - leaked), FILL_RATE));
    await node.send(normalTraffic(limit, perSecond, true));
  },
});
