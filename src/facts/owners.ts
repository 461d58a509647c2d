import type { SourceName } from "../parsers/index.ts";
import { type PathHints, readPath } from "./paths.ts";
import { isCore, type Piece } from "./piece.ts";
import { unitOwners } from "./units.ts";

/** `node7` and `node7.example.com` are one machine. */
const short = (host: string): string =>
  /^\d+(?:\.\d+){3}$/.test(host) ? host : host.split(".")[0]!.toLowerCase();

/** The machine of each piece; null where nothing tells. */
export function ownersOf(all: readonly Piece[]): Map<Piece, string | null> {
  const pieces = all.filter(({ unit }) => unit === null);
  const hints = new Map(pieces.map((piece) => [piece, readPath(piece.path)]));
  const byPath = ownersByPath(pieces, hints);
  const full = new Map<string, string>();
  const said = (piece: Piece): string | null => {
    const { host } = piece.context;
    if (host === null) return null;
    const key = short(host);
    if ((full.get(key)?.length ?? 999) > host.length) full.set(key, host);
    return key;
  };
  const owners = new Map<Piece, string | null>(pieces.map((piece) => [piece, said(piece)]));
  // what one path names is one machine's: its own name, if one is said, else the path's
  for (const key of new Set(byPath.values())) {
    if (key === null) continue;
    const all = pieces.filter((piece) => byPath.get(piece) === key);
    const names = new Set(all.flatMap((piece) => owners.get(piece) ?? []));
    const name = names.size === 1 ? [...names][0]! : key;
    if (!full.has(name)) full.set(name, key);
    for (const piece of all) if (owners.get(piece) === null) owners.set(piece, name);
  }
  // in one file, what no machine is named for is the one machine's that is named
  for (const entry of new Set(pieces.map((piece) => piece.entry)))
    adopt(
      pieces.filter((piece) => piece.entry === entry),
      owners,
    );
  for (const [piece, name] of unitOwners(all)) {
    const key = name === null || name.includes(" ") ? name : short(name);
    if (key !== null && key !== name && (full.get(key)?.length ?? 999) > name!.length)
      full.set(key, name!);
    owners.set(piece, key);
  }
  adopt(all, owners);
  for (const [piece, key] of owners) if (key !== null) owners.set(piece, full.get(key) ?? key);
  return owners;
}

/** Gives what nobody owns to the only owner there is. */
function adopt(pieces: readonly Piece[], owners: Map<Piece, string | null>): void {
  const names = new Set(pieces.flatMap((piece) => owners.get(piece) ?? []));
  if (names.size !== 1) return;
  const [only] = names;
  for (const piece of pieces) if (owners.get(piece) === null) owners.set(piece, only!);
}

/**
 * The machines that folders or file names tell apart: where the same source lies under several names that
 * say neither what it is nor when it was taken.
 */
function ownersByPath(
  pieces: readonly Piece[],
  hints: ReadonlyMap<Piece, PathHints>,
): Map<Piece, string | null> {
  const none = new Map<Piece, string | null>(pieces.map((piece) => [piece, null]));
  const deepest = Math.max(0, ...[...hints.values()].map(({ owners }) => owners.length));
  for (let depth = 0; depth < deepest; depth++) {
    const names = new Map(pieces.map((piece) => [piece, hints.get(piece)!.owners[depth] ?? null]));
    if (tellsApart(pieces, names)) return names;
  }
  const names = new Map(pieces.map((piece) => [piece, nameInFile(pieces, hints, piece)]));
  return tellsApart(pieces, names) ? names : none;
}

/** What is left of a file's name, where it may be a machine's: as it is spelt, or since several sources share it. */
function nameInFile(
  pieces: readonly Piece[],
  hints: ReadonlyMap<Piece, PathHints>,
  piece: Piece,
): string | null {
  const { rest } = hints.get(piece)!;
  if (rest === "" || /[\d-]/.test(rest)) return rest || null;
  const sources = pieces.filter((one) => hints.get(one)!.rest === rest).map(({ source }) => source);
  return new Set(sources).size > 1 ? rest : null;
}

/** Whether a core source lies under two names, which are then two machines. */
function tellsApart(pieces: readonly Piece[], names: ReadonlyMap<Piece, string | null>): boolean {
  const seen = new Map<SourceName, Set<string>>();
  for (const piece of pieces) {
    const name = names.get(piece) ?? null;
    if (name === null || !isCore(piece)) continue;
    if (piece.context.namespace !== null) continue;
    const under = seen.get(piece.source) ?? new Set();
    seen.set(piece.source, under.add(name));
  }
  return [...seen.values()].some(({ size }) => size > 1);
}
