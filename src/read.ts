import type { Blocks, Bundle, BundleEntry } from "./archive/entry.ts";
import { peek } from "./archive/entry.ts";
import { nameOfKind } from "./archive/kinds.ts";
import { lineFeed } from "./archive/lines.ts";
import { IDLE_SECONDS } from "./attribution/use-ids.ts";
import { AnalyzerError } from "./errors.ts";
import type { Coverage } from "./facts/coverage.ts";
import type { Piece } from "./facts/piece.ts";
import { conntriage } from "./layouts/conntriage.ts";
import { type Claims, type Named, nameOf } from "./layouts/index.ts";
import { USUAL_BORDERS } from "./parsers/conntrack-table/index.ts";
import { SOURCES } from "./parsers/index.ts";
import type { ByteParser, LineParser } from "./parsers/line-parser.ts";
import type { LateSource, LineSource } from "./parsers/source.ts";
import { type SysctlFact, sysctlNumber } from "./parsers/sysctl.ts";
import { isOneLineJson, oneNameALine } from "./read-json.ts";
import { readSections } from "./read-sections.ts";
import { NO_CONTEXT } from "./sections/context.ts";
import { isText } from "./sections/looks-like.ts";

/** Everything that one pass over a bundle gives. */
export interface Evidence {
  pieces: Piece[];
  layout: string;
  coverage: Coverage;
  truncated: boolean;
  /** Entries that ended before their time. */
  cut: Set<string>;
}

/** Bytes of an entry by which it is told whether it is text. */
const HEAD_BYTES = 4096;
/** Said of an entry that nothing reads. */
export const UNKNOWN = "not an input that conntriage knows";
const EMPTY = `an empty file: ${UNKNOWN}`;
const FOREIGN = "a manifest of another program";
const NOT_NAMED = "not an input of the bundle's layout";

/**
 * Reads a bundle once, entry by entry, and keeps small facts of each. An entry that cannot be read is listed
 * and does not stop the others.
 */
export async function readBundle(bundle: Bundle): Promise<Evidence> {
  const pieces: Piece[] = [];
  const coverage: Coverage = { read: [], failed: [], skipped: [], unread: [] };
  const cut = new Set<string>();
  const layouts = new Map<string, number>();
  const claims: Claims = new Map();
  /** Folders of ours that hold more than a manifest. */
  const own = new Set<string>();
  for await (const entry of bundle.entries) {
    const named = nameOf(entry.path, claims);
    if (named === "unnamed") {
      await drain(entry.blocks);
      coverage.skipped.push({ entry: entry.path, reason: NOT_NAMED });
      continue;
    }
    const layout = named?.layout ?? "loose";
    if (layout === conntriage.name && named?.source !== "manifest") own.add(named!.unit.root);
    const before = pieces.length;
    const headed = await withHead(entry);
    if (named?.source != null) await readSource(headed, named, pieces, coverage);
    else await readAnything(headed, named, pieces, coverage);
    if (pieces.length > before) layouts.set(layout, (layouts.get(layout) ?? 0) + 1);
    if (entry.outcome.cut !== null) {
      cut.add(entry.path);
      coverage.failed.push({ entry: entry.path, line: null, reason: entry.outcome.cut });
    }
  }
  coverage.skipped.push(...bundle.skipped);
  for (const reason of new Set(bundle.damage))
    coverage.failed.push({ entry: bundle.name, line: null, reason });
  const most = [...layouts].sort((a, b) => b[1] - a[1])[0];
  const layout = most?.[0] ?? "unknown";
  withoutLoose(pieces, coverage, claims);
  withoutForeign(own, coverage);
  return { pieces, layout, coverage, truncated: bundle.damage.length > 0, cut };
}

/**
 * What came before its folder showed whose it is belongs to that bundle as well; what its layout does not name is
 * counted only.
 */
function withoutLoose(pieces: Piece[], coverage: Coverage, claims: Claims): void {
  for (const piece of pieces) {
    const named = piece.unit === null ? nameOf(piece.entry, claims) : null;
    if (named !== null && named !== "unnamed") Object.assign(piece, unitOf(named));
  }
  const dropped = new Set(
    [...pieces.filter(({ layout }) => layout === "loose"), ...coverage.unread]
      .map(({ entry }) => entry)
      .filter((entry) => nameOf(entry, claims) === "unnamed"),
  );
  if (dropped.size === 0) return;
  const isKept = ({ entry }: { entry: string }) => !dropped.has(entry);
  pieces.splice(0, pieces.length, ...pieces.filter(isKept));
  coverage.read = coverage.read.filter(isKept);
  coverage.unread = coverage.unread.filter(isKept);
  for (const entry of dropped) coverage.skipped.push({ entry, reason: NOT_NAMED });
}

const unitOf = ({ layout, unit }: Named): Pick<Piece, "layout" | "unit"> => ({ layout, unit });

/** A manifest that cannot be read and stands beside nothing of ours is another program's. */
function withoutForeign(own: ReadonlySet<string>, coverage: Coverage): void {
  const foreign = coverage.failed.filter(({ entry }) => {
    const claim = conntriage.claims(entry);
    return entry.endsWith("manifest.json") && claim !== null && !own.has(claim.root);
  });
  coverage.failed = coverage.failed.filter((one) => !foreign.includes(one));
  for (const { entry } of foreign) coverage.skipped.push({ entry, reason: FOREIGN });
}

/** An entry of which the layout knows what it is. */
async function readSource(
  entry: Headed,
  { layout, unit, source: name, phase, label }: Named,
  pieces: Piece[],
  coverage: Coverage,
): Promise<void> {
  const { path, outcome } = entry;
  if (entry.head.length === 0 && layout !== conntriage.name) {
    coverage.skipped.push({ entry: path, reason: EMPTY });
    return;
  }
  try {
    const source = SOURCES[name!];
    const { fact, lines } =
      "byteParser" in source
        ? await readBytes(entry, source.byteParser, pieces)
        : await readLines(entry, await lineParser(source));
    const common = { source: name!, fact, entry: path, line: 1, lines, layout, unit, path };
    pieces.push({ ...common, phase, label, context: NO_CONTEXT, elided: false });
    coverage.read.push({ entry: path, source: name!, bytes: outcome.bytes });
  } catch (error) {
    if (!(error instanceof AnalyzerError) || error.code === "BUNDLE_UNREADABLE") throw error;
    await drain(entry.blocks);
    coverage.failed.push({ entry: path, line: error.place?.line ?? null, reason: error.message });
    outcome.cut = null;
  }
}

/** An entry whose first bytes are known. */
type Headed = BundleEntry & { head: Uint8Array };

async function withHead(entry: BundleEntry): Promise<Headed> {
  const { head, blocks } = await peek(entry.blocks, HEAD_BYTES);
  return { ...entry, head, blocks: isOneLineJson(head) ? oneNameALine(blocks) : blocks };
}

/** An entry that may hold anything: it is cut into sections. */
async function readAnything(
  entry: Headed,
  named: Named | null,
  pieces: Piece[],
  coverage: Coverage,
): Promise<void> {
  const { head, blocks } = entry;
  const kind = nameOfKind(head);
  // a magic number of letters, as a PDF's, makes no text of it
  if (!isText(head) || (kind !== null && !isSaidOfText(kind))) {
    await drain(blocks);
    coverage.skipped.push({
      entry: entry.path,
      reason: kind === null ? UNKNOWN : `${kind}: ${UNKNOWN}`,
    });
    return;
  }
  await readSections(entry, named, pieces, coverage, bordersFor(pieces));
}

/** Kinds that are text as well, in which outputs may stand. */
const isSaidOfText = (kind: string): boolean => /web page|key or certificate/.test(kind);

/** Borders of the ESTABLISHED bands by the timeout, as far as it was read already. */
function bordersFor(pieces: readonly Piece[]): readonly [number, number] {
  const name = "net.netfilter.nf_conntrack_tcp_timeout_established";
  const settings = pieces.findLast(
    ({ source, fact, context }) =>
      source === "sysctl" && !context.configured && (fact as SysctlFact).values.has(name),
  );
  const timeout = settings && sysctlNumber(settings.fact as SysctlFact, name)?.value;
  return timeout && timeout > IDLE_SECONDS
    ? [timeout - IDLE_SECONDS, Number.POSITIVE_INFINITY]
    : USUAL_BORDERS;
}

async function readBytes(
  entry: BundleEntry,
  parser: ByteParser<unknown>,
  pieces: readonly Piece[],
): Promise<{ fact: unknown; lines: number }> {
  const sink = parser(entry.path, bordersFor(pieces));
  for await (const block of entry.blocks) sink.push(block);
  const fact = sink.end(entry.outcome.cut !== null);
  return { fact, lines: 0 };
}

async function readLines(
  entry: BundleEntry,
  parser: LineParser<unknown>,
): Promise<{ fact: unknown; lines: number }> {
  const sink = parser(entry.path);
  const feed = lineFeed(sink);
  for await (const block of entry.blocks) feed.push(block);
  const { cut, lines } = feed.end();
  entry.outcome.cut ??= cut;
  return { fact: sink.end(), lines };
}

const lineParser = async (
  source: LineSource<unknown> | LateSource<unknown>,
): Promise<LineParser<unknown>> => ("lateParser" in source ? source.lateParser() : source.parser);

async function drain(blocks: Blocks): Promise<void> {
  for await (const _ of blocks) void _;
}

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
  };
}
