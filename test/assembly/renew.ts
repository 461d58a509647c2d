import { writeFileSync } from "node:fs";
import { ASSEMBLIES, compile, fileOf } from "./compile.ts";

// Compiles the readers in WebAssembly anew: `npm run assembly`.
for (const one of ASSEMBLIES) writeFileSync(fileOf(one), await compile(one));
