import type { Cause } from "../causes/cause.ts";
import { AnalyzerError } from "../errors.ts";
import { fleetOf } from "../fleet/judge.ts";
import { shortName } from "../fleet/text.ts";
import type { Digest } from "../report/digest-contract.ts";
import type { Fleet } from "../report/fleet-contract.ts";
import type { TextOptions } from "../report/text/index.ts";
import { loadCauses } from "./custom-causes.ts";
import { EXIT } from "./exit.ts";
import { checkFailOn } from "./fail-on.ts";
import { mergedOf, type ReadOptions } from "./fleet-digest.ts";
import { fleetFailures } from "./fleet-fail-on.ts";
import { FLEET_ENDINGS, type FleetFormat, OF_FLEETS } from "./fleet-formats.ts";
import { type Inputs, inputsOf } from "./fleet-inputs.ts";
import { planFor, shown, writeDocuments } from "./output.ts";
import { batches, jsonPieces } from "./pieces.ts";
import { renderPlain } from "./plain.ts";
import { columnsOf, wantsColour } from "./terminal.ts";

export interface FleetCommand extends ReadOptions {
  format?: FleetFormat[];
  output?: string;
  failOn?: string[];
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
  known: readonly Cause[],
  options: FleetCommand,
  wants: { fleet: boolean; digest: boolean },
): Promise<{ fleet: Fleet | null; digest: Digest | null }> {
  const digest = await mergedOf(inputs, known, options);
  const fleet = wants.fleet ? fleetOf(digest) : null;
  if (inputs.others.length > 0) fleet?.notes.push(ignored(inputs.others));
  fleet?.notes.push(...asOne(inputs.whole, digest));
  return { fleet, digest: wants.digest ? digest : null };
}

/** What was written, and which bundles could not be read, where a person does not see the report itself. */
function sayWritten(paths: Iterable<string>, failed: Digest["failed"], listsFailed: boolean): void {
  for (const path of paths) process.stdout.write(`wrote ${shown(path)}\n`);
  if (!listsFailed) return;
  for (const { bundle, reason } of failed)
    process.stderr.write(`conntriage: ${shown(`${bundle}: ${reason}`)}\n`);
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
