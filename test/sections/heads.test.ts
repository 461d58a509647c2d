import { describe, expect, test } from "vitest";
import { METRIC_SOURCES } from "../../src/sections/forms/metrics.ts";
import { formOf, LINE_FORMS } from "../../src/sections/forms.ts";
import { inShort } from "./cut.ts";
import { HEADS, TUPLES } from "./heads.ts";

const sourceOf = (text: string): string | undefined => inShort(text)[0]?.split(" ")[0];

test.each(HEADS)(
  "%s is known by its content, with line feeds of Windows, too",
  (_, source, head) => {
    expect(sourceOf(head)).toBe(source);
    expect(sourceOf(head.replaceAll("\n", "\r\n"))).toBe(source);
  },
);

test("every form of every source is shown by a beginning in HEADS, so that none can be lost", () => {
  const lines = HEADS.flatMap(([, , head]) => head.split("\n").map((line) => line.trim()));
  const shown = new Set(
    HEADS.flatMap(([, , head]) => {
      // a form that needs its path has it in the line before
      const [before, ...others] = head.split("\n").map((line) => line.trim());
      return [formOf(before!), ...others.map((line) => formOf(line, before))];
    }),
  );
  const lacking = [
    ...LINE_FORMS.filter((form) => !shown.has(form)).map(
      ({ source, begins }) => `${source}, by ${begins}`,
    ),
    ...METRIC_SOURCES.filter(([start]) => !lines.some((line) => line.includes(start))).map(
      ([start, source]) => `${source}, by ${start}`,
    ),
  ];
  expect(lacking, `HEADS of test/sections/heads.ts lacks ${lacking.join("; ")}`).toEqual([]);
});

describe("what is no table is not taken for one", () => {
  const OTHERS: [string, string][] = [
    ["prose", "The tcp entry of src=10.0.0.1 dst=10.0.0.2 was in TIME_WAIT.\nSee conntrack -L.\n"],
    ["Markdown", "# Table\n\n- tcp 6 is a protocol\n| src= | dst= |\n"],
    ["a log that quotes a row", `level=info msg="tcp      6 87 TIME_WAIT ${TUPLES}"\n`],
    ["C", '#include <stdio.h>\nint main(void) { printf("src=%s dst=%s", a, b); }\n'],
    ["JavaScript", "const tcp = { src: 1, dst: 2 };\nexport const udp = tcp;\n"],
    ["a shell script", "#!/bin/sh\nconntrack -L | grep src= | cut -d= -f2\n"],
    ["JSON", '{"tcp": [{"src": "10.0.0.1", "dst": "10.0.0.2"}]}\n'],
    ["XML", '<?xml version="1.0"?>\n<flows><flow src="10.0.0.1"/></flows>\n'],
    ["an iptables command", "-A KUBE-SERVICES -d 10.96.0.1/32 -p tcp -j KUBE-SVC-A\n"],
    ["tcpdump", "07:23:46.1 IP 10.0.0.1.80 > 10.0.0.2.90: tcp 6\n"],
    ["nothing", ""],
  ];
  test.each(OTHERS)("%s", (_, head) => {
    expect(inShort(head).map((one) => one.split(" ")[0])).not.toContain("conntrack-table");
  });

  test("prose about Linux is not the kernel's version", () => {
    for (const head of ["Linux is a kernel.", "Linux version control with git"])
      expect(formOf(head), head).toBeNull();
  });
});
