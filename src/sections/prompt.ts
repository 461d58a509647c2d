import { isKnownCommand } from "./known-commands.ts";

/** A prompt with the command behind it. */
export interface Prompt {
  host: string | null;
  command: string;
}

const NAME = "[A-Za-z0-9][\\w.-]{0,253}";
/** Prompts that name their machine: `[root@node7 ~]# `, `ops@edge-3:~$ `, `root@node9 /var/log $ `, `node1:~ # `. */
const STRONG: readonly RegExp[] = [
  new RegExp(
    `^(?:\\([^)]{1,64}\\) ?)?\\[?(?:${NAME})@(${NAME})(?:[: ][^$#%>\\]]{0,200})?\\]? ?[#$%>] ?(\\S.*)$`,
  ),
  new RegExp(`^\\[(${NAME}) [^\\]]{1,200}\\][#$] ?(\\S.*)$`),
  new RegExp(`^(${NAME}):[~/][^$# ]{0,200} ?[#$>] ?(\\S.*)$`),
];
/** Prompts that do not, which count only before a command that is known. */
const WEAK =
  /^(?:(?:sh|bash|ash|zsh)-[\d.]{1,8}[#$]|\/[\w/.-]{0,200} [#$]|[~/][\w/.~-]{0,100} ?[#$❯➜]|[~/][\w/.~-]{0,100}(?: [^\s❯]{1,64}){1,4} ?❯|➜ {1,3}\S{1,80}(?: git:\(\S{1,80}\))?(?: ✗)?(?= )|PS [A-Z]:[^>]{0,200}>|[A-Z]:\\[^>]{0,200}>|[└╰]─{1,3}[#$%❯➤>]|[$#%❯➜»]|\+{1,3}) {0,4}(\S.*)$/;
/** A bare machine's name as prompt: `node1# `, `router> `. */
const NAMED = new RegExp(`^(${NAME})[#>$] ?(\\S.*)$`);

/** Reads a line as a prompt with a command, or null. */
export function readPrompt(text: string): Prompt | null {
  const c = text.charCodeAt(0);
  // rows and settings begin like words, and are by far the most
  if (!/[#$%>❯➜»➤]|^\+/.test(text)) return null;
  for (const pattern of STRONG) {
    const found = pattern.exec(text);
    if (found !== null && !/^[>|=]/.test(found[2]!)) return { host: found[1]!, command: found[2]! };
  }
  const weak = WEAK.exec(text);
  if (
    weak !== null &&
    (isKnownCommand(weak[1]!) || (c === 36 && /^[./~]?[\w./-]+(?:\s|$)/.test(weak[1]!)))
  )
    return { host: null, command: weak[1]! };
  const named = NAMED.exec(text);
  return named !== null && isKnownCommand(named[2]!) && !isKnownCommand(named[1]!)
    ? { host: named[1]!, command: named[2]! }
    : null;
}

/** Commands that only show something, as people write them above what they printed. */
const BARE =
  /^(?:sudo )?(?:cat(?: \/proc\/[\w./*{},-]{3,200}){1,6}|wc -l \/proc\/net\/(?:nf|ip)_conntrack|conntrack -[CLS]|zabbix_get(?: -[sp] ?[\w.:-]{1,253}){0,2} -k ?["']?vfs\.file\.contents\[[^\]]{4,200}\]["']?(?: -[sp] ?[\w.:-]{1,253}){0,2}|sysctl(?: -n)?(?: net\.[\w.]{3,80}){1,6})(?: ?\| ?(?:wc -l|grep [\w-]{1,60}|(?:head|tail)(?: -n?)? ?\d{0,6})){0,2}$/;

/** Reads a line that is a command without a prompt, or null. */
export const readBareCommand = (text: string): Prompt | null =>
  BARE.test(text) ? { host: null, command: text } : null;

const EMPTY = new RegExp(
  `^(?:\\[?${NAME}@${NAME}(?:[: ][^$#%>\\]]{0,200})?\\]? ?[#$%>]|[$#%]|(?:sh|bash)-[\\d.]{1,8}[#$])\\s*$`,
);

/** A prompt with nothing behind it. */
export const isEmptyPrompt = (text: string): boolean => EMPTY.test(text);
