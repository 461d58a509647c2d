import { describe, expect, test } from "vitest";
import { told } from "./told.ts";
import { TRUTH, WAYS } from "./two-nodes.ts";

describe("two machines are never one", () => {
  test.each(WAYS)("told apart by %s", async (_, files) => {
    expect(await told(files)).toMatchObject(TRUTH);
  });
});
