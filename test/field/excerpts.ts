import {
  closed,
  EXTENDED,
  type FieldCase,
  many,
  NOTHING,
  served,
  settings,
  within,
} from "./case.ts";

/** Rows that are a part of the table, or none of it. */
export const EXCERPTS: readonly FieldCase[] = [
  {
    name: "rows far below the count",
    why: "450 rows of 49,152: the others are on no list, so that these name no cause of the whole",
    files: {
      "conntrack-L.txt": `${many(300, closed)}${many(150, (at) => ({ ...served(at + 300), dport: 22 }))}`,
      "sysctl.txt": settings(
        49_152,
        49_152,
        "net.netfilter.nf_conntrack_buckets = 12288\nnet.netfilter.nf_conntrack_tcp_timeout_established = 432000\n",
      ),
      "dmesg.txt":
        "[81220.110041] nf_conntrack: nf_conntrack: table full, dropping packet\n[81220.190043] nf_conntrack: nf_conntrack: table full, dropping packet\n",
    },
    expect: {
      state: ["exhausted", "critical"],
      count: 49_152,
      max: 49_152,
      rows: 450,
      noCause: NOTHING,
      says: [/\b450\b[^|]{0,120}49,?152|49,?152[^|]{0,120}\b450\b/],
      silent: [/the others had expired/],
    },
  },
  {
    name: "a few rows without a limit",
    why: "four rows of a home network name no cause",
    files: {
      "conntrack.txt": many(4, (at) => ({
        src: "192.168.178.31",
        dst: `198.51.100.${20 + at}`,
        sport: 50_100 + at,
        dport: at === 0 ? 853 : 443,
        replyDst: "203.0.113.77",
        left: 7000,
        flag: "[ASSURED]",
      })),
    },
    expect: { state: ["unknown"], rows: 4, noCause: NOTHING },
  },
  {
    name: "events",
    why: "conntrack -E tells what happens, not what is there",
    files: {
      "watching.txt": ["    [NEW]", " [UPDATE]", " [UPDATE]", "[DESTROY]"]
        .map(
          (what, at) =>
            `${what} tcp      6 ${at === 3 ? "" : `${120 - at} ${["SYN_SENT", "SYN_RECV", "ESTABLISHED"][at]} `}src=10.55.0.3 dst=198.51.100.80 sport=46010 dport=5671 ${at === 0 ? "[UNREPLIED] " : ""}src=198.51.100.80 dst=10.55.0.3 sport=5671 dport=46010${at > 1 ? " [ASSURED]" : ""}\n`,
        )
        .join(""),
    },
    expect: { state: ["unknown"], noCause: NOTHING, says: [/\b[Ee]vents?\b/] },
  },
  {
    name: "the first rows of a long list",
    why: "800 rows of 98,304 by their position are a sample: most are unanswered questions to one resolver",
    files: {
      "first.txt": `# head -n 800 /proc/net/nf_conntrack\n${many(
        800,
        (at) =>
          at % 10 === 0
            ? served(at)
            : {
                protocol: "udp",
                src: within("10.45", at),
                dst: "10.46.0.2",
                sport: 22_000 + at,
                dport: 53,
                left: 3 + (at % 26),
                flag: "[UNREPLIED]",
              },
        EXTENDED,
      )}`,
      "sysctl.txt": settings(98_304, 98_304, "net.netfilter.nf_conntrack_udp_timeout = 30\n"),
    },
    expect: {
      state: ["exhausted", "critical"],
      count: 98_304,
      max: 98_304,
      rows: 800,
      absent: ["time-wait-churn", "close-wait-buildup", "icmp-flood"],
      silent: [/the others had expired/],
    },
  },
  {
    name: "the list of the dying",
    why: "entries that were deleted are not the table",
    files: {
      "dying.txt": `$ sudo conntrack -L dying\n${many(4, closed)}conntrack v1.4.6 (conntrack-tools): 4 flow entries have been shown.\n`,
    },
    expect: {
      state: ["unknown"],
      noCause: NOTHING,
      says: [/[Dd]ying|deleted|not the table|filter/],
    },
  },
  {
    name: "the tool's own number",
    why: "two rows of the 77,402 that the trailer tells",
    files: {
      "top.txt": `[root@egress-3 ~]# conntrack -L | head -n 2\nconntrack v1.4.7 (conntrack-tools): 77402 flow entries have been shown.\n${many(2, served)}`,
    },
    expect: { state: ["unknown"], rows: 2, noCause: NOTHING, says: [/77,?402/] },
  },
  {
    name: "rows by their state",
    why: "grep chose three unanswered SYNs of 31,990: no storm of them",
    files: {
      "syn.txt": `# conntrack -L 2>/dev/null | grep SYN_SENT | tail -n 3\n${many(3, (at) => ({ state: "SYN_SENT", src: "10.47.3.3", dst: "10.48.9.1", sport: 30_100 + at, dport: 9200, left: 99 - at, flag: "[UNREPLIED]" }))}# sysctl -n net.netfilter.nf_conntrack_count\n31990\n# sysctl -n net.netfilter.nf_conntrack_max\n32768\n`,
    },
    expect: {
      state: ["critical"],
      count: 31_990,
      max: 32_768,
      rows: 3,
      noCause: NOTHING,
      absent: ["retry-storm", "connection-scan"],
    },
  },

  {
    name: "rows at random",
    why: "shuf takes 600 of 50,000 rows whatever they are: two thirds of the table are TIME_WAIT",
    files: {
      "case.txt": `root@gw:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(50_000, 51_200)}root@gw:~# conntrack -L | shuf -n 600\nconntrack v1.4.6 (conntrack-tools): 50003 flow entries have been shown.\n${many(600, (at) => (at % 3 === 0 ? served(at * 7) : closed(at * 7)))}`,
    },
    expect: {
      state: ["critical"],
      count: 50_000,
      max: 51_200,
      rows: 600,
      found: ["time-wait-churn"],
      says: [/33,\d{3}/, /took 600 of 50,00[03] rows/],
      silent: [/chosen by a filter/],
    },
  },
  {
    name: "counts of states, and a filter that matches nothing, beside a full table",
    why: "all of the limit is in use; nothing tells of drops, and counts of states name no cause",
    files: {
      "case.txt": `root@gw:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(65_536, 65_536)}root@gw:~# conntrack -L | awk '{print $4}' | sort | uniq -c\nconntrack v1.4.7 (conntrack-tools): 65530 flow entries have been shown.\n  45210 ESTABLISHED\n  12003 TIME_WAIT\n   3120 SYN_SENT\nroot@gw:~# conntrack -L 2>/dev/null | grep 10.9.9.9\n`,
    },
    expect: {
      state: ["critical"],
      count: 65_536,
      max: 65_536,
      noCause: NOTHING,
      says: [
        /table was full: 100 %/,
        /lost to a full table is unknown/,
        /look like counts of uniq/,
      ],
      silent: [/nearly full/, /\b0 rows\b/, /chosen by a filter/],
    },
  },
  {
    name: "one row in ten, of nobody knows how many",
    why: "without a count the 400 rows are a tenth of a table whose size is not told",
    files: {
      "case.txt": `root@gw:~# sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 4096\nroot@gw:~# awk 'NR%10==0' /proc/net/nf_conntrack\n${many(400, closed, EXTENDED)}`,
    },
    expect: { state: ["unknown"], max: 4096, rows: 400, noCause: NOTHING },
  },
  {
    name: "a few rows at random",
    why: "60 rows tell no shares, however they were taken",
    files: {
      "case.txt": `root@gw:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(50_000, 51_200)}root@gw:~# conntrack -L 2>/dev/null | shuf -n 60\n${many(60, closed)}`,
    },
    expect: { state: ["critical"], rows: 60, noCause: NOTHING },
  },
];
