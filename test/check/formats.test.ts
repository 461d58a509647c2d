import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CHECK_FORMATS } from "../../src/check/formats/index.ts";
import type { Result } from "../../src/check/result.ts";
import { CHECK_FORMAT_NAMES } from "../../src/commands/check-formats.ts";

const passed: Result = {
  folder: "cases/a",
  bundle: "cases/a/bundle.tar.gz",
  file: "cases/a/expected.json",
  differences: [],
  error: null,
  updated: false,
  seconds: 0.5,
};
const hostile = `<b>&"'\u0007]]>\n::error::50 % #x, y: z`;
const failed: Result = {
  ...passed,
  folder: "cases/b, c: d #e",
  file: "cases/b c/expected.json",
  differences: [
    { key: "primary", expected: "none", found: hostile, line: 3 },
    { key: "state", expected: "healthy", found: "exhausted", line: 2 },
  ],
};
const unreadable: Result = { ...passed, folder: "cases/f", error: `${hostile}: not readable` };
const ALL = [passed, failed, unreadable];
const of = (format: keyof typeof CHECK_FORMATS, results = ALL) => CHECK_FORMATS[format](results);

it("each format has its writer", () => {
  expect(Object.keys(CHECK_FORMATS)).toEqual([...CHECK_FORMAT_NAMES]);
});

it("text: a line for each, what is wrong, and the sum", () => {
  expect(of("text", [passed])).toBe("ok    cases/a\n1 checked: 1 passed\n");
  expect(of("text")).toMatch(/^FAIL {2}cases\/b.*\n {6}primary: expected none, found /m);
  expect(of("text")).toMatch(/3 checked: 1 passed, 1 failed, 1 unreadable\n$/);
});

it.each(["text", "github", "tap"] as const)("%s: a name steers no terminal", (format) => {
  const steering = "cases/\u001b[31mred\u202e\r\nb";
  const said = of(format, [{ ...failed, folder: steering, file: `${steering}/expected.json` }]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(said.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  expect(said.split("\n")).toHaveLength(of(format, [failed]).split("\n").length);
});

/** Elements of XML in their order, after a look that every one is closed. */
function elements(xml: string): { name: string; attributes: Record<string, string> }[] {
  const open: string[] = [];
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  for (const [tag, end, name, rest, alone] of body.matchAll(
    /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g,
  )) {
    expect(tag).toBeTruthy();
    if (end) expect(open.pop()).toBe(name);
    else {
      if (!alone) open.push(name!);
      const attributes = [...rest!.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [
        key,
        value,
      ]);
      found.push({ name: name!, attributes: Object.fromEntries(attributes) });
    }
  }
  expect(open).toEqual([]);
  // nothing but tags and text that is escaped
  const text = body.replace(/<\/?[a-z]+(?: [a-z]+="[^"<]*")*\/?>/g, "");
  expect(text).not.toMatch(/[<>]/);
  expect(text.replace(/&(?:amp|lt|gt|quot|#10);/g, "")).not.toContain("&");
  return found;
}

it("JUnit: what its readers require, and well-formed whatever a bundle says", () => {
  const [suites, suite, ...cases] = elements(of("junit"));
  expect([suites!.name, suite!.name]).toEqual(["testsuites", "testsuite"]);
  for (const { attributes } of [suites!, suite!])
    expect(attributes).toMatchObject({ tests: "3", failures: "1", errors: "1", time: "1.500" });
  expect(cases.map(({ name }) => name)).toEqual([
    "testcase",
    "testcase",
    "failure",
    "testcase",
    "error",
  ]);
  for (const { name, attributes } of cases)
    if (name === "testcase")
      expect(Object.keys(attributes)).toEqual(["name", "classname", "file", "time"]);
    else expect(Object.keys(attributes)).toEqual(["message", "type"]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has none
  expect(of("junit")).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
});

it("GitHub: a workflow command a line, in which nothing begins another", () => {
  const lines = of("github").split("\n").slice(0, -1);
  expect(lines).toHaveLength(3);
  for (const line of lines)
    expect(line).toMatch(/^::error file=[^,:]+,line=\d+,title=[^,:]+::[^\n\r]+$/);
  expect(lines[0]).toContain("file=cases/b c/expected.json,line=3,");
  expect(lines[0]).toContain("%0A::error::50 %25");
  expect(of("github", [passed])).toBe("");
});

it("SARIF 2.1.0: the properties that it requires", () => {
  const log = JSON.parse(of("sarif"));
  expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-2.1.0") });
  const [run] = log.runs;
  const { name, rules } = run.tool.driver;
  expect(name).toBe("conntriage check");
  const ids = rules.map(({ id }: { id: string }) => id);
  expect(run.results).toHaveLength(3);
  for (const { ruleId, level, message, locations } of run.results) {
    expect(ids).toContain(ruleId);
    expect(level).toBe("error");
    expect(message.text).toBeTruthy();
    const { artifactLocation, region } = locations[0].physicalLocation;
    expect(artifactLocation.uri).toMatch(/^cases\/(?:b%20c|a)\/expected\.json$/);
    expect(region.startLine).toBeGreaterThan(0);
  }
  expect(JSON.parse(of("sarif", [passed])).runs[0].results).toEqual([]);
});

it("GitLab: what a code quality report requires, with fingerprints of their own that stay", () => {
  const report = JSON.parse(of("gitlab"));
  expect(report).toHaveLength(3);
  const prints = report.map((one: { fingerprint: string }) => one.fingerprint);
  expect(new Set(prints).size).toBe(3);
  for (const one of report) {
    expect(one.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(["info", "minor", "major", "critical", "blocker"]).toContain(one.severity);
    expect(one).toMatchObject({ check_name: "conntriage-check", description: expect.any(String) });
    expect(one.location).toMatchObject({
      path: expect.any(String),
      lines: { begin: expect.any(Number) },
    });
  }
  const later = [
    { ...failed, differences: failed.differences.map((one) => ({ ...one, line: 9 })) },
  ];
  expect(JSON.parse(of("gitlab", later))[0].fingerprint).toBe(prints[0]);
  expect(of("gitlab", [passed])).toBe("[]\n");
});

describe("TAP", () => {
  it("a plan and a line for each, with YAML below what is wrong", () => {
    const lines = of("tap").split("\n");
    expect(lines.slice(0, 3)).toEqual(["TAP version 14", "1..3", "ok 1 - cases/a"]);
    expect(lines).toContain("not ok 2 - cases/b, c: d \\#e");
    const blocks = of("tap").match(/ {2}---\n[\s\S]*?\n {2}\.\.\./g)!;
    expect(blocks).toHaveLength(2);
    const { problems } = parse(blocks[0]!.replace(/^ {2}/gm, "").replace(/^---\n|\n\.\.\.$/g, ""));
    expect(problems).toEqual([
      `primary: expected none, found ${hostile}`,
      "state: expected healthy, found exhausted",
    ]);
  });
});

it("JSON: the same from run to run", () => {
  const report = JSON.parse(of("json"));
  expect(report).toMatchObject({ schema: "conntriage/check/1", checked: 3, passed: 1, failed: 1 });
  expect(report.results.map(({ status }: { status: string }) => status)).toEqual([
    "passed",
    "failed",
    "unreadable",
  ]);
  expect(of("json")).toBe(
    of(
      "json",
      ALL.map((one) => ({ ...one, seconds: 7 })),
    ),
  );
});
