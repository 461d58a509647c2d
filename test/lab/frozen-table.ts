/**
 * A lab node whose table holds some of everything and changes no more: entries of real traffic, and others
 * that are put in by hand because no namespace makes them soon, all with minutes left.
 */
import { APPLICATIONS, DNS, INGRESS, NETWORKS, NODE_ADDRESS, SESSIONS, STATSD } from "./cluster.ts";
import { type Addresses, type Flow, pods, type Target, targetOf } from "./flows.ts";
import { type LabNode, makeLabNode } from "./lab-node.ts";
import { HALF_CLOSED, RETRIES } from "./populations.ts";
import { run, runIn } from "./shell.ts";

/** Seconds that no test takes, and that are still counted one by one. */
const LONG = 1_500;
const PREFIX = "net.netfilter.nf_conntrack_";

/** Every timeout but that of ESTABLISHED, by which what is idle is told. */
function freeze(node: LabNode): void {
  const names = runIn(node.namespace, "sysctl", "-aN").split("\n");
  const timeouts = names.filter(
    (name) =>
      name.startsWith(PREFIX) &&
      name.includes("timeout") &&
      !name.endsWith("tcp_timeout_established"),
  );
  node.set(Object.fromEntries(timeouts.map((name) => [name, LONG])));
}

const OUTSIDE: Addresses = { network: NETWORKS.outsideClients, first: 2, last: 40 };
const NODE_PORT: Target = { address: NODE_ADDRESS, port: INGRESS.nodePort! };

const flow = (kind: Flow["kind"], from: Addresses, to: readonly Target[], count: number): Flow => ({
  kind,
  from,
  to,
  count,
  perSecond: 200,
});

const TRAFFIC: readonly Flow[] = [
  flow("hold", pods(10, 39), APPLICATIONS.map(targetOf), 150),
  flow("short", pods(10, 39), APPLICATIONS.map(targetOf), 90),
  flow("lookup", pods(10, 39), [targetOf(DNS)], 50),
  flow("datagram", pods(40, 49), [targetOf(STATSD)], 40),
  flow("short", OUTSIDE, [NODE_PORT], 35),
  flow("hold", OUTSIDE, [NODE_PORT], 20),
  { ...HALF_CLOSED, count: 25, perSecond: 200 },
  { ...RETRIES, count: 30, perSecond: 200 },
];

const V4 = "-s 10.244.1.9 -d 203.0.113.9";
const V6 = "-s fd00::9 -d fd00:1::9";
const SEEN = "-u SEEN_REPLY";
const ASSURED = "-u SEEN_REPLY,ASSURED";
const tcp = (state: string, rest: string, count: number): [string, number] => [
  `-p tcp --state ${state} --dport 443 ${rest}`,
  count,
];
const udp = (
  sport: number | null,
  dport: number,
  rest: string,
  count: number,
): [string, number] => [
  `-p udp --dport ${dport} ${sport === null ? "" : `--sport ${sport}`} ${rest}`,
  count,
];

/** Arguments of `conntrack -I`, and how many entries of each; a client's port that is not told is counted up. */
const BY_HAND: readonly [args: string, count: number][] = [
  tcp("ESTABLISHED", `${V6} ${ASSURED} -t 86000`, 3),
  tcp("ESTABLISHED", `${V4} ${ASSURED} -t 5000`, 6),
  tcp("ESTABLISHED", `${V4} ${ASSURED} -t 200`, 2),
  // from before the timeout was lowered, and of these some that were idle then
  tcp("ESTABLISHED", `${V4} ${ASSURED} -t 400000`, 2),
  tcp("ESTABLISHED", `${V6} ${ASSURED} -t 300000`, 4),
  tcp("ESTABLISHED", `${V4} -t 80000`, 4),
  tcp("ESTABLISHED", `${V6} -t 500`, 1),
  tcp("SYN_SENT", `${V6} -t ${LONG}`, 2),
  tcp("SYN_SENT", `${V4} ${SEEN} -t ${LONG}`, 2),
  tcp("SYN_RECV", `${V4} ${SEEN} -t ${LONG}`, 3),
  tcp("FIN_WAIT", `${V4} ${ASSURED} -t ${LONG}`, 4),
  tcp("LAST_ACK", `${V6} ${ASSURED} -t ${LONG}`, 2),
  tcp("CLOSE", `${V4} -t ${LONG}`, 3),
  tcp("CLOSE_WAIT", `${V6} ${ASSURED} -t ${LONG}`, 2),
  tcp("TIME_WAIT", `${V4} ${ASSURED} -w 5 -t ${LONG}`, 3),
  tcp("TIME_WAIT", `${V4} ${ASSURED} -w 7 -t ${LONG}`, 2),
  // clients whose own port is one of NodePorts
  [`-p tcp --state TIME_WAIT --dport 443 --sport 31001 ${V4} ${ASSURED} -t ${LONG}`, 1],
  [
    `-p tcp --state FIN_WAIT --dport ${INGRESS.nodePort} -s 192.0.2.77 -d ${NODE_ADDRESS} ${ASSURED} -t ${LONG}`,
    3,
  ],
  // of a pod that is gone
  [
    `-p tcp --state ESTABLISHED --dport ${SESSIONS.port} -s 10.244.1.9 -d ${SESSIONS.address} -r 10.244.2.250 -q 10.244.1.9 --reply-port-src ${SESSIONS.targetPort} --reply-port-dst PORT ${ASSURED} -t 86000`,
    5,
  ],
  udp(null, 514, `${V4} -t ${LONG}`, 5),
  udp(null, 123, `${V4} ${SEEN} -t ${LONG}`, 4),
  udp(null, 53, `${V4} -t ${LONG}`, 3),
  udp(null, 53, `${V6} ${SEEN} -t ${LONG}`, 2),
  udp(53, 53, `${V4} -t ${LONG}`, 1),
  udp(53, 40_001, `${V4} -t ${LONG}`, 1),
  udp(53, 40_002, `${V6} -t ${LONG}`, 1),
  udp(53, 40_003, `${V4} ${SEEN} -t ${LONG}`, 1),
  udp(4789, 9999, `${V4} -t ${LONG}`, 1),
  udp(null, 4789, `${V4} -t ${LONG}`, 3),
  udp(null, 8472, `${V6} ${SEEN} -t ${LONG}`, 2),
  udp(53, 6081, `${V4} -t ${LONG}`, 1),
  ...[1, 2, 3].map((id): [string, number] => [
    `-p icmp ${V4} --icmp-type 8 --icmp-code 0 --icmp-id ${id} -t ${LONG}`,
    1,
  ]),
  ...[1, 2].map((id): [string, number] => [
    `-p icmpv6 ${V6} --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id ${id} -t ${LONG}`,
    1,
  ]),
  [`-p sctp --state ESTABLISHED --dport 5000 --orig-vtag 1 --reply-vtag 2 ${V4} -t ${LONG}`, 2],
];

/** As old as the last datagram of a second ago: they are told from the others by their time alone. */
const RECENT = udp(null, 8125, `${V4} -t ${2 * LONG}`, 20);

function insert(namespace: string, entries: readonly [args: string, count: number][]): void {
  let port = 50_000;
  const lines = entries.flatMap(([args, count]) =>
    Array.from({ length: count }, () => {
      port += 1;
      const sport = /--sport|-p icmp/.test(args) ? "" : ` --sport ${port}`;
      return `conntrack -I ${args.replace("PORT", String(port))}${sport}`;
    }),
  );
  run("ip", ["netns", "exec", namespace, "sh", "-e"], `${lines.join("\n")}\n`);
}

/** Makes the node and its table. */
export async function makeFrozenTable(): Promise<LabNode> {
  const node = await makeLabNode();
  try {
    freeze(node);
    await node.send(TRAFFIC);
    insert(node.namespace, BY_HAND);
    return node;
  } catch (error) {
    node.remove();
    throw error;
  }
}

/** Puts in what `udp.recent` counts, under a timeout that nothing else in the table had. */
export function addRecent(node: LabNode): void {
  node.set({ [`${PREFIX}udp_timeout`]: 2 * LONG });
  insert(node.namespace, [RECENT]);
}
