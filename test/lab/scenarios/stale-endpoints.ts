import { KUBE_PROXY_ESTABLISHED, sendAged } from "../aged.ts";
import { SESSIONS } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { moveSessions } from "../moved-pod.ts";
import { endpointParties, serviceParty } from "../who.ts";
import { scenario } from "./scenario.ts";

const SILENT_SECONDS = 600;

/** A Service's pod moves; kube-proxy writes the new rules, and no one removes the old TCP entries. */
export const staleEndpoints = scenario({
  id: "stale-endpoints",
  title: "Entries to a removed pod stay in the table",
  expected: { state: "exhausted", primary: "stale-endpoints" },
  who: { party: [serviceParty(SESSIONS), ...endpointParties(SESSIONS)] },
  ranges: { stale: [0.4, 0.65], perSecond: [150, 250] },
  sample: { limit: 4000, stale: 0.55, perSecond: 200 },
  async run(node, { limit, stale, perSecond }) {
    const clients: Flow = {
      kind: "hold",
      from: pods(10, 89),
      to: [targetOf(SESSIONS)],
      perSecond: FILL_RATE,
    };
    // silent for some minutes: an endpoint of connections in use may be ending, and serves them yet
    const left = { ...clients, count: Math.round(limit * stale) };
    await sendAged(node, KUBE_PROXY_ESTABLISHED, SILENT_SECONDS, [left]);
    await moveSessions(node);
    await node.send(normalTraffic(limit * (1 - stale), FILL_RATE));
    const again = { ...clients, perSecond: perSecond / 5 };
    await node.send([again, ...normalTraffic(limit, perSecond, true)]);
  },
});
