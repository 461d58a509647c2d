import { SOURCE_NAMES, SOURCES } from "../parsers/index.ts";
import type { Signature } from "../parsers/source.ts";
import type { Layout, Located, Phase } from "./layout.ts";

/** Every way in which a source is known, in the order of the sources: the first that fits decides. */
const SIGNATURES = SOURCE_NAMES.flatMap((source) =>
  [SOURCES[source].signature ?? []].flat().map((signature) => ({ source, signature })),
);

function fits(signature: Signature, file: string, head: string): boolean {
  if (signature instanceof RegExp) return signature.test(head);
  return signature.file.test(file) && signature.head.test(head);
}

/** Names that say more than the content does: two samples of the same counters. */
const phaseOf = (path: string): Phase =>
  /(?:^|[/_.-])(?:start|before|first|1)(?:[/_.-]|$)/.test(path)
    ? "start"
    : /(?:^|[/_.-])(?:end|after|second|2)(?:[/_.-]|$)/.test(path)
      ? "end"
      : "once";

/**
 * A single file, or a folder of plain captures that somebody took by hand, known by what is in them: a
 * bare `conntrack -L > table.txt` is enough.
 */
export const loose: Layout = {
  name: "loose",
  locate(path: string, head: string): Located | null {
    const file = path.split("/").at(-1)!;
    const found = SIGNATURES.find(({ signature }) => fits(signature, file, head));
    return found === undefined ? null : { source: found.source, phase: phaseOf(path), label: path };
  },
};
