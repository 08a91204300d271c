/** A module that is never done loading. */
import process from "node:process";

process.stdout.write("loading\n");
for (;;);
