import { type Stats, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { AnalyzerError } from "../errors.ts";
import { printable } from "../format.ts";
import type { Analysis } from "../report/contract.ts";
import type { Timeline } from "../report/timeline-contract.ts";
import { outputFailed } from "./exit.ts";

/** Each format, and how its files end. */
export const ENDINGS = { text: "txt", markdown: "md", html: "html", json: "json" } as const;
export type Format = keyof typeof ENDINGS;
export const FORMATS = Object.keys(ENDINGS) as [Format, ...Format[]];

/** Which documents are written, and where to. */
export interface Plan {
  formats: readonly [Format, ...Format[]];
  to: { is: "screen" } | { is: "file" | "folder"; path: string };
}

/**
 * Where `--format` and `--output` send the documents. A path is a folder if it ends in `/`, is one, or several
 * formats are asked for; a file's ending is its format where none is asked for.
 *
 * @throws AnalyzerError `USAGE` where two documents would share one output
 */
export function planOf(asked: readonly Format[], output: string | undefined): Plan {
  const [first, ...others] = new Set(asked);
  if (output === "") throw usage("--output: give a file, or a folder that ends in /");
  if (output === undefined || output === "-") {
    if (others.length > 0)
      throw usage(
        `--format ${[first, ...others].join(",")}: several formats do not fit on standard output: give --output FOLDER/`,
      );
    return { formats: [first ?? "text"], to: { is: "screen" } };
  }
  const there = statusOf(output);
  const isFolder = /[/\\]$/.test(output) || there?.isDirectory() === true;
  if (others.length > 0 && there !== undefined && !there.isDirectory())
    throw usage(`--output ${output}: a file, and several formats need a folder`);
  if (isFolder || others.length > 0)
    return { formats: [first ?? "text", ...others], to: { is: "folder", path: output } };
  return { formats: [first ?? formatOf(output)], to: { is: "file", path: output } };
}

/** What stands at a path; nothing, where that cannot be told: writing there will say why. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

const formatOf = (path: string): Format =>
  FORMATS.find((format) => `.${ENDINGS[format]}` === extname(path).toLowerCase()) ?? "text";

const usage = (message: string): AnalyzerError => new AnalyzerError("USAGE", message);

/**
 * A name for files without an ending: `<host>-<UTC>`, those of the subject that leads. What is unknown is left
 * out, and the bundle's name stands for the host. All of them are a stranger's.
 */
export function fileNameOf({ subject, subjects, node, bundle }: Analysis): string {
  const host = plain(subject.host ?? node.hostname ?? "");
  const more = new Set(subjects.flatMap((one) => one.host ?? [])).size - 1;
  const name =
    host === ""
      ? plain(bundle.name) || "conntriage"
      : `${host}${more > 0 ? `-and-${more}-more` : ""}`;
  return withTime(name, bundle.capturedAt);
}

/** The same of a timeline: `<host>-timeline-<UTC>`, the time of its first event. */
export function fileNameOfTimeline({ subjects: [first] }: Timeline): string {
  const events = first?.events.flatMap(({ at }) => at ?? []) ?? [];
  const host = plain(first?.subject.host ?? "") || "conntriage";
  return withTime(`${host}-timeline`, events[0] ?? first?.peak?.at ?? null);
}

const withTime = (name: string, time: string | null): string =>
  time === null ? name : `${name}-${time.replace(/\.\d+Z$/, "Z").replace(/[-:]/g, "")}`;

const plain = (name: string): string =>
  name
    .slice(0, 100)
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[.-]+|[.-]+$/g, "");

/** A path for people: a bundle's name is a stranger's, too. */
export const shown = (path: string): string => printable(path, 4096);

/**
 * Writes the documents into a file or a folder. Returns their paths.
 *
 * @param name of the files in a folder, without an ending
 */
export async function writeDocuments(
  { formats, to }: Plan,
  name: string,
  render: (format: Format) => Promise<string>,
): Promise<Map<Format, string>> {
  const paths = new Map<Format, string>();
  if (to.is === "screen") return paths;
  try {
    await mkdir(to.is === "folder" ? to.path : dirname(to.path), { recursive: true });
    for (const format of formats) {
      const path = to.is === "file" ? to.path : join(to.path, `${name}.${ENDINGS[format]}`);
      await writeFile(path, await render(format));
      paths.set(format, path);
    }
  } catch (error) {
    throw outputFailed(`--output ${to.path}`, error);
  }
  return paths;
}

/** Writes one document to a file, or to standard output where none is given or it is `-`. */
export async function writeTo(output: string | undefined, document: string): Promise<void> {
  if (output === undefined || output === "-") process.stdout.write(document);
  else
    await writeFile(output, document).catch((error: unknown) => {
      throw outputFailed(`--output ${output}`, error);
    });
}
