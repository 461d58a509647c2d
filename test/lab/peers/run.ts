/**
 * Asks other programs of the faults of faults.yaml: `npm run lab:peers [-- PEER ...]`. Their answers are kept, and once
 * there are some of all of them, reports/peers.md is made; `--report` makes it from what is kept. README.md here has
 * what is installed, and where.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { keepAnswers, keptAnswers } from "./answers.ts";
import { type Laid, layOut } from "./folder.ts";
import { FAULTS } from "./judge.ts";
import type { Answer, Peer } from "./peer.ts";
import { PEERS } from "./peers.ts";
import { peersReport } from "./report.ts";

const REPORT = fileURLToPath(new URL("../../../reports/peers.md", import.meta.url));

const { values, positionals: only } = parseArgs({
  allowPositionals: true,
  options: { report: { type: "boolean", default: false } },
});
const unknown = only.find((id) => PEERS.every((peer) => peer.id !== id));
if (unknown !== undefined)
  throw new Error(`no peer ${unknown}: they are ${PEERS.map(({ id }) => id).join(", ")}`);
const chosen = values.report
  ? []
  : PEERS.filter(({ id }) => only.length === 0 || only.includes(id));
const work = mkdtempSync(join(tmpdir(), "conntriage-peers-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

const folders = new Map<string, Laid>();
if (chosen.length > 0)
  for (const { id } of FAULTS) folders.set(id, await layOut(id, join(work, "nodes")));
for (const peer of chosen) {
  const missing = peer.prepare();
  if (missing !== null) console.log(`skipped: ${peer.id} ${missing}`);
  else keepAnswers(peer, await askAll(peer));
}
const answers = new Map(PEERS.map((peer) => [peer.id, keptAnswers(peer)]));
const lacking = PEERS.filter(({ id }) => answers.get(id)!.size < FAULTS.length);
if (lacking.length === 0) writeFileSync(REPORT, peersReport(FAULTS, PEERS, answers));
else
  console.log(
    `reports/peers.md is left as it is: no answers of ${lacking.map(({ id }) => id).join(", ")}`,
  );

async function askAll(peer: Peer): Promise<Map<string, Answer>> {
  const said = new Map<string, Answer>();
  for (const { id } of FAULTS) {
    const own = join(work, "work", peer.id.replaceAll(/\W/g, "-"), id);
    mkdirSync(own, { recursive: true });
    const answer = await peer.ask(folders.get(id)!, own);
    said.set(id, answer);
    console.log(`${peer.id}, ${id}: ${answer.lines.join(" | ") || "nothing"}`);
  }
  return said;
}
