import { describe, expect, test } from "vitest";
import { examine } from "../../src/analyze.ts";
import { latest } from "../../src/facts/facts.ts";
import { type Files, openEvidence } from "../support/evidence.ts";

const FULL = "nf_conntrack: nf_conntrack: table full, dropping packet";
const at = (second: number) => `10:00:${String(second).padStart(2, "0")}`;
const syslog = (host: string, second: number, said = FULL) =>
  `Mar 11 ${at(second)} ${host} kernel: ${said}\n`;
const settings = (count: number) =>
  `net.netfilter.nf_conntrack_count = ${count}\nnet.netfilter.nf_conntrack_max = 1000\n`;

/** The messages that the table was full and the count, by machine; in the order of their names. */
async function messages(files: Files): Promise<Record<string, string>> {
  const all = await examine("evidence", { open: () => openEvidence(files, "evidence") });
  const told = all.map(({ subject, facts }) => {
    const said = latest(facts, "kernel-log")?.fact.kinds.get("table-full")?.count ?? 0;
    const count = latest(facts, "sysctl")?.fact.values.get("net.netfilter.nf_conntrack_count");
    return [subject.host ?? "?", `${said} messages, ${count?.value ?? "no"} count`];
  });
  expect(new Set(told.map(([host]) => host)).size).toBe(told.length);
  return Object.fromEntries(told);
}

const THREE = [
  ["db-7", 1],
  ["db-8", 1],
  ["db-7", 2],
  ["db-7", 2],
] as const;
const APART = { "db-7": "3 messages, no count", "db-8": "1 messages, no count" };
const each = (line: (host: string, second: number) => string) =>
  THREE.map(([host, second]) => line(host, second)).join("");
const json = (host: string, second: number) => ({
  __REALTIME_TIMESTAMP: String(1_773_223_200_000_000 + second * 1_000_000),
  _TRANSPORT: "kernel",
  _HOSTNAME: host,
  MESSAGE: FULL,
});
const iso = (second: number) => `2026-03-11T${at(second)}`;
const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

describe("each machine of one log has its own messages", () => {
  test.each<[string, string]>([
    ["syslog", each((host, second) => syslog(host, second))],
    [
      "with seconds since boot",
      each((host, second) => syslog(host, second, `[ 8${second}.000001] ${FULL}`)),
    ],
    ["short-iso", each((host, second) => `${iso(second)}+0100 ${host} kernel: ${FULL}\n`)],
    ["rsyslog's", each((host, second) => `${iso(second)}.120003+01:00 ${host} kernel: ${FULL}\n`)],
    ["RFC 5424", each((host, second) => `<4>1 ${iso(second)}.12Z ${host} kernel - - - ${FULL}\n`)],
    [
      "short-full",
      each((host, second) => `Wed 2026-03-11 ${at(second)} CET ${host} kernel: ${FULL}\n`),
    ],
    ["short-unix", each((host, second) => `17732232${second}0.000100 ${host} kernel: ${FULL}\n`)],
    ["short-monotonic", each((host, second) => `[  88${second}.000100] ${host} kernel: ${FULL}\n`)],
    ["journald's JSON", each((host, second) => `${JSON.stringify(json(host, second))}\n`)],
    ["journald's JSON, pretty", each((host, second) => pretty(json(host, second)))],
    [
      "journald's export",
      each(
        (host, second) =>
          `__CURSOR=s=${host}${second}\n__REALTIME_TIMESTAMP=${json(host, second).__REALTIME_TIMESTAMP}\n_TRANSPORT=kernel\n_HOSTNAME=${host}\nMESSAGE=${FULL}\n\n`,
      ),
    ],
    [
      "Elasticsearch",
      pretty({
        hits: {
          hits: THREE.map(([host, second]) => ({
            _source: { "@timestamp": `${iso(second)}Z`, host: { name: host }, message: FULL },
          })),
        },
      }),
    ],
    [
      "Elasticsearch, of filebeat's syslog",
      pretty({
        hits: {
          hits: THREE.map(([host, second]) => ({
            _source: {
              "@timestamp": `${iso(second)}Z`,
              host: { hostname: host },
              message: `kernel: ${FULL}`,
            },
          })),
        },
      }),
    ],
    [
      "Loki's answer",
      pretty({
        status: "success",
        data: {
          resultType: "streams",
          result: ["db-7", "db-8"].map((host) => ({
            stream: { host, job: "syslog" },
            values: THREE.filter(([of]) => of === host).map(([, second]) => [
              `17732232${second}0000000000`,
              `kernel: ${FULL}`,
            ]),
          })),
        },
      }),
    ],
    [
      "logcli -o jsonl",
      each(
        (host, second) =>
          `${JSON.stringify({ labels: { node: host, job: "journal" }, line: FULL, timestamp: `${iso(second)}Z` })}\n`,
      ),
    ],
    [
      "logcli",
      each(
        (host, second) =>
          `${iso(second)}Z {host="${host}", job="syslog"} Mar 11 ${at(second)} ${host} kernel: ${FULL}\n`,
      ),
    ],
    [
      "grep -r of a log server's folders",
      each((host, second) => `/var/log/remote/${host}/messages:${syslog(host, second)}`),
    ],
    [
      "lines of other programs between",
      each(
        (host, second) =>
          `Mar 11 ${at(second)} db-9 sshd[44]: Connection closed\n${syslog(host, second)}`,
      ),
    ],
    ["in a quoted mail", each((host, second) => `> ${syslog(host, second)}`)],
    ["wrapped", each((host, second) => syslog(host, second).replace("full, ", "full,\n"))],
  ])("%s", async (_, text) => {
    expect(await messages({ "all.log": text })).toEqual(APART);
  });
});

const UNAME = "Linux db-7 6.1.0-9-amd64 #1 SMP x86_64 GNU/Linux\n";
const lines = (host: string, ...seconds: number[]) =>
  seconds.map((second) => syslog(host, second)).join("");

describe("whose a log is", () => {
  test.each<[string, Files, Record<string, string>]>([
    ["one machine's alone", { "a.log": lines("db-7", 1, 2) }, { "?": "2 messages, no count" }],
    [
      "beside numbers that name none",
      { "a.log": lines("db-7", 1, 2), "sysctl.txt": settings(40) },
      { "?": "2 messages, 40 count" },
    ],
    [
      "of the machine that the numbers name",
      { "a.log": lines("db-7", 1), "s.txt": `root@db-7:~# sysctl -a\n${settings(40)}` },
      { "db-7": "1 messages, 40 count" },
    ],
    [
      "of its whole name",
      { "a.log": lines("DB-7.example.com", 1), "s.txt": `root@db-7:~# sysctl -a\n${settings(40)}` },
      { "db-7": "1 messages, 40 count" },
    ],
    [
      "of another machine than the numbers name",
      { "a.log": lines("db-8", 1), "s.txt": `root@db-7:~# sysctl -a\n${settings(40)}` },
      { "db-7": "0 messages, 40 count", "db-8": "1 messages, no count" },
    ],
    [
      "nor of what it calls itself",
      { "a.log": lines("db-8", 1), "uname.txt": UNAME, "s.txt": settings(40) },
      { "db-7": "0 messages, 40 count", "db-8": "1 messages, no count" },
    ],
    [
      "two logs",
      { "a.log": lines("db-7", 1, 2), "b.log": lines("db-8", 1) },
      { "db-7": "2 messages, no count", "db-8": "1 messages, no count" },
    ],
    [
      "two logs of one machine hold its messages once",
      { "a.log": lines("db-7", 1, 2), "b.log": lines("db-7", 1, 2) },
      { "?": "2 messages, no count" },
    ],
    [
      "a server's beside numbers of one of its machines",
      {
        "remote.log": lines("db-7", 1, 2) + lines("db-8", 3),
        "s.txt": `root@db-8:~# sysctl -a\n${settings(40)}`,
      },
      { "db-7": "2 messages, no count", "db-8": "1 messages, 40 count" },
    ],
    [
      "a server's beside numbers that name none",
      { "remote.log": lines("db-7", 1, 2) + lines("db-8", 3), "s.txt": settings(40) },
      {
        "?": "0 messages, 40 count",
        "db-7": "2 messages, no count",
        "db-8": "1 messages, no count",
      },
    ],
    [
      "read on the server",
      {
        "s.txt": `root@logs:~# sysctl -a\n${settings(40)}root@logs:~# grep full /var/log/remote.log\n${lines("db-7", 1, 2)}${lines("db-8", 3)}`,
      },
      {
        "db-7": "2 messages, no count",
        "db-8": "1 messages, no count",
        logs: "0 messages, 40 count",
      },
    ],
    [
      "one machine's, read on the server",
      {
        "s.txt": `root@logs:~# sysctl -a\n${settings(40)}root@logs:~# grep full /var/log/remote/db-7.log\n${lines("db-7", 1, 2)}`,
      },
      { "db-7": "2 messages, no count", logs: "0 messages, 40 count" },
    ],
    [
      "a journal's own under a prompt of another name",
      {
        "s.txt": `root@toolbox:~# sysctl -a\n${settings(40)}root@toolbox:~# journalctl -k\n${lines("ip-10-2-0-7", 1)}`,
      },
      { toolbox: "1 messages, 40 count" },
    ],
    [
      "of no name",
      { "a.log": lines("localhost", 1), "s.txt": `root@db-7:~# sysctl -a\n${settings(40)}` },
      { "db-7": "1 messages, 40 count" },
    ],
    [
      "of no name, then of its own",
      { "a.log": lines("localhost", 1) + lines("db-7", 2), "s.txt": settings(40) },
      { "?": "2 messages, 40 count" },
    ],
    [
      "a server's in which the kernel of one machine alone says that its table is full",
      {
        "remote.log": lines("db-7", 1) + syslog("db-8", 3, "eth0: link becomes ready"),
        "s.txt": settings(40),
      },
      { "?": "0 messages, 40 count", "db-7": "1 messages, no count" },
    ],
    [
      "a server's that says nothing of the machine with the numbers",
      {
        "remote.log": lines("db-7", 1) + syslog("db-8", 3, "eth0: link becomes ready"),
        "s.txt": `root@db-8:~# sysctl -a\n${settings(40)}`,
      },
      { "db-7": "1 messages, no count", "db-8": "0 messages, 40 count" },
    ],
    [
      "of one short name in two domains",
      { "remote.log": lines("db-7.fra.example.com", 1, 2) + lines("db-7.ams.example.com", 3) },
      {
        "db-7.ams.example.com": "1 messages, no count",
        "db-7.fra.example.com": "2 messages, no count",
      },
    ],
    [
      "of one machine by both its names",
      { "a.log": lines("db-7", 1) + lines("db-7.example.com", 3), "s.txt": settings(40) },
      { "?": "2 messages, 40 count" },
    ],
    [
      "in a log server's sosreport",
      {
        "sosreport-logs-2026/sos_commands/kernel/sysctl_-a": `kernel.hostname = logs.example.com\n${settings(40)}`,
        "sosreport-logs-2026/var/log/messages":
          lines("db-7", 1, 2) + lines("logs", 3) + lines("db-8", 4, 5, 6),
      },
      {
        "db-7": "2 messages, no count",
        "db-8": "3 messages, no count",
        logs: "1 messages, 40 count",
      },
    ],
    [
      "in a folder of another name",
      {
        "worker-7/a.log": lines("ip-10-2-0-7", 1),
        "worker-7/s.txt": settings(40),
        "worker-8/s.txt": settings(50),
      },
      { "worker-7": "1 messages, 40 count", "worker-8": "0 messages, 50 count" },
    ],
    [
      "in the folder of another machine",
      {
        "worker-7/a.log": lines("worker-8", 1),
        "worker-7/s.txt": settings(40),
        "worker-8/s.txt": settings(50),
      },
      { "worker-7": "0 messages, 40 count", "worker-8": "1 messages, 50 count" },
    ],
  ])("%s", async (_, files, expected) => {
    expect(await messages(files)).toEqual(expected);
  });
});
