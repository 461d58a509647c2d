import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CODE_FILE, compile } from "./compile.ts";

test("the compiled reader of usual rows is what its source says: renew it by npm run assembly", async () => {
  expect(readFileSync(CODE_FILE, "utf8")).toBe(await compile());
});
