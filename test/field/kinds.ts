import { ASKED } from "./asked.ts";
import { CALM } from "./calm.ts";
import { CAPTURES } from "./captures.ts";
import { COUNTED } from "./counted.ts";
import { DISAGREEMENTS } from "./disagreements.ts";
import { DOCUMENTS } from "./documents.ts";
import { DRAWN } from "./drawn.ts";
import { DUMPS } from "./dumps.ts";
import { EXCERPTS } from "./excerpts.ts";
import { EXPORTERS } from "./exporters.ts";
import { EXPORTS } from "./exports.ts";
import { FILLERS } from "./fillers.ts";
import { FORMS } from "./forms.ts";
import { GAUGES } from "./gauges.ts";
import { HEADED } from "./headed.ts";
import { LINES } from "./lines.ts";
import { LOGS } from "./logs.ts";
import { MACHINES } from "./machines.ts";
import { MESSAGES } from "./messages.ts";
import { MIXES } from "./mixes.ts";
import { MOMENTS } from "./moments.ts";
import { MONITORS } from "./monitors.ts";
import { NAMESPACES } from "./namespaces.ts";
import { OCCASIONS } from "./occasions.ts";
import { OTHERS } from "./others.ts";
import { OUTPUTS } from "./outputs.ts";
import { PAGES } from "./pages.ts";
import { PAIRS } from "./pairs.ts";
import { PREFIXES } from "./prefixes.ts";
import { QUESTIONS } from "./questions.ts";
import { REFUSALS } from "./refusals.ts";
import { SAID } from "./said.ts";
import { SCREENS } from "./screens.ts";
import { SETTINGS } from "./settings.ts";
import { SPELLINGS } from "./spellings.ts";
import { STORES } from "./stores.ts";
import { SUBJECTS } from "./subjects.ts";
import { TICKETS } from "./tickets.ts";
import { TOLD } from "./told.ts";
import { TOOLS } from "./tools.ts";
import { TYPED } from "./typed.ts";
import { WHOSE } from "./whose.ts";
import { WORDS } from "./words.ts";
import { WRAPPED } from "./wrapped.ts";
import { WRITTEN } from "./written.ts";

/** All cases from the field, by their kind. */
export const KINDS = {
  FORMS,
  OUTPUTS,
  SETTINGS,
  LOGS,
  MACHINES,
  MESSAGES,
  PAIRS,
  DUMPS,
  EXCERPTS,
  EXPORTERS,
  EXPORTS,
  TICKETS,
  REFUSALS,
  SUBJECTS,
  WHOSE,
  WORDS,
  NAMESPACES,
  DISAGREEMENTS,
  DOCUMENTS,
  WRAPPED,
  SCREENS,
  SPELLINGS,
  STORES,
  PREFIXES,
  MONITORS,
  TYPED,
  CALM,
  CAPTURES,
  DRAWN,
  FILLERS,
  GAUGES,
  LINES,
  OCCASIONS,
  OTHERS,
  QUESTIONS,
  MIXES,
  PAGES,
  MOMENTS,
  WRITTEN,
  COUNTED,
  ASKED,
  TOLD,
  TOOLS,
  HEADED,
  SAID,
};
