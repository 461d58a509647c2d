import type { SourceName } from "../parsers/index.ts";
import { clean } from "../sections/clean.ts";
import { FRAME_WORDS } from "./frame-words.ts";
import type { KeyedHide } from "./hide.ts";

/** Who used a line, and the line as it was given on. */
export interface Use {
  source: SourceName | "frame";
  text: string;
  redact: ((text: string) => string) | null;
}

/** A line as the first of those that use it shows it; one that shows nothing has no use for it. */
export function shownBy(uses: readonly Use[], raw: string, hide: KeyedHide): string {
  let first = "";
  // each sees every line of its own, since some mean something behind others only
  for (const use of uses) {
    const line = shown(raw, use, hide);
    if (first.trim() === "") first = line;
  }
  return first;
}

/** A line with what stands around its output, which may name a machine. */
function shown(raw: string, { text, redact }: Use, hide: KeyedHide): string {
  const line = clean(raw);
  const at = redact === null || text === "" ? -1 : line.lastIndexOf(text);
  if (at < 0) return hide.framed(line, FRAME_WORDS);
  const before = line.slice(0, at);
  const behind = line.slice(at + text.length);
  const around = (part: string) => (part.trim() === "" ? part : hide.framed(part, FRAME_WORDS));
  return around(before) + redact!(text) + around(behind);
}
