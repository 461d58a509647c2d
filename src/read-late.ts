import type { Coverage } from "./facts/coverage.ts";
import type { Piece } from "./facts/piece.ts";
import { conntriage } from "./layouts/conntriage.ts";
import { type Claims, type Named, nameOf } from "./layouts/index.ts";

const FOREIGN = "a manifest of another program";
export const NOT_NAMED = "not an input of the bundle's layout";

/**
 * What came before its folder showed whose it is belongs to that bundle as well; what its layout does not name is
 * counted only.
 */
export function withoutLoose(pieces: Piece[], coverage: Coverage, claims: Claims): void {
  for (const piece of pieces) {
    const named = piece.unit === null ? nameOf(piece.entry, claims) : null;
    if (named !== null && named !== "unnamed") Object.assign(piece, unitOf(named));
  }
  const told = new Set(
    pieces.filter(({ source }) => source !== "tool-messages").map(({ entry }) => entry),
  );
  const isBeside = (entry: string): boolean => {
    const named = nameOf(entry, claims);
    return named !== null && named !== "unnamed" && named.isBeside && !told.has(entry);
  };
  const { unread, skipped, failed } = coverage;
  const entriesOf = (all: readonly { entry: string }[]) => all.map(({ entry }) => entry);
  const dropped = new Set([
    ...entriesOf([...pieces.filter(({ layout }) => layout === "loose"), ...unread]).filter(
      (entry) => nameOf(entry, claims) === "unnamed",
    ),
    ...entriesOf([...pieces, ...unread, ...skipped, ...failed]).filter(isBeside),
  ]);
  if (dropped.size === 0) return;
  const isKept = ({ entry }: { entry: string }) => !dropped.has(entry);
  pieces.splice(0, pieces.length, ...pieces.filter(isKept));
  coverage.read = coverage.read.filter(isKept);
  coverage.unread = unread.filter(isKept);
  coverage.skipped = skipped.filter(isKept);
  coverage.failed = failed.filter(isKept);
  for (const entry of dropped) coverage.skipped.push({ entry, reason: NOT_NAMED });
}

const unitOf = ({ layout, unit }: Named): Pick<Piece, "layout" | "unit"> => ({ layout, unit });

/** A manifest that cannot be read and stands beside nothing of ours is another program's. */
export function withoutForeign(own: ReadonlySet<string>, coverage: Coverage): void {
  const foreign = coverage.failed.filter(({ entry }) => {
    const claim = conntriage.claims(entry);
    return entry.endsWith("manifest.json") && claim !== null && !own.has(claim.root);
  });
  coverage.failed = coverage.failed.filter((one) => !foreign.includes(one));
  for (const { entry } of foreign) coverage.skipped.push({ entry, reason: FOREIGN });
}
