/** What `npm test` holds the analyzer to: nothing of the machine is changed. */
import { testLab } from "./lab-suite.ts";

testLab("uml");
