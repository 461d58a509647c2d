import type { Coverage } from "./facts/coverage.ts";
import type { Piece } from "./facts/piece.ts";

/** Everything that one pass over a bundle gives. */
export interface Evidence {
  pieces: Piece[];
  layout: string;
  coverage: Coverage;
  truncated: boolean;
  /** Entries that ended before their time. */
  cut: Set<string>;
  /** Entries whose bytes may be wrong, with the reason. */
  damaged: Map<string, string>;
  /** What did not come of an archive that was cut or damaged, by what its manifest says that it held. */
  lost: "nothing" | "rows" | "inputs";
}

/** What of the evidence a diagnosis needs beside one subject's facts. */
export type Read = Pick<Evidence, "coverage" | "cut" | "damaged" | "layout" | "lost" | "truncated">;

/** The evidence of several bundles as that of one case; entries are told apart by their bundle's name. */
export function joined(read: readonly { name: string; evidence: Evidence }[]): Evidence {
  if (read.length === 1) return read[0]!.evidence;
  const all = read.map(({ name, evidence }) => {
    const of = <T extends { entry: string }>(one: T): T => ({
      ...one,
      entry: `${name}/${one.entry}`,
    });
    const { read: taken, failed, skipped, unread } = evidence.coverage;
    return {
      ...evidence,
      pieces: evidence.pieces.map((piece) => ({
        ...of(piece),
        path: `${name}/${piece.path}`,
        unit: piece.unit && { ...piece.unit, root: `${name}/${piece.unit.root}` },
      })),
      coverage: {
        read: taken.map(of),
        failed: failed.map(of),
        skipped: skipped.map(of),
        unread: unread.map(of),
      },
      cut: new Set([...evidence.cut].map((entry) => `${name}/${entry}`)),
      damaged: new Map(
        [...evidence.damaged].map(([entry, reason]) => [`${name}/${entry}`, reason]),
      ),
    };
  });
  return {
    pieces: all.flatMap(({ pieces }) => pieces),
    layout: all.find(({ layout }) => layout !== "loose" && layout !== "unknown")?.layout ?? "loose",
    coverage: {
      read: all.flatMap(({ coverage }) => coverage.read),
      failed: all.flatMap(({ coverage }) => coverage.failed),
      skipped: all.flatMap(({ coverage }) => coverage.skipped),
      unread: all.flatMap(({ coverage }) => coverage.unread),
    },
    truncated: all.some(({ truncated }) => truncated),
    cut: new Set(all.flatMap(({ cut }) => [...cut])),
    damaged: new Map(all.flatMap(({ damaged }) => [...damaged])),
    lost:
      (["inputs", "rows"] as const).find((one) => all.some(({ lost }) => lost === one)) ??
      "nothing",
  };
}
