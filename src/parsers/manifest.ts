import type { ManifestFact } from "./manifest-parser.ts";
import { defineSource } from "./source.ts";

/** zod, with which it is checked, is loaded only when there is one. */
export const manifest = defineSource<ManifestFact>({
  what: "the collector's manifest",
  get: "sh collect.sh",
  sensitive: ["addresses", "names"],
  alternatives: [],
  lateParser: async () => (await import("./manifest-parser.ts")).manifestParser,
});
