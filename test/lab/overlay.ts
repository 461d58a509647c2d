/** A VXLAN network between the node and another one, which lives with the backends. */
import { NETWORKS, NODE_ADDRESS } from "./cluster.ts";
import type { LabNode } from "./lab-node.ts";
import { ipBatch } from "./shell.ts";

/** The port that flannel uses, and Linux before it was assigned another. */
export const VXLAN_PORT = 8472;

/** The other node's own address. */
export const REMOTE_NODE = "10.0.0.13";

const LINK = { node: "10.245.0.1", remote: "10.245.0.2" };

/** Brings the pods of {@link NETWORKS.remote} within reach, by tunnel only. */
export function joinOverlay({ at }: LabNode): void {
  const vxlan = (local: string, remote: string): string =>
    `link add flannel.1 type vxlan id 1 local ${local} remote ${remote} dev eth0 dstport ${VXLAN_PORT}`;
  ipBatch(at.node, [
    vxlan(NODE_ADDRESS, REMOTE_NODE),
    "link set flannel.1 up",
    `address add ${LINK.node}/30 dev flannel.1`,
    `route add ${NETWORKS.remote}.0/24 via ${LINK.remote}`,
  ]);
  ipBatch(at.back, [
    `address add ${REMOTE_NODE}/24 dev eth0`,
    vxlan(REMOTE_NODE, NODE_ADDRESS),
    "link set flannel.1 up",
    `address add ${LINK.remote}/30 dev flannel.1`,
    `route add local ${NETWORKS.remote}.0/24 dev lo`,
    // What these pods answer goes back through the tunnel, unlike what the other backends answer.
    `rule add from ${NETWORKS.remote}.0/24 lookup 100`,
    `route add default via ${LINK.node} dev flannel.1 table 100`,
  ]);
}
