import { once } from "node:events";
import { didYouMean } from "../causes/nearest.ts";
import { AnalyzerError } from "../errors.ts";
import { formatNumber, printable } from "../format.ts";
import { STATES } from "../parsers/conntrack-table/states.ts";
import { type FoundRow, readRows, type Wanted } from "../read-rows.ts";
import { readParty } from "./address.ts";
import { openTarget } from "./targets.ts";

export interface RowsCommand {
  src?: string;
  dst?: string;
  reply?: string;
  state?: string[];
  format: "text" | "jsonl";
  quiet?: boolean;
}

/** Runs `conntriage rows`: one party's entries, as they are found. */
export async function runRows(target: string, options: RowsCommand): Promise<void> {
  const wanted = wantedOf(options);
  const say = options.format === "jsonl" ? jsonOf : textOf;
  const found = new Map<string, number>();
  const bundle = await openTarget(target);
  const rows = readRows(bundle, wanted);
  for (;;) {
    const { value, done } = await rows.next();
    if (done) {
      if (!value)
        throw new AnalyzerError(
          "BUNDLE_UNREADABLE",
          `${target}: no rows of a connection-tracking table in it${bundle.damage.length > 0 ? `, as far as it can be read: ${bundle.damage[0]}` : "; give an output of conntrack -L, or a bundle with one"}`,
        );
      break;
    }
    for (const { entry } of value) found.set(entry, (found.get(entry) ?? 0) + 1);
    if (!process.stdout.write(`${value.map(say).join("\n")}\n`))
      await once(process.stdout, "drain");
  }
  for (const reason of new Set(bundle.damage))
    process.stderr.write(
      `the bundle is damaged, so rows may be missing: ${printable(reason, 1024)}\n`,
    );
  if (options.quiet) return;
  for (const [entry, count] of found)
    process.stderr.write(
      `${formatNumber(count)} ${count === 1 ? "row" : "rows"} of ${printable(entry, 1024)}\n`,
    );
  if (found.size === 0) process.stderr.write("no row fits\n");
}

function wantedOf({ src, dst, reply, state }: RowsCommand): Wanted {
  if (src === undefined && dst === undefined && reply === undefined)
    throw new AnalyzerError("USAGE", "give --src, --dst or --reply with an address");
  return {
    ...(src === undefined ? {} : { src: readParty("src", src) }),
    ...(dst === undefined ? {} : { dst: readParty("dst", dst) }),
    ...(reply === undefined ? {} : { reply: readParty("reply", reply) }),
    ...(state === undefined ? {} : { states: state.map(readState) }),
  };
}

/** What `--state` takes. */
export const ROW_STATES = [
  ...new Set(STATES.flatMap(({ state }) => state ?? [])),
  "UNREPLIED",
  "ASSURED",
] as const;

function readState(text: string): string {
  const state = text.toUpperCase();
  if (ROW_STATES.includes(state)) return state;
  throw new AnalyzerError(
    "USAGE",
    `--state ${text}${didYouMean(state, ROW_STATES) || `: give one of ${ROW_STATES.join(", ")}`}`,
  );
}

const jsonOf = (row: FoundRow): string => JSON.stringify(row);

/** A row as it stands in the dump; what could steer a terminal is not let through. */
const textOf = ({ text }: FoundRow): string =>
  /^[ -~]*$/.test(text) ? text : printable(text, 4096);
