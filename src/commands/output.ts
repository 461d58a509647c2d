import { writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { AnalyzerError } from "../errors.ts";
import { printable } from "../format.ts";
import { outputFailed } from "./exit.ts";
import { isFolder, makeFolder, statusOf } from "./folders.ts";

/** Each format of a report, and how its files end. */
export const REPORT_ENDINGS = { text: "txt", markdown: "md", html: "html", json: "json" } as const;
export type ReportFormat = keyof typeof REPORT_ENDINGS;
export const REPORT_FORMATS = Object.keys(REPORT_ENDINGS) as [ReportFormat, ...ReportFormat[]];

/** The same of an analysis, of which there is a digest as well. */
export const ENDINGS = { ...REPORT_ENDINGS, digest: "digest" } as const;
export type Format = keyof typeof ENDINGS;
export const FORMATS = Object.keys(ENDINGS) as [Format, ...Format[]];

/** Which documents are written, and where to. */
export interface Plan<F extends string = Format> {
  formats: readonly [F, ...F[]];
  to: { is: "screen" } | { is: "file" | "folder"; path: string };
}

/**
 * Where `--format` and `--output` send the documents. A path is a folder if it ends in `/`, is one, or several
 * formats are asked for; a file's ending is its format where none is asked for.
 *
 * @throws AnalyzerError `USAGE` where two documents would share one output
 */
export const planOf = (asked: readonly Format[], output: string | undefined): Plan =>
  planFor(ENDINGS, asked, output);

/** The same for a command with formats of its own, by their endings; `text` is among them. */
export function planFor<F extends string>(
  endings: Readonly<Record<F | "text", string>>,
  asked: readonly F[],
  output: string | undefined,
): Plan<F | "text"> {
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
  if (others.length > 0 && there !== undefined && !there.isDirectory())
    throw usage(`--output ${output}: a file, and several formats need a folder`);
  if (isFolder(output) || others.length > 0)
    return { formats: [first ?? "text", ...others], to: { is: "folder", path: output } };
  return { formats: [first ?? formatOf(endings, output)], to: { is: "file", path: output } };
}

/** Other endings that people write. */
const ALSO: Readonly<Record<string, string>> = { ".htm": ".html", ".markdown": ".md" };

const formatOf = <F extends string>(
  endings: Readonly<Record<F | "text", string>>,
  path: string,
): F | "text" =>
  (Object.keys(endings) as (F | "text")[]).find(
    (format) => `.${endings[format]}` === endingOf(path),
  ) ?? "text";

/** How a path ends, as the formats do. */
export function endingOf(path: string): string {
  const ending = extname(path).toLowerCase();
  return ALSO[ending] ?? ending;
}

const usage = (message: string): AnalyzerError => new AnalyzerError("USAGE", message);

/** A path for people: a bundle's name is a stranger's, too. */
export const shown = (path: string): string => printable(path, 4096);

/** Writes the documents into a file, or into a folder by one name; long ones in pieces. Returns their paths. */
export async function writeDocuments<F extends string>(
  { formats, to }: Plan<F>,
  endings: Readonly<Record<F, string>>,
  name: string,
  render: (format: F) => Promise<string | Iterable<string>>,
): Promise<Map<F, string>> {
  const paths = new Map<F, string>();
  if (to.is === "screen") return paths;
  try {
    await makeFolder(to.is === "folder" ? to.path : dirname(to.path));
    for (const format of formats) {
      const path = to.is === "file" ? to.path : join(to.path, `${name}.${endings[format]}`);
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
  if (output === undefined || output === "-") {
    process.stdout.write(document);
    return;
  }
  if (output === "" || isFolder(output)) throw usage(`--output ${output}: give a file`);
  try {
    await makeFolder(dirname(output));
    await writeFile(output, document);
  } catch (error) {
    throw outputFailed(`--output ${output}`, error);
  }
}
