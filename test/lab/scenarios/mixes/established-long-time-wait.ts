import { KERNEL_ESTABLISHED, sendAged } from "../../aged.ts";
import { FILL_RATE, normalTraffic } from "../../flows.ts";
import { fill, keep, MANY, SHORT } from "../../populations.ts";
import { scenario } from "../scenario.ts";

/** Idle connections of many clients hold half of the table for days; closed ones fill the rest. */
export const mixEstablishedLongTimeWait = scenario({
  id: "mix-established-long-time-wait",
  title: "Idle connections kept for five days, and connections without reuse",
  expected: { state: "exhausted", primary: "established-timeout-long", also: ["time-wait-churn"] },
  // many clients and Services
  who: { party: null },
  ranges: {
    idle: [0.48, 0.54],
    closed: [0.35, 0.4],
    idleSeconds: [90_000, 400_000],
    perSecond: [200, 350],
  },
  sample: { limit: 4000, idle: 0.5, closed: 0.4, idleSeconds: 200_000, perSecond: 300 },
  async run(node, { limit, idle, closed, idleSeconds, perSecond }) {
    await sendAged(node, KERNEL_ESTABLISHED, idleSeconds, [fill(MANY, limit * idle)]);
    await node.send(normalTraffic(limit * (1 - idle - closed), FILL_RATE));
    await node.send([fill(SHORT, limit * closed)]);
    await node.send([keep(SHORT, perSecond), ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
