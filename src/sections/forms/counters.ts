import type { LineForm } from "./line-form.ts";

/** Counters of the network: neighbours, interfaces, protocols, sockets. */
export const COUNTERS_FORMS: readonly LineForm[] = [
  {
    source: "neighbour-stat",
    begins: /^entries,? {1,4}allocs/,
    goesOn: /^[0-9a-f]{8}(?: {1,16}[0-9a-f]{8}){5,32}$/,
    again: /^entries/,
  },
  {
    // without a header, but of its columns the fourth to the eighth have been zero since 2.6
    source: "softnet-stat",
    begins: /^(?:[0-9a-f]{8} ){3}(?:0{8} ){4}0{8}(?: [0-9a-f]{8}){1,7}$/,
    again: /^(?:[0-9a-f]{8} ){12}0{8}(?: |$)/,
  },
  {
    source: "softnet-stat",
    begins: /^[0-9a-f]{8}(?: [0-9a-f]{8}){8,31}$/,
    under: /softnet_stat/,
  },
  {
    source: "ethtool",
    begins:
      /^\S{0,64}_allowance_(?:exceeded|available):\s{1,8}\d|^NIC statistics:|^Interface \S{1,64}$/,
    goesOn: /^[\w[\]. -]{1,96}:\s{0,8}-?\d+$/,
  },
  {
    source: "netstat",
    begins: /^(?:TcpExt|Ip|IpExt|Icmp|IcmpMsg|Tcp|Udp|UdpLite|MPTcpExt): [A-Z]/,
    goesOn: /^[A-Z]\w{1,32}: /,
    again: /^(?:TcpExt|Ip): [A-Z]/,
  },
  {
    source: "netstat",
    begins:
      /^#kernel$|^(?:TcpExt|IpExt|Ip|Ip6|Icmp|Icmp6|IcmpMsg|Tcp|Udp|Udp6|UdpLite|UdpLite6|MPTcpExt)[A-Z]\w{2,48}\s{1,64}\d{1,20}\s{1,64}\d+\.\d$/,
    goesOn: /^[A-Z][A-Za-z0-9]{2,64}\s{1,64}\d{1,20}\s{1,64}\d+\.\d$/,
    again: /^#kernel$/,
  },
  {
    source: "netstat",
    begins:
      /^(?:Ip|Icmp|IcmpMsg|Tcp|Udp|UdpLite|TcpExt|IpExt|MPTcpExt|Ip6|Icmp6|Udp6|UdpLite6|Sctp):$/,
    goesOn:
      /^\d{1,20} [A-Za-z][A-Za-z_ -]{2,120}$|^[A-Za-z][\w ]{1,60}: \d{1,20}$|^[A-Z]\w{0,40} [A-Za-z ]{2,80} \d{1,20} (?:times|packets)\b|^ICMP (?:in|out)put histogram:$|^\d{1,20} of bytes /,
    again: /^Ip:$/,
  },
  {
    source: "snmp6",
    begins: /^Ip6InReceives\s{1,64}\d{1,20}$/,
    goesOn: /^(?:Ip6|Icmp6|Udp6|UdpLite6)\w{2,40}\s/,
  },
  {
    source: "sockstat",
    begins: /^sockets: used \d|^TCP6?: inuse \d/,
    goesOn: /^(?:TCP|UDP|UDPLITE|RAW|FRAG)6?: /,
  },
  {
    source: "ss-summary",
    begins: /^Total: \d{1,10}(?:\s|$)/,
    goesOn: /^(?:TCP:|Transport|RAW|UDP|TCP|INET|FRAG)\s/,
  },
  {
    source: "ss-listen",
    begins: /^(?:Netid\s{1,8})?State\s{1,16}Recv-Q/,
    goesOn: /^(?:tcp\s{1,8})?(?:LISTEN|ESTAB|UNCONN|TIME-WAIT|SYN-|FIN-|CLOSE|LAST-)/,
  },
  { source: "net-dev", begins: /^Inter-\|/, goesOn: /^(?:face \||[\w.@-]{1,32}:\s{0,16}\d)/ },
];
