import type { Blocks, Bundle, BundleEntry } from "./archive/entry.ts";
import { peek } from "./archive/entry.ts";
import { lineFeed } from "./archive/lines.ts";
import { IDLE_SECONDS } from "./attribution/use-ids.ts";
import { AnalyzerError } from "./errors.ts";
import { type Facts, type Found, latest } from "./facts/facts.ts";
import { locate } from "./layouts/index.ts";
import type { Located } from "./layouts/layout.ts";
import { USUAL_BORDERS } from "./parsers/conntrack-table/index.ts";
import { SOURCES, type SourceName } from "./parsers/index.ts";
import type { ByteParser, LineParser } from "./parsers/line-parser.ts";
import type { LateSource, LineSource } from "./parsers/source.ts";
import { sysctlNumber } from "./parsers/sysctl.ts";

/** What was read of each entry, and what was not. */
export interface Coverage {
  read: { entry: string; source: SourceName; bytes: number }[];
  failed: { entry: string; line: number | null; reason: string }[];
  skipped: { entry: string; reason: string }[];
}

/** Everything that one pass over a bundle gives. */
export interface Reading {
  facts: Facts;
  layout: string;
  coverage: Coverage;
  truncated: boolean;
}

/** Characters of an entry's text that layouts may look at. */
const HEAD_BYTES = 4096;

/**
 * Reads a bundle once, entry by entry, and keeps one small fact of each. An entry that cannot be read
 * is listed and does not stop the others.
 */
export async function readBundle(bundle: Bundle): Promise<Reading> {
  const facts: Facts = {};
  const coverage: Coverage = { read: [], failed: [], skipped: [] };
  const layouts = new Map<string, number>();
  for await (const entry of bundle.entries) {
    const { head, blocks } = await peek(entry.blocks, HEAD_BYTES);
    const text = new TextDecoder().decode(head.subarray(0, HEAD_BYTES));
    const located = locate(entry.path, text);
    if (located === null) {
      await drain(blocks);
      coverage.skipped.push({ entry: entry.path, reason: "not an input that conntriage knows" });
      continue;
    }
    layouts.set(located.layout, (layouts.get(located.layout) ?? 0) + 1);
    await readEntry({ ...entry, blocks }, located, facts, coverage);
  }
  coverage.skipped.push(...bundle.skipped);
  for (const reason of new Set(bundle.damage))
    coverage.failed.push({ entry: bundle.name, line: null, reason });
  const most = [...layouts].sort((a, b) => b[1] - a[1])[0];
  return { facts, layout: most?.[0] ?? "unknown", coverage, truncated: bundle.damage.length > 0 };
}

async function readEntry(
  entry: BundleEntry,
  located: Located,
  facts: Facts,
  coverage: Coverage,
): Promise<void> {
  const { path, outcome } = entry;
  try {
    const source = SOURCES[located.source];
    const fact =
      "byteParser" in source
        ? await readBytes(entry, source.byteParser, facts)
        : await readLines(entry, await lineParser(source));
    const one = { entry: path, phase: located.phase, label: located.label, fact };
    // the parser of a source gives the fact of that source
    (facts[located.source] as Found<SourceName>[] | undefined) ??= [];
    (facts[located.source] as unknown[]).push(one);
    coverage.read.push({ entry: path, source: located.source, bytes: outcome.bytes });
  } catch (error) {
    if (!(error instanceof AnalyzerError) || error.code === "BUNDLE_UNREADABLE") throw error;
    await drain(entry.blocks);
    coverage.failed.push({ entry: path, line: error.place?.line ?? null, reason: error.message });
    return;
  }
  if (outcome.cut !== null) coverage.failed.push({ entry: path, line: null, reason: outcome.cut });
}

async function readBytes(
  entry: BundleEntry,
  parser: ByteParser<unknown>,
  facts: Facts,
): Promise<unknown> {
  const sysctl = latest(facts, "sysctl")?.fact;
  const timeout =
    sysctl && sysctlNumber(sysctl, "net.netfilter.nf_conntrack_tcp_timeout_established")?.value;
  const borders =
    timeout && timeout > IDLE_SECONDS
      ? ([timeout - IDLE_SECONDS, Number.POSITIVE_INFINITY] as const)
      : USUAL_BORDERS;
  const sink = parser(entry.path, borders);
  for await (const block of entry.blocks) sink.push(block);
  return sink.end(entry.outcome.cut !== null);
}

const lineParser = async (
  source: LineSource<unknown> | LateSource<unknown>,
): Promise<LineParser<unknown>> => ("parser" in source ? source.parser : await source.lateParser());

async function readLines(entry: BundleEntry, parser: LineParser<unknown>): Promise<unknown> {
  const sink = parser(entry.path);
  const feed = lineFeed(sink);
  for await (const block of entry.blocks) feed.push(block);
  const { cut } = feed.end();
  entry.outcome.cut ??= cut;
  return sink.end();
}

async function drain(blocks: Blocks): Promise<void> {
  for await (const _ of blocks) void _;
}
