import { type FieldCase, many, NOTHING, settings } from "./case.ts";

const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";

/** Several machines. */
export const SUBJECTS: readonly FieldCase[] = [
  {
    name: "a folder for each node",
    why: "worker-7 is full and worker-8 is not: never one table",
    files: {
      "worker-7/sysctl.txt": settings(65_530, 65_536),
      "worker-7/conntrack.txt": many(1, () => ({ state: "TIME_WAIT", flag: "[ASSURED]" })),
      "worker-8/sysctl.txt": settings(1201, 65_536),
      "worker-8/conntrack.txt": many(1, () => ({ protocol: "udp", dport: 53, left: 12 })),
    },
    expect: {
      state: ["critical"],
      count: 65_530,
      max: 65_536,
      noCause: NOTHING,
      subjects: [
        ["worker-7", 65_530],
        ["worker-8", 1201],
      ],
      says: [/worker-7/, /worker-8/],
    },
  },
  {
    name: "a file for each node",
    why: "the files' names tell the nodes: only ingress-2 is full",
    files: {
      "ingress-1.txt": settings(40_120, 131_072),
      "ingress-2.txt": settings(130_901, 131_072),
    },
    expect: {
      state: ["critical"],
      count: 130_901,
      max: 131_072,
      subjects: [
        ["ingress-2", 130_901],
        ["ingress-1", 40_120],
      ],
      says: [/ingress-1/, /ingress-2/],
    },
  },
  {
    name: "lines of two hosts in turn",
    why: "pdsh mixes them: gpu204 is full, gpu203 is not",
    files: {
      "pdsh.txt": `$ pdsh -w gpu[203-204] '${ASK}'
gpu203: net.netfilter.nf_conntrack_count = 310
gpu204: net.netfilter.nf_conntrack_count = 32700
gpu203: net.netfilter.nf_conntrack_max = 32768
gpu204: net.netfilter.nf_conntrack_max = 32768
`,
    },
    expect: {
      state: ["critical"],
      count: 32_700,
      max: 32_768,
      subjects: [
        ["gpu204", 32_700],
        ["gpu203", 310],
      ],
    },
  },
  {
    name: "pods of a DaemonSet in turn",
    why: "stern puts the pod and its container before each line: two nodes, one full",
    files: {
      "stern.txt": `$ stern -n infra probe --no-follow
+ probe-2kx8w › agent
+ probe-lm5td › agent
probe-2kx8w agent nf_conntrack_count=250
probe-lm5td agent nf_conntrack_count=65490
probe-2kx8w agent nf_conntrack_max=65536
probe-lm5td agent nf_conntrack_max=65536
`,
    },
    expect: {
      state: ["critical"],
      count: 65_490,
      max: 65_536,
      says: [/2kx8w/, /lm5td/],
    },
  },
  {
    name: "prompts of two hosts",
    why: "somebody goes on to another machine: edge-b is full, edge-a is not",
    files: {
      "thread.txt": `ops@edge-a:~$ ${ASK}\n${settings(700, 16_384)}ops@edge-a:~$ ssh edge-b\nLast login: Wed Mar 12 07:00:19 2025 from 10.2.2.2\nops@edge-b:~$ ${ASK}\n${settings(16_370, 16_384)}ops@edge-b:~$ exit\nlogout\n`,
    },
    expect: {
      state: ["critical"],
      count: 16_370,
      max: 16_384,
      subjects: [
        ["edge-b", 16_370],
        ["edge-a", 700],
      ],
    },
  },
  {
    name: "a support bundle of two nodes",
    why: "a folder for each of them: pool-b-1 is full",
    files: {
      "support-bundle-2024-06-02T10_00_00/host-collectors/system/pool-a-1/sysctl.json":
        '{\n  "net.netfilter.nf_conntrack_count": "9310",\n  "net.netfilter.nf_conntrack_max": "131072"\n}\n',
      "support-bundle-2024-06-02T10_00_00/host-collectors/system/pool-b-1/sysctl.json":
        '{\n  "net.netfilter.nf_conntrack_count": "131040",\n  "net.netfilter.nf_conntrack_max": "131072"\n}\n',
      "support-bundle-2024-06-02T10_00_00/host-collectors/system/node_list.json":
        '["pool-a-1","pool-b-1"]\n',
      "support-bundle-2024-06-02T10_00_00/version.yaml":
        "apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\nspec:\n  versionNumber: v0.93.1\n",
    },
    expect: {
      state: ["critical", "exhausted"],
      count: 131_040,
      max: 131_072,
      says: [/pool-a-1/, /pool-b-1/],
    },
  },
  {
    name: "one without tracking",
    why: "front-3 has nothing loaded; nat-3 is nearly full",
    files: {
      "report.txt": `root@front-3:~# ${ASK}\nsysctl: cannot stat /proc/sys/net/netfilter/nf_conntrack_count: No such file or directory\nsysctl: cannot stat /proc/sys/net/netfilter/nf_conntrack_max: No such file or directory\nroot@nat-3:~# ${ASK}\n${settings(65_401, 65_536)}`,
    },
    expect: { state: ["critical", "exhausted"], count: 65_401, max: 65_536, says: [/nat-3/] },
  },

  {
    name: "answers between rules",
    why: "clush -b names the machines of an answer between two rules: db4 is full, db1 to db3 are not",
    files: {
      "clush.txt": `---------------\ndb[1-3] (3)\n---------------\n${settings(822, 32_768)}---------------\ndb4\n---------------\n${settings(32_760, 32_768)}`,
    },
    expect: {
      state: ["critical"],
      count: 32_760,
      max: 32_768,
      subjects: [
        ["db4", 32_760],
        ["db[1-3]", 822],
      ],
    },
  },
];
