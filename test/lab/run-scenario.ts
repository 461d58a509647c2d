/** Brings one node into a scenario's state, runs the real collector there, and takes it down. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Books } from "./books.ts";
import { atExit } from "./cleanup.ts";
import { type LabNode, makeLabNode } from "./lab-node.ts";
import { entriesByState, type Picture, pictureOf } from "./picture.ts";
import type { Scenario, Shape } from "./scenarios/scenario.ts";

const COLLECTOR = fileURLToPath(new URL("../../src/collector/collect.sh", import.meta.url));

/** The hostname that a capture shows; the machine's own is nobody's business. */
const HOSTNAME = "worker-1";

/** The window between the two samples of the counters. */
const WINDOW_SECONDS = 5;

/** What the lab knows about a capture without having read it. */
export interface Truth {
  /** The kernel's figures just before and just after the collector ran. */
  readonly before: Picture;
  readonly after: Picture;
  /** Entries by state after it ran. */
  readonly states: readonly (readonly [state: string, entries: number])[];
  /** What the clients saw. */
  readonly books: Books;
  readonly seconds: number;
}

/**
 * Writes the bundle of a fresh case to `bundle`. The kernel's limit must be the shape's already
 * ({@link withKernelLimit}), because it is one for all cases that run at the same time.
 */
export async function runScenario(
  scenario: Scenario,
  shape: Shape,
  bundle: string,
): Promise<Truth> {
  const start = performance.now();
  const node = await makeLabNode(scenario.needs?.includes("own-machine"));
  try {
    await scenario.run(node, shape);
    const before = pictureOf(node.namespace);
    await collect(node, bundle);
    for (const { name, seconds, run } of scenario.next ?? []) {
      await run(node);
      await collect(node, bundle.replace(/(?=\.tar\.gz$)/, `-${name}`), seconds);
    }
    const after = pictureOf(node.namespace);
    const states = entriesByState(node.namespace);
    const books = await node.books();
    return { before, after, states, books, seconds: (performance.now() - start) / 1000 };
  } finally {
    node.remove();
  }
}

/** Runs the collector on the node for a window of so many seconds. */
export async function collect(
  node: LabNode,
  bundle: string,
  seconds = WINDOW_SECONDS,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "conntriage-lab-sysctl-"));
  const forget = atExit(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of node.sysctlFiles) writeFileSync(join(folder, name), text);
  const mount = node.sysctlFiles.size > 0 ? `mount --bind ${folder} /etc/sysctl.d && ` : "";
  const script = `hostname ${HOSTNAME} && ${mount}exec sh "$@"`;
  const window = ["--duration", String(seconds), "--interval", "1"];
  const own = ["unshare", "--uts", "--mount", "sh", "-c", script, "sh"];
  const inNode = ["netns", "exec", node.namespace, ...own];
  const child = spawn("ip", [...inNode, COLLECTOR, "-o", basename(bundle), ...window], {
    cwd: dirname(bundle), // the manifest quotes the arguments, and folders are nobody's business
    stdio: ["ignore", "ignore", "pipe"],
  });
  await ended(child).finally(forget);
}

function ended(child: ChildProcess): Promise<void> {
  // Not killed outright, for it has a temporary folder to remove.
  const forget = atExit(() => child.kill("SIGTERM"));
  let complaint = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      forget();
      if (code === 0) resolve();
      else reject(new Error(`the collector ended with ${code}: ${complaint.trim()}`));
    });
  });
}
