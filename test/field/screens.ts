import { type FieldCase, settings } from "./case.ts";

const FULL = { state: ["critical"], count: 65_210, max: 65_536 } as const;
const TABLE = "/proc/sys/net/netfilter/nf_conntrack";

/** What people see on other screens: of routers, monitors, hosts of containers, pictures. */
export const SCREENS: readonly FieldCase[] = [
  {
    name: "LuCI's page of the state",
    why: "active connections are the entries of the table, beside its limit",
    files: {
      "luci.txt":
        "Hostname\tgw-home\nKernel Version\t5.4.188\nActive Connections\t15403 / 16384 (94%)\n",
    },
    expect: { state: ["at-risk"], count: 15_403, max: 16_384 },
  },
  {
    name: "RouterOS",
    why: "total-entries and max-entries are the count and the limit under its own command",
    files: {
      "r.txt":
        "[admin@gw] > /ip firewall connection tracking print\n                   enabled: auto\n               max-entries: 65536\n             total-entries: 65210\n",
    },
    expect: FULL,
  },
  {
    name: "a table of names and values",
    why: "a row a setting, as Markdown",
    files: {
      "i.md":
        "| setting | value |\n|---|---|\n| `net.netfilter.nf_conntrack_count` | 65,210 |\n| `net.netfilter.nf_conntrack_max` | 65,536 |\n",
    },
    expect: FULL,
  },
  {
    name: "a web page's table, copied",
    why: "tabs part the cells, commas the thousands: shard-b is full",
    files: {
      "t.txt":
        "Node\tconntrack entries\tconntrack limit\tUsage\nshard-a\t12,001\t65,536\t18%\nshard-b\t65,210\t65,536\t99%\n",
    },
    expect: {
      ...FULL,
      subjects: [
        ["shard-b", 65_210],
        ["shard-a", 12_001],
      ],
    },
  },
  {
    name: "settings as YAML",
    why: "values stand in single quotes",
    files: {
      "s.yaml":
        "sysctl:\n  net.netfilter.nf_conntrack_count: '65210'\n  net.netfilter.nf_conntrack_max: '65536'\n",
    },
    expect: FULL,
  },
  {
    name: "numbers with letters in them",
    why: "O is no 0 and l no 1: neither is a number, which is told",
    files: {
      "ocr.txt":
        "net.netfilter.nf_conntrack_count = 6521O\nnet.netfilter.nf_conntrack_max = 65l36\n",
    },
    expect: { state: ["unknown"], says: [/no whole number/] },
  },
  {
    name: "an agent that is asked from afar",
    why: "zabbix_get prints a file of the machine behind -s",
    files: {
      "z.txt": `$ zabbix_get -s 10.1.1.9 -k 'vfs.file.contents[${TABLE}_count]'\n65210\n$ zabbix_get -s 10.1.1.9 -k 'vfs.file.contents[${TABLE}_max]'\n65536\n`,
    },
    expect: { ...FULL, subjects: [["10.1.1.9", 65_210]] },
  },
  {
    name: "a container of Proxmox",
    why: "pct exec asks the container's table: it is full, the host's is not",
    files: {
      "t.txt": `root@pve1:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n${settings(4120, 65_536)}root@pve1:~# pct exec 101 -- cat ${TABLE}_count\n65210\n`,
    },
    expect: {
      ...FULL,
      subjects: [
        ["pve1/101", 65_210],
        ["pve1", 4120],
      ],
    },
  },
  {
    name: "a loop over the nodes of a cluster",
    why: "each answer stands under node/ and a name: never one table",
    files: {
      "t.txt": `$ for n in $(kubectl get no -o name); do echo $n; kubectl debug $n -q -it --image=busybox -- sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max; done\nnode/pool-a-1\n${settings(100, 65_536)}node/pool-a-2\n${settings(65_210, 65_536)}`,
    },
    expect: {
      ...FULL,
      subjects: [
        ["pool-a-2", 65_210],
        ["pool-a-1", 100],
      ],
    },
  },
  {
    name: "a prompt with a branch",
    why: "what a shell shows of a repository stands before the command",
    files: {
      "t.txt": `~/src main* ❯ ssh gw9 'sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max'\n${settings(65_210, 65_536)}`,
    },
    expect: { ...FULL, subjects: [["gw9", 65_210]] },
  },
];
