import { VERSION } from "../../version.ts";
import { problemsOf, type Result } from "../result.ts";

const RULES = {
  mismatch: "The analysis of a bundle is not as expected",
  unreadable: "A bundle or its expectation could not be read",
} as const;

/** A relative reference to a file, as SARIF wants it. */
const uriOf = (path: string): string => path.split(/[/\\]/).map(encodeURIComponent).join("/");

/** SARIF 2.1.0, which code scanning services read. */
export const sarif = (results: readonly Result[]): string =>
  `${JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "conntriage check",
              version: VERSION,
              rules: Object.entries(RULES).map(([id, words]) => ({
                id,
                shortDescription: { text: words },
              })),
            },
          },
          results: results.flatMap((one) =>
            problemsOf(one).map(({ line, text }) => ({
              ruleId: one.error === null ? "mismatch" : "unreadable",
              level: "error",
              message: { text: `${one.folder}: ${text}` },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: uriOf(one.file) },
                    region: { startLine: line },
                  },
                },
              ],
            })),
          ),
        },
      ],
    },
    null,
    2,
  )}\n`;
