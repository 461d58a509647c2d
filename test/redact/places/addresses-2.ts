import { klog, type Place, row, SYS } from "./place.ts";

export const ADDRESSES_2: readonly Place[] = [
  [
    "v6 with zone",
    {
      "netstat.txt": `${SYS}`,
      "ss.txt": `State Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 0 128 [fe80::4f8:ab1:22ff:fe33]%eth0:22 *:*\nLISTEN 129 128 10.77.66.55:22 0.0.0.0:*\n`,
    },
    /4f8:ab1|77\.66\.55/i,
  ],
  [
    "v4 mapped dotted",
    { "conntrack.txt": row("::ffff:10.77.66.55", "::ffff:10.77.66.54") },
    /77\.66\.5/,
  ],
  ["v4 mapped hex", { "conntrack.txt": row("::ffff:0a4d:4237", "::ffff:a4d:4236") }, /a4d:423/],
  [
    "isatap eui64 mac",
    { "conntrack.txt": row("fe80::0200:5efe:10.77.66.55", "fe80::250:56ff:fe9a:1b2c") },
    /77\.66\.55|56ff:fe9a/,
  ],
  [
    "global eui64",
    { "conntrack.txt": row("2a01:4f8:ab1:1:250:56ff:fe9a:1b2c", "2a01:4f8:ab1:1::1") },
    /56ff:fe9a/,
  ],
  [
    "proc net nf_conntrack",
    {
      "proc/net/nf_conntrack": `ipv4     2 ${row("10.77.66.55")}ipv6     10 ${row("2a01:04f8:0ab1:0000:0000:0000:0000:00cd")}`,
    },
    /77\.66\.55|ab1:/,
  ],
  [
    "proc net tcp",
    {
      "proc/net/tcp":
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 37424D0A:1F90 36424D0A:C350 01 00000000:00000000 00:00000000 00000000  1000        0 12345 1 0000000000000000 100 0 0 10 0\n",
      "s.txt": SYS,
    },
    /37424D0A|0A4D4237/i,
  ],
  [
    "reverse dns v4",
    {
      "k.log": klog("DNS: 55.66.77.10.in-addr.arpa zebracorp"),
      "coredns.txt": `coredns_dns_requests_total{server="dns://:53",zone="66.77.10.in-addr.arpa.",type="A"} 5\n${SYS}`,
    },
    /66\.77\.10|zebracorp/,
  ],
  [
    "reverse dns v6",
    {
      "coredns.txt": `coredns_dns_requests_total{server="dns://:53",zone="1.b.a.0.8.f.4.0.1.0.a.2.ip6.arpa.",type="A"} 5\n${SYS}`,
    },
    /1\.b\.a\.0\.8\.f\.4/,
  ],
  [
    "file name with mac",
    {
      "node-00-50-56-9a-1b-2c/sysctl.txt": SYS,
      "n_0050569a1b2c.txt": SYS,
      "00:50:56:9a:1b:2c.txt": SYS,
    },
    /50.?56.?9a/i,
  ],
  [
    "mac dotted cisco",
    {
      "k.log": klog(
        "IN=eth0 OUT= MAC=00:50:56:9a:1b:2c:00:0c:29:11:22:33:08:00 SRC=10.77.66.55 DST=10.77.66.54 0050.569a.1b2c",
      ),
    },
    /50:?\.?56:?\.?9a|77\.66\.5/,
  ],
  [
    "row with labels and secctx",
    {
      "conntrack.txt": row(
        "10.77.66.55",
        "10.96.0.10",
        "labels=zebracorp secctx=zebracorp_u:object_r:x_t:s0 helper=zebracorp ",
      ),
    },
    /zebracorp|77\.66/,
  ],
  [
    "row percent encoded",
    { "conntrack.txt": row("10.77.66.55", "10.96.0.10", "zone=zebracorp ") },
    /zebracorp|77\.66/,
  ],
  ["octal and integer ipv4 in names", { "host-172826167/sysctl.txt": SYS }, /172826167/],
  [
    "ipvs",
    {
      "ipvsadm.txt": `IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn\nTCP  10.77.66.55:80 rr\n  -> 10.77.66.54:8080             Masq    1      0          0\nTCP  0A4D4237:0050 rr\n  -> 0A4D4236:1F90      Masq    1      0          0\nTCP  zebracorp.example:http rr\n  -> node1.zebracorp.example:http Masq 1 0 0\n`,
    },
    /zebracorp|77\.66|0A4D42/i,
  ],
  [
    "proc ip_vs hex v6",
    {
      "proc/net/ip_vs": `IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\nTCP  0A4D4237:0050 rr  \n  -> 0A4D4236:1F90      Masq    1      0          0         \nTCP  [2a01:04f8:0ab1:0000:0000:0000:0000:00cd]:0050 rr \n`,
    },
    /0A4D42|0ab1/i,
  ],
];
