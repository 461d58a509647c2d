import { readFile, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { Blocks } from "../archive/entry.ts";
import { AnalyzerError } from "../errors.ts";
import { failedDigest } from "../fleet/digest.ts";
import { fleetOf } from "../fleet/judge.ts";
import { digestText, Merger } from "../fleet/merge.ts";
import { isDigest, readDigests } from "../fleet/read.ts";
import type { Digest } from "../report/digest-contract.ts";
import type { Fleet } from "../report/fleet-contract.ts";
import type { TextOptions } from "../report/text/index.ts";
import { loadCauses } from "./custom-causes.ts";
import { reasonFor } from "./digest-one.ts";
import { digestAll } from "./digest-pool.ts";
import { EXIT } from "./exit.ts";
import { checkFailOn } from "./fail-on.ts";
import { fleetFailures } from "./fleet-fail-on.ts";
import { FLEET_ENDINGS, type FleetFormat, OF_FLEETS } from "./fleet-formats.ts";
import { inputsOf } from "./fleet-inputs.ts";
import { planFor, shown, writeDocuments } from "./output.ts";
import { countOn } from "./progress.ts";
import { columnsOf, wantsColour } from "./terminal.ts";

export interface FleetCommand {
  format?: FleetFormat[];
  output?: string;
  failOn?: string[];
  causes?: string;
  jobs?: number;
  quiet?: boolean;
}

/** Bytes of a digest's file that are read: a row of 10,000 nodes takes 50 MB. */
const MOST_BYTES = 400 * 2 ** 20;

/** Runs `conntriage fleet`: one node or all? */
export async function runFleet(given: readonly string[], options: FleetCommand): Promise<void> {
  const { failOn = [], causes, quiet = false } = options;
  const plan = planFor<FleetFormat>(FLEET_ENDINGS, options.format ?? [], options.output);
  const known = await loadCauses(causes);
  checkFailOn(
    failOn.filter((word) => !OF_FLEETS.some((own) => own === word)),
    known,
  );
  const inputs = inputsOf(given);
  const count = inputs.bundles.length + inputs.digests.length;
  if (count === 0)
    throw new AnalyzerError("USAGE", `fleet: no bundle and no digest in ${given.join(", ")}`);
  const merger = new Merger();
  const progress = countOn(process.stderr, count, quiet);
  const take = (digest: Digest) => {
    merger.add(digest);
    progress.step();
  };
  try {
    for (const path of inputs.digests) await takeDigests(path, () => readWhole(path), take);
    const paths = inputs.bundles.filter((path) => path !== "-");
    const jobs = options.jobs ?? availableParallelism();
    await digestAll(paths, { jobs, causes, take });
    if (paths.length < inputs.bundles.length) await takeInput(known, take);
  } finally {
    progress.clear();
  }
  const digest = merger.digest();
  const fleet = fleetOf(digest);
  if (inputs.others.length > 0) fleet.notes.push(ignored(inputs.others));
  const failed = fleetFailures(fleet, failOn);
  if (digest.failed.length > 0) process.exitCode = EXIT.unreadable;
  else if (failed.length > 0) process.exitCode = EXIT.failedOn;

  const onScreen: TextOptions = {
    colour: wantsColour(process.stdout, process.env),
    width: columnsOf(process.stdout),
  };
  const written = await writeDocuments(plan, FLEET_ENDINGS, "fleet", (format) =>
    render(fleet, digest, format, {}),
  );
  const [format] = plan.formats;
  if (plan.to.is === "screen") process.stdout.write(await render(fleet, digest, format, onScreen));
  if (quiet) return;
  for (const path of written.values()) process.stdout.write(`wrote ${shown(path)}\n`);
  // what is written for programs does not list them where a person looks
  if (plan.to.is !== "screen" || format !== "text")
    for (const { bundle, reason } of digest.failed)
      process.stderr.write(`conntriage: ${shown(`${bundle}: ${reason}`)}\n`);
  if (failed.length > 0) process.stderr.write(`conntriage: failed on ${failed.join(", ")}\n`);
}

/** The digests of one text, none of them if one is wrong. */
async function takeDigests(
  path: string,
  read: () => Promise<string>,
  take: (digest: Digest) => void,
): Promise<void> {
  const one = new Merger();
  try {
    for (const digest of readDigests(await read())) one.add(digest);
    take(one.digest());
  } catch (error) {
    const isOurs = error instanceof AnalyzerError || (error as NodeJS.ErrnoException).code;
    if (!isOurs) throw error;
    take(failedDigest(path, reasonFor(path, error)));
  }
}

async function readWhole(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > MOST_BYTES)
    throw new AnalyzerError("BUNDLE_UNREADABLE", "a digest that is too large to be one");
  return readFile(path, "utf8");
}

/** Standard input: digests, or a bundle. */
async function takeInput(
  causes: Awaited<ReturnType<typeof loadCauses>>,
  take: (digest: Digest) => void,
): Promise<void> {
  const input = process.stdin[Symbol.asyncIterator]();
  const first = await input.next();
  const head: Uint8Array = first.done === true ? new Uint8Array() : first.value;
  async function* blocks(): Blocks & AsyncGenerator<Uint8Array> {
    yield head;
    for (let next = await input.next(); next.done !== true; next = await input.next())
      yield next.value as Uint8Array;
  }
  if (isDigest(Buffer.from(head.subarray(0, 128)).toString("utf8"))) {
    const parts: Uint8Array[] = [];
    for await (const part of blocks()) parts.push(part);
    await takeDigests("-", async () => Buffer.concat(parts).toString("utf8"), take);
    return;
  }
  const { digestOne } = await import("./digest-one.ts");
  take(await digestOne("-", causes, blocks));
}

/** Files that lay among the bundles; nobody says that they are none. */
function ignored(others: readonly string[]): string {
  const names = others.slice(0, 3).map((path) => `\`${path.replaceAll("`", "'")}\``);
  const more = others.length - names.length;
  return `Not looked at, as their names do not end as an archive's: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}. Give such a file by its own name.`;
}

async function render(
  fleet: Fleet,
  digest: Digest,
  format: FleetFormat,
  text: TextOptions,
): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify(fleet, null, 2)}\n`;
    case "digest":
      return digestText(digest);
    case "ndjson":
      return (await import("../report/fleet-row.ts")).renderRows(fleet);
  }
  const { fleetDocument } = await import("../report/document/fleet/index.ts");
  const document = fleetDocument(fleet);
  switch (format) {
    case "text":
      return (await import("../report/text/plain.ts")).renderPlainText(document, text);
    case "markdown":
      return (await import("../report/markdown/plain.ts")).renderPlainMarkdown(document);
    case "html":
      return (await import("../report/html/plain.ts")).renderPlainHtml(document);
  }
}
