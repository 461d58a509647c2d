import type { Bundle } from "../../src/archive/entry.ts";
import { openBlocks, openZip } from "../../src/archive/open.ts";
import { inflate } from "../../src/node/inflate.ts";
import { blocksOf } from "../support/archives.ts";

/** Opens an archive that is at hand as bytes, as its file is opened. */
export function openBytes(bytes: Uint8Array, path: string): Promise<Bundle> | Bundle {
  if (!path.endsWith(".zip")) return openBlocks("bundle", blocksOf(bytes, 256 * 1024), inflate);
  return openZip(
    "bundle",
    {
      size: bytes.length,
      read: async (from, length) => bytes.slice(from, from + length),
      close: async () => undefined,
    },
    inflate,
  );
}
