/**
 * A regular expression without look-around, which backtracks at least as much as another one on each text: its
 * look-around is left out, which only ever ends a way early, and behind it stands a letter that no text has, so that no
 * way ends well and all are gone. What is linear by that is linear, and sooner found to be so. Null where what a
 * look-around looks at has no bound, and so costs more than a fixed time at each place, or where it has a back-reference.
 */
export function relaxed(source: string): string | null {
  if (/\\k<|\\[1-9]/.test(source)) return null;
  let kept = "";
  for (let at = 0; at < source.length; ) {
    const end = partEnd(source, at);
    const part = source.slice(at, end);
    if (!/^\(\?<?[=!]/.test(part)) {
      kept += part;
      at = end;
      continue;
    }
    const close = groupEnd(source, at);
    if (close === null || isUnbounded(source.slice(at + part.length, close))) return null;
    kept += "(?:)";
    at = close;
  }
  return `(?:${kept})${NEVER}`;
}

/** Of a private area, which no class of ours names. */
const NEVER = "\\uF8FF";

/** Behind what stands at a place: an escape, a class, the beginning of a group, or one letter. */
function partEnd(source: string, at: number): number {
  if (source[at] === "\\") return at + 2;
  if (source[at] === "(")
    return at + /^\((?:\?(?:<?[=!]|:|<\w+>))?/.exec(source.slice(at))![0].length;
  if (source[at] !== "[") return at + 1;
  let end = at + 1;
  while (end < source.length && source[end] !== "]") end += source[end] === "\\" ? 2 : 1;
  return end + 1;
}

/** Behind the parenthesis that closes the group which begins at a place. */
function groupEnd(source: string, from: number): number | null {
  let depth = 0;
  for (let at = from; at < source.length; at = partEnd(source, at)) {
    if (source[at] === "(") depth++;
    if (source[at] === ")" && --depth === 0) return at + 1;
  }
  return null;
}

/** Whether something in it repeats without an end. */
function isUnbounded(source: string): boolean {
  for (let at = 0; at < source.length; at = partEnd(source, at))
    if (/^(?:[*+]|\{\d+,\})/.test(source.slice(at))) return true;
  return false;
}
