import { SESSIONS } from "../cluster.ts";
import { FILL_RATE, normalTraffic, pods } from "../flows.ts";
import { fill, type Population, TO_MOVING_POD } from "../populations.ts";
import { setSysctls, sleep } from "../shell.ts";
import { endpointParties, serviceParty } from "../who.ts";
import { scenario } from "./scenario.ts";

/** Clients give up after this many tries, which takes six seconds; by default it takes a quarter of an hour. */
const TRIES = 4;
const GONE_SECONDS = 22;

const CLIENTS: Population = { ...TO_MOVING_POD, from: pods(100, 139) };

/** Connections stand, their server is lost while the rules still name it, and what clients send stays unanswered. */
export const unacknowledgedTcp = scenario({
  id: "unacknowledged-tcp",
  title: "A server is lost while its clients' connections stand",
  expected: { state: "exhausted", primary: "unacknowledged-tcp" },
  who: { party: [serviceParty(SESSIONS), ...endpointParties(SESSIONS)] },
  ranges: { stood: [0.4, 0.65], perSecond: [100, 200] },
  sample: { limit: 4000, stood: 0.55, perSecond: 150 },
  async run(node, { limit, stood, perSecond }) {
    await node.send([fill(CLIENTS, limit * stood)]);
    for (const pod of SESSIONS.endpoints) node.lose(pod);
    // one in ten closes instead
    await node.clients.call("close", pods(100, 103));
    setSysctls(node.at.pods, { "net.ipv4.tcp_retries2": TRIES });
    await node.clients.call("speak", GONE_SECONDS * 1000, 1);
    await node.send(normalTraffic(limit * (1 - stood), FILL_RATE));
    await sleep(GONE_SECONDS * 1000);
    await node.send(normalTraffic(limit, perSecond, true));
  },
});
