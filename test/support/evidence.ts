import { analyze } from "../../src/analyze.ts";
import type { Bundle, Source } from "../../src/archive/entry.ts";
import { emptyBundle, openBlocks, openFiles } from "../../src/archive/open.ts";
import { inflate } from "../../src/node/inflate.ts";
import type { Analysis } from "../../src/report/contract.ts";
import { blocksOf } from "./archives.ts";

/** Files by their paths below the folder that is given, as people keep evidence. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

const bytesOf = (body: string | Uint8Array): Uint8Array =>
  typeof body === "string" ? new TextEncoder().encode(body) : body;

/** The files of a folder as the command reads them: the smallest first, so that settings are known early. */
const bySize = (files: Files): string[] =>
  Object.keys(files).sort(
    (a, b) => bytesOf(files[a]!).length - bytesOf(files[b]!).length || (a < b ? -1 : 1),
  );

/** Opens files in memory as the command opens them: one as that file, several as a folder. */
export async function openEvidence(
  files: Files,
  name = "evidence",
  order: readonly string[] = bySize(files),
): Promise<Bundle> {
  const [only, ...others] = order;
  if (others.length === 0 && !only!.includes("/"))
    return openBlocks(only!.replace(/\.txt$/, ""), blocksOf(bytesOf(files[only!]!)), inflate, only);
  async function* sources(): AsyncGenerator<Source> {
    for (const path of order) {
      const bytes = bytesOf(files[path]!);
      yield { path, blocks: blocksOf(bytes), outcome: { bytes: bytes.length, cut: null } };
    }
  }
  return openFiles(emptyBundle(name), sources(), inflate);
}

/** Analyses files in memory, in the order of a folder or in another. */
export const analyzeFiles = (files: Files, order?: readonly string[]): Promise<Analysis> =>
  analyze("evidence", { open: () => openEvidence(files, "evidence", order) });
