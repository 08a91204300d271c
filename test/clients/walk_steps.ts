/**
 * Steps that build on each other, in a browser: all are tried, and a last line can be counted.
 *
 * @module
 */

/** What is done one after the other, by name. */
export type Steps<Rig> = Readonly<Record<string, (rig: Rig) => Promise<void>>>;

/** How to walk. */
export interface WalkOptions<Rig> {
  /** Name of the suite. */
  readonly suite: string;
  readonly rig: Rig;
  /** Called after each failure. */
  readonly failed?: (number: number) => Promise<void>;
}

/**
 * Takes every step and prints what came of it.
 *
 * @param steps by name
 * @param options the suite, and what steps are given
 * @returns the exit code: 0 if all went well
 */
export async function walkSteps<Rig>(
  steps: Steps<Rig>,
  options: WalkOptions<Rig>,
): Promise<number> {
  let failed = 0;
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step(options.rig);
      console.log(`ok     ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}\n${error instanceof Error ? error.message : error}`);
      await options.failed?.(failed);
    }
  }
  const passed = Object.keys(steps).length - failed;
  console.log(`${options.suite}: passed=${passed} failed=${failed}`);
  return failed === 0 ? 0 : 1;
}
