import { APPLICATIONS } from "../cluster.ts";
import { background, FILL_RATE, type Flow, normalTraffic, pods, type Target } from "../flows.ts";
import { sleep } from "../shell.ts";
import { scenario } from "./scenario.ts";

const PREFIX = "net.netfilter.nf_conntrack_tcp";

/** By their own addresses, as behind a headless Service: what fits no entry is not translated. */
const PODS_BEHIND: readonly Target[] = APPLICATIONS.flatMap(({ endpoints, targetPort }) =>
  endpoints.map((address) => ({ address, port: targetPort })),
);

/** How long an idle connection is known, and how long these are idle. */
const KNOWN_SECONDS = 2;
const IDLE_SECONDS = 4;

/** A look-alike: connections outlive their entries, and what they say afterwards fits none. */
export const invalidRstRace = scenario({
  id: "invalid-rst-race",
  title: "Packets of connections that the table has forgotten are dropped",
  expected: { state: "healthy", primary: "invalid-rst-race" },
  // many clients and servers
  who: { party: null },
  ranges: { used: [0.12, 0.22], forgotten: [100, 250], perSecond: [10, 25] },
  sample: { limit: 5000, used: 0.2, forgotten: 200, perSecond: 20 },
  async run(node, { limit, used, forgotten, perSecond }) {
    const idle: Flow = {
      kind: "hold",
      from: pods(100, 139),
      to: PODS_BEHIND,
      perSecond: FILL_RATE,
      count: forgotten,
    };
    await node.proxy.call("countInvalid");
    await node.send(normalTraffic(limit * used, FILL_RATE));
    node.set({ [`${PREFIX}_loose`]: 0, [`${PREFIX}_timeout_established`]: KNOWN_SECONDS });
    await node.send([idle]);
    node.set({ [`${PREFIX}_timeout_established`]: 86_400 });
    await sleep(IDLE_SECONDS * 1000);
    await node.clients.call("speak", 1_000);
    await node.send(background(limit, perSecond));
  },
});
