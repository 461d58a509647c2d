/** Outputs that were pasted in other words than the tool's own. */
import { describe, expect, test } from "vitest";
import { cut } from "./cut.ts";

const linesOf = (text: string) => cut(text).sections.flatMap(({ lines }) => lines);
const COUNT = "net.netfilter.nf_conntrack_count";
const MAX = "net.netfilter.nf_conntrack_max";

describe("settings", () => {
  test.each([
    ["nf_conntrack_count           65390", `1: ${COUNT} = 65390`],
    ["nf_conntrack_count           259\u202f114", `1: ${COUNT} = 259114`],
    ["et.netfilter.nf_conntrack_count = 65390", `1: ${COUNT} = 65390`],
    ["f_conntrack_max = 65536", `1: ${MAX} = 65536`],
    ["nf_conntrack_count: 131072 (100% FULL!)", `1: ${COUNT} = 131072`],
    ["conntrack_count => 7", `1: ${COUNT} = 7`],
  ])("%s", (line, wanted) => {
    expect(linesOf(line)).toEqual([wanted]);
  });

  test.each([
    "CONNTRACK OK: 57% state used (151335/262144)|count=151335;209715;235929",
    "WARNING - conntrack table usage 57 % (151335 / 262144)",
    "nf_conntrack: 151335/262144",
  ])("%s", (line) => {
    expect(linesOf(line)).toEqual([`1: ${COUNT} = 151335`, `1: ${MAX} = 262144`]);
  });

  test.each([
    "the conntrack table was raised on 3/4 of the nodes",
    "kube-system conntrack-exporter 2/2 Running",
    "nf_conntrack 151335 12 nf_nat",
  ])("%s says nothing of the kind", (line) => {
    expect(linesOf(line)).toEqual([]);
  });
});

describe("counters on one line", () => {
  const rows = ["cpu=0 found=1 invalid=2 drop=3", "cpu=1 found=4 invalid=5 drop=6"];
  test("by themselves", () => {
    expect(linesOf(rows.join(" "))).toEqual(rows.map((row) => `1: ${row}`));
  });
  test("behind their own command", () => {
    const [section] = cut(`$ conntrack -S ${rows.join(" ")}`).sections;
    expect(section).toMatchObject({ source: "conntrack-s", command: "conntrack -S" });
    expect(section!.lines).toHaveLength(2);
  });
});

describe("rows that were too wide", () => {
  const ROWS = [
    "tcp      6 431999 ESTABLISHED src=10.5.3.7 dst=10.5.1.12 sport=51544",
    "dport=443 src=10.5.1.12 dst=10.5.3.7 sport=443 dport=51544 [ASSURED]",
    "mark=0 use=1",
    "udp      17 25 src=10.5.3.7 dst=10.5.1.53 sport=44121 dport=53",
    "src=10.5.1.53 dst=10.5.3.7 sport=53 dport=44121 mark=0 use=1",
  ];
  test.each([
    ["as they are", ""],
    ["quoted", "> "],
  ])("%s", (_, front) => {
    const { sections, unread } = cut(ROWS.map((row) => front + row).join("\n"));
    expect(unread).toEqual([]);
    expect(sections.map(({ lines }) => lines)).toEqual([
      [`1: ${ROWS.slice(0, 3).join(" ")}`, `4: ${ROWS.slice(3).join(" ")}`],
    ]);
  });

  test("and messages in a quoted mail", () => {
    const { sections, unread } = cut(
      "> Jan 21 17:55:02 rtr2 kernel: [301233.1] nf_conntrack: table\n> full, dropping packet\n> Jan 21 17:55:07 rtr2 kernel: [301238.3] net_ratelimit: 88 callbacks\n> suppressed",
    );
    expect(unread).toEqual([]);
    expect(sections).toMatchObject([{ source: "kernel-log" }]);
  });
});

describe("JSON", () => {
  const series = (name: string, rest: string) =>
    `{"status":"success","data":{"result":[{"metric":{"__name__":"${name}","instance":"gw1:9100"},${rest}}]}}`;
  test("an instant query is a sample of its machine, with its time", () => {
    const { sections } = cut(
      series("node_nf_conntrack_entries", '"value":[1718790000.123,"5.23e+03"]'),
    );
    expect(sections).toMatchObject([
      { source: "node-metrics", host: "gw1", time: 1_718_790_000_123 },
    ]);
    expect(sections[0]!.lines).toEqual([
      '1: node_nf_conntrack_entries{instance="gw1:9100"} 5.23e+03 1718790000123',
    ]);
  });
  test("a range is as many samples, however the document is broken into lines", () => {
    const text = series("node_nf_conntrack_entries", '"values":[[10,"1"],[20,"2"],[30,"3"]]');
    for (const one of [text, JSON.stringify(JSON.parse(text), null, 2)]) {
      const { sections, unread } = cut(one);
      expect(unread).toEqual([]);
      expect(sections.map(({ lines }) => lines.length)).toEqual([1, 1, 1]);
    }
  });
  test("an expression's result is none of the metrics", () => {
    const { sections, unread } = cut('{"data":{"result":[{"metric":{},"value":[1,"0.9"]}]}}');
    expect([sections.length, unread.length]).toEqual([0, 1]);
  });
  test("journald's records are lines of the log", () => {
    const { sections } = cut(
      '{"__REALTIME_TIMESTAMP":"1715677921000000","__MONOTONIC_TIMESTAMP":"77921000000","_TRANSPORT":"kernel","_HOSTNAME":"ingest-2","MESSAGE":"nf_conntrack: table full, dropping packet"}',
    );
    expect(sections).toMatchObject([{ source: "kernel-log", host: "ingest-2" }]);
    expect(sections[0]!.lines[0]).toBe(
      "1: 2024-05-14T09:12:01.000+00:00 ingest-2 kernel: [77921.000000] nf_conntrack: table full, dropping packet",
    );
  });
  test("what is no known document is told line by line", () => {
    expect(cut('{\n  "kind": "Pod"\n}').unread).toEqual(['2: "kind": "Pod"']);
    expect(cut('{\n  "net.netfilter.nf_conntrack_max": "5"').sections).toHaveLength(1);
  });
});

describe("one scrape of many machines", () => {
  test("each instance is a machine's", () => {
    const line = (host: string, value: number) =>
      `node_nf_conntrack_entries{instance="${host}:9100",job="n"} ${value} 1715677921441`;
    const { sections } = cut(
      `# TYPE node_nf_conntrack_entries untyped\n${line("a-1", 5)}\n${line("a-2", 6)}`,
    );
    expect(sections.map(({ host, time }) => [host, time])).toEqual([
      ["a-1", 1_715_677_921_441],
      ["a-2", 1_715_677_921_441],
    ]);
  });
});

describe("bare values of a command within a command", () => {
  const P = "/proc/sys/net/netfilter/nf_conntrack_";
  test.each([
    [`ssh node7 'cat ${P}count ${P}max'`, "node7", null],
    [`ssh -p 2222 ops@node7 cat ${P}count ${P}max`, "node7", null],
    [`kubectl -n a exec deploy/web -c d -- sh -c 'cat ${P}count; cat ${P}max'`, null, "web"],
    [`docker exec -it web sh -c "cat ${P}count ${P}max"`, null, "web"],
    [`sudo nsenter -t 1 -n cat ${P}count ${P}max`, null, null],
  ])("%s", (command, host, namespace) => {
    const { sections, unread } = cut(`$ ${command}\n900\n1000`);
    expect(unread).toEqual([]);
    expect(sections.map((one) => [one.host, one.namespace, one.lines[0]])).toEqual([
      [host, namespace, `2: ${COUNT} = 900`],
      [host, namespace, `3: ${MAX} = 1000`],
    ]);
  });

  test("each machine answers by itself", () => {
    const { sections } = cut(
      `$ ansible all -m shell -a 'cat ${P}count ${P}max'\nn-1 | CHANGED | rc=0 >>\n1\n2\nn-2 | FAILED | rc=1 >>\n3\n4non-zero return code`,
    );
    expect(sections.map(({ host, lines }) => [host, lines[0]])).toEqual([
      ["n-1", `3: ${COUNT} = 1`],
      ["n-1", `4: ${MAX} = 2`],
      ["n-2", `6: ${COUNT} = 3`],
    ]);
  });

  test("a loop that prints a date and a number", () => {
    const { sections } = cut(
      `$ while :; do echo "$(date -Is) $(cat ${P}count)"; sleep 60; done\n2024-05-14T09:12:01+00:00 118\n2024-05-14T09:13:01+00:00 176`,
    );
    expect(sections.map(({ time, lines }) => [time, lines[0]])).toEqual([
      [Date.UTC(2024, 4, 14, 9, 12, 1), `2: ${COUNT} = 118`],
      [Date.UTC(2024, 4, 14, 9, 13, 1), `3: ${COUNT} = 176`],
    ]);
  });
});

describe("counted rows", () => {
  test.each([
    ["conntrack -L 2>/dev/null | wc -l", "65390"],
    ["sudo cat /proc/net/nf_conntrack | wc -l", "65390"],
    ["wc -l /proc/net/nf_conntrack", "65390 /proc/net/nf_conntrack"],
  ])("%s is a count", (command, answer) => {
    expect(cut(`$ ${command}\n${answer}`).sections).toMatchObject([
      { source: "conntrack-count", lines: ["2: 65390"] },
    ]);
  });

  test.each([
    "conntrack -L -p udp | wc -l",
    "conntrack -L | grep -c SYN_SENT",
    "dmesg | grep -c 'segfault'",
  ])("%s is none, and is told", (command) => {
    const { sections, unread } = cut(`$ ${command}\n212`);
    expect([sections, unread]).toEqual([[], ["2: 212"]]);
  });

  test("of messages of a full table are the log's", () => {
    expect(cut("$ dmesg | grep -c 'table full'\n212").sections).toMatchObject([
      { source: "kernel-log", lines: [expect.stringMatching(/table full.*212/)] },
    ]);
  });
});

describe("what is asked for is not in force", () => {
  test.each([
    `# sysctl -w ${MAX}=1`,
    `you could run \`sysctl -w ${MAX}=1\`.`,
    `# echo '${MAX}=1' >> /etc/sysctl.conf`,
    "# echo 1 > /proc/sys/net/netfilter/nf_conntrack_max",
    `Please put this into /etc/sysctl.conf:\n${MAX} = 1`,
    `# cat >> /etc/sysctl.d/9.conf <<EOF\n${MAX} = 1`,
  ])("%s", (text) => {
    expect(cut(text).sections).toMatchObject([{ source: "sysctl", configured: true }]);
  });

  test("but what the command prints is", () => {
    const { sections } = cut(`# sysctl -w ${MAX}=1\n${MAX} = 1\n# sysctl -p\n${MAX} = 2`);
    expect(sections.map(({ configured }) => configured)).toEqual([true, false, false]);
  });
});

describe("other tables", () => {
  test.each([
    [
      "udp,orig=(src=10.0.0.1,dst=10.0.0.2,sport=1,dport=53),reply=(src=10.0.0.2,dst=10.0.0.1,sport=53,dport=1),zone=6",
      "Open vSwitch",
    ],
    [
      "tcp,orig=(src=10.0.0.1,dst=10.0.0.2,sport=1,dport=80),reply=(src=10.0.0.2,dst=10.0.0.1,sport=80,dport=1),protoinfo=(state=FIN_WAIT_1)",
      "Open vSwitch",
    ],
    [
      "TCP OUT 10.0.1.5:43210 -> 10.0.2.9:8080 expires=23948 Packets=0 Flags=0x0013 [ RxClosing SeenNonSyn ] RevNAT=5",
      "Cilium eBPF map",
    ],
  ])("%s", (line, namespace) => {
    expect(cut(line).sections).toMatchObject([{ source: "conntrack-table", namespace }]);
  });
});

test("a list of rules behind the same rules as a script, each under the path of its command", () => {
  const { sections, unread } = cut(
    [
      "Summary:",
      "/usr/sbin/iptables-nft-save(IPtables rules)",
      "Execute:",
      "/usr/sbin/iptables-nft-save",
      "*filter",
      ":INPUT ACCEPT [0:0]",
      "-A INPUT -j DROP",
      "COMMIT",
      "Chain INPUT (policy ACCEPT 0 packets, 0 bytes)",
      "    pkts      bytes target     prot opt in     out     source               destination",
      "       0        0 DROP       0    --  *      *       0.0.0.0/0            0.0.0.0/0",
    ].join("\n"),
  );
  expect(unread).toEqual([]);
  expect(sections.map(({ source, lines }) => [source, lines.length])).toEqual([
    ["iptables-save", 4],
    ["iptables-save", 3],
  ]);
});
