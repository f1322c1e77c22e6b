// Values as they travel between engine and provider: protobuf's Struct, with secrets marked inside.

import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { removeSecretMarks } from "../values/unknown.ts";

type Values = Record<string, unknown>;

export function fromStruct(struct: structs.Struct | undefined): Values {
  return removeSecretMarks(struct?.toJavaScript() ?? {}) as Values;
}

/** A key without a value must not reach the struct: it would throw after the object was made at Twilio. */
export function toStruct(values: Values): structs.Struct {
  return structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(values)));
}
