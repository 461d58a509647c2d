/**
 * Captures samples/exporters/ anew: `npm run samples:exporters [-- ID ...]`.
 *
 * Debian's exporters run on a node of the lab whose table is full, and are asked as a person asks them. A program
 * that is not installed is left out, and said to be.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findCommand } from "../../support/needs.ts";
import { atExit } from "../cleanup.ts";
import { withKernelLimit } from "../kernel-limit.ts";
import { type LabNode, makeLabNode } from "../lab-node.ts";
import { pictureOf } from "../picture.ts";
import { timeWaitChurn } from "../scenarios/time-wait-churn.ts";
import { run, runIn, sleep } from "../shell.ts";
import { PROGRAMS, type Program } from "./programs.ts";

const FOLDER = fileURLToPath(new URL("../../../samples/exporters", import.meta.url));
const LIMIT = 1500;
const WINDOW_MS = 12_000;
const PATIENCE_MS = 30_000;

/** The exporters' own connections are not tracked: a full table would keep the questions away. */
const UNTRACKED = `table inet lab-exporters {
  chain in { type filter hook prerouting priority raw; iif lo notrack; }
  chain out { type filter hook output priority raw; oif lo notrack; }
}
`;

const ends: (() => Promise<void>)[] = [];
const ids = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), "conntriage-exporters-"));
atExit(() => rmSync(work, { recursive: true, force: true }));

function isThere({ id, command, package: debian }: Program): boolean {
  if (ids.length > 0 && !ids.includes(id) && id !== "node-exporter") return false;
  const there = findCommand([command]) !== null;
  if (!there)
    console.log(`${id}: not captured, for there is no ${command} (Debian's package ${debian})`);
  return there;
}

const ask = (node: LabNode, command: string): string =>
  runIn(node.namespace, "unshare", "--uts", "sh", "-c", `hostname worker-1; ${command}`);

async function start(node: LabNode, { id, files, start: command, ready }: Program): Promise<void> {
  const cwd = join(work, id);
  mkdirSync(cwd, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const own = ["unshare", "--uts", "sh", "-c", `hostname worker-1; ${command}`];
  const child = spawn("ip", ["netns", "exec", node.namespace, ...own], { cwd, stdio: "ignore" });
  const kill = atExit(() => child.kill("SIGKILL"));
  const gone = new Promise((resolve) => child.once("exit", resolve));
  ends.push(async () => {
    child.kill("SIGTERM");
    await Promise.race([gone, sleep(10_000)]);
    kill();
  });
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(500)) {
    const said = ask(node, `curl -s -m 5 '${ready}' || true`);
    if (/conntrack/.test(said) || /"labels"/.test(said)) return;
  }
  throw new Error(`${id} does not answer`);
}

await withKernelLimit(LIMIT, async () => {
  const node = await makeLabNode();
  try {
    const programs = PROGRAMS.filter(isThere);
    run("ip", ["netns", "exec", node.namespace, "nft", "-f", "-"], UNTRACKED);
    for (const program of programs) await start(node, program);
    await timeWaitChurn.run(node, { limit: LIMIT, normal: 0.2, perSecond: 200 } as never);
    await sleep(WINDOW_MS);
    for (const { id, outputs } of programs) {
      if (ids.length > 0 && !ids.includes(id)) continue;
      mkdirSync(join(FOLDER, id), { recursive: true });
      for (const [file, command] of Object.entries(outputs))
        writeFileSync(join(FOLDER, id, file), ask(node, command));
    }
    console.log("truth", JSON.stringify(pictureOf(node.namespace)));
  } finally {
    for (const end of ends) await end();
    node.remove();
  }
});
