import { NETWORKS, NODE_ADDRESS } from "../cluster.ts";
import { background, FILL_RATE, type Flow, normalTraffic } from "../flows.ts";
import { ipBatch } from "../shell.ts";
import type { StuckListenerApi } from "../stuck-listener.ts";
import { listenerParty } from "../who.ts";
import { scenario } from "./scenario.ts";

/** The port of a metrics agent on the node's own network. */
const PORT = 9100;

/** Clients whose route back ends at the lost node: they ask, and the node's answers go astray. */
const UNREACHED = { network: NETWORKS.lost, first: 200, last: 207 };

/** A look-alike: half-open connections fill a listener's queue, while the table has room. */
export const synCookies = scenario({
  id: "syn-cookies",
  title: "A listener's queue of half-open connections overflows",
  expected: { state: "healthy", primary: "syn-cookies" },
  who: { party: [listenerParty(PORT)] },
  ranges: { used: [0.12, 0.22], perSecond: [12, 24] },
  sample: { limit: 5000, used: 0.2, perSecond: 30 },
  async run(node, { limit, used, perSecond }) {
    ipBatch(node.at.pods, [`route add local ${UNREACHED.network}.${UNREACHED.first}/29 dev lo`]);
    const listener = await node.start<StuckListenerApi>("stuck-listener.ts");
    await listener.call("listen", PORT);
    const to = [{ address: NODE_ADDRESS, port: PORT }];
    const flood: Flow = { kind: "hold", from: UNREACHED, to, perSecond };
    await node.send(normalTraffic(limit * used, FILL_RATE));
    await node.send([flood, ...background(limit, 10)]);
  },
});
