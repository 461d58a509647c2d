import { APPLICATIONS } from "../cluster.ts";
import { background, FILL_RATE, type Flow, normalTraffic, pods, targetOf } from "../flows.ts";
import { ipBatch, runIn } from "../shell.ts";
import { scenario } from "./scenario.ts";

/** A firewall on the clients' side that takes the kernel's "fragmentation needed" for an attack. */
const NO_ADVICE = ["-p", "icmp", "--icmp-type", "fragmentation-needed", "-j", "DROP"];

/** A look-alike: what is small passes, what is large never arrives. */
export const mtu = scenario({
  id: "mtu",
  title: "Large packets do not fit the node's uplink",
  expected: { state: "healthy", primary: "mtu" },
  // the counters are those of the whole node
  who: { party: null },
  ranges: { used: [0.12, 0.25], bytes: [1_300, 1_450], perSecond: [10, 25] },
  sample: { limit: 5000, used: 0.2, bytes: 1_400, perSecond: 20 },
  async run(node, { limit, used, bytes, perSecond }) {
    ipBatch(node.namespace, [`link set eth0 mtu ${bytes}`]);
    runIn(node.at.pods, "iptables", "-A", "INPUT", ...NO_ADVICE);
    const uploads: Flow = {
      kind: "upload",
      from: pods(10, 89),
      to: APPLICATIONS.map(targetOf),
      perSecond,
      atMost: limit * 0.2, // each tries again and again
    };
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.send([uploads, ...background(limit, 10)]);
  },
});
