import { KUBE_PROXY_ESTABLISHED, sendAged } from "../../aged.ts";
import { DATABASE } from "../../cluster.ts";
import { FILL_RATE, normalTraffic } from "../../flows.ts";
import { fill, keep, LEAK, SHORT } from "../../populations.ts";
import { endpointParties, serviceParty, sourceParties } from "../../who.ts";
import { scenario } from "../scenario.ts";

/** The leak never ends; what is left of the table is not enough for a client without keep-alive. */
export const mixLeakTimeWait = scenario({
  id: "mix-leak-time-wait",
  title: "A leak takes half of the table, and closed connections most of the rest",
  expected: { state: "exhausted", primary: "connection-leak", also: ["time-wait-churn"] },
  who: {
    party: [serviceParty(DATABASE), ...endpointParties(DATABASE), ...sourceParties(LEAK.from)],
  },
  ranges: {
    leaked: [0.48, 0.54],
    closed: [0.35, 0.4],
    idleSeconds: [5_000, 40_000],
    perSecond: [200, 350],
  },
  sample: { limit: 4000, leaked: 0.5, closed: 0.4, idleSeconds: 21_600, perSecond: 300 },
  async run(node, { limit, leaked, closed, idleSeconds, perSecond }) {
    await sendAged(node, KUBE_PROXY_ESTABLISHED, idleSeconds, [fill(LEAK, limit * leaked)]);
    await node.send(normalTraffic(limit * (1 - leaked - closed), FILL_RATE));
    await node.send([fill(SHORT, limit * closed)]);
    await node.send([keep(SHORT, perSecond), ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
