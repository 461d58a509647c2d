import type { PlainDocument } from "../document/document.ts";
import { section } from "./blocks.ts";
import { painter, STATE_TONES } from "./colour.ts";
import type { TextOptions } from "./index.ts";
import { inlines } from "./inline.ts";
import { WIDTH, wrap } from "./width.ts";

/** A document that begins with sentences, for a terminal: in short, or when `verbose` as pages have it. */
export function plainText(
  { name, title, looks, lead, notes, sections }: PlainDocument,
  { colour = false, verbose = false, width = WIDTH }: TextOptions = {},
): string {
  const paint = painter(colour);
  const terminal = { paint, width: Math.max(WIDTH, width) };
  const word = paint(STATE_TONES[looks], title.toUpperCase());
  const lines = [
    paint("heading", `${name.toUpperCase()}: ${word}`),
    ...wrap(inlines(lead, paint)),
    ...notes.flatMap((note) => ["", ...wrap(inlines(note, paint), "Note: ", "      ")]),
    ...sections.flatMap(({ terminal: short, ...one }) =>
      section(verbose || short === undefined ? one : { ...one, terminal: short }, terminal),
    ),
  ];
  return `${lines.join("\n")}\n`;
}
