/** The words over which a loop goes; none where a command gives them. */
export interface Named {
  all: readonly string[];
}

const LOOP = /\bfor\s{1,8}(\w{1,32})\s{1,8}in\s{1,8}([^;]{1,600});\s{0,8}do\b(.{1,1400})/s;

const PRINTS = /\b(?:echo|printf)\b[^;|&$]{0,80}\$\{?(\w{1,32})/;

/** What a loop over machines prints of their names before each answer: `for n in a b; do echo $n; ssh $n …; done`. */
export function namesOf(command: string): Named | null {
  const [, variable, words, body] = LOOP.exec(command) ?? [];
  if (variable === undefined || !PRINTS.exec(body!)?.includes(variable)) return null;
  const all = /[$`*{]/.test(words!) ? [] : words!.trim().split(/\s+/);
  return { all };
}

const NAME =
  /^(?:[-=#*>+]{1,16} ?)?(?:(?:pod|node)\/)?([A-Za-z0-9][\w.-]{0,252}?)(?: ?[-=#*:<+]{1,16})?$/;

/** The name that such a loop prints on a line, maybe between signs; null for any other line. */
export function nameIn({ all }: Named, bare: string): string | null {
  const name = NAME.exec(bare)?.[1];
  if (name === undefined) return null;
  const isOne = all.length > 0 ? all.includes(name) : /[A-Za-z]/.test(name) && /[\d.-]/.test(name);
  return isOne ? name : null;
}

const END_OF_NAME = /(?:conntrack_|netfilter\/)\$\{?(\w{1,32})/;
const VARIABLE = /\$(?:\{(\w{1,32})\}|(\w{1,32}))/g;

/** A loop over the ends of settings' names, `nf_conntrack_$k`, as the commands that it runs one after the other. */
export function unrolled(line: string): string {
  const [whole, variable, words, body] = LOOP.exec(line) ?? [];
  if (whole === undefined || /[$`*{]/.test(words!)) return line;
  if (END_OF_NAME.exec(body!)?.[1] !== variable) return line;
  const once = body!.split(/\bdone\b/)[0]!;
  const runs = words!
    .trim()
    .split(/\s+/)
    .map((word) =>
      once.replace(VARIABLE, (said, braced, bare) => ((braced ?? bare) === variable ? word : said)),
    );
  return line.replace(whole, () => runs.join("; "));
}
