import { APPLICATIONS } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { serviceParty } from "../who.ts";
import { scenario } from "./scenario.ts";

/** A client that opens a connection for every request, so that most entries wait out a closed one. */
export const timeWaitChurn = scenario({
  id: "time-wait-churn",
  title: "Short connections fill the table with TIME_WAIT entries",
  expected: { state: "exhausted", primary: "time-wait-churn" },
  who: { party: APPLICATIONS.slice(0, 4).map(serviceParty) },
  ranges: { normal: [0.15, 0.25], perSecond: [300, 500] },
  sample: { limit: 4000, normal: 0.2, perSecond: 400 },
  async run(node, { limit, normal, perSecond }) {
    const short: Flow = {
      kind: "short",
      from: pods(100, 139),
      to: APPLICATIONS.slice(0, 4).map(targetOf),
      perSecond: FILL_RATE,
    };
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([{ ...short, count: Math.round(limit * (1 - normal)) }]);
    await node.send([{ ...short, perSecond }, ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
