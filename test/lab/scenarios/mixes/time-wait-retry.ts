import { APPLICATIONS } from "../../cluster.ts";
import { FILL_RATE, normalTraffic } from "../../flows.ts";
import { fill, keep, RETRIES, SHORT } from "../../populations.ts";
import { serviceParty } from "../../who.ts";
import { scenario } from "../scenario.ts";

/**
 * A client opens a connection for each request, another one cannot reach its dead pod. Attempts
 * without an answer are evicted for every new entry, so only their number keeps them in the table.
 */
export const mixTimeWaitRetry = scenario({
  id: "mix-time-wait-retry",
  title: "Connections without reuse, and a storm of retries",
  expected: { state: "exhausted", primary: "time-wait-churn", also: ["retry-storm"] },
  who: { party: APPLICATIONS.slice(0, 4).map(serviceParty) },
  ranges: { closed: [0.44, 0.5], retried: [0.3, 0.35], perSecond: [250, 400] },
  sample: { limit: 4000, closed: 0.46, retried: 0.32, perSecond: 300 },
  async run(node, { limit, closed, retried, perSecond }) {
    await node.send(normalTraffic(limit * (1 - closed - retried), FILL_RATE));
    await node.send([fill(SHORT, limit * closed)]);
    await node.send([fill(RETRIES, limit * retried)]);
    await node.send([
      keep(RETRIES, perSecond),
      keep(SHORT, perSecond / 10),
      ...normalTraffic(limit, perSecond / 20, true),
    ]);
  },
});
