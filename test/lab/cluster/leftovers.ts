/**
 * What kube-proxy leaves in the table: five UDP and five TCP entries of each Service of a case, counted
 * before a change, after it, and after a restart of kube-proxy.
 */
import type { BackendsApi } from "../backends.ts";
import type { PodsApi } from "../pods.ts";
import { settle } from "../resident.ts";
import { runIn, setSysctls, sleep } from "../shell.ts";
import type { Release } from "./components.ts";
import { ADDRESSES } from "./node.ts";
import { type Endpoint, removeEndpoints, removeService, setEndpoints } from "./objects.ts";
import type { Mode } from "./proxy.ts";
import { rulesOf } from "./rules.ts";
import { type Backed, endpoints } from "./services.ts";
import { type Cluster, withCluster } from "./with-cluster.ts";

/** What becomes of a Service's one pod: steps of its EndpointSlice, or the end of the Service. */
interface Case {
  readonly id: string;
  readonly steps: "rollout" | "zero" | "deleted" | "none";
  /** Whether kube-proxy runs while it happens. */
  readonly running: boolean;
  readonly nodePort?: number;
}

const CASES: readonly Case[] = [
  { id: "nothing happens", steps: "none", running: true },
  { id: "rollout", steps: "rollout", running: true },
  { id: "scale to zero", steps: "zero", running: true },
  { id: "Service deleted", steps: "deleted", running: true },
  { id: "scale to zero, by NodePort", steps: "zero", running: true, nodePort: 30125 },
  { id: "rollout while kube-proxy is down", steps: "rollout", running: false },
  { id: "scale to zero while kube-proxy is down", steps: "zero", running: false },
];

const EACH = 5;

/** kube-proxy says that it has synced before it clears entries. */
const SETTLE_MS = 5_000;

/** Long enough for all of it, so that no entry goes by itself. */
const UDP_SECONDS = 600;

export interface Leftover {
  readonly case: string;
  readonly protocol: "udp" | "tcp";
  /** Entries that lead to the pod that was there at first: before, after the change, after the restart. */
  readonly entries: readonly [number, number, number];
}

export interface Leftovers {
  readonly counts: readonly Leftover[];
  /** The whole table at those three times. */
  readonly dumps: readonly [string, string, string];
  /** The rules at the last of them. */
  readonly rules: string;
}

const backed = (one: Case, place: number): Backed => ({
  service: {
    name: `case-${place}`,
    namespace: "cases",
    address: `10.96.100.${place + 1}`,
    ports: [
      {
        ...{ name: "statsd", protocol: "UDP", port: 8125, targetPort: 8125 },
        ...(one.nodePort ? { nodePort: one.nodePort } : {}),
      },
      { name: "http", protocol: "TCP", port: 80, targetPort: 8080 },
    ],
  },
  endpoints: endpoints(firstPod(place)),
});

const firstPod = (place: number): number => 20 + 2 * place;

export async function leftovers(release: Release, mode: Mode): Promise<Leftovers> {
  const services = CASES.map(backed);
  return withCluster(release, mode, services, async (cluster) => {
    setSysctls(cluster.node, { "net.netfilter.nf_conntrack_udp_timeout": UDP_SECONDS });
    const [clients, servers] = await Promise.all([
      settle<PodsApi>(cluster.pods, "pods.ts"),
      settle<BackendsApi>(cluster.back, "backends.ts"),
    ]);
    const first = cluster.startProxy();
    if (!(await first.synced())) throw new Error(`no sync: ${first.process.lastWords()}`);
    for (const [place, one] of CASES.entries()) await connect(clients, services[place]!, one);
    const before = dump(cluster);
    const changed = Date.now();
    await change(cluster, services, true);
    await first.synced(changed);
    await sleep(SETTLE_MS);
    await first.end();
    await change(cluster, services, false);
    const after = dump(cluster);
    const second = cluster.startProxy();
    await second.synced();
    await sleep(SETTLE_MS);
    const last = dump(cluster);
    const rules = rulesOf(cluster, mode);
    await second.end();
    clients.end();
    servers.end();
    const dumps = [before, after, last] as const;
    return { counts: count(dumps), dumps, rules };
  });
}

function connect(
  clients: Awaited<ReturnType<typeof settle<PodsApi>>>,
  { service }: Backed,
  { nodePort }: Case,
): Promise<void> {
  const from = { network: "10.244.1", first: 10, last: 9 + EACH };
  const rate = { perSecond: 100, count: EACH };
  const datagrams = nodePort
    ? { address: ADDRESSES.node, port: nodePort }
    : { address: service.address, port: 8125 };
  return clients.call("send", [
    { kind: "datagram", from, to: [datagrams], ...rate },
    { kind: "hold", from, to: [{ address: service.address, port: 80 }], ...rate },
  ]);
}

/** The steps that a Deployment's pods and their EndpointSlice go through, one call of the API each. */
async function change(cluster: Cluster, services: readonly Backed[], running: boolean) {
  const { apply } = cluster.plane;
  for (const [place, one] of CASES.entries()) {
    const { service } = services[place]!;
    if (one.running !== running) continue;
    const leaving: Endpoint = { ...endpoints(firstPod(place))[0]!, terminating: true };
    const next = endpoints(firstPod(place) + 1);
    if (one.steps === "rollout") {
      await apply(setEndpoints(service, [leaving, ...next]));
      await apply(setEndpoints(service, next));
    } else if (one.steps === "zero") {
      await apply(setEndpoints(service, [leaving]));
      await apply(setEndpoints(service, []));
    } else if (one.steps === "deleted") {
      await apply(removeService(service), removeEndpoints(service));
    }
  }
}

const dump = ({ node }: Cluster): string => runIn(node, "conntrack", "-L");

/** A row's second `src=` is the pod that answers. */
function count(dumps: Leftovers["dumps"]): Leftover[] {
  return CASES.flatMap((one, place) => {
    const pod = endpoints(firstPod(place))[0]!.address;
    const of = (protocol: string) =>
      dumps.map(
        (text) =>
          text.split("\n").filter((row) => row.startsWith(protocol) && row.includes(` src=${pod} `))
            .length,
      ) as [number, number, number];
    return (["udp", "tcp"] as const).map((protocol) => ({
      case: one.id,
      protocol,
      entries: of(protocol),
    }));
  });
}
