import { expect, test } from "vitest";
import { verdictOf } from "./check.ts";
import { relaxed } from "./relaxed.ts";

const verdict = (source: string) => verdictOf({ source, flags: "", place: "" });

test.each([
  ["a+", "(?:a+)\\uF8FF"],
  ["^(?!x)a+b$", "(?:^(?:)a+b$)\\uF8FF"],
  ["(?<![\\w)])a(?=b(?:c|d){1,3})", "(?:(?:)a(?:))\\uF8FF"],
  ["\\((?!\\))a", "(?:\\((?:)a)\\uF8FF"],
  ["(?<name>a)(?<!b)", "(?:(?<name>a)(?:))\\uF8FF"],
])("of %s %s is left", (source, left) => {
  expect(relaxed(source)).toBe(left);
});

test.each(["(?=a*)b", "(?!x{2,})y", "(a)(?=b)\\1", "(?<a>b)(?!c)\\k<a>"])(
  "nothing is said of %s",
  (source) => {
    expect(relaxed(source)).toBeNull();
  },
);

test("look-around that makes a way end early is no proof, where all ways are too many", () => {
  expect(verdict("^(?!x)a+b$")).toBe("linear");
  // by itself `a*a*` never fails, but before a look-ahead it does
  expect(verdict("^a*a*(?=b)")).toBe("undecided");
  expect(verdict("(?<!a)a+(?=b)")).toBe("undecided");
});
