import type { Fields } from "../parsers/json-shapes.ts";
import { hostOf } from "./json-hosts.ts";
import type { Respelt } from "./respelt.ts";

/** Where chats, trackers and runners keep what somebody pasted or a command printed. */
const TEXT =
  /^(?:text|body|content|description|comment|plain_?text|stdout|(?:[\w.]{1,60}\.)?stdout_lines|stdout_line|output|msg_lines)$/;
const WORTH = /conntrack|\bcpu=\d/i;
const DEEPEST = 8;
const MOST_LINES = 20_000;

/** The lines of the texts that a document holds, in its order, where one of them may be known; else null. */
export function toldTexts(value: unknown): Respelt[] | null {
  const texts: string[] = [];
  collect(value, 0, texts);
  const worth = texts.filter((text) => WORTH.test(text));
  const lines = worth.flatMap((text) => text.split("\n"));
  if (lines.length === 0 || lines.length > MOST_LINES) return null;
  return lines.map((text) => ({ text, isAsPasted: true }));
}

function collect(value: unknown, depth: number, texts: string[]): void {
  if (depth > DEEPEST || typeof value !== "object" || value === null) return;
  const entries = Object.entries(value);
  // what is to be written into a file, and what a program tells of itself
  if (entries.some(([key]) => /^(?:path|filename|dest|destination|level|severity)$/.test(key)))
    return;
  // a runner gives what was printed twice: whole, and by lines
  const hasLines = entries.some(([key]) => key.endsWith("stdout_lines"));
  const prompt = promptOf(value as Fields);
  for (const [key, inner] of entries) {
    if (hasLines && key === "stdout") continue;
    if (!TEXT.test(key)) collect(inner, depth + 1, texts);
    else if (typeof inner === "string") texts.push(`${prompt}${inner}`);
    else if (Array.isArray(inner) && inner.every((one) => typeof one === "string"))
      texts.push(`${prompt}${inner.join("\n")}`);
    else collect(inner, depth + 1, texts);
  }
}

/** The command that a runner tells beside its output, as it would have been typed on its machine. */
function promptOf(fields: Fields): string {
  const { command, cmd = command } = fields;
  const typed = Array.isArray(cmd) ? cmd.join(" ") : cmd;
  if (typeof typed !== "string" || typed === "" || typed.includes("\n")) return "";
  const host = hostOf(fields);
  return `${host === undefined ? "" : `root@${host}:~`}# ${typed}\n`;
}
