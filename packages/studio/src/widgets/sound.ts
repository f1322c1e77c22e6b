// What a call hears: exactly one of several properties.

/** Tells whether exactly one of the keys has a text; an empty one is none. */
export function hasOneSound<Key extends string>(
  properties: { readonly [name in Key]?: string | undefined },
  keys: readonly Key[],
): boolean {
  return keys.filter((key) => properties[key]).length === 1;
}
