import { spawn } from "node:child_process";
import { atExit } from "../cleanup.ts";
import { NETWORKS } from "../cluster.ts";
import { background, FILL_RATE, normalTraffic } from "../flows.ts";
import { scenario } from "./scenario.ts";

/** So large that each packet is some thirty fragments, which the node sends on all at once. */
const BYTES = 40_000;

/** A look-alike: a CPU's queue of received packets is shorter than a burst. */
export const softnetDrops = scenario({
  id: "softnet-drops",
  title: "A CPU loses packets that it has no queue for",
  expected: { state: "healthy", primary: "softnet-drops" },
  // what is lost is seen by nobody
  who: { party: null },
  alone: {},
  needs: ["own-machine"],
  ranges: { used: [0.12, 0.2], queue: [4, 12], perSecond: [10, 20] },
  sample: { limit: 5000, used: 0.2, queue: 8, perSecond: 20 },
  async run(node, { limit, used, queue, perSecond }) {
    await node.send(normalTraffic(limit * used, FILL_RATE));
    node.set({ "net.core.netdev_max_backlog": Math.round(queue) });
    const target = `${NETWORKS.backends}.11`;
    const pings = ["fping", "-q", "-l", "-p", "50", "-t", "500", "-b", String(BYTES), target];
    const child = spawn("ip", ["netns", "exec", node.at.pods, ...pings], { stdio: "ignore" });
    atExit(() => child.kill("SIGKILL"));
    await node.send(background(limit, perSecond));
  },
});
