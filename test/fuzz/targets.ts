import { analyze } from "../../src/analyze.ts";
import { lineFeed } from "../../src/archive/lines.ts";
import { USES } from "../../src/attribution/uses.ts";
import { readCauses, withCauses } from "../../src/causes/custom.ts";
import { CAUSES } from "../../src/causes/index.ts";
import { readExpected } from "../../src/check/expected.ts";
import { AnalyzerError } from "../../src/errors.ts";
import type { EventsFact } from "../../src/parsers/conntrack-events/fact.ts";
import type { TableFact } from "../../src/parsers/conntrack-table/fact.ts";
import { ROW_WORDS } from "../../src/parsers/conntrack-table/row.ts";
import { SOURCE_NAMES, SOURCES, type SourceName } from "../../src/parsers/index.ts";
import type { RecordedDumpFact } from "../../src/parsers/recorded-dump/index.ts";
import { readBundle } from "../../src/read.ts";
import { redactBundle } from "../../src/redact/bundle.ts";
import { KeyedHide } from "../../src/redact/hide.ts";
import { SIGNALS } from "../../src/signals/index.ts";
import { openBytes } from "../damage/open-bytes.ts";
import { keyOf } from "../redact/redacting.ts";
import { openEvidence } from "../support/evidence.ts";
import { inMemory, openCopy } from "./copies.ts";
import { Fault } from "./fault.ts";
import { bytesOf, type Input, textOf } from "./input.ts";
import { checkAnalysis } from "./outcome.ts";
import type { Seeds } from "./seeds.ts";

/** Something that reads what strangers wrote. It may refuse it by an `AnalyzerError`, and must do nothing worse. */
export interface Target {
  name: string;
  seeds: readonly Input[];
  /** How many inputs it takes before the next target has its turn. */
  turn: number;
  run(input: Input): Promise<void>;
}

const HIDE = new KeyedHide(keyOf(1));
const KNOWN = {
  causes: CAUSES.map(({ id }) => id),
  uses: Object.keys(USES),
  signals: Object.keys(SIGNALS),
  sources: SOURCE_NAMES,
};

/** Rows read = rows parsed + rows not parsed, however they are counted. */
export function conserved({ rows, parsed, unparsed, byMeta, byKind }: TableFact): void {
  const sum = (counts: Int32Array) => counts.reduce((total, one) => total + one, 0);
  if (rows !== parsed + unparsed.count)
    throw new Fault(`${rows} rows are not ${parsed} parsed and ${unparsed.count} not parsed`);
  if (sum(byMeta) !== parsed || sum(byKind) !== parsed)
    throw new Fault(`${parsed} rows are ${sum(byMeta)} by meta and ${sum(byKind)} by kind`);
}

type BytesFact = TableFact | EventsFact | RecordedDumpFact;

/** What was counted, in words, of each kind of fact that is made from bytes. */
function countsOf(fact: BytesFact): string {
  if ("births" in fact) {
    const { rows, births, ends, unparsed } = fact;
    if (rows !== births.parsed + ends + unparsed.count)
      throw new Fault(`${rows} are not ${births.parsed} + ${ends} + ${unparsed.count}`);
    return `${rows} rows, ${births.parsed} births, ${ends} ends`;
  }
  if (!("parsed" in fact)) return `${fact.rows.length / ROW_WORDS} rows`;
  conserved(fact);
  return `${fact.rows} rows, ${fact.parsed} parsed`;
}

/** A parser, in two cuts of the same bytes, and what is shown of its lines to strangers. */
async function parse(name: SourceName, bytes: Uint8Array): Promise<void> {
  const source = SOURCES[name];
  const redact = source.redact();
  const hider = lineFeed({ line: (text) => void redact(text, HIDE) });
  hider.push(bytes);
  hider.end();
  if ("byteParser" in source) {
    const facts = [bytes.length || 1, 777].map((size) => {
      const sink = source.byteParser("input");
      for (let at = 0; at < bytes.length; at += size) sink.push(bytes.subarray(at, at + size));
      return sink.end(false) as BytesFact;
    });
    const [a, b] = facts.map(countsOf);
    if (a !== b) throw new Fault(`in one block ${a}, in several ${b}`);
    return;
  }
  const sink = source.parser("input");
  const feed = lineFeed(sink);
  feed.push(bytes);
  feed.end();
  sink.end();
}

/** An archive, to the last byte of each of its entries. */
async function unpack(bytes: Uint8Array, path: string): Promise<void> {
  const bundle = await openBytes(bytes, path);
  for await (const entry of bundle.entries) {
    let read = 0;
    for await (const block of entry.blocks) read += block.length;
    if (read < 0 || entry.path.length > 4096) throw new Fault(`a path of ${entry.path.length}`);
  }
}

/** Every piece of a text, with conservation for those that are tables. */
async function readPieces(input: Input): Promise<void> {
  const { pieces } = await readBundle(await openEvidence(Object.fromEntries(input)));
  for (const { source, fact } of pieces)
    if (source === "conntrack-table") conserved(fact as TableFact);
}

const analyzed = (input: Input, causes = CAUSES as Parameters<typeof withCauses>[0]) =>
  analyze("evidence", { open: () => openEvidence(Object.fromEntries(input)), causes });

/** The copy that `redact` writes has as many rows, and can be analyzed. */
async function redacted(input: Input): Promise<void> {
  const before = await analyzed(input);
  const archive = inMemory();
  await redactBundle(
    await openEvidence(Object.fromEntries(input)),
    new KeyedHide(keyOf(2)),
    archive,
  );
  const after = await analyze("evidence", { open: async () => openCopy(archive) });
  checkAnalysis(after);
  if (after.table.rows !== before.table.rows && before.subjects.length === 1)
    throw new Fault(`the copy has ${after.table.rows} rows, and the original ${before.table.rows}`);
}

export function targetsOf(seeds: Seeds): Target[] {
  const few = seeds.cases.filter(
    (one) => [...one.values()].reduce((sum, { length }) => sum + length, 0) < 40_000,
  );
  const small = few[0]!;
  return [
    ...SOURCE_NAMES.map((name) => ({
      name: `parser ${name}`,
      turn: 32,
      seeds: seeds.bySource.get(name) ?? seeds.texts.slice(0, 4),
      run: (input: Input) => parse(name, bytesOf(input)),
    })),
    ...Object.entries(seeds.archives).map(([format, list]) => ({
      name: `archive ${format}`,
      turn: 24,
      seeds: list,
      run: (input: Input) => unpack(bytesOf(input), format === "zip" ? "a.zip" : "a"),
    })),
    { name: "sections", turn: 24, seeds: seeds.texts, run: readPieces },
    {
      name: "causes",
      turn: 2,
      seeds: seeds.causes,
      async run(input) {
        const causes = withCauses(CAUSES, readCauses(textOf(input), "mine.yaml"));
        checkAnalysis(await analyzed(small, causes));
      },
    },
    {
      name: "expected",
      turn: 6,
      seeds: seeds.expected,
      run: async (input) => void readExpected(textOf(input), "expected.json", KNOWN),
    },
    {
      name: "pipeline",
      turn: 6,
      seeds: seeds.cases,
      run: async (input) => checkAnalysis(await analyzed(input)),
    },
    { name: "redact", turn: 3, seeds: few, run: redacted },
  ];
}

/** Runs a target; answers what is wrong, or null. An `AnalyzerError` of one line is an answer as any other. */
export async function faultOf(
  target: Target,
  input: Input,
): Promise<{ fault: string; stack: string } | null> {
  try {
    await target.run(input);
    return null;
  } catch (error) {
    if (error instanceof AnalyzerError && !error.message.includes("\n")) return null;
    const { name, message, stack = "" } = error as Error;
    return { fault: `${name}: ${message}`.slice(0, 400), stack };
  }
}
