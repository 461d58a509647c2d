import { RECOMMENDATIONS } from "../cluster.ts";
import { FILL_RATE, normalTraffic, pods, targetOf } from "../flows.ts";
import { sleep } from "../shell.ts";
import { endpointParties, serviceParty } from "../who.ts";
import { scenario } from "./scenario.ts";

/** Into how many seconds of the storm the collector starts. */
const LEAD_SECONDS = 2;

/** In which time the storm alone fills what is free, seconds. */
const RISE_SECONDS = 4;

/** The one pod of a Service is dead, and all of its clients try again and again. */
export const retryStorm = scenario({
  id: "retry-storm",
  title: "Clients retry a dead destination",
  expected: { state: "exhausted", primary: "retry-storm" },
  who: { party: [serviceParty(RECOMMENDATIONS), ...endpointParties(RECOMMENDATIONS)] },
  ranges: { normal: [0.3, 0.5] },
  sample: { limit: 4000, normal: 0.4 },
  async run(node, { limit, normal }) {
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([
      {
        kind: "hold",
        from: pods(160, 199),
        to: [targetOf(RECOMMENDATIONS)],
        perSecond: (limit * (1 - normal)) / RISE_SECONDS,
      },
      ...normalTraffic(limit, 30, true),
    ]);
    await sleep(LEAD_SECONDS * 1000);
  },
});
