import { type FieldCase, many, NOTHING, settings } from "./case.ts";

const FULL = "nf_conntrack: table full, dropping packet";

/** What people paste when they ask for help in public: little, and in passing. */
export const QUESTIONS: readonly FieldCase[] = [
  {
    name: "a count by wc and an old limit",
    why: "each is a /proc file's; 611 of 300,000",
    files: {
      "thread.md":
        "The table is not filled.\n``` bash\ncat /proc/net/ip_conntrack | wc -l\n611\n\ncat /proc/sys/net/ipv4/netfilter/ip_conntrack_max\n300000\n```\n",
    },
    expect: { state: ["healthy"], count: 611, max: 300_000, noCause: NOTHING },
  },
  {
    name: "a check that a plugin printed, with its data",
    why: "the count and the limit stand in brackets; what is behind the bar repeats them",
    files: {
      "nagios.txt":
        "[root:~] # /usr/lib/nagios/plugins/check_conntrack -w 80 -c 90\nCONNTRACK CRITICAL: 97% state used (254280/262144)|count=254280;209715;235929;0;262144\n",
    },
    expect: { state: ["critical"], count: 254_280, max: 262_144, noCause: NOTHING },
  },
  {
    name: "a limit, and the tool's trailer in an answer",
    why: "1,873 were shown: the table has some 1,873 of 524,288",
    files: {
      "issue.md":
        "I'm getting a lot of these and my wifi drops out.\n\n```\n$ sysctl net.netfilter.nf_conntrack_max                                 \nnet.netfilter.nf_conntrack_max = 524288\n```\n\n**bob** · 2023-07-11\nIt's bigger than I expected.\n\n>conntrack v1.4.6 (conntrack-tools): 1873 flow entries have been shown\n\nIt's a Raspberry Pi 4.\n",
    },
    expect: { state: ["healthy", "unknown"], max: 524_288, says: [/1,873/], noCause: NOTHING },
  },
  {
    name: "rows that kube-proxy deleted",
    why: "its log shows them below a message: they are no table, and gone",
    files: {
      "kube-proxy.log": `I0815 12:15:14.624580       1 cleanup.go:69] "Deleting conntrack stale entries for services" nodePorts=[]\nI0815 12:15:14.624646       1 conntrack.go:66] "Clearing conntrack entries" parameters=["-D","--orig-dst","10.12.201.0","--dst-nat","10.11.4.22","-p","udp"]\nI0815 12:15:14.637712       1 conntrack.go:71] "Conntrack entries deleted" output=<\n${many(40, (at) => ({ protocol: "udp", left: 23, src: `10.11.4.${at + 1}`, dst: "10.12.201.0", sport: 30_000 + at, dport: 8125, replySrc: "10.11.4.22", flag: "[UNREPLIED]" }), "\t")}\tconntrack v1.4.6 (conntrack-tools): 40 flow entries have been deleted.\n >\n`,
    },
    expect: {
      state: ["unknown"],
      noCause: NOTHING,
      atMost: ["udp-accumulation", "udp-black-hole"],
    },
  },
  {
    name: "one entry that is looked at again and again",
    why: "a time stands before each row; nine rows are one entry, which falls by 5 s a look",
    files: {
      "watch.txt": Array.from(
        { length: 9 },
        (_, at) =>
          `09:1${Math.floor((at * 5 + 29) / 60) + 4}:${String((at * 5 + 29) % 60).padStart(2, "0")}    tcp  6 ${55 - at * 5} CLOSE_WAIT src=10.192.2.35 dst=169.254.169.254 sport=35715 dport=80 src=169.254.169.254 dst=10.241.0.49 sport=80 dport=35715 [ASSURED] mark=0 use=1\n`,
      ).join(""),
    },
    expect: { state: ["unknown"], noCause: NOTHING, atMost: ["close-wait-buildup"] },
  },
  {
    name: "the kernel's own line at the module's load, and full later",
    why: "it tells the limit of the boot: 262,144; nobody tells a count",
    files: {
      "dmesg.txt": `[    7.120011] nf_conntrack version 0.5.0 (65536 buckets, 262144 max)\n[91230.120400] ${FULL}\n[91230.120990] ${FULL}\n`,
    },
    expect: { state: ["unknown", "recovered"], says: [/262,144/, /2 messages/], noCause: NOTHING },
  },
  {
    name: "the limit of two nodes' kube-proxy in one text",
    why: "each log stands under its own command: two pods, two limits, no count",
    files: {
      "issue.txt": `# kubectl logs -n kube-system kube-proxy-gq27h                      <-----8 CPU\nI0322 02:18:37.187902       1 server.go:447] Version: v1.12.5\nI0322 02:18:37.205893       1 conntrack.go:98] Set sysctl 'net/netfilter/nf_conntrack_max' to 655350\n\n# kubectl logs -n kube-system kube-proxy-zz4kd                      <-----32 CPU\nI0322 02:18:39.187902       1 server.go:447] Version: v1.12.5\nI0322 02:18:39.205893       1 conntrack.go:98] Set sysctl 'net/netfilter/nf_conntrack_max' to 2097120\n`,
    },
    expect: { state: ["unknown"], says: [/655,350/, /2,097,120/], noCause: NOTHING },
  },
  {
    name: "the kernel's newer table of counters",
    why: "clashres is a column, and chaintoolong the last: entries 0x1004a is 65,610 once, of 131,072",
    files: {
      "stat.txt": `# cat /proc/net/stat/nf_conntrack\nentries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart\n0001004a  00000002 0000004c 00000000 00002e4a 00000000 00000000 00000000 00000000 00000003 00000003 00000000 00000000  00000000 00000000 00000000 00000a12\n0001004a  00000000 00000051 00000000 00002f01 00000000 00000000 00000000 00000000 00000001 00000001 00000000 00000000  00000000 00000000 00000000 00000b00\n# sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 131072\n`,
    },
    expect: { state: ["healthy"], count: 65_610, max: 131_072, noCause: NOTHING },
  },
  {
    name: "sockets of netstat in CLOSE_WAIT",
    why: "they are sockets of a program, no entries of the table; the log says that it was full",
    files: {
      "issue.md":
        "```log\n[  812.100000] nf_conntrack: table full, dropping packet\n```\n```log\ntcp      280      0 192.168.10.38:1704      192.168.10.200:60742    CLOSE_WAIT  \ntcp      343      0 localhost:1704          localhost.lan:50978     CLOSE_WAIT  \ntcp      280      0 192.168.10.38:1704      192.168.10.200:60820    CLOSE_WAIT  \n```\n",
    },
    expect: {
      state: ["unknown"],
      noCause: NOTHING,
      absent: ["close-wait-buildup"],
      says: [/1 message “table full”/],
    },
  },
  {
    name: "offloaded flows of a router",
    why: "two of three rows have no time left, as a flow table carries them",
    files: {
      "ow.txt": `root@OpenWrt:/# conntrack -L\ntcp      6 7206 ESTABLISHED src=192.168.1.10 dst=10.0.1.1 sport=42978 dport=5201 packets=2 bytes=112 src=10.0.1.1 dst=10.0.1.2 sport=5201 dport=42978 packets=1 bytes=60 [ASSURED] mark=0 use=1\ntcp      6 src=192.168.1.10 dst=10.0.1.1 sport=42984 dport=5201 packets=2 bytes=112 src=10.0.1.1 dst=10.0.1.2 sport=5201 dport=42984 packets=1 bytes=60 [OFFLOAD] mark=0 use=2\nudp      17 src=192.168.1.10 dst=10.0.1.1 sport=51820 dport=51820 packets=2 bytes=112 src=10.0.1.1 dst=10.0.1.2 sport=51820 dport=51820 packets=1 bytes=60 [HW_OFFLOAD] mark=0 use=2\nconntrack v1.4.6 (conntrack-tools): 3 flow entries have been shown.\nroot@OpenWrt:/# cat /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max\n3\n15360\n`,
    },
    expect: {
      state: ["healthy"],
      count: 3,
      max: 15_360,
      rows: 3,
      noCause: NOTHING,
      silent: [/could not be read/],
    },
  },
  {
    name: "what netstat -s counted, before and after, under words",
    why: "no table of connections is in it; the state cannot be known",
    files: {
      "issue.md":
        "`netstat -s` BEFORE dropped packets\n\n```\nTcpExt:\n    128105 connections reset due to unexpected data\n    27 times the listen queue of a socket overflowed\n    27 SYNs to LISTEN sockets dropped\n    TCPTimeWaitOverflow: 27360\n```\n\n`netstat -s` AFTER dropped packets\n\n```\nTcpExt:\n    128805 connections reset due to unexpected data\n    4120 times the listen queue of a socket overflowed\n    4120 SYNs to LISTEN sockets dropped\n    TCPTimeWaitOverflow: 27360\n```\n",
    },
    expect: {
      state: ["unknown"],
      noCause: NOTHING,
      says: [/4,093/],
      found: ["listen-queue-overflow"],
    },
  },
  {
    name: "a bare limit that the question names",
    why: "dmesg, a limit by cat, and prose with numbers that are neither",
    files: {
      "q.md": `Caused by a scan at 15000 packets per second.\n\ncat /proc/sys/net/nf_conntrack_max \n262144\n\nOddity is that each container is limited to 2 connections per second with an 8192 burst.\n`,
    },
    expect: { state: ["unknown"], max: 262_144, noCause: NOTHING },
  },
  {
    name: "a question in Chinese, with output",
    why: "the prose stands around a fence, the colons are wide: 65,536 of 65,536",
    files: {
      "issue.md": `日志中出现大量 nf_conntrack: nf_conntrack: table full, dropping packet\n\n当前值：\n\`\`\`\nroot@gw:~# sysctl net.netfilter.nf_conntrack_count\nnet.netfilter.nf_conntrack_count = 65536\nroot@gw:~# sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 65536\n\`\`\`\n是不是连接数开小了？\n`,
    },
    expect: { state: ["critical", "exhausted"], count: 65_536, max: 65_536, noCause: NOTHING },
  },
  {
    name: "the settings of two machines in one pasted text, told by words",
    why: "“on the good node” and “on the bad node” are two machines: nothing is shown as one's",
    files: {
      "issue.md": `On the good node:\n\n\`\`\`\n${settings(4021, 131_072)}\`\`\`\n\nOn the bad node:\n\n\`\`\`\n${settings(131_050, 131_072)}\`\`\`\n`,
    },
    expect: { state: ["critical"], count: 131_050, max: 131_072, noCause: NOTHING },
  },
  {
    name: "a rate-limited log with its rest",
    why: "4 lines and 5,988 + 6,464 that were suppressed, on one Monday; busybox knows no -T",
    files: {
      "issue.md":
        "```\n[Mon Apr 23 10:58:07 2018] net_ratelimit: 5988 callbacks suppressed\n[Mon Apr 23 10:58:07 2018] nf_conntrack: table full, dropping packet\n[Mon Apr 23 10:58:07 2018] nf_conntrack: table full, dropping packet\n[Mon Apr 23 10:58:08 2018] nf_conntrack: table full, dropping packet\n[Mon Apr 23 10:58:12 2018] net_ratelimit: 6464 callbacks suppressed\n```\n",
    },
    expect: { state: ["unknown"], says: [/3 messages “table full”/, /Apr 23 10:58:08 2018/] },
  },
];
