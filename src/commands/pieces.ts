/** Long texts as pieces, so that none of them is ever held whole. */

/** Characters that are written at once. */
const BATCH = 65_536;

/** The same text, in pieces that are worth a write each. */
export function* batches(pieces: Iterable<string>): Generator<string> {
  let batch = "";
  for (const piece of pieces) {
    batch += piece;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = "";
  }
  if (batch !== "") yield batch;
}

/** What `JSON.stringify` gives of an object, and a line's end: its list `long` comes an element at a time. */
export function* jsonPieces(value: object, long: string, indent = 0): Generator<string> {
  const line = (depth: number): string => (indent === 0 ? "" : `\n${" ".repeat(indent * depth)}`);
  const inner = (one: unknown, depth: number): string =>
    JSON.stringify(one, null, indent).replaceAll("\n", line(depth));
  let before = "{";
  for (const [key, one] of Object.entries(value)) {
    yield `${before}${line(1)}${JSON.stringify(key)}:${indent === 0 ? "" : " "}`;
    before = ",";
    if (key !== long || !Array.isArray(one) || one.length === 0) yield inner(one, 1);
    else {
      for (const [at, element] of one.entries())
        yield `${at === 0 ? "[" : ","}${line(2)}${inner(element, 2)}`;
      yield `${line(1)}]`;
    }
  }
  yield `${line(0)}}\n`;
}
