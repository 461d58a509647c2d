import { background, FILL_RATE, normalTraffic } from "../flows.ts";
import { scenario } from "./scenario.ts";

/** A normal day: a mixed table far below its limit. */
export const healthy = scenario({
  id: "healthy",
  title: "Nothing is wrong",
  expected: { state: "healthy", primary: null },
  who: { party: null },
  ranges: { used: [0.12, 0.28], perSecond: [10, 25] },
  sample: { limit: 5000, used: 0.22, perSecond: 20 },
  async run(node, { limit, used, perSecond }) {
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.send(background(limit, perSecond));
  },
});
