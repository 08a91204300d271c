/**
 * What `@tensorflow/tfjs-node` does when it is imported and its build script has not run.
 *
 * @module
 */

throw new Error(
  "The Node.js native addon module (tfjs_binding.node) can not be found at path: " +
    "node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node. \nPlease run command " +
    "'npm rebuild @tensorflow/tfjs-node --build-addon-from-source' to rebuild the native addon module.",
);
