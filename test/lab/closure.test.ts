/**
 * What a report asks for is what can be read: the command of every source is run on a real node, and its
 * output, under a name that says nothing and with nothing beside it, must be known as that source.
 */
import { execFile } from "node:child_process";
import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analyze, examine } from "../../src/analyze.ts";
import { SOURCE_NAMES, SOURCES, type SourceName } from "../../src/parsers/index.ts";
import type { SignalName } from "../../src/signals/index.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { readFiles } from "../truth/bundle-files.ts";
import { DNS } from "./cluster.ts";
import { ELSEWHERE, NODE_EXPORTER } from "./elsewhere.ts";
import { makeFrozenTable } from "./frozen-table.ts";
import type { LabNode } from "./lab-node.ts";
import type { PagesApi } from "./pages.ts";

const run = promisify(execFile);
const ofRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Sources whose command gives them as part of another. */
const WITHIN: Partial<Record<SourceName, SourceName>> = {
  "conntrack-count": "sysctl", // a count that stands alone does not say what it counts
  "conntrack-stderr": "conntrack-table", // the number of rows says something only beside the rows
};

/** Reasons of a signal whose input is not there, or not what it wants. */
const NOT_THERE = /: not in the bundle$|: there, but without this value$/;

/** Signals that stay unknown because the lab's stand-in has no such metric. */
const ABSENT: Partial<Record<SourceName, readonly SignalName[]>> = {
  "kube-proxy-metrics": ["kubeProxy.minor", "kubeProxy.keepsLarger"],
  "kube-proxy-config": ["limit.kubeProxyMin"],
};

/** The kernel has it in its first namespace alone, where nothing but this is read. */
const OF_THE_FIRST: SourceName = "neighbour-stat";

/** Sources that only the collector writes: its command leaves an archive, or stays and leaves one when triggered. */
const OF_THE_COLLECTOR = SOURCE_NAMES.filter((name) =>
  SOURCES[name].get.startsWith("sh collect.sh"),
);
const isRecorded = (name: SourceName) => SOURCES[name].get.includes(" --watch ");
const ARCHIVED = OF_THE_COLLECTOR.filter((name) => !isRecorded(name));
const RECORDED = OF_THE_COLLECTOR.filter(isRecorded);

/** What the collector and a person find in /etc/sysctl.d. */
const SYSCTL_FILE = `# written by hand
net.netfilter.nf_conntrack_max = 262144
-net.ipv4.conf.all.rp_filter = 2
net.ipv4.conf.*.promote_secondaries=1
; kernel.sysrq = 1
kernel.core_uses_pid = 1

`;

const missing = needs({
  root: true,
  commands: [
    ...["ip", "iptables-restore", "iptables-save", "conntrack", "nft", "ss", "sysctl", "dmesg"],
    ...["unshare", "setpriv", "lsns", "nsenter", "curl", "ethtool"],
  ],
});

describe.skipIf(missing)(`what is asked for is read${missing ? `: ${missing}` : ""}`, () => {
  const folder = temporaryFolder();
  let node: LabNode;

  beforeAll(async () => {
    node = await makeFrozenTable();
    copyFileSync(ofRoot("src/collector/collect.sh"), join(folder, "collect.sh"));
    writeFiles(join(folder, "sysctl.d"), { "99-lab.conf": SYSCTL_FILE });
    const pages = await node.start<PagesApi>("pages.ts");
    const { files } = await readFiles(ofRoot("samples/cilium-ct-map/bundle.tar.gz"));
    await pages.call("serve", 9962, files.get("end/cilium-metrics.txt")!);
    await pages.call("serve", 9100, NODE_EXPORTER);
  }, 120_000);
  afterAll(() => node?.remove());

  /** Runs a command line on the node as root in a terminal does; answers what it printed. */
  async function typed(command: string, around: readonly string[] = []): Promise<string> {
    const isOfFirst = command.includes(SOURCES[OF_THE_FIRST].get);
    const inNode = isOfFirst ? [] : ["ip", "netns", "exec", node.namespace];
    const own = [
      "unshare",
      "--mount",
      "sh",
      "-c",
      `mount --bind sysctl.d /etc/sysctl.d && exec "$@"`,
    ];
    const [first, ...rest] = [...inNode, ...own, "sh", ...around, "sh", "-c", command];
    const options = { cwd: folder, maxBuffer: 1 << 26, timeout: 50_000 };
    return (await run(first!, rest, options)).stdout;
  }

  /** What of a text alone was known, what was not, and which signals want the source still. */
  async function known(text: string, source: SourceName) {
    const paste = join(folder, "paste.txt");
    writeFileSync(paste, text);
    const [{ coverage, readings }] = await examine(paste);
    expect(coverage.failed).toEqual([]);
    expect(coverage.skipped).toEqual([]);
    const unread = coverage.unread.map(({ lines, first }) => ({ lines, first }));
    const still = [...readings].flatMap(([name, one]) =>
      one.value === null && one.wants === source && NOT_THERE.test(one.reason) ? name : [],
    );
    return { read: coverage.read.map((one) => one.source), unread, still };
  }

  const alone = SOURCE_NAMES.filter((name) => !OF_THE_COLLECTOR.includes(name));

  test.each(alone)("%s", async (source) => {
    const { get } = SOURCES[source];
    const address = `${DNS.endpoints[0]}`;
    const command = get.replace("POD", address);
    const elsewhere = ELSEWHERE[source]?.text;
    // saved, and copied from a terminal, where complaints stand among it
    const texts =
      elsewhere !== undefined
        ? [elsewhere]
        : source === "tool-messages"
          ? [await typed(`{ ${command}; } 2>&1 || true`, ["setpriv", "--bounding-set=-all"])]
          : [await typed(command), await typed(`{ ${command}; } 2>&1`)];
    for (const text of texts) {
      const { read, unread, still } = await known(text, source);
      expect(unread, get).toEqual([]);
      expect(read, get).toContain(WITHIN[source] ?? source);
      // this machine has no IPVS
      const wanted = still.filter((name) => !name.startsWith("ipvs."));
      expect(wanted, get).toEqual(ABSENT[source] ?? []);
    }
  });

  test("the collector's own", async () => {
    await typed(`${SOURCES.manifest.get} --duration 2`);
    const archive = readdirSync(folder).find((name) => name.endsWith(".tar.gz"))!;
    const { coverage, unread } = await analyze(join(folder, archive));
    const read = coverage.read.map(({ source }) => source);
    expect(read).toEqual(expect.arrayContaining(ARCHIVED));
    expect(unread).toEqual([]);
    expect(SOURCES.timeline.get).toMatch(/^sh collect\.sh --duration \d+$/);
  });

  test("the recorder's own", async () => {
    const [longest = ""] = RECORDED.map((name) => SOURCES[name].get).sort(
      (a, b) => b.length - a.length,
    );
    await typed(`
      mkdir DIR
      ${longest} -q --after 1 & recorder=$!
      trap 'kill $recorder; exit 1' TERM
      sleep 3; touch DIR/trigger
      for second in $(seq 40); do ls DIR/*.tar.gz >/dev/null 2>&1 && break; sleep 1; done
      kill $recorder; wait $recorder || true`);
    const archive = readdirSync(join(folder, "DIR")).find((name) => name.endsWith(".tar.gz"))!;
    const { coverage, unread } = await analyze(join(folder, "DIR", archive));
    expect(coverage.read.map(({ source }) => source)).toEqual(expect.arrayContaining(RECORDED));
    expect(unread).toEqual([]);
  }, 60_000);
});
