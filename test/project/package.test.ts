import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FILES, PACKAGE, ROOT, textOf } from "./repository.ts";

const dependencies = { ...PACKAGE.dependencies, ...PACKAGE.devDependencies };

describe("package.json", () => {
  it("has a reason for each dependency, and none for what is gone", () => {
    expect(Object.keys(PACKAGE.dependencyReasons).sort()).toEqual(Object.keys(dependencies).sort());
    for (const reason of Object.values(PACKAGE.dependencyReasons))
      expect(reason.length).toBeGreaterThan(10);
  });

  it("pins each to an exact version, the one that the lockfile has", () => {
    const { packages } = JSON.parse(textOf("package-lock.json")) as {
      packages: Record<string, { version?: string }>;
    };
    for (const [name, version] of Object.entries(dependencies)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  });

  it("names no dependency twice, and no test tool among what users install", () => {
    const both = Object.keys(PACKAGE.dependencies).filter(
      (name) => name in PACKAGE.devDependencies,
    );
    expect(both).toEqual([]);
    expect(Object.keys(PACKAGE.dependencies)).not.toContain("vitest");
  });

  it("has the collector's version", () => {
    const version = /^version=(\S+)$/m.exec(textOf("src/collector/collect.sh"))?.[1];
    expect(version).toBe(PACKAGE.version);
  });

  it("names files in its scripts that there are", () => {
    for (const script of Object.values(PACKAGE.scripts))
      for (const path of script.match(/\b(?:test|samples|src)\/[\w./-]+\.\w+/g) ?? [])
        expect(existsSync(join(ROOT, path)), path).toBe(true);
  });
});

/** npm's own commands, which need no script. */
const OF_NPM = new Set(["audit", "ci", "i", "install", "pack", "exec", "publish"]);
/** What stands as code in a document: a sentence may speak of npm. */
const codeOf = (text: string): string => (text.match(/```[\s\S]*?```|`[^`]*`/g) ?? []).join("\n");
const DOCUMENTS = FILES.filter((path) => /^[A-Z]+\.md$|^(?:samples|docs)\/.*\.md$/.test(path));

describe("what the documents say", () => {
  it("names npm commands that there are", () => {
    let named = 0;
    for (const path of DOCUMENTS)
      for (const [whole, run, name] of codeOf(textOf(path)).matchAll(
        /\bnpm (run )?(?:-\S+ )*([a-z][\w:-]*)/g,
      )) {
        if (run === undefined && OF_NPM.has(name!)) continue;
        named++;
        expect(Object.keys(PACKAGE.scripts), `${path}: ${whole}`).toContain(name);
      }
    if (existsSync(join(ROOT, "README.md"))) expect(named).toBeGreaterThan(1);
  });

  it("links to files that there are", () => {
    for (const path of DOCUMENTS) {
      const folder = join(ROOT, path, "..");
      for (const [, target] of textOf(path).matchAll(/\]\((?!https?:|#|mailto:)([^)\s#]+)/g))
        expect(existsSync(join(folder, target!)), `${path}: ${target}`).toBe(true);
    }
  });
});

describe("the repository", () => {
  it("names no path of a developer's machine and no registry", () => {
    // put together here, or this file would name them itself
    const forbidden = ["/wo" + "rk/", "registry.npm" + "js", "/home/" + "runner", "/Us" + "ers/"];
    const texts = FILES.filter(
      (path) => !/\.(?:gz|zst|png|ico)$/.test(path) && existsSync(join(ROOT, path)),
    );
    expect(texts.length).toBeGreaterThan(100);
    for (const path of texts) {
      const text = textOf(path);
      expect(
        forbidden.filter((part) => text.includes(part)),
        path,
      ).toEqual([]);
    }
  });
});
