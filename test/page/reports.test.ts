import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleOf, SAMPLE_IDS, SAMPLES } from "../causes/sample.ts";
import { build } from "../cli/built.ts";
import { KINDS } from "../field/kinds.ts";
import { temporaryFolder, writeFiles } from "../support/folders.ts";
import { differences } from "./equality.ts";
import { MISSING, NAMES, openTab, type Tab } from "./tab.ts";

/** How many of the samples each browser is given; `npm run proof -- page` gives all to both. */
const EVERY = { chromium: 1, firefox: 8 };

/** The archives of other collectors, as `[folder, file]`. */
const LAYOUTS = readdirSync(`${SAMPLES}layouts`, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(?:tar|tgz|txz|tbz2|zip|tar\.(?:gz|xz|bz2))$/.test(path))
  .sort();
const FIELD = Object.values(KINDS).flat();

describe.each(NAMES)("the page in %s", (name) => {
  const missing = MISSING[name];
  const folder = temporaryFolder();
  let tab: Tab;
  beforeAll(async () => {
    if (missing !== null) return;
    await build();
    tab = await openTab(name);
  }, 180_000);
  afterAll(() => tab?.close());
  const its = it.skipIf(missing);
  const some = <T>(all: readonly T[], every = EVERY[name]): T[] =>
    all.filter((_, at) => at % every === 0);

  its.each(some(SAMPLE_IDS))("%s: JSON, HTML and Markdown are the command's", async (id) => {
    expect(await differences(tab, [bundleOf(id)])).toEqual([]);
    await tab.run("document.getElementById('close').click()");
  });

  its.each(some(LAYOUTS, EVERY[name] * 2))("the same of %s", async (path) => {
    expect(await differences(tab, [join(SAMPLES, "layouts", path)])).toEqual([]);
  });

  its.each(some(FIELD, EVERY[name] * 6))(
    "the same of evidence as people have it: $name",
    async (one) => {
      const at = join(folder, one.name.replaceAll(/\W+/g, "-"));
      writeFiles(at, one.files);
      const [only, ...others] = Object.keys(one.files);
      const isFile = others.length === 0 && !only!.includes("/");
      // a folder cannot be chosen in Firefox by a driver
      if (!isFile && name === "firefox") return;
      const given = isFile ? [join(at, only!)] : [at];
      expect(await differences(tab, given, isFile ? "bundle" : "folder")).toEqual([]);
    },
  );

  its("asked for nothing, and did nothing that its policy refuses", async () => {
    expect(await tab.noise()).toEqual([]);
  });
});
