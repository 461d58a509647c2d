import { describe, expect, test } from "vitest";
import type { Files } from "../support/evidence.ts";
import { list, told } from "./told.ts";

const settings = (count: number, max: number): string =>
  `net.netfilter.nf_conntrack_count = ${count}\nnet.netfilter.nf_conntrack_max = ${max}\n`;
const rows = (count: number): string =>
  list(count, (at) => ({
    state: "TIME_WAIT",
    src: `10.1.0.${at + 1}`,
    dst: "10.2.0.9",
    left: 30,
    flag: "[ASSURED]",
  }));
const full = (folder: string, count: number, max: number): Files => ({
  [`${folder}sysctl.txt`]: settings(count, max),
  [`${folder}conntrack.txt`]: rows(count),
});
const counts = async (files: Files) =>
  (await told(files)).map(({ subject, count }) => [subject, count]);

describe("a word that says what something is names a machine beside another one", () => {
  test.each([
    ["host/", "guest/"],
    ["vm/", "host/"],
    ["proxy/", "firewall/"],
    ["case/Host/", "case/Guest/"],
    ["host-", "guest-"],
  ])("%s and %s", async (one, other) => {
    const name = (path: string) => path.replace("case/", "").replace(/[-/]$/, "");
    expect(await counts({ ...full(one, 40, 41), ...full(other, 25, 400) })).toEqual([
      [name(one), 40],
      [name(other), 25],
    ]);
  });
  test("but not beside what it says, nor alone", async () => {
    const files = {
      "host/sysctl.txt": settings(40, 41),
      "kernel/dmesg.txt": "[    5.000000] nf_conntrack: table full, dropping packet\n",
      "network/conntrack.txt": rows(40),
    };
    expect(await told(files)).toHaveLength(1);
    expect(await told({ ...files, "system/sysctl.txt": "vm.swappiness = 60\n" })).toHaveLength(1);
  });
});

describe("a file that holds a machine's name alone names what lies beside it", () => {
  test.each(["hostname", "hostname.txt", "etc/hostname", "hostname_-f"])("%s", async (file) => {
    const files = {
      ...full("1/", 40, 41),
      [`1/${file}`]: "web-a.example.com\n",
      ...full("2/", 25, 400),
      [`2/${file}`]: "web-b.example.com\n",
    };
    expect(await counts(files)).toEqual([
      ["web-a.example.com", 40],
      ["web-b.example.com", 25],
    ]);
  });
  test("two samples of one machine stay two samples of it", async () => {
    const files = {
      ...full("1/", 30, 400),
      "1/hostname": "web-a\n",
      ...full("2/", 40, 400),
      "2/hostname": "web-a\n",
    };
    expect(await counts(files)).toEqual([["web-a", 40]]);
  });
});

describe("folders numbered as samples", () => {
  test.each([
    ["s-1/", "s-2/"],
    ["s1/", "s2/"],
    ["S01/", "S02/"],
    ["case/s_1/", "case/s_2/"],
  ])("%s and %s are of one machine", async (one, other) => {
    expect(await counts({ ...full(one, 30, 400), ...full(other, 40, 400) })).toEqual([["", 40]]);
  });
  test("are of those machines whose names are in them", async () => {
    const named = (folder: string, name: string, count: number, max: number): Files => ({
      ...full(folder, count, max),
      [`${folder}uname.txt`]: `Linux ${name} 6.1.0-9-amd64 #1 SMP x86_64 GNU/Linux\n`,
    });
    const files = { ...named("s1/", "web-a", 40, 41), ...named("s2/", "web-b", 25, 400) };
    expect(await counts(files)).toEqual([
      ["web-a", 40],
      ["web-b", 25],
    ]);
  });
});

describe("a namespace of Kubernetes is none of the network", () => {
  test.each([
    "namespaces/openshift-sdn/pods/sdn-x7/sdn/logs/conntrack.txt",
    "namespaces/kube-system/conntrack.txt",
    "dump/namespaces/shop/pods/web-0/conntrack.txt",
    "namespaces/shop/apps.openshift.io/conntrack.txt",
  ])("%s", async (path) => {
    expect(await counts({ "sysctl.txt": settings(40, 41), [path]: rows(40) })).toEqual([["", 40]]);
  });
  test("one of the network is", async () => {
    const files = { "sysctl.txt": settings(4, 41), "namespaces/red/conntrack.txt": rows(40) };
    expect((await told(files)).map(({ subject }) => subject).sort()).toEqual(["", "red"]);
  });
});

describe("machines of one name in two clusters", () => {
  const prompted = (count: number) =>
    `root@node-1:~# sysctl net.netfilter\n${settings(count, 400)}`;
  test.each(["node-1/evidence.txt", "node-1.txt"])(
    "two folders with %s are of two",
    async (path) => {
      const files = {
        [`prod-eu/${path}`]: prompted(40),
        [`prod-us/${path}`]: prompted(25),
        "prod-eu/node-1/dmesg.txt":
          "[    5.000000] nf_conntrack: nf_conntrack: table full, dropping packet\n",
      };
      expect(await counts(files)).toEqual([
        ["node-1 (prod-eu)", 40],
        ["node-1 (prod-us)", 25],
      ]);
    },
  );
  test("two moments are of one", async () => {
    for (const [one, other] of [
      ["before", "after"],
      ["2026-11-25", "2026-11-26"],
      ["run-1", "run-2"],
    ] as const)
      expect(
        await counts({
          [`${one}/node-1/evidence.txt`]: prompted(40),
          [`${other}/node-1/evidence.txt`]: prompted(25),
        }),
      ).toEqual([["node-1", 25]]);
  });
  test("two outputs of one machine are of one", async () => {
    const files = { "web/node-1/sysctl.txt": prompted(40), "logs/node-1/rows.txt": rows(40) };
    expect(await counts(files)).toEqual([["node-1", 40]]);
  });
});
