import type { Bundle } from "../archive/entry.ts";
import { captureFrom } from "../compare/capture.ts";
import { compareCaptures } from "../compare/index.ts";
import type { Capture } from "../compare/pairs.ts";
import { AnalyzerError } from "../errors.ts";
import { examineAll } from "../examine.ts";
import { sayProgress, telling } from "../read-progress.ts";
import { redactBundle } from "../redact/bundle.ts";
import { KeyedHide } from "../redact/hide.ts";
import { sayRedacted } from "../redact/said.ts";
import { basisOf } from "../report/basis.ts";
import { buildCase } from "../report/build.ts";
import { comparisonDocument } from "../report/document/comparison/index.ts";
import { renderHtml } from "../report/html/index.ts";
import { plainHtml } from "../report/html/plain.ts";
import { renderMarkdown } from "../report/markdown/index.ts";
import { plainMarkdown } from "../report/markdown/plain.ts";
import type { Answer, Ask, Given } from "./messages.ts";
import { RedactedBlob } from "./redacted-blob.ts";
import { openBy, readFor } from "./thread.ts";

/** Milliseconds of work before the page is told how far it is. */
const PATIENCE = 100;

/** What a worker's global is, as far as it is used here. */
interface Scope {
  onmessage: ((event: MessageEvent<Ask | { is: "read"; port: MessagePort }>) => void) | null;
  postMessage(answer: Answer): void;
}
const scope = globalThis as unknown as Scope;
let open: (given: Given) => Promise<Bundle>;

scope.onmessage = ({ data }) => {
  if (data.is === "read") readFor(data.port);
  else if (data.is === "start") open = openBy(data.reader);
  else
    work(data)
      .catch((error: unknown): Answer => ({ is: "failed", message: wordsOf(error) }))
      .then((answer) => scope.postMessage(answer));
};

async function work(ask: Exclude<Ask, { is: "start" }>): Promise<Answer> {
  switch (ask.is) {
    case "analyse":
      return analyse(ask.given);
    case "redact":
      return redact(ask.given, ask.key);
    case "compare":
      return compare(ask.captures);
  }
}

async function analyse(given: readonly Given[]): Promise<Answer> {
  const byName = new Map<string, Given>();
  // two of one name are told apart by a number, as those of two folders are by the folder
  for (const one of given)
    byName.set(byName.has(one.name) ? `${byName.size + 1}/${one.name}` : one.name, one);
  const results = await examineAll([...byName.keys()], (name) => watched(byName.get(name)!));
  const analysis = buildCase(results);
  return {
    is: "told",
    analysis,
    html: renderHtml(analysis),
    markdown: renderMarkdown(analysis),
    capture: captureFrom(results),
    basis: basisOf(results[0]),
  };
}

function compare(captures: readonly Capture[]): Answer {
  const comparison = compareCaptures(captures);
  const document = comparisonDocument(comparison);
  return {
    is: "compared",
    comparison,
    html: plainHtml(document),
    markdown: plainMarkdown(document),
  };
}

async function redact(given: Given, key: Uint8Array): Promise<Answer> {
  const archive = new RedactedBlob();
  const redacted = await redactBundle(await watched(given), new KeyedHide(key), archive);
  const { kept, damage } = redacted;
  if (kept === 0)
    throw new AnalyzerError(
      "BUNDLE_UNREADABLE",
      `${given.name}: ${damage[0] ?? "nothing in it is known, so that nothing is left of it"}`,
    );
  const blob = await archive.close(damage.length === 0);
  return { is: "redacted", archive: blob, ...sayRedacted(redacted) };
}

/** Opens a bundle that tells the page how far it is read. */
async function watched(given: Given): Promise<Bundle> {
  const [one] = given.files;
  const total = given.isFolder || one === undefined ? null : one.file.size;
  const watch = telling(total, PATIENCE, (stand) => {
    const part = total === null ? null : stand.bytes / total;
    scope.postMessage({ is: "stand", words: sayProgress(stand), part });
  });
  return watch(await open(given));
}

const wordsOf = (error: unknown): string =>
  error instanceof AnalyzerError
    ? error.message
    : `conntriage failed, which is a fault of its own: ${error instanceof Error ? error.message : String(error)}`;
