import { type FieldCase, settings, TABLE_FULL } from "./case.ts";

const NO_NOW = { state: ["recovered", "unknown", "exhausted"] } as const;
const ASK = "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max";

/** Logs of several machines, and whose each line is. */
export const MACHINES: readonly FieldCase[] = [
  {
    name: "a log server's file",
    why: "pg-2 says it twice and pg-3 once: neither has three messages",
    files: {
      "remote.log": `Mar 11 10:00:01 pg-2 kernel: ${TABLE_FULL}\nMar 11 10:00:01 pg-3 kernel: ${TABLE_FULL}\nMar 11 10:00:02 pg-4 sshd[911]: Connection closed by 10.3.3.3\nMar 11 10:00:06 pg-2 kernel: ${TABLE_FULL}\n`,
    },
    expect: {
      ...NO_NOW,
      subjects: [
        ["pg-2", null],
        ["pg-3", null],
      ],
      says: [/2 messages/],
      silent: [/3 messages/, /pg-4/],
    },
  },
  {
    name: "another machine's log beside a healthy one",
    why: "cache-1 has room; that cache-2 once lost packets is none of its",
    files: {
      "cache.txt": `root@cache-1:~# ${ASK}\n${settings(811, 65_536)}`,
      "kern.log": `2026-02-03T04:05:06.000120+01:00 cache-2 kernel: [ 8810.001200] ${TABLE_FULL}\n`,
    },
    expect: {
      state: NO_NOW.state,
      subjects: [
        ["cache-2", null],
        ["cache-1", 811],
      ],
    },
  },
  {
    name: "its own log beside a healthy machine",
    why: "the log names the machine by its whole name: it is one subject",
    files: {
      "cache.txt": `root@cache-1:~# ${ASK}\n${settings(811, 65_536)}`,
      "kern.log": `2026-02-03T04:05:06.000120+01:00 cache-1.example.net kernel: [ 8810.001200] ${TABLE_FULL}\n`,
    },
    expect: { state: ["recovered", "unknown"], count: 811, subjects: [["cache-1", 811]] },
  },
  {
    name: "nodes that are described one after the other",
    why: "each event is of the node above it, and none of worker-3: the node problem detector retells what its kernel said",
    files: {
      "ticket.txt": `$ kubectl describe nodes
Name:               worker-3
Conditions:
  Type                   Status  Reason             Message
  ConntrackFullProblem   False   ConntrackIsFine    there is room in the table
Events:              <none>

Name:               worker-4
Events:
  Type     Reason         Age               From            Message
  ----     ------         ----              ----            -------
  Warning  ConntrackFull  2m (x12 over 5m)  kernel-monitor  ${TABLE_FULL}

Name:               worker-5
Events:
  Type     Reason         Age               From            Message
  ----     ------         ----              ----            -------
  Warning  ConntrackFull  40m               kernel-monitor  ${TABLE_FULL}
root@admin:~# sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max
${settings(811, 65_536)}`,
    },
    expect: {
      state: ["unknown", "recovered", "healthy"],
      subjects: [
        ["worker-4", null],
        ["worker-5", null],
        ["admin", 811],
      ],
    },
  },
  {
    name: "what hostnamectl prints",
    why: "its first line names the machine",
    files: {
      "out.txt": `$ hostnamectl\n   Static hostname: edge-gw-3\n         Icon name: computer-server\n$ ${ASK}\n${settings(811, 65_536)}`,
    },
    expect: { state: ["healthy"], subjects: [["edge-gw-3", 811]] },
  },
];
