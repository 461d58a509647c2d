import { cpu, type FieldCase, NOTHING, settings } from "./case.ts";

const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";
const SECOND = /second (sample|reading|snapshot|output|run)|twice|two (samples|readings|outputs)/;

/** What tools refuse, and what is wanted instead. */
export const REFUSALS: readonly FieldCase[] = [
  {
    name: "one sample under a prompt",
    why: "counters of three CPUs once: a second sample is asked for, and they are not called missing",
    files: {
      "counters.txt": `[admin@vtep-2 ~]# conntrack -S\n${cpu(0, { restart: 31 })}${cpu(1, { restart: 40 })}${cpu(6, { invalid: 210, restart: 300 })}`,
    },
    expect: {
      state: ["unknown"],
      says: [SECOND],
      silent: [/counters: not in the bundle/, /conntrack -S[^|.]{0,40}not in the bundle/],
    },
  },
  {
    name: "a vertical list with an error",
    why: "an old tool's list of one CPU: 137 entries; what it refuses at its end takes nothing from that",
    files: {
      "list.txt": `$ kubectl exec -it api-6f7d9c5b8-r4t2z -- conntrack -S
entries   		137
searched  		9021
found     		410221
new       		88102
invalid   		3
ignore    		0
delete    		87114
delete_list		87100
insert    		88101
insert_failed		0
drop      		0
early_drop		0
icmp_error		0
expect_new		0
expect_create		0
expect_delete		0
search_restart		0
conntrack v1.4.5 (conntrack-tools): Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this
command terminated with exit code 1
`,
    },
    expect: {
      state: ["unknown"],
      says: [/(?<![\d.,])137(?!\d|[.,]\d| ?%)/],
      silent: [/counters: not in the bundle/],
    },
  },
  {
    name: "what may not be read",
    why: "zeros behind a refusal are no counts; 22 % is in use, and more rights are asked for",
    files: {
      "ticket.txt": `guest@pop-7:~$ ${ASK}
${settings(28_801, 131_072)}guest@pop-7:~$ dmesg | grep -c 'table full'
dmesg: read kernel buffer failed: Operation not permitted
0
guest@pop-7:~$ journalctl -k -b
-- No entries --
guest@pop-7:~$ conntrack -L | wc -l
conntrack v1.4.8 (conntrack-tools): Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this
0
guest@pop-7:~$ cat /proc/net/nf_conntrack
cat: /proc/net/nf_conntrack: Permission denied
`,
    },
    expect: {
      state: ["healthy"],
      count: 28_801,
      max: 131_072,
      says: [/root|CAP_NET_ADMIN|[Pp]ermi(ssion|tted)|privilege/],
      silent: [/\b0 messages\b/],
    },
  },
  {
    name: "no tool at all",
    why: "the zeros of wc are no counts; a third is in use",
    files: {
      "shell.txt": `sh-5.2$ conntrack -S
sh: conntrack: command not found
sh-5.2$ conntrack -L | wc -l
sh: conntrack: command not found
0
sh-5.2$ cat /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max
21980
65536
`,
    },
    expect: {
      state: ["healthy"],
      count: 21_980,
      max: 65_536,
      noCause: NOTHING,
      says: [/not (found|installed)|root|[Pp]ermi(ssion|tted)|privilege|install|CAP_NET_ADMIN/],
    },
  },

  {
    name: "a name that busybox does not know",
    why: "the module is not loaded; nothing is known of a table",
    files: {
      "shell.txt":
        "/ # sysctl net.netfilter.nf_conntrack_max\nsysctl: error: 'net.netfilter.nf_conntrack_max' is an unknown key\n",
    },
    expect: { state: ["unknown"], says: [/refused or failed/] },
  },
  {
    name: "a program's own troubles",
    why: "a record of an application's log is no command that failed",
    files: {
      "api.log": `{"level":"error","msg":"dial tcp 10.43.8.2:6379: connect: connection timed out"}\n`,
      "sysctl.txt": settings(2000, 65_536),
    },
    expect: { state: ["healthy"], silent: [/refused or failed/] },
  },
  {
    name: "a count of what was refused",
    why: "wc prints 0 of nothing, which is no count; and the limit is the one that sysctl -n could read",
    files: {
      "t.txt":
        "[ops@hub-2 ~]$ conntrack -L | wc -l\nconntrack v1.4.4 (conntrack-tools): Operation failed: sorry, you must be root or get CAP_NET_ADMIN capability to do this\n0\n[ops@hub-2 ~]$ sysctl -n net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\nsysctl: permission denied on key 'net.netfilter.nf_conntrack_count'\n65536\n",
    },
    expect: { state: ["unknown"], max: 65_536, noCause: NOTHING, silent: [/\b0 of 65,536/] },
  },
];
