// Property paths as Pulumi writes and reads them: `definition.states["a b"].transitions[0]`.

/** Source: pulumi/pulumi, sdk/go/common/resource/property_path.go. */
export function formatPropertyPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      const name = String(key);
      if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join("");
}
