import type { Use } from "../attribution/uses.ts";
import { formatNumber } from "../format.ts";
import type { Remedy } from "./cause.ts";

/** The larger limit, with buckets to go with it, on this node now and where kube-proxy would undo it. */
export const raiseLimit: Remedy = {
  title: "Raise the limit to {sizing.max:counted}, and the hash buckets with it",
  commands: [
    "sysctl -w net.netfilter.nf_conntrack_max={sizing.max:raw}",
    "echo {sizing.buckets:raw} > /sys/module/nf_conntrack/parameters/hashsize",
    "# to last, in kube-proxy's configuration: conntrack.maxPerCore: {sizing.maxPerCore:raw}",
  ],
  risk: "A full table of that size takes {sizing.memory} of kernel memory. kube-proxy writes its own value when it starts, so set it there as well.",
  change: { limit: "sizing.max" },
};

/**
 * A shorter timeout, offered only below the present one by the engine's own count of what it frees. The
 * risk is one sentence.
 */
export const lowerTimeout = (name: string, seconds: number, risk: string): Remedy => ({
  title: `Lower net.netfilter.${name} to ${formatNumber(seconds)} s`,
  commands: [`sysctl -w net.netfilter.${name}=${seconds}`],
  risk: `${risk} Entries that exist keep their old timeout until their next packet.`,
  change: { timeout: name, seconds },
});

/** A change in the programs, after which entries of these uses no longer come to be. */
export const avoid = (
  title: string,
  uses: readonly Use[],
  risk: string,
  commands: readonly string[] = [],
): Remedy => ({
  title,
  commands,
  risk,
  change: { avoids: uses },
});

export const KERNEL_SYSCTLS = "kernel: Documentation/networking/nf_conntrack-sysctl.rst";
export const KERNEL_CORE = "kernel: net/netfilter/nf_conntrack_core.c";
export const KUBE_PROXY_CONNTRACK = "kubernetes: cmd/kube-proxy/app/conntrack.go";
