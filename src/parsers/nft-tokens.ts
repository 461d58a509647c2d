/** The words of a line; a quoted text is one word, commas and semicolons are words, `#` ends it. */
export function nftTokens(text: string): string[] {
  const tokens: string[] = [];
  const trimmed = text.trim();
  let at = 0;
  while (at < trimmed.length) {
    while (trimmed[at] === " " || trimmed[at] === "\t") at++;
    // "# xt_recent" stands within a rule, for a match that nft cannot print; "# handle 7" ends it.
    if (trimmed[at] === "#") {
      if (!trimmed.startsWith("# xt_", at)) break;
      at += 2;
    }
    let end = at;
    if (trimmed[at] === '"') {
      const closing = trimmed.indexOf('"', at + 1);
      end = closing < 0 ? trimmed.length : closing + 1;
    } else {
      while (end < trimmed.length && !" \t,;".includes(trimmed[end]!)) end++;
      if (end === at) end++;
    }
    if (end > at) tokens.push(trimmed.slice(at, end));
    at = end;
  }
  return tokens;
}

/** A word without its quotes. */
export const unquoted = (text: string) =>
  text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text;
