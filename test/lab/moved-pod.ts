import { NETWORKS, SERVICES, SESSIONS } from "./cluster.ts";
import type { LabNode } from "./lab-node.ts";

const MOVED = { ...SESSIONS, endpoints: [`${NETWORKS.backends}.152`] };

/** The only pod of {@link SESSIONS} is gone, and kube-proxy's rules name the one that replaces it. */
export async function moveSessions(node: LabNode): Promise<void> {
  for (const pod of SESSIONS.endpoints) node.lose(pod);
  await node.proxy.call("apply", [...SERVICES.filter((service) => service !== SESSIONS), MOVED]);
}
