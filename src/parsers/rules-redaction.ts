import { type Hide, REFUSED, type Redaction, wordList } from "./redaction.ts";

/** What kube-proxy puts behind a Service's name in its comments. */
const PHRASES = wordList("cluster external loadbalancer IP has no local endpoints");

const SHARED = wordList(
  "nat filter raw mangle security PREROUTING INPUT FORWARD OUTPUT POSTROUTING prerouting input forward output postrouting",
  "ACCEPT DROP RETURN REJECT QUEUE DNAT SNAT MASQUERADE REDIRECT NOTRACK CT MARK CONNMARK LOG NFLOG TCPMSS TPROXY SET TRACE",
  "NETMAP CLASSIFY DSCP TOS TTL HL AUDIT CHECKSUM NFQUEUE SYNPROXY SECMARK CONNSECMARK RATEEST TEE",
  "accept drop return reject queue continue jump goto dnat snat masquerade redirect notrack mark log",
  "tcp udp udplite icmp icmpv6 ipv6 icmpx sctp dccp gre esp ah all ip ip6 inet arp bridge netdev ipencap vrrp igmp ether",
  "NEW ESTABLISHED RELATED INVALID UNTRACKED new established related invalid untracked NONE EXPECTED SEEN_REPLY ASSURED CONFIRMED",
  "LOCAL UNICAST BROADCAST MULTICAST ANYCAST local unicast broadcast multicast SYN ACK FIN RST URG PSH ALL syn ack fin rst urg psh",
  "KUBE SVC SVL SEP EXT FW XLB SERVICES NODEPORTS FIREWALL KUBELET CANARY MASQ FORWARD EXTERNAL PROXY HINT PORTALS",
  "DOCKER USER ISOLATION STAGE CILIUM OLD FLANNEL ISTIO PRE POST FWD nf_tables comment tables legacy policy references",
  "neutron cali ufw zone_lan zone_wan fw4 firewalld ZONES",
);

const RULE_WORDS = wordList(
  [...SHARED].join(" "),
  "Chain packets target prot opt source destination pkts anywhere dpt dpts spt spts to dports sports multiport ctstate state",
  "conntrack statistic mode probability nth every random physdev owner set match addrtype type limit avg burst recent name side mask",
  "rsource rdest seconds hitcount rpfilter hashlimit length mac string ttl tos dscp pkttype u32 cgroup connmark connlimit",
  "ADDRTYPE nfacct icmp admin prohibited port unreachable host net proto flags tag with MARK or and xor masq ports redir level prefix rcheck reap",
  "COMMIT fully icmptype socket transparent bpf srctype dsttype dst src tcpmss realm random Generated Completed save by on",
);

const NFT_WORDS = wordList(
  [...SHARED].join(" "),
  "table chain map set elements flags timeout size type hook priority dstnat srcnat filter raw mangle security policy",
  "ingress egress counter packets bytes meta l4proto protocol mark iif oif iifname oifname iiftype skuid skgid pkttype",
  "saddr daddr sport dport nexthdr ct state status zone original direction helper set vmap map numgen random inc mod offset",
  "jhash symhash fully with fib type oif eq exists missing comment interval constant dynamic concat typeof ipv4_addr ipv6_addr",
  "inet_proto inet_service ether_addr ifname verdict handle xt_recent xt xt_match target match limit rate over second minute hour",
  "burst reset tcp option maxseg pmtu rt mtu lookup update add element expires flow offload flowtable devices quota",
  "service services ips ips nodeport nodeports endpoint no external local firewall cluster hairpin connections allowed",
  "to check masquerading mark for proxy kube kube-proxy persistent exthdr frag auto merge gc snat vlan id or and xor prefix level group",
);

const OPTION = /^--?[a-z0-9][a-z0-9-]*$/i;

/** A comment: the Service that kube-proxy names, and what it says of it; another's words are all hidden. */
const hidden = (comment: string, hide: Hide): string => {
  const [, quote = "", first = "", rest = ""] = /^(["\\]*)([^\s"\\]*)(.*)$/s.exec(comment) ?? [];
  const shown = quote + hide.name(first) + hide.words(rest, PHRASES);
  // a number in the words of somebody may be a telephone's
  return first.includes("/") || /kubernetes|kube-proxy/.test(comment)
    ? shown
    : shown.replace(/\d/g, "0");
};

const COMMENT =
  /(--comment |\/\* |comment (?="))("(?:[^"\\]|\\.)*"|(?<=\/\* ).{0,600}?(?= \*\/)|\S+)/g;

/** What compares a packet's bytes as they are, and a number that may be an address among them. */
const IS_RAW = /@(?:nh|ih|th|ll),|\bu32\b/;
const RAW_NUMBER = /\b0x([0-9a-f]{7,8})\b/gi;

/** Words that are remembered: a ruleset repeats the same few thousand again and again. */
const MOST_KNOWN = 50_000;

/** Hides the parts of a rule: its comments apart, then its words. */
function rulesOf(words: ReadonlySet<string>): (line: string, hide: Hide) => string {
  const known = new Map<string, string>();
  const shown = (token: string, hide: Hide): string => {
    if (token.startsWith("-") && OPTION.test(token)) return token;
    const before = known.get(token);
    if (before !== undefined) return before;
    const made = hide.words(token, words);
    if (known.size < MOST_KNOWN) known.set(token, made);
    return made;
  };
  const plain = (part: string, hide: Hide) => part.replace(/\S+/g, (token) => shown(token, hide));
  const withoutRaw = (line: string, hide: Hide) =>
    IS_RAW.test(line)
      ? line.replace(RAW_NUMBER, (_, digits: string) => `0x${hide.hexAddress(digits)}`)
      : line;
  return (given, hide) => {
    const line = withoutRaw(given, hide);
    let from = 0;
    let made = "";
    for (const comment of line.matchAll(COMMENT)) {
      const at = comment.index + comment[1]!.length;
      made += plain(line.slice(from, at), hide) + hidden(comment[2]!, hide);
      from = at + comment[2]!.length;
    }
    return made + plain(line.slice(from), hide);
  };
}

const GENERATED =
  /^# (?:Generated by (?:ip6?tables|xtables)[\w-]{0,24} v[\d.]{1,12}(?: \((?:nf_tables|legacy)\))?|Completed) on [A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} [\d:]{8} \d{4}$/;
const SAVED = /^(?:[*:]|COMMIT|(?:\[\d+:\d+\] )?-[AINP] )/;

/** `iptables-save` and `iptables -L`. What is no rule stands as nothing, and as something refused before the first. */
export const redactRules: Redaction = () => {
  let isRules = false;
  const rule = rulesOf(RULE_WORDS);
  return (line, hide) => {
    const bare = line.trim();
    if (bare === "") return line;
    if (bare.startsWith("#")) return GENERATED.test(bare) ? line : isRules ? "" : REFUSED;
    if (!SAVED.test(bare) && !/^Chain /.test(bare) && !isRules) return REFUSED;
    isRules = true;
    return rule(line, hide);
  };
};

/** `nft list ruleset`. */
export const redactRuleset: Redaction = () => {
  let isRules = false;
  const rule = rulesOf(NFT_WORDS);
  return (line, hide) => {
    const bare = line.trim();
    if (bare === "") return line;
    isRules ||= /^table \S+ \S+ \{/.test(bare);
    return isRules ? rule(line, hide) : REFUSED;
  };
};
