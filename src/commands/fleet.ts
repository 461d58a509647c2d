import { createReadStream } from "node:fs";
import { availableParallelism } from "node:os";
import type { Blocks } from "../archive/entry.ts";
import { AnalyzerError } from "../errors.ts";
import { failedDigest } from "../fleet/digest.ts";
import { fleetOf } from "../fleet/judge.ts";
import { Merger } from "../fleet/merge.ts";
import { isDigest, readDigests } from "../fleet/read.ts";
import { shortName } from "../fleet/text.ts";
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
import { type Inputs, inputsOf } from "./fleet-inputs.ts";
import { planFor, shown, writeDocuments } from "./output.ts";
import { batches, jsonPieces } from "./pieces.ts";
import { renderPlain } from "./plain.ts";
import { countOn } from "./progress.ts";
import { columnsOf, wantsColour } from "./terminal.ts";

type Causes = Awaited<ReturnType<typeof loadCauses>>;

export interface FleetCommand {
  format?: FleetFormat[];
  output?: string;
  failOn?: string[];
  causes?: string;
  jobs?: number;
  quiet?: boolean;
}

/** Runs `conntriage fleet`: one node or all? */
export async function runFleet(given: readonly string[], options: FleetCommand): Promise<void> {
  const { failOn = [], quiet = false } = options;
  const plan = planFor<FleetFormat>(FLEET_ENDINGS, options.format ?? [], options.output);
  const known = await loadCauses(options.causes);
  checkFailOn(
    failOn.filter((word) => !OF_FLEETS.some((own) => own === word)),
    known,
  );
  const inputs = inputsOf(given);
  const count = inputs.bundles.length + inputs.digests.length;
  if (count === 0)
    throw new AnalyzerError("USAGE", `fleet: no bundle and no digest in ${given.join(", ")}`);
  const formats: readonly FleetFormat[] = plan.formats;
  const isMap = formats.every((format) => format === "digest") && failOn.length === 0;
  const { fleet, digest } = await read(inputs, known, options, {
    fleet: !isMap,
    digest: formats.includes("digest"),
  });
  const broken = (fleet ?? digest!).failed;
  const failed = fleet === null ? [] : fleetFailures(fleet, failOn);
  if (broken.length > 0) process.exitCode = EXIT.unreadable;
  else if (failed.length > 0) process.exitCode = EXIT.failedOn;

  const onScreen: TextOptions = {
    colour: wantsColour(process.stdout, process.env),
    width: columnsOf(process.stdout),
  };
  const written = await writeDocuments(plan, FLEET_ENDINGS, "fleet", (format) =>
    render(fleet, digest, format, {}),
  );
  const [format] = plan.formats;
  if (plan.to.is === "screen")
    for (const piece of await render(fleet, digest, format, onScreen)) process.stdout.write(piece);
  if (quiet) return;
  // what is written for programs does not list them where a person looks
  sayWritten(written.values(), broken, plan.to.is !== "screen" || format !== "text");
  if (failed.length > 0) process.stderr.write(`conntriage: failed on ${failed.join(", ")}\n`);
}

/** What is made of all inputs, which may be much: whatever of it is not wanted is let go of. */
async function read(
  inputs: Inputs,
  known: Causes,
  options: FleetCommand,
  wants: { fleet: boolean; digest: boolean },
): Promise<{ fleet: Fleet | null; digest: Digest | null }> {
  const digest = await mergedOf(inputs, known, options);
  const fleet = wants.fleet ? fleetOf(digest) : null;
  if (inputs.others.length > 0) fleet?.notes.push(ignored(inputs.others));
  fleet?.notes.push(...asOne(inputs.whole, digest));
  return { fleet, digest: wants.digest ? digest : null };
}

/** Reads all, and keeps of each no more than its row. */
async function mergedOf(
  { bundles, digests }: Inputs,
  known: Causes,
  { causes, jobs = availableParallelism(), quiet = false }: FleetCommand,
): Promise<Digest> {
  const merger = new Merger();
  const progress = countOn(process.stderr, bundles.length + digests.length, quiet);
  const take = (digest: Digest) => {
    merger.add(digest);
    progress.step();
  };
  const takeMany = async (path: string, blocks: AsyncIterable<Uint8Array>) => {
    merger.takeOver(await digestsOf(path, blocks));
    progress.step();
  };
  try {
    for (const path of digests) await takeMany(path, createReadStream(path));
    const paths = bundles.filter((path) => path !== "-");
    await digestAll(paths, { jobs, causes, take });
    if (paths.length < bundles.length) await takeInput(known, take, takeMany);
  } finally {
    progress.clear();
  }
  return merger.digest();
}

/** What was written, and which bundles could not be read, where a person does not see the report itself. */
function sayWritten(paths: Iterable<string>, failed: Digest["failed"], listsFailed: boolean): void {
  for (const path of paths) process.stdout.write(`wrote ${shown(path)}\n`);
  if (!listsFailed) return;
  for (const { bundle, reason } of failed)
    process.stderr.write(`conntriage: ${shown(`${bundle}: ${reason}`)}\n`);
}

/** The digests of one file, none of them if one is wrong. */
async function digestsOf(path: string, blocks: AsyncIterable<Uint8Array>): Promise<Merger> {
  const all = new Merger();
  try {
    for await (const digest of readDigests(blocks)) all.add(digest);
    return all;
  } catch (error) {
    const isOurs = error instanceof AnalyzerError || (error as NodeJS.ErrnoException).code;
    if (!isOurs) throw error;
    const none = new Merger();
    none.add(failedDigest(path, reasonFor(path, error)));
    return none;
  }
}

/** Standard input: digests, or a bundle. */
async function takeInput(
  causes: Causes,
  take: (digest: Digest) => void,
  takeMany: (path: string, blocks: AsyncIterable<Uint8Array>) => Promise<void>,
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
    await takeMany("-", blocks());
    return;
  }
  const { digestOne } = await import("./digest-one.ts");
  take(await digestOne("-", causes, blocks));
}

/** Files that lay among the bundles; nobody says that they are none. */
function ignored(others: readonly string[]): string {
  const names = others.slice(0, 3).map(quoted);
  const more = others.length - names.length;
  return `Skipped, as their names do not end as an archive's: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}. Give such a file by its own name.`;
}

/** Folders that were read as one bundle, though they may hold a file a node: they named several nodes, or none. */
const asOne = (whole: readonly string[], { nodes }: Digest): string[] =>
  whole.flatMap((path) => {
    const own = nodes.filter(({ bundle }) => bundle === shortName(path));
    const isClear = new Set(own.map(({ host }) => host)).size === 1 && own[0]!.host !== null;
    return own.length === 0 || isClear
      ? []
      : [
          `${quoted(path)} holds no archive and was read as one bundle: what its files say of one name, or of none, is taken to be of one node. Given by their own names, each counts by itself.`,
        ];
  });

const quoted = (path: string): string => `\`${path.replaceAll("`", "'")}\``;

async function render(
  fleet: Fleet | null,
  digest: Digest | null,
  format: FleetFormat,
  text: TextOptions,
): Promise<Iterable<string>> {
  if (format === "digest") return batches(jsonPieces(digest!, "nodes"));
  if (format === "json") return batches(jsonPieces(fleet!, "nodes", 2));
  if (format === "ndjson")
    return batches((await import("../report/fleet-row.ts")).rowLines(fleet!));
  const { fleetDocument } = await import("../report/document/fleet/index.ts");
  return [await renderPlain(fleetDocument(fleet!), format, text)];
}
