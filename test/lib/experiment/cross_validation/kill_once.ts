/** A callback that kills its process in the middle of a run: the first one that comes to it. */
import { closeSync, openSync } from "node:fs";
import process from "node:process";
import { Configured } from "../../../../lib/core/configured.ts";
import {
  type Callback,
  type CallbackRun,
  callbacks,
} from "../../../../lib/experiment/callbacks/callback.ts";

/** Kills by SIGKILL unless the file is there, which it makes before. */
export class KillOnce extends Configured<{ readonly marker: string }> implements Callback {
  readonly name = "killOnce";
  readonly label = "kill_once";
  readonly order = 0;

  start(): CallbackRun {
    const { marker } = this.config;
    return {
      onBatchEnd: ({ epoch, batch }) => {
        if (epoch === 1 && batch === 2 && isFirst(marker)) process.kill(process.pid, "SIGKILL");
      },
    };
  }
}

function isFirst(marker: string): boolean {
  try {
    closeSync(openSync(marker, "wx"));
    return true;
  } catch {
    return false;
  }
}

callbacks.register("killOnce", (config) => KillOnce.fromConfig(config));
