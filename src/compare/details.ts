import { type Facts, found, latest } from "../facts/facts.ts";
import { settingsOf } from "../facts/settings.ts";
import type { NotrackRule, RulesetFact, ServiceRule } from "../parsers/ruleset.ts";
import { BY_COMMAND } from "../parsers/sysctl-files.ts";

/** A Service as the rules serve it. */
export interface Served {
  endpoints: ReadonlySet<string>;
  /** False where it may have endpoints that could not be read. */
  whole: boolean;
}

/** What a comparison needs of a subject's facts beside its analysis. */
export interface Details {
  /** By name, as they are written; null where none was taken. */
  settings: ReadonlyMap<string, string> | null;
  /** By name, or by address where no comment names it; null without the node's rules. */
  services: ReadonlyMap<string, Served> | null;
  /** The rules may be cut: then what is not in them may be there. */
  rulesCut: boolean;
  notrack: readonly string[] | null;
  /** Entries of the table for one row at hand. */
  scale: number;
  /** The rows were cut off. */
  rowsCut: boolean;
}

/** Readings that sysctl shows as well, and what the kernel draws at random: what they are is no setting. */
const READINGS =
  /conntrack_count$|^fs\.(?:(?:file|inode|aio)-nr|(?:inode|dentry)-state|quota\.)|^kernel\.(?:hostname|ns_last_pid|tainted|pty\.nr|perf_event_max_sample_rate|random\.(?:uuid|boot_id|entropy_avail)|sched_domain\.)|^net\.(?:core\.netdev_rss_key|ipv4\.tcp_fastopen_key)$/;

export function detailsOf({ facts, scale }: { facts: Facts; scale: number }): Details {
  const all = [
    ...found(facts, "iptables-save"),
    ...found(facts, "nft-ruleset"),
    ...found(facts, "ipvs-services"),
  ];
  // one list may show what another cannot read: what has no Service is not missed beside one that has
  const having = all.filter(({ fact }) => fact.services.length > 0);
  const rulesets = having.length > 0 ? having : all;
  const rules = rulesets.map(({ fact }) => fact);
  const isPart = rulesets.some(({ origin }) => origin.reduced !== null || origin.elided);
  const settings = settingsIn(facts);
  return {
    settings: settings.size === 0 ? null : settings,
    services: rules.length === 0 ? null : servicesIn(rules),
    rulesCut: isPart || rules.some(({ cut }) => cut),
    notrack: all.length === 0 ? null : notrackIn(all.map(({ fact }) => fact)),
    scale,
    rowsCut: found(facts, "conntrack-table").some(
      ({ origin: { reduced, elided } }) => elided || reduced === "cut" || reduced === "sampled",
    ),
  };
}

/** Those in force, what kube-proxy is configured with, and what sysctl files ask for at boot. */
function settingsIn(facts: Facts): Map<string, string> {
  const settings = new Map<string, string>();
  for (const [name, { value }] of settingsOf(facts))
    if (!READINGS.test(name)) settings.set(name, value.replace(/\s+/g, " "));
  for (const [key, { value }] of latest(facts, "kube-proxy-config")?.fact.values ?? [])
    settings.set(`kube-proxy's ${key}`, value);
  for (const [name, { value, file }] of latest(facts, "sysctl-files")?.fact.settings ?? [])
    if (file !== BY_COMMAND && /conntrack/.test(name)) settings.set(`${name} in a file`, value);
  return settings;
}

/** iptables-save and nft may show the same rules, of which only the first has kube-proxy's comments. */
function servicesIn(rules: readonly RulesetFact[]): Map<string, Served> {
  const byAddress = new Map<string, { name: string; endpoints: Set<string>; whole: boolean }>();
  for (const { services } of rules)
    for (const rule of services) {
      const address = addressOf(rule);
      const known = byAddress.get(address);
      const one = known ?? {
        name: rule.name ?? address,
        endpoints: new Set<string>(),
        whole: true,
      };
      if (rule.name !== null) one.name = rule.name;
      for (const { address: to, port } of rule.endpoints) one.endpoints.add(`${to}:${port}`);
      one.whole = one.whole && !rule.cut;
      byAddress.set(address, one);
    }
  const result = new Map<string, Served>();
  // its ClusterIP, its external addresses and its NodePort are one Service
  for (const { name, endpoints, whole } of byAddress.values()) {
    const known = result.get(name);
    result.set(name, {
      endpoints: new Set([...(known?.endpoints ?? []), ...endpoints]),
      whole: whole && (known?.whole ?? true),
    });
  }
  return result;
}

const addressOf = ({ address, port, protocol }: ServiceRule): string =>
  `${address ?? "NodePort"}:${port}/${protocol}`;

const notrackIn = (rules: readonly RulesetFact[]): string[] =>
  [...new Set(rules.flatMap(({ notrack }) => notrack.map(textOf)))].sort();

function textOf({ chain, protocol, source, destination, sport, dport }: NotrackRule): string {
  const ports = (range: NotrackRule["sport"]) => range?.join("-") ?? "any";
  return `${chain} ${protocol ?? "any"} ${source ?? "any"}:${ports(sport)} to ${destination ?? "any"}:${ports(dport)}`;
}
