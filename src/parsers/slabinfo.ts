import type { LineParser } from "./line-parser.ts";
import { plain } from "./redaction.ts";
import { defineSource } from "./source.ts";
import { decimal, parseFailed, words } from "./values.ts";

/** One cache of equal kernel objects. */
export interface SlabCache {
  /** `nf_conntrack`, `nf_conntrack_expect`, or `nf_conntrack_<pointer>` up to 4.x, one a namespace. */
  name: string;
  activeObjects: number;
  /** Objects for which memory is held, in use or not. */
  objects: number;
  /** Bytes of one object: 256 since 5.x, 320 before. Without the extensions of an entry. */
  objectBytes: number;
  line: number;
}

/**
 * The caches of connection tracking.
 *
 * Source: `/proc/slabinfo` (root only). Empty when the module is not loaded, or when the kernel
 * merged the cache with another of the same size, as SLUB does unless told otherwise.
 */
export interface SlabinfoFact {
  caches: SlabCache[];
  /** Caches of every kind that the file lists, to tell "not there" from "cut". */
  cachesListed: number;
}

/** @throws AnalyzerError `PARSE_FAILED` when the file has no header of slabinfo. */
const parser: LineParser<SlabinfoFact> = (entry) => {
  const caches: SlabCache[] = [];
  let cachesListed = 0;
  let header = false;
  return {
    line(text, number) {
      if (text.startsWith("slabinfo - version") || text.startsWith("# name")) header = true;
      else if (header) {
        const cells = words(text);
        if (cells.length < 4) return;
        cachesListed++;
        if (!cells[0]!.startsWith("nf_conntrack") || cells[0]!.length > 64) return;
        const [activeObjects, objects, objectBytes] = cells.slice(1, 4).map(decimal);
        if (activeObjects == null || objects == null || objectBytes == null) return;
        if (caches.length < 1024) {
          caches.push({ name: cells[0]!, activeObjects, objects, objectBytes, line: number });
        }
      }
    },
    end() {
      if (!header) throw parseFailed(entry, 1, 'expected a line that begins "slabinfo - version"');
      return { caches, cachesListed };
    },
  };
};

export const slabinfo = defineSource<SlabinfoFact>({
  what: "the slab caches",
  get: "cat /proc/slabinfo",
  sensitive: ["nothing"],
  redact: plain([
    /^slabinfo - version: [\d.]+(?: \(statistics\))?$/,
    /^# name\s/,
    /^nf_conntrack\w*\s[\s\d:a-z]+$/,
  ]),
  alternatives: [],
  parser,
});
