import type { SourceName } from "../parsers/index.ts";
import type { ManifestFact } from "../parsers/manifest-parser.ts";
import type { SysctlFact } from "../parsers/sysctl.ts";
import type { Piece } from "./piece.ts";

/** What is told as it is, and not by its rise: the newest is the one that counts. */
const OF_THE_MOMENT: ReadonlySet<SourceName> = new Set<SourceName>([
  "sysctl",
  "conntrack-count",
  "conntrack-table",
  "uptime",
]);
const COUNT = /(?:nf|ip)_conntrack_count$/;

/** Loose pieces that are dated after a collector's bundle beside them, as the answer to `ask` is. */
export function laterThanBundle(pieces: readonly Piece[]): ReadonlySet<Piece> {
  const ends = pieces.flatMap(({ source, fact }) =>
    source === "manifest" ? (fact as ManifestFact).ended : [],
  );
  const end = Math.max(...ends);
  return new Set(
    ends.length === 0
      ? []
      : pieces.filter(({ phase, context }) => phase === null && (context.time ?? 0) > end),
  );
}

/** The pieces without what the later ones stand for: the table is that of the newest sample. */
export function withoutOlder(
  pieces: readonly Piece[],
  later: ReadonlySet<Piece>,
): readonly Piece[] {
  if (![...later].some(tellsCount)) return pieces;
  const isDumped = [...later].some(({ source }) => source === "conntrack-table");
  return pieces.flatMap((piece) => {
    if (later.has(piece)) return piece;
    const { source } = piece;
    if (source === "conntrack-count" || source === "timeline") return [];
    if (source === "conntrack-table" || source === "conntrack-stderr") return isDumped ? [] : piece;
    if (source !== "sysctl") return piece;
    const values = [...(piece.fact as SysctlFact).values].filter(([name]) => !COUNT.test(name));
    return { ...piece, fact: { ...(piece.fact as SysctlFact), values: new Map(values) } };
  });
}

const tellsCount = ({ source, fact }: Piece): boolean =>
  source === "conntrack-count" ||
  (source === "sysctl" && [...(fact as SysctlFact).values.keys()].some((name) => COUNT.test(name)));

/** Whether a bundle's samples of a source only stand between later ones: those are newer, or two where it has one. */
export const areBetween = (
  source: SourceName,
  placed: readonly { phase: string }[],
  later: readonly { phase: string }[],
): boolean => later.length > 0 && (OF_THE_MOMENT.has(source) || isPair(later) || !isPair(placed));

const isPair = (samples: readonly { phase: string }[]): boolean =>
  samples.some(({ phase }) => phase === "start") && samples.some(({ phase }) => phase === "end");
