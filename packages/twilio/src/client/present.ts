// null and absent mean the same in Twilio's answers; we keep absent.

/** Without what is null or absent, which mean the same. */
export function present<Values extends object>(values: Values) {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );
}
