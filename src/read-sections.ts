import type { BundleEntry } from "./archive/entry.ts";
import type { Coverage } from "./facts/coverage.ts";
import type { Piece } from "./facts/piece.ts";
import type { Named } from "./layouts/index.ts";
import { conntrackTable } from "./parsers/conntrack-table/index.ts";
import { SOURCES, type SourceName } from "./parsers/index.ts";
import { BY_COMMAND } from "./parsers/sysctl-files.ts";
import { keepFact } from "./read-facts.ts";
import { leaveOutHalf } from "./read-half.ts";
import { type Context, NO_CONTEXT } from "./sections/context.ts";
import { ipvsRow } from "./sections/ipvs-rows.ts";
import { noteUnread } from "./sections/looks-like.ts";
import { expectsOf, isConfigured } from "./sections/path.ts";
import { readText } from "./sections/read-text.ts";
import type { Receiver, SectionHead, SectionSink } from "./sections/section.ts";

/** Cuts an entry into sections and reads each; what nothing understood is listed with what it looks like. */
export async function readSections(
  entry: BundleEntry,
  named: Named | null,
  pieces: Piece[],
  coverage: Coverage,
  borders: readonly [number, number],
): Promise<void> {
  const { path } = entry;
  const about = { layout: named?.layout ?? "loose", unit: named?.unit ?? null };
  const own = { path, about, pieces, coverage };
  const bytes = new Map<SourceName, number>();
  const unread = noteUnread(path);
  const refusals = new Map<
    string,
    { context: Context; list: { text: string; line: number; source: SourceName | null }[] }
  >();

  /** A table's rows are taken as bytes, where nothing stands around them. */
  function table(head: SectionHead): SectionSink {
    const sink = conntrackTable(path, borders);
    let lines = 0;
    return {
      line(text, number) {
        lines++;
        count("conntrack-table", text.length + 1);
        sink.line(text, number);
      },
      rows(block, from, to, first) {
        const after = sink.rows(block, from, to, first);
        lines += after.line - first;
        // what only begins like a row makes no table
        if (after.at > from) count("conntrack-table", after.at - from);
        return after;
      },
      end() {
        keepFact(own, head, "conntrack-table", lines, () => sink.end(false));
      },
    };
  }

  /** IPVS's connections are counted, and attributed as a table of its own. */
  function withTable(head: SectionHead, sink: SectionSink): SectionSink {
    let rows: SectionSink | null = null;
    return {
      line(text, number) {
        sink.line(text, number);
        const row = ipvsRow(text);
        if (row === null) return;
        const context = { ...head.context, namespace: row.namespace ?? null };
        rows ??= table({ ...head, source: "conntrack-table", context, line: number });
        rows.line(row.text, number);
      },
      end() {
        sink.end();
        rows?.end();
      },
    };
  }

  function open(head: SectionHead): SectionSink {
    // what a file asks for is another source than what is in force
    const isAsked =
      head.source === "sysctl" && (head.context.configured || isConfigured(head.path ?? ""));
    const name = isAsked ? "sysctl-files" : head.source;
    if (name === "conntrack-table") return table(head);
    const source = SOURCES[name];
    if (!("parser" in source)) return { line: () => undefined, end: () => undefined };
    const sink = source.parser(path);
    if (isAsked)
      sink.line(`# file: ${head.context.isWish ? BY_COMMAND : (head.path ?? path)}`, head.line);
    let lines = 0;
    const section: SectionSink = {
      line(text, number) {
        lines++;
        count(name, text.length + 1);
        sink.line(text, number);
      },
      end: () => keepFact(own, head, name, lines, () => sink.end()),
    };
    return name === "ipvs-connections" ? withTable(head, section) : section;
  }

  const count = (source: SourceName, more: number) =>
    bytes.set(source, (bytes.get(source) ?? 0) + more);

  const receiver: Receiver = {
    open,
    refusal(refusal, context) {
      const key = `${context.host}\n${context.namespace}`;
      const known = refusals.get(key) ?? { context, list: [] };
      if (known.list.length < 100) known.list.push(refusal);
      count("tool-messages", refusal.text.length + 1);
      refusals.set(key, known);
    },
    unread: (text, number) => unread.note(text, number),
  };
  const base: Partial<Context> = {
    configured: isConfigured(path),
    // sosreport keeps the end of what is too long
    reduced: path.endsWith(".tailed") ? "cut" : null,
    expects: expectsOf(path),
  };
  const from = pieces.length;
  const { cut, lines, isOpen } = await readText(entry.blocks, receiver, base, null, path);
  entry.outcome.cut ??= cut;
  if (isOpen && leaveOutHalf(pieces.slice(from), lines)) {
    const reason = "the text ends within the limit, which was left out";
    coverage.failed.push({ entry: path, line: lines, reason });
  }
  for (const { context, list } of refusals.values())
    pieces.push({
      source: "tool-messages",
      fact: { refusals: list },
      entry: path,
      line: list[0]!.line,
      lines: list.length,
      ...about,
      phase: null,
      label: "",
      path,
      context: { ...NO_CONTEXT, host: context.host, namespace: context.namespace },
      elided: false,
    });
  for (const [source, size] of bytes) coverage.read.push({ entry: path, source, bytes: size });
  if (unread.lines > 0) coverage.unread.push(unread.end(lines));
  if (lines === 0) coverage.skipped.push({ entry: path, reason: "an empty file" });
}
