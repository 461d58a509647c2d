import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { USES } from "../../src/attribution/uses.ts";
import type { Cause, Requirement, Test } from "../../src/causes/cause.ts";
import { CAUSES } from "../../src/causes/index.ts";
import { FORMS } from "../../src/causes/templates.ts";
import { PREVENTION } from "../../src/report/prevention.ts";
import { WATCH_LIST } from "../../src/report/watch-list.ts";
import { SIGNALS } from "../../src/signals/index.ts";

const SAMPLES = new URL("../../samples/", import.meta.url);
const testsOf = (requirements: readonly Requirement[]): Test[] =>
  requirements.flatMap((one) => ("any" in one ? [...one.any] : [one]));
/** What stands in braces, but for programs such as `{print $5}`; `:raw` and its like are part of it. */
const templates = (text: string) =>
  [...text.matchAll(/\{([a-zA-Z][\w.:-]*)\}/g)].map((match) => match[1]!);
const textsOf = ({ title, mechanism, remedies }: Cause): string[] => [
  title,
  mechanism,
  ...remedies.flatMap(({ title, commands, risk }) => [title, ...commands, risk]),
];

describe("the cause table", () => {
  it("has ids in kebab-case, each once", () => {
    const ids = CAUSES.map(({ id }) => id);
    expect(ids.filter((id) => !/^[a-z]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  });

  it.each(CAUSES.map((cause) => [cause.id, cause] as const))("%s is whole", (_, cause) => {
    for (const text of textsOf(cause))
      for (const template of templates(text)) {
        const [name, form = "raw"] = template.split(":");
        expect(Object.keys(SIGNALS), `{${template}} of ${cause.id}`).toContain(name);
        expect(FORMS).toContain(form);
      }
    expect(cause.requires.length > 0 || cause.weighs !== undefined).toBe(true);
    expect(cause.remedies.length).toBeGreaterThan(0);
    expect(cause.references.length).toBeGreaterThan(0);
    expect(cause.title).not.toMatch(/[.!]$/);
    expect(cause.mechanism).toMatch(/\.$/);
    for (const { risk } of cause.remedies) expect(risk).toMatch(/^\S.*\.$/);
    for (const id of cause.explains ?? []) expect(CAUSES.map((one) => one.id)).toContain(id);
  });

  it("holds a value against a signal of its own kind", () => {
    const tests = CAUSES.flatMap(({ requires, supports, excludes, remedies }) => [
      ...testsOf([...requires, ...supports, ...excludes]),
      ...remedies.flatMap(({ when }) => when ?? []),
    ]);
    for (const [signal, operator, than] of tests) {
      const { unit } = SIGNALS[signal];
      const wanted = unit === "yes/no" ? "boolean" : unit === "name" ? "string" : "number";
      expect(typeof than, `${signal} ${operator} ${than}`).toBe(wanted);
      if (wanted !== "number") expect(["=", "!="]).toContain(operator);
    }
  });

  it("counts held entries in entries, and avoids uses that there are", () => {
    for (const { id, holds, remedies } of CAUSES) {
      for (const name of holds) expect(SIGNALS[name].unit, `${name} of ${id}`).toBe("entries");
      for (const { change } of remedies)
        if (change !== null && "avoids" in change)
          for (const use of change.avoids) expect(Object.keys(USES)).toContain(use);
    }
  });
});

describe("texts beside the cause table", () => {
  it("name signals that there are", () => {
    for (const { title, text, commands } of PREVENTION)
      for (const template of [title, text, ...commands].flatMap(templates))
        expect(Object.keys(SIGNALS)).toContain(template.split(":")[0]);
    expect(WATCH_LIST.length).toBeGreaterThan(20);
    for (const { signal } of WATCH_LIST) expect(Object.keys(SIGNALS)).toContain(signal);
    expect(new Set(WATCH_LIST.map(({ signal }) => signal)).size).toBe(WATCH_LIST.length);
  });
});

describe("samples/", () => {
  const folders = readdirSync(SAMPLES, { withFileTypes: true }).filter((one) => one.isDirectory());
  const readme = new URL("README.md", SAMPLES);
  const text = existsSync(readme) ? readFileSync(readme, "utf8") : "";
  /** What the README explains, a family of folders as `name-*`. */
  const explained = [...text.matchAll(/`([a-z][a-z0-9-]*)(\*?)`/g)];
  const isExplained = (folder: string) =>
    explained.some(([, name, any]) => (any === "*" ? folder.startsWith(name!) : folder === name));

  it("has folders that are named for a cause, or that its README explains", () => {
    const ids = new Set(["healthy", ...CAUSES.map(({ id }) => id)]);
    const stray = folders.filter(({ name }) => !ids.has(name) && !isExplained(name));
    expect(stray.map(({ name }) => name)).toEqual([]);
    expect(folders.length).toBeGreaterThan(0);
  });
});
