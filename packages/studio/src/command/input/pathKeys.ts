// Splits the path of an issue into its keys.

const part = /\.?([A-Za-z_$][\w$]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g;

/** Returns the keys of a path such as `states[3].properties.attributes`, as written by `formatPath`. */
export function pathKeys(path: string): PropertyKey[] {
  return [...path.matchAll(part)].map(([, name, index, quoted]) => {
    if (quoted !== undefined) return String(JSON.parse(quoted));
    return index === undefined ? String(name) : Number(index);
  });
}
