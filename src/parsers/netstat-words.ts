/** The counters that `netstat -s` says in words, by group: what it says around the number, and the kernel's name. */
const WORDS: Readonly<Record<string, readonly (readonly [RegExp, string])[]>> = {
  Ip: [
    [/^total packets received$/, "InReceives"],
    [/^with invalid headers$/, "InHdrErrors"],
    [/^with invalid addresses$/, "InAddrErrors"],
    [/^forwarded$/, "ForwDatagrams"],
    [/^incoming packets discarded$/, "InDiscards"],
    [/^incoming packets delivered$/, "InDelivers"],
    [/^requests sent out$/, "OutRequests"],
    [/^outgoing packets dropped$/, "OutDiscards"],
    [/^dropped because of missing route$/, "OutNoRoutes"],
    [/^packet reassembl(?:es|ies) failed$/, "ReasmFails"],
    [/^fragments failed$/, "FragFails"],
    [/^fragments created$/, "FragCreates"],
  ],
  Tcp: [
    [/^active connections? openings?$/, "ActiveOpens"],
    [/^passive connections? openings?$/, "PassiveOpens"],
    [/^failed connection attempts$/, "AttemptFails"],
    [/^connection resets received$/, "EstabResets"],
    [/^connections established$/, "CurrEstab"],
    [/^segments received$/, "InSegs"],
    [/^segments sen[dt] out$/, "OutSegs"],
    [/^segments retransmitt?ed$/, "RetransSegs"],
    [/^bad segments received$/, "InErrs"],
    [/^resets sent$/, "OutRsts"],
  ],
  Udp: [
    [/^packets received$/, "InDatagrams"],
    [/^packets to unknown port received$/, "NoPorts"],
    [/^packet receive errors$/, "InErrors"],
    [/^packets sent$/, "OutDatagrams"],
    [/^receive buffer errors$/, "RcvbufErrors"],
    [/^send buffer errors$/, "SndbufErrors"],
  ],
  TcpExt: [
    [/^SYN cookies sent$/, "SyncookiesSent"],
    [/^SYN cookies received$/, "SyncookiesRecv"],
    [/^invalid SYN cookies received$/, "SyncookiesFailed"],
    [/^times the listen queue of a socket overflowed$/, "ListenOverflows"],
    [/^SYNs to LISTEN sockets (?:dropped|ignored)$/, "ListenDrops"],
    [/^TCP sockets finished time wait in fast timer$/, "TW"],
    [/^other TCP timeouts$/, "TCPTimeouts"],
    [/^connections aborted due to timeout$/, "TCPAbortOnTimeout"],
    [/^connections aborted due to memory pressure$/, "TCPAbortOnMemory"],
    [/^fast retransmits$/, "TCPFastRetrans"],
    [/^packets pruned from receive queue because of socket buffer overrun$/, "PruneCalled"],
    [/^packets rejecte?d? in established connections because of timestamp$/, "PAWSEstab"],
    [/^TCP ran low on memory times$/, "TCPMemoryPressures"],
  ],
};

/** A counter as `netstat -s` says it below a group's name, or null. */
export function spokenCounter(group: string, text: string): { name: string; value: string } | null {
  const plain = /^(\w{1,48}): (\d{1,20})$/.exec(text);
  // what it has no words for stands by the kernel's own name
  if (plain !== null) return { name: plain[1]!, value: plain[2]! };
  const value = /\b\d{1,20}\b/.exec(text.slice(0, 160));
  if (value === null) return null;
  const said = `${text.slice(0, value.index)} ${text.slice(value.index + value[0].length, 160)}`;
  const words = said.replace(/\s+/g, " ").trim();
  const found = (WORDS[group] ?? []).find(([pattern]) => pattern.test(words));
  return found === undefined ? null : { name: found[1], value: value[0] };
}

/** Whether a line is a counter in known words, of whatever group, or by the kernel's own name. */
export const isSpoken = (text: string): boolean =>
  /^[A-Z][A-Za-z]{1,4}\w{1,43}: \d{1,20}$/.test(text)
    ? /^(?:TCP|Tcp|IP|Ip|In|Out|Ex|Syn|Listen|DSACK|PAWS|Sack|SACK|Bad|Req|Tw|TW|Prune|Rcv|Of|Lock|Embr|Arp|Delayed|MP|Loss|Ecn|ECN)/.test(
        text,
      )
    : !/^\w{1,48}: \d{1,20}$/.test(text) &&
      Object.keys(WORDS).some((group) => spokenCounter(group, text) !== null);

/** The groups, the longer names first. */
const GROUPS =
  /^(MPTcpExt|UdpLite6|UdpLite|TcpExt|IpExt|IcmpMsg|Icmp6|Icmp|Udp6|Udp|Ip6|Sctp|Tcp|Ip)([A-Z]\w{1,48})$/;

/** `TcpExtListenOverflows` of nstat as `TcpExt.ListenOverflows`, or null. */
export function nstatName(name: string): string | null {
  const [, group, counter] = GROUPS.exec(name) ?? [];
  return group === undefined ? null : `${group}.${counter}`;
}
