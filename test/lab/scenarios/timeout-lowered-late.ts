import { KERNEL_ESTABLISHED, KUBE_PROXY_ESTABLISHED, sendAged } from "../aged.ts";
import { DATABASE } from "../cluster.ts";
import { FILL_RATE, normalTraffic } from "../flows.ts";
import { fill, LEAK } from "../populations.ts";
import { endpointParties, serviceParty } from "../who.ts";
import { scenario } from "./scenario.ts";

/** Of the leaked connections, those that were opened shortly before the timeout was lowered. */
const YOUNG = 0.1;

/** A timeout of days is lowered because of a leak, and the entries that fill the table do not go. */
export const timeoutLoweredLate = scenario({
  id: "timeout-lowered-late",
  title: "The timeout was lowered after idle connections had filled the table",
  expected: { state: "exhausted", primary: "timeout-lowered-late" },
  who: { party: [serviceParty(DATABASE), ...endpointParties(DATABASE)] },
  ranges: { leaked: [0.45, 0.7], idleSeconds: [20_000, 200_000], perSecond: [100, 200] },
  sample: { limit: 4000, leaked: 0.6, idleSeconds: 100_000, perSecond: 150 },
  async run(node, { limit, leaked, idleSeconds, perSecond }) {
    const leak = (part: number) => [fill(LEAK, limit * leaked * part)];
    await sendAged(node, KERNEL_ESTABLISHED, idleSeconds, leak(1 - YOUNG));
    await sendAged(node, KERNEL_ESTABLISHED, 60, leak(YOUNG));
    await sendAged(node, KUBE_PROXY_ESTABLISHED, 0, normalTraffic(limit * (1 - leaked), FILL_RATE));
    await node.send(normalTraffic(limit, perSecond, true));
  },
});
