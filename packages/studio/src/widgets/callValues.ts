// Values of the properties that several widgets of calls share.

/** What `trim` of a recording takes. */
export const trim = ["trim-silence", "do-not-trim"] as const;

/** Where Twilio wants a boolean as text. */
export const trueOrFalse = ["true", "false"] as const;
