import type { Use } from "../attribution/uses.ts";
import { formatNumber } from "../format.ts";
import { HOST_KINDS, mayBeKubernetes } from "../signals/host-kind.ts";
import type { SignalWith } from "../signals/index.ts";
import type { Remedy, RemedyChange, Test } from "./cause.ts";

/** A part of kube-proxy's configuration: one text, which is copied as one. */
export const kubeProxyConfig = (...lines: readonly string[]): string =>
  ["# KubeProxyConfiguration", ...lines].join("\n");

/**
 * A shorter timeout, offered only below the present one by the engine's own count of what it frees. The
 * risk is one sentence.
 */
export const lowerTimeout = (name: string, seconds: number, risk: string): Remedy => ({
  title: `Lower net.netfilter.${name} to ${formatNumber(seconds)} s`,
  class: "now",
  commands: [`sysctl -w net.netfilter.${name}=${seconds}`],
  risk: `${risk} Entries that exist keep the time they have left until their next packet.`,
  change: { timeout: name, seconds },
});

/** Where Kubernetes may be: advice for its pods fits. */
export const MAYBE_KUBERNETES: readonly Test[] = HOST_KINDS.filter(
  (kind) => !mayBeKubernetes(kind),
).map((kind) => ["host.kind", "!=", kind]);
/** Where it is not. */
export const NO_KUBERNETES: readonly Test[] = HOST_KINDS.filter(mayBeKubernetes).map((kind) => [
  "host.kind",
  "!=",
  kind,
]);

/** A change in the programs, after which entries of these uses no longer come to be. */
export const avoid = (
  title: string,
  uses: readonly Use[],
  risk: string,
  commands: readonly string[] = [],
): Remedy => ({
  title,
  class: "fix",
  commands,
  risk,
  change: { avoids: uses },
});

/** NOTRACK rules for packets that pass and that this host itself sends: to insert or to delete. */
export const NOTRACK_RULE = (how: "I" | "D", packets: string): string[] =>
  ["PREROUTING", "OUTPUT"].map((chain) => `iptables -t raw -${how} ${chain} ${packets} -j NOTRACK`);

/** Prints the commands that remove its NOTRACK rules of a port, to be read first. */
export const removeNotrack = (port: string): string =>
  `iptables-save -t raw | grep -iE 'notrack' | grep -E 'port ${port}( |$)' | sed 's/^-A/iptables -t raw -D/'   # prints the commands that remove it`;

const CUTS =
  "Those in use are deleted as well: behind a Service or address translation they break at their next packet, and clients have to reconnect.";

/** Deletes what open connections hold at one destination, in use or not: rows do not let themselves be chosen by time. */
export const deleteOpenTo = (destination: SignalWith<string>, change: RemedyChange): Remedy => ({
  title: `Delete the entries of open connections to {${destination}}`,
  class: "now",
  commands: [
    `conntrack -D -p tcp --orig-dst {${destination}:address} --orig-port-dst {${destination}:port} --state ESTABLISHED`,
  ],
  risk: CUTS,
  change,
});

/**
 * Deletes what idle connections hold at one destination, or from one source where no destination stands out. A
 * timeout does not: it holds from an entry's next packet on, and these have none.
 */
export const DELETE_IDLE: readonly Remedy[] = [
  deleteOpenTo("use.idle-established.topDestination", { clears: "idle-established" }),
  {
    title: "Delete the entries of open connections from {use.idle-established.topSource}",
    class: "now",
    commands: [
      "conntrack -D -p tcp --orig-src {use.idle-established.topSource:address} --state ESTABLISHED",
    ],
    risk: CUTS,
    change: { clears: "idle-established", of: "source" },
    when: [["use.idle-established.topDestination.share", "<", 0.05]],
  },
];

export const KERNEL_SYSCTLS = "kernel: Documentation/networking/nf_conntrack-sysctl.rst";
export const KERNEL_CORE = "kernel: net/netfilter/nf_conntrack_core.c";
export const KUBE_PROXY_CONNTRACK = "kubernetes: cmd/kube-proxy/app/conntrack.go";
