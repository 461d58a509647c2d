/** The same on the machine's own kernel, whose limit is lowered meanwhile. */
import { testLab } from "./lab-suite.ts";

testLab("host");
