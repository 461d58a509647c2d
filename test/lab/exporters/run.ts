/**
 * Captures samples/exporters/ anew: `npm run samples:exporters [-- ID ...]`.
 *
 * Debian's exporters run on a node of the lab whose table is full, and are asked as a person asks them. A program
 * that is not installed is left out, and said to be.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findCommand } from "../../support/needs.ts";
import { atExit } from "../cleanup.ts";
import { withKernelLimit } from "../kernel-limit.ts";
import { makeLabNode } from "../lab-node.ts";
import { pictureOf } from "../picture.ts";
import { timeWaitChurn } from "../scenarios/time-wait-churn.ts";
import { sleep } from "../shell.ts";
import { PROGRAMS, type Program } from "./programs.ts";
import { ask, startProgram, untrack } from "./start.ts";

const FOLDER = fileURLToPath(new URL("../../../samples/exporters", import.meta.url));
const LIMIT = 1500;
const WINDOW_MS = 12_000;

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

await withKernelLimit(LIMIT, async () => {
  const node = await makeLabNode();
  try {
    const programs = PROGRAMS.filter(isThere);
    untrack(node);
    for (const program of programs) ends.push(await startProgram(node, program, work));
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
