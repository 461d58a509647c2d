import type { Bundle, Source } from "../../src/archive/entry.ts";
import { emptyBundle, openFiles } from "../../src/archive/open.ts";
import { inflate } from "../../src/node/inflate.ts";
import type { RedactedArchive } from "../../src/redact/bundle.ts";
import { blocksOf } from "../support/archives.ts";

/** A redacted bundle that is written to no disk. */
export interface Copy extends RedactedArchive {
  files: Map<string, Uint8Array>;
}

export function inMemory(): Copy {
  const files = new Map<string, Uint8Array>();
  let [path, parts] = ["", [] as Uint8Array[]];
  return {
    files,
    begin: async (name) => {
      [path, parts] = [name, []];
    },
    give: (bytes) => void parts.push(bytes.slice()),
    settle: async () => undefined,
    end: async (keep) => {
      if (keep) files.set(path, Uint8Array.from(Buffer.concat(parts)));
    },
  };
}

export function openCopy({ files }: Copy): Bundle {
  async function* sources(): AsyncGenerator<Source> {
    for (const [path, bytes] of files)
      yield { path, blocks: blocksOf(bytes), outcome: { bytes: bytes.length, cut: null } };
  }
  return openFiles(emptyBundle("evidence"), sources(), inflate);
}
