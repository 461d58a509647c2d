import { AnalyzerError } from "../errors.ts";
import { DIGEST, type Digest, digestSchema } from "../report/digest-contract.ts";

/** How a digest begins, of whatever version. */
const BEGINS =
  /^\ufeff?\s{0,20}\{\s{0,20}"schema"\s{0,5}:\s{0,5}"(conntriage\/digest\/[^"]{0,40})"/;

/** Whether a file that begins so is a digest. */
export const isDigest = (head: string): boolean => BEGINS.test(head);

/**
 * The digests of a text: one, or one a line.
 *
 * @throws AnalyzerError `BUNDLE_UNREADABLE`, with what is wrong and where
 */
export function* readDigests(text: string): Generator<Digest> {
  const lines = text.split("\n");
  const areLines = lines.filter((line) => isDigest(line)).length > 1;
  if (!areLines) yield readDigest(text, "");
  else
    for (const [at, line] of lines.entries())
      if (line.trim() !== "") yield readDigest(line, `line ${at + 1}: `);
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
    : `a digest of another version (${version}, and this conntriage reads ${DIGEST}): make it anew with conntriage analyze -f digest`;

const wrong = (where: string, message: string): AnalyzerError =>
  new AnalyzerError("BUNDLE_UNREADABLE", `${where}${message}`);
