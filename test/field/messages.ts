import { type FieldCase, NOTHING, settings } from "./case.ts";

const TABLE_FULL = "nf_conntrack: nf_conntrack: table full, dropping packet";
const NO_NOW = { state: ["recovered", "unknown", "exhausted"] } as const;

/** Messages that are another table's, or another program's, and what is none. */
export const MESSAGES: readonly FieldCase[] = [
  {
    name: "another limit beside it",
    why: "one message is of the table; that of Open vSwitch's zone is of another limit",
    files: {
      "kern.log": `Mar 14 19:02:33 cloud-22 kernel: [ 88213.120014] ${TABLE_FULL}\nMar 14 19:02:40 cloud-22 kernel: [ 88220.400112] openvswitch: zone: 31 exceeds conntrack limit\n`,
    },
    expect: {
      ...NO_NOW,
      says: [/table full/, /Mar(ch)? 14|03-14|19:02:33/, /zone:? 31\b|[Oo]pen ?v[Ss]witch/],
    },
  },
  {
    name: "messages without a stamp",
    why: "the table was full twice, at a time that nobody can tell",
    files: { "chat.txt": `kernel: ${TABLE_FULL}\n`.repeat(2) },
    expect: { ...NO_NOW, says: [/\b2 messages “table full”, without a time/] },
  },
  {
    name: "a log among logs",
    why: "sshd's lines are no kernel log; in the kernel's own the table was full twice, and port 8883 was flooded",
    files: {
      "sos_commands/kernel/dmesg": `[412001.220010] ${TABLE_FULL}\n[412003.250117] ${TABLE_FULL}\n[412010.000001] TCP: request_sock_TCP: Possible SYN flooding on port 8883. Sending cookies.  Check SNMP counters.\n`,
      "var/log/auth.log":
        "Sep 30 11:59:01 mqtt-2 sshd[921]: Accepted publickey for deploy from 10.4.0.9 port 50122 ssh2\n",
      uptime: " 12:00:30 up 4 days, 18:27,  2 users,  load average: 1.20, 1.01, 0.88\n",
    },
    expect: {
      ...NO_NOW,
      says: [/\b(2|two)\b[^|.]{0,40}(messages|times|lines)/, /port 8883|:8883/],
    },
  },
  {
    name: "the expectation table",
    why: "the full one is the helpers' table, not this one",
    files: {
      "syslog.txt": `Jan 19 23:41:10 kernel: nf_conntrack: expectation table full\n`.repeat(3),
      "sysctl.txt": settings(1208, 100_000, "net.netfilter.nf_conntrack_expect_max = 512\n"),
    },
    expect: {
      state: ["healthy"],
      found: ["expectation-table-full"],
      absent: ["table-too-small"],
      silent: [/kernel log: not in the bundle/],
    },
  },
  {
    name: "another namespace's table",
    why: "the host's counters stand still and a quarter is in use while the log says full: it was a namespace's",
    files: {
      "session.txt": `# uname -r
5.15.0-113-generic
# for n in 1 2; do cat /proc/uptime; conntrack -S; sysctl net.netfilter.nf_conntrack_count; sleep 5; done
40110.50 160001.22
cpu=0   	found=3 invalid=18 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=1 clash_resolve=0 chaintoolong=0 
cpu=1   	found=5 invalid=22 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0 clash_resolve=1 chaintoolong=0 
net.netfilter.nf_conntrack_count = 16002
40115.52 160021.40
cpu=0   	found=3 invalid=19 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=1 clash_resolve=0 chaintoolong=0 
cpu=1   	found=5 invalid=22 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0 clash_resolve=1 chaintoolong=0 
net.netfilter.nf_conntrack_count = 16040
# sysctl net.netfilter.nf_conntrack_max
net.netfilter.nf_conntrack_max = 65536
# dmesg | tail -n 2
[40111.300210] ${TABLE_FULL}
[40114.870034] ${TABLE_FULL}
`,
    },
    expect: {
      state: ["healthy"],
      count: 16_040,
      max: 65_536,
      found: ["namespace-table-full"],
      absent: ["table-too-small"],
      says: [/namespace/],
    },
  },
  {
    name: "neighbours overflow",
    why: "the table of neighbours is full; this one has 12 % in use",
    files: {
      "messages.txt": `${"Aug  4 13:11:20 leaf-9 kernel: neighbour: arp_cache: neighbor table overflow!\n".repeat(3)}Aug  4 13:11:25 leaf-9 kernel: net_ratelimit: 402 callbacks suppressed\n`,
      "sysctl.txt": `net.ipv4.neigh.default.gc_thresh3 = 1024\n${settings(31_208, 262_144)}`,
    },
    expect: {
      state: ["healthy"],
      count: 31_208,
      max: 262_144,
      found: ["neighbour-table-overflow"],
      absent: ["table-too-small"],
      noCause: NOTHING,
    },
  },
  {
    name: "a search that finds nothing",
    why: "the words stand only in the commands; no such message, 7 % in use",
    files: {
      "checks.txt": `root@cache-5:~# dmesg -T | grep -i 'table full, dropping packet'\nroot@cache-5:~# journalctl -k -b | grep -c 'table full'\n0\nroot@cache-5:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(9204, 131_072)}`,
    },
    expect: { state: ["healthy"], count: 9204, max: 131_072, noCause: NOTHING },
  },

  {
    name: "an agent's log that speaks of the message",
    why: "quoted behind a word of its own sentence, the message is nobody's kernel's",
    files: {
      "agent.log": `2026-04-11T08:15:00Z WARN check: search dmesg for "${TABLE_FULL}" first\n2026-04-11T08:15:01Z INFO check: done\n`,
      "sysctl.txt": settings(700, 65_536),
    },
    expect: { state: ["healthy"], silent: [/log (?:has|says)/] },
  },
  {
    name: "dmesg -T of a German machine",
    why: "the C library writes day and month in the machine's language",
    files: {
      "dmesg.txt": `[Mo Mai  6 07:08:09 2024] ${TABLE_FULL}\n[Mi Okt  9 07:08:11 2024] ${TABLE_FULL}\n`,
    },
    expect: { ...NO_NOW, says: [/2 messages “table full”, from Mon May 6 07:08:09 2024/] },
  },
  {
    name: "journalctl of a French machine",
    why: "the month may have a dot",
    files: {
      "journal.txt": `févr. 06 07:08:09 gw-1 kernel: ${TABLE_FULL}\nfévr. 06 07:08:11 gw-1 kernel: ${TABLE_FULL}\n`,
    },
    expect: { ...NO_NOW, subjects: [["gw-1", null]], says: [/Feb 06 07:08:09/] },
  },
  {
    name: "dates of a German machine",
    why: "they are a minute apart, in which 700 packets were dropped",
    files: {
      "loop.txt": ["8", "9"]
        .map(
          (minute, at) =>
            `Mo 6. Mai 07:0${minute}:09 CEST 2024\ncpu=0   \tfound=0 invalid=1 insert=0 insert_failed=0 drop=${at * 700} early_drop=0 error=0 search_restart=3\n`,
        )
        .join(""),
    },
    expect: { state: ["unknown"], says: [/watched for 60 s/, /700 packets/] },
  },
];
