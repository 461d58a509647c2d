import { found } from "../facts/facts.ts";
import type { SourceName } from "../parsers/index.ts";
import type { RuleOwner } from "../parsers/rule-owners.ts";
import { absent } from "./absent.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";

/** What a host is there for, so that advice fits it. */
export const HOST_KINDS = [
  "kubernetes",
  "docker",
  "open-vswitch",
  "router",
  "plain",
  "unknown",
] as const;
export type HostKind = (typeof HOST_KINDS)[number];

/** Whether a host of that kind may have what only Kubernetes has. */
export const mayBeKubernetes = (kind: HostKind): boolean =>
  kind === "kubernetes" || kind === "unknown";

/** Inputs that only a node of Kubernetes has. */
const OF_KUBERNETES: readonly SourceName[] = [
  "kube-proxy-metrics",
  "kube-proxy-config",
  "kube-proxy-mode",
  "kube-proxy-healthz",
  "kube-proxy-log",
  "cilium-metrics",
  "pods",
  "endpoints",
];
/** Collectors that are for such nodes only. */
const COLLECTORS = new Set([
  "eks",
  "retina",
  "calico",
  "cilium",
  "openshift",
  "rancher",
  "troubleshoot",
]);
const KUBERNETES_RULES: readonly RuleOwner[] = ["kube-proxy", "kubelet", "cilium", "calico"];
const ROUTERS = /^(?:openwrt|lede|vyos|edgeos|ubios|dd-wrt|turris)/i;
/** What the makers of routers call their kernels. */
const ROUTER_KERNELS = /brcm(?:arm|mips)|ubnt|vyos/i;
const BY_KUBECTL = /(?:^|[\s;|&(])(?:kubectl|oc|crictl) /;

/** The first thing of the evidence that shows it, in the order of how sure it is. */
function shown({ facts }: SignalContext): Reading | null {
  const is = (kind: HostKind, entry: string, line = 1) => reading(kind, at(entry, line));
  for (const source of OF_KUBERNETES) {
    const [one] = found(facts, source);
    if (one !== undefined) return is("kubernetes", one.entry);
  }
  const all = Object.values(facts).flat();
  const collected = all.find(
    ({ origin }) => COLLECTORS.has(origin.layout) || BY_KUBECTL.test(origin.command ?? ""),
  );
  if (collected !== undefined) return is("kubernetes", collected.entry);
  const rules = [...found(facts, "iptables-save"), ...found(facts, "nft-ruleset")];
  const owned = (owners: readonly RuleOwner[], kind: HostKind): Reading | null => {
    for (const { entry, fact } of rules)
      for (const owner of owners) {
        const line = fact.owners.get(owner);
        if (line !== undefined) return is(kind, entry, line);
      }
    return null;
  };
  const kubernetes = owned(KUBERNETES_RULES, "kubernetes");
  if (kubernetes !== null) return kubernetes;
  for (const { entry, fact } of found(facts, "os-release"))
    if (fact.id !== null && ROUTERS.test(fact.id.value)) return is("router", entry, fact.id.line);
  for (const { entry, fact } of found(facts, "kernel-version"))
    if (ROUTER_KERNELS.test(fact.release)) return is("router", entry, fact.line);
  const others = owned(["openwrt"], "router") ?? owned(["openstack"], "open-vswitch");
  if (others !== null) return others;
  const docker = owned(["docker"], "docker");
  if (docker !== null) return docker;
  const [ruleset] = rules;
  return ruleset === undefined || ruleset.origin.reduced !== null || ruleset.fact.cut
    ? null
    : is("plain", ruleset.entry);
}

/** OpenWrt sets some timeouts itself, which are its defaults. */
export const isOpenWrt = ({ facts }: Pick<SignalContext, "facts">): boolean =>
  found(facts, "os-release").some(({ fact }) => /^(?:openwrt|lede)/i.test(fact.id?.value ?? "")) ||
  [...found(facts, "iptables-save"), ...found(facts, "nft-ruleset")].some(({ fact }) =>
    fact.owners.has("openwrt"),
  );

/** Unknown is one of the kinds, so that advice may be for it. */
function kind(context: SignalContext): Reading {
  const one = shown(context);
  if (one !== null) return one;
  const [first] = Object.values(context.facts).flat();
  return first === undefined
    ? absent(context.facts, "iptables-save")
    : reading("unknown", at(first.entry, 1));
}

export const HOST_KIND_SIGNALS = {
  "host.kind": {
    unit: "name",
    title: "what the host is used for",
    command: "iptables-save | grep -oE '^:(KUBE|DOCKER|cali|CILIUM|neutron)' | sort | uniq -c",
    read: kind,
  },
} as const satisfies Record<string, Signal>;
