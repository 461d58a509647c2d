import { createHash } from "node:crypto";
import { shown, writeTo } from "./output.ts";
import { page } from "./packaged.ts";

/** Runs `conntriage page`: the analyzer for whoever has a browser and nothing else. */
export async function runPage(output: string): Promise<void> {
  const text = await page();
  await writeTo(output, text);
  if (output === "-") return;
  const sum = createHash("sha256").update(text).digest("hex");
  process.stdout.write(`wrote ${shown(output)}, SHA-256 ${sum}\n`);
}
