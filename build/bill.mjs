// What is in the package: dist/sbom.cdx.json in CycloneDX, and the licences that the one file carries with it.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const DEVELOPMENT = "cdx:npm:package:development";

/**
 * npm writes it, from the lock by which it installs: another tool would be more packages to trust. Of what changes
 * from run to run the number goes, and the time is that of the commit, so that a build can be made again. What only
 * development needs is left out here: npm's own `--omit=dev` also loses what both need (commander, yaml, zod; 11.19).
 */
export function billOfMaterials(time) {
  const args = ["sbom", "--sbom-format=cyclonedx", "--package-lock-only"];
  const npm = process.env.npm_execpath?.endsWith(".js")
    ? [process.execPath, process.env.npm_execpath]
    : ["npm"];
  const [command, ...words] = [...npm, ...args];
  const said = execFileSync(command, words, { encoding: "utf8", maxBuffer: 2 ** 26 });
  const { serialNumber: _, ...bill } = JSON.parse(said);
  bill.metadata.component.name = JSON.parse(readFileSync("package.json", "utf8")).name;
  delete bill.metadata.timestamp;
  if (time !== null) bill.metadata.timestamp = time;
  bill.components = bill.components.filter(
    ({ properties }) => !properties.some(({ name }) => name === DEVELOPMENT),
  );
  const refs = new Set([bill.metadata.component, ...bill.components].map((one) => one["bom-ref"]));
  bill.dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
  return bill;
}

/** The licences of all components, or of those that are named, in ASCII: that is what the one file is in. */
export function noticesOf(bill, names = null) {
  const components = bill.components.filter(({ name }) => names === null || names.includes(name));
  const texts = components.map(({ name, version }) => {
    const folder = join("node_modules", name);
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const { license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text =
      file === undefined
        ? `${license}, says its package.json`
        : readFileSync(join(folder, file), "utf8");
    return `${name} ${version}\n\n${text.trim()}\n`;
  });
  return ["conntriage contains these packages.\n", ...texts]
    .join(`\n${"-".repeat(80)}\n`)
    .normalize("NFKD")
    .replaceAll(/[^\n -~]/g, "");
}
