import { cpu, type FieldCase, many, NOTHING, settings } from "./case.ts";

const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";

/** Texts of several outputs, with prompts, notices and prose around them. */
export const TICKETS: readonly FieldCase[] = [
  {
    name: "all in one text",
    why: "settings, log, counters, rows and a trailer; three rows of 98,304 name no cause",
    files: {
      "ticket.txt": `[root@pod-host-4 ~]# ${ASK}
${settings(98_304, 98_304)}[root@pod-host-4 ~]# dmesg -T | grep conntrack | tail -n 2
[Fri Feb  7 17:20:40 2020] nf_conntrack: table full, dropping packet
[Fri Feb  7 17:20:41 2020] nf_conntrack: table full, dropping packet
[root@pod-host-4 ~]# conntrack -S
cpu=0   	found=41 invalid=3 ignore=901822 insert=0 insert_failed=0 drop=388 early_drop=12 error=0 search_restart=77 
[root@pod-host-4 ~]# conntrack -L | head -n 3
${many(3, (at) => ({ state: "TIME_WAIT", src: "10.15.0.4", dst: "10.16.0.8", sport: 39_000 + at, left: 90 + at, flag: "[ASSURED]" }))}conntrack v1.4.5 (conntrack-tools): 98304 flow entries have been shown.
`,
    },
    expect: {
      state: ["exhausted", "critical"],
      count: 98_304,
      max: 98_304,
      noCause: NOTHING,
      says: [/2020/],
      silent: [/\d+ (of \d+ )?(rows|lines) could not be read/],
    },
  },
  {
    name: "notices of kubectl exec",
    why: "rows asked for by their protocol; the prompt, the notice and the trailer are no rows",
    files: {
      "exec.txt": `$ kubectl exec -n kube-system kube-proxy-q7w2m -- conntrack -L -p udp
Defaulted container "kube-proxy" out of: kube-proxy, setup (init)
conntrack v1.4.6 (conntrack-tools): 2 flow entries have been shown.
${many(2, (at) => ({ protocol: "udp", src: `10.17.0.${4 + at}`, dst: "10.18.0.10", sport: 47_000 + at, dport: 8125, replySrc: "10.17.3.9", left: 28, flag: at === 0 ? "[UNREPLIED]" : "" }))}`,
    },
    expect: { state: ["unknown"], rows: 2, noCause: NOTHING },
  },
  {
    name: "a loop over the counters",
    why: "two samples with their dates in one text: insert_failed and drop rose by 58 (36 + 22)",
    files: {
      "loop.txt": `$ for n in a b; do date -u; conntrack -S; sleep 15; done
Thu Sep 12 13:05:00 UTC 2024
${cpu(0, { failed: 9 })}${cpu(1, { failed: 14 })}Thu Sep 12 13:05:15 UTC 2024
${cpu(0, { failed: 45 })}${cpu(1, { failed: 36 })}`,
    },
    expect: { state: ["unknown"], says: [/(?<![\d.,])58(?!\d|[.,]\d| ?%)/] },
  },
  {
    name: "a limit raised on the way",
    why: "full at first, then raised; at its end a third of 98,304 is in use",
    files: {
      "incident.txt": `09:40 orders cannot reach the broker from k-12

k-12:~ # ${ASK}
${settings(32_768, 32_768)}
09:52 raising it

k-12:~ # sysctl -w net.netfilter.nf_conntrack_max=98304
net.netfilter.nf_conntrack_max = 98304

10:05 traffic is back

k-12:~ # ${ASK}
${settings(33_120, 98_304)}`,
    },
    expect: { state: ["recovered", "healthy"], count: 33_120, max: 98_304 },
  },
  {
    name: "a quoted mail",
    why: "the number in the answer is advice, not the limit",
    files: {
      "mail.eml": `From: Ivo Marek <ivo@example.org>
Subject: Re: router stalls at night

On Mon, Jan 15, 2024 at 08:11:20AM +0100, Dana wrote:
> What I see then:
>
> # ${ASK}
> net.netfilter.nf_conntrack_count = 8102
> net.netfilter.nf_conntrack_max = 8192
>
> It has 128 MB of memory.

Nearly full. Set it to 32768 and look who has the most.
`,
    },
    expect: { state: ["critical"], count: 8102, max: 8192 },
  },
  {
    name: "short names in an issue",
    why: "the other numbers of the prose are no settings",
    files: {
      "issue.md": `### What happened

About 1 of 500 requests times out since 4.2.0, on nodes with 8 vCPU. On the old nodes it was
never above **60000** connections.

\`\`\`
nf_conntrack_count: 129990
nf_conntrack_max: 131072
nf_conntrack_buckets: 32768
\`\`\`

Is 131072 too small for 1200 rps?
`,
    },
    expect: { state: ["critical"], count: 129_990, max: 131_072 },
  },

  {
    name: "a chat with names and times",
    why: "fences stand on the lines that they fence, and 9:48 is a time of day and no limit",
    files: {
      "thread.txt": `Ines Duarte  9:41 AM
who looks after edge-se-4?
9:44
Pawel  9:46 AM
\`\`\`root@edge-se-4:~# cat /proc/sys/net/netfilter/nf_conntrack_count
32767
root@edge-se-4:~# cat /proc/sys/net/netfilter/nf_conntrack_max
32768\`\`\`
9:48
:eyes: 3 replies
`,
    },
    expect: { state: ["critical"], count: 32_767, max: 32_768, says: [/edge-se-4/] },
  },

  {
    name: "a chat that tells the use of two nodes",
    why: "each line says of which node it is; one of them is full",
    files: {
      "chat.txt":
        "nf_conntrack: 262144/262144 (100%) used on node ip-10-0-3-7\nnf_conntrack: 1021/262144 (0%) used on node ip-10-0-3-8.\n",
    },
    expect: {
      state: ["critical"],
      count: 262_144,
      max: 262_144,
      subjects: [
        ["ip-10-0-3-7", 262_144],
        ["ip-10-0-3-8", 1021],
      ],
    },
  },
  {
    name: "an alert that tells a share alone",
    why: "the words say what 98.44 % is of; the count and the limit are not told",
    files: {
      "alert.txt":
        "[FIRING:1] NodeHighNumberConntrackEntriesUsed\nLabels:\n - severity = warning\nAnnotations:\n - description = 98.44% of conntrack entries are used.\n - summary = Number of conntrack are getting close to the limit.\n",
    },
    expect: {
      state: ["critical"],
      noCause: NOTHING,
      subjects: [["", null]],
      says: [/98 % of the limit/],
      silent: [/unknown entries/],
    },
  },
  {
    name: "the alert's expression and its value",
    why: "98.4 % of the limit on one node, whose name is in the labels",
    files: {
      "query.txt": `node_nf_conntrack_entries{instance="edge-3:9100"} / node_nf_conntrack_entries_limit{instance="edge-3:9100"} = 0.984\n`,
    },
    expect: { state: ["critical"], subjects: [["edge-3", null]] },
  },
  {
    name: "shares of two nodes in a chat",
    why: "97 % is edge-3's alone, edge-4 has room",
    files: {
      "chat.txt":
        "09:14 mia: conntrack usage 97 % on edge-3\n09:15 tom: conntrack usage 22 % on edge-4\n09:16 mia: page if conntrack usage is 90 % on edge-4\n",
    },
    expect: {
      state: ["critical"],
      subjects: [
        ["edge-3", null],
        ["edge-4", null],
      ],
      says: [/edge-3/, /22 %/],
    },
  },
  {
    name: "two shares of nobody knows whom",
    why: "two alerts without a machine's name may be of two machines",
    files: {
      "alerts.txt":
        "description: 98.44% of conntrack entries are used.\ndescription: 12.1% of conntrack entries are used.\n",
    },
    expect: { state: ["unknown"], noCause: NOTHING },
  },
  {
    name: "a share beside the numbers",
    why: "the numbers tell what is in use, whatever the alert said before them",
    files: {
      "ticket.txt": `98.44% of conntrack entries are used\n$ sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(400, 65_536)}`,
    },
    expect: { state: ["healthy"], count: 400, max: 65_536, silent: [/98 %/] },
  },
];
