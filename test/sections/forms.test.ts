import { describe, expect, test } from "vitest";
import { cut, inShort } from "./cut.ts";

const COUNT = "net.netfilter.nf_conntrack_count = 900";
const MAX = "net.netfilter.nf_conntrack_max = 1000";
const ROW =
  "tcp      6 110 TIME_WAIT src=10.1.1.1 dst=10.2.2.2 sport=1025 dport=80 src=10.2.2.2 dst=10.1.1.1 sport=80 dport=1025 [ASSURED] mark=0 use=1";
const COUNTERS =
  "cpu=0   \tfound=1 invalid=2 insert=0 insert_failed=3 drop=3 early_drop=0 error=0 search_restart=4 ";

/** What may stand around every line of an output. */
const AROUND: readonly (readonly [string, (line: string, at: number) => string])[] = [
  ["nothing", (line) => line],
  ["four blanks", (line) => `    ${line}`],
  ["a tab", (line) => `\t${line}`],
  ["a quote", (line) => `> ${line}`],
  ["a quote in a quote", (line) => `> > ${line}`],
  ["a quote in HTML", (line) => `&gt; ${line}`],
  ["numbers of cat -n", (line, at) => `${String(at + 1).padStart(6)}\t${line}`],
  ["numbers of grep -n", (line, at) => `${at + 1}:${line}`],
  ["a bullet", (line) => `- ${line}`],
  ["colours", (line) => `\u001b[32m${line}\u001b[0m`],
  ["odd blanks", (line) => line.replaceAll(" ", "\u00a0")],
  ["a carriage return", (line) => `${line}\r`],
  ["a byte order mark", (line, at) => (at === 0 ? `\ufeff${line}` : line)],
  ["a table of a tracker", (line) => `| ${line} |`],
  ["a machine as pdsh prints it", (line) => `node-7: ${line}`],
  ["a pod as kubectl prints it", (line) => `[pod/web-0/app] ${line}`],
];

describe.each(AROUND)("with %s around", (_, around) => {
  const dressed = (lines: readonly string[]) => lines.map(around).join("\n");

  test("settings are settings", () => {
    const { sections, unread } = cut(dressed([COUNT, MAX]));
    expect(unread).toEqual([]);
    expect(sections.map(({ source, lines }) => [source, lines.length])).toEqual([["sysctl", 2]]);
    expect(sections[0]!.lines).toEqual([`1: ${COUNT}`, `2: ${MAX}`]);
  });

  test("rows are rows, and counters counters", () => {
    const { sections, unread } = cut(dressed([ROW, ROW, COUNTERS]));
    expect(unread).toEqual([]);
    expect(sections.map(({ source, lines }) => [source, lines.length])).toEqual([
      ["conntrack-table", 2],
      ["conntrack-s", 1],
    ]);
    expect(sections[0]!.lines[1]).toBe(`2: ${ROW}`);
  });

  test("messages are messages", () => {
    const message = "[1454500.910215] nf_conntrack: table full, dropping packet";
    const { sections, unread } = cut(dressed([message, message]));
    expect(unread).toEqual([]);
    expect(sections.map(({ source, lines }) => [source, lines.length])).toEqual([
      ["kernel-log", 2],
    ]);
    expect(sections[0]!.lines[0]).toContain("1454500.910215");
  });
});

describe("settings in every spelling", () => {
  test.each([
    ["net.netfilter.nf_conntrack_max=65536", "net.netfilter.nf_conntrack_max=65536"],
    ["net.netfilter.nf_conntrack_max: 65536", "net.netfilter.nf_conntrack_max: 65536"],
    [
      "/proc/sys/net/netfilter/nf_conntrack_max:65536",
      "/proc/sys/net/netfilter/nf_conntrack_max:65536",
    ],
    [
      "/proc/sys/net/netfilter/nf_conntrack_max = 65536",
      "/proc/sys/net/netfilter/nf_conntrack_max = 65536",
    ],
    ["net/netfilter/nf_conntrack_max = 65536", "net/netfilter/nf_conntrack_max = 65536"],
    ['  "net.netfilter.nf_conntrack_max": "65536",', '"net.netfilter.nf_conntrack_max": "65536",'],
    ["nf_conntrack_max = 65,536", "nf_conntrack_max = 65,536"],
  ])("%s", (line, wanted) => {
    expect(cut(line).sections).toMatchObject([{ source: "sysctl", lines: [`1: ${wanted}`] }]);
  });

  test.each([
    [
      "$ cat /proc/sys/net/netfilter/nf_conntrack_max\n65536",
      "2: net.netfilter.nf_conntrack_max = 65536",
    ],
    [
      "# sysctl -n net.netfilter.nf_conntrack_count\n900",
      "2: net.netfilter.nf_conntrack_count = 900",
    ],
    [
      "==> /proc/sys/net/netfilter/nf_conntrack_count <==\n900",
      "2: net.netfilter.nf_conntrack_count = 900",
    ],
    [
      "$ cat /sys/module/nf_conntrack/parameters/hashsize\n16384",
      "2: module.nf_conntrack.hashsize = 16384",
    ],
  ])("%s", (text, wanted) => {
    expect(cut(text).sections).toMatchObject([{ source: "sysctl", lines: [wanted] }]);
  });

  test("two bare values stand in the order of the command", () => {
    const text =
      "$ sysctl -n net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max\n900\n1000";
    expect(cut(text).sections.map(({ lines }) => lines)).toEqual([
      ["2: net.netfilter.nf_conntrack_count = 900"],
      ["3: net.netfilter.nf_conntrack_max = 1000"],
    ]);
  });
});

test("a text of several outputs is as many sections, with their lines' own numbers", () => {
  expect(
    inShort(
      [
        "We see time-outs since the upgrade.",
        "```",
        `[root@node7 ~]# sysctl -a | grep conntrack`,
        COUNT,
        MAX,
        "[root@node7 ~]# conntrack -S",
        COUNTERS,
        "[root@node7 ~]# conntrack -L | head -1",
        ROW,
        "conntrack v1.4.4 (conntrack-tools): 900 flow entries have been shown.",
        "```",
      ].join("\n"),
    ),
  ).toEqual(["sysctl 4-5", "conntrack-s 7", "conntrack-table 9-10"]);
});

test("what nothing understood is told, with its number", () => {
  expect(cut(`Hello all,\n${COUNT}\nthanks!`).unread).toEqual(["1: Hello all,", "3: thanks!"]);
});

test("what tools refuse is no output, and no zero", () => {
  const { sections, refusals } = cut(
    "$ dmesg | grep -c 'table full'\ndmesg: read kernel buffer failed: Operation not permitted\n0\n$ cat /proc/net/nf_conntrack\ncat: /proc/net/nf_conntrack: Permission denied",
  );
  expect(sections).toEqual([]);
  expect(refusals.map((one) => one.split(":")[0])).toEqual(["kernel-log", "conntrack-table"]);
});

describe("whose", () => {
  test.each([
    ["[root@node7 ~]# ", "node7"],
    ["ops@edge-3:~$ ", "edge-3"],
    ["root@node9 /var/log $ ", "node9"],
    ["worker-1:~ # ", "worker-1"],
  ])("%s names its machine", (prompt, host) => {
    expect(cut(`${prompt}sysctl -a\n${COUNT}`).sections[0]).toMatchObject({ host });
  });

  test("a command that runs elsewhere is not of the prompt's machine", () => {
    const of = (command: string) => cut(`me@laptop:~$ ${command}\n${COUNT}`).sections[0];
    expect(of("ssh node7 sysctl -a")).toMatchObject({ host: "node7" });
    expect(of("kubectl debug node/worker-2 -it --image=busybox -- sysctl -a")).toMatchObject({
      host: "worker-2",
    });
    expect(of("kubectl exec -n web web-0 -- sysctl -a")).toMatchObject({
      host: null,
      namespace: "web-0",
    });
    expect(of("ip netns exec qrouter-1 sysctl -a")).toMatchObject({
      host: "laptop",
      namespace: "qrouter-1",
    });
  });

  test.each([
    ["nsenter -t 4711 -n", "pid 4711"],
    ["nsenter -n -t 4711", "pid 4711"],
    ["nsenter -nt 4711", "pid 4711"],
    ["nsenter -t4711 --net", "pid 4711"],
    ["nsenter --target=4711 -a", "pid 4711"],
    ["nsenter --net=/proc/4711/ns/net", "pid 4711"],
    ["nsenter --net=/var/run/netns/blue", "blue"],
    ["sudo ip netns exec blue", "blue"],
    ["ip -netns blue", "blue"],
    ["docker exec -it blue", "blue"],
    ["nsenter -t 1 -n", null],
    ["nsenter --net=/proc/1/ns/net", null],
    ["nsenter -t 4711 -m", null],
  ])("%s goes to the namespace %s", (command, namespace) => {
    expect(cut(`[root@w1 ~]# ${command} sysctl -a\n${COUNT}`).sections[0]).toMatchObject({
      host: "w1",
      namespace,
    });
  });

  test("lines of two machines in turn are one section of each", () => {
    const lines = (text: string) =>
      cut(text).sections.map(({ host, source, lines }) => [host, source, lines.length]);
    expect(lines(`a-1: ${COUNT}\na-2: ${MAX}\na-1: ${MAX}`)).toEqual([
      ["a-1", "sysctl", 2],
      ["a-2", "sysctl", 1],
    ]);
    expect(lines(`a-1: ${ROW}\na-2: ${ROW}\n`.repeat(30))).toEqual([
      ["a-1", "conntrack-table", 30],
      ["a-2", "conntrack-table", 30],
    ]);
  });

  test("a second run of a machine is another section, though the machines' lines come in turn", () => {
    const run = `a-1: ${COUNTERS}\na-2: ${COUNTERS}\n`;
    expect(cut(run + run).sections.map(({ host, lines }) => [host, lines.length])).toEqual([
      ["a-1", 1],
      ["a-2", 1],
      ["a-1", 1],
      ["a-2", 1],
    ]);
  });

  test("a prompt ends what was in turn", () => {
    const text = `a-1: ${ROW}\na-2: ${ROW}\n$ pdsh -w a-[1-2] conntrack -L\na-1: ${ROW}\na-2: ${ROW}`;
    expect(cut(text).sections.map(({ host }) => host)).toEqual(["a-1", "a-2", "a-1", "a-2"]);
  });
});

describe("how much of it", () => {
  test.each([
    ["conntrack -L -p udp", "filtered"],
    ["conntrack -L | grep 10.0.0.1", "filtered"],
    ["conntrack -L dying", "filtered"],
    ["conntrack -L | head -100", "cut"],
    ["tail -n 50 /proc/net/nf_conntrack", "cut"],
    ["conntrack -E", "events"],
    ["conntrack -L", null],
    ["cat /proc/net/nf_conntrack", null],
    ["conntrack -L -o extended", null],
    ["conntrack -L | shuf -n 500", "sampled"],
    ["shuf -n 500 /proc/net/nf_conntrack", "sampled"],
    ["conntrack -L | awk 'NR%10==0'", "sampled"],
    ["conntrack -L 2>/dev/null | awk 'NR % 20 == 1 {print}'", "sampled"],
    ["awk 'rand() < 0.05' /proc/net/nf_conntrack", "sampled"],
    ["sed -n '0~10p' /proc/net/nf_conntrack", "sampled"],
    ["conntrack -L | grep SYN_SENT | shuf -n 500", "filtered"],
    ["conntrack -L | shuf -n 500 | grep SYN_SENT", "filtered"],
    ["conntrack -L | awk '$4 == \"SYN_SENT\" && NR%10==0'", "filtered"],
    ["conntrack -L -p udp | shuf -n 500", "filtered"],
  ])("%s", (command, reduced) => {
    expect(cut(`$ ${command}\n${ROW}`).sections[0]).toMatchObject({ reduced });
  });
});

test("a number of a digit more than the one before is not the line's", () => {
  const chain = Array.from({ length: 12 }, () => "\t\tcounter packets 0 bytes 0 accept");
  const ruleset = ["table ip nat {", "\tchain INPUT {", ...chain, "\t}", "}"];
  const text = ruleset.map((line, at) => `>${String(at + 9_995).padStart(6)}\t${line}`);
  const { sections, unread } = cut(["# nft list ruleset", ...text, "# nproc", "2"].join("\n"));
  expect(unread).toEqual([]);
  expect(sections.map(({ source, lines }) => [source, lines.length])).toEqual([
    ["nft-ruleset", ruleset.length],
    ["cpus", 1],
  ]);
  expect(sections[0]!.lines.filter((line) => line.includes(">"))).toEqual([]);
});
