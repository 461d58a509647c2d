import { closed, type FieldCase, many, settings } from "./case.ts";

const COUNT = "/proc/sys/net/netfilter/nf_conntrack_count";
const MAX = "/proc/sys/net/netfilter/nf_conntrack_max";

/** What a heading has that names no machine. */
const HEADINGS = [
  "Test-3",
  "k8s",
  "follow-up",
  "RHEL8",
  "Ubuntu-24.04",
  "kube-proxy",
  "DNS-timeouts",
];

/** Loops and headings: of whom each answer is. */
export const ASKED: readonly FieldCase[] = [
  ...HEADINGS.map((heading) => ({
    name: `a heading ${heading}`,
    why: "it names what follows, and no machine",
    files: { "note.md": `## ${heading}\n\n\`\`\`\n${settings(24_570, 24_576)}\`\`\`\n` },
    expect: {
      state: ["critical"] as const,
      subjects: [["", 24_570]] as const,
      silent: [new RegExp(`^${heading}`, "m")],
    },
  })),
  {
    name: "a heading of a machine on Amazon",
    why: "ip-10-77-3-4 is its name",
    files: { "note.md": `## ip-10-77-3-4\n\n${settings(24_570, 24_576)}` },
    expect: { state: ["critical"], subjects: [["ip-10-77-3-4", 24_570]] },
  },
  {
    name: "all network namespaces at once",
    why: "ip -all netns exec names each above its answer",
    files: {
      "netns.txt": `root@net-2:~# ip -all netns exec sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max

netns: qrouter-31
${settings(65_533, 65_536)}
netns: qdhcp-32
${settings(14, 65_536)}root@net-2:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max
${settings(2100, 262_144)}`,
    },
    expect: {
      state: ["critical"],
      count: 65_533,
      subjects: [
        ["net-2/qrouter-31", 65_533],
        ["net-2", 2100],
        ["net-2/qdhcp-32", 14],
      ],
    },
  },
  {
    name: "a loop over pods by their objects' names",
    why: "pod/NAME stands above the two values of each; kube-proxy is in its node's network",
    files: {
      "pods.txt": `$ for p in $(kubectl -n kube-system get po -l k8s-app=kube-proxy -o name); do echo $p; kubectl -n kube-system exec \${p#pod/} -- sh -c 'cat ${COUNT} ${MAX}'; done
pod/kube-proxy-7zq4d
65533
65536
pod/kube-proxy-m2x8k
14
65536
`,
    },
    expect: {
      state: ["critical"],
      subjects: [
        ["kube-proxy-7zq4d", 65_533],
        ["kube-proxy-m2x8k", 14],
      ],
    },
  },
  {
    name: "a loop that prints the machine and both numbers",
    why: "the first word of each line is the loop's own: one is full",
    files: {
      "loop.txt": `$ for h in mx1 mx2; do echo $h $(ssh $h cat ${COUNT} ${MAX}); done
mx1 65533 65536
mx2 14 65536
`,
    },
    expect: {
      state: ["critical"],
      subjects: [
        ["mx1", 65_533],
        ["mx2", 14],
      ],
    },
  },
  {
    name: "a loop that prints the namespace and its count",
    why: "the word is a namespace's, as the loop goes over those",
    files: {
      "loop.txt": `root@net-2:~# for n in $(ip netns list | cut -d' ' -f1); do echo "$n $(ip netns exec $n conntrack -C) $(ip netns exec $n sysctl -n net.netfilter.nf_conntrack_max)"; done
qrouter-31 65533 65536
qdhcp-32 14 65536
`,
    },
    expect: {
      state: ["critical"],
      subjects: [
        ["net-2/qrouter-31", 65_533],
        ["net-2/qdhcp-32", 14],
      ],
    },
  },
  {
    name: "a loop that prints the node without ending the line",
    why: "the first of two values stands behind the node's name",
    files: {
      "loop.txt": `$ for n in mx-a mx-b; do echo -n "$n "; ssh $n 'cat ${COUNT} ${MAX}'; done
mx-a 65533
65536
mx-b 14
65536
`,
    },
    expect: {
      state: ["critical"],
      subjects: [
        ["mx-a", 65_533],
        ["mx-b", 14],
      ],
    },
  },
  {
    name: "two dumps that are named after the clock",
    why: "ct_08-15 and ct_08-20 say what and when, and no machine",
    files: {
      "ct_08-15.txt": many(11, closed),
      "ct_08-20.txt": many(12, closed),
      "sysctl.txt": settings(12, 64),
    },
    expect: { state: ["healthy"], subjects: [["", 12]] },
  },
  {
    name: "a file for each network namespace",
    why: "netns and a name stand before what it holds",
    files: {
      "host_sysctl.txt": settings(900, 65_536),
      "netns_red_sysctl.txt": settings(65_533, 65_536),
    },
    expect: {
      state: ["critical"],
      subjects: [
        ["red", 65_533],
        ["", 900],
      ],
    },
  },
];
