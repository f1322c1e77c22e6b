// The three functions that `tsyringe`, inside @peculiar/x509, calls while it is imported. They are part of no standard.
// Stands before the import of @peculiar/x509; a polyfill that is already there (`reflect-metadata`) is left alone.

type Metadata = Map<unknown, unknown>;

const metadata = new WeakMap<object, Metadata>();

function getOwnMetadata(key: unknown, target: object): unknown {
  return metadata.get(target)?.get(key);
}

function getMetadata(key: unknown, target: object): unknown {
  const parent: object | null = Object.getPrototypeOf(target);
  return getOwnMetadata(key, target) ?? (parent === null ? undefined : getMetadata(key, parent));
}

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const own = metadata.get(target) ?? new Map<unknown, unknown>();
  metadata.set(target, own.set(key, value));
}

if (!("getMetadata" in Reflect)) Object.assign(Reflect, { getOwnMetadata, getMetadata, defineMetadata });
