import { InProcessRunner } from "../../../../lib/experiment/runner/in_process_runner.ts";
import { testRunner } from "./conformance.ts";

testRunner("InProcessRunner.run()", () => new InProcessRunner());
