/** What ships beside our own code: under which licences, as the bill of materials says, and without known holes. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { build, SINGLE } from "../cli/built.ts";
import { PACKAGE, ROOT, textOf } from "./repository.ts";

interface Locked {
  version: string;
  license?: string;
  integrity?: string;
  dev?: boolean;
}
const { packages } = JSON.parse(textOf("package-lock.json")) as {
  packages: Record<string, Locked>;
};
const SHIPPED = Object.entries(packages)
  .filter(([path, { dev }]) => path !== "" && !dev)
  .map(([path, locked]) => ({ name: path.replace(/^.*node_modules\//, ""), ...locked }));

/** Those that let a package go with software under Apache-2.0, and ask for their notice only. */
const ALLOWED = ["MIT", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"];

describe("every package that ships", () => {
  it("has an allowed licence", () => {
    expect(SHIPPED.length).toBeGreaterThan(Object.keys(PACKAGE.dependencies).length);
    expect(SHIPPED.filter(({ license }) => !ALLOWED.includes(license ?? ""))).toEqual([]);
  });

  it("is locked to its content", () => {
    expect(SHIPPED.filter(({ integrity }) => !integrity?.startsWith("sha512-"))).toEqual([]);
  });

  it("runs no script when it is installed", () => {
    const scripted = SHIPPED.filter((one) => "hasInstallScript" in one);
    expect(scripted).toEqual([]);
  });
});

interface Component {
  name: string;
  version: string;
  purl: string;
  licenses: { license: { id: string } }[];
  hashes: { alg: string; content: string }[];
}

describe("the bill of materials", () => {
  beforeAll(build, 120_000);

  it("lists exactly what ships, with its licence and its checksum", () => {
    const bill = JSON.parse(readFileSync(join(ROOT, "dist/sbom.cdx.json"), "utf8"));
    expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.5" });
    expect(bill.metadata.component).toMatchObject({
      name: PACKAGE.name,
      version: PACKAGE.version,
    });
    const listed = (bill.components as Component[]).map(
      ({ name, version, purl, licenses: [licence], hashes: [hash] }) => {
        expect(purl).toBe(`pkg:npm/${name.replace("@", "%40")}@${version}`);
        expect(hash!.alg).toBe("SHA-512");
        const integrity = `sha512-${Buffer.from(hash!.content, "hex").toString("base64")}`;
        return { name, version, license: licence!.license.id, integrity };
      },
    );
    const locked = SHIPPED.map(({ name, version, license, integrity }) => ({
      name,
      version,
      license,
      integrity,
    }));
    expect(listed).toEqual(expect.arrayContaining(locked));
    expect(listed).toHaveLength(locked.length);
  });

  it("has in the one file the notice of each", () => {
    const file = readFileSync(SINGLE, "latin1");
    const notices = file.slice(file.lastIndexOf("/*!"));
    for (const { name, version } of SHIPPED) expect(notices).toContain(`\n${name} ${version}\n`);
    expect(notices.match(/Permission is hereby granted,|Permission to use, copy/g)!.length).toBe(
      SHIPPED.length - 1, // xz-decompress has no text of its licence
    );
    expect(notices.indexOf("*/")).toBe(notices.length - 3);
  });
});

/** What the registry answers, or why it does not. */
function audit(): { vulnerabilities?: Record<string, unknown>; message?: string } {
  const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json", "--fetch-retries=0"], {
    cwd: ROOT,
    encoding: "utf8",
    timeout: 20_000,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    return { message: "no answer" };
  }
}

const { vulnerabilities, message } = audit();
const unasked =
  vulnerabilities === undefined ? `: no registry answers npm audit (${message})` : null;
it.skipIf(unasked)(`no package that ships has a known vulnerability${unasked ?? ""}`, () => {
  expect(vulnerabilities).toEqual({});
});
