import { APPLICATIONS, SERVICES, SERVICES_WITH_LOST_PODS } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { sleep } from "../shell.ts";
import { scenario } from "./scenario.ts";

/** How long the stall lasts beyond the time that it takes to fill the table. */
const STALL_SECONDS = 3;

/**
 * A node is lost and its pods are replaced, but here the kernel refuses every new ruleset, because
 * it names a chain that another component has removed. So two in three of all new connections still go to
 * pods that no longer exist.
 */
export const proxySyncStalled = scenario({
  id: "proxy-sync-stalled",
  title: "kube-proxy cannot write its rules any more",
  expected: { state: "exhausted", primary: "proxy-sync-stalled", also: ["retry-storm"] },
  // the pods of the lost node are many
  who: { party: null },
  ranges: { normal: [0.2, 0.35], perSecond: [60, 120] },
  sample: { limit: 4000, normal: 0.25, perSecond: 90 },
  async run(node, { limit, normal, perSecond }) {
    const clients: Flow = {
      kind: "hold",
      from: pods(10, 89),
      to: APPLICATIONS.map(targetOf),
      perSecond: FILL_RATE,
    };
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.proxy.call("apply", SERVICES_WITH_LOST_PODS);
    await node.proxy.call("apply", SERVICES, { refused: true });
    await node.send([{ ...clients, count: Math.round(limit * (1 - normal)) }]);
    await sleep(STALL_SECONDS * 1000);
    await node.send([{ ...clients, perSecond }, ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
