import {
  closed,
  cpu,
  type FieldCase,
  many,
  NOTHING,
  served,
  settings,
  TABLE_FULL,
} from "./case.ts";

const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";
const ANY = ["recovered", "unknown", "exhausted"] as const;

/** Whose, which and when: two machines, namespaces or samples that lie close together. */
export const WHOSE: readonly FieldCase[] = [
  {
    name: "an answer of a log's store, the latest first",
    why: "the first message of b-1 is of 08:00:01 and the last of 08:00:09; b-2 has one",
    files: {
      "loki.json": JSON.stringify({
        status: "success",
        data: {
          resultType: "streams",
          result: [
            {
              stream: { host: "b-1" },
              values: [
                ["1767254409000000000", `kernel: ${TABLE_FULL}`],
                ["1767254401000000000", `kernel: ${TABLE_FULL}`],
              ],
            },
            { stream: { host: "b-2" }, values: [["1767254405000000000", `kernel: ${TABLE_FULL}`]] },
          ],
        },
      }),
    },
    expect: {
      state: ANY,
      subjects: [
        ["b-1", null],
        ["b-2", null],
      ],
      says: [/2 messages.{0,40}08:00:01.{0,60}08:00:09/],
    },
  },
  {
    name: "a collector's own host beside the machine in the line",
    why: "the agent runs on logs-1; the lines are of b-1 and b-2",
    files: {
      "es.json": JSON.stringify({
        hits: {
          hits: ["b-1", "b-2"].map((host) => ({
            _source: {
              "@timestamp": "2026-01-01T08:00:01Z",
              host: { name: "logs-1" },
              message: `Jan  1 08:00:01 ${host} kernel: ${TABLE_FULL}`,
            },
          })),
        },
      }),
    },
    expect: {
      state: ANY,
      subjects: [
        ["b-1", null],
        ["b-2", null],
      ],
      silent: [/logs-1/],
    },
  },
  {
    name: "a log's lines in a chat, with its own times",
    why: "each pasted line names its machine",
    files: {
      "chat.txt": `[10:02] ana: Jan  1 08:00:01 b-1 kernel: ${TABLE_FULL}\n[10:03] ben: Jan  1 08:00:02 b-2 kernel: ${TABLE_FULL}\n`,
    },
    expect: {
      state: ANY,
      subjects: [
        ["b-1", null],
        ["b-2", null],
      ],
    },
  },
  {
    name: "a log by loghost between two prompts",
    why: "on b-1 the table has room; the lines that grep finds there are of b-2",
    files: {
      "t.txt": `[root@b-1 ~]# ${ASK}\n${settings(90, 65_536)}[root@b-1 ~]# grep conntrack /var/log/messages\nJan  1 08:00:02 b-2 kernel: ${TABLE_FULL}\n[root@b-1 ~]# conntrack -S\n${cpu(0)}`,
    },
    expect: {
      state: ANY,
      subjects: [
        ["b-2", null],
        ["b-1", 90],
      ],
    },
  },
  {
    name: "a container's prompt and the machine's journal",
    why: "journalctl in a toolbox tells the log of the machine that it runs on: one subject",
    files: {
      "t.txt": `[root@toolbox-core ~]# ${ASK}\n${settings(65_530, 65_536)}[root@toolbox-core ~]# journalctl -k | grep full\nJan 01 08:00:02 worker-2 kernel: ${TABLE_FULL}\n`,
    },
    expect: {
      state: ["critical", "exhausted"],
      count: 65_530,
      subjects: [["toolbox-core", 65_530]],
    },
  },
  {
    name: "a journal merged of two machines",
    why: "journalctl -m on b-1 tells b-2's lines as well",
    files: {
      "t.txt": `[root@b-1 ~]# ${ASK}\n${settings(90, 65_536)}[root@b-1 ~]# journalctl -m -k\nJan 01 08:00:01 b-1 kernel: eth0: link becomes ready\nJan 01 08:00:02 b-2 kernel: ${TABLE_FULL}\n`,
    },
    expect: {
      state: ANY,
      subjects: [
        ["b-2", null],
        ["b-1", 90],
      ],
    },
  },
  {
    name: "another machine's journal by its directory",
    why: "one host in the log, which is not the one of the prompt",
    files: {
      "t.txt": `[root@b-1 ~]# ${ASK}\n${settings(90, 65_536)}[root@b-1 ~]# journalctl -D /mnt/b-2/journal -k\nJan 01 08:00:02 b-2 kernel: ${TABLE_FULL}\n`,
    },
    expect: {
      state: ANY,
      subjects: [
        ["b-2", null],
        ["b-1", 90],
      ],
    },
  },
  {
    name: "logs of three machines in files of no name",
    why: "each file's lines name their machine",
    files: {
      "1.log": `Jan  1 08:00:01 b-1 kernel: ${TABLE_FULL}\n`,
      "2.log": `Jan  1 08:00:01 b-2 kernel: ${TABLE_FULL}\n`,
      "3.log": `Jan  1 08:00:01 b-3 kernel: ${TABLE_FULL}\n`,
    },
    expect: {
      state: ANY,
      subjects: [
        ["b-1", null],
        ["b-2", null],
        ["b-3", null],
      ],
    },
  },
  {
    name: "two dumps and two logs in two folders",
    why: "the folders are named after sites, and the logs name the machines: b-1 is full",
    files: {
      "fra/sysctl.txt": settings(65_530, 65_536),
      "fra/messages": `Jan  1 08:00:01 b-1 kernel: ${TABLE_FULL}\n`,
      "ams/sysctl.txt": settings(90, 65_536),
      "ams/messages": `Jan  1 08:00:01 b-2 kernel: eth0: link becomes ready\n`,
    },
    expect: {
      state: ["critical", "exhausted"],
      count: 65_530,
      subjects: [
        ["fra", 65_530],
        ["ams", 90],
      ],
    },
  },
  {
    name: "three namespaces and one full",
    why: "only the namespace blue is full; the machine and green have room",
    files: {
      "t.txt": `root@gw-5:~# ${ASK}\n${settings(90, 4096)}root@gw-5:~# ip netns exec blue ${ASK}\n${settings(4090, 4096)}root@gw-5:~# ip netns exec green ${ASK}\n${settings(12, 4096)}`,
    },
    expect: {
      state: ["critical"],
      count: 4090,
      subjects: [
        ["gw-5/blue", 4090],
        ["gw-5", 90],
        ["gw-5/green", 12],
      ],
    },
  },
  {
    name: "samples of two machines in turn",
    why: "on b-1 drop rose by 40, on b-2 by none: no difference of the two counts",
    files: {
      "t.txt": `root@b-1:~# conntrack -S\n${cpu(0, { failed: 100 })}root@b-2:~# conntrack -S\n${cpu(0, { failed: 7000 })}root@b-1:~# conntrack -S\n${cpu(0, { failed: 140 })}root@b-2:~# conntrack -S\n${cpu(0, { failed: 7000 })}`,
    },
    expect: {
      state: ["unknown"],
      subjects: [
        ["b-1", null],
        ["b-2", null],
      ],
      says: [/\b40\b/],
      silent: [/6,?9\d\d/, /6,?8\d\d/],
    },
  },
  {
    name: "a file that asks beside what is in force",
    why: "sysctl.d asks for 1,048,576; in force are 65,536",
    files: {
      "t.txt": `root@b-1:~# cat /etc/sysctl.d/99-ct.conf\nnet.netfilter.nf_conntrack_max = 1048576\nroot@b-1:~# ${ASK}\n${settings(65_530, 65_536)}`,
    },
    expect: { state: ["critical"], count: 65_530, max: 65_536 },
  },
  {
    name: "a dump of one machine beside the count of another",
    why: "b-1's rows name no cause of b-2's full table",
    files: {
      "t.txt": `root@b-2:~# ${ASK}\n${settings(4090, 4096)}root@b-1:~# conntrack -L\n${many(1200, closed)}conntrack v1.4.6 (conntrack-tools): 1200 flow entries have been shown.\n`,
    },
    expect: {
      state: ["critical"],
      count: 4090,
      noCause: NOTHING,
      subjects: [
        ["b-2", 4090],
        ["b-1", 1200],
      ],
    },
  },
  {
    name: "a restart between two samples",
    why: "the counters began anew: nothing fell",
    files: {
      "before/conntrack-S.txt": cpu(0, { failed: 900 }),
      "before/uptime": "900100.10 10.0\n",
      "after/conntrack-S.txt": cpu(0, { failed: 3 }),
      "after/uptime": "80.10 10.0\n",
      "after/sysctl.txt": settings(90, 65_536),
    },
    expect: { state: ["healthy"], count: 90, noCause: NOTHING, silent: [/-89\d/] },
  },
  {
    name: "records of two machines with seconds since boot",
    why: "both were up for 88 s when they said it: that is no repetition",
    files: {
      "all.json": ["b-1", "b-2"]
        .flatMap((host) =>
          [1, 2].map((at) =>
            JSON.stringify({
              __REALTIME_TIMESTAMP: `17672544${at}0000000`,
              _SOURCE_MONOTONIC_TIMESTAMP: `88${at}00000`,
              _TRANSPORT: "kernel",
              _HOSTNAME: host,
              MESSAGE: TABLE_FULL,
            }),
          ),
        )
        .join("\n"),
    },
    expect: {
      state: ANY,
      subjects: [
        ["b-1", null],
        ["b-2", null],
      ],
      says: [/2 messages/],
    },
  },
  {
    name: "a log server's file named after one machine",
    why: "box-1.log holds a line of box-2 too",
    files: {
      "box-1.log": `Jan  1 08:00:01 box-1 kernel: ${TABLE_FULL}\nJan  1 08:00:01 box-2 kernel: ${TABLE_FULL}\n`,
      "box-1.txt": settings(90, 65_536),
      "box-3.txt": settings(91, 65_536),
    },
    expect: {
      state: ANY,
      subjects: [
        ["box-1", 90],
        ["box-2", null],
        ["box-3", 91],
      ],
    },
  },
  {
    name: "rows of a machine between the log's lines of others",
    why: "the log under the prompt is of b-2 and b-3, the rows are b-1's",
    files: {
      "t.txt": `root@b-1:~# ${ASK}\n${settings(1200, 65_536)}root@b-1:~# tail -n 2 /var/log/remote.log\n2026-01-01T08:00:01+00:00 b-2 kernel: ${TABLE_FULL}\n2026-01-01T08:00:01+00:00 b-3 kernel: ${TABLE_FULL}\nroot@b-1:~# conntrack -L\n${many(1200, served)}`,
    },
    expect: {
      state: ANY,
      subjects: [
        ["b-2", null],
        ["b-3", null],
        ["b-1", 1200],
      ],
    },
  },

  {
    name: "the kernel's journal of two machines, searched",
    why: "the k of journalctl -k is no kubectl: each prompt's log is of its machine",
    files: {
      "t.txt": `root@b-1:~# ${ASK}\n${settings(90, 65_536)}root@b-1:~# journalctl -k -o cat | grep full\n${TABLE_FULL}\nroot@b-2:~# ${ASK}\n${settings(91, 65_536)}root@b-2:~# journalctl -k -o cat | grep full\n${TABLE_FULL}\n${TABLE_FULL}\n`,
    },
    expect: {
      state: ["recovered"],
      subjects: [
        ["b-2", 91],
        ["b-1", 90],
      ],
    },
  },
];
