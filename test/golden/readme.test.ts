import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { analyze } from "../../src/index.ts";
import { renderText } from "../../src/report/text/index.ts";
import { bundleOf } from "../causes/sample.ts";
import { ROOT } from "../cli/built.ts";

test("the README shows what the command prints", async () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const text = renderText(await analyze(bundleOf("stale-endpoints")));
  expect(readme).toContain(`\`\`\`\n${text}\`\`\`\n`);
});
