import { expect, test } from "vitest";
import { sampleArchives } from "./archives.ts";
import { prove } from "./prove.ts";

test.each(sampleArchives())(
  "%s, cut and with a flipped bit at ten places: what is said of it is what the whole says, weaker, or unknown",
  async (_, path) => {
    const { failures } = await prove(path, 10);
    expect(failures).toEqual([]);
  },
);
