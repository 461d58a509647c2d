/** The collector on a node whose table is full, and on one that shows its log to root alone. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { COLLECTOR, run, unpack } from "../collector/collecting.ts";
import { temporaryFolder } from "../support/folders.ts";
import { needs } from "../support/needs.ts";
import { atExit } from "./cleanup.ts";
import { fillTable } from "./filled-table.ts";
import { atRest, withKernelLimit } from "./kernel-limit.ts";
import { makeFreshNamespace, nextNodeName } from "./namespaces.ts";
import { ipBatch } from "./shell.ts";

const LIMIT = 2000;
const LONGEST_MS = 1_200_000; // another lab on this machine may have to end first
const folder = temporaryFolder();

/** New flows, a hundred each second, from the namespace's own loopback. */
const NEW_FLOWS = `port=1000; while :; do port=$((port + 1)); echo >/dev/udp/127.0.0.1/$port; sleep 0.01; done`;

const missing = needs({
  linux: true,
  root: true,
  commands: ["ip", "conntrack", "nft", "curl", "bash"],
});
describe.skipIf(missing)(`a full table ${missing ?? ""}`, () => {
  it("is taken whole and in time, with what was lost", { timeout: LONGEST_MS }, async () => {
    const namespace = makeFreshNamespace(nextNodeName());
    const command = ["ip", "netns", "exec", namespace.name];
    ipBatch(namespace.name, ["link set lo up"]);
    const options = ["--duration", "3"];
    const told = await run(["sh", COLLECTOR, "--list", ...options]);
    const most = Number(/^# in all at most (\d+) s/m.exec(told.stdout.toString())![1]);
    const result = await withKernelLimit(LIMIT, async () => {
      fillTable(namespace.name, LIMIT, join(folder, "entries"));
      const flows = spawn("ip", [...command.slice(1), "bash", "-c", NEW_FLOWS], {
        stdio: "ignore",
      });
      const end = atExit(() => flows.kill("SIGKILL"));
      const collected = await run([...command, "sh", COLLECTOR, "-o", "-", ...options], {
        TMPDIR: folder,
      });
      end();
      return collected;
    });
    namespace.remove();
    expect(result.code, result.stderr).toBe(0);
    expect(result.seconds).toBeLessThan(most);
    expect(readdirSync(folder)).toEqual(["entries"]);

    const { taken, text } = unpack(result.stdout, folder);
    expect(taken("dump/conntrack-L-ipv4.txt.gz")).toMatchObject({ exit: 0, cut: false });
    expect(text("dump/count-before.txt")).toBe(`${LIMIT}\n`);
    expect(taken("start/kube-proxy-metrics.txt").reason).toMatch(/timed out|Failed|refused/);
    const archive = join(folder, "full.tgz");
    writeFileSync(archive, result.stdout);
    const { state, table } = await analyze(archive);
    expect(state).toBe("exhausted");
    expect(table).toMatchObject({ count: LIMIT, max: LIMIT, rows: LIMIT });
  });
});

const RESTRICT = "/proc/sys/kernel/dmesg_restrict";
const noLog = needs({ linux: true, root: true, commands: ["setpriv", "dmesg"] });
it.skipIf(noLog)(
  `a kernel log for root alone is not taken, and said so ${noLog ?? ""}`,
  { timeout: LONGEST_MS },
  async () => {
    const collected = await atRest(() => {
      const before = readFileSync(RESTRICT, "utf8");
      const restore = atExit(() => writeFileSync(RESTRICT, before));
      writeFileSync(RESTRICT, "1");
      const plain = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
      const script = `exec "$@" sh -s -- -o - --duration 1 --no-dump <${COLLECTOR}`;
      return run(["sh", "-c", script, "sh", ...plain], { TMPDIR: "/tmp" }).finally(restore);
    });
    expect(collected.code).toBe(0);
    const { taken } = unpack(collected.stdout, folder);
    const { bytes, reason } = taken("once/kernel-log.txt");
    expect({ bytes, reason }).toEqual({
      bytes: null,
      // beside it, what came of journalctl
      reason: expect.stringMatching(/^dmesg: .*Operation not permitted; journalctl /),
    });
  },
);
