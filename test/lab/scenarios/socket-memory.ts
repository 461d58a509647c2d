import { NODE_ADDRESS } from "../cluster.ts";
import { background, FILL_RATE, type Flow, normalTraffic, pods } from "../flows.ts";
import { runIn } from "../shell.ts";
import type { StuckListenerApi } from "../stuck-listener.ts";
import { scenario } from "./scenario.ts";

const PORT = 9200;

/** A look-alike: a server reads nothing of what it is sent, until TCP has no memory left for anybody. */
export const socketMemory = scenario({
  id: "socket-memory",
  title: "TCP has used up the memory that it may take",
  expected: { state: "healthy", primary: "socket-memory" },
  // which socket holds the memory is not in the bundle
  who: { party: null },
  alone: {},
  needs: ["own-machine"],
  ranges: { used: [0.12, 0.2], pages: [200, 400], perSecond: [4, 8] },
  sample: { limit: 5000, used: 0.2, pages: 256, perSecond: 5 },
  async run(node, { limit, used, pages, perSecond }) {
    const server = await node.start<StuckListenerApi>("stuck-listener.ts");
    await server.call("listenAndIgnore", PORT);
    await node.send(normalTraffic(limit * used, FILL_RATE));
    const memory = [pages / 2, (pages * 3) / 4, pages].map(Math.floor).join(" ");
    runIn(node.namespace, "sysctl", "-q", "-w", `net.ipv4.tcp_mem=${memory}`);
    const to = [{ address: NODE_ADDRESS, port: PORT }];
    const uploads: Flow = { kind: "upload", from: pods(10, 89), to, perSecond };
    // each of them holds more than two pages
    await node.send([{ ...uploads, perSecond: 100, count: pages / 2 }]);
    await node.send([uploads, ...background(limit, 10)]);
  },
});
