import type { Bundle } from "../archive/entry.ts";
import { type Claims, nameOf } from "../layouts/index.ts";
import { drain } from "../read-entry.ts";
import { NOT_NAMED } from "../read-late.ts";
import { redactEntry } from "./entry.ts";
import type { KeyedHide } from "./hide.ts";

/** Where a redacted bundle is written to, an entry after the other. */
export interface RedactedArchive {
  begin(path: string): Promise<void>;
  /** Bytes of the entry that was begun; they are the archive's from now on. */
  give(bytes: Uint8Array): void;
  /** Waits until there is room for more. */
  settle(): Promise<void>;
  /** Ends the entry. One that is not kept leaves nothing behind. */
  end(keep: boolean): Promise<void>;
}

/** What became of a bundle's entries. */
export interface Redacted {
  kept: number;
  /** Entries that are not in the result, by their own names, each with the reason. */
  dropped: { entry: string; reason: string }[];
  /** The bundle was cut, and the result is what could be read of it. */
  damage: string[];
}

/** Writes a bundle without what is somebody's. Its entries stand in their order, and their lines at their places. */
export async function redactBundle(
  bundle: Bundle,
  hide: KeyedHide,
  archive: RedactedArchive,
): Promise<Redacted> {
  const claims: Claims = new Map();
  const dropped: Redacted["dropped"] = [];
  let kept = 0;
  for await (const entry of bundle.entries) {
    const named = nameOf(entry.path, claims);
    if (named === "unnamed") {
      await drain(entry.blocks);
      dropped.push({ entry: entry.path, reason: NOT_NAMED });
      continue;
    }
    await archive.begin(hide.path(entry.path));
    const reason = await redactEntry(
      entry,
      named,
      hide,
      (bytes) => archive.give(bytes),
      () => archive.settle(),
    );
    await archive.end(reason === null);
    if (reason === null) kept++;
    else dropped.push({ entry: entry.path, reason });
  }
  for (const one of bundle.skipped) dropped.push(one);
  return { kept, dropped, damage: [...new Set(bundle.damage)] };
}
