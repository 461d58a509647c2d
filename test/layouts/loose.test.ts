import { describe, expect, test } from "vitest";
import { LAYOUTS, locate } from "../../src/layouts/index.ts";
import { loose } from "../../src/layouts/loose.ts";
import { HEADS, TUPLES } from "./heads.ts";

test.each(HEADS)(
  "%s is known by its content, with line feeds of Windows, too",
  (_, source, head) => {
    const located = { source, phase: "once", label: "capture", layout: "loose" };
    expect(locate("capture", head)).toEqual(located);
    expect(locate("capture", head.replaceAll("\n", "\r\n"))?.source).toBe(source);
  },
);

test("every source that loose knows by content has a head above", () => {
  const tested = new Set(HEADS.map(([, source]) => source));
  expect([...tested].sort()).toHaveLength(22);
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
    ["bytes", "\u0000\u0001\u0002tcp\u0000 6 src=\n"],
    ["nothing", ""],
  ];
  test.each(OTHERS)("%s", (_, head) => {
    expect(loose.locate("capture", head)?.source).not.toBe("conntrack-table");
  });

  test("prose about Linux is not the kernel's version", () => {
    for (const head of ["Linux is a kernel.\n", "Linux version control with git\n"])
      expect(loose.locate("README", head), head).toBeNull();
  });
});

test("short values are known by their file's name and their content together", () => {
  expect(loose.locate("x/nf_conntrack_count", "1234\n")?.source).toBe("conntrack-count");
  expect(loose.locate("x/uptime.txt", "12.50 3.00\n")?.source).toBe("uptime");
  expect(loose.locate("x/nf_conntrack_count", "many\n")).toBeNull();
  expect(loose.locate("x/other", "1234\n")).toBeNull();
});

test.each([
  ["start/conntrack-S.txt", "start"],
  ["conntrack-S.before", "start"],
  ["S_1.txt", "start"],
  ["end/conntrack-S.txt", "end"],
  ["S-after.txt", "end"],
  ["S.2", "end"],
  ["startling/endless.txt", "once"],
  ["node12.txt", "once"],
])("%s was taken at: %s", (path, phase) => {
  expect(loose.locate(path, "cpu=0   \tfound=0 \n")?.phase).toBe(phase);
});

test("our own collector's names go before the content", () => {
  expect(LAYOUTS.map(({ name }) => name)[0]).toBe("conntriage");
  expect(locate("top/start/uptime.txt", "MemTotal: 1 kB\n")).toMatchObject({
    source: "uptime",
    layout: "conntriage",
  });
  expect(locate("top/notes.txt", "nothing that is known\n")).toBeNull();
});
