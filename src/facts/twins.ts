import { isSameMachine } from "./names.ts";
import type { PathHints } from "./paths.ts";
import { isCore, type Piece } from "./piece.ts";

/**
 * Machines of one name in two clusters: `eu/node-1/sysctl.txt` and `us/node-1/sysctl.txt`, though prompts in both say
 * node-1. Each is called by its name and by the folder above the one, or the file, that has its name.
 */
export function twinsIn(
  pieces: readonly Piece[],
  owners: ReadonlyMap<Piece, string | null>,
  hints: ReadonlyMap<Piece, PathHints>,
): Map<Piece, string> {
  const above = new Map<string, Map<string, Piece[]>>();
  for (const piece of pieces) {
    const host = owners.get(piece) ?? null;
    const folder = host === null ? null : folderAbove(host, hints.get(piece)!);
    if (host === null || folder === null) continue;
    const folders = above.get(host) ?? new Map<string, Piece[]>();
    above.set(host, folders.set(folder, [...(folders.get(folder) ?? []), piece]));
  }
  const twins = new Map<Piece, string>();
  for (const [host, folders] of above)
    if (haveOneSource([...folders.values()]))
      for (const [folder, all] of folders)
        for (const piece of all) twins.set(piece, `${host} (${folder})`);
  return twins;
}

/** The outermost folder that says neither what nor when, where a folder in it or the file is called as the host. */
function folderAbove(host: string, { owners, rest }: PathHints): string | null {
  const [first, ...others] = owners;
  if (first === undefined || first.bare !== null || isSameMachine(host, first.name)) return null;
  return [...others, ...(rest === null ? [] : [rest])].some(({ name }) => isSameMachine(host, name))
    ? first.name
    : null;
}

/** Whether two of them have the same source, of which one machine has one at a time. */
function haveOneSource(groups: readonly (readonly Piece[])[]): boolean {
  const all = groups.flatMap((pieces) => [
    ...new Set(pieces.filter(isCore).map(({ source }) => source)),
  ]);
  return new Set(all).size < all.length;
}
