import { type Facts, found, latest } from "../facts/facts.ts";
import { sysctlNumber } from "../parsers/sysctl.ts";
import { absent } from "./absent.ts";
import { firstKnown } from "./combine.ts";
import { fromFact } from "./from-facts.ts";
import type { Reading, SignalContext } from "./signal.ts";

/** What settings of connection tracking are called first. */
export const PREFIX = "net.netfilter.";
/** How a person reads one of them. */
export const SYSCTL = (name: string): string => `sysctl ${PREFIX}${name}`;

/** A sysctl below `net.netfilter.`, or one of its older spellings. */
export function setting(context: SignalContext, ...names: string[]): Reading {
  return fromFact(context, "sysctl", ({ fact }) => sysctlNumber(fact, ...names));
}

/** The limit, by all its names. */
export const MAX_NAMES = [
  "net.netfilter.nf_conntrack_max",
  "net.nf_conntrack_max",
  "net.ipv4.netfilter.ip_conntrack_max",
  "net.ipv4.ip_conntrack_max",
];

/** The limit that somebody set after the last count, which was under another one. */
export function limitSetSince(facts: Facts): number | null {
  const later = found(facts, "sysctl").find(({ origin }) => origin.isAfterCount);
  return later === undefined ? null : (sysctlNumber(later.fact, ...MAX_NAMES)?.value ?? null);
}

/** The newest value of a metric of node_exporter. */
export const metric = (context: SignalContext, name: string): Reading =>
  fromFact(context, "node-metrics", ({ fact }) => fact.series.get(name)?.at(-1) ?? null);

/** The limit. 0 stood for "none" up to Linux 6.12. */
export function max(context: SignalContext): Reading {
  const live = setting(context, ...MAX_NAMES);
  if (found(context.facts, "sysctl").some(({ origin }) => origin.isLimitOpen))
    return absent(
      context.facts,
      "sysctl",
      "the evidence has several limits, and nothing tells which of them is in effect",
    );
  if (live.value === 0)
    return absent(context.facts, "sysctl", "nf_conntrack_max is 0: no limit is set");
  const scraped = metric(context, "node_nf_conntrack_entries_limit");
  return live.value === null && scraped.value === 0
    ? absent(context.facts, "node-metrics", "node_nf_conntrack_entries_limit is 0: no limit is set")
    : firstKnown(live, scraped);
}

export const buckets = (context: SignalContext): Reading =>
  setting(context, "net.netfilter.nf_conntrack_buckets", "module.nf_conntrack.hashsize");

/** The defaults that nobody chose: the kernel's, and kube-proxy's for this number of CPUs. */
export function maxIsDefault(context: SignalContext): Reading {
  const limit = max(context);
  if (limit.value === null) return limit;
  const cpus = latest(context.facts, "cpus")?.fact.cpus ?? 0;
  // older kernels log what they chose when the module was loaded
  const loaded = latest(context.facts, "kernel-log")?.fact.loaded?.max ?? 0;
  const defaults = [65_536, 131_072, 262_144, 32_768 * cpus, loaded];
  return { ...limit, value: defaults.includes(Number(limit.value)) };
}
