/**
 * Registers the callbacks that there are from the start, so that files can name them.
 *
 * @module
 */

import "./early_stopping.ts";
import "./evaluation.ts";
import "./learning_rate.ts";
import "./metric_logger.ts";
