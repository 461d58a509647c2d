import { expect, test } from "vitest";
import { meminfo } from "../../src/parsers/meminfo.ts";
import { neighbourStat } from "../../src/parsers/neighbour-stat.ts";
import { netDev } from "../../src/parsers/net-dev.ts";
import { netstat } from "../../src/parsers/netstat.ts";
import { sumCounter } from "../../src/parsers/per-cpu.ts";
import { slabinfo } from "../../src/parsers/slabinfo.ts";
import { snmp6 } from "../../src/parsers/snmp6.ts";
import { sockstat } from "../../src/parsers/sockstat.ts";
import { softnetStat } from "../../src/parsers/softnet-stat.ts";
import { crlf, failure, read } from "./read.ts";

const ARP = `entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls
00000402 00000500 00000000 00000000   00000006 00000000 00000000   00000000         00000000         0000003c         00000000       00000000            00000021
00000402 00000000 00000000 00000000   00000003 00000003 00000000   00000000         00000000         00000000         00000000       00000000            00000001
`;
const OLD_ARP = `entries  allocs destroys hash_grows  lookups hits  res_failed  rcv_probes_mcast rcv_probes_ucast  periodic_gc_runs forced_gc_runs unresolved_discards
00000002  00000002 00000000 00000000  00000006 00000000  00000000  00000000 00000000  0000003c 00000000 00000000
`;

test("neighbours: entries are a total, refused entries a sum", () => {
  const fact = read(neighbourStat, ARP);
  expect(fact.entries).toBe(1026);
  expect(fact.entriesLine).toBe(2);
  expect(sumCounter(fact, "table_fulls")).toBe(34);
  expect(sumCounter(fact, "entries")).toBeNull();
});

test("neighbours: before 3.19 nobody counted refused entries", () => {
  expect(sumCounter(read(neighbourStat, OLD_ARP), "table_fulls")).toBeNull();
});

const SNMP = `Ip: Forwarding DefaultTTL InReceives
Ip: 1 64 7273
Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens CurrEstab
Tcp: 1 200 120000 -1 59 2
`;
const NETSTAT = `TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPTimeWaitOverflow
TcpExt: 0 12 15 0
IpExt: InNoRoutes InOctets
IpExt: 0 9007199254740993
`;

test("netstat: names and values pair up, negative ones included", () => {
  const snmp = read(netstat, SNMP);
  expect(snmp.counters.get("Tcp.MaxConn")).toEqual({ value: -1, line: 4 });
  expect(snmp.counters.get("Ip.InReceives")).toEqual({ value: 7273, line: 2 });
  const counters = read(netstat, crlf(NETSTAT)).counters;
  expect(counters.get("TcpExt.ListenOverflows")).toEqual({ value: 12, line: 2 });
  expect(counters.get("TcpExt.PFMemallocDrop")).toBeUndefined();
});

test("netstat: nstat's one counter a line, with the group's name before it", () => {
  const text =
    "#kernel\nIpInReceives                    25                 0.0\nTcpExtListenOverflows           7                  0.0\n";
  expect([...read(netstat, text).counters].map(([name, { value }]) => [name, value])).toEqual([
    ["Ip.InReceives", 25],
    ["TcpExt.ListenOverflows", 7],
  ]);
});

test("netstat: a value that cannot be held exactly is absent", () => {
  expect(read(netstat, NETSTAT).counters.has("IpExt.InOctets")).toBe(false);
  expect(read(netstat, NETSTAT).counters.get("IpExt.InNoRoutes")?.value).toBe(0);
});

test("netstat: a cut row and a header without values are counted, the rest stands", () => {
  const cut = read(netstat, `${SNMP}TcpExt: A B C\nTcpExt: 1 2\nIpExt: D\n`);
  expect(cut.counters.size).toBe(9);
  expect(cut.unparsedLines).toBe(2);
});

test("snmp6: a name and a number a line", () => {
  const fact = read(snmp6, "Ip6InReceives                   \t1\nIp6InDiscards \t20\nIp6OutDis");
  expect(fact.counters.get("Ip6InDiscards")).toEqual({ value: 20, line: 2 });
  expect(fact.unparsedLines).toBe(1);
});

test("sockstat: pairs behind each group", () => {
  const fact = read(
    sockstat,
    "sockets: used 12\nTCP: inuse 1 orphan 0 tw 431 alloc 1 mem 203\nFRAG: inuse 0 memory 0\n",
  );
  expect(fact.values.get("TCP.tw")).toEqual({ value: 431, line: 2 });
  expect(fact.values.get("sockets.used")).toEqual({ value: 12, line: 1 });
  expect(fact.values.has("UDP.inuse")).toBe(false);
});

test("softnet: three columns of each CPU, in hexadecimal", () => {
  const fact = read(
    softnetStat,
    "0000000e 00000000 0000000a 00000000 00000000\n00001c5f 00000002 00000000 00000000 00000000\n",
  );
  expect(fact.perCpu).toEqual(
    new Map([
      ["processed", [14, 7263]],
      ["dropped", [0, 2]],
      ["time_squeeze", [10, 0]],
    ]),
  );
  expect(fact.cpuLines).toEqual([1, 2]);
});

const DEV = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:    3193      29    0    0    0     0          0         0     3193      29    0    0    0     0       0          0
  eth0:247404127    7248    1    2    0     0          0         0   472211    3848    3    4    0     0       0          0
eth0:1:       1       1    0    0    0     0          0         0        2       1    0    0    0     0       0          0
`;

test("net-dev: a name may touch its first number, and may hold a colon", () => {
  const fact = read(netDev, DEV);
  expect([...fact.interfaces.keys()]).toEqual(["lo", "eth0", "eth0:1"]);
  expect(fact.interfaces.get("eth0")).toEqual({
    receivedBytes: 247404127,
    receivedPackets: 7248,
    receiveErrors: 1,
    receiveDrops: 2,
    sentBytes: 472211,
    sentPackets: 3848,
    sendErrors: 3,
    sendDrops: 4,
    line: 4,
  });
  expect(fact.unparsedLines).toBe(0);
  expect(read(netDev, `${DEV}  eth1: 5 6\n`).unparsedLines).toBe(1);
});

test("meminfo: kilobytes become bytes, counts stay", () => {
  const fact = read(meminfo, "MemTotal:       24684084 kB\nHugePages_Total:       3\nMemFr");
  expect(fact.bytes.get("MemTotal")).toEqual({ value: 24684084 * 1024, line: 1 });
  expect(fact.bytes.get("HugePages_Total")).toEqual({ value: 3, line: 2 });
  expect(fact.bytes.has("MemAvailable")).toBe(false);
  expect(fact.unparsedLines).toBe(1);
});

const SLAB = `slabinfo - version: 2.1
# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>
btrfs_delayed_node      0      0    312   13    1 : tunables    0    0    0 : slabdata      0      0      0
nf_conntrack      262144 262160    256   16    1 : tunables    0    0    0 : slabdata  16385  16385      0
`;

test("slabinfo: the caches of connection tracking alone", () => {
  expect(read(slabinfo, SLAB)).toEqual({
    caches: [
      {
        name: "nf_conntrack",
        activeObjects: 262144,
        objects: 262160,
        objectBytes: 256,
        line: 4,
      },
    ],
    cachesListed: 2,
  });
  expect(read(slabinfo, SLAB.split("\n").slice(0, 3).join("\n")).caches).toEqual([]);
});

test.each([
  ["neighbourStat", neighbourStat, "x\n"],
  ["netstat", netstat, "TcpExt: A\n"],
  ["snmp6", snmp6, "permission denied\n"],
  ["sockstat", sockstat, "TCP: inuse\n"],
  ["softnetStat", softnetStat, "0000000e 00000000\n"],
  ["netDev", netDev, DEV.split("\n").slice(0, 2).join("\n")],
  ["meminfo", meminfo, "MemFree: 12 kB\n"],
  ["slabinfo", slabinfo, "nf_conntrack 1 2 3\n"],
])("%s fails on what it is not, and on an empty file", (_, parser, text) => {
  expect(failure(parser, text)?.code).toBe("PARSE_FAILED");
  expect(failure(parser, "")?.code).toBe("PARSE_FAILED");
});
