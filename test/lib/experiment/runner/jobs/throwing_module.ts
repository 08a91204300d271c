/** A module that cannot be loaded. */
throw new RangeError("this module throws");
