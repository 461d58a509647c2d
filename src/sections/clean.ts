import { inEnglish } from "../parsers/locale-dates.ts";
import { mayBeBoxed, unboxed } from "./drawn.ts";

/** What a terminal, a mail program or a tracker adds to a character of a text, taken off again. */

const ESCAPE = "\u001b";
/** Colours, cursor moves, titles: ECMA-48 sequences, each of bounded length. */
const ANSI = new RegExp(
  `${ESCAPE}(?:\\([0B]|\\[[0-9;?]{0,32}[ -/]{0,2}[@-~]|\\][^\\u0007${ESCAPE}]{0,512}(?:\\u0007|${ESCAPE}\\\\)|[@-Z\\\\-_])`,
  "g",
);
/** None of these means that there is nothing to clean. */
const SUSPECT = new RegExp(
  `[${ESCAPE}\\u0008\\u00a0\\u2009\\u202f\\u200b-\\u200f\\u2018-\\u201f\\u2028\\ufeff\\u0000&\\r]`,
);

const ENTITIES: Readonly<Record<string, string>> = {
  "&gt;": ">",
  "&lt;": "<",
  "&amp;": "&",
  "&quot;": '"',
  "&#39;": "'",
  "&nbsp;": " ",
};

/** What parts the lines of a web page or of a document of Word, or stands around them. */
const TAG =
  /<\/?(?:br|pre|p|div|table|thead|tbody|tr|th|td|ul|ol|li|code|h[1-6]|body|html|ac:[\w-]{1,40}|w:(?:p|br|tr))\b[^<>]{0,200}>|<!\[CDATA\[|\]\]>/i;
/** What stands within them, and parts nothing. */
const WITHIN =
  /<\/?(?:span|b|i|u|em|strong|a|font|mark|w:(?!(?:p|br|tr)\b)\w{1,20})\b[^<>]{0,300}>/gi;

/** What parts the cells of a row of a web page's table. */
const CELLS = /<\/t[dh]>\s{0,8}<t[dh]\b[^<>]{0,200}>/gi;
/** A forum's marks around what was pasted. */
const MARKS = /\[\/?(?:code|quote|pre)(?:=[^[\]]{0,200})?\]/i;

/** A chat's fence of code that stands on the line of what it fences. */
const FENCE = /(?<=[^`])```$|^(?:> ?)?```(?=[^`])/;

/** Where a program that draws a screen goes to write the next line. */
const GOES_ALONG = new RegExp(`${ESCAPE}\\[\\d{1,4};\\d{1,4}H`, "g");
const GOES_TO = new RegExp(`${ESCAPE}\\[(?:\\d{1,4}(?:;1)?)?[Hd]`);

/** The lines that a page, a chat or a drawn screen has on one of its own. */
export function partsOf(raw: string): readonly string[] {
  const split = GOES_TO.test(raw)
    ? GOES_TO
    : /<|\]\]>/.test(raw) && (TAG.test(raw) || raw.includes("</span>"))
      ? TAG
      : raw.includes("```")
        ? FENCE
        : raw.includes("[") && MARKS.test(raw)
          ? MARKS
          : null;
  if (split === null) return [raw];
  // a row of cells stays one line, as a tracker writes it
  const rows = split === TAG ? raw.replace(CELLS, " | ").replace(WITHIN, "") : raw;
  return rows
    .split(split)
    .filter((part) => part.trim() !== "")
    .map((part) => (split === TAG && part.includes(" | ") ? `| ${part}` : part));
}

/** A line without colours, carriage returns, backspaces, odd blanks and quotes, HTML's entities, and others' months. */
export function clean(raw: string): string {
  const text = mayBeBoxed(raw) ? unboxed(raw) : raw;
  if (!SUSPECT.test(text)) return inEnglish(withoutMarkup(text));
  let bare = text;
  if (bare.includes(ESCAPE)) bare = bare.replace(GOES_ALONG, "  ").replace(ANSI, "");
  if (bare.includes("\b")) bare = withoutBackspaces(bare);
  if (bare.includes("&"))
    bare = bare.replace(/&(?:gt|lt|amp|quot|nbsp|#39);/g, (e) => ENTITIES[e]!);
  // what word processors and chats make of plain quotes
  bare = bare.replace(/[\u201c-\u201f]/g, '"').replace(/[\u2018-\u201b]/g, "'");
  return inEnglish(
    withoutMarkup(
      bare.replace(/[\u00a0\u2009\u202f]/g, " ").replace(/[\u200b-\u200f\u2028\ufeff\r]/g, ""),
    ),
  );
}

/** Without the signs of bold type in Markdown, and the control words of RTF. */
function withoutMarkup(text: string): string {
  if (text.includes("\\par"))
    return text.replace(/\\[a-z]{1,32}-?\d{0,9} ?|\\'[0-9a-f]{2}|[{}]/g, "");
  // bold type alone on a line is a heading
  const heading = /^\*\*([^*]{1,200})\*\*:?$/.exec(text.trim())?.[1];
  if (heading !== undefined) return `### ${heading}`;
  return text.includes("**")
    ? text.replace(/(?<!\*)\*\*(?![\s*])([^*]{1,200})(?<!\s)\*\*(?!\*)/g, "$1")
    : text;
}

function withoutBackspaces(text: string): string {
  const kept: string[] = [];
  for (const c of text)
    if (c === "\b") kept.pop();
    else kept.push(c);
  return kept.join("");
}

/** How a text's bytes are encoded, by its first ones: PowerShell redirects as UTF-16. */
export function encodingOf(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  // without a mark: every other byte of plain text is zero
  let even = 0;
  let odd = 0;
  const pairs = Math.min(64, head.length >> 1);
  for (let at = 0; at < pairs; at++) {
    if (head[2 * at] === 0) even++;
    if (head[2 * at + 1] === 0) odd++;
  }
  if (pairs >= 8 && odd > pairs * 0.9 && even === 0) return "utf-16le";
  return pairs >= 8 && even > pairs * 0.9 && odd === 0 ? "utf-16be" : "utf-8";
}
