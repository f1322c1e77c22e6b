// The error for an object that somebody else has deleted.

export function goneError(id: string): Error {
  return new Error(
    `${id} no longer exists at Twilio. Run \`pulumi refresh\`, then \`pulumi up\` to recreate it.`,
  );
}
