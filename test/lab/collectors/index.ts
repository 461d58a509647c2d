import { calico } from "./calico.ts";
import { cilium } from "./cilium.ts";
import { datadog } from "./datadog.ts";
import { eks } from "./eks.ts";
import { mustGather, networkTools } from "./openshift.ts";
import { rancher } from "./rancher.ts";
import type { Recipe } from "./recipe.ts";
import { retina } from "./retina.ts";
import { troubleshoot } from "./troubleshoot.ts";

/** Every collector that the lab stands in for. */
export const RECIPES: readonly Recipe[] = [
  eks,
  troubleshoot,
  retina,
  calico,
  networkTools,
  mustGather,
  cilium,
  rancher,
  datadog,
];
