/** Lines of a difference that a person reads; what is beyond them is counted. */
const MOST_LINES = 20;
/** Lines around a change. */
const AROUND = 1;
/** Above so many pairs of lines the changed middle is shown as removed and added as a whole. */
const MOST_PAIRS = 4_000_000;

type Line = { sign: " " | "-" | "+"; text: string };

/** How one text differs from another, as a unified difference of at most 20 lines; empty where they are equal. */
export function difference(before: string, after: string): string {
  if (before === after) return "";
  const [a, b] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const changed = align(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const same = (lines: readonly string[]) => lines.map((text): Line => ({ sign: " ", text }));
  const all = [
    ...same(a.slice(Math.max(0, start - AROUND), start)),
    ...changed,
    ...same(a.slice(a.length - end, a.length - end + AROUND)),
  ];
  const near = all.filter((_, at) =>
    all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ sign }) => sign !== " "),
  );
  const shown = near
    .slice(0, MOST_LINES - 2)
    .map(({ sign, text }) => `${sign}${text}`.slice(0, 1000));
  const rest = near.length - shown.length;
  return [
    `@@ line ${start + 1} @@`,
    ...shown,
    ...(rest > 0 ? [`… ${rest} more lines of the difference`] : []),
  ].join("\n");
}

/** The longest common lines stay, the others are removed or added. */
function align(a: readonly string[], b: readonly string[]): Line[] {
  const removed = (text: string): Line => ({ sign: "-", text });
  const added = (text: string): Line => ({ sign: "+", text });
  if (a.length * b.length > MOST_PAIRS) return [...a.map(removed), ...b.map(added)];
  // common[i][j]: how many lines a from i on and b from j on have in common
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i]![j] =
        a[i] === b[j]
          ? common[i + 1]![j + 1]! + 1
          : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length)
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: " ", text: a[i++]! });
      j++;
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!))
      lines.push(removed(a[i++]!));
    else lines.push(added(b[j++]!));
  return lines;
}
