import { resourceClass } from "../program.ts";
import { flow } from "../resources/studio/flow.ts";

export class Flow extends resourceClass(flow) {}
