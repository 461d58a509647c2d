import type { PlainDocument } from "../document/plain.ts";
import { section } from "./blocks.ts";
import { painter, STATE_TONES } from "./colour.ts";
import type { TextOptions } from "./index.ts";
import { inlines } from "./inline.ts";
import { WIDTH, wrap } from "./width.ts";

/** A document that is not of one analysis, for a terminal: its first look and its sections in their short forms. */
export function renderPlainText(
  { of, title, looks, summary, taken, notes, sections }: PlainDocument,
  options: TextOptions = {},
): string {
  const { colour = false, width = WIDTH } = options;
  const terminal = { paint: painter(colour), width: Math.max(WIDTH, width) };
  const { paint } = terminal;
  const lines = [
    paint("heading", `${of.toUpperCase()}: ${paint(STATE_TONES[looks], title.toUpperCase())}`),
    ...wrap(inlines(taken, paint)),
    "",
    ...wrap(inlines(summary, paint)),
    ...sections.flatMap((one) => section(one, terminal)),
    ...notes.flatMap((note) => ["", ...wrap(inlines(note, paint), "Note: ", "      ")]),
  ];
  return `${lines.join("\n")}\n`;
}
