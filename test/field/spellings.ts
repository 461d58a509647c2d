import { type FieldCase, NOTHING } from "./case.ts";

const NEARLY = { state: ["critical"], count: 65_412, max: 65_536 } as const;
const WHY = "65,412 of 65,536, whichever way it is asked and written";

/** One count and its limit, as shells and programs print them. */
const WAYS: Readonly<Record<string, string>> = {
  "cat from within the folder":
    "worker-7:/proc/sys/net/netfilter # cat nf_conntrack_count nf_conntrack_max\n65412\n65536\n",
  "values that xargs puts on one line":
    "$ sysctl -n net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_count | xargs\n65536 65412\n",
  "values with blanks for line feeds":
    "$ cat /proc/sys/net/netfilter/nf_conntrack_{count,max} | tr '\\n' ' '\n65412 65536 \n",
  "values that paste parts by a comma":
    "$ cat /proc/sys/net/netfilter/nf_conntrack_{count,max} | paste -sd,\n65412,65536\n",
  "words and a comma of a loop's line":
    '$ echo "count=$(sysctl -n net.netfilter.nf_conntrack_count), max=$(sysctl -n net.netfilter.nf_conntrack_max)"\ncount=65412, max=65536\n',
  "a chat's lines with who wrote them":
    "[10:14] Anna Müller: net.netfilter.nf_conntrack_count = 65412\n10:15 bob: net.netfilter.nf_conntrack_max = 65536\n",
  "what each value is, in German":
    "Anzahl: net.netfilter.nf_conntrack_count = 65412\nMaximum: net.netfilter.nf_conntrack_max = 65536\n",
  "cat of braces from within the folder":
    "# cd /proc/sys/net/netfilter; cat ./nf_conntrack_{max,count}\n65536\n65412\n",
  "a blank before the colon": "nf_conntrack_count : 65412\nnf_conntrack_max   : 65536\n",
  "an arrow of two signs":
    "net.netfilter.nf_conntrack_count => 65412\nnet.netfilter.nf_conntrack_max => 65536\n",
  "an arrow of two signs behind a short name":
    'root@gw:/proc/sys/net/netfilter# for f in nf_conntrack_count nf_conntrack_max; do echo "$f => $(<$f)"; done\nnf_conntrack_count => 65412\nnf_conntrack_max => 65536\n',
  "the table's words": "conntrack count: 65412\nconntrack max: 65536\n",
  "grep -r from within the folder":
    "[root@n1 netfilter]# grep -r . . 2>/dev/null | grep conntrack_[cm]\n./nf_conntrack_checksum:1\n./nf_conntrack_count:65412\n./nf_conntrack_max:65536\n",
  "a loop over the names' ends":
    "$ for k in count max buckets; do printf '%s\\t%s\\n' $k $(cat /proc/sys/net/netfilter/nf_conntrack_$k); done\ncount\t65412\nmax\t65536\nbuckets\t16384\n",
  "a path and its value, each on a line":
    "# for i in /proc/sys/net/netfilter/nf_conntrack_*; do echo $i; cat $i; done\n/proc/sys/net/netfilter/nf_conntrack_count\n65412\n/proc/sys/net/netfilter/nf_conntrack_max\n65536\n",
  "a screen that was recorded with its cursor":
    "\u001b[H\u001b[2JEvery 1.0s: sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\u001b[1;90Hn1: Tue Mar  5 10:11:12 2024\u001b[3;1Hnet.netfilter.nf_conntrack_count = 65412\u001b[4dnet.netfilter.nf_conntrack_max = 65536\u001b[52;160H",
};

export const SPELLINGS: readonly FieldCase[] = [
  ...Object.entries(WAYS).map(([name, text]) => ({
    name,
    why: WHY,
    files: { "t.txt": text },
    expect: NEARLY,
  })),
  {
    name: "an object within an object",
    why: WHY,
    files: {
      "s.json": `{"net":{"netfilter":{"nf_conntrack_count":65412,"nf_conntrack_max":"65536"}}}\n`,
    },
    expect: NEARLY,
  },
  {
    name: "a list of names and values",
    why: WHY,
    files: {
      "s.json": JSON.stringify(
        [
          { name: "net.netfilter.nf_conntrack_count", value: "65412" },
          { name: "net.netfilter.nf_conntrack_max", value: 65_536 },
        ],
        null,
        2,
      ),
    },
    expect: NEARLY,
  },
  {
    name: "a list of names and values without a count",
    why: "a pod's sysctls are written so: what somebody asks for is not in force",
    files: {
      "s.json": `[{"name":"net.netfilter.nf_conntrack_max","value":"1048576"},{"name":"net.core.somaxconn","value":"1024"}]\n`,
      "c.txt": "$ conntrack -C\n65412\n",
    },
    expect: { state: ["unknown"], count: 65_412, noCause: NOTHING, silent: [/of 1,048,576/] },
  },
  {
    name: "a log that is called after the table",
    why: "the highest of three counts is 131,070",
    files: {
      "conntrack_count.log":
        "2024-03-05T10:11:12+01:00 count=31002 max=131072\n2024-03-05T10:11:17+01:00 count=131070 max=131072\n2024-03-05T10:11:22+01:00 count=120100 max=131072\n",
    },
    expect: { state: ["critical"], count: 120_100, max: 131_072, says: [/watched for 10 s/] },
  },
];
