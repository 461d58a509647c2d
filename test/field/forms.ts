import { type FieldCase, settings } from "./case.ts";

const FULL = { state: ["critical"], count: 64_911, max: 65_536 } as const;
const TABLE = "/proc/sys/net/netfilter/nf_conntrack";

/** Settings in each form in which they are handed over. */
export const FORMS: readonly FieldCase[] = [
  {
    name: "cat under a prompt",
    why: "each bare number is the file's that was asked for, the limit first",
    files: {
      "console.txt": `admin@gw-south /srv $ cat ${TABLE}_max\n65536\nadmin@gw-south /srv $ cat ${TABLE}_count\n64911\n`,
    },
    expect: FULL,
  },
  {
    name: "name and colon",
    why: "a colon stands for the equals sign",
    files: {
      "values.txt":
        "net.netfilter.nf_conntrack_max: 65536\nnet.netfilter.nf_conntrack_count: 64911\n",
    },
    expect: FULL,
  },
  {
    name: "count over time",
    why: "of four counts the highest is 32,761 of 32,768",
    files: {
      "watching.txt": `# while sleep 3; do date -u; sysctl net.netfilter.nf_conntrack_count; done
Fri Jul 11 06:40:09 UTC 2025
net.netfilter.nf_conntrack_count = 9120
Fri Jul 11 06:40:12 UTC 2025
net.netfilter.nf_conntrack_count = 32761
Fri Jul 11 06:40:15 UTC 2025
net.netfilter.nf_conntrack_count = 30040
Fri Jul 11 06:40:18 UTC 2025
net.netfilter.nf_conntrack_count = 28777
net.netfilter.nf_conntrack_max = 32768
`,
    },
    expect: { state: ["critical"], max: 32_768, says: [/32,?761/] },
  },
  {
    name: "a loop over files",
    why: "each line holds the path and its number",
    files: {
      "loop.txt": `% for p in ${TABLE}_{max,count,buckets}; do printf '%s = ' $p; cat $p; done\n${TABLE}_max = 65536\n${TABLE}_count = 64911\n${TABLE}_buckets = 16384\n`,
    },
    expect: FULL,
  },
  {
    name: "grep of a whole folder",
    why: "path, colon, number; a timeout is no limit",
    files: {
      "proc.txt": `# grep . ${TABLE}_*\n${TABLE}_buckets:16384\n${TABLE}_count:64911\n${TABLE}_expect_max:512\n${TABLE}_max:65536\n${TABLE}_udp_timeout:30\n`,
    },
    expect: FULL,
  },
  {
    name: "thousands in groups",
    why: "a comma within a number parts thousands",
    files: {
      "mail.txt":
        "net.netfilter.nf_conntrack_max = 65,536\nnet.netfilter.nf_conntrack_count = 64,911\n",
    },
    expect: FULL,
  },
  {
    name: "settings as JSON",
    why: "names and numbers as a support bundle keeps them",
    files: {
      "sysctl.json": `{\n  "net.nf_conntrack_max": "65536",\n  "net.netfilter.nf_conntrack_buckets": "16384",\n  "net.netfilter.nf_conntrack_count": "64911",\n  "net.netfilter.nf_conntrack_max": "65536"\n}\n`,
    },
    expect: FULL,
  },
  {
    name: "a screen of watch",
    why: "its head tells the command, the machine and the date",
    files: {
      "screen.txt": `Every 2.0s: sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max     relay3: Wed Aug 27 22:01:40 2025\n\n${settings(64_911, 65_536)}`,
    },
    expect: { ...FULL, subjects: [["relay3", 64_911]] },
  },

  {
    name: "thousands in groups by dots",
    why: "a count is no fraction: the dot parts thousands",
    files: {
      "wiki.txt":
        "net.netfilter.nf_conntrack_max = 65.536\nnet.netfilter.nf_conntrack_count = 64.911\n",
    },
    expect: FULL,
  },
  {
    name: "a picture with blanks in names and numbers",
    why: "blanks that were read into it are not the setting's",
    files: {
      "screen.txt":
        "net. netfilter. nf_conntrack_max = 65 536\nnet. netfilter. nf_conntrack_count = 64 911\n",
    },
    expect: FULL,
  },
  {
    name: "a file read by talosctl",
    why: "the tool prints the file, as cat does on a node with a shell",
    files: {
      "node.txt": `$ talosctl -n 10.5.0.3 read ${TABLE}_max\n65536\n$ talosctl -n 10.5.0.3 read ${TABLE}_count\n64911\n`,
    },
    expect: { ...FULL, subjects: [["10.5.0.3", 64_911]] },
  },
  {
    name: "a command through minikube",
    why: "minikube ssh is no ssh to a machine of the command's name",
    files: {
      "node.txt":
        "$ minikube ssh -n mk-m02 -- sysctl -n net.netfilter.nf_conntrack_max net.netfilter.nf_conntrack_count\n65536\n64911\n",
    },
    expect: { ...FULL, subjects: [["mk-m02", 64_911]] },
  },

  {
    name: "a table of Markdown",
    why: "a row a node: store-2 is full, store-1 is not",
    files: {
      "issue.md":
        "| Node | nf_conntrack_count | nf_conntrack_max |\n|:---|---:|---:|\n| store-1 | 7,120 | 65,536 |\n| store-2 | 64,911 | 65,536 |\n\nstore-3 was not asked.\n",
    },
    expect: {
      ...FULL,
      subjects: [
        ["store-2", 64_911],
        ["store-1", 7120],
      ],
    },
  },
  {
    name: "a table of a tracker, and of a script",
    why: "bars in pairs around titles, and columns of blanks with a share behind them",
    files: {
      "a.txt": "||Host||conntrack_count||conntrack_max||\n|store-2|64911|65536|\n",
      "b.txt":
        "NODE       CONNTRACK_COUNT  MAX     USE\n---------- ---------------- ------- ----\nstore-1    7120             65536   11%\n",
    },
    expect: {
      ...FULL,
      subjects: [
        ["store-2", 64_911],
        ["store-1", 7120],
      ],
    },
  },
];
