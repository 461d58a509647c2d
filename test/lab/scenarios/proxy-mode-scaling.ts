import { APPLICATIONS, NETWORKS, SERVICES_WITH_LOST_PODS, type Service } from "../cluster.ts";
import { FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { scenario } from "./scenario.ts";

/** The Services of a large cluster, two endpoints each: eight rules a Service. */
const crowd = (count: number): Service[] =>
  Array.from({ length: count }, (_, place) => ({
    name: `team-${place % 50}/app-${place}:http`,
    protocol: "tcp",
    address: `10.97.${place >> 8}.${place & 255}`,
    port: 80,
    targetPort: 8080,
    endpoints: [0, 1].map((pod) => `${NETWORKS.backends}.${((place + pod) % 250) + 1}`),
  }));

/**
 * Thousands of Services in iptables mode: one sync takes longer than ten seconds. A node has just
 * been lost, kube-proxy does not know it yet, and clients meet its pods in the meantime.
 */
export const proxyModeScaling = scenario({
  id: "proxy-mode-scaling",
  title: "iptables mode is too slow for this many Services",
  expected: { state: "exhausted", primary: "proxy-mode-scaling", also: ["retry-storm"] },
  // the pods of the lost node are many
  who: { party: null },
  ranges: {
    services: [2_600, 3_200],
    syncSeconds: [11, 14],
    normal: [0.2, 0.35],
    perSecond: [60, 120],
  },
  sample: { limit: 3000, services: 2_000, syncSeconds: 12, normal: 0.25, perSecond: 90 },
  async run(node, { limit, services, syncSeconds, normal, perSecond }) {
    const clients: Flow = {
      kind: "hold",
      from: pods(10, 89),
      to: APPLICATIONS.map(targetOf),
      perSecond: FILL_RATE,
    };
    await node.proxy.call("apply", [...SERVICES_WITH_LOST_PODS, ...crowd(services)], {
      leastSeconds: syncSeconds,
    });
    await node.send(normalTraffic(limit * normal, FILL_RATE));
    await node.send([{ ...clients, count: Math.round(limit * (1 - normal)) }]);
    await node.send([{ ...clients, perSecond }, ...normalTraffic(limit, perSecond / 10, true)]);
  },
});
