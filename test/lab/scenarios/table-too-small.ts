import { FILL_RATE, normalTraffic } from "../flows.ts";
import { scenario } from "./scenario.ts";

/** How full the table is when the collector starts; the traffic that goes on fills the rest. */
const START = 0.95;

/** More normal work than the limit allows: many Services and clients, none of which dominates. */
export const tableTooSmall = scenario({
  id: "table-too-small",
  title: "The limit is too low for a normal mix",
  expected: { state: "exhausted", primary: "table-too-small" },
  who: { party: null },
  ranges: { perSecond: [100, 160] },
  sample: { limit: 4000, perSecond: 120 },
  async run(node, { limit, perSecond }) {
    await node.send(normalTraffic(limit * START, FILL_RATE));
    await node.send(normalTraffic(limit, perSecond, true));
  },
});
