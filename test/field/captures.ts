import { gzipSync } from "node:zlib";
import { tarOf } from "../support/archives.ts";
import {
  closed,
  cpu,
  EXTENDED,
  type FieldCase,
  many,
  NOTHING,
  served,
  settings,
  TABLE_FULL,
} from "./case.ts";

const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";
const NEARLY = { state: ["critical"], count: 65_530, max: 65_536 } as const;
const ANY = ["unknown", "recovered", "exhausted"] as const;

/** Archives, folders and collectors' files as people hand them on. */
export const CAPTURES: readonly FieldCase[] = [
  {
    name: "tars of two nodes in a tar",
    why: "each is named after its node and packed: b is full",
    files: {
      "case-1.tar": tarOf(
        {
          name: "hub-1.tgz",
          body: new Uint8Array(
            gzipSync(tarOf({ name: "hub-1/sysctl.txt", body: settings(900, 65_536) })),
          ),
        },
        {
          name: "hub-2.tgz",
          body: new Uint8Array(
            gzipSync(tarOf({ name: "hub-2/sysctl.txt", body: settings(65_530, 65_536) })),
          ),
        },
      ),
    },
    expect: {
      ...NEARLY,
      noCause: NOTHING,
      subjects: [
        ["hub-2", 65_530],
        ["hub-1", 900],
      ],
    },
  },
  {
    name: "archives of two nodes with their dates",
    why: "the date in an archive's name is no part of the node's",
    files: {
      "hub-1_2024-10-04.tar": tarOf({ name: "sysctl", body: settings(900, 65_536) }),
      "hub-2_2024-10-04.tar": tarOf({ name: "sysctl", body: settings(65_530, 65_536) }),
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
    name: "an archive whose end is missing",
    why: "the upload broke off within the dump; the settings came before",
    files: {
      "node.tgz": ((): Uint8Array => {
        const whole = new Uint8Array(
          gzipSync(
            tarOf(
              { name: "sysctl.txt", body: settings(60_000, 60_416) },
              { name: "conntrack-L.txt", body: many(4000, served) },
            ),
          ),
        );
        return whole.subarray(0, Math.floor(whole.length * 0.6));
      })(),
    },
    expect: {
      state: ["critical"],
      count: 60_000,
      max: 60_416,
      says: [/cut|truncated|broke|incomplete/i],
    },
  },
  {
    name: "an EKS collector's folder of a full node",
    why: "its networking folder holds conntrack.txt, its kernel folder dmesg; 131,070 of 131,072",
    files: {
      "eks_i-0abc_2026-05-04_0902-UTC_0.7.8/networking/conntrack.txt": `*** Output of conntrack -S ***\n${cpu(0)}*** Output of conntrack -L ***\n${many(30, closed)}`,
      "eks_i-0abc_2026-05-04_0902-UTC_0.7.8/networking/iptables-save.txt":
        "*nat\n:PREROUTING ACCEPT [0:0]\n:KUBE-SERVICES - [0:0]\n-A PREROUTING -j KUBE-SERVICES\nCOMMIT\n",
      "eks_i-0abc_2026-05-04_0902-UTC_0.7.8/kernel/dmesg.human.current": `[Mon May  4 08:59:01 2026] ${TABLE_FULL}\n`,
      "eks_i-0abc_2026-05-04_0902-UTC_0.7.8/sysctls/sysctl_all.txt": `kernel.hostname = ip-10-0-1-7.ec2.internal\n${settings(131_070, 131_072)}`,
      "eks_i-0abc_2026-05-04_0902-UTC_0.7.8/system/instance-id.txt": "i-0abc\n",
    },
    expect: {
      state: ["critical", "exhausted"],
      count: 131_070,
      max: 131_072,
      noCause: NOTHING,
      says: [/table full/],
    },
  },
  {
    name: "a sosreport's netns folder of 4.8",
    why: "sos_commands/networking/namespaces/NAME: the namespace's table is full, the host's is not",
    files: {
      "sosreport-net-1-2026-05-04-abcdefg/hostname": "net-1\n",
      "sosreport-net-1-2026-05-04-abcdefg/version.txt": "sosreport: 4.8.2\n",
      "sosreport-net-1-2026-05-04-abcdefg/sos_commands/kernel/sysctl_-a": `kernel.hostname = net-1\n${settings(310, 400)}`,
      "sosreport-net-1-2026-05-04-abcdefg/sos_commands/conntrack/conntrack_-L_-o_extended": many(
        310,
        served,
        EXTENDED,
      ),
      "sosreport-net-1-2026-05-04-abcdefg/sos_commands/conntrack/ip_netns_exec_ovnmeta-7_conntrack_-L_-o_extended":
        many(399, closed, EXTENDED),
    },
    expect: { state: ["critical"], rows: 399, max: 400, says: [/ovnmeta-7/] },
  },
  {
    name: "must-gather's folder of two nodes",
    why: "files below nodes/NAME: each is a subject",
    files: {
      "must-gather.local.1/quay-io/nodes/hub-1/hub-1_logs_kubelet.log":
        "May 04 09:02:00 hub-1 kubelet[1]: I0504 kubelet started\n",
      "must-gather.local.1/quay-io/nodes/hub-1/sysctl.txt": settings(900, 65_536),
      "must-gather.local.1/quay-io/nodes/hub-2/sysctl.txt": settings(65_530, 65_536),
    },
    expect: {
      ...NEARLY,
      noCause: NOTHING,
      subjects: [
        ["hub-2", 65_530],
        ["hub-1", 900],
      ],
    },
  },
  {
    name: "files that a loop named after what it asked",
    why: "names are the commands: conntrack_-C and sysctl_net.netfilter.nf_conntrack_max hold bare numbers",
    files: { "conntrack_-C": "65530\n", "sysctl_-n_net.netfilter.nf_conntrack_max": "65536\n" },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "copies of /proc/sys in a folder",
    why: "cp -r keeps names: nf_conntrack_count and nf_conntrack_max are files with a number",
    files: {
      "proc/sys/net/netfilter/nf_conntrack_count": "65530\n",
      "proc/sys/net/netfilter/nf_conntrack_max": "65536\n",
      "proc/sys/net/netfilter/nf_conntrack_buckets": "16384\n",
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "two captures of one node an hour apart, by folder",
    why: "a date in a folder's name says when: one machine, which has room now",
    files: {
      "hub-2_20260504-0800/sysctl.txt": settings(65_530, 65_536),
      "hub-2_20260504-0900/sysctl.txt": settings(21_000, 65_536),
    },
    expect: {
      state: ["healthy", "critical", "recovered"],
      count: 21_000,
      max: 65_536,
      noCause: NOTHING,
      subjects: [["", 21_000]],
    },
  },
  {
    name: "counters before and after in one file under rules",
    why: "===== BEFORE ===== and ===== AFTER =====: drop rose by 512, insert_failed by none",
    files: {
      "S.txt": `===== BEFORE =====\n${cpu(0, { drop: 100 })}${cpu(1, { drop: 20 })}===== AFTER =====\n${cpu(0, { drop: 500 })}${cpu(1, { drop: 132 })}`,
      "s.txt": settings(65_536, 65_536),
    },
    expect: { state: ["exhausted"], count: 65_536, noCause: NOTHING, says: [/\b512\b/] },
  },
  {
    name: "first and second run under words",
    why: "insert_failed and drop each rose by 70: no loss for want of room",
    files: {
      "S.md": `First run:\n\n\`\`\`\n${cpu(0, { failed: 100 })}\`\`\`\n\nand 30 seconds later:\n\n\`\`\`\n${cpu(0, { failed: 170 })}\`\`\`\n`,
    },
    expect: {
      state: ["unknown"],
      noCause: NOTHING,
      says: [/\b70\b/],
      silent: [/counters: not there twice/],
    },
  },
  {
    name: "a loop with date +%T between counters",
    why: "a bare clock stands before each sample: 3 in 20 s; 40 evictions in all",
    files: {
      "t.txt": `$ while sleep 10; do date +%T; conntrack -S; done\n10:00:10\n${cpu(0, { early: 100 })}10:00:20\n${cpu(0, { early: 120 })}10:00:30\n${cpu(0, { early: 140 })}^C\n$ ${ASK}\n${settings(65_536, 65_536)}`,
    },
    expect: { state: ["exhausted"], noCause: NOTHING, says: [/\b40\b/] },
  },
  {
    name: "watch -d of the counters, saved twice",
    why: "two screens two seconds apart by their heads: 900 were dropped",
    files: {
      "t.txt": `Every 2.0s: conntrack -S                    hub-2: Mon May  4 09:02:00 2026\n\n${cpu(0, { drop: 10 })}\nEvery 2.0s: conntrack -S                    hub-2: Mon May  4 09:02:02 2026\n\n${cpu(0, { drop: 910 })}`,
    },
    expect: {
      state: ["unknown", "exhausted"],
      noCause: NOTHING,
      says: [/\b900\b/],
      subjects: [["hub-2", null]],
    },
  },
  {
    name: "a reader without rights in Spanish",
    why: "Permiso denegado is a refusal, and 0 behind it no count of rows",
    files: {
      "t.txt": `ops@hub-2:~$ ${ASK}\n${settings(5000, 65_536)}ops@hub-2:~$ cat /proc/net/nf_conntrack | wc -l\ncat: /proc/net/nf_conntrack: Permiso denegado\n0\nops@hub-2:~$ dmesg | tail\ndmesg: fallo al leer el búfer del núcleo: Operación no permitida\n`,
    },
    expect: {
      state: ["healthy"],
      count: 5000,
      max: 65_536,
      noCause: NOTHING,
      says: [/root|CAP_NET_ADMIN|[Pp]ermi(ssion|tted)|privilege/],
      silent: [/\b0 messages\b/],
    },
  },
  {
    name: "sudo that asks for a password, and a command that is not found",
    why: "neither is an answer: only the settings are known",
    files: {
      "t.txt": `ops@hub-2:~$ sudo conntrack -L\n[sudo] password for ops: \nops is not in the sudoers file.  This incident will be reported.\nops@hub-2:~$ conntrack -S\n-bash: conntrack: command not found\nops@hub-2:~$ ${ASK}\n${settings(5000, 65_536)}`,
    },
    expect: {
      state: ["healthy"],
      count: 5000,
      noCause: NOTHING,
      silent: [/sudoers.{0,40}not understood/],
    },
  },
  {
    name: "kubectl exec into a pod whose image has no shell",
    why: "an OCI error is a refusal; nothing is known of the table",
    files: {
      "t.txt": `$ kubectl -n kube-system exec kube-proxy-x1x2x -- conntrack -C\nerror: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "5f": OCI runtime exec failed: exec failed: unable to start container process: exec: "conntrack": executable file not found in $PATH: unknown\n`,
    },
    expect: { state: ["unknown"], noCause: NOTHING },
  },
  {
    name: "a ticket that a tracker exported as CSV",
    why: "the description of one row holds the settings over lines",
    files: {
      "jira.csv": `Summary,Issue key,Description\n"Timeouts on hub-2",NET-811,"Please help:\n\n${settings(65_530, 65_536)}\nSince this morning."\n`,
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "an issue as GitHub's API gives it",
    why: "the body is a JSON string with \\r\\n and fences",
    files: {
      "issue.json": JSON.stringify({
        number: 12,
        title: "timeouts",
        body: `On my node:\r\n\r\n\`\`\`\r\n$ ${ASK}\r\n${settings(65_530, 65_536).replaceAll("\n", "\r\n")}\`\`\`\r\n`,
        comments: 2,
      }),
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "a ServiceNow work note and an Outlook mail",
    why: "headers and a signature stand around; the outputs are quoted with |",
    files: {
      "mail.txt": `From: Ops <ops@example.net>\nSent: Monday, May 4, 2026 9:02 AM\nTo: net@example.net\nSubject: RE: timeouts on hub-2\n\n| [root@hub-2 ~]# ${ASK}\n| net.netfilter.nf_conntrack_count = 65530\n| net.netfilter.nf_conntrack_max = 65536\n\nRegards,\nOps\nTel. +49 30 123456\n`,
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "an RTF document",
    why: "a word processor's marks stand around each line",
    files: {
      "case.rtf": `{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Courier;}}\n\\f0\\fs20 net.netfilter.nf_conntrack_count = 65530\\par\nnet.netfilter.nf_conntrack_max = 65536\\par\n}\n`,
    },
    expect: { state: ["critical", "unknown"], noCause: NOTHING },
  },
  {
    name: "Confluence's storage format",
    why: "a macro holds the output as CDATA",
    files: {
      "page.xml": `<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[# ${ASK}\nnet.netfilter.nf_conntrack_count = 65530\nnet.netfilter.nf_conntrack_max = 65536]]></ac:plain-text-body></ac:structured-macro>\n`,
    },
    expect: { ...NEARLY, noCause: NOTHING },
  },
  {
    name: "a limit in an Indian grouping and a count in a Swiss one",
    why: "1,31,072 and 130'900 are numbers",
    files: {
      "s.txt":
        "net.netfilter.nf_conntrack_max = 1,31,072\nnet.netfilter.nf_conntrack_count = 130'900\n",
    },
    expect: { state: ["critical", "unknown"], noCause: NOTHING, silent: [/max.{0,20}\b131\b/] },
  },
  {
    name: "log of a table full in a container's JSON log",
    why: "docker's json-file of a log shipper: the kernel's line within log",
    files: {
      "abc-json.log": `{"log":"May  4 11:02:01 hub-2 kernel: ${TABLE_FULL}\\n","stream":"stdout","time":"2026-05-04T09:02:01.5Z"}\n{"log":"May  4 11:02:04 hub-2 kernel: ${TABLE_FULL}\\n","stream":"stdout","time":"2026-05-04T09:02:04.5Z"}\n`,
    },
    expect: { state: ANY, subjects: [["hub-2", null]], says: [/2 messages “table full”/] },
  },
  {
    name: "CRI's log form",
    why: "a time, stdout and F stand before each line",
    files: {
      "0.log": `2026-05-04T09:02:01.500000000Z stdout F May  4 11:02:01 hub-2 kernel: ${TABLE_FULL}\n2026-05-04T09:02:04.500000000Z stdout F May  4 11:02:04 hub-2 kernel: ${TABLE_FULL}\n`,
    },
    expect: { state: ANY, subjects: [["hub-2", null]], says: [/2 messages “table full”/] },
  },
];
