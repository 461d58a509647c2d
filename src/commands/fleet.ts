import { createReadStream } from "node:fs";
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
import { renderPlain } from "./plain.ts";
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
    for (const path of inputs.digests) await takeDigests(path, createReadStream(path), take);
    const paths = inputs.bundles.filter((path) => path !== "-");
    const jobs = options.jobs ?? availableParallelism();
    await digestAll(paths, { jobs, causes, take });
    if (paths.length < inputs.bundles.length) await takeInput(known, take);
  } finally {
    progress.clear();
  }
  const digest = merger.digest();
  if (plan.formats.every((format) => format === "digest") && failOn.length === 0) {
    await writeDigest(digest, plan, quiet);
    return;
  }
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
  // what is written for programs does not list them where a person looks
  sayWritten(written.values(), digest, plan.to.is !== "screen" || format !== "text");
  if (failed.length > 0) process.stderr.write(`conntriage: failed on ${failed.join(", ")}\n`);
}

/** The digest alone, for which nothing is judged. */
async function writeDigest(
  digest: Digest,
  plan: ReturnType<typeof planFor<FleetFormat>>,
  quiet: boolean,
): Promise<void> {
  if (digest.failed.length > 0) process.exitCode = EXIT.unreadable;
  const text = digestText(digest);
  const written = await writeDocuments(plan, FLEET_ENDINGS, "fleet", async () => text);
  if (plan.to.is === "screen") process.stdout.write(text);
  if (!quiet) sayWritten(written.values(), digest, true);
}

/** What was written, and which bundles could not be read, where a person does not see the report itself. */
function sayWritten(paths: Iterable<string>, { failed }: Digest, listsFailed: boolean): void {
  for (const path of paths) process.stdout.write(`wrote ${shown(path)}\n`);
  if (!listsFailed) return;
  for (const { bundle, reason } of failed)
    process.stderr.write(`conntriage: ${shown(`${bundle}: ${reason}`)}\n`);
}

/** The digests of one file, none of them if one is wrong. */
async function takeDigests(
  path: string,
  blocks: AsyncIterable<Uint8Array>,
  take: (digest: Digest) => void,
): Promise<void> {
  try {
    const all = new Merger();
    let first: Digest | null = null;
    let count = 0;
    for await (const digest of readDigests(blocks)) {
      if (count === 0) first = digest;
      else {
        if (count === 1) all.add(first!);
        all.add(digest);
      }
      count++;
    }
    if (count > 0) take(count === 1 ? first! : all.digest());
  } catch (error) {
    const isOurs = error instanceof AnalyzerError || (error as NodeJS.ErrnoException).code;
    if (!isOurs) throw error;
    take(failedDigest(path, reasonFor(path, error)));
  }
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
    await takeDigests("-", blocks(), take);
    return;
  }
  const { digestOne } = await import("./digest-one.ts");
  take(await digestOne("-", causes, blocks));
}

/** Files that lay among the bundles; nobody says that they are none. */
function ignored(others: readonly string[]): string {
  const names = others.slice(0, 3).map((path) => `\`${path.replaceAll("`", "'")}\``);
  const more = others.length - names.length;
  return `Skipped, as their names do not end as an archive's: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}. Give such a file by its own name.`;
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
  return renderPlain(fleetDocument(fleet), format, text);
}
