/**
 * The command beside a signal shows what the signal says: on a node whose table does not change, each that
 * ends in a number gives that of its signal, and all others run.
 */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { examine } from "../../src/analyze.ts";
import { fill } from "../../src/report/fill.ts";
import { type Readings, SIGNALS, type SignalName } from "../../src/signals/index.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { DNS } from "./cluster.ts";
import { addRecent, makeFrozenTable } from "./frozen-table.ts";
import type { LabNode } from "./lab-node.ts";
import type { PagesApi } from "./pages.ts";
import { runIn } from "./shell.ts";

const run = promisify(execFile);

const NAMES = Object.keys(SIGNALS) as SignalName[];

/** Commands whose last stage prints one number. */
const isCount = (command: string): boolean =>
  /\| wc -l$|grep -c[^|]*$|END \{print [^|]*$/.test(command.replace(/ {3}#.*/, ""));

/** Counts of something near, each of which says so in its comment. */
const NEAR: readonly SignalName[] = [
  "table.fullMessages.ever",
  "kubeProxy.rules",
  "use.stale-endpoint.share",
  "blackHole.entries",
  "blackHole.unanswered",
  "services.masqueraded.share",
  "services.masqueraded.entries",
  "endpoints.direct.entries",
  "endpoints.direct.share",
  "undelivered.entries",
  "undelivered.share",
  "attempts.destinations",
  "halfNotrack.entries",
  "halfNotrack.share",
  "halfNotrack.server.entries",
  "oneWay.entries",
  "oneWay.share",
  "udpServer.share",
  "udpServer.sources",
];

/** What this machine has no IPVS for. */
const IPVS = /^ipvs\./;

/** Entries to an endpoint that is gone: a signal leaves them out of this use, and its command does not. */
const STALE_OF: readonly SignalName[] = [
  "use.established.entries",
  "use.established.share",
  "use.established.destinations",
];

/** What the kernel has in its first namespace alone, where nothing but this is read. */
const OF_THE_FIRST = /tcp_mem|(?:arp|ndisc)_cache/;

/** Programs that this machine cannot ask. */
const ELSEWHERE = /\bkubectl\b|\bipvsadm\b|\bnet\.ipv4\.vs\./;

/** Each takes a while, and is held by a test of its own. */
const SLOW = /\bcollect\.sh\b/;

const missing = needs({
  root: true,
  commands: [
    ...["ip", "iptables-restore", "iptables-save", "conntrack", "ss", "sysctl", "dmesg"],
    ...["nstat", "lsns", "nsenter", "curl", "ethtool", "mawk"],
  ],
});

describe.skipIf(missing)(`what is shown by hand${missing ? `: ${missing}` : ""}`, () => {
  const folder = temporaryFolder();
  const printed = new Map<string, string>();
  let node: LabNode;
  let readings: Readings;

  const commandOf = (name: SignalName) => fill(SIGNALS[name].command, readings);
  const inNode = (command: string) => {
    const around = OF_THE_FIRST.test(command) ? [] : ["ip", "netns", "exec", node.namespace];
    const [first, ...rest] = [...around, "sh", "-c", command];
    return run(first!, rest, {
      cwd: folder,
      env: { ...process.env, LC_ALL: "C" },
      maxBuffer: 1 << 26,
      timeout: 50_000,
    });
  };
  const rows = () => runIn(node.namespace, "conntrack", "-L").split("\n").sort();
  const withoutTime = (row: string) => row.replace(/^(\S+ +\d+ )\d+ /, "$1");

  beforeAll(async () => {
    node = await makeFrozenTable();
    addRecent(node);
    const before = rows();
    const save = (name: string, text: string) => writeFileSync(join(folder, name), text);
    save("conntrack.txt", `${before.join("\n").trim()}\n`);
    save("sysctl.txt", runIn(node.namespace, "sysctl", "-a"));
    save("rules.txt", runIn(node.namespace, "iptables-save"));
    [{ readings }] = await examine(folder);
    const commands = [...new Set(NAMES.map(commandOf).filter(isCount))];
    for (const command of commands.sort((a, b) => b.indexOf("T - 5") - a.indexOf("T - 5")))
      printed.set(command, (await inNode(command).catch((error) => error)).stdout.trim());
    expect(rows().map(withoutTime).sort()).toEqual(before.map(withoutTime).sort());
    const pages = await node.start<PagesApi>("pages.ts");
    await pages.call("serve", 9962, "cilium_bpf_map_pressure 0\ncilium_drop_count_total 0\n");
  }, 120_000);
  afterAll(() => node?.remove());

  const counts = NAMES.filter(
    (name) => isCount(SIGNALS[name].command) && !NEAR.includes(name) && !IPVS.test(name),
  );

  test.each(counts)("%s", (name) => {
    const { value } = readings.get(name)!;
    const command = commandOf(name);
    const stale = STALE_OF.includes(name)
      ? Number(readings.get(name.replace("established", "stale-endpoint") as SignalName)!.value)
      : 0;
    expect(value, command).not.toBeNull();
    expect(Number(printed.get(command)), command).toBeCloseTo(Number(value) + stale, 4);
  });

  test("the table holds some of each", () => {
    const none = NAMES.filter(
      (name) => /^use\..*\.entries$/.test(name) && !readings.get(name)?.value,
    );
    // a stream speaks for longer than the table is made; offloading takes a flow table of nftables
    expect(none).toEqual(["use.udp-stream.entries", "use.offloaded.entries"]);
  });

  test.each(NEAR)("%s counts something near, and says so", (name) => {
    expect(commandOf(name)).toMatch(/ {3}# /);
  });

  const shown = [...new Set(NAMES.map((name) => SIGNALS[name].command))].filter(
    (command) => !isCount(command) && !SLOW.test(command) && !ELSEWHERE.test(command),
  );

  test.each(shown)("%s", async (command) => {
    const text = fill(command, readings).replace("POD", `${DNS.endpoints[0]}`);
    // a search that finds nothing fails without a word
    const { stderr } = await inNode(`{ ${text}\n} || [ $? = 1 ]`);
    expect(stderr.replace(/^conntrack v[\d.]+ \(conntrack-tools\): \d+ flow.*\n/gm, "")).toBe("");
  });
});
