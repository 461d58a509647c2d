/** What the path of a piece of evidence says: whose it is, and when it was taken. */
export interface PathHints {
  /** Folders and words of the name that may be a machine's, outermost first. */
  owners: readonly string[];
  /** What is left of the file's own name without words that say what or when. */
  rest: string;
  /** The network namespace that a collector wrote into the path. */
  namespace: string | null;
  /** The order that words, numbers or a date in the path give; null when there is none. */
  moment: string | null;
}

const START = new Set([
  "start",
  "before",
  "first",
  "pre",
  "begin",
  "t0",
  "old",
  "early",
  "earlier",
  "vorher",
  "prior",
  "initial",
  "yesterday",
  "gestern",
]);
const END = new Set([
  "end",
  "after",
  "second",
  "post",
  "finish",
  "final",
  "t1",
  "new",
  "late",
  "later",
  "nachher",
  "last",
  "now",
  "today",
  "heute",
]);
const BETWEEN = new Set(["during", "mid", "middle", "while"]);

/** Words that say what a file holds, and never whose it is. */
const WHAT = new Set(
  (
    "scrape scrapes sample samples shot snapshot snap take try part attempt run round iteration screenshot excerpt paste pasted attachment comment reply mail issue incident alert a c e l s n v o x conntrack nf ip ip4 ip6 ipv4 ipv6 inet tcp udp icmp sctp all sysctl sysctls sysctla dmesg kern kernel log logs logread " +
    "messages syslog journal journalctl journald table tables dump dumps list count counts max stat stats statistics counters netstat nstat " +
    "snmp snmp6 ss summary listen listening iptables ip6tables save rules ruleset nft nftables nat filter raw mangle ipvs ipvsadm ln lcn " +
    "ethtool uname version uptime cpuinfo meminfo os release slabinfo sockstat sockstat6 softnet dev arp cache ndisc proc sys net netfilter " +
    "etc var tmp opt run usr lib root home data output outputs out txt text json log1 gz csv conf config d out metrics prom prometheus node exporter kube " +
    "kubernetes proxy coredns cilium calico pods endpoints endpointslices services lsmod lscpu free date hostname info system host kernel " +
    "network networking firewall commands sos sosreport strings reports once collected capture captures evidence ticket case bundle report input inputs extended " +
    "full current human boot current systeminfo sysctls files file nodes hosts namespaces command cmd diag diagnostics support debug z paste pasted grep"
  ).split(" "),
);

/** The words of a name; `table2` is a word and a number, `node2` is a machine. */
const words = (part: string): string[] =>
  part
    .toLowerCase()
    .split(/[\s._\-+=@]+/)
    .flatMap((word) => {
      const [, base, number] = /^([a-z]{2,16})(\d{1,3})$/.exec(word) ?? [];
      const splits =
        base !== undefined && !MACHINES.has(base) && (WHAT.has(base) || base === "sample");
      return splits && !WHAT.has(word) ? [base, number!] : [word];
    })
    .filter((word) => word !== "" && !/^[a-z]$/.test(word));
const MACHINES = new Set(["node", "nodes", "host", "hosts", "ip"]);
const isNumber = (word: string): boolean => /^\d{1,14}$/.test(word);
const DATE = /\d{4}[-_]?\d\d[-_]?\d\d(?:[T_-]?\d\d[:h_-]?\d\d(?:[:m_-]?\d\d)?)?Z?/;

/** A word for a moment that sorts by time, or null. */
function momentOf(part: string): string | null {
  const date = DATE.exec(part)?.[0];
  if (date !== undefined) return `1 ${date.replace(/\D/g, "")}`;
  for (const word of words(part)) {
    if (START.has(word)) return "0";
    if (BETWEEN.has(word)) return "1";
    if (END.has(word)) return "2";
  }
  return null;
}

/** Whether a folder's or a file's name says when, and nothing else of interest. */
const saysOnlyWhen = (part: string): boolean =>
  !/^(?:node|host|worker|master|server|control|vm|ip)[-_.]?(?!s?$)\w/i.test(part) &&
  words(part.replace(DATE, "")).every(
    (word) =>
      START.has(word) ||
      END.has(word) ||
      BETWEEN.has(word) ||
      isNumber(word) ||
      WHAT.has(word) ||
      /^t\d{1,3}$|^(?:sample|run|round|snapshot|snap|try)\d{0,3}$/.test(word),
  );

const NETNS = [
  /(?:^|\/)ip_netns_exec_([^/]+?)_(?:conntrack|sysctl|ip|iptables|ip6tables|ss|netstat|nstat|cat|ethtool|nft)_/,
  /(?:^|\/)namespaces\/([^/]+)\//,
  /(?:^|\/)netns[-_/]([^/]+)\//,
];

/** Reads a path. */
export function readPath(path: string): PathHints {
  const parts = path
    .replace(/!/g, "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  const file = parts.pop() ?? "";
  const moments = [...parts, file].map(momentOf).filter((one) => one !== null);
  const kept = words(file.replace(DATE, " ")).filter(
    (word) => !WHAT.has(word) && !START.has(word) && !END.has(word) && !BETWEEN.has(word),
  );
  const numbers = words(file.replace(DATE, " ")).filter(isNumber);
  const named = kept.filter((word) => !isNumber(word));
  const rest = named.length === 0 ? "" : kept.join("-");
  const moment =
    moments[0] ??
    (rest === "" && numbers.length > 0
      ? `1 ${numbers.map((one) => one.padStart(14, "0")).join(" ")}`
      : null) ??
    numberedFolder(parts);
  return {
    owners: parts.filter((part) => !saysOnlyWhen(part)),
    rest,
    namespace:
      NETNS.map((pattern) => pattern.exec(path)?.[1]).find((one) => one !== undefined) ?? null,
    moment,
  };
}

/** A folder that is a number alone, as of a loop: `1/`, `run2/`. */
function numberedFolder(parts: readonly string[]): string | null {
  const one = parts.findLast((part) =>
    /^(?:t|sample|run|round|snapshot|snap|try)?[-_]?\d{1,9}$/i.test(part),
  );
  return one === undefined ? null : `1 ${/\d+/.exec(one)![0].padStart(14, "0")}`;
}
