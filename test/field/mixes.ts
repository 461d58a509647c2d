import type { Row } from "../attribution/rows.ts";
import {
  closed,
  cpu,
  type FieldCase,
  many,
  NOTHING,
  served,
  settings,
  TABLE_FULL,
  TIMES,
  within,
} from "./case.ts";

const udp = (at: number, more: Row = {}): Row => ({
  protocol: "udp",
  src: within("10.60", at),
  dst: "10.64.0.8",
  sport: 20_000 + (at % 40_000),
  dport: 8125,
  left: 1 + (at % 29),
  flag: "[UNREPLIED]",
  ...more,
});
const raw = (...rules: readonly string[]): string =>
  `*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n${rules.map((rule) => `${rule}\n`).join("")}COMMIT\n`;

/** Further mixtures, in which one thing looks like another. */
export const MIXES: readonly FieldCase[] = [
  {
    name: "QUIC to the Internet",
    why: "1,500 ASSURED streams to port 443 of many servers: no one-way metrics, no DNS",
    files: {
      "sysctl.txt": settings(2000, 2010, TIMES),
      "ct.txt":
        many(1500, (at) =>
          udp(at, {
            dst: within("198.18", at),
            dport: 443,
            left: 1 + (at % 119),
            flag: "[ASSURED]",
          }),
        ) + many(500, served),
    },
    expect: {
      state: ["critical"],
      rows: 2000,
      found: ["udp-streams"],
      absent: ["half-notrack-dns"],
      atMost: ["udp-accumulation"],
    },
  },
  {
    name: "answers of a statsd whose questions are not tracked",
    why: "a NOTRACK rule covers what goes to 8125/udp of 10.60.9.1 and not what comes from it",
    files: {
      "sysctl.txt": settings(1000, 1010, TIMES),
      "raw.txt": raw("-A PREROUTING -d 10.60.9.1/32 -p udp -m udp --dport 8125 -j NOTRACK"),
      "ct.txt":
        many(700, (at) =>
          udp(at, { src: "10.60.9.1", dst: within("10.65", at), sport: 8125, dport: 30_000 + at }),
        ) + many(300, served),
    },
    expect: {
      state: ["critical"],
      found: ["half-notrack"],
      says: [/8125/],
      absent: ["half-notrack-dns"],
    },
  },
  {
    name: "questions that are tracked and answers that are not",
    why: "the rule covers what comes from port 9000 of 10.60.9.1: SYNs look unanswered",
    files: {
      "sysctl.txt": settings(1000, 1010, TIMES),
      "raw.txt": raw(
        "-A OUTPUT -s 10.60.9.1/32 -p tcp -m tcp --sport 9000 -j CT --notrack",
        "-A PREROUTING -s 10.60.9.1/32 -p tcp -m tcp --sport 9000 -j CT --notrack",
      ),
      "ct.txt":
        many(700, (at) => ({
          src: within("10.65", at),
          dst: "10.60.9.1",
          sport: 30_000 + at,
          dport: 9000,
          state: "SYN_SENT",
          left: 1 + (at % 119),
          flag: "[UNREPLIED]",
        })) + many(300, served),
    },
    expect: {
      state: ["critical"],
      found: ["half-notrack"],
      atMost: ["asymmetric-path"],
      says: [/9000/],
    },
  },
  {
    name: "DNS answers without their questions",
    why: "node-local DNS: the rule covers --dport 53 only; 800 answers hold the table",
    files: {
      "sysctl.txt": settings(1100, 1110, TIMES),
      "raw.txt": raw("-A PREROUTING -d 169.254.20.10/32 -p udp -m udp --dport 53 -j CT --notrack"),
      "ct.txt":
        many(800, (at) =>
          udp(at, {
            src: "169.254.20.10",
            dst: within("10.65", at),
            sport: 53,
            dport: 30_000 + at,
          }),
        ) + many(300, served),
    },
    expect: { state: ["critical"], found: ["half-notrack-dns"] },
  },
  {
    name: "one-way connections that have days left",
    why: "picked up in the middle: 600 ESTABLISHED [UNREPLIED] with some 430,000 s left, so five days and not five minutes",
    files: {
      "sysctl.txt": settings(
        1000,
        1010,
        "net.netfilter.nf_conntrack_tcp_timeout_established = 432000\nnet.netfilter.nf_conntrack_tcp_timeout_unacknowledged = 300\n",
      ),
      "ct.txt":
        many(600, (at) => ({
          src: within("10.71", at),
          dst: "10.72.0.1",
          sport: 443,
          dport: 20_000 + at,
          left: 431_000 - at,
          flag: "[UNREPLIED]",
        })) + many(400, (at) => ({ ...served(at), left: 431_990 - (at % 50) })),
    },
    expect: {
      state: ["critical"],
      found: ["asymmetric-path"],
      silent: [/(?:up to|at most|within|for) (?:five|5) min/],
    },
  },
  {
    name: "a published port that is also everybody's destination",
    why: "outgoing connections to databases on 5432 are not those of the container published on 5432",
    files: {
      "sysctl.txt": settings(2000, 2010, TIMES),
      "iptables-save.txt":
        "*nat\n:PREROUTING ACCEPT [0:0]\n:DOCKER - [0:0]\n-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n-A DOCKER ! -i docker0 -p tcp -m tcp --dport 5432 -j DNAT --to-destination 172.17.0.5:5432\nCOMMIT\n",
      "ct.txt":
        many(1500, (at) => ({
          src: "172.17.0.7",
          dst: within("192.0", at),
          sport: 20_000 + at,
          dport: 5432,
          state: "TIME_WAIT",
          left: 1 + (at % 119),
          flag: "[ASSURED]",
          replyDst: "198.51.100.20",
        })) + many(500, served),
    },
    expect: {
      state: ["critical"],
      found: ["time-wait-churn"],
      absent: ["probe-churn", "stale-endpoints"],
      silent: [/kubectl/],
    },
  },
  {
    name: "a container that was made anew behind nft's rules",
    why: "Docker's own nft table: port 6379 leads to 172.17.0.4 now; 1,500 entries lead to 172.17.0.2",
    files: {
      "sysctl.txt": settings(2000, 2010, TIMES.replace("86400", "432000")),
      "nft.txt":
        'table ip nat {\n\tchain DOCKER {\n\t\tiifname != "docker0" tcp dport 6379 counter packets 12 bytes 720 dnat to 172.17.0.4:6379\n\t}\n\tchain PREROUTING {\n\t\ttype nat hook prerouting priority dstnat; policy accept;\n\t\tfib daddr type local counter packets 90 bytes 5400 jump DOCKER\n\t}\n}\n',
      "ct.txt":
        many(1500, (at) => ({
          src: within("10.9", at),
          dst: "10.9.0.20",
          sport: 20_000 + (at % 40_000),
          dport: 6379,
          replySrc: "172.17.0.2",
          left: 400_000 + at,
          flag: "[ASSURED]",
        })) + many(500, served),
    },
    expect: {
      state: ["critical"],
      found: ["stale-endpoints"],
      says: [/172\.17\.0\.2(?!\d)/],
      silent: [/kubectl/],
    },
  },
  {
    name: "closed connections, and a log of the loss",
    why: "the count equals the limit, the log has lost packets; TIME_WAIT holds two thirds",
    files: {
      "sysctl.txt": settings(1800, 1800, TIMES),
      "dmesg.txt": `[ 5000.000000] ${TABLE_FULL}\n[ 5001.000000] ${TABLE_FULL}\n`,
      uptime: "5002.00 9000.00\n",
      "ct.txt": many(1200, closed) + many(600, served),
    },
    expect: {
      state: ["exhausted", "critical"],
      found: ["time-wait-churn"],
      atMost: ["table-too-small"],
    },
  },
  {
    name: "a table of which the kernel evicts, and lives on",
    why: "early_drop rose by 812 within ten seconds and drop by none: exhausted, with unanswered attempts as the cause",
    files: {
      "before/S.txt": cpu(0, { early: 100 }) + cpu(1, { early: 3 }),
      "after/S.txt": cpu(0, { early: 900 }) + cpu(1, { early: 15 }),
      "after/sysctl.txt": settings(2040, 2048, TIMES),
      "after/ct.txt":
        many(1300, (at) => ({
          src: within("10.61", at % 30),
          dst: "10.96.7.7",
          sport: 20_000 + at,
          dport: 9092,
          state: "SYN_SENT",
          left: 1 + (at % 119),
          flag: "[UNREPLIED]",
          replySrc: "10.62.0.9",
        })) + many(740, served),
    },
    expect: { state: ["exhausted"], found: ["retry-storm"], says: [/\b812\b/] },
  },
  {
    name: "SYN_RECV of many sources",
    why: "a flood: 1,200 half-open connections of as many addresses to one port",
    files: {
      "sysctl.txt": settings(1700, 1710, TIMES),
      "ct.txt":
        many(1200, (at) => ({
          src: within("198.18", at * 3),
          dst: "198.51.100.4",
          sport: 1024 + at,
          dport: 443,
          state: "SYN_RECV",
          left: 1 + (at % 59),
          flag: "",
        })) + many(500, served),
    },
    expect: { state: ["critical"], found: ["syn-flood"], says: [/198\.51\.100\.4/] },
  },
  {
    name: "connections recorded in three zones",
    why: "Open vSwitch: each connection stands in three zones; half of the table is repeats",
    files: {
      "sysctl.txt": settings(1800, 1810, TIMES),
      "ct.txt": [1, 2, 3]
        .map((zone) =>
          many(600, (at) => ({ ...served(at), left: 86_300 - (at % 30) })).replaceAll(
            "mark=0 use=1",
            `mark=0 zone=${zone} use=1`,
          ),
        )
        .join(""),
    },
    expect: { state: ["critical"], found: ["ovs-zones"] },
  },
  {
    name: "GRE and SCTP",
    why: "neither TCP nor UDP nor pings hold 60 % of the table",
    files: {
      "sysctl.txt": settings(1000, 1010, TIMES),
      "ct.txt":
        Array.from(
          { length: 600 },
          (_, at) =>
            `sctp     132 ${200 - (at % 99)} ESTABLISHED src=${within("10.80", at)} dst=10.81.0.1 sport=${20_000 + at} dport=38412 src=10.81.0.1 dst=${within("10.80", at)} sport=38412 dport=${20_000 + at} [ASSURED] mark=0 use=1\n`,
        ).join("") + many(400, served),
    },
    expect: { state: ["critical"], found: ["generic-protocol"] },
  },
  {
    name: "kubelet's probes",
    why: "800 TIME_WAIT from the node's own address to its pods' ports, of a full small table",
    files: {
      "sysctl.txt": settings(1200, 1210, TIMES),
      "iptables-save.txt":
        '*nat\n:PREROUTING ACCEPT [0:0]\n:KUBE-SERVICES - [0:0]\n-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES\nCOMMIT\n',
      "ct.txt":
        many(800, (at) => ({
          src: "10.60.1.1",
          dst: `10.60.1.${2 + (at % 60)}`,
          sport: 30_000 + at,
          dport: 8080,
          state: "TIME_WAIT",
          left: 1 + (at % 119),
          flag: "[ASSURED]",
        })) + many(400, served),
    },
    expect: { state: ["critical"], found: ["time-wait-churn"], atMost: ["probe-churn"] },
  },
  {
    name: "a healthy gateway at two thirds, with a burst long ago",
    why: "66 % in use, a message of yesterday: recovered, and nothing fills it",
    files: {
      "sysctl.txt": settings(1350, 2048, TIMES),
      "kern.log": `2026-05-03T10:00:00+00:00 gw-1 kernel: [ 1000.000000] ${TABLE_FULL}\n2026-05-04T10:00:00+00:00 gw-1 kernel: [87400.000000] eth1: link up\n`,
      uptime: "87500.00 90000.00\n",
      "ct.txt": many(900, served) + many(450, closed),
    },
    expect: { state: ["recovered"], count: 1350, noCause: NOTHING },
  },
  {
    name: "a full table of which only the beginning was pasted, under words",
    why: "“first 20 lines” of 65,536: no cause, whatever they are",
    files: {
      "t.md": `conntrack -L (first 20 lines):\n\`\`\`\n${many(20, closed)}\`\`\`\n\nnf_conntrack_count is 65536, nf_conntrack_max = 65536\n`,
    },
    expect: { state: ["critical", "exhausted", "unknown"], rows: 20, noCause: NOTHING },
  },
  {
    name: "a raised generic timeout of UDP streams",
    why: "udp_timeout_stream is 3,600 s: 1,100 streams would be gone by default",
    files: {
      "sysctl.txt": settings(
        1500,
        1510,
        TIMES.replace("udp_timeout_stream = 120", "udp_timeout_stream = 3600"),
      ),
      "ct.txt":
        many(1100, (at) =>
          udp(at, { dport: 5060, left: 1 + ((at * 3) % 3400), flag: "[ASSURED]" }),
        ) + many(400, served),
    },
    expect: { state: ["critical"], found: ["timeout-raised"], says: [/udp_timeout_stream/] },
  },
  {
    name: "live traffic of nearly half, and closed connections of a third",
    why: "TIME_WAIT holds 36 %: without it there would be room; the limit is not too small",
    files: {
      "sysctl.txt": settings(2000, 2010, TIMES),
      "ct.txt":
        many(960, (at) => ({ ...served(at), dst: within("10.67", at % 90) })) +
        many(720, (at) => ({ ...closed(at), dst: "10.69.0.4" })) +
        many(320, (at) => udp(at)),
    },
    expect: {
      state: ["critical"],
      found: ["time-wait-churn"],
      atMost: ["table-too-small"],
      says: [/10\.69\.0\.4/],
    },
  },
  {
    name: "UDP to a NodePort of a Service that has no endpoint any more",
    why: "nothing of 30514/udp is in the rules, the entries lead to 10.62.0.9: lost, at 0.3 % in use",
    files: {
      "sysctl.txt": settings(200, 65_536, TIMES),
      "iptables-save.txt":
        '*nat\n:PREROUTING ACCEPT [0:0]\n:KUBE-SERVICES - [0:0]\n:KUBE-NODEPORTS - [0:0]\n:KUBE-SVC-AAAAAAAAAAAAAAAA - [0:0]\n:KUBE-SEP-BBBBBBBBBBBBBBBB - [0:0]\n-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES\n-A KUBE-SERVICES -d 10.96.7.7/32 -p udp -m comment --comment "shop/log cluster IP" -m udp --dport 514 -j KUBE-SVC-AAAAAAAAAAAAAAAA\n-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS\n-A KUBE-NODEPORTS -p udp -m comment --comment "shop/log" -m udp --dport 30514 -j KUBE-SVC-AAAAAAAAAAAAAAAA\n-A KUBE-SVC-AAAAAAAAAAAAAAAA -m comment --comment "shop/log -> 10.62.0.10:514" -j KUBE-SEP-BBBBBBBBBBBBBBBB\n-A KUBE-SEP-BBBBBBBBBBBBBBBB -p udp -m comment --comment "shop/log" -m udp -j DNAT --to-destination 10.62.0.10:514\nCOMMIT\n',
      "ct.txt":
        many(15, (at) =>
          udp(at, {
            src: `203.0.113.${at + 1}`,
            dst: "198.51.100.4",
            sport: 40_000 + at,
            dport: 30_514,
            replySrc: "10.62.0.9",
            replySport: 514,
          }),
        ) + many(185, served),
    },
    expect: { state: ["healthy"], found: ["udp-black-hole"], says: [/10\.62\.0\.9(?!\d)/] },
  },
];
