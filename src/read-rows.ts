import type { Blocks, Bundle } from "./archive/entry.ts";
import { peek } from "./archive/entry.ts";
import { linesWith } from "./archive/find-lines.ts";
import { type Claims, nameOf } from "./layouts/index.ts";
import { type Row, readRow, type Tuple } from "./parsers/conntrack-table/read-row.ts";
import { drain } from "./read-entry.ts";
import { encodingOf } from "./sections/clean.ts";

/** An address in all its spellings, and maybe a port. */
export interface Party {
  spellings: readonly string[];
  port: number | null;
}

/** Which rows are wanted: all of what is given holds. `reply` is who answers, the source of the other direction. */
export interface Wanted {
  src?: Party;
  dst?: Party;
  reply?: Party;
  /** States of protocols, `UNREPLIED` or `ASSURED`; one of them is enough. */
  states?: readonly string[];
}

export interface FoundRow extends Row {
  entry: string;
  line: number;
}

/** Bytes by which a text is told to hold a table, and how it is encoded. */
const HEAD_BYTES = 64 * 1024;

/**
 * Reads one party's rows from all dumps of a bundle, as they stand there. Answers in the end whether there was
 * any dump. Holds a block of rows at a time.
 */
export async function* readRows(
  bundle: Bundle,
  wanted: Wanted,
): AsyncGenerator<FoundRow[], boolean> {
  const claims: Claims = new Map();
  const words = (wanted.reply ?? wanted.src ?? wanted.dst)!.spellings;
  let isThere = false;
  for await (const { path, blocks } of bundle.entries) {
    const named = nameOf(path, claims);
    const source = named === "unnamed" ? "unnamed" : (named?.source ?? null);
    if (source !== null && source !== "conntrack-table") {
      await drain(blocks);
      continue;
    }
    const text = await textOf(blocks);
    isThere ||= source !== null || text.isTable;
    for await (const lines of linesWith(text.blocks, words)) {
      const rows = lines.flatMap(({ text: line, line: number }) => {
        const row = readRow(line);
        return row !== null && fits(row, wanted) ? [{ entry: path, line: number, ...row }] : [];
      });
      if (rows.length > 0) isThere = true;
      if (rows.length > 0) yield rows;
    }
  }
  return isThere;
}

/** A text as UTF-8, whatever it came in. */
async function textOf(given: Blocks): Promise<{ blocks: Blocks; isTable: boolean }> {
  const { head, blocks } = await peek(given, HEAD_BYTES);
  const encoding = encodingOf(head.subarray(0, 512));
  const decoder = new TextDecoder(encoding);
  const begins = decoder.decode(head.subarray(0, HEAD_BYTES));
  return {
    isTable: begins.split("\n").some((line) => readRow(line) !== null),
    blocks: encoding === "utf-8" ? blocks : transcoded(blocks, encoding),
  };
}

async function* transcoded(blocks: Blocks, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  for await (const block of blocks) yield encoder.encode(decoder.decode(block, { stream: true }));
}

function fits(row: Row, { src, dst, reply, states }: Wanted): boolean {
  const flags = [row.state, row.unreplied && "UNREPLIED", row.assured && "ASSURED"];
  return (
    isOf(src, row.original, "src") &&
    isOf(dst, row.original, "dst") &&
    isOf(reply, row.reply, "src") &&
    (states === undefined || states.some((state) => flags.includes(state)))
  );
}

const isOf = (party: Party | undefined, tuple: Tuple, side: "src" | "dst"): boolean =>
  party === undefined ||
  (party.spellings.includes(tuple[side]) &&
    (party.port === null || party.port === tuple[side === "src" ? "sport" : "dport"]));
