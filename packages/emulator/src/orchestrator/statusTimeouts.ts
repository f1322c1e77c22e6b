// The two timeouts of a channel, in minutes.

import { z } from "zod";

const minutes = z.int().min(1).optional();

/**
 * `inactive` must come first. twilio-node 6.3.1 says so of a conversation's own settings; of a configuration's it is
 * inferred.
 */
export const statusTimeouts = z
  .strictObject({ inactive: minutes, closed: minutes })
  .refine(({ inactive, closed }) => inactive === undefined || closed === undefined || inactive < closed, {
    message: "inactive must be less than closed",
  });
