import type { Analysis } from "../../src/report/contract.ts";
import { analyzeArchive } from "../signals/in-memory.ts";
import { applyEdits } from "../truth/apply.ts";
import { packBundle, readFiles } from "../truth/bundle-files.ts";
import type { Edit } from "../truth/edit-kinds.ts";
import { bundleOf } from "../truth/samples.ts";

/** What the report on a sample's bundle says, with edits made. */
export async function saidOf(sample: string, edits: readonly Edit[] = []): Promise<Analysis> {
  return analyzeArchive(packBundle(applyEdits(await readFiles(bundleOf(sample)), edits)));
}

export { findingOf as findingIn } from "./finding.ts";

/** The same counter of connection tracking, in each of its files. */
export const rise = (name: string, by: number): Edit => ({
  rise: "nf_conntrack_stat.txt",
  name,
  by,
});
/** Packets whose entry could not be inserted. */
export const lost = (packets: number): Edit[] => [
  rise("insert_failed", packets),
  rise("drop", packets),
];
