// Unknown values and secrets, as engine and provider exchange them.

/** Stands for a value that is unknown in preview. Source: pulumi/pulumi, sdk/nodejs/runtime/rpc.ts. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Marks a value as secret for the engine, which encrypts it in state and hides it in output. */
export function markSecret(value: unknown): unknown {
  return { [signatureKey]: secretSignature, value };
}

/** Removes secret marks at every depth. */
export function removeSecretMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(removeSecretMarks);
  if (typeof value !== "object" || value === null) return value;
  const { [signatureKey]: signature, ...rest } = value as Record<string, unknown>;
  if (signature === secretSignature) return removeSecretMarks(rest.value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, removeSecretMarks(item)]));
}

/** Whether the value at `path`, or a value that contains it, is unknown. */
export function isUnknownAt(root: unknown, path: readonly PropertyKey[]): boolean {
  let value = root;
  for (const key of path) {
    if (value === unknownValue) return true;
    if (typeof value !== "object" || value === null) return false;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value === unknownValue;
}

/** Whether a value is unknown or contains an unknown value. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === unknownValue;
  return Object.values(value).some(hasUnknown);
}
