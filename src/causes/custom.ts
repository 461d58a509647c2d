import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import { AnalyzerError } from "../errors.ts";
import type { Cause } from "./cause.ts";
import { faultOf } from "./fault.ts";
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
  const { path, key, message, stands } = faultOf(parsed.error.issues);
  const where = path.length === 0 ? "" : `${path.join(".")}: `;
  throw usage(file, lineOf(key === null ? path : [...path, key], stands), `${where}${message}`);

  /** Aliases can make a small file large, and causes need none. */
  function valuesOf(): unknown {
    try {
      return document.toJS({ maxAliasCount: 0 });
    } catch (error) {
      throw usage(file, 1, `${(error as Error).message}: write it out instead`);
    }
  }

  /** The line of the innermost key or item on a path that exists; of some words in it, where it has them. */
  function lineOf(path: readonly PropertyKey[], stands: string | null): number {
    for (let length = path.length; length > 0; length--) {
      const [parent, name] = [document.getIn(path.slice(0, length - 1), true), path[length - 1]];
      const value = document.getIn(path.slice(0, length), true);
      if (!isNode(value)) continue;
      const key = isMap(parent)
        ? parent.items.map((pair) => pair.key).find((one) => isScalar(one) && one.value === name)
        : undefined;
      const [from, to] = value.range ?? [0, 0];
      const at = stands === null ? -1 : text.slice(from, to).indexOf(stands);
      const start = at >= 0 ? from + at : isScalar(key) ? (key.range?.[0] ?? from) : from;
      return lines.linePos(start).line;
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
