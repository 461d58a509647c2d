import { Option } from "commander";
import { listOf } from "./lists.ts";

/** `-f` of a command that writes reports. */
export const formatOption = (formats: readonly string[], more = ""): Option =>
  new Option("-f, --format <format>", `format of the report, also several (default: text)${more}`)
    .choices(formats)
    .argParser(listOf(formats));

/** `-o` of the same; `names` says how the files in a folder are called. */
export const outputOption = (names = "by names with host and time"): Option =>
  new Option(
    "-o, --output <path>",
    `write to this file; to this folder, ${names}, if it ends in /, is one, or several formats are asked for`,
  );
