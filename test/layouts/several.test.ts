import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Analysis, analyze, renderText } from "../../src/index.ts";
import { bundleOf } from "../causes/sample.ts";
import { tarOf } from "../support/archives.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { rows } from "../support/rows.ts";

const folder = temporaryFolder();
const full = readFileSync(bundleOf("time-wait-churn"));
const healthy = readFileSync(bundleOf("healthy"));

const hosts = ({ subjects }: Analysis) => subjects.map(({ host }) => host);
const counts = ({ subjects }: Analysis) => subjects.map(({ count }) => count);

/** A manifest of ours, as short as it may be. */
const manifest = (hostname: string): string =>
  JSON.stringify({
    schema: "conntriage/bundle/1",
    collector: "0.1.0",
    arguments: "",
    hostname,
    started: "2026-11-22T07:23:36Z",
    ended: "2026-11-22T07:23:46Z",
    startedUptime: 100,
    endedUptime: 110,
    uid: 0,
    netns: null,
    netnsOfPid1: null,
    files: [],
  });
const settings = (count: number, max: number): string =>
  `net.netfilter.nf_conntrack_count = ${count}\nnet.netfilter.nf_conntrack_max = ${max}\n`;
const bundle = (hostname: string, count: number): Record<string, string> => ({
  "manifest.json": manifest(hostname),
  "start/sysctl.txt": settings(count, 1000),
  "end/sysctl.txt": settings(count, 1000),
});
const below = (top: string, files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${top}/${path}`, text]));

describe("several bundles of our own", () => {
  it("in a folder, as archives: each is a subject of its own, and those of one machine go by their names", async () => {
    const path = writeFiles(join(folder, "archives"), {
      "monday.tar.gz": healthy,
      "tuesday.tar.gz": full,
    });
    const analysis = await analyze(path);
    expect(counts(analysis)).toEqual([4000, 1220]);
    expect(hosts(analysis).map((host) => host?.replace(/\(.*\)/, "(…)"))).toEqual([
      "worker-1 (…)",
      "worker-1 (…)",
    ]);
    expect(new Set(hosts(analysis)).size).toBe(2);
    expect(renderText(analysis)).toContain("\nSubjects\n");
    const alone = await analyze(bundleOf("time-wait-churn"));
    expect(analysis.findings.map(({ cause, verdict }) => [cause, verdict])).toEqual(
      alone.findings.map(({ cause, verdict }) => [cause, verdict]),
    );
    expect(analysis.table.uses).toEqual(alone.table.uses);
  });

  it("in an archive, as archives and as folders: nothing of one is in the numbers of another", async () => {
    const entries = {
      ...below("conntriage-a", bundle("node1", 10)),
      ...below("conntriage-b", bundle("node2", 990)),
      ...below("case/today/conntriage-c", bundle("node3", 20)),
    };
    const members = Object.entries(entries).map(([name, body]) => ({ name, body }));
    const inner = tarOf(...members.filter(({ name }) => name.startsWith("conntriage-b")));
    const outer = tarOf(...members.filter(({ name }) => !name.startsWith("conntriage-b")), {
      name: "case/b.tar",
      body: inner,
    });
    const path = writeFiles(join(folder, "nested"), { "case.tar": outer });
    const analysis = await analyze(join(path, "case.tar"));
    expect(analysis.subjects.map(({ host, count }) => [host, count])).toEqual([
      ["node2", 990],
      ["node3", 20],
      ["node1", 10],
    ]);
    expect(analysis.coverage.failed).toEqual([]);
  });

  it("of one machine and of one name are told apart by their whole path", async () => {
    const path = writeFiles(join(folder, "same"), {
      ...below("before/conntriage-x", bundle("node1", 10)),
      ...below("after/conntriage-x", bundle("node1", 20)),
    });
    expect(hosts(await analyze(path))).toEqual([
      "node1 (after/conntriage-x)",
      "node1 (before/conntriage-x)",
    ]);
  });

  it("as several arguments are one case, whatever the bundles are called", async () => {
    const path = writeFiles(join(folder, "arguments"), {
      "a/bundle.tar": tarOf(
        ...Object.entries(bundle("node1", 10)).map(([name, body]) => ({ name, body })),
      ),
      "b/bundle.tar": tarOf(
        ...Object.entries(bundle("node1", 900)).map(([name, body]) => ({ name, body })),
      ),
    });
    const analysis = await analyze([join(path, "a/bundle.tar"), join(path, "b/bundle.tar")]);
    expect(counts(analysis)).toEqual([900, 10]);
    expect(hosts(analysis)[0]).toBe("node1 (b/bundle)");
    expect(analysis.bundle.name).toMatch(/-and-1-more$/);
    const entries = analysis.coverage.read.map(({ entry }) => entry);
    expect(new Set(entries).size).toBe(6);
  });
});

describe("a manifest of another program", () => {
  it.each([
    ["with a schema", '{"schema": "other/1", "files": []}'],
    ["without one", '{"version": "4.9.1", "components": {}}'],
    ["that is no JSON", "nothing"],
  ])("%s is skipped as such", async (what, text) => {
    const name = what.replaceAll(" ", "-");
    const path = writeFiles(join(folder, name), { "manifest.json": text, "table.txt": rows(3) });
    const { coverage } = await analyze(path);
    expect(coverage.failed).toEqual([]);
    expect(coverage.skipped).toContainEqual({
      entry: "manifest.json",
      reason: "a manifest of another program",
    });
  });

  it("beside what is ours it is a failure of ours", async () => {
    const path = writeFiles(join(folder, "ours"), {
      ...bundle("node1", 10),
      "manifest.json": '{"schema": "conntriage/bundle/9"}',
    });
    const { coverage } = await analyze(path);
    expect(coverage.failed.map(({ entry }) => entry)).toEqual(["manifest.json"]);
  });

  it("of sosreport is none of ours, in whatever folder", async () => {
    const files = {
      "sos_reports/manifest.json": '{"version": "4.9.1"}',
      "sos_commands/kernel/sysctl_-a": settings(3, 10),
    };
    for (const top of ["", "sosreport-x"]) {
      const path = writeFiles(join(folder, `sos-${top}`), top === "" ? files : below(top, files));
      const { bundle, coverage, subjects } = await analyze(path);
      expect(bundle.layout).toBe("sosreport");
      expect(coverage.failed).toEqual([]);
      expect(subjects).toHaveLength(1);
    }
  });
});

describe("whose an entry is", () => {
  it("of a support bundle, in both forms of several nodes and of one", async () => {
    const json = (host: string, count: number) =>
      `{"kernel.hostname":"${host}","net.netfilter.nf_conntrack_count":"${count}","net.netfilter.nf_conntrack_max":"10"}`;
    for (const at of [
      (node: string) => `host-collectors/system/${node}/sysctl.json`,
      (node: string) => `host-collectors/${node}/system/sysctl.json`,
    ]) {
      const name = at("x").replaceAll("/", "-");
      const path = writeFiles(join(folder, name), {
        [at("node1")]: json("pod-a", 1),
        [at("node2")]: json("pod-b", 9),
      });
      const { subjects } = await analyze(path);
      expect(subjects.map(({ host, count }) => [host, count])).toEqual([
        ["node2", 9],
        ["node1", 1],
      ]);
    }
    const path = writeFiles(join(folder, "one"), {
      "host-collectors/system/sysctl.json": json("node7", 4),
    });
    expect(hosts(await analyze(path))).toEqual(["node7"]);
  });

  it("of sosreport, a network namespace by either form, and a list that was cut is a sample", async () => {
    const table = `${rows(900).slice(40)}`;
    const path = writeFiles(join(folder, "sos-namespaces"), {
      "sosreport-n/sos_commands/kernel/sysctl_-a": `kernel.hostname = n\n${settings(3, 1000)}`,
      "sosreport-n/sos_commands/networking/namespaces/qdhcp-1/ip_netns_exec_qdhcp-1_sysctl_-a":
        settings(990, 1000),
      "sosreport-n/sos_strings/conntrack/ip_netns_exec_qdhcp-1_conntrack_-L_-o_extended.tailed":
        table,
      "sosreport-n/sos_commands/conntrack/ip_netns_exec_old_conntrack_-S": `cpu=0   \tfound=0 invalid=0 insert=0 insert_failed=0 drop=0 early_drop=0 error=0 search_restart=0 \n`,
    });
    const analysis = await analyze(path);
    expect(analysis.subjects.map(({ host, namespace, count }) => [host, namespace, count])).toEqual(
      [
        ["n", "qdhcp-1", 990],
        ["n", null, 3],
        ["n", "old", null],
      ],
    );
    expect(analysis.notes.join("\n")).toContain("The rows are a sample");
  });

  it("does not depend on the order of an archive's members", async () => {
    const members = [
      {
        name: "x/proc/71/net/stat/nf_conntrack",
        body: "entries clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error expect_new expect_create expect_delete search_restart\n00000003 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000\n",
      },
      { name: "x/etc/sysctl.d/99-ct.conf", body: "net.netfilter.nf_conntrack_max = 5\n" },
      { name: "x/sys/module/nf_conntrack/parameters/hashsize", body: "1024\n" },
      { name: "x/notes.txt", body: rows(4) },
      { name: "x/sos_commands/kernel/sysctl_-a", body: settings(3, 1000) },
    ];
    for (const [at, list] of [members, [...members].reverse()].entries()) {
      const path = writeFiles(join(folder, `order-${at}`), { "r.tar": tarOf(...list) });
      const { subjects, coverage } = await analyze(join(path, "r.tar"));
      expect(subjects).toHaveLength(1);
      expect(subjects[0]).toMatchObject({ count: 3, max: 1000 });
      expect(coverage.skipped.map(({ entry }) => entry)).toContain("x/notes.txt");
    }
  });

  it("a folder that only bears a collector's name is read as loose text", async () => {
    const path = writeFiles(join(folder, "named"), { "sosreport-mine/table.txt": rows(7) });
    expect((await analyze(path)).table.rows).toBe(7);
  });

  it("lists of the cluster are every node's, and no machine of their own", async () => {
    const path = writeFiles(join(folder, "cluster"), {
      "calico-diagnostics-1/nodes/a/conntrack-list.txt": rows(400),
      "calico-diagnostics-1/nodes/b/conntrack-list.txt": rows(350),
      "calico-diagnostics-1/nodes/b/ipset-list.txt": "",
    });
    expect(hosts(await analyze(path))).toEqual(["a", "b"]);
  });
});

it("JSON on one line is settings as well, in blocks of any size", async () => {
  const pairs = Array.from(
    { length: 3000 },
    (_, at) => `"net.ipv4.neigh.veth${at}.gc_stale_time":"60"`,
  );
  const text = `{"a.b":"x, \\"y\\"",${pairs.join(",")},"net.netfilter.nf_conntrack_count":"9","net.netfilter.nf_conntrack_max":"10"}`;
  const path = writeFiles(join(folder, "json"), { "host-collectors/system/sysctl.json": text });
  expect((await analyze(path)).table).toMatchObject({ count: 9, max: 10 });
});

it("metrics of several machines in one text are each machine's, first and last", async () => {
  const line = (name: string, instance: string, value: number, at: number) =>
    `node_nf_conntrack_${name}{instance="${instance}",job="node-exporter"} ${value} ${at}.5\n`;
  const VALUES: Readonly<Record<string, (at: number, later: number) => number>> = {
    entries: (at) => 400 + at * 600,
    entries_limit: () => 1000,
    stat_drop: (at, later) => at * later,
  };
  const text = ["a:9100", "b:9100"]
    .flatMap((one, at) =>
      ["entries", "entries_limit", "stat_drop", "stat_insert_failed"].flatMap((name) =>
        [0, 30, 60].map((later) =>
          line(name, one, VALUES[name]?.(at, later) ?? 0, 1_790_000_000 + later),
        ),
      ),
    )
    .join("");
  const path = writeFiles(join(folder, "metrics"), {
    "must-gather/monitoring/metrics/metrics.openmetrics": `${text}# EOF\n`,
  });
  const { subjects } = await analyze(path);
  expect(subjects.map(({ host, count, state }) => [host, count, state])).toEqual([
    ["b", 1000, "exhausted"],
    ["a", 400, "healthy"],
  ]);
});
