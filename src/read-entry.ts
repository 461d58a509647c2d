import type { Blocks, BundleEntry } from "./archive/entry.ts";
import { peek } from "./archive/entry.ts";
import { nameOfKind } from "./archive/kinds.ts";
import { lineFeed } from "./archive/lines.ts";
import { IDLE_SECONDS } from "./attribution/use-ids.ts";
import { AnalyzerError } from "./errors.ts";
import type { Coverage } from "./facts/coverage.ts";
import type { Piece } from "./facts/piece.ts";
import { conntriage, recordedDump } from "./layouts/conntriage.ts";
import type { Named } from "./layouts/index.ts";
import { USUAL_BORDERS } from "./parsers/conntrack-table/index.ts";
import { SOURCES } from "./parsers/index.ts";
import type { ByteParser, ByteSink, LineParser } from "./parsers/line-parser.ts";
import { type SysctlFact, sysctlNumber } from "./parsers/sysctl.ts";
import { isOneLineJson, oneNameALine } from "./read-json.ts";
import { readSections } from "./read-sections.ts";
import { NO_CONTEXT } from "./sections/context.ts";
import { isText } from "./sections/looks-like.ts";

/** Bytes of an entry by which it is told whether it is text. */
const HEAD_BYTES = 4096;
/** The fullest dump of a recorder is also held against the others. */
const ASIDE = "recorded-dump";
/** Said of an entry that nothing reads. */
export const UNKNOWN = "not an input that conntriage knows";
const EMPTY = `an empty file: ${UNKNOWN}`;
/** Reads an entry by what its layout says of it, else by its lines. */
export async function readEntry(
  entry: BundleEntry,
  named: Named | null,
  pieces: Piece[],
  coverage: Coverage,
): Promise<void> {
  const headed = await withHead(entry);
  if (named?.source != null) await readSource(headed, named, pieces, coverage);
  else await readAnything(headed, named, pieces, coverage);
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
    const common = { entry: path, line: 1, layout, unit, path, phase, label, elided: false };
    const isPeak = name === "conntrack-table" && recordedDump(path) === "peak";
    const aside = isPeak ? SOURCES[ASIDE].byteParser(path) : null;
    const { fact, lines } =
      "byteParser" in source
        ? await readBytes(entry, source.byteParser, pieces, aside)
        : await readLines(entry, source.parser);
    const { cut } = outcome;
    pieces.push({ ...common, source: name!, fact, lines, context: NO_CONTEXT });
    if (aside !== null)
      pieces.push({
        ...common,
        source: ASIDE,
        fact: aside.end(cut !== null),
        lines: 0,
        context: NO_CONTEXT,
      });
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
  const first = head.subarray(0, HEAD_BYTES);
  return { ...entry, head: first, blocks: isOneLineJson(head) ? oneNameALine(blocks) : blocks };
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
  aside: ByteSink<unknown> | null,
): Promise<{ fact: unknown; lines: number }> {
  const sink = parser(entry.path, bordersFor(pieces));
  for await (const block of entry.blocks) {
    sink.push(block);
    aside?.push(block);
  }
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

export async function drain(blocks: Blocks): Promise<void> {
  for await (const _ of blocks) void _;
}
