import { readFileSync } from "node:fs";

// What the package holds beside its code. The single file has nothing beside it: build/single.mjs puts the
// texts themselves in this file's place there.

/** The collector's script, from `src/` and from `dist/` alike. */
export const collector = async (): Promise<string> =>
  readFileSync(new URL("../../src/collector/collect.sh", import.meta.url), "utf8");

/** The page, which the build makes: there is none where the sources run before it. */
export const page = async (): Promise<string> =>
  readFileSync(new URL("../../dist/conntriage.html", import.meta.url), "utf8");

/** A sample that is part of the program. */
export interface Packaged {
  id: string;
  bundle: Uint8Array;
  /** The text of its `expected.json`. */
  expected: string;
}

/** Few and small ones, of which each fills the table in another way, or not at all. */
export const PACKAGED = ["healthy", "udp-black-hole", "retry-storm", "time-wait-churn"] as const;

/** The packaged samples; in a checkout they are where all are. */
export const samples = async (): Promise<Packaged[]> =>
  PACKAGED.map((id) => {
    const at = (name: string) => new URL(`../../samples/${id}/${name}`, import.meta.url);
    return {
      id,
      bundle: readFileSync(at("bundle.tar.gz")),
      expected: readFileSync(at("expected.json"), "utf8"),
    };
  });
