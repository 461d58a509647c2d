/** A command that was typed, maybe over several lines. */
export interface Typed {
  host: string | null;
  command: string;
  /** Its last line so far. */
  number: number;
}

/** What a loop or a condition ends with. */
const ENDS: readonly (readonly [RegExp, RegExp])[] = [
  [/(?:^|[;&|]\s{0,8})(?:for|while|until)\s/, /(?:^|[;&\s])done(?:$|[\s;|&>])/],
  [/(?:^|[;&|]\s{0,8})if\s/, /(?:^|[;&\s])fi(?:$|[\s;|&>])/],
];
/** Characters of a command that are put together. */
const LONGEST = 4000;

/** Whether a shell asks for more of a command; of a document in the command what follows is no command. */
function isOpen(command: string): boolean {
  if (command.includes("<<")) return false;
  const isQuoted = (sign: string) => command.split(sign).length % 2 === 0;
  return (
    /(?:\\|\||&&)$/.test(command) ||
    isQuoted("'") ||
    isQuoted('"') ||
    ENDS.some(([begins, ends]) => begins.test(command) && !ends.test(command))
  );
}

/** The whole of a command that goes on in a line, or null where the line is none of its. */
export function goesOnTyped({ command, number }: Typed, bare: string, at: number): string | null {
  if (at !== number + 1 || command.length > LONGEST) return null;
  const rest = /^>(?: (.*))?$/.exec(bare);
  const isBroken = command.endsWith("\\");
  if (rest === null ? !isBroken : !isOpen(command)) return null;
  const more = (rest === null ? bare : (rest[1] ?? "")).trim();
  if (isBroken) return `${command.slice(0, -1).trimEnd()} ${more}`;
  return `${command}${/(?:\||&&|\bdo|\bthen)$/.test(command) ? " " : "; "}${more}`;
}
