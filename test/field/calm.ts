import { closed, cpu, type FieldCase, many, NOTHING, served, settings } from "./case.ts";

const LOOK_ALIKES = [
  "dns-insert-race",
  "snat-port-race",
  "snat-port-exhaustion",
  "invalid-rst-race",
  "listen-queue-overflow",
  "mtu",
  "entry-allocation-failed",
  "hash-chain-too-long",
  "softnet-drops",
  "cloud-allowance",
];
const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";

/** Nodes on which nothing is wrong, whatever it looks like. */
export const CALM: readonly FieldCase[] = [
  {
    name: "a year's counters",
    why: "400 days up: millions of invalid packets, 91,000 drops and 2 million evictions since boot, none of which can be told to be of now",
    files: {
      "t.txt": `$ uptime\n 10:11:12 up 400 days,  2:10,  1 user,  load average: 3.10, 2.90, 2.80\n$ conntrack -S\n${cpu(0, { invalid: 99_120_411, failed: 812, drop: 91_022, early: 2_011_910, restart: 9_129_101 })}$ ${ASK}\n${settings(40_100, 262_144)}`,
    },
    expect: {
      state: ["healthy", "recovered"],
      count: 40_100,
      max: 262_144,
      noCause: NOTHING,
      atMost: LOOK_ALIKES,
      says: [/2,011,910|2(\.0)? million/],
    },
  },
  {
    name: "two samples that are the same",
    why: "nothing rose in a minute, whatever stands there",
    files: {
      "a.txt": `Mon Feb 20 10:00:00 UTC 2023\n${cpu(0, { invalid: 91_121, failed: 4100, drop: 4100, early: 12 })}Mon Feb 20 10:01:00 UTC 2023\n${cpu(0, { invalid: 91_121, failed: 4100, drop: 4100, early: 12 })}`,
      "s.txt": settings(9000, 65_536),
    },
    expect: {
      state: ["healthy"],
      noCause: NOTHING,
      atMost: LOOK_ALIKES,
      silent: [/kernel dropped/],
    },
  },
  {
    name: "a table that is mostly TIME_WAIT and nearly empty",
    why: "900 of 1,000 are closed, of 262,144: nothing is filled",
    files: { "s.txt": settings(1000, 262_144), "ct.txt": many(900, closed) + many(100, served) },
    expect: { state: ["healthy"], rows: 1000, atMost: ["time-wait-churn", "table-too-small"] },
  },
  {
    name: "three quarters in use, steady",
    why: "a busy proxy with connections in use: 75 % is elevated, and no fault",
    files: {
      "s.txt": settings(1536, 2048),
      "ct.txt": many(1536, (at) => ({ ...served(at), left: 86_000 - (at % 600) })),
    },
    expect: { state: ["elevated"], rows: 1536, atMost: ["connection-leak", "time-wait-churn"] },
  },
  {
    name: "table full in a log of the last boot",
    why: "journalctl -b -1: the boot before this one; room now",
    files: {
      "t.txt": `root@n1:~# journalctl -k -b -1 | tail -2\nMar 01 08:00:01 n1 kernel: nf_conntrack: nf_conntrack: table full, dropping packet\nMar 01 08:00:02 n1 kernel: reboot: Restarting system\nroot@n1:~# uptime\n 09:30:00 up 1:20,  1 user,  load average: 0.10, 0.10, 0.10\nroot@n1:~# ${ASK}\n${settings(1200, 65_536)}`,
    },
    expect: {
      state: ["recovered", "healthy", "unknown"],
      count: 1200,
      max: 65_536,
      says: [/table full/],
      noCause: NOTHING,
    },
  },
  {
    name: "helper messages",
    why: "the helper's default changed: a notice, which has to do with no full table",
    files: {
      "dmesg.txt":
        "[   12.100000] nf_conntrack: default automatic helper assignment has been turned off for security reasons and CT-based firewall rule not found. Use the iptables CT target to attach helpers instead.\n[   12.300000] Bridge firewalling registered\n",
      "s.txt": settings(310, 65_536),
    },
    expect: {
      state: ["healthy"],
      noCause: NOTHING,
      silent: [/“table full”.{0,30}messages: [1-9]/],
    },
  },
  {
    name: "a large limit with few buckets in use",
    why: "max is four times the buckets, as kube-proxy sets it: no long chains",
    files: {
      "s.txt": `net.netfilter.nf_conntrack_buckets = 65536\n${settings(60_000, 262_144)}`,
      "S.txt": cpu(0) + cpu(1),
    },
    expect: { state: ["healthy"], noCause: NOTHING, atMost: LOOK_ALIKES },
  },
  {
    name: "clashes resolved",
    why: "clash_resolve and search_restart rise by thousands, nothing is lost: the kernel did its work",
    files: {
      "t.txt": `Mon Feb 20 10:00:00 UTC 2023\ncpu=0   \tfound=1 invalid=2 insert=0 insert_failed=5 drop=5 early_drop=0 error=0 search_restart=100 clash_resolve=5000 chaintoolong=0\nMon Feb 20 10:01:00 UTC 2023\ncpu=0   \tfound=1 invalid=2 insert=0 insert_failed=5 drop=5 early_drop=0 error=0 search_restart=4100 clash_resolve=9100 chaintoolong=0\n$ ${ASK}\n${settings(9000, 65_536)}`,
    },
    expect: { state: ["healthy"], noCause: NOTHING, atMost: LOOK_ALIKES },
  },
  {
    name: "softirq's squeezes and a link that went down once",
    why: "time_squeeze is no drop; the kernel's other messages are no cause",
    files: {
      "softnet.txt":
        "$ cat /proc/net/softnet_stat\n0a1b2c3d 00000000 00000412 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000\n0a1b2c3e 00000000 000003ff 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000001 00000000\n",
      "dmesg.txt":
        "[  100.000000] ixgbe 0000:03:00.0 eth0: NIC Link is Down\n[  103.000000] ixgbe 0000:03:00.0 eth0: NIC Link is Up 10 Gbps, Flow Control: RX/TX\n",
      "s.txt": settings(9000, 65_536),
    },
    expect: { state: ["healthy"], noCause: NOTHING, atMost: LOOK_ALIKES },
  },
  {
    name: "half of it idle, of a day's timeout",
    why: "pools that idle hold half of a table that is at a fifth: no leak is said to fill it",
    files: {
      "s.txt": `${settings(1000, 5000)}net.netfilter.nf_conntrack_tcp_timeout_established = 86400\n`,
      "ct.txt": many(500, (at) => ({ ...served(at), left: 60_000 - at })) + many(500, served),
    },
    expect: { state: ["healthy"], atMost: ["connection-leak", "table-too-small"] },
  },
];
