import { KERNEL_ESTABLISHED, sendAged } from "../aged.ts";
import { FILL_RATE, normalTraffic } from "../flows.ts";
import { fill, MANY } from "../populations.ts";
import { scenario } from "./scenario.ts";

/**
 * Many clients leave a few connections each to many Services behind, which nobody closes
 * for days, and no kube-proxy has lowered the timeout.
 */
export const establishedTimeoutLong = scenario({
  id: "established-timeout-long",
  title: "The kernel keeps idle connections for five days",
  expected: { state: "exhausted", primary: "established-timeout-long" },
  // many clients and Services
  who: { party: null },
  ranges: { idle: [0.5, 0.75], idleSeconds: [90_000, 400_000], perSecond: [100, 200] },
  sample: { limit: 4000, idle: 0.65, idleSeconds: 200_000, perSecond: 150 },
  async run(node, { limit, idle, idleSeconds, perSecond }) {
    await sendAged(node, KERNEL_ESTABLISHED, idleSeconds, [fill(MANY, limit * idle)]);
    await node.send(normalTraffic(limit * (1 - idle), FILL_RATE));
    await node.send(normalTraffic(limit, perSecond, true));
  },
});
