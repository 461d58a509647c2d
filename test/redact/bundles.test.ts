import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/folders.ts";
import { judge } from "./judge.ts";
import { BUNDLES } from "./redacting.ts";

const folder = temporaryFolder();
/** In CI more; `npm run proof -- redact` tries a hundred. */
const KEYS = process.env["CI"] ? 2 : 1;
/** Numbers of a machine only, so that there is nothing to look for. */
const NOBODYS = new Set(["exporter netdata"]);
/** For a key, on a machine that does other things too. */
const TIMEOUT = 30_000;

describe.each([...BUNDLES])("%s", (name, path) => {
  it(
    "is diagnosed alike without its names, and shows none of them",
    async () => {
      const seeds = Array.from({ length: KEYS }, (_, at) => at + 1);
      const file = join(folder, `${name.replace(" ", "-")}.tar.gz`);
      for await (const { different, leaks, sought } of judge(path, seeds, file)) {
        expect(different).toEqual([]);
        expect(leaks).toEqual([]);
        if (!NOBODYS.has(name)) expect(sought).toBeGreaterThan(0);
      }
    },
    KEYS * TIMEOUT,
  );
});
