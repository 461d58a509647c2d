import { AnalyzerError } from "../errors.ts";
import { DIGEST, type Digest, digestSchema } from "../report/digest-contract.ts";

/** How a digest begins, of whatever version. */
const BEGINS =
  /^\ufeff?\s{0,20}\{\s{0,20}"schema"\s{0,5}:\s{0,5}"(conntriage\/digest\/[^"]{0,40})"/;

/** Whether a file that begins so is a digest. */
export const isDigest = (head: string): boolean => BEGINS.test(head);

/** Characters of one digest: that of 50,000 nodes takes 120 million. */
const LONGEST = 250_000_000;

/**
 * The digests of a file: one, which may be indented, or one a line. Of many no more than one is held as text.
 *
 * @throws AnalyzerError `BUNDLE_UNREADABLE`, with what is wrong and where
 */
export async function* readDigests(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Digest> {
  let lines: string[] = [];
  let [line, from] = [0, 1];
  const digest = () => readDigest(lines.join("\n"), from === 1 ? "" : `line ${from}: `);
  for await (const text of linesOf(blocks)) {
    line++;
    // a digest ends where the next one begins
    if (lines.length > 0 && isDigest(text)) {
      yield digest();
      lines = [];
    }
    if (lines.length === 0) from = line;
    if (lines.length > 0 || text.trim() !== "") lines.push(text);
  }
  yield digest();
}

async function* linesOf(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  let length = 0;
  for await (const block of blocks) {
    const [first, ...others] = decoder.decode(block, { stream: true }).split("\n");
    parts.push(first!);
    length += first!.length;
    if (length > LONGEST)
      throw wrong("", "not a digest, or one of very many nodes: it is too large to be read");
    for (const next of others) {
      yield parts.join("");
      parts = [next];
      length = next.length;
    }
  }
  yield parts.join("") + decoder.decode();
}

function readDigest(text: string, where: string): Digest {
  const version = BEGINS.exec(text)?.[1];
  if (version !== DIGEST) throw wrong(where, otherVersion(version));
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw wrong(where, "a digest that was cut or damaged: it is no JSON");
  }
  const parsed = digestSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(where, `not a digest: ${issue!.path.join(".") || "the whole"}: ${issue!.message}`);
  }
  const { nodes, profiles } = parsed.data;
  const lost = nodes.find(({ profile }) => profile >= profiles.length);
  if (lost !== undefined) throw wrong(where, `not a digest: there is no profile ${lost.profile}`);
  return parsed.data;
}

const otherVersion = (version: string | undefined): string =>
  version === undefined
    ? "not a digest"
    : `a digest of another version (${version}, and this conntriage reads ${DIGEST}): make it again with conntriage analyze -f digest`;

const wrong = (where: string, message: string): AnalyzerError =>
  new AnalyzerError("BUNDLE_UNREADABLE", `${where}${message}`);
