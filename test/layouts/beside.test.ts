import { describe, expect, it } from "vitest";
import { told } from "../facts/told.ts";
import { analyzeFiles, type Files } from "../support/evidence.ts";
import { rows } from "../support/rows.ts";

const settings = (count: number, max: number): string =>
  `net.netfilter.nf_conntrack_count = ${count}\nnet.netfilter.nf_conntrack_max = ${max}\n`;
const FULL = "nf_conntrack: table full, dropping packet";

/** A folder that one file name gives to a collector, and what somebody laid beside it. */
const FOLDERS: readonly (readonly [layout: string, mark: string, beside: string])[] = [
  ["calicoctl-diags", "nodes/web-a/ipset-list.txt", "nodes/web-a/"],
  ["must-gather", "nodes/web-a/proc_cmdline", "nodes/web-a/"],
  ["datadog-flare", "web-a/system-probe/ebpf_btf_loader.log", "web-a/"],
  ["retina", "proc-net/protocols", ""],
];

describe("a collector's folder by the name of one file", () => {
  it.each(FOLDERS)("%s: what lies beside is read by its lines", async (_, mark, beside) => {
    const files: Files = {
      [mark]: "nothing of interest\n",
      [`${beside}my-settings.txt`]: settings(40, 41),
      [`${beside}extra/list.txt`]: rows(40),
      [`${beside}notes.txt`]: "We saw it at night.\nsh: foo: Permission denied\n",
    };
    for (const order of [Object.keys(files), Object.keys(files).reverse()]) {
      const [one, ...others] = await told(files, order);
      expect(others).toEqual([]);
      expect(one).toMatchObject({ count: 40, max: 41, rows: 40 });
    }
    // counted, as what a layout does not name is
    const { coverage } = await analyzeFiles(files);
    expect(coverage.skipped.map(({ entry }) => entry).sort()).toEqual(
      [mark, `${beside}notes.txt`].sort(),
    );
  });

  it("gives it to the node of its folder", async () => {
    const files = {
      "nodes/a/conntrack-list.txt": rows(40),
      "nodes/a/my-settings.txt": settings(40, 41),
      "nodes/b/conntrack-list.txt": rows(25),
      "nodes/b/my-log.txt": `[   5.000000] ${FULL}\n`,
      "nodes/b/other.txt": settings(25, 400),
    };
    const subjects = await told(files);
    expect(subjects.map(({ subject, count, max }) => [subject, count, max])).toEqual([
      ["a", 40, 41],
      ["b", 25, 400],
    ]);
  });

  it("leaves the objects of a must-gather's namespaces alone", async () => {
    const files = {
      "nodes/a/proc_cmdline": "quiet\n",
      "nodes/a/sysctl": settings(40, 41),
      "namespaces/shop/pods/web-0/web/logs/current.log": `[   5.000000] ${FULL}\n`,
    };
    const { coverage } = await analyzeFiles(files);
    expect(coverage.read.map(({ entry }) => entry)).toEqual(["nodes/a/sysctl"]);
  });
});

describe("lists of other tables in collectors' bundles", () => {
  const CILIUM =
    "TCP OUT 10.0.0.1:34567 -> 10.0.0.2:80 expires=1234 Packets=0 Bytes=0 RxFlagsSeen=0x1a LastRxReport=9 TxFlagsSeen=0x1a LastTxReport=9 Flags=0x0010 [ SeenNonSyn ] RevNAT=3 SourceSecurityID=2\n";
  it.each(["cilium-bpf-ct-list-global.md", "cilium-dbg-bpf-ct-list-global.md"])(
    "Cilium's %s",
    async (file) => {
      const top = "cilium-sysdump-1/cilium-bugtool-cilium-x-20261125-214000/cilium-bugtool-1/cmd/";
      const subjects = await told({ [`${top}${file}`]: CILIUM.repeat(7) });
      expect(subjects.map(({ subject, rows: listed }) => [subject, listed])).toEqual([
        ["cilium-x/Cilium eBPF map", 7],
      ]);
    },
  );
  it.each(["host", "cached"])("Datadog's conntrack_%s.log", async (kind) => {
    const row = (at: number) =>
      `TCP v4 src=10.0.0.1 dst=10.96.0.10 sport=${4000 + at} dport=53 src=10.244.0.3 dst=10.0.0.1 sport=53 dport=${4000 + at}\n`;
    const text = `conntrack dump, kind=host-nat rootNS=4026531840\ntotalEntries=9, capped to 5 to reduce output size\nnamespace 4026531840, size=9:\n${[0, 1, 2, 3, 4].map(row).join("")}<reached max entries, skipping remaining 4 entries...>\n`;
    const files = { [`a/system-probe/conntrack_${kind}.log`]: text };
    const [only] = await told(files);
    expect(only).toMatchObject({
      subject: "Datadog's translated connections",
      rows: 5,
    });
    expect((await analyzeFiles(files)).unread).toEqual([]);
  });
});
