import type { Facts } from "../facts/facts.ts";
import { settingsOf } from "../facts/settings.ts";
import { shortName } from "./text.ts";

/** Beside nf_conntrack's own: what bears on how many connections a node takes. */
const OTHERS: ReadonlySet<string> = new Set([
  "net.core.netdev_max_backlog",
  "net.core.somaxconn",
  "net.ipv4.conf.all.rp_filter",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.neigh.default.gc_thresh1",
  "net.ipv4.neigh.default.gc_thresh2",
  "net.ipv4.neigh.default.gc_thresh3",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_max_orphans",
  "net.ipv4.tcp_max_syn_backlog",
  "net.ipv4.tcp_max_tw_buckets",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_tw_reuse",
]);
/** What is counted there is no setting. */
const COUNTS = /(?:_count|\.expect)$/;
const MOST = 200;

/** The settings in force by which nodes are held against each other, in the order of their names. */
export function comparedSettings(facts: Facts): Record<string, string> {
  const all = [...settingsOf(facts)]
    .filter(
      ([name]) => OTHERS.has(name) || (/^net\.netfilter\.nf_\w+$/.test(name) && !COUNTS.test(name)),
    )
    .map(([name, { value }]) => [shortName(name), shortName(value.trim())] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(all.slice(0, MOST));
}
