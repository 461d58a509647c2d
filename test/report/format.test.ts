import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  codeSpan,
  formatBytes,
  formatNumber,
  formatSeconds,
  formatShare,
  printable,
} from "../../src/format.ts";

describe("numbers", () => {
  it.each([
    [0, 0, "0"],
    [999, 0, "999"],
    [1000, 0, "1,000"],
    [1_234_567, 0, "1,234,567"],
    [-1_234_567, 0, "-1,234,567"],
    [-123, 0, "-123"],
    [1234.5, 2, "1,234.5"],
    [1234.56, 1, "1,234.6"],
    [0.999, 1, "1"],
    [-0.04, 1, "0"],
    [-0, 0, "0"],
    [Number.POSITIVE_INFINITY, 0, "∞"],
    [Number.NEGATIVE_INFINITY, 0, "-∞"],
    [Number.NaN, 0, "not a number"],
  ])("%f with %i digits is %s", (value, digits, text) => {
    expect(formatNumber(value, digits)).toBe(text);
  });

  it("are the same number once the commas are gone", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), (n) => {
        expect(Number(formatNumber(n).replaceAll(",", ""))).toBe(n);
      }),
    );
  });

  it.each([
    [0, "0 %"],
    [0.004, "0.4 %"],
    [0.0996, "10 %"],
    [0.4321, "43 %"],
    [1, "100 %"],
    [1.5, "150 %"],
  ])("the share %f is %s", (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  it.each([
    [0, "0 B"],
    [1023, "1,023 B"],
    [1024, "1 KiB"],
    [98_072 * 1024, "95.8 MiB"],
    [300 * 2 ** 20, "300 MiB"],
    [2 ** 50, "1,024 TiB"],
  ])("%i bytes are %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0.25, "0.25 s"],
    [12.4, "12 s"],
    [179, "179 s"],
    [300, "5 min"],
    [86_400, "24 h"],
    [432_000, "5 d"],
  ])("%f seconds are %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be gone
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Texts that would steer a terminal, hide a name or become markup. */
const HOSTILE = [
  "\u001b[2J\u001b]0;owned\u0007",
  "a\r\nb\tc\u0000",
  "\u202egpj.exe\u2066",
  "\u009b31mred",
  "`` ` ``` | ¦ <b>x</b> [x](http://evil.example) ![x](y) @all #1",
];

describe("text of a bundle", () => {
  it("loses every control character and every mark that turns its direction", () => {
    for (const text of HOSTILE) expect(printable(text)).not.toMatch(UNPRINTABLE);
    expect(printable("plain ünïcode 日本")).toBe("plain ünïcode 日本");
    expect(printable("x".repeat(300))).toBe(`${"x".repeat(200)}…`);
  });

  it("is one code span that nothing in it can end", () => {
    const check = (text: string) => {
      const span = codeSpan(text);
      if (span === "(empty)") return;
      expect(span).toMatch(/^`[^`\r\n]+`$/);
      expect(span.slice(1, -1)).toBe(span.slice(1, -1).trim());
    };
    for (const text of HOSTILE) check(text);
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), check));
    expect(codeSpan(" ")).toBe("(empty)");
    expect(codeSpan("a|b`c")).toBe("`a|b'c`");
  });
});
