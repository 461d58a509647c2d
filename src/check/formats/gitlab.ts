import { problemsOf, type Result } from "../result.ts";

/** A number of 53 bits of a text, in hex: the same problem of the same folder is one from run to run. */
function fingerprint(text: string): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const letter of text) {
    const code = letter.codePointAt(0)!;
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}

/** GitLab's code quality report. */
export const gitlab = (results: readonly Result[]): string =>
  `${JSON.stringify(
    results.flatMap((one) =>
      problemsOf(one).map(({ key, line, text }) => ({
        description: text,
        check_name: "conntriage-check",
        fingerprint: fingerprint(`${one.folder}\n${key}`),
        severity: one.error === null ? "major" : "critical",
        location: { path: one.file.replace(/^\.\//, ""), lines: { begin: line } },
      })),
    ),
    null,
    2,
  )}\n`;
