import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { schemaOf } from "../../src/commands/schema.ts";
import { SCHEMA_NAMES } from "../../src/commands/schema-names.ts";
import { bundleOf } from "../causes/sample.ts";
import { manifestOf } from "../schemas/manifest.ts";
import { build, conntriage, ROOT } from "./built.ts";

beforeAll(build, 120_000);

const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const reader = (name: (typeof SCHEMA_NAMES)[number]) =>
  z.fromJSONSchema(JSON.parse(JSON.stringify(schemaOf(name))));

describe("JSON Schemas", () => {
  it.each(SCHEMA_NAMES)("%s: the package's file is what the command writes", async (name) => {
    const run = await conntriage(["schema", name]);
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(textOf(`dist/schemas/${name}.json`)).toBe(run.stdout);
    expect(JSON.parse(run.stdout)).toEqual(JSON.parse(JSON.stringify(schemaOf(name))));
  });

  it("no other name: 2", async () => {
    const run = await conntriage(["schema", "analyses"]);
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain("analysis, causes, bundle");
  });

  it("analysis takes every report there is, and keys that a later release adds", () => {
    const schema = reader("analysis");
    const files = readdirSync(join(ROOT, "reports")).filter((file) => file.endsWith(".json"));
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      const report = JSON.parse(textOf(`reports/${file}`));
      expect(schema.safeParse({ ...report, later: 1 }).success, file).toBe(true);
      const { table: _, ...less } = report;
      expect(schema.safeParse(less).success).toBe(false);
      expect(schema.safeParse({ ...report, state: "fine" }).success).toBe(false);
    }
  });

  it("bundle takes the collector's manifest, and not one without a key", async () => {
    const schema = reader("bundle");
    const manifest = await manifestOf(bundleOf("healthy"));
    expect(schema.safeParse(manifest).success).toBe(true);
    for (const key of Object.keys(manifest))
      expect(schema.safeParse({ ...manifest, [key]: undefined }).success, key).toBe(false);
  });

  it("causes takes the README's example, and no misspelt key", () => {
    const schema = reader("causes");
    const own = parse(/```yaml\n([\s\S]*?)```/.exec(textOf("README.md"))![1]!);
    expect(schema.safeParse(own).success).toBe(true);
    expect(schema.safeParse({ causes: [{ ...own.causes[0], titel: "x" }] }).success).toBe(false);
    expect(existsSync(join(ROOT, "dist/schemas/causes.json"))).toBe(true);
  });
});
