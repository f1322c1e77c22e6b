// Values as they travel between engine and provider: protobuf's Struct, with secrets marked inside.

import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { removeSecretMarks } from "../values/unknown.ts";

type Values = Record<string, unknown>;

export function fromStruct(struct: structs.Struct | undefined): Values {
  return removeSecretMarks(struct?.toJavaScript() ?? {}) as Values;
}

/** Drops keys without a value: a struct would throw, after the object was created at Twilio. */
export function toStruct(values: Values): structs.Struct {
  return structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));
}
