import { expect, test } from "vitest";
import { difference } from "./difference.ts";

const numbered = (count: number, text = "line"): string[] =>
  Array.from({ length: count }, (_, at) => `${text} ${at + 1}`);

test("equal texts have no difference", () => {
  expect(difference("a\nb\n", "a\nb\n")).toBe("");
});

test("a changed line stands with the lines around it and where it is", () => {
  const before = numbered(50);
  const after = before.with(29, "another");
  expect(difference(before.join("\n"), after.join("\n"))).toBe(
    "@@ line 30 @@\n line 29\n-line 30\n+another\n line 31",
  );
});

test("lines that moved apart are told one by one", () => {
  expect(difference("a\nb\nc\nd\ne\n", "a\nx\nc\nd\n")).toBe(
    "@@ line 2 @@\n a\n-b\n+x\n c\n d\n-e\n ",
  );
});

test("a whole other text takes no more than 20 lines, and says how many there are", () => {
  const lines = difference(numbered(300).join("\n"), numbered(300, "other").join("\n")).split("\n");
  expect(lines).toHaveLength(20);
  expect(lines.at(-1)).toBe("… 582 more lines of the difference");
});

test("a report that is not there yet differs by all of its lines", () => {
  expect(difference("", "# Title\n")).toContain("+# Title");
});
