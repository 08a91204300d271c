/**
 * All that modulab knows by name: what is imported here registers itself, so that an experiment can be
 * made again where nobody has used it before, as in a worker.
 *
 * @module
 */

import "../../data/sample/role_sampler.ts";
import "../../data/sample/simple_sampler.ts";
import "../../data/sample/window_sampler.ts";
import "../../data/split/condition_splitter.ts";
import "../../data/split/fold_splitter.ts";
import "../../data/split/random_splitter.ts";
import "../callbacks/built_in.ts";
