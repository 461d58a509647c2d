import type { Blocks, BundleEntry } from "../archive/entry.ts";
import { peek } from "../archive/entry.ts";
import { nameOfKind } from "../archive/kinds.ts";
import { lineFeed } from "../archive/lines.ts";
import { conntriage } from "../layouts/conntriage.ts";
import type { Named } from "../layouts/index.ts";
import { SOURCES, type SourceName } from "../parsers/index.ts";
import { drain, UNKNOWN } from "../read-entry.ts";
import { isOneLineJson, oneNameALine } from "../read-json.ts";
import { isText } from "../sections/looks-like.ts";
import { expectsOf, isConfigured } from "../sections/path.ts";
import type { KeyedHide } from "./hide.ts";
import { RowHider, rowFeed } from "./rows.ts";
import { redactText } from "./text.ts";

const HEAD_BYTES = 4096;

/** Takes the bytes of one entry; what it answers is waited for. */
export type Give = (bytes: Uint8Array) => void;

/** Writes an entry without what is somebody's. Answers why it is left out, or null. */
export async function redactEntry(
  entry: BundleEntry,
  named: Named | null,
  hide: KeyedHide,
  give: Give,
  settle: () => Promise<void>,
): Promise<string | null> {
  const { head, blocks } = await peek(entry.blocks, HEAD_BYTES);
  const paced = pace(isOneLineJson(head) ? oneNameALine(blocks) : blocks, settle);
  if (named?.source != null) {
    if (head.length === 0 && named.layout !== conntriage.name) return "an empty file";
    await redactSource(paced, named.source, hide, give);
    return null;
  }
  const kind = nameOfKind(head);
  if (!isText(head) || (kind !== null && !/web page|key or certificate/.test(kind))) {
    await drain(blocks);
    return kind ?? UNKNOWN;
  }
  const { path } = entry;
  const base = { configured: isConfigured(path), expects: expectsOf(path) };
  return (await redactText(paced, path, base, hide, give)) ? null : "nothing in it is known";
}

/** An entry of one source. */
async function redactSource(
  blocks: Blocks,
  name: SourceName,
  hide: KeyedHide,
  give: Give,
): Promise<void> {
  const redact = SOURCES[name].redact();
  const rows = new RowHider(hide.addresses, (line) => redact(line, hide), give);
  if ("byteParser" in SOURCES[name]) {
    const feed = rowFeed(rows);
    for await (const block of blocks) feed.push(block);
    feed.end();
    return;
  }
  const feed = lineFeed({ line: (text) => rows.text(redact(text, hide)) });
  for await (const block of blocks) feed.push(block);
  feed.end();
  rows.flush();
}

/** The next block is not asked for before what came of the last is written. */
async function* pace(blocks: Blocks, settle: () => Promise<void>): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) {
    yield block;
    await settle();
  }
}
