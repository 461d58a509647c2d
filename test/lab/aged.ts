import type { Flow } from "./flows.ts";
import type { LabNode } from "./lab-node.ts";

export interface Timeout {
  /** The sysctl's name after `nf_conntrack_`. */
  readonly name: string;
  readonly seconds: number;
}

/** One day, as kube-proxy sets it. */
export const KUBE_PROXY_ESTABLISHED: Timeout = { name: "tcp_timeout_established", seconds: 86_400 };

/** The kernel's own five days. */
export const KERNEL_ESTABLISHED: Timeout = { name: "tcp_timeout_established", seconds: 432_000 };

const PREFIX = "net.netfilter.nf_conntrack_";

/**
 * Sends flows whose entries look as if their last packet were `idleSeconds` ago.
 *
 * A changed timeout holds for packets that come later only. So a timeout that is shorter by
 * `idleSeconds` while these flows are made leaves the very entries that flows idle for that long
 * would have, under a `timeout` that has been in force all the time.
 */
export async function sendAged(
  node: LabNode,
  timeout: Timeout,
  idleSeconds: number,
  flows: readonly Flow[],
): Promise<void> {
  node.set({ [`${PREFIX}${timeout.name}`]: timeout.seconds - idleSeconds });
  await node.send(flows);
  node.set({ [`${PREFIX}${timeout.name}`]: timeout.seconds });
}
