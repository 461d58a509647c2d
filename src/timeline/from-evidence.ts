import type { Evidence } from "../evidence.ts";
import type { Piece } from "../facts/piece.ts";
import { formatNumber } from "../format.ts";
import { partsOfBundle } from "./from-bundle.ts";
import { partsOfLoose } from "./from-loose.ts";
import { type DumpPlace, nameOfEntry, type Part } from "./part.ts";

/** What one target gave. */
export interface Read {
  parts: Part[];
  dumps: (DumpPlace & { folder: string })[];
  /** What was of no use, with the reason. */
  unused: { entry: string; reason: string }[];
}

/** The bundles within a target, each by itself, and what lies beside them. */
export function takeEvidence(evidence: Evidence, name: string, read: Read): void {
  const bundles = new Map<string, Piece[]>();
  const loose: Piece[] = [];
  for (const piece of evidence.pieces) {
    const root = piece.unit?.root;
    if (root === undefined) loose.push(piece);
    else bundles.set(root, [...(bundles.get(root) ?? []), piece]);
  }
  for (const [root, pieces] of bundles) {
    const inside = root.replace(/[/!]+$/, "").split(/[/!]/);
    // its own folder says less than the archive's name
    const short =
      bundles.size === 1 ? name : `${name}/${inside.slice(0, -1).join("/") || inside.at(-1)}`;
    read.parts.push(...partsOfBundle(pieces, evidence, short));
  }
  const { parts, unused } = partsOfLoose(loose, name);
  read.parts.push(...parts);
  const { failed, skipped, unread } = evidence.coverage;
  read.unused.push(
    ...unused,
    ...[...failed, ...skipped].map(({ entry, reason }) => ({
      entry: nameOfEntry(name, entry),
      reason,
    })),
    ...unread.map(({ entry, looksLike, lines, of }) => ({
      entry: nameOfEntry(name, entry),
      reason:
        lines === of
          ? `it looks like ${looksLike}`
          : `${formatNumber(lines)} of its ${formatNumber(of)} lines are of no use: they look like ${looksLike}`,
    })),
  );
}
