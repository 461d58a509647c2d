/** Starts Debian's exporters on a node of the lab, and asks them there. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { atExit } from "../cleanup.ts";
import type { LabNode } from "../lab-node.ts";
import { run, runIn, sleep } from "../shell.ts";
import type { Program } from "./programs.ts";

const PATIENCE_MS = 30_000;

/** The exporters' own connections are not tracked: a full table would keep the questions away. */
const UNTRACKED = `table inet lab-exporters {
  chain in { type filter hook prerouting priority raw; iif lo notrack; }
  chain out { type filter hook output priority raw; oif lo notrack; }
}
`;

/** Keeps the exporters' own connections out of the node's table. */
export const untrack = (node: LabNode): void =>
  void run("ip", ["netns", "exec", node.namespace, "nft", "-f", "-"], UNTRACKED);

export const ask = (node: LabNode, command: string): string =>
  runIn(node.namespace, "unshare", "--uts", "sh", "-c", `hostname worker-1; ${command}`);

/** Starts a program in a folder of its own within `work`; returns what ends it. */
export async function startProgram(
  node: LabNode,
  { id, files, start: command, ready }: Program,
  work: string,
): Promise<() => Promise<void>> {
  const cwd = join(work, id);
  mkdirSync(cwd, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const own = ["unshare", "--uts", "sh", "-c", `hostname worker-1; ${command}`];
  const child = spawn("ip", ["netns", "exec", node.namespace, ...own], { cwd, stdio: "ignore" });
  const kill = atExit(() => child.kill("SIGKILL"));
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const end = async (): Promise<void> => {
    child.kill("SIGTERM");
    await Promise.race([gone, sleep(10_000)]);
    kill();
  };
  for (const late = Date.now() + PATIENCE_MS; Date.now() < late; await sleep(500)) {
    const said = ask(node, `curl -s -m 5 '${ready}' || true`);
    if (/conntrack/.test(said) || /"labels"/.test(said)) return end;
  }
  throw new Error(`${id} does not answer`);
}
