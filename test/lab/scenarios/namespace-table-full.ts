import { APPLICATIONS, NETWORKS } from "../cluster.ts";
import { background, FILL_RATE, type Flow, normalTraffic, pods } from "../flows.ts";
import type { PodsApi } from "../pods.ts";
import { ipBatch, runIn } from "../shell.ts";
import { scenario } from "./scenario.ts";

/** A sidecar's rule, which makes the kernel track connections inside the pod. */
const SIDECAR = ["-m", "conntrack", "--ctstate", "INVALID", "-j", "DROP"];

const TRIES = 5;

/**
 * A pod with a table of its own, filled by connections that never leave it. The limit is one for all
 * namespaces, each counts for itself.
 */
export const namespaceTableFull = scenario({
  id: "namespace-table-full",
  title: "A pod's own table is full, not the node's",
  expected: { state: "healthy", primary: "namespace-table-full" },
  // which number it gets is not known before
  who: { party: [{ role: "namespace" }] },
  alone: {},
  // the collector samples other namespaces from the machine's own alone
  needs: ["own-machine"],
  ranges: { used: [0.15, 0.25], perSecond: [20, 60] },
  sample: { limit: 4000, used: 0.2, perSecond: 40 },
  async run(node, { limit, used, perSecond }) {
    const pod = node.addNamespace("pod");
    ipBatch(pod, [
      "link set lo up",
      `route add local ${NETWORKS.pods}.0/24 dev lo`,
      `route add local ${NETWORKS.backends}.0/24 dev lo`,
      `route add local ${NETWORKS.outsideServers}.0/24 dev lo`,
    ]);
    runIn(pod, "iptables", "-A", "INPUT", ...SIDECAR);
    await node.start("backends.ts", pod);
    const clients = await node.start<PodsApi>("pods.ts", pod);
    const inside: Flow = {
      kind: "hold",
      from: pods(10, 89),
      to: APPLICATIONS.map(({ endpoints, targetPort }) => ({
        address: endpoints[0]!,
        port: targetPort,
      })),
      perSecond: FILL_RATE,
    };
    await node.send(normalTraffic(limit * used, FILL_RATE));
    // a slow kernel may let some time out
    for (let lacks = limit, tries = 0; lacks > 0 && tries < TRIES; tries++) {
      await clients.call("send", [{ ...inside, count: lacks }]);
      lacks = limit - Number(runIn(pod, "cat", "/proc/sys/net/netfilter/nf_conntrack_count"));
    }
    await clients.call("send", [{ ...inside, perSecond }]);
    await node.send(background(limit, 10));
  },
});
