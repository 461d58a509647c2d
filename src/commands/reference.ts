import { Argument, type Command } from "commander";
import { SCHEMA_NAMES, type SchemaName } from "./schema-names.ts";
import { SHELLS, type Shell } from "./shells.ts";

/** Adds the commands that read no evidence: what is looked for, and the command line itself. */
export function addReference(conntriage: Command): void {
  conntriage
    .command("causes")
    .description("list the causes that are looked for, or explain one")
    .argument("[id]", "a cause's id")
    .option("--causes <file>", "with the causes of this file (YAML or JSON)")
    .option("--schema", "write the JSON Schema of such a file")
    .action(async (id: string | undefined, options: { causes?: string; schema?: true }) => {
      const { runCauses } = await import("./causes.ts");
      await runCauses(id, options);
    });
  conntriage
    .command("signals")
    .description("list the signals that causes test, or tell how one is seen by hand")
    .argument("[name]", "a signal's name")
    .action(async (name: string | undefined) => {
      const { runSignals } = await import("./signals.ts");
      runSignals(name);
    });
  conntriage
    .command("schema")
    .description(
      "write the JSON Schema of a command's JSON, a file of causes, a bundle's manifest or an expectation",
    )
    .addArgument(new Argument("<name>", "which").choices(SCHEMA_NAMES))
    .action(async (name: SchemaName) => {
      const { runSchema } = await import("./schema.ts");
      runSchema(name);
    });
  conntriage
    .command("completion")
    .description("write the script by which a shell completes this command line")
    .addArgument(new Argument("<shell>", "which").choices(SHELLS))
    .action(async (shell: Shell) => {
      const { runCompletion } = await import("./completion.ts");
      await runCompletion(shell, conntriage);
    });
  conntriage
    .command("man")
    .description("write the manual's page, in roff")
    .action(async () => {
      const { runMan } = await import("./man.ts");
      await runMan(conntriage);
    });
}
