import type { Blocks } from "../archive/entry.ts";
import { conntrackTable, type TableSink } from "../parsers/conntrack-table/index.ts";
import { SOURCES } from "../parsers/index.ts";
import type { Context } from "../sections/context.ts";
import { readText } from "../sections/read-text.ts";
import type { SectionHead, SectionSink } from "../sections/section.ts";
import { FRAME_WORDS } from "./frame-words.ts";
import type { KeyedHide } from "./hide.ts";
import { plainLines } from "./plain-lines.ts";
import { RowHider } from "./rows.ts";
import { shownBy, type Use } from "./shown-line.ts";

/** Lines that wait until it is known who uses them: as many as any form holds back, and some. */
const MOST_WAITING = 30_000;
const MOST_CHARACTERS = 32 * 2 ** 20;

/**
 * Hides what is somebody's in a text that may hold any outputs: it is cut as for reading, and each line is written
 * as the source that uses it says. What nobody uses becomes an empty line. Answers whether any line was used.
 */
export async function redactText(
  blocks: Blocks,
  path: string,
  base: Partial<Context>,
  hide: KeyedHide,
  give: (bytes: Uint8Array) => void,
): Promise<boolean> {
  const uses = new Map<number, Use[]>();
  let waiting: { number: number; text: string }[] = [];
  let characters = 0;
  let isUsed = false;
  const tableRedact = SOURCES["conntrack-table"].redact();
  const lines = new RowHider(hide.addresses, (line) => line, give);
  // rows are hidden as soon as they are known to be some, and wait for the lines before them
  const ready: Uint8Array[] = [];
  const rows = new RowHider(
    hide.addresses,
    (line) => tableRedact(line, hide),
    (bytes) => ready.push(bytes),
  );
  let probe: TableSink | null = null;
  // a log's lines wait longest, and tell by themselves when they were written
  const logged = SOURCES["kernel-log"].redact();

  const note = (number: number, use: Use) => {
    const known = uses.get(number)?.filter(({ source }) => source !== "frame") ?? [];
    if (use.source !== "frame" || known.length === 0) uses.set(number, [...known, use]);
    if (use.source !== "frame") isUsed = true;
  };

  function open(head: SectionHead): SectionSink {
    const name = head.source === "sysctl" && head.context.configured ? "sysctl-files" : head.source;
    const redactLine = SOURCES[name].redact();
    const redact = (text: string) => redactLine(text, hide);
    return {
      line: (text, number) => note(number, { source: name, text, redact }),
      ...(name === "conntrack-table" ? { rows: takeRows } : {}),
      end: () => undefined,
    };
  }

  function takeRows(block: Uint8Array, from: number, to: number, first: number) {
    // of a line that is no usual row the table itself says whether it is one
    probe ??= conntrackTable(path);
    const table = probe;
    const isRow = (start: number, end: number) =>
      table.rows(ended(block.subarray(start, end)), 0, end - start + 1, 1).at > 0;
    const { at, lines: taken } = rows.take(block, from, to, isRow);
    if (at > from) isUsed = true;
    return { at, line: first + taken };
  }

  function write(count: number): void {
    const some = waiting.slice(0, count);
    waiting = waiting.slice(count);
    for (const { number, text } of some) {
      characters -= text.length;
      const own = uses.get(number);
      uses.delete(number);
      lines.text(own === undefined ? logged(text, hide) : shownBy(own, text, hide));
    }
  }

  await readText(
    plainLines(blocks),
    {
      open,
      refusal: ({ text, line }) =>
        note(line, {
          source: "tool-messages",
          text,
          redact: (said) => hide.framed(said, FRAME_WORDS),
        }),
      unread: () => undefined,
      frame: (number) => note(number, { source: "frame", text: "", redact: null }),
      raw: {
        line(text, number) {
          waiting.push({ number, text });
          characters += text.length;
          if (waiting.length > MOST_WAITING || characters > MOST_CHARACTERS)
            write(Math.ceil(waiting.length / 2));
        },
        rows() {
          write(waiting.length);
          rows.flush();
          lines.flush();
          for (const bytes of ready.splice(0)) give(bytes);
        },
      },
    },
    base,
    null,
    path,
  );
  write(waiting.length);
  lines.flush();
  return isUsed;
}

const LF = 10;

function ended(line: Uint8Array): Uint8Array {
  const whole = new Uint8Array(line.length + 1);
  whole.set(line);
  whole[line.length] = LF;
  return whole;
}
