import { ChildProcessRunner } from "../../../../lib/experiment/runner/child_process_runner.ts";
import { testRunner } from "./conformance.ts";

testRunner("ChildProcessRunner.run()", () => new ChildProcessRunner());
