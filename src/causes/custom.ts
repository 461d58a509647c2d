import { LineCounter, parseDocument } from "yaml";
import { AnalyzerError } from "../errors.ts";
import type { Cause } from "./cause.ts";
import { causesFileSchema } from "./schema.ts";

/**
 * Reads causes from YAML or JSON: `{ causes: [...] }`, each in the shape of the built-in ones.
 *
 * @param file the file's name, for messages
 * @throws AnalyzerError `USAGE` with the line of the first fault
 */
export function readCauses(text: string, file: string): Cause[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const fault = document.errors[0];
  if (fault !== undefined)
    throw usage(
      file,
      lines.linePos(fault.pos[0]).line,
      fault.message.split("\n")[0]!.replace(/ at line .*$/, ""),
    );
  const parsed = causesFileSchema.safeParse(valuesOf());
  if (parsed.success) return parsed.data.causes;
  const issue = parsed.error.issues[0]!;
  throw usage(file, lineOf(issue.path), `${issue.path.join(".")}: ${issue.message}`);

  /** Aliases can make a small file large, and causes need none. */
  function valuesOf(): unknown {
    try {
      return document.toJS({ maxAliasCount: 0 });
    } catch (error) {
      throw usage(file, 1, `${(error as Error).message}: write it out instead`);
    }
  }

  /** The line of the innermost node on a path that exists. */
  function lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  }
}

/** The built-in table with the causes of a file: one of the same id takes the built-in one's place. */
export function withCauses(builtIn: readonly Cause[], custom: readonly Cause[]): Cause[] {
  const ids = new Map(custom.map((cause) => [cause.id, cause]));
  const kept = builtIn.map((cause) => ids.get(cause.id) ?? cause);
  const added = custom.filter(({ id }) => !builtIn.some((cause) => cause.id === id));
  return [...kept, ...added];
}

const usage = (file: string, line: number, message: string): AnalyzerError =>
  new AnalyzerError("USAGE", `${file}:${line}: ${message}`, { entry: file, line });
