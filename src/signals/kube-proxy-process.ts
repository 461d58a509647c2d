import { found, latest } from "../facts/facts.ts";
import type { SourceName } from "../parsers/index.ts";
import { absent } from "./absent.ts";
import { HOST_KIND_SIGNALS } from "./host-kind.ts";
import { at, type Reading, reading, type Signal, type SignalContext } from "./signal.ts";

/** What only a kube-proxy that runs, or that ran lately, gives. */
const OF_KUBE_PROXY: readonly SourceName[] = [
  "kube-proxy-metrics",
  "kube-proxy-mode",
  "kube-proxy-healthz",
  "kube-proxy-log",
  "kube-proxy-config",
];

/** The first rule or chain of kube-proxy's own; null where there is none. */
function rulesOf({ facts }: SignalContext): Reading | null {
  for (const { entry, fact } of [
    ...found(facts, "iptables-save"),
    ...found(facts, "nft-ruleset"),
  ]) {
    const line = fact.owners.get("kube-proxy");
    if (line !== undefined) return reading(true, at(entry, line));
  }
  return null;
}

/**
 * That nothing of kube-proxy answers and no process of that name runs, as root saw it in the machine's own
 * namespace: a port that takes the request and is late is kube-proxy's all the same.
 */
function isGone({ facts }: SignalContext): boolean {
  const manifest = latest(facts, "manifest")?.fact;
  if (manifest === undefined || manifest.uid !== 0 || manifest.netns !== manifest.netnsOfPid1)
    return false;
  const reasons = (pattern: RegExp): string[] =>
    manifest.files.filter(({ path }) => pattern.test(path)).map(({ reason }) => reason ?? "");
  const asked = reasons(/kube-proxy-(?:metrics|mode|healthz)\.txt$/);
  const configured = reasons(/kube-proxy-config\.txt$/);
  return (
    asked.length > 0 &&
    asked.every((reason) => /refused|\(7\)/.test(reason)) &&
    configured.some((reason) => /no configuration of kube-proxy/.test(reason))
  );
}

function running(context: SignalContext): Reading {
  const { facts } = context;
  for (const source of OF_KUBE_PROXY) {
    const [one] = found(facts, source);
    if (one !== undefined) return reading(true, at(one.entry, 1));
  }
  const manifest = latest(facts, "manifest");
  if (manifest !== null && isGone(context)) return reading(false, at(manifest.entry, 1));
  const rules = rulesOf(context);
  if (rules !== null) return rules;
  const kind = HOST_KIND_SIGNALS["host.kind"].read(context);
  if (kind.value !== null && kind.value !== "kubernetes" && kind.value !== "unknown")
    return { ...kind, value: false };
  // the rules of IPv6 alone say nothing
  const ruleset = found(facts, "iptables-save").find(({ entry }) => !entry.includes("ip6"));
  return ruleset === undefined || ruleset.fact.cut || ruleset.origin.reduced !== null
    ? absent(facts, "kube-proxy-metrics")
    : reading(false, at(ruleset.entry, 1));
}

function leftover(context: SignalContext): Reading {
  const rules = rulesOf(context);
  if (rules !== null) {
    const answers = OF_KUBE_PROXY.some((source) => found(context.facts, source).length > 0);
    // whether a process of it runs, only our collector tells
    return answers || latest(context.facts, "manifest") !== null
      ? ({ ...rules, value: !answers && isGone(context) } as Reading)
      : absent(context.facts, "kube-proxy-metrics");
  }
  const ruleset = [
    ...found(context.facts, "iptables-save"),
    ...found(context.facts, "nft-ruleset"),
    ...found(context.facts, "ipvs-services"),
  ].find(({ entry }) => !entry.includes("ip6"));
  return ruleset === undefined
    ? absent(context.facts, "iptables-save")
    : reading(false, at(ruleset.entry, 1));
}

export const KUBE_PROXY_PROCESS_SIGNALS = {
  "kubeProxy.running": {
    unit: "yes/no",
    title: "kube-proxy runs on this host",
    command: "pgrep -a kube-proxy",
    read: running,
  },
  "kubeProxy.leftoverRules": {
    unit: "yes/no",
    title: "rules of kube-proxy without a kube-proxy",
    command: "pgrep -a kube-proxy; iptables-save | grep '^:KUBE-' | head -3",
    read: leftover,
  },
} as const satisfies Record<string, Signal>;
