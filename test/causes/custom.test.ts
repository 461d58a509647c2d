import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { analyze } from "../../src/analyze.ts";
import { readCauses, withCauses } from "../../src/causes/custom.ts";
import { CAUSES } from "../../src/causes/index.ts";
import { causesFileSchema } from "../../src/causes/schema.ts";
import { AnalyzerError } from "../../src/errors.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const EXAMPLE = /```yaml\n([\s\S]*?)```/.exec(readFileSync(`${ROOT}README.md`, "utf8"))![1]!;

const fault = (text: string): AnalyzerError => {
  try {
    readCauses(text, "mine.yaml");
  } catch (error) {
    if (error instanceof AnalyzerError) return error;
    throw error;
  }
  throw new Error("it was taken");
};

describe("causes of a file", () => {
  it("are found in a capture: the README's example on the sample of UDP accumulation", async () => {
    const causes = withCauses(CAUSES, readCauses(EXAMPLE, "README.md"));
    const sample = `${ROOT}samples/udp-accumulation/bundle.tar.gz`;
    const { findings } = await analyze(sample, { causes });
    const mine = findings.find(({ cause }) => cause === "metrics-agent-flood")!;
    expect(mine.verdict).toBe("confirmed");
    expect(mine.entries).toBeGreaterThan(1000);
    expect(mine.mechanism).toContain("monitoring/statsd");
    expect(mine.remedies[0]?.frees?.entries).toBe(mine.entries);
    expect(findings).toHaveLength(CAUSES.length + 1);
  });

  it("take the place of a built-in one of the same id, and are added otherwise", () => {
    const own = { ...CAUSES[0]!, title: "Mine" };
    const table = withCauses(CAUSES, [own, { ...own, id: "another" }]);
    expect(table).toHaveLength(CAUSES.length + 1);
    expect(table[0]).toBe(own);
    expect(table.at(-1)?.id).toBe("another");
  });

  it("are of the same schema as the built-in table", () => {
    expect(causesFileSchema.parse({ causes: CAUSES }).causes).toEqual(CAUSES);
  });

  it("of 0.1 load, their remedies as fix", () => {
    const text = `causes:
  - id: old
    title: As 0.1 had it
    gate: exhaustion
    mechanism: "{use.one-way-udp.entries} entries"
    requires: [[use.one-way-udp.share, ">", 0.3]]
    holds: [use.one-way-udp.entries]
    remedies: [{ title: Stop it, commands: [], risk: none, change: { avoids: [one-way-udp] } }]
    references: []
`;
    expect(readCauses(text, "mine.yaml")[0]!.remedies[0]!.class).toBe("fix");
  });

  it.each([
    ['[cloud.allowanceExceeded, ">", 0]', "it was split into cloud.connections"],
    ['[sizing.maxPerCore, ">", 0]', "use sizing.max"],
    ['[table.lossesBefore, ">", 0]', "use table.fullMessages.before"],
    ['[snat.top.entries, ">", 0]', "use snat.fullest.entries"],
  ])("that use %s of 0.1 fail with a line that says what changed", (test, what) => {
    const text = `causes:\n  - { id: a, title: A, gate: none, mechanism: A., requires: [${test}] }\n`;
    const { message } = fault(text);
    expect(message).toMatch(/^mine\.yaml:2: [^\n]+ is no signal: gone since 0\.1, /);
    expect(message).toContain(what);
    const inWords = `causes:\n  - { id: a, title: A, gate: none, mechanism: "{${test.slice(1, test.indexOf(","))}} A." }\n`;
    expect(fault(inWords).message).toContain(what);
  });

  it("may be JSON", () => {
    const text = JSON.stringify({ causes: [CAUSES[0]] });
    expect(readCauses(text, "mine.json")).toEqual([CAUSES[0]]);
  });

  it("are refused with the line of a misspelt signal", () => {
    const line =
      EXAMPLE.split("\n").findIndex((text) => text.includes("- [use.one-way-udp.share")) + 1;
    const error = fault(EXAMPLE.replace("[use.one-way-udp.share", "[use.one-way-udp.shares"));
    expect(error.code).toBe("USAGE");
    expect(error.message).toMatch(new RegExp(`^mine.yaml:${line}: causes.0.requires.0`));
  });

  it("are refused with the line of a broken YAML, a missing title, no causes at all", () => {
    expect(fault("causes:\n  - id: [a\n").message).toMatch(/^mine\.yaml:\d+: /);
    expect(fault("causes: []\n").message).toMatch(/^mine\.yaml:1: causes: /);
    expect(fault("").message).toMatch(/^mine\.yaml:1: /);
    expect(fault(EXAMPLE.replace(/^ +title: The.*\n/m, "")).message).toBe(
      "mine.yaml:2: causes.0.title: is missing",
    );
  });

  const SIGNAL = "{use.one-way-udp.entries}";
  const TEST = '[use.one-way-udp.share, ">", 0.3]';
  const COMMAND = "kubectl -n platform rollout undo daemonset/metrics-agent";
  it.each([
    // templates
    [SIGNAL, "{use.one-way-udp.entry}", "mechanism: {use.one-way-udp.entry} is no signal"],
    [SIGNAL, "{udp.entrys}", "{udp.entrys} is no signal: did you mean udp.entries?"],
    [
      SIGNAL,
      "{udp.entries:addres}",
      "{udp.entries:addres} has no such form: did you mean address?",
    ],
    ["title: The", "title: Of {top.sorce} the", "title: {top.sorce} is no signal"],
    ["title: Roll", "title: At {top.sorce}", "remedies.0.title: {top.sorce} is no signal"],
    [COMMAND, "'ping {top.sorce:address}'", "commands.0: {top.sorce} is no signal"],
    [
      "are lost.",
      "of {top.sorce} are lost.",
      "risk: {top.sorce} is no signal: did you mean top.source?",
    ],
    // tests
    [
      TEST,
      "[table.exhausted, =, 1]",
      "table.exhausted (yes/no) is held against true or false, not against 1",
    ],
    [TEST, "[table.exhausted, =, yes]", 'true or false, not against "yes"'],
    [
      TEST,
      "[table.rows, '>', three]",
      'table.rows (entries) is held against a number, not against "three"',
    ],
    [TEST, "[top.source, =, 10]", "top.source (name) is held against a string, not against 10"],
    [
      TEST,
      "[table.rows, =>, 3]",
      'table.rows (entries) has no operator "=>": one of > >= < <= = !=',
    ],
    [TEST, "[top.source, '>', a]", 'top.source (name) has no operator ">": one of = !='],
    [TEST, "[table.rowz, '>', 3]", '"table.rowz" is no signal: did you mean table.rows?'],
    [
      TEST,
      "table.rows > 3",
      '"table.rows > 3" is no test: it is a list of a signal, an operator and',
    ],
    [TEST, "{ anny: [] }", "there is no key anny: did you mean any?"],
    [
      "[udp.recent,",
      "[udp.recend,",
      'supports.0.any.1: "udp.recend" is no signal: did you mean udp.recent?',
    ],
    // keys and names
    ["title: The", "titel: The", "causes.0: there is no key titel: did you mean title?"],
    ["causes:", "cause:", "there is no key cause: did you mean causes?"],
    ["risk:", "rsik:", "causes.0.remedies.0: there is no key rsik: did you mean risk?"],
    ["avoids:", "avoid:", "remedies.0.change: there is no key avoid: did you mean avoids?"],
    ["[one-way-udp] }", "[one-way-upd] }", '"one-way-upd" is no use: did you mean one-way-udp?'],
    ["gate: exhaustion ", "gate: exhausted ", '"exhausted" is no gate: did you mean exhaustion?'],
    [
      "holds: [use.one-way-udp.entries]",
      "holds: [use.one-way-udp.share]",
      "is no signal that counts entries",
    ],
  ])("are refused where %s is %s, with the line and what was meant", (right, wrong, said) => {
    const text = EXAMPLE.replace(right, wrong);
    const line = text.split("\n").findIndex((one) => one.includes(wrong)) + 1;
    expect(line).toBeGreaterThan(0);
    const { code, message } = fault(text);
    expect(code).toBe("USAGE");
    expect(message).toContain(said);
    expect(message).toMatch(new RegExp(`^mine\\.yaml:${line}: `));
    expect(message).not.toMatch(/Invalid input|\n/);
  });

  it("may have braces of the shell, of awk and of kubectl in their commands", () => {
    for (const command of ["awk '{print}'", `echo "\${HOME}"`, "kubectl -o jsonpath='{.items}'"]) {
      const [cause] = readCauses(EXAMPLE.replace(COMMAND, JSON.stringify(command)), "mine.yaml");
      expect(cause!.remedies[0]!.commands).toEqual([command]);
    }
  });

  it("may not swell by aliases", () => {
    const bomb = `a: &a [x, x]\nb: &b [*a, *a]\ncauses: [*b, *b]\n`;
    expect(fault(bomb).message).toMatch(/^mine\.yaml:\d+: /);
  });
});
