import { NETWORKS } from "../cluster.ts";
import { background, FILL_RATE, type Flow, normalTraffic, pods } from "../flows.ts";
import { runIn } from "../shell.ts";
import { scenario } from "./scenario.ts";

/** A server of boot files, outside of the cluster. */
const SERVER = { address: `${NETWORKS.outsideServers}.69`, port: 69 };

const HELPER = ["-p", "udp", "--dport", "69", "-j", "CT", "--helper", "tftp"];

/** A look-alike: each request for a file makes the kernel expect another connection, and it expects no more. */
export const expectationTableFull = scenario({
  id: "expectation-table-full",
  title: "The kernel expects as many related connections as it may",
  expected: { state: "healthy", primary: "expectation-table-full" },
  // the bundle does not show what is expected
  who: { party: null },
  alone: {},
  needs: ["own-machine"],
  ranges: { used: [0.12, 0.22], expected: [16, 64], perSecond: [10, 30] },
  sample: { limit: 5000, used: 0.2, expected: 32, perSecond: 20 },
  async run(node, { limit, used, expected, perSecond }) {
    runIn(node.namespace, "iptables", "-t", "raw", "-A", "PREROUTING", ...HELPER);
    node.set({ "net.netfilter.nf_conntrack_expect_max": expected });
    const requests: Flow = { kind: "tftp", from: pods(10, 89), to: [SERVER], perSecond };
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.send([{ ...requests, perSecond: 100, count: expected }]);
    await node.send([requests, ...background(limit, 10)]);
  },
});
