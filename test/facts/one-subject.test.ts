import { describe, expect, test } from "vitest";
import type { Files } from "../support/evidence.ts";
import { told, toldOfArguments } from "./told.ts";
import { FULL, IDLE, OUTPUTS, TRUTH } from "./two-nodes.ts";

const [settings, rows, version] = OUTPUTS[FULL]!.map(([, text]) => text) as [
  string,
  string,
  string,
];
const [earlier] = OUTPUTS[IDLE]!.map(([, text]) => text) as [string];
const limit = "net.netfilter.nf_conntrack_max = 41\n";
const count = "net.netfilter.nf_conntrack_count = 40\n";

describe("what only says what it is, is of one machine", () => {
  test.each<[string, Files]>([
    ["a file of each output", { "sysctl.txt": settings, "conntrack.txt": rows, version }],
    ["letters", { "a.txt": settings, "b.txt": rows, "c.txt": version }],
    ["numbers", { "paste-1.txt": settings, "paste-2.txt": rows, "paste-3.txt": version }],
    ["outputs", { "output1.txt": settings, "output2.txt": rows, "output3.txt": version }],
    ["words of a ticket", { "ticket.txt": settings, "comment.txt": rows, "reply.txt": version }],
    ["folders of subjects", { "host/s.txt": settings, "netfilter/c.txt": rows, "os/v": version }],
    [
      "folders of which two hold settings",
      { "system/s.txt": limit, "network/s.txt": count, "network/c.txt": rows, "system/v": version },
    ],
    [
      "folders that a collector has as well",
      {
        "kernel/sysctl.txt": settings,
        "networking/conntrack.txt": rows,
        "system/version": version,
      },
    ],
    [
      "copies of /proc",
      {
        "proc/sys/net/netfilter/nf_conntrack_max": "41\n",
        "proc/sys/net/netfilter/nf_conntrack_count": "40\n",
        "proc/net/nf_conntrack": rows,
        "proc/version": version,
      },
    ],
  ])("%s", async (_, files) => {
    const { subject: __, ...truth } = TRUTH[0]!;
    expect(await told(files)).toMatchObject([truth]);
  });

  test("several arguments of one machine", async () => {
    const one = { "sysctl.txt": settings, "conntrack.txt": rows, version };
    const targets = Object.fromEntries(
      Object.entries(one).map(([path, text]) => [path, { [path]: text }]),
    );
    expect(await toldOfArguments(targets)).toMatchObject([{ count: 40, max: 41, rows: 40 }]);
  });

  test("files of protocols and families are parts of one table", async () => {
    const udp = OUTPUTS[IDLE]![1]![1];
    const v6 = rows.replaceAll("10.1.0.", "2001:db8::").replaceAll("10.2.0.9", "2001:db8:1::9");
    for (const files of [
      { "conntrack-tcp.txt": rows, "conntrack-udp.txt": udp, "conntrack-ipv6.txt": v6 },
      { "conntrack.txt": rows + udp, "conntrack6.txt": v6 },
      { "tcp/list.txt": rows, "udp/list.txt": udp, "ipv6/list.txt": v6 },
      { "x.txt": `$ conntrack -L -p tcp\n${rows}`, "ipv4/x.txt": udp, "inet6/x.txt": v6 },
    ])
      expect(await told(files), Object.keys(files).join()).toMatchObject([
        { rows: 105, uses: { "time-wait": 80, "unanswered-dns": 25 } },
      ]);
  });
});

describe("what only says when is of one machine, and the latest counts", () => {
  const moments: readonly (readonly [string, string])[] = [
    ["before", "after"],
    ["start", "end"],
    ["old", "new"],
    ["pre", "post"],
    ["vorher", "nachher"],
    ["before-fix", "after-fix"],
    ["t0", "t1"],
    ["t1", "t2"],
    ["t2", "t10"],
    ["1", "2"],
    ["9", "10"],
    ["run1", "run2"],
    ["run-2", "run-10"],
    ["sample_1", "sample_2"],
    ["attempt-1", "attempt-2"],
    ["day1", "day2"],
    ["day-9", "day-10"],
    ["monday", "tuesday"],
    ["morning", "evening"],
    ["yesterday", "today"],
    ["10h55", "11h05"],
    ["09:55", "10:05"],
    ["2025-03-09", "2025-03-10"],
    ["2025-03-09_2350", "2025-03-10_0010"],
    ["20250309-235000", "20250310-001000"],
    ["1741564200", "1741565400"],
  ];
  const truth = [{ count: 40, max: 41, rows: 40 }];
  test.each(moments)("%s and %s", async (first, second) => {
    const inFolders = {
      [`${first}/sysctl.txt`]: earlier,
      [`${second}/sysctl.txt`]: settings,
      [`${second}/conntrack.txt`]: rows,
    };
    expect(await told(inFolders), "folders").toMatchObject(truth);
    const inNames = {
      [`sysctl-${first}.txt`]: earlier,
      [`sysctl-${second}.txt`]: settings,
      [`conntrack-${second}.txt`]: rows,
    };
    expect(await told(inNames), "files").toMatchObject(truth);
    const inFiles = { [`${first}.txt`]: earlier, [`${second}.txt`]: settings + rows };
    expect(await told(inFiles), "one file of each").toMatchObject(truth);
  });
});

describe("names that look like words are machines all the same", () => {
  test.each([
    ["node1", "node2"],
    ["node-1", "node-2"],
    ["node-a", "node-b"],
    ["host1", "host2"],
    ["nat1", "nat2"],
    ["proxy-1", "proxy-2"],
    ["data-01", "data-02"],
    ["ip-10-0-0-1", "ip-10-0-0-2"],
    ["10.0.0.1", "10.0.0.2"],
    ["new-node", "old-node"],
    ["gw.first.example", "gw.last.example"],
    ["k8s-new-1", "k8s-new-2"],
    ["w1", "w2"],
    ["master", "worker"],
    ["fra1-before", "ams1-before"],
  ])("%s and %s", async (full, idle) => {
    const name: Record<string, string> = { [FULL]: full, [IDLE]: idle };
    const each = (path: (host: string, what: string) => string): Files =>
      Object.fromEntries(
        [FULL, IDLE].flatMap((host) =>
          OUTPUTS[host]!.map(([, text], at) => [path(name[host]!, `${"scv"[at]}`), text]),
        ),
      );
    const truth = TRUTH.map(({ subject: _, ...one }) => one);
    const folders = await told(each((host, what) => `${host}/${what}.txt`));
    expect(folders, "folders").toMatchObject(truth);
    expect(folders.map(({ subject }) => subject)).toEqual([full, idle]);
    const words = { s: "sysctl", c: "conntrack", v: "version" } as Record<string, string>;
    const files = await told(each((host, what) => `${words[what]}-${host}.txt`));
    expect(files, "files").toMatchObject(truth);
  });
});

describe("a machine's own name", () => {
  const all = (host: string) => OUTPUTS[host]!.map(([, text]) => text).join("");
  const names: readonly (readonly [string, (host: string) => string])[] = [
    ["kernel.hostname", (host) => `kernel.hostname = ${host}\n`],
    ["uname -a", (host) => `Linux ${host} 6.1.0-9-amd64 #1 SMP x86_64 GNU/Linux\n`],
  ];
  test.each(names)("by %s tells two apart in files, folders and one text", async (_, named) => {
    for (const files of [
      { "a.txt": named(FULL) + all(FULL), "b.txt": named(IDLE) + all(IDLE) },
      { "1/n": named(FULL), "1/x": all(FULL), "2/n": named(IDLE), "2/x": all(IDLE) },
      { "both.txt": named(FULL) + all(FULL) + named(IDLE) + all(IDLE) },
    ])
      expect(await told(files), Object.keys(files).join()).toMatchObject(
        TRUTH.map(({ kernel: __, ...one }) => one),
      );
  });

  test("keeps one machine together, whatever its moments are called", async () => {
    const name = `kernel.hostname = ${FULL}.example.net\n`;
    const files = { "mon/x.txt": name + earlier, "tue/x.txt": name + settings, "tue/c.txt": rows };
    expect(await told(files)).toMatchObject([
      { subject: `${FULL}.example.net`, count: 40, max: 41, rows: 40 },
    ]);
  });

  test("that others have as well does not put two folders of machines together", async () => {
    const name = "kernel.hostname = OpenWrt\n";
    const files = { "flat-a/x.txt": name + all(FULL), "flat-b/x.txt": name + all(IDLE) };
    expect((await told(files)).map(({ subject, rows: of }) => [subject, of])).toEqual([
      ["flat-a", 40],
      ["flat-b", 25],
    ]);
  });

  test("of a pod is not the node's", async () => {
    const text = `$ kubectl exec -n shop cart-0 -- sysctl -a\nkernel.hostname = cart-0\n${settings}`;
    expect((await told({ "t.txt": text })).map(({ subject }) => subject)).toEqual(["cart-0"]);
  });
});

describe("arguments", () => {
  const all = (host: string) => OUTPUTS[host]!.map(([, text]) => text).join("");
  test.each<[string, Record<string, Files>]>([
    ["files", { "left.txt": { "left.txt": all(FULL) }, "right.txt": { "right.txt": all(IDLE) } }],
    [
      "folders",
      {
        left: { "s.txt": OUTPUTS[FULL]![0]![1], "c.txt": OUTPUTS[FULL]![1]![1], "v.txt": version },
        right: Object.fromEntries(OUTPUTS[IDLE]!.map(([, text], at) => [`${at}.txt`, text])),
      },
    ],
  ])("that are two %s are two machines", async (_, targets) => {
    const [full, idle] = TRUTH;
    expect(await toldOfArguments(targets)).toMatchObject([
      { ...full, subject: "left" },
      { ...idle, subject: "right" },
    ]);
  });

  test("before and after are one machine's", async () => {
    const targets = {
      before: { "s.txt": earlier, "x.txt": "" },
      after: { "s.txt": settings, "c.txt": rows },
    };
    expect(await toldOfArguments(targets)).toMatchObject([{ count: 40, max: 41, rows: 40 }]);
  });
});
