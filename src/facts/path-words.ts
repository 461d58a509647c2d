const list = (text: string): string[] => text.split(" ");
/** Words that say when, by the order in which they follow one another. */
export const WHEN = new Map<string, string>([
  ...list(
    "start before first pre begin old early earlier vorher prior initial yesterday gestern",
  ).map((word) => [word, "0"] as const),
  ...list("during mid middle while").map((word) => [word, "1"] as const),
  ...list("end after second post finish final new late later nachher last now today heute").map(
    (word) => [word, "2"] as const,
  ),
  ...["monday tuesday wednesday thursday friday saturday sunday", "mon tue wed thu fri sat sun"]
    .concat("morning noon afternoon evening night")
    .flatMap((names) => list(names).map((word, at) => [word, `1 ${pad(at)}`] as const)),
]);
/** Of these the words that people put to a machine's name: `edge-before`, `edge-after`. */
export const BESIDE = new Set(
  list("start before pre begin earlier vorher during end after post finish later nachher"),
);
/** Words that count moments: `day1`, `run-2`, `t0`, `s1`. */
export const UNITS = new Set(
  list(
    "s t day week hour minute min sec time sample run round snapshot snap try attempt pass iter",
  ),
);

/** Words that say what a file holds, and never whose it is. */
export const WHAT: ReadonlySet<string> = new Set(
  list(
    "scrape scrapes sample samples shot snapshot snap take try part attempt run round iteration screenshot excerpt paste pasted attachment comment reply mail issue incident alert " +
      "a c e l s n v o x ct nfct contrack connection connections flow flows entries conntrack conntrack6 ct4 ct6 nf ip ip4 ip6 ipv4 ipv6 inet inet4 inet6 v4 v6 tcp tcp6 udp6 udp icmp sctp all sysctl sysctls sysctla dmesg kern kernel log logs logread " +
      "messages syslog journal journalctl journald table tables dump dumps list count counts max stat stats statistics counters netstat nstat " +
      "snmp snmp6 ss summary listen listening iptables ip6tables save rules ruleset nft nftables nat filter raw mangle ipvs ipvsadm ln lcn " +
      "ethtool uname version uptime cpuinfo meminfo os release slabinfo sockstat sockstat6 softnet dev arp cache ndisc proc sys net netfilter " +
      "etc var tmp opt run usr lib root home data output outputs out txt text json log1 gz tar tgz txz tbz tbz2 tzst zip bz2 xz zst csv conf config d out metrics prom prometheus node exporter kube " +
      "kubernetes proxy coredns cilium calico pods endpoints endpointslices services lsmod lscpu free date hostname info system host kernel " +
      "network networking firewall commands sos sosreport strings reports once collected capture captures evidence ticket case bundle report input inputs extended " +
      "answer answers ask full current human boot current systeminfo sysctls files file nodes hosts namespaces command cmd diag diagnostics support debug z paste pasted grep " +
      "md markdown html htm eml msg rtf doc docx pdf yaml yml xml jsonl ndjson cast cmdline environ cgroup mounts",
  ),
);

/** Of these the words that are a machine's part as well, where another machine lies beside it: `host/`, `guest/`. */
export const ROLES = new Set(list("host node nat proxy firewall system"));

/**
 * Names that are a machine's though their words alone would say what something is: addresses, and such a word
 * with a number or a letter, as `nat1`, `node-a`.
 */
export const MACHINE =
  /(?<![a-z0-9])(?:\d{1,3}(?:\.\d{1,3}){3}|ip[-_.]\d{1,3}(?:[-_.]\d{1,3}){3}|(?:old|new|first|second|other)[-_.](?:node|host)|(?<!kube[-_.])(?:node|host|nat|proxy|net|network|firewall|dev|data|cache|kube|kubernetes|home|system)[-_.]?(?:\d{1,6}|[a-z])|[a-ru-z]-\d{1,4}(?![.\d]))(?![a-z0-9])/g;

/** Numbers sort as texts of one length. */
export function pad(number: number | string): string {
  return String(number).padStart(14, "0");
}
