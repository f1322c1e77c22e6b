// The path of a problem, taken apart again.

const part = /\.?([A-Za-z_$][\w$]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g;

/** The keys of a path such as `states[3].properties.attributes`, as `pathText` wrote it. */
export function pathKeys(path: string): PropertyKey[] {
  return [...path.matchAll(part)].map(([, name, index, quoted]) => {
    if (quoted !== undefined) return String(JSON.parse(quoted));
    return index === undefined ? String(name) : Number(index);
  });
}
