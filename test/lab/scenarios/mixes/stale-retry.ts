import { KUBE_PROXY_ESTABLISHED, sendAged } from "../../aged.ts";
import { SESSIONS } from "../../cluster.ts";
import { FILL_RATE, normalTraffic } from "../../flows.ts";
import { moveSessions } from "../../moved-pod.ts";
import { fill, keep, RETRIES, TO_MOVING_POD } from "../../populations.ts";
import { endpointParties, serviceParty } from "../../who.ts";
import { scenario } from "../scenario.ts";

const SILENT_SECONDS = 600;

/** One pod has moved and its entries stay; another one is dead, and its clients try again and again. */
export const mixStaleRetry = scenario({
  id: "mix-stale-retry",
  title: "Entries to a removed pod, under a storm of retries at another Service",
  expected: { state: "exhausted", primary: "stale-endpoints", also: ["retry-storm"] },
  who: { party: [serviceParty(SESSIONS), ...endpointParties(SESSIONS)] },
  ranges: { stale: [0.42, 0.5], retried: [0.32, 0.37], perSecond: [300, 450] },
  sample: { limit: 4000, stale: 0.45, retried: 0.35, perSecond: 350 },
  async run(node, { limit, stale, retried, perSecond }) {
    const left = fill(TO_MOVING_POD, limit * stale);
    await sendAged(node, KUBE_PROXY_ESTABLISHED, SILENT_SECONDS, [left]);
    await moveSessions(node);
    await node.send(normalTraffic(limit * (1 - stale - retried), FILL_RATE));
    await node.send([fill(RETRIES, limit * retried)]);
    await node.send([keep(RETRIES, perSecond), ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
