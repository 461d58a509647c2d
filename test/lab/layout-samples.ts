/**
 * Captures samples/layouts/ anew on this machine's kernel: `npm run samples:layouts [-- ID ...]`.
 *
 * Each holds what a collector would have written on two nodes of the lab, one with a full table and one with
 * room, under the collector's own names. That of sosreport is written by sosreport itself, from the command that
 * the environment's SOS names.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { atExit } from "./cleanup.ts";
import { RECIPES } from "./collectors/index.ts";
import { NODES, type NodeName, type Recipe } from "./collectors/recipe.ts";
import { captureSosreport } from "./collectors/sosreport.ts";
import { normalTraffic } from "./flows.ts";
import { withKernelLimit } from "./kernel-limit.ts";
import { type LabNode, makeLabNode } from "./lab-node.ts";
import { pictureOf } from "./picture.ts";
import { timeWaitChurn } from "./scenarios/time-wait-churn.ts";
import { run } from "./shell.ts";

const FOLDER = fileURLToPath(new URL("../../samples/layouts", import.meta.url));
const COLLECTOR = fileURLToPath(new URL("../../src/collector/collect.sh", import.meta.url));
const LIMIT = 1500;

const ids = process.argv.slice(2);
const isWanted = (id: string): boolean => ids.length === 0 || ids.includes(id);
const work = mkdtempSync(join(tmpdir(), "conntriage-layouts-"));
atExit(() => rmSync(work, { recursive: true, force: true }));

/** A shell's command line on a node, under the node's name. */
function onNode(node: LabNode, name: NodeName, command: string): string {
  const own = ["unshare", "--uts", "sh", "-c", `hostname ${name}; ${command} || true`];
  return run("ip", ["netns", "exec", node.namespace, ...own]);
}

function write(recipe: Recipe, nodes: Readonly<Record<NodeName, LabNode>>): void {
  const folder = join(work, recipe.id);
  for (const { path, node, command, as = (output: string) => output } of recipe.entries) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), as(onNode(nodes[node], node, command)), { flag: "a" });
  }
  pack(
    recipe.id,
    recipe.archive,
    recipe.entries.map(({ path }) => path),
  );
}

/** Our own collector's bundle of a node, as it is or unpacked. */
function collect(node: LabNode, name: NodeName, file: string, ...options: string[]): void {
  const folder = join(work, "conntriage");
  mkdirSync(folder, { recursive: true });
  const window = ["--duration", "2", "--interval", "1", ...options].join(" ");
  onNode(node, name, `cd ${folder} && sh ${COLLECTOR} -o ${file} ${window} 2>/dev/null`);
}

function pack(id: string, archive: string, paths: readonly string[]): void {
  const target = join(FOLDER, id);
  mkdirSync(target, { recursive: true });
  const file = join(target, archive);
  rmSync(file, { force: true });
  const members = [...new Set(paths)];
  const folder = join(work, id);
  if (archive.endsWith(".zip"))
    run("sh", ["-c", 'cd "$0" && exec zip -q -X "$@"', folder, file, ...members]);
  else
    run("tar", [
      "-C",
      folder,
      "--owner=0",
      "--group=0",
      archive.endsWith(".xz") ? "-cJf" : "-czf",
      file,
      ...members,
    ]);
  console.log(`${id}: ${Math.ceil(statSync(file).size / 1024)} KB`);
}

/** The log of a sample begins with its scenario: how this machine booted is nobody's business. */
function freshLog(): void {
  run("dmesg", ["--clear"]);
  writeFileSync("/dev/kmsg", "conntriage lab: capture of samples/layouts\n");
}

if (["conntriage", ...RECIPES.map(({ id }) => id)].some(isWanted)) {
  freshLog();
  await withKernelLimit(LIMIT, async () => {
    const made = await Promise.all(NODES.map(() => makeLabNode()));
    const nodes = { "worker-1": made[0]!, "worker-2": made[1]! };
    try {
      await nodes["worker-2"].send(normalTraffic(LIMIT * 0.25, 1000));
      // before the other table is full, which a collector on the same kernel sees
      if (isWanted("conntriage"))
        collect(nodes["worker-2"], "worker-2", "worker-2.tar.gz", "--no-dump");
      await timeWaitChurn.run(nodes["worker-1"], {
        limit: LIMIT,
        normal: 0.2,
        perSecond: 200,
      } as never);
      for (const recipe of RECIPES) if (isWanted(recipe.id)) write(recipe, nodes);
      if (isWanted("conntriage")) {
        collect(nodes["worker-1"], "worker-1", "worker-1-first.tar.gz");
        collect(nodes["worker-1"], "worker-1", "worker-1-second.tar.gz", "--no-dump");
        for (const file of ["worker-1-first.tar.gz", "worker-1-second.tar.gz", "worker-2.tar.gz"])
          run("sh", ["-c", 'cd "$0" && tar -xzf "$1" && rm "$1"', join(work, "conntriage"), file]);
        pack("conntriage", "case.tar.xz", ["."]);
      }
      for (const name of NODES) console.log(name, JSON.stringify(pictureOf(nodes[name].namespace)));
    } finally {
      for (const node of made) node.remove();
    }
  });
}
const sos = process.env["SOS"];
if (sos !== undefined && isWanted("sosreport")) {
  freshLog();
  await captureSosreport(sos, join(FOLDER, "sosreport"), work);
} else if (isWanted("sosreport")) console.log("sosreport: not captured, for SOS names no command");
