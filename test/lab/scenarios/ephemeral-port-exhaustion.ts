import { background, FILL_RATE, normalTraffic } from "../flows.ts";
import { NODE_ITSELF, REGISTRY } from "../own-connections.ts";
import type { PodsApi } from "../pods.ts";
import { runIn } from "../shell.ts";
import { sourceParties, targetParty } from "../who.ts";
import { scenario } from "./scenario.ts";

const FIRST_PORT = 40_000;

/** A look-alike: the node's own connections hold every port that it may use. */
export const ephemeralPortExhaustion = scenario({
  id: "ephemeral-port-exhaustion",
  title: "The node has no port left for connections of its own",
  expected: { state: "healthy", primary: "ephemeral-port-exhaustion" },
  who: {
    party: [...sourceParties(NODE_ITSELF), targetParty("destination", REGISTRY, "tcp")],
  },
  ranges: { used: [0.12, 0.22], ports: [150, 300], perSecond: [10, 30] },
  sample: { limit: 5000, used: 0.2, ports: 200, perSecond: 20 },
  async run(node, { limit, used, ports, perSecond }) {
    const range = `net.ipv4.ip_local_port_range=${FIRST_PORT} ${FIRST_PORT + ports - 1}`;
    runIn(node.namespace, "sysctl", "-q", "-w", range);
    const agent = await node.start<PodsApi>("pods.ts");
    const own = { kind: "hold", from: NODE_ITSELF, to: [REGISTRY], perSecond } as const;
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.send(background(limit, 10));
    await agent.call("send", [{ ...own, perSecond: FILL_RATE, count: ports }]);
    await agent.call("send", [own]);
  },
});
