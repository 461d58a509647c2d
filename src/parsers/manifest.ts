import { type ManifestFact, manifestParser } from "./manifest-parser.ts";
import { defineSource } from "./source.ts";

export const manifest = defineSource<ManifestFact>({
  what: "the collector's manifest",
  get: "sh collect.sh",
  sensitive: ["addresses", "names"],
  alternatives: [],
  parser: manifestParser,
});
