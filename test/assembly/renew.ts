import { writeFileSync } from "node:fs";
import { CODE_FILE, compile } from "./compile.ts";

// Compiles the reader of usual rows anew: `npm run assembly`.
writeFileSync(CODE_FILE, await compile());
