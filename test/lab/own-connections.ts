import { NETWORKS, NODE_ADDRESS } from "./cluster.ts";
import type { Addresses, Target } from "./flows.ts";

/** The node itself, as a client. */
export const NODE_ITSELF: Addresses = {
  network: NODE_ADDRESS.slice(0, NODE_ADDRESS.lastIndexOf(".")),
  first: Number(NODE_ADDRESS.slice(NODE_ADDRESS.lastIndexOf(".") + 1)),
  last: Number(NODE_ADDRESS.slice(NODE_ADDRESS.lastIndexOf(".") + 1)),
};

/** Something of the outside that the node calls, such as a registry. */
export const REGISTRY: Target = { address: `${NETWORKS.outsideServers}.10`, port: 443 };
