import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ASSEMBLIES, compile, fileOf } from "./compile.ts";

test.each(ASSEMBLIES)(
  "the compiled code of $folder is what its source says: renew it by npm run assembly",
  async (one) => {
    expect(readFileSync(fileOf(one), "utf8")).toBe(await compile(one));
  },
);
