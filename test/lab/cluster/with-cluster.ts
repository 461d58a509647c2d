/** A whole cluster for as long as some work takes. */

import type { Release } from "./components.ts";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";
import { ADDRESSES, type ClusterNode, makeClusterNode } from "./node.ts";
import { type KubeProxy, type Mode, startProxy } from "./proxy.ts";
import { type Backed, creation, foundations } from "./services.ts";

export interface Cluster extends ClusterNode {
  readonly plane: ControlPlane;
  /** Starts kube-proxy of this cluster's release and mode; the caller ends it. */
  startProxy(conntrack?: Readonly<Record<string, unknown>>): KubeProxy;
}

export async function withCluster<T>(
  release: Release,
  mode: Mode,
  services: readonly Backed[],
  work: (cluster: Cluster) => Promise<T>,
  inFirst = false,
): Promise<T> {
  const node = makeClusterNode(inFirst);
  try {
    const plane = await startControlPlane(node.back, ADDRESSES.plane);
    try {
      await plane.apply(...foundations(services));
      await plane.apply(...creation(services));
      return await work({
        ...node,
        plane,
        startProxy: (conntrack) =>
          startProxy({
            ...{ release, mode, namespace: node.node, folder: plane.folder },
            ...(conntrack ? { conntrack } : {}),
          }),
      });
    } finally {
      await plane.end();
    }
  } finally {
    node.remove();
  }
}
