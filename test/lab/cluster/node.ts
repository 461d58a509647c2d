/**
 * A node of the cluster: three namespaces in a row, pods – node – back, without any way out of them.
 * The API server and the pods of other nodes are in the last; the node alone tracks connections.
 */
import { atExit } from "../cleanup.ts";
import { makeFreshNamespace, makeNamespace, type Namespace, nextNodeName } from "../namespaces.ts";
import { ipBatch, run, setSysctls } from "../shell.ts";

export const ADDRESSES = {
  node: "10.0.0.11",
  /** Where the API server and the router to all else are. */
  plane: "10.0.0.1",
  podCidr: "10.244.1.0/24",
  /** Pods of other nodes. */
  backends: "10.244.2",
} as const;

export interface ClusterNode {
  readonly node: string;
  readonly pods: string;
  readonly back: string;
  remove(): void;
}

/** With `first` the node is the first namespace of this kernel, where alone the limit can be written. */
export function makeClusterNode(first = false): ClusterNode {
  const name = nextNodeName();
  const node = first ? nameFirst(`${name}-node`) : makeFreshNamespace(`${name}-node`);
  const pods = makeNamespace(`${name}-pods`);
  const back = makeNamespace(`${name}-back`);
  wire(node.name, pods.name, back.name);
  return {
    node: node.name,
    pods: pods.name,
    back: back.name,
    remove: atExit(() => {
      for (const part of [node, pods, back]) part.remove();
    }),
  };
}

function nameFirst(name: string): Namespace {
  run("ip", ["netns", "attach", name, "1"]);
  return { name, remove: atExit(() => run("ip", ["netns", "del", name])) };
}

function wire(node: string, pods: string, back: string): void {
  const { podCidr, backends, plane } = ADDRESSES;
  ipBatch(node, [
    `link add cni0 type veth peer name eth0 netns ${pods}`,
    `link add eth0 type veth peer name eth0 netns ${back}`,
    "link set lo up",
    "link set cni0 up",
    "link set eth0 up",
    "address add 10.244.1.1/30 dev cni0",
    `address add ${ADDRESSES.node}/24 dev eth0`,
    `route add ${podCidr} via 10.244.1.2`,
    `route add ${backends}.0/24 via ${plane}`,
    `route add default via ${plane}`,
  ]);
  ipBatch(pods, [
    "link set lo up",
    "link set eth0 up",
    "address add 10.244.1.2/30 dev eth0",
    "route add default via 10.244.1.1",
    `route add local ${podCidr} dev lo`,
  ]);
  ipBatch(back, [
    "link set lo up",
    "link set eth0 up",
    `address add ${plane}/24 dev eth0`,
    `route add default via ${ADDRESSES.node}`,
    `route add local ${backends}.0/24 dev lo`,
  ]);
  setSysctls(node, { "net.ipv4.ip_forward": 1, "net.ipv4.conf.all.rp_filter": 0 });
  setSysctls(back, { "net.core.somaxconn": 8192 });
}
