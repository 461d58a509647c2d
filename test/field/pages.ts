import { cpu, type FieldCase, NOTHING, settings } from "./case.ts";

const FULL = "nf_conntrack: table full, dropping packet";
const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";
const NEARLY = { state: ["critical"], count: 65_530, max: 65_536, noCause: NOTHING } as const;

/** What runbooks, blogs and forums say: examples beside evidence, other tables, and words that people type. */
export const PAGES: readonly FieldCase[] = [
  {
    name: "a runbook beside the evidence",
    why: "what “you should see” in it is an example, and nobody's table; the machine's own file tells 900 of 65,536",
    files: {
      "runbook.md":
        "# NodeHighNumberConntrackEntriesUsed\n\n## 1. Check current entries\n\n```\nsudo sysctl net.netfilter.nf_conntrack_count\n```\n\nYou should see an output similar to this:\n\n```\nnet.netfilter.nf_conntrack_count = 131000\n```\n\n## 2. Check the limit\n\n```\nsudo sysctl net.netfilter.nf_conntrack_max\n```\n\nExpected output:\n\n```\nnet.netfilter.nf_conntrack_max = 131072\n```\n",
      "node.txt": `root@hub-2:~# ${ASK}\n${settings(900, 65_536)}`,
    },
    expect: { state: ["healthy"], count: 900, max: 65_536, noCause: NOTHING },
  },
  {
    name: "an example of the manual above the evidence",
    why: "the manual's table is full, the machine's holds 900 entries",
    files: {
      "t.md": `According to the docs:\n\n> Example output of a full table:\n> net.netfilter.nf_conntrack_count = 262144\n> net.netfilter.nf_conntrack_max = 262144\n\nOn our node:\n\n\`\`\`\n$ ${ASK}\n${settings(900, 262_144)}\`\`\`\n`,
    },
    expect: { state: ["healthy"], count: 900, max: 262_144, noCause: NOTHING },
  },
  {
    name: "a message that a runbook supposes",
    why: "nobody found it in a log",
    files: {
      "t.txt": `Runbook: when dmesg says\n  nf_conntrack: table full, dropping packet\nraise the limit.\n\n# ${ASK}\n${settings(900, 262_144)}`,
    },
    expect: { state: ["healthy"], count: 900, max: 262_144, silent: [/1 message/] },
  },
  {
    name: "a script's own line of the use",
    why: "a ratio, and both numbers in brackets",
    files: { "t.txt": "$ python3 util.py\nconntrack_utilization=99.9% (65530/65536)\n" },
    expect: NEARLY,
  },
  {
    name: "an old shell's prompt and refusals of sysctl -a",
    why: "error: permission denied on key … stands between the settings",
    files: {
      "t.txt":
        "linux:~# /sbin/sysctl -a|grep -i nf_conntrack_\nerror: permission denied on key 'net.ipv4.route.flush'\nnet.netfilter.nf_conntrack_max = 65536\nerror: permission denied on key 'net.ipv6.route.flush'\nnet.netfilter.nf_conntrack_count = 65530\nerror: \"Invalid argument\" reading key \"fs.binfmt_misc.register\"\n",
    },
    expect: NEARLY,
  },
  {
    name: "messages with a full stop at their end",
    why: "2.6's message; three, and 83 that were held back by __ratelimit",
    files: {
      "m.txt": `[1737157.057528] ${FULL}.\n[1737157.160357] ${FULL}.\n[1737157.969928] ${FULL}\n[1737162.214084] __ratelimit: 83 callbacks suppressed\n`,
    },
    expect: { state: ["unknown"], says: [/3 messages “table full”/] },
  },
  {
    name: "limits of Open vSwitch's zones",
    why: "count and limit are of a zone each, and not of the kernel's table, which has room",
    files: {
      "t.txt": `# ovs-dpctl ct-get-limits zone=2,3\ndefault limit=0\nzone=2,limit=1000,count=1000\nzone=3,limit=0,count=12\n# ${ASK}\n${settings(4000, 65_536)}`,
    },
    expect: { state: ["healthy"], count: 4000, max: 65_536, noCause: NOTHING },
  },
  {
    name: "rows of Open vSwitch that were counted",
    why: "10,000 by wc are of the datapath's list; the kernel's count is 65,530",
    files: {
      "t.txt": `[root@gw-1 ~]# ovs-appctl dpctl/dump-conntrack  | wc -l\n10000\n[root@gw-1 ~]# ${ASK}\n${settings(65_530, 65_536)}`,
    },
    expect: { ...NEARLY, subjects: [["gw-1", 65_530]] },
  },
  {
    name: "Calico's own map",
    why: "eBPF's connections are no rows of nf_conntrack, which is nearly empty",
    files: {
      "t.txt": `# calico-node -bpf conntrack dump\nConntrackKey{proto=6 10.65.0.2:39052 <-> 10.101.0.1:443} -> Entry{Type:0, Created:1234, LastSeen:5678, Flags: <none> Data: {A2B:{Bytes:0 Packets:0 Seqno:1 SynSeen:true AckSeen:true FinSeen:false RstSeen:false}}} Age: 1m LastSeen: 3s\nConntrackKey{proto=17 10.65.0.2:51200 <-> 10.101.0.10:53} -> Entry{Type:0, Created:1234, LastSeen:5678, Flags: <none> Data: {}} Age: 3s LastSeen: 1s\n# ${ASK}\n${settings(90, 65_536)}`,
    },
    expect: { state: ["healthy"], count: 90, noCause: NOTHING, silent: [/rows could not be read/] },
  },
  {
    name: "a message as somebody types it, and numbers in prose",
    why: "655,360 is told as the limit and no count: nothing is known of the use, but a screenshot is meant",
    files: {
      "issue.md":
        'A large number of packets were lost around qps1300.\nThe error message is "nf_conntrack:table full,dropping packet."\nThe param net.netfilter.nf_conntrack_max is 655,360.\n',
      "S.txt": cpu(0),
    },
    expect: { state: ["unknown"], noCause: NOTHING },
  },
  {
    name: "a forum's answer that asks to set a value, beside the question's output",
    why: "the second number is what is advised, with echo into /proc: a wish",
    files: {
      "thread.txt": `# cat /proc/sys/net/ipv4/ip_conntrack_max\n65536\n# cat /proc/sys/net/ipv4/netfilter/ip_conntrack_count\n65530\n\nIf you want to adjust it, just run the following as root:\n# echo 131072 > /proc/sys/net/ipv4/ip_conntrack_max\n`,
    },
    expect: NEARLY,
  },
  {
    name: "two dumps of one table a minute apart, in one text",
    why: "two rows, then three, under their own prompts: the later three are the table, never five",
    files: {
      "t.txt": `root@gw:~# date; conntrack -L\nMon May  4 09:00:00 UTC 2026\nudp      17 20 src=10.1.1.1 dst=10.2.2.9 sport=1025 dport=53 src=10.2.2.9 dst=10.1.1.1 sport=53 dport=1025 mark=0 use=1\nudp      17 20 src=10.1.1.2 dst=10.2.2.9 sport=1025 dport=53 src=10.2.2.9 dst=10.1.1.2 sport=53 dport=1025 mark=0 use=1\nconntrack v1.4.6 (conntrack-tools): 2 flow entries have been shown.\nroot@gw:~# date; conntrack -L\nMon May  4 09:01:00 UTC 2026\nudp      17 20 src=10.1.1.1 dst=10.2.2.9 sport=1026 dport=53 src=10.2.2.9 dst=10.1.1.1 sport=53 dport=1026 mark=0 use=1\nudp      17 20 src=10.1.1.2 dst=10.2.2.9 sport=1026 dport=53 src=10.2.2.9 dst=10.1.1.2 sport=53 dport=1026 mark=0 use=1\nudp      17 20 src=10.1.1.3 dst=10.2.2.9 sport=1026 dport=53 src=10.2.2.9 dst=10.1.1.3 sport=53 dport=1026 mark=0 use=1\nconntrack v1.4.6 (conntrack-tools): 3 flow entries have been shown.\nroot@gw:~# sysctl net.netfilter.nf_conntrack_max\nnet.netfilter.nf_conntrack_max = 65536\n`,
    },
    expect: { state: ["healthy", "unknown"], rows: 3, max: 65_536, noCause: NOTHING },
  },
  {
    name: "UniFi's and EdgeOS's own commands",
    why: "show conntrack statistics of EdgeOS prints the tool's columns; the use is told in a sentence",
    files: {
      "t.txt":
        "ubnt@edge:~$ show conntrack statistics\ncpu=0   \tfound=12 invalid=4 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0 \nubnt@edge:~$ cat /proc/sys/net/netfilter/nf_conntrack_count\n65530\nubnt@edge:~$ cat /proc/sys/net/netfilter/nf_conntrack_max\n65536\n",
    },
    expect: { ...NEARLY, subjects: [["edge", 65_530]] },
  },
  {
    name: "a cron mail",
    why: "mail heads stand above the output of sysctl; the machine is in the subject",
    files: {
      "mail.eml": `From: root@hub-2 (Cron Daemon)\nTo: root@hub-2\nSubject: Cron <root@hub-2> /usr/local/bin/ct.sh\nContent-Type: text/plain; charset=UTF-8\nX-Cron-Env: <SHELL=/bin/sh>\n\n${settings(65_530, 65_536)}`,
    },
    expect: NEARLY,
  },
  {
    name: "Ansible's debug of registered output",
    why: "msg holds lines; each host's result stands under its name",
    files: {
      "play.txt": `TASK [debug] ****\nok: [hub-1] => {\n    "msg": [\n        "net.netfilter.nf_conntrack_count = 900",\n        "net.netfilter.nf_conntrack_max = 65536"\n    ]\n}\nok: [hub-2] => {\n    "msg": [\n        "net.netfilter.nf_conntrack_count = 65530",\n        "net.netfilter.nf_conntrack_max = 65536"\n    ]\n}\n`,
    },
    expect: {
      ...NEARLY,
      subjects: [
        ["hub-2", 65_530],
        ["hub-1", 900],
      ],
    },
  },
  {
    name: "a diff of two sysctl -a",
    why: "- is before and + after: 65,530 is the later count",
    files: {
      "d.diff":
        "--- before.txt\n+++ after.txt\n@@ -1,2 +1,2 @@\n-net.netfilter.nf_conntrack_count = 900\n+net.netfilter.nf_conntrack_count = 65530\n net.netfilter.nf_conntrack_max = 65536\n",
    },
    expect: NEARLY,
  },
  {
    name: "xtrace in a CI's log with times",
    why: "GitHub Actions puts a time before each line, and groups",
    files: {
      "ci.log":
        "2026-05-04T09:02:01.1234567Z ##[group]Run sysctl net.netfilter.nf_conntrack_count\n2026-05-04T09:02:01.1234599Z shell: /usr/bin/bash -e {0}\n2026-05-04T09:02:01.1234602Z ##[endgroup]\n2026-05-04T09:02:01.2234567Z net.netfilter.nf_conntrack_count = 65530\n2026-05-04T09:02:01.2234999Z net.netfilter.nf_conntrack_max = 65536\n",
    },
    expect: NEARLY,
  },
  {
    name: "Terraform's remote-exec and Packer's prefixes",
    why: "a resource and (remote-exec) stand before each line",
    files: {
      "tf.log":
        "null_resource.ct (remote-exec): net.netfilter.nf_conntrack_count = 65530\nnull_resource.ct (remote-exec): net.netfilter.nf_conntrack_max = 65536\n",
    },
    expect: NEARLY,
  },
  {
    name: "fields of a table that is turned",
    why: "\\G of a database: a name and a value a line, between rows of stars",
    files: {
      "g.txt":
        "*************************** 1. row ***************************\n           node: hub-1\nconntrack_count: 900\n  conntrack_max: 65536\n*************************** 2. row ***************************\n           node: hub-2\nconntrack_count: 65530\n  conntrack_max: 65536\n",
    },
    expect: {
      ...NEARLY,
      subjects: [
        ["hub-2", 65_530],
        ["hub-1", 900],
      ],
    },
  },
];
