/**
 * One lab node: three namespaces in a row, pods – node – backends, without any way out of them.
 *
 * The node forwards between the two others and is the only one that tracks connections. All of its
 * clients, also those "outside" the cluster, speak from the pods' namespace: what the table holds
 * are addresses, not links.
 */
import type { BackendsApi } from "./backends.ts";
import type { Books } from "./books.ts";
import { atExit } from "./cleanup.ts";
import { LOST_NODE_ADDRESS, NETWORKS, NODE_ADDRESS, ROUTER_ADDRESS } from "./cluster.ts";
import type { Flow } from "./flows.ts";
import type { KubeProxyApi } from "./kube-proxy.ts";
import {
  makeFreshNamespace,
  makeNamespace,
  nameFirstNamespace,
  nextNodeName,
} from "./namespaces.ts";
import type { PodsApi } from "./pods.ts";
import { type Api, type Resident, settle } from "./resident.ts";
import { ipBatch, runIn, setSysctls } from "./shell.ts";

/** What kube-proxy writes at its start. */
const KUBE_PROXY_TIMEOUTS = {
  "net.netfilter.nf_conntrack_tcp_timeout_established": 86_400,
  "net.netfilter.nf_conntrack_tcp_timeout_close_wait": 3_600,
};

/** A link address that nobody has. */
const NOBODY = "02:00:00:00:de:ad";

const POD_LINK = { node: "10.244.0.1", pods: "10.244.0.2" };

/** The three namespaces of a lab node. */
export type Place = "node" | "pods" | "back";

export interface LabNode {
  /** The node's network namespace, where the collector runs. */
  readonly namespace: string;
  /** The names of all three. */
  readonly at: Readonly<Record<Place, string>>;
  readonly proxy: Resident<KubeProxyApi>;
  readonly backends: Resident<BackendsApi>;
  /** Sends traffic; resolves when every flow with a count has ended. */
  send(flows: readonly Flow[]): Promise<void>;
  /** The clients' own process, for what is no flow. */
  readonly clients: Resident<PodsApi>;
  books(): Promise<Books>;
  /** Sets values of /proc/sys in the node's namespace. */
  set(values: Readonly<Record<string, number>>): void;
  /** Starts one more process of this folder, on the node itself unless told otherwise. */
  start<A extends Api>(file: string, place?: string): Promise<Resident<A>>;
  /** One more namespace of this machine, such as a pod's, of which the kernel log knows nothing. */
  addNamespace(suffix: string): string;
  /** What the collector finds in /etc/sysctl.d, by file name; none means the machine's own files. */
  readonly sysctlFiles: Map<string, string>;
  /** The pod at `address` is gone: what is sent to it leaves the node and is never answered. */
  lose(address: string): void;
  remove(): void;
}

/** `isFirst`: the node is the kernel's first namespace, which alone shows what is one for the whole kernel. */
export async function makeLabNode(isFirst = false): Promise<LabNode> {
  const name = nextNodeName();
  const node = (isFirst ? nameFirstNamespace : makeFreshNamespace)(`${name}-node`);
  const pods = makeNamespace(`${name}-pods`);
  const back = makeNamespace(`${name}-back`);
  wire(node.name, pods.name, back.name);
  const [proxy, clients, backends] = await Promise.all([
    settle<KubeProxyApi>(node.name, "kube-proxy.ts"),
    settle<PodsApi>(pods.name, "pods.ts"),
    settle<BackendsApi>(back.name, "backends.ts"),
  ]);
  const parts = [clients.end, proxy.end, backends.end, node.remove, pods.remove, back.remove];
  return {
    namespace: node.name,
    at: { node: node.name, pods: pods.name, back: back.name },
    proxy,
    backends,
    clients,
    sysctlFiles: new Map(),
    send: (flows) => clients.call("send", flows),
    books: () => clients.call("books"),
    set: (values) => setSysctls(node.name, values),
    start: async (file, place = node.name) => {
      const resident = await settle(place, file);
      parts.unshift(resident.end);
      return resident as never;
    },
    addNamespace: (suffix) => {
      const added = makeFreshNamespace(`${name}-${suffix}`);
      parts.push(added.remove);
      return added.name;
    },
    lose: (address) => ipBatch(node.name, [`route add ${address}/32 via ${LOST_NODE_ADDRESS}`]),
    remove: atExit(() => {
      for (const part of parts) part();
    }),
  };
}

function wire(node: string, pods: string, back: string): void {
  ipBatch(node, [
    `link add cni0 type veth peer name eth0 netns ${pods}`,
    `link add eth0 type veth peer name eth0 netns ${back}`,
    "link set lo up",
    "link set cni0 up",
    "link set eth0 up",
    `address add ${POD_LINK.node}/30 dev cni0`,
    `address add ${NODE_ADDRESS}/24 dev eth0`,
    `neighbour add ${LOST_NODE_ADDRESS} lladdr ${NOBODY} dev eth0 nud permanent`,
    `route add ${NETWORKS.pods}.0/24 via ${POD_LINK.pods}`,
    `route add ${NETWORKS.outsideClients}.0/24 via ${POD_LINK.pods}`,
    `route add ${NETWORKS.backends}.0/24 via ${ROUTER_ADDRESS}`,
    `route add ${NETWORKS.outsideServers}.0/24 via ${ROUTER_ADDRESS}`,
    `route add ${NETWORKS.lost}.0/24 via ${LOST_NODE_ADDRESS}`,
  ]);
  ipBatch(pods, [
    "link set lo up",
    "link set eth0 up",
    `address add ${POD_LINK.pods}/30 dev eth0`,
    `route add default via ${POD_LINK.node}`,
    `route add local ${NETWORKS.pods}.0/24 dev lo`,
    `route add local ${NETWORKS.outsideClients}.0/24 dev lo`,
  ]);
  ipBatch(back, [
    "link set lo up",
    "link set eth0 up",
    `address add ${ROUTER_ADDRESS}/24 dev eth0`,
    `route add default via ${NODE_ADDRESS}`,
    `route add local ${NETWORKS.backends}.0/24 dev lo`,
    `route add local ${NETWORKS.outsideServers}.0/24 dev lo`,
  ]);
  setSysctls(node, {
    "net.ipv4.ip_forward": 1,
    "net.ipv4.conf.all.rp_filter": 0,
    "net.ipv4.conf.default.rp_filter": 0,
    ...KUBE_PROXY_TIMEOUTS,
  });
  // All clients and all servers share one TCP stack each, so its queues must not be the bottleneck.
  setSysctls(back, { "net.core.somaxconn": 8192, "net.ipv4.tcp_max_syn_backlog": 8192 });
  runIn(pods, "sysctl", "-q", "-w", "net.ipv4.ip_local_port_range=10240 65001");
}
