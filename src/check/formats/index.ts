import type { Result } from "../result.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { sarif } from "./sarif.ts";
import { tap } from "./tap.ts";
import { text } from "./text.ts";

export const CHECK_FORMATS = {
  text,
  junit,
  github,
  sarif,
  gitlab,
  tap,
  json,
} as const satisfies Record<string, (results: readonly Result[]) => string>;
