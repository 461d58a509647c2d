import type { SourceName } from "../parsers/index.ts";
import type { SysctlFact } from "../parsers/sysctl.ts";
import { type Name, type PathHints, readPath } from "./paths.ts";
import { isCore, type Piece } from "./piece.ts";

/**
 * The machines that folders or file names tell apart: where the same source lies under several names that
 * say neither what it is nor when it was taken.
 */
export function ownersByPath(pieces: readonly Piece[], hints: Hints): Map<Piece, string | null> {
  return (
    named(pieces, hints, tellsApart) ??
    named(pieces, hints, areNumbered) ??
    named(pieces, new Map(pieces.map((piece) => [piece, readPath(piece.path, true)])), bothFull) ??
    new Map(pieces.map((piece) => [piece, null]))
  );
}

type Names = ReadonlyMap<Piece, string | null>;
type Hints = ReadonlyMap<Piece, PathHints>;

/** The names of the outermost folders that tell machines apart, else of the files; null where none do. */
function named(
  pieces: readonly Piece[],
  hints: Hints,
  tell: (pieces: readonly Piece[], names: Names, hints: Hints) => boolean,
): Map<Piece, string | null> | null {
  const deepest = Math.max(0, ...[...hints.values()].map(({ owners }) => owners.length));
  for (let depth = 0; depth < deepest; depth++) {
    const names = resolved(pieces, (piece) => hints.get(piece)!.owners[depth] ?? null);
    if (tell(pieces, names, hints)) return names;
  }
  const names = resolved(pieces, (piece) => nameInFile(pieces, hints, piece));
  return tell(pieces, names, hints) ? names : null;
}

/** One name for what only words about time tell apart: `edge-before` and `edge-after` are `edge`. */
function resolved(
  pieces: readonly Piece[],
  nameOf: (piece: Piece) => Name | null,
): Map<Piece, string | null> {
  const names = new Map(pieces.map((piece) => [piece, nameOf(piece)]));
  const spellings = new Map<string, Set<string>>();
  for (const one of names.values())
    if (one !== null && one.bare !== null)
      spellings.set(one.bare, (spellings.get(one.bare) ?? new Set()).add(one.name));
  return new Map(
    [...names].map(([piece, one]) => {
      const isSeveral = (spellings.get(one?.bare ?? "")?.size ?? 0) > 1;
      return [piece, one === null ? null : isSeveral ? one.bare : one.name];
    }),
  );
}

/** What is left of a file's name, where it may be a machine's: as it is spelt, or since several sources share it. */
function nameInFile(pieces: readonly Piece[], hints: Hints, piece: Piece): Name | null {
  const { rest } = hints.get(piece)!;
  if (rest === null || /[\d-]/.test(rest.name)) return rest;
  const sources = pieces
    .filter((one) => hints.get(one)!.rest?.name === rest.name)
    .map(({ source }) => source);
  return new Set(sources).size > 1 ? rest : null;
}

/** Whether a core source lies under two names, which are then two machines. */
function tellsApart(pieces: readonly Piece[], names: Names, hints: Hints): boolean {
  const seen = new Map<SourceName, Set<string>>();
  for (const piece of pieces) {
    const name = names.get(piece) ?? null;
    if (name === null || !isCore(piece)) continue;
    if (piece.context.namespace !== null || hints.get(piece)!.namespace !== null) continue;
    const under = seen.get(piece.source) ?? new Set();
    seen.set(piece.source, under.add(name));
  }
  return [...seen.values()].some(({ size }) => size > 1);
}

/** What people number that is no machine. */
const NO_MACHINE =
  /^(?:folder|dir|directory|chunk|upload|batch|page|section|step|phase|stage|test|trial|piece|volume|group|set|copy|version|level|option|figure|image|picture|pic|img|log)s?$/;

/** Whether all folders bear one name but for its number, as the nodes of a pool do, whatever lies in each. */
function areNumbered(pieces: readonly Piece[], names: Names, hints: Hints): boolean {
  const core = pieces.filter(isCore);
  const all = new Set(core.map((piece) => names.get(piece) ?? null));
  const stems = new Set([...all].map((name) => name?.replace(/\d+/g, "#") ?? null));
  const [stem] = stems;
  const words = stem?.split("#").map((word) => word.replace(/[^a-z]/gi, "").toLowerCase()) ?? [];
  return (
    all.size > 1 &&
    stems.size === 1 &&
    words.some((word) => word.length > 1) &&
    !words.some((word) => NO_MACHINE.test(word)) &&
    core.every((piece) => hints.get(piece)!.namespace === null)
  );
}

/** Whether two names have a table each, listed or counted: what words such as `host` name may as well be a kind. */
function bothFull(pieces: readonly Piece[], names: Names, hints: Hints): boolean {
  const counted = pieces.filter((piece) => {
    if (piece.source === "sysctl")
      return (piece.fact as SysctlFact).values.has("net.netfilter.nf_conntrack_count");
    return piece.source === "conntrack-table" || piece.source === "conntrack-count";
  });
  return tellsApart(counted, names, hints);
}
