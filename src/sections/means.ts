import { answerTo } from "./answers.ts";
import { dateOf } from "./dates.ts";
import { METRIC_HEAD } from "./forms/metrics.ts";
import { formOf } from "./forms.ts";
import { readPrompt } from "./prompt.ts";
import { respell } from "./respell.ts";
import { aboutOf, type Own } from "./section.ts";
import { namesOutput } from "./titles.ts";
import { TRAILER } from "./trailers.ts";

/** What a line must hold for it to be worth peeling: no form is without one of these. */
const KEY =
  /src=|conntrack|cpu=\d|entries|net[./]|proc\/|kernel|_allowance_|Tcp|Ip|[*:]|-A |table |processor|Mem|\bup |=|netns|Prot|sockets|Total|State|Inter|_total|\d\.\d|\d{8}/;
const PROMPT = /[#$%>❯]/;

export const isWorthPeeling = (bare: string, { context }: Own): boolean =>
  KEY.test(bare) || PROMPT.test(bare) || context.expects.length > 0;

/** Whether what is left of a line, without what may stand around it, is an output's or stands around one. */
export const meansSomething = (bare: string, own: Own): boolean =>
  formOf(bare, aboutOf(own)) !== null ||
  METRIC_HEAD.test(bare) ||
  TRAILER.test(bare) ||
  readPrompt(bare) !== null ||
  dateOf(bare) !== null ||
  respell(bare, aboutOf(own)) !== null ||
  namesOutput(bare) ||
  own.context.expects.some((one) => answerTo(one, bare) !== null);
