import { closed, type FieldCase, many, NOTHING, settings } from "./case.ts";

const COUNT = "net.netfilter.nf_conntrack_count";
const MAX = "net.netfilter.nf_conntrack_max";
const NEARLY = { state: ["critical"], count: 65_530, max: 65_536 } as const;

/** What is typed, over several lines or under prompts of two; and what a command did. */
export const TYPED: readonly FieldCase[] = [
  {
    name: "a command over two lines",
    why: "the shell asks for more with >",
    files: { "t.txt": `root@mill-3:~# sysctl -n ${COUNT} \\\n>   ${MAX}\n65530\n65536\n` },
    expect: NEARLY,
  },
  {
    name: "a loop over six lines",
    why: "what it prints comes again and again; the highest is the peak",
    files: {
      "t.txt": `root@mill-3:~# for i in 1 2\n> do\n> date +%s\n> cat /proc/sys/net/netfilter/nf_conntrack_count\n> sleep 5\n> done\n1775549700\n65530\n1775549705\n61000\nroot@mill-3:~# cat /proc/sys/net/netfilter/nf_conntrack_max\n65536\n`,
    },
    expect: { state: ["critical"], count: 61_000, max: 65_536, says: [/watched for 5 s/] },
  },
  {
    name: "prompts of two lines",
    why: "the first names the machine",
    files: {
      "a.txt": `┌──(root㉿mill-3)-[~]\n└─# conntrack -C\n65530\n\n┌──(root㉿mill-3)-[~]\n└─# cat /proc/sys/net/netfilter/nf_conntrack_max\n65536\n`,
    },
    expect: { ...NEARLY, subjects: [["mill-3", 65_530]], silent: [/not understood/i] },
  },
  {
    name: "a node's shell under a debugging pod",
    why: "chroot runs the command",
    files: {
      "t.txt": `$ oc debug node/mill-3 -- chroot /host conntrack -C\nStarting pod/mill-3-debug ...\n65530\n$ oc debug node/mill-3 -- chroot /host sysctl -n ${MAX}\nStarting pod/mill-3-debug ...\n65536\n`,
    },
    expect: { ...NEARLY, subjects: [["mill-3", 65_530]] },
  },
  {
    name: "the shells of two debugging pods, whose commands were not copied",
    why: "kubectl says of which node each pod is",
    files: Object.fromEntries(
      [
        ["mill-3", 65_530],
        ["mill-4", 900],
      ].map(([node, count]) => [
        `shell-${count}.txt`,
        `Creating debugging pod node-debugger-${node}-x7k2p with container debugger on node ${node}.\nIf you don't see a command prompt, try pressing enter.\n/ # chroot /host\nsh-4.2# cat /proc/sys/net/netfilter/nf_conntrack_count\n${count}\nsh-4.2# cat /proc/sys/net/netfilter/nf_conntrack_max\n65536\n`,
      ]),
    ),
    expect: {
      ...NEARLY,
      subjects: [
        ["mill-3", 65_530],
        ["mill-4", 900],
      ],
    },
  },
  {
    name: "a command and its first line of output in one",
    why: "the page lost the line's end",
    files: { "t.md": `$  sysctl ${COUNT} ${MAX}${COUNT} = 65530\n${MAX} = 65536\n` },
    expect: NEARLY,
  },
  {
    name: "a limit that was raised after the count",
    why: "it was full under the old limit, and no count was taken since",
    files: {
      "t.txt": `root@mill-3:~# sysctl ${COUNT} ${MAX}\n${settings(65_530, 65_536)}root@mill-3:~# sysctl -w ${MAX}=262144\n${MAX} = 262144\n`,
    },
    expect: {
      ...NEARLY,
      says: [/262,144, of which 65,530 entries are 25 %/],
      silent: [/Raise the limit/],
    },
  },
  {
    name: "a limit that was raised, and a count since",
    why: "the count is under the new limit",
    files: {
      "t.txt": `root@mill-3:~# sysctl ${COUNT} ${MAX}\n${settings(65_530, 65_536)}root@mill-3:~# sysctl -w ${MAX}=262144\n${MAX} = 262144\nroot@mill-3:~# conntrack -C\n70112\n`,
    },
    expect: { state: ["healthy"], count: 70_112, max: 262_144 },
  },
  {
    name: "a file of /etc that is no sysctl.conf",
    why: "what it asks for is not in force, whatever else stands in it",
    files: {
      "t.txt": `root@pve-3:~# cat /etc/pve/nodes/pve-3/host.fw\n[OPTIONS]\n\nnf_conntrack_max: 1048576\nroot@pve-3:~# sysctl ${COUNT}\n${COUNT} = 65530\n`,
    },
    expect: { state: ["unknown"], count: 65_530, silent: [/of 1,048,576 entries/] },
  },
  {
    name: "the beginning of a sorted list",
    why: "400 rows that were sorted first are no sample",
    files: {
      "t.txt": `# conntrack -L | sort -k4 | head -400\n${many(400, closed)}# sysctl ${COUNT} ${MAX}\n${settings(65_530, 65_536)}`,
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "entries that were deleted",
    why: "the trailer says so, and the rows are no list of the table",
    files: {
      "t.txt": `${many(900, closed)}conntrack v1.4.6 (conntrack-tools): 900 flow entries have been deleted.\n`,
      "s.txt": settings(905, 1024),
    },
    expect: { state: ["at-risk"], noCause: NOTHING, says: [/deleted or changed/] },
  },
  {
    name: "the tool's trailer alone",
    why: "1,959 entries were shown, and none of them is here",
    files: {
      "t.txt": `$ sysctl ${MAX}\n${MAX} = 524288\n> conntrack v1.4.6 (conntrack-tools): 1959 flow entries have been shown\n`,
    },
    expect: { state: ["unknown", "healthy"], max: 524_288, silent: [/could not be read/] },
  },
  {
    name: "dates of two zones",
    why: "11:00:00 in one zone is ten seconds before 10:00:10 in the other; CST is several",
    files: {
      "cet.txt": `Tue Apr  7 11:00:00 CET 2026\n${COUNT} = 900\nTue Apr  7 10:00:10 UTC 2026\n${COUNT} = 65530\n${MAX} = 65536\n`,
    },
    expect: { ...NEARLY, says: [/watched for 10 s/] },
  },
  {
    name: "dates of a zone that is not known, and of one that is",
    why: "nothing tells how long was watched",
    files: {
      "cst.txt": `Tue Apr  7 11:00:00 CST 2026\n${COUNT} = 900\nTue Apr  7 10:00:10 UTC 2026\n${COUNT} = 65530\n${MAX} = 65536\n`,
    },
    expect: { ...NEARLY, silent: [/watched for/] },
  },
  {
    name: "netstat -s before and after",
    why: "the same parts come again: 9,000 overflows between the two",
    files: {
      "t.md":
        "`netstat -s` BEFORE the test\n\n```\nTcpExt:\n    10 times the listen queue of a socket overflowed\n    10 SYNs to LISTEN sockets dropped\n```\n\n`netstat -s` AFTER the test\n\n```\nTcpExt:\n    9010 times the listen queue of a socket overflowed\n    9010 SYNs to LISTEN sockets dropped\n```\n",
    },
    expect: { state: ["unknown"], found: ["listen-queue-overflow"], says: [/9,000/] },
  },
  {
    name: "an arrow between a name and its value",
    why: "as people type it into a chat",
    files: { "t.txt": "nf_conntrack_count -> 65530\nnf_conntrack_max → 65536\n" },
    expect: NEARLY,
  },
  {
    name: "a recorded terminal",
    why: "asciinema writes an event a line",
    files: {
      "s.cast": `{"version": 2, "width": 80, "height": 24}\n[0.1, "o", "root@mill-3:~# "]\n[1.2, "o", "sysctl ${COUNT} ${MAX}\\r\\n"]\n[1.25, "i", "x"]\n[1.3, "o", "${COUNT} = 65530\\r\\n${MAX} = 6"]\n[1.4, "o", "5536\\r\\nroot@mill-3:~# "]\n`,
    },
    expect: { ...NEARLY, subjects: [["mill-3", 65_530]] },
  },
  {
    name: "rich text, bold type, a forum's marks and a page's table",
    why: "four ways to dress up a setting",
    files: {
      "a.rtf": `{\\rtf1\\ansi{\\fonttbl{\\f0 Courier;}}\n\\f0\\fs20 ${COUNT} = 65530\\par\n}\n`,
      "b.md": `- **${MAX}** = 65536\n`,
      "c.txt": "[code]net.netfilter.nf_conntrack_buckets = 16384[/code][/quote]\n",
      "d.html":
        "<table><tr><td>net.netfilter.nf_conntrack_tcp_timeout_established</td><td>7440</td></tr></table>\n",
    },
    expect: { ...NEARLY, silent: [/[bcd]\.(?:md|txt|html): \d/] },
  },
];
