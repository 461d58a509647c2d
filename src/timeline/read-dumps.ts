import type { Bundle } from "../archive/entry.ts";
import { CAUSES } from "../causes/index.ts";
import { diagnose } from "../diagnose.ts";
import type { Evidence } from "../evidence.ts";
import { assemble } from "../facts/assemble.ts";
import type { Makeup } from "../incident/model.ts";
import { readBundle } from "../read.ts";
import { buildCase } from "../report/build.ts";
import { makeupOf } from "./makeup.ts";
import type { DumpPlace } from "./part.ts";

/** Reads dumps of a target once more, for what they hold. `isOne`: the target is the one dump. */
export async function readDumps(
  bundle: Bundle,
  wanted: readonly DumpPlace[],
  isOne: boolean,
): Promise<Makeup[]> {
  const makeups: Makeup[] = [];
  for await (const entry of bundle.entries) {
    const dump = isOne ? wanted[0] : wanted.find((one) => one.entry === entry.path);
    if (dump === undefined) {
      for await (const _ of entry.blocks) void _;
      continue;
    }
    // by its name alone: within a recorder's bundle it is none of the analysis
    const only = async function* () {
      yield { ...entry, path: entry.path.split(/[/!]/).at(-1)! };
    };
    const evidence: Evidence = await readBundle({
      ...bundle,
      entries: only(),
      skipped: [],
      damage: [],
      doubted: [],
    });
    const [subject] = assemble(evidence.pieces);
    if (subject === undefined) continue;
    const analysis = buildCase([diagnose(subject, evidence, dump.name, CAUSES)]);
    const makeup = makeupOf(analysis, dump.at, dump.name, "dump");
    if (makeup !== null) makeups.push(makeup);
  }
  return makeups;
}
