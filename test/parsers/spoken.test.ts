/** Tools that say in words or in lists what other files hold in columns. */
import { describe, expect, test } from "vitest";
import { iptablesSave } from "../../src/parsers/iptables-save.ts";
import { kernelLog } from "../../src/parsers/kernel-log.ts";
import { netstat } from "../../src/parsers/netstat.ts";
import { read } from "./read.ts";

const numbers = (text: string) =>
  Object.fromEntries([...read(netstat, text).counters].map(([name, { value }]) => [name, value]));

test("netstat -s gives the counters of /proc/net/netstat by their names", () => {
  const text = `Ip:
    1234 total packets received
    3 fragments failed
Tcp:
    8 connections established
    1 segments retransmited
TcpExt:
    12 times the listen queue of a socket overflowed
    14 SYNs to LISTEN sockets dropped
    TCPSynRetrans: 44
    TCP ran low on memory 7 times
    Quick ack mode was activated 2912 times
`;
  expect(numbers(text)).toEqual({
    "Ip.InReceives": 1234,
    "Ip.FragFails": 3,
    "Tcp.CurrEstab": 8,
    "Tcp.RetransSegs": 1,
    "TcpExt.ListenOverflows": 12,
    "TcpExt.ListenDrops": 14,
    "TcpExt.TCPSynRetrans": 44,
    "TcpExt.TCPMemoryPressures": 7,
  });
  expect(read(netstat, text).unparsedLines).toBe(1);
});

test("nstat's names are split into group and counter", () => {
  expect(
    numbers(
      "#kernel\nIpInReceives  7  0.0\nTcpExtListenOverflows  9  0.0\nMPTcpExtMPCapableSYNRX 1 0.0\n",
    ),
  ).toEqual({ "Ip.InReceives": 7, "TcpExt.ListenOverflows": 9, "MPTcpExt.MPCapableSYNRX": 1 });
});

describe("iptables -L", () => {
  const RULES = `Chain PREROUTING (policy ACCEPT 10 packets, 600 bytes)
 pkts bytes target     prot opt in     out     source               destination
  120  7200 KUBE-SERVICES  0    --  *      *       0.0.0.0/0            0.0.0.0/0            /* kubernetes service portals */

Chain KUBE-SERVICES (2 references)
 pkts bytes target     prot opt in     out     source               destination
    0     0 KUBE-SVC-A  tcp  --  *      *       0.0.0.0/0            10.96.0.10           /* kube-system/dns:tcp cluster IP */ tcp dpt:53
    0     0 REJECT     tcp  --  *      *       0.0.0.0/0            10.96.0.77           /* shop/cart:http has no endpoints */ tcp dpt:80 reject-with icmp-port-unreachable

Chain KUBE-SVC-A (1 references)
 pkts bytes target     prot opt in     out     source               destination
   1K   60K KUBE-SEP-A  all  --  *      *       0.0.0.0/0            0.0.0.0/0            /* kube-system/dns:tcp */ statistic mode random probability 0.50000000000

Chain KUBE-SEP-A (1 references)
 pkts bytes target     prot opt in     out     source               destination
    0     0 DNAT       tcp  --  *      *       0.0.0.0/0            0.0.0.0/0            /* kube-system/dns:tcp */ tcp to:10.244.0.2:53
`;
  test("of the table nat tells Services and their endpoints", () => {
    const fact = read(iptablesSave, RULES);
    expect(fact.services).toMatchObject([
      { address: "10.96.0.10", port: 53, endpoints: [{ address: "10.244.0.2", port: 53 }] },
      { address: "10.96.0.77", port: 80, endpoints: [], name: "shop/cart:http" },
    ]);
    expect([fact.cut, fact.rules]).toEqual([false, 5]);
  });

  test("of the table raw tells what is not tracked, and nothing of Services", () => {
    const fact = read(
      iptablesSave,
      "Chain OUTPUT (policy ACCEPT)\ntarget     prot opt source               destination\nCT         udp  --  0.0.0.0/0            10.96.0.10           udp dpt:53 NOTRACK\n",
    );
    expect(fact.notrack).toMatchObject([
      { chain: "OUTPUT", protocol: "udp", destination: "10.96.0.10", dport: [53, 53] },
    ]);
    expect(fact.cut).toBe(true);
  });

  test("with names in place of addresses tells nothing that is not there", () => {
    const fact = read(
      iptablesSave,
      RULES.replaceAll("0.0.0.0/0", "anywhere").replace("dpt:53", "dpt:domain"),
    );
    expect(fact.cut).toBe(true);
    expect(fact.services.map(({ port }) => port)).not.toContain(0);
  });
});

test("rules of iptables-save without their table are some of its rules, with counters or without", () => {
  const rule =
    "-A KUBE-SEP-A -p tcp -m comment --comment a/b -m tcp -d 10.96.0.1/32 --dport 80 -j DNAT --to-destination 10.244.0.2:80\n";
  for (const text of [rule, `[12:34] ${rule}`])
    expect(read(iptablesSave, text)).toMatchObject({ rules: 1, cut: true });
  expect(read(iptablesSave, `*nat\n${rule}COMMIT\n`).cut).toBe(false);
});

test("older kernels limit their messages in other words", () => {
  const fact = read(
    kernelLog,
    "[ 1.000000] __ratelimit: 83 callbacks suppressed\n[ 2.000000] printk: 12 messages suppressed.\n[ 3.000000] printk: console [tty0] enabled\n[ 4.000000] ipv4: Neighbour table overflow.\n[ 5.000000] ip_conntrack: table full, dropping packet.\n",
  );
  expect(fact.kinds.get("ratelimit-suppressed")).toMatchObject({ count: 2, suppressed: 95 });
  expect(fact.kinds.get("neighbour-overflow")?.count).toBe(1);
  expect(fact.kinds.get("table-full")?.count).toBe(1);
});
