/** What stands before each line, and within it, because of where it was pasted. */
import { framing, type Line } from "./line.ts";

type Dress = (lines: readonly Line[], host: string) => Line[];

const each =
  (change: (text: string, at: number, host: string) => string): Dress =>
  (lines, host) =>
    lines.map((line, at) => ({ ...line, text: change(line.text, at, host) }));

const before = (what: string): Dress =>
  each((text) => (text === "" ? what.trimEnd() : what + text));

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Around a whole text. */
export const AROUND_ALL: Readonly<Record<string, Dress>> = {
  nothing: (lines) => [...lines],
  "quoted once": before("> "),
  "quoted without a blank": before(">"),
  "quoted twice": before("> > "),
  "quoted by mail, twice": before(">> "),
  "two blanks": before("  "),
  "four blanks": before("    "),
  "a tab": before("\t"),
  "HTML's quotes": each((text) => `&gt; ${escaped(text)}`),
  "HTML's characters": each(escaped),
};

/** Around the lines of one output, by the command that printed it. */
export const AROUND_ONE: Readonly<Record<string, Dress>> = {
  "cat -n": each((text, at) => `${String(at + 1).padStart(6)}\t${text}`),
  "grep -n": each((text, at) => `${at + 1}:${text}`),
  pdsh: each((text, _, host) => `${host}: ${text}`),
  "four blanks": before("    "),
};

const RED = "\u001b[01;31m\u001b[K";
const PLAIN = "\u001b[m\u001b[K";
const PROMPT = /^\[?\w+@[\w.-]+[: ]\S*[#$] /;

/** Within lines: what a terminal or a mail program puts there. */
export const WITHIN: Readonly<Record<string, Dress>> = {
  nothing: (lines) => [...lines],
  "colours of grep": each((text) => text.replaceAll("conntrack", `${RED}conntrack${PLAIN}`)),
  "colours of a prompt": each((text) =>
    PROMPT.test(text) ? `\u001b[01;32m${text.replace("@", "\u001b[00m@")}\u001b[0m` : text,
  ),
  "no-break blanks": each((text) => text.replaceAll("  ", "\u00a0 ")),
  "only no-break blanks": each((text) => text.replaceAll(" ", "\u00a0")),
  "a recording of script": (lines, host) => [
    ...framing('Script started on 2026-11-22 18:07:11+00:00 [TERM="xterm" TTY="/dev/pts/0"]'),
    ...typed(lines, host),
    ...framing("", 'Script done on 2026-11-22 18:09:42+00:00 [COMMAND_EXIT_CODE="0"]'),
  ],
};

/** Commands with a typing error taken back, and the terminal's title set. */
const typed: Dress = each((text, _, host) =>
  PROMPT.test(text)
    ? `\u001b]0;root@${host}:~\u0007\u001b[?2004h${text}x\b\u001b[K\r\u001b[?2004l`
    : text,
);
