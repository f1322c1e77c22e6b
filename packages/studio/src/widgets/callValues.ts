// Property values that several call widgets share.

/** Values of a recording's `trim`. */
export const trim = ["trim-silence", "do-not-trim"] as const;

/** For booleans that Twilio requires as strings. */
export const trueOrFalse = ["true", "false"] as const;
