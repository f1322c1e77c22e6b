// The audio of a call widget: exactly one of several properties.

/** Returns whether exactly one of the keys has a non-empty value. */
export function hasOneSound<Key extends string>(
  properties: { readonly [name in Key]?: string | undefined },
  keys: readonly Key[],
): boolean {
  return keys.filter((key) => properties[key]).length === 1;
}
